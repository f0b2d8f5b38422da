"""Where a library comes from: a file, a folder, a git repository at a tag, an installed Python package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from docgen.model.diagnostic import Diagnostic, Outcome, error

GROUP: Final = "docgen.libraries"
"""Entry points of Python packages that carry a library: ``name = "package"``, which holds ``clauses/library.yaml``."""
_GIT: Final = re.compile(r"^git\+(?P<url>[^-#@][^#]*?)(?:@(?P<tag>[^@/#:]+))?(?:#(?P<below>[^#]*))?$")
_SECONDS: Final = 300


class Fetched:
    """A file or folder that may be used inside ``with``. ``version`` is what the source calls it, or ""."""

    def __init__(self, path: Path, shown: str, version: str = "", scratch: Path | None = None) -> None:
        self.path, self.shown, self.version, self._scratch = path, shown, version, scratch

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)


def fetch(source: str, root: Path) -> Outcome[Fetched]:
    """What a source names; paths are relative to the project.

    :return: SH160 where there is nothing, SH161 for git without a tag, SH162 where git fails or is not there, SH163 for a
        Python package that is not installed or has no library.
    """
    if source.startswith("git+"):
        return _from_git(source)
    if source.startswith("python:"):
        return _from_python(source.removeprefix("python:"))
    path = (root / source).resolve()
    if not path.exists():
        return _none(
            "SH160", f"there is nothing at {source}", "name a .docgenlib file, a folder, git+URL@TAG or python:NAME"
        )
    return Outcome(Fetched(path, source))


def _none(code: str, message: str, hint: str) -> Outcome[Fetched]:
    found: tuple[Diagnostic, ...] = (error(code, message, None, hint),)
    return Outcome(None, found)


def _from_git(source: str) -> Outcome[Fetched]:
    match = _GIT.match(source)
    if match is None or not match["tag"]:
        return _none("SH161", f"{source} names no tag", "a library is pinned at a tag: git+https://…/library.git@v3")
    scratch = Path(tempfile.mkdtemp(prefix="docgen-"))
    kept = False
    try:
        problem = _cloned(match["url"], match["tag"], scratch / "library")
        folder = (scratch / "library" / (match["below"] or "")).resolve()
        if problem:
            return _none(
                "SH162",
                f"git could not fetch {source}: {problem}",
                "look at the address and the tag, or add a .docgenlib file",
            )
        if not folder.is_dir() or scratch.resolve() not in folder.parents:
            return _none(
                "SH160", f"there is no folder {match['below']} in {source}", "name a folder of the repository after #"
            )
        kept = True
        return Outcome(Fetched(folder, source, match["tag"].removeprefix("v"), scratch))
    finally:
        if not kept:
            shutil.rmtree(scratch, ignore_errors=True)


def _cloned(url: str, tag: str, target: Path) -> str:
    """Why git could not clone, "" when it did. It asks for no password and runs no helper of the repository."""
    command = ["git", "-c", "protocol.ext.allow=never", "-c", "core.hooksPath=/dev/null", "clone", "--quiet", "--depth", "1",
               "--no-recurse-submodules", "--branch", tag, "--", url, str(target)]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, env=_quiet(), check=False)  # noqa: S603 - a fixed program; what was given stands after --
    except FileNotFoundError:
        return "git is not installed"
    except subprocess.TimeoutExpired:
        return f"no answer in {_SECONDS} seconds"
    lines = done.stderr.strip().splitlines() or ["unknown"]
    return "" if done.returncode == 0 else lines[-1]


def _quiet() -> dict[str, str]:
    return {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def _from_python(name: str) -> Outcome[Fetched]:
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    points = [p for p in entry_points(group=GROUP) if p.name == name]
    if not points:
        known = ", ".join(sorted(p.name for p in entry_points(group=GROUP))) or "none"
        return _none(
            "SH163", f'no installed Python package has a library "{name}"', f"libraries of installed packages: {known}"
        )
    spec = None
    with suppress(ImportError, ValueError):
        spec = find_spec(points[0].module.partition(".")[0])  # the top package: found, not run
    folder = Path(next(iter(spec.submodule_search_locations or ()), "")) if spec is not None else Path()
    for step in points[0].module.split(".")[1:]:
        folder = folder / step
    if not (folder / "clauses" / "library.yaml").is_file():
        return _none("SH163", f'the Python package behind "{name}" holds no clauses/library.yaml', "ask its author")
    return Outcome(Fetched(folder, f"python:{name}", points[0].dist.version if points[0].dist else ""))
