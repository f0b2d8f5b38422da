"""DEFLATE by isal where it is installed, else by zlib; the bytes differ, what they hold does not."""

from __future__ import annotations

import struct
import zlib
from typing import Any, Final

from docgen.model.dataclass import dataclass

_RAW: Final = -15
_BLOCK: Final = 0xFFFF
_STORED: Final = struct.Struct("<BHH")


def _engine() -> Any:
    """The faster of the two modules; they offer the same functions."""
    try:
        from isal import isal_zlib
    except ImportError:
        return zlib
    return isal_zlib


_ENGINE: Final = _engine()


@dataclass(frozen=True, slots=True)
class DeflatedPart:
    """A part as it stands in the container: checksum, size when expanded, DEFLATE data."""

    crc32: int
    size: int
    compressed: bytes


def deflate(data: bytes) -> DeflatedPart:
    """A part compressed well, once, for every container that it goes into unchanged."""
    machine = zlib.compressobj(6, zlib.DEFLATED, _RAW)
    return DeflatedPart(zlib.crc32(data), len(data), machine.compress(data) + machine.flush())


def deflate_quickly(data: bytes) -> DeflatedPart:
    """A part compressed for one container."""
    machine = _ENGINE.compressobj(1, zlib.DEFLATED, _RAW)
    return DeflatedPart(checksum(data), len(data), machine.compress(data) + machine.flush())


def stored(data: bytes) -> DeflatedPart:
    """A part in DEFLATE blocks that compress nothing (RFC 1951, 3.2.4): the same bytes on every machine."""
    pieces = [data[n : n + _BLOCK] for n in range(0, len(data), _BLOCK)] or [b""]
    blocks = [
        _STORED.pack(n == len(pieces) - 1, len(piece), len(piece) ^ _BLOCK) + piece for n, piece in enumerate(pieces)
    ]
    return DeflatedPart(zlib.crc32(data), len(data), b"".join(blocks))


def inflate(raw: memoryview, size: int) -> bytes:
    """The ``size`` bytes that the data expands to, or ValueError; never expands to more."""
    machine = _ENGINE.decompressobj(_RAW)
    try:
        content: bytes = machine.decompress(raw, size + 1)
    except (zlib.error, _ENGINE.error) as problem:
        raise ValueError(str(problem)) from None
    if not machine.eof or machine.unused_data or len(content) != size:
        raise ValueError("its data is cut off or longer than the directory says")
    return content


def checksum(data: bytes) -> int:
    """CRC-32 (APPNOTE 4.4.7)."""
    return int(_ENGINE.crc32(data))
