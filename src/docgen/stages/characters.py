"""Text as it comes in: UTF-8 or nothing, and no character that a Word file cannot carry.

A forbidden character is refused with its place and never stripped: to strip it would change
somebody's contract, and to let it pass makes Word writers lose the text after it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error

_PLANES = "".join(f"{chr(0x10000 * n)}-{chr(0x10000 * n + 0xFFFD)}" for n in range(1, 17))
# Said by what is allowed: the other way round the search takes ten times as long.
FORBIDDEN = re.compile(
    "[^\t\n\r -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd" + _PLANES + "]"
)
_LINE_BREAK = re.compile("\r\n|\r|\n")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0")
_SAVE_AS_UTF8 = "save the file as UTF-8"


def decoded(data: bytes | str, file: str) -> Outcome[str]:
    """The text of a file without its byte order mark, or where it stops being UTF-8."""
    if isinstance(data, str):
        return Outcome(data.removeprefix("\ufeff"))
    try:
        return Outcome(data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as failure:
        return Outcome(None, (_not_utf8(data, failure.start, file),))


def _not_utf8(data: bytes, start: int, file: str) -> Diagnostic:
    if data.startswith(_UTF16_MARKS):
        return error("Y104", "the file is UTF-16, not UTF-8", Place(file, 1, 1), _SAVE_AS_UTF8)
    if data.startswith(_NO_TEXT):
        return error("Y104", "the file is no text but a Word file, a PDF or an archive", Place(file, 1, 1), "name a text file")
    before = data[:start].decode("utf-8")
    place = place_at(before, len(before), file)
    likely = data[start : start + 1].decode("cp1252", errors="replace")
    message = f"byte {start + 1} (0x{data[start]:02X}) is not UTF-8"
    hint = f'{_SAVE_AS_UTF8}; in Windows-1252 this byte would be "{likely}"'
    return error("Y104", message, place, hint)


def forbidden_characters(text: str, file: str, most: int = 100) -> tuple[Diagnostic, ...]:
    """The first ``most`` characters of the text that must not stand in any file of docgen."""
    found = islice(FORBIDDEN.finditer(text), most)
    return tuple(refused(match[0], place_at(text, match.start(), file)) for match in found)


def refused(character: str, place: Place) -> Diagnostic:
    """The finding for one forbidden character."""
    message = f"the character {character_name(character)} cannot stand in a document"
    return error("Y105", message, place, "delete it, or type the character that was meant")


def masked(text: str) -> str:
    """The text with a space in place of each forbidden character: every place stays."""
    return FORBIDDEN.sub(" ", text)


def character_name(character: str) -> str:
    """``U+FFFE`` and, where there is one, the name of the character."""
    code = f"U+{ord(character):04X}"
    label = unicodedata.name(character, "") or _KINDS.get(unicodedata.category(character), "")
    return f"{code} ({label.lower()})" if label else code


_KINDS = {"Cc": "control character", "Cs": "half of a surrogate pair", "Cn": "not a character"}


def place_at(text: str, offset: int, file: str) -> Place:
    """The place of the character at this offset."""
    line, start = 1, 0
    for end in _line_starts(text, offset):
        line, start = line + 1, end
    return Place(file, line, offset - start + 1)


def _line_starts(text: str, before: int) -> Iterator[int]:
    return (match.end() for match in _LINE_BREAK.finditer(text, 0, before))
