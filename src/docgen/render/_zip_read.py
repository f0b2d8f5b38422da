"""Reading the ZIP container of a .docx that somebody sent, under limits.

Source: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central
directory) and 4.3.16 (its end). The container is read by the central directory
only, and stricter than zip tools do: no second disk, no ZIP64, nothing between
directory and end. A .docx has no use for any of it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import field
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.render._deflate import checksum, inflate

STORED: Final = 0
DEFLATED: Final = 8

_END: Final = struct.Struct("<4s4H2IH")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AGAIN: Final = "take it again from where it came"
_SOURCE: Final = "take the .docx that it was made from"
_RESAVE: Final = "open it in Word and save it again as .docx"
_SMALLER: Final = "shrink its pictures, or send the text without annexes"
_UNPROTECT: Final = "remove the password in Word (File, Info) and save it as .docx"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a .docx may cost to read. ``ratio`` counts from ``ratio_from`` expanded bytes on."""

    file: int = 20_000_000
    members: int = 2_000
    expanded: int = 64_000_000
    ratio: int = 200
    ratio_from: int = 1_000_000


DEFAULT: Final = Limits()


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the central directory."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc32: int
    compressed: int
    size: int
    offset: int


@dataclass(slots=True)
class _Reading:
    """The bytes being read and what was found wrong with them."""

    data: bytes
    place: Place
    limits: Limits
    found: list[Diagnostic] = field(default_factory=list)

    def refuse(self, code: str, message: str, hint: str = _RESAVE) -> None:
        self.found.append(error(code, message, self.place, hint))


def read_members(
    data: bytes, file: str, limits: Limits = DEFAULT
) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """The members in file order, and every reason to refuse the file; nothing over the limits
    is ever expanded.
    """
    reading = _Reading(data, Place(file), limits)
    directory = _directory(reading)
    _check_names(reading, directory)
    parts = {m.name: _content(reading, m) for m in _within(reading, directory)}
    whole = {name: content for name, content in parts.items() if content is not None}
    return whole, tuple(reading.found)


def _directory(reading: _Reading) -> list[Member]:
    """The central directory, empty when the file cannot be a .docx."""
    data, limits = reading.data, reading.limits
    if len(data) > limits.file:
        reading.refuse(
            "WD701", f"the file has {len(data):,} bytes, the limit is {limits.file:,}", _SMALLER
        )
    elif data.startswith(_OLE):
        reading.refuse(
            "WD702", "the file is a Word 97 document or protected by a password", _UNPROTECT
        )
    elif not data:
        reading.refuse("WD703", "the file is empty", _AGAIN)
    elif data.startswith(b"%PDF-"):
        reading.refuse("WD703", "the file is a PDF", _SOURCE)
    else:
        try:
            return _entries(reading)
        except (struct.error, ValueError) as problem:
            reading.refuse("WD703", f"the file is no whole zip container: {problem}")
    return []


def _entries(reading: _Reading) -> list[Member]:
    data = reading.data
    if not data.startswith(b"PK\x03\x04"):
        raise ValueError("it does not begin with a local header")
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - 0xFFFF))
    if at < 0:
        raise ValueError("the end of the directory is missing")
    _, disk, first, here, count, length, start, comment = _END.unpack_from(data, at)
    if disk or first or here != count or start + length != at:
        raise ValueError("its directory is not where the end says")
    if at + _END.size + comment != len(data):
        raise ValueError("something follows its end")
    if count > reading.limits.members:
        reading.refuse("WD704", f"{count:,} members, the limit is {reading.limits.members:,}")
        return []
    return list(_central(data, start, at, count))


def _central(data: bytes, start: int, end: int, count: int) -> Iterator[Member]:
    """Central directory headers (APPNOTE 4.3.12)."""
    at = start
    for _ in range(count):
        (sign, _, _, flags, method, _, _, crc, packed, size, named, extra, comment, *_, offset) = (
            _CENTRAL.unpack_from(data, at)
        )
        if sign != b"PK\x01\x02":
            raise ValueError("its directory is damaged")
        raw = data[at + _CENTRAL.size : at + _CENTRAL.size + named]
        name = raw.decode("utf-8" if flags & 0x800 or raw.isascii() else "cp437")
        yield Member(name, raw, flags, method, crc, packed, size, offset)
        at += _CENTRAL.size + named + extra + comment
    if at != end:
        raise ValueError("its directory has another length than it says")


def _check_names(reading: _Reading, directory: list[Member]) -> None:
    """Names that two readers could understand differently (ECMA-376 Part 2, 6.2.2)."""
    seen: set[str] = set()
    for member in directory:
        if (key := member.name.casefold()) in seen:
            reading.refuse("WD705", f"two members are named {member.name!r} (case does not count)")
        seen.add(key)
        if _odd(member.name):
            reading.refuse("WD706", f"odd member name {member.name!r}")


def _odd(name: str) -> bool:
    segments = name.removesuffix("/").split("/")
    return (
        not name.isprintable()
        or any(mark in name for mark in '\\:*?"<>|')
        or any(segment.rstrip(". ") != segment or not segment for segment in segments)
    )


def _within(reading: _Reading, directory: list[Member]) -> Iterator[Member]:
    """The members that may be expanded; directory entries carry nothing and are passed over."""
    limits, total, names = reading.limits, sum(m.size for m in directory), set[str]()
    if sum(m.compressed for m in directory) > len(reading.data):
        reading.refuse("WD703", "the file is no whole zip container: members overlap")
        return
    if total > limits.expanded:
        reading.refuse("WD707", f"{total:,} bytes when expanded, the limit is {limits.expanded:,}")
    for member in directory:
        packed = max(member.compressed, 1)
        if member.size > limits.ratio_from and member.size > limits.ratio * packed:
            reading.refuse(
                "WD707",
                f"{member.name!r} expands {member.size // packed:,} times,"
                f" the limit is {limits.ratio}",
            )
        elif total <= limits.expanded and member.name not in names and _readable(reading, member):
            names.add(member.name)
            yield member


def _readable(reading: _Reading, member: Member) -> bool:
    if member.flags & 0x2041:
        reading.refuse("WD708", f"{member.name!r} is encrypted", _UNPROTECT)
    elif member.method not in (STORED, DEFLATED):
        reading.refuse("WD709", f"{member.name!r} is compressed by method {member.method}")
    else:
        return not (member.name.endswith("/") and not member.size)
    return False


def _content(reading: _Reading, member: Member) -> bytes | None:
    try:
        return _expand(reading.data, member)
    except (ValueError, struct.error) as problem:
        reading.refuse("WD710", f"{member.name!r} is damaged: {problem}")
        return None


def _expand(data: bytes, member: Member) -> bytes:
    """The bytes of a member, never more than its directory entry says."""
    sign, *_, named, extra = _LOCAL.unpack_from(data, member.offset)
    start = member.offset + _LOCAL.size
    if member.method == STORED and member.compressed != member.size:
        raise ValueError("it is stored with two different sizes")
    if sign != b"PK\x03\x04" or data[start : start + named] != member.raw_name:
        raise ValueError("its local header names something else")
    raw = memoryview(data)[start + named + extra :][: member.compressed]
    content = bytes(raw) if member.method == STORED else inflate(raw, member.size)
    if len(content) != member.size or checksum(content) != member.crc32:
        raise ValueError("its checksum is wrong")
    return content
