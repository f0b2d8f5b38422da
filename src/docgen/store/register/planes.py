"""Which dossiers hold a wording, a bit for each, kept with the runs of versions that say the same.

Runs say where a wording stands; bits count how often it does, in a time that hardly grows with the register. A block of bits ends
with its last byte that is not 0, so that a register with few contracts keeps few bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import Connection, Select, bindparam, case, delete, func, insert, select

from docgen.stages.bit_planes import Planes, members
from docgen.store.register.schema import USE, USE_DOSSIER, USE_PLANE

Key = TypeVar("Key", bound=Hashable)
Held: TypeAlias = tuple[int, int]
"""A wording, and the number of a version."""
BLOCK: Final = 4096
"""Dossiers in a block: small enough to be written with each version, large enough to be few."""
_BYTES: Final = BLOCK // 8
_AT_ONCE: Final = 400
_Blocks: TypeAlias = dict[tuple[int, int], bytes]
"""The bits of a wording, by the number of a version and the number of the block."""


def mark(db: Connection, dossier: int, held: Iterable[Held]) -> None:
    """Keep that versions of a dossier hold wordings."""
    block, bit = divmod(dossier, BLOCK)
    each = sorted({*held})  # in one order, so that nobody waits for somebody who waits
    if each:
        rows = [{"wording": wording, "number": number, "block": block} for wording, number in each]
        (_mark_there if db.dialect.name == "postgresql" else _mark_here)(db, rows, bit)


def _mark_there(db: Connection, rows: list[dict[str, Any]], bit: int) -> None:
    """The server sets the bit: another dossier of the block may be recorded at the same time."""
    from sqlalchemy.dialects import postgresql

    old, one = USE_PLANE.c.bits, _one(bit)
    length = func.octet_length(old)
    whole = case((length >= len(one), old), else_=old.op("||")(func.substring(bytes(len(one)), length + 1)))
    new = postgresql.insert(USE_PLANE).values(bits=one, **{name: bindparam(name) for name in rows[0]})
    db.execute(new.on_conflict_do_update(index_elements=[*rows[0]], set_={"bits": func.set_bit(whole, bit, 1)}), rows)


def _mark_here(db: Connection, rows: list[dict[str, Any]], bit: int) -> None:
    from sqlalchemy.dialects import sqlite

    c, one = USE_PLANE.c, int.from_bytes(_one(bit), "little")
    known: dict[tuple[int, ...], bytes] = {}
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        query = select(c.wording, c.number, c.bits).where(c.block == some[0]["block"], c.wording.in_({r["wording"] for r in some}), c.number.in_({r["number"] for r in some}))
        known |= {(row[0], row[1]): row[2] for row in db.execute(query)}
    values = [row | {"bits": _bytes(int.from_bytes(known.get((row["wording"], row["number"]), b""), "little") | one)} for row in rows]
    new = sqlite.insert(USE_PLANE)
    db.execute(new.on_conflict_do_update(index_elements=[*rows[0]], set_={"bits": new.excluded.bits}), values)


def fill(db: Connection) -> None:
    """Derive every bit anew from the runs."""
    db.execute(delete(USE_PLANE))
    for wording in db.scalars(select(USE.c.wording).distinct().order_by(USE.c.wording)).all():
        blocks = _derived(db, wording)
        db.execute(insert(USE_PLANE), [{"wording": wording, "number": n, "block": b, "bits": data} for (n, b), data in sorted(blocks.items())])


def found(db: Connection, wordings: Select[Any], groups: Mapping[int, Sequence[Key]]) -> dict[Key, Planes]:
    """The versions that hold some wordings, by the groups that each wording belongs to."""
    c = USE_PLANE.c
    most = (db.scalar(select(func.max(USE_DOSSIER.c.id))) or 0) // BLOCK  # what stands behind it somebody forged
    query = select(c.wording, c.number, c.block, c.bits).where(c.wording.in_(wordings), c.block.between(0, most))
    cursor = db.execute(query).cursor
    blocks: dict[tuple[Key, int], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for wording, number, block, data in cursor.fetchall() if cursor is not None else ():
        some = int.from_bytes(data[:_BYTES], "little")
        for group in groups.get(wording, ()):
            blocks[group, number][block] |= some
    out: dict[Key, dict[int, int]] = defaultdict(dict)
    for (group, number), each in blocks.items():
        whole = bytearray((max(each) + 1) * _BYTES)
        for block, some in each.items():
            whole[block * _BYTES : (block + 1) * _BYTES] = some.to_bytes(_BYTES, "little")
        out[group][number] = int.from_bytes(whole, "little")
    return dict(out)


# --------------------------------------------------------------------- check
def differing(db: Connection) -> set[int]:
    """The numbers of the dossiers whose bits are not what the runs say, also such as no dossier has."""
    of_runs, of_bits = (select(table.c.wording).distinct() for table in (USE, USE_PLANE))
    return {dossier for wording in sorted(db.scalars(of_runs.union(of_bits))) for dossier in _differing(_derived(db, wording), _stored(db, wording))}


def _differing(derived: _Blocks, stored: _Blocks) -> Iterator[int]:
    for place in derived.keys() | stored.keys():
        one, other = derived.get(place, b""), stored.get(place, b"")
        if one != other:
            wrong = int.from_bytes(one, "little") ^ int.from_bytes(other, "little")
            yield from (place[1] * BLOCK + member for member in members(wrong))


def differs(db: Connection, dossier: int) -> bool:
    """Whether the bits of a dossier are not what its runs say."""
    block, bit = divmod(dossier, BLOCK)
    c = USE_PLANE.c
    rows = db.execute(select(c.wording, c.number, c.bits).where(c.block == block))
    stored = {(row[0], row[1]) for row in rows if int.from_bytes(row[2], "little") >> bit & 1}
    runs = db.execute(select(USE.c.wording, USE.c.first, USE.c.last).where(USE.c.dossier == dossier))
    return stored != {(row[0], number) for row in runs for number in range(row[1], row[2] + 1)}


def _stored(db: Connection, wording: int) -> _Blocks:
    c = USE_PLANE.c
    return {(row[0], row[1]): row[2] for row in db.execute(select(c.number, c.block, c.bits).where(c.wording == wording))}


def _derived(db: Connection, wording: int) -> _Blocks:
    """The bits of a wording as its runs say them."""
    c = USE.c
    cursor = db.execute(select(c.first, c.last, c.dossier).where(c.wording == wording)).cursor
    rows = sorted(cursor.fetchall()) if cursor is not None else []
    out: dict[int, bytearray] = {}
    for (first, last), each in groupby(rows, key=lambda row: row[:2]):
        which = [row[2] for row in each]
        for number in range(first, last + 1):
            _set(out.setdefault(number, bytearray()), which)
    return {
        (number, block): data.rstrip(b"\0")
        for number, whole in out.items()
        for block, data in enumerate(bytes(whole[at : at + _BYTES]) for at in range(0, len(whole), _BYTES))
        if any(data)
    }


def _set(whole: bytearray, dossiers: Sequence[int]) -> None:
    """Set the bits of these dossiers, the last of which has the largest number."""
    whole.extend(bytes(max(0, dossiers[-1] // 8 + 1 - len(whole))))
    for dossier in dossiers:
        whole[dossier >> 3] |= 1 << (dossier & 7)


def _one(bit: int) -> bytes:
    return _bytes(1 << bit)


def _bytes(of: int) -> bytes:
    return of.to_bytes((of.bit_length() + 7) // 8, "little")
