"""Text with slots, cut up once: filling it for a document is one join."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from docgen.model.dataclass import dataclass

_MARK = re.compile("\ue000(-?\\d+)\ue001")


@dataclass(frozen=True, slots=True)
class Pattern:
    """``pieces`` are text and, at every odd place, room for the value that ``order`` names.

    A number below zero counts from the end of the values, where a document puts what is made of
    them: the alternative texts of its charts.
    """

    pieces: tuple[str, ...]
    order: tuple[int, ...]

    def fill(self, values: Sequence[str]) -> str:
        """The text with its values."""
        if not self.order:
            return self.pieces[0]
        out = list(self.pieces)
        out[1::2] = [values[index] for index in self.order]
        return "".join(out)


def pattern(text: str) -> Pattern:
    """Cut a text at the marks of its slots."""
    pieces = _MARK.split(text)
    return Pattern(tuple(pieces), tuple(int(index) for index in pieces[1::2]))


@dataclass(frozen=True, slots=True)
class Shell:
    """A part of the template with patterns in it, encoded as far as it can be.

    Each of ``pieces`` is bytes, the number of a value, or the name of a slot of the template.
    """

    pieces: tuple[bytes | int | str, ...]

    def fill(self, values: Sequence[bytes], slots: Mapping[str, bytes]) -> bytes:
        """The bytes of the part."""
        return b"".join([
            p if type(p) is bytes else values[p] if type(p) is int else slots.get(p, b"")  # type: ignore[arg-type]
            for p in self.pieces
        ])  # fmt: skip


def shell(segments: Sequence[tuple[bool, str]], patterns: Mapping[str, Pattern]) -> Shell:
    """The segments of a part, slots of the template that have a pattern replaced by it."""
    out: list[bytes | int | str] = []
    for is_slot, text in segments:
        if not is_slot:
            out.append(text.encode())
        elif text in patterns:
            found = patterns[text]
            for number, piece in enumerate(found.pieces):
                out.append(found.order[number // 2] if number % 2 else piece.encode())
        else:
            out.append(text)
    return Shell(tuple(out))
