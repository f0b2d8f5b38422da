"""Writing a deterministic ZIP container: same parts, same bytes.

Source: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central
directory) and 4.3.16 (its end). The standard library's ``zipfile`` cannot copy
parts that are deflated already, which is where its time goes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Final

from docgen.render._deflate import DeflatedPart

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_VERSION: Final = 20  # 2.0, the version that knows DEFLATE (APPNOTE 4.4.3)
_METHOD: Final = 8
_TIME, _DATE = 0, 1 << 5 | 1  # 1980-01-01 00:00 in MS-DOS form (APPNOTE 4.4.6)
_UTF8: Final = 0x800
_MOST: Final = 0xFFFF


def write_zip(entries: Iterable[tuple[str, DeflatedPart]]) -> bytes:
    """The container with these entries in this order."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, part in entries:
        raw, common = name.encode(), _common(name, part)
        local = _LOCAL.pack(b"PK\x03\x04", _VERSION, *common, 0)
        body += (local, raw, part.compressed)
        directory += (
            _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *common, 0, 0, 0, 0, 0, offset),
            raw,
        )
        offset += len(local) + len(raw) + len(part.compressed)
    return _closed(body, directory, offset)


def _common(name: str, part: DeflatedPart) -> tuple[int, ...]:
    """The fields that local and central header share, from flags to length of the name."""
    flags = 0 if name.isascii() else _UTF8
    sizes = part.crc32, len(part.compressed), part.size
    return flags, _METHOD, _TIME, _DATE, *sizes, len(name.encode())


def _closed(body: list[bytes], directory: list[bytes], offset: int) -> bytes:
    central = b"".join(directory)
    count = len(directory) // 2
    if count > _MOST:
        raise ValueError(f"{count} parts, and a container without ZIP64 holds {_MOST}")
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), offset, 0)
    return b"".join((*body, central, end))
