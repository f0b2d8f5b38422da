"""A folder of made files that is replaced as a whole: written beside its place, then put there in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.store._os_errors import explained

MARKER: Final = "docgen-site.txt"
"""What says that a folder is a site of docgen: its first line, then the name of each of its files."""
_FIRST: Final = "docgen.site/1"


class SiteFolder:
    """Writes a site page by page; nothing of it is seen before :meth:`put_in_place`."""

    def __init__(self, target: Path) -> None:
        self.target = Path(os.path.abspath(target))
        self._work = self.target.with_name(f".docgen-{os.urandom(8).hex()}.tmp")
        self._names: list[str] = []

    def write(self, name: str, content: bytes) -> None:
        """One file, by its relative name.

        :raises OSError: when it cannot be written.
        """
        path = self._work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self._names.append(name)

    def put_in_place(self) -> None:
        """The whole folder at its place, what stood there before gone.

        :raises OSError: when that cannot be done; the old folder is then as it was.
        """
        self.write(MARKER, "\n".join((_FIRST, *sorted(self._names), "")).encode())
        old = self._work.with_suffix(".old")
        replaced = self.target.exists()
        if replaced:
            os.replace(self.target, old)
        try:
            os.replace(self._work, self.target)
        except OSError:
            if replaced:
                os.replace(old, self.target)
            raise
        if replaced:
            shutil.rmtree(old, ignore_errors=True)

    def give_up(self) -> None:
        """Nothing left behind."""
        shutil.rmtree(self._work, ignore_errors=True)


def write_site(target: Path, fill: Callable[[SiteFolder], None]) -> tuple[Diagnostic, ...]:
    """A site at its place, whole, or nothing and why not.

    :param fill: writes every file.
    """
    refused = not_a_site(target)
    if refused is not None:
        return (refused,)
    folder = SiteFolder(target)
    made = _missing_parents(folder.target)
    try:
        fill(folder)
        folder.put_in_place()
    except OSError as problem:
        folder.give_up()
        _remove_empty(made)
        return (explained(problem, target, writing=True),)
    except BaseException:
        folder.give_up()
        _remove_empty(made)
        raise
    return ()


def not_a_site(target: Path) -> Diagnostic | None:
    """Why a site cannot go there: something else stands there already, or somebody put files among its own."""
    try:
        if not os.path.lexists(target):
            return None
        if target.is_symlink() or not target.is_dir():
            return error(
                "IO950", f"{target.name!r} is no folder", Place(str(target)), "name a folder that is not there yet"
            )
        there = sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if not p.is_dir() or p.is_symlink())
        if not there and not any(target.iterdir()):
            return None
        return _stranger(target, there)
    except OSError as problem:
        return explained(problem, target, writing=True)


def _stranger(target: Path, there: list[str]) -> Diagnostic | None:
    lines = (target / MARKER).read_text(encoding="utf-8", errors="replace").split("\n") if MARKER in there else []
    if lines[:1] != [_FIRST]:
        return error("IO950", f"{target.name!r} holds something else than a site of docgen", Place(str(target)),
                     "name another folder with --out, or one that is not there yet")  # fmt: skip
    own = {MARKER, *lines[1:]}
    strange = [name for name in there if name not in own]
    if not strange:
        return None
    more = f" and {len(strange) - 1} more" if len(strange) > 1 else ""
    return error("IO951", f"docgen did not write {strange[0]!r}{more}, and would remove it", Place(str(target / strange[0])),
                 "move it out of the site, or write the site to another folder with --out")  # fmt: skip


def _missing_parents(target: Path) -> list[Path]:
    return [p for p in target.parents if not p.exists()]


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
