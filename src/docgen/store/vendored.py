"""A library under a project: the files of a package, unpacked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from docgen.model.diagnostic import Diagnostic, Outcome
from docgen.model.sharing import Package, Signature
from docgen.stages.read_sharing import read_manifest, read_signature, signature_bytes
from docgen.store.atomic import read_bytes
from docgen.store.layers import MANIFEST, MAX_MANIFEST, SIGNATURE


def files_of(package: Package) -> dict[str, bytes]:
    """Every file of an unpacked package, by its path."""
    signed = {SIGNATURE: signature_bytes(package.signature)} if package.signature is not None else {}
    return {MANIFEST: package.manifest_bytes, **signed, **package.files}


def read_vendored(folder: Path, shown: str, most: int) -> Outcome[Package]:
    """An unpacked package as it lies there, whether or not its files are those of its manifest."""
    data = read_bytes(folder / MANIFEST, MAX_MANIFEST)
    if data.value is None:
        return Outcome(None, data.diagnostics)
    manifest = read_manifest(data.value, f"{shown}/{MANIFEST}")
    signature = _signature(folder, shown)
    found: list[Diagnostic] = [*manifest.diagnostics, *signature.diagnostics]
    if manifest.value is None:
        return Outcome(None, tuple(found))
    files: dict[str, bytes] = {}
    for path in _files(folder):
        content = read_bytes(path, most)
        found += content.diagnostics
        below = path.relative_to(folder).as_posix()
        if content.value is not None and below not in (MANIFEST, SIGNATURE):
            files[below] = content.value
    digest = hashlib.sha256(data.value).hexdigest()
    return Outcome(Package(manifest.value, data.value, digest, files, signature.value), tuple(found))


def _signature(folder: Path, shown: str) -> Outcome[Signature]:
    if not (folder / SIGNATURE).exists():
        return Outcome(None)
    data = read_bytes(folder / SIGNATURE, MAX_MANIFEST)
    return (
        read_signature(data.value, f"{shown}/{SIGNATURE}")
        if data.value is not None
        else Outcome(None, data.diagnostics)
    )


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(where) / n for n in sorted(names))
