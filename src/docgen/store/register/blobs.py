"""Blobs: bytes by their digest, kept once, compressed where that helps, checked whenever they are read."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from docgen.store.register.chain import digest_of
from docgen.store.register.schema import BLOB

_AT_ONCE, _FEW = 400, 30
_WORTH = 0.95
"""Compressed only when it becomes smaller than this part: a .docx is compressed already."""


class DamagedBlobError(Exception):
    """Raised when stored bytes are not those of their digest."""


def packed(digest: str, data: bytes) -> dict[str, Any]:
    """The row that keeps the bytes."""
    small = zlib.compress(data, 6)
    plain = len(small) > len(data) * _WORTH
    stored = data if plain else small
    coding = "plain" if plain else "zlib"
    return {
        "digest": digest, "size": len(data), "coding": coding, "data": stored, "data_digest": digest_of(stored),
    }  # fmt: skip


def unpacked(row: Mapping[str, Any]) -> bytes:
    """The bytes of a row, checked.

    :raises DamagedBlobError: when anything in the row is not as it was written.
    """
    stored, size = row["data"], row["size"]
    if not isinstance(stored, bytes) or digest_of(stored) != row["data_digest"]:
        raise DamagedBlobError("its stored bytes changed")
    data = _plain(stored, row["coding"], size)
    if len(data) != size or digest_of(data) != row["digest"]:
        raise DamagedBlobError("its content is not that of its digest")
    return data


def _plain(stored: bytes, coding: str, size: int) -> bytes:
    if coding == "plain":
        return stored
    if coding != "zlib":
        raise DamagedBlobError(f"it is kept in an unknown way ({coding})")
    work = zlib.decompressobj()
    try:
        return work.decompress(stored, size + 1) if size else work.decompress(stored)
    except (zlib.error, TypeError, ValueError, OverflowError):
        raise DamagedBlobError("it cannot be unpacked") from None


def kept(db: Connection, digests: Iterable[str]) -> frozenset[str]:
    """Those of the digests that are there."""
    wanted, found = sorted(set(digests)), set()
    for start in range(0, len(wanted), _AT_ONCE):
        found |= set(db.scalars(select(BLOB.c.digest).where(BLOB.c.digest.in_(wanted[start : start + _AT_ONCE]))))
    return frozenset(found)


def keep(db: Connection, blobs: Mapping[str, bytes]) -> None:
    """Add what is not there yet."""
    there = kept(db, blobs)
    rows = [packed(digest, data) for digest, data in sorted(blobs.items()) if digest not in there]
    if not rows:
        return
    if db.dialect.name == "postgresql":  # another dossier may be adding the same file just now
        from sqlalchemy.dialects import postgresql

        db.execute(postgresql.insert(BLOB).on_conflict_do_nothing(), rows)
    else:
        db.execute(insert(BLOB), rows)


def fetch(db: Connection, digest: str) -> bytes | None:
    """The bytes, or None when there are none of this digest.

    :raises DamagedBlobError: when they are not what was recorded.
    """
    row = db.execute(select(BLOB).where(BLOB.c.digest == digest)).mappings().one_or_none()
    return None if row is None else unpacked(dict(row))


def several(db: Connection, digests: Iterable[str]) -> dict[str, bytes]:
    """The bytes of each of the digests that is there.

    :raises DamagedBlobError: when some are not what was recorded.
    """
    return {row["digest"]: unpacked(row) for row in _rows(db, digests)}


def _rows(db: Connection, digests: Iterable[str]) -> Iterator[dict[str, Any]]:
    """A few rows in each query, so that memory holds a few files only."""
    wanted = sorted(set(digests))
    for start in range(0, len(wanted), _FEW):
        query = select(BLOB).where(BLOB.c.digest.in_(wanted[start : start + _FEW]))
        yield from (dict(row) for row in db.execute(query).mappings())


def unsound(db: Connection, digests: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each of the digests whose blob is missing or damaged, with what is wrong."""
    wanted = frozenset(digests)
    lacking = set(wanted)
    for row in _rows(db, wanted):
        lacking.discard(row["digest"])
        try:
            unpacked(row)
        except DamagedBlobError as problem:
            yield row["digest"], str(problem)
    yield from ((digest, "it is missing") for digest in sorted(lacking))


def all_digests(db: Connection) -> frozenset[str]:
    """The digest of every blob of the register."""
    return frozenset(db.scalars(select(BLOB.c.digest)))
