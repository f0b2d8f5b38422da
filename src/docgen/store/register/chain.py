"""The hash chain of a dossier, exactly as docs/register.md describes it for other programs.

A link is one version, with the deed that drafted it, or one later deed. Its head is the SHA-256 of
the head before it (nothing for the first link) followed by its record in canonical JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeAlias

from docgen.model.version import REGISTER_FORMAT, Snapshot

Row: TypeAlias = Mapping[str, Any]

_VERSION = (
    "dossier", "seq", "number", "format", "engine", "as_of", "effective", "profile_digest", "library_digest",
    "text_digest", "base", "who", "when", "why",
)  # fmt: skip
_FILE = ("name", "type", "key", "language", "role", "digest", "size")
_DEED = ("state", "who", "when", "on", "why")


def canonical(value: Any) -> str:
    """Plain data as JSON that has one form only: keys in the order of their code points, no spaces, no escapes
    but those that JSON demands.

    :raises ValueError: for a number that is not finite.
    :raises TypeError: for anything that is no plain data.
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_mapping
    )


def _mapping(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no plain data")


def digest_of(data: bytes) -> str:
    """The SHA-256 of the bytes, in hex."""
    return sha256(data).hexdigest()


def snapshot_bytes(snapshot: Snapshot) -> bytes:
    """A snapshot as the blob that ``library_digest`` is the digest of."""
    return canonical(snapshot).encode()


def head_of(previous: str, record: Row) -> str:
    """The head of the chain after this record.

    :raises ValueError: when a text of the record cannot be encoded (a lone surrogate).
    :raises TypeError: for a record that is no plain data.
    """
    return sha256((previous + canonical(record)).encode()).hexdigest()


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
