"""The hash chain of a dossier, exactly as docs/register.md describes it for other programs.

A link is one version, with the deed that drafted it, or one later deed. Its head is the SHA-256 of
the head before it (nothing for the first link) followed by its record in canonical JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeAlias

from docgen.model.version import REGISTER_FORMAT, Snapshot
from docgen.stages.hash_chain import canonical, head_of

__all__ = ["canonical", "deed_record", "digest_of", "head_of", "snapshot_bytes", "version_record"]

Row: TypeAlias = Mapping[str, Any]

_VERSION = (
    "dossier", "seq", "number", "format", "engine", "as_of", "effective", "profile_digest", "library_digest",
    "text_digest", "base", "who", "when", "why",
)  # fmt: skip
_FILE = ("name", "type", "key", "language", "role", "digest", "size")
_DEED = ("state", "who", "when", "on", "why")


def digest_of(data: bytes) -> str:
    """The SHA-256 of the bytes, in hex."""
    return sha256(data).hexdigest()


def snapshot_bytes(snapshot: Snapshot) -> bytes:
    """A snapshot as the blob that ``library_digest`` is the digest of."""
    return canonical(snapshot).encode()


def version_record(version: Row, files: Sequence[Row], locks: Sequence[str], inputs: Any, deed: Row) -> dict[str, Any]:
    """What the link of a version holds: its facts, its files, the digests of its locks, and its first deed."""
    return {
        "schema": REGISTER_FORMAT,
        "link": "version",
        **{name: version[name] for name in _VERSION},
        "files": [{name: file[name] for name in _FILE} for file in files],
        "locks": list(locks),
        "inputs": inputs,
        "deed": {name: deed[name] for name in _DEED},
    }


def deed_record(deed: Row) -> dict[str, Any]:
    """What the link of a later deed holds."""
    names = ("dossier", "seq", "number", "nth", *_DEED)
    return {"schema": REGISTER_FORMAT, "link": "deed", **{name: deed[name] for name in names}}
