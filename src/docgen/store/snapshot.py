"""The files of a library and its templates as they are now, so that a version can be made again from them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.store.atomic import read_bytes, write_all
from docgen.store.layers import LIBRARIES
from docgen.store.project import LIBRARY, MAX_TEMPLATE, TEMPLATES

ROOTS = (LIBRARY, TEMPLATES, LIBRARIES)
MOST_FILES, MOST_BYTES = 50_000, 500_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """The files by their path below the project, with forward slashes, and the digest of all of them."""

    files: Mapping[str, bytes]

    @property
    def manifest(self) -> bytes:
        """Path and digest of every file, as canonical JSON."""
        digests = {path: digest(data) for path, data in self.files.items()}
        return json.dumps(digests, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """Digest of the manifest: changes when any file does."""
        return digest(self.manifest)

    def blobs(self) -> dict[str, bytes]:
        """The manifest and every file by its digest."""
        return {self.digest: self.manifest, **{digest(d): d for d in self.files.values()}}


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def take(root: Path) -> Outcome[Taken]:
    """Everything in the library, beside the templates and in the libraries that it builds on; hidden files and lock files of Word are left out."""
    found: list[Diagnostic] = []
    files: dict[str, bytes] = {}
    total = 0
    for name in ROOTS:
        for path in _files(root / name):
            data = read_bytes(path, MAX_TEMPLATE)
            found += data.diagnostics
            if data.value is not None:
                files[path.relative_to(root).as_posix()] = data.value
                total += len(data.value)
            if len(files) > MOST_FILES or total > MOST_BYTES:
                hint = "move what is no clause and no template out of the folder"
                return Outcome(None, (error("RN611", f"{name} holds too much to be recorded", Place(str(root / name)), hint),))
    return Outcome(None if found else Taken(dict(sorted(files.items()))), tuple(found))


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (Path(where) / n for n in sorted(names) if not n.startswith((".", "~$")))


def _below(path: str) -> bool:
    """Whether a path leads into the library, the templates or a library under it, on every system."""
    first, *rest = path.split("/")
    plain = all(step not in ("", ".", "..") and step[1:2] != ":" for step in rest) and not set(path) & set("\\\0")
    return first in ROOTS and bool(rest) and plain


def lay_out(manifest: Mapping[str, str], blob_of: Mapping[str, bytes], folder: Path) -> tuple[Diagnostic, ...]:
    """Write recorded files under a folder; a path that leads out of it is refused (RN612)."""
    out: dict[Path, bytes] = {}
    root = folder.resolve()
    for path, wanted in manifest.items():
        target = root / path
        if not _below(path) or root not in target.resolve().parents:  # the second: a link that lies there
            return (error("RN612", f"the register holds a file with a path that leads elsewhere: {path!r}", None,
                          "this register was tampered with: docgen verify says where"),)  # fmt: skip
        out[target] = blob_of[wanted]
    return write_all(out)
