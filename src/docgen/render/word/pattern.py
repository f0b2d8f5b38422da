"""Text with slots, cut up once: filling it for a document is one join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from docgen.model.dataclass import dataclass
from docgen.model.late_pattern import LatePattern
from docgen.model.picking import picked

_NO_SLOTS: Mapping[str, bytes] = MappingProxyType({})
_MARK = LatePattern("\ue000(-?\\d+)\ue001")


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
        out[1::2] = picked(values, self.order)
        return "".join(out)


def pattern(text: str) -> Pattern:
    """Cut a text at the marks of its slots."""
    pieces = _MARK.compiled.split(text)
    return Pattern(tuple(pieces), tuple(int(index) for index in pieces[1::2]))


@dataclass(frozen=True, slots=True)
class Shell:
    """A part of the template with patterns in it, encoded as far as it can be.

    ``pieces`` are bytes and, at every odd place, room for the value that ``order`` numbers. Where a slot of the template
    stands, ``order`` has 0 and ``names`` has its place in ``order`` and its name.
    """

    pieces: tuple[bytes, ...]
    order: tuple[int, ...]
    names: tuple[tuple[int, str], ...] = ()

    def fill(self, values: Sequence[bytes], slots: Mapping[str, bytes] = _NO_SLOTS) -> bytes:
        """The bytes of the part."""
        out = list(self.pieces)
        out[1::2] = picked(values, self.order) if values else [b""] * len(self.order)
        for place, name in self.names:
            out[1 + 2 * place] = slots.get(name, b"")
        return b"".join(out)


def encoded(found: Pattern) -> Shell:
    """A pattern to be filled with values that are encoded already."""
    return Shell(tuple(piece.encode() for piece in found.pieces), found.order)


def shell(segments: Sequence[tuple[bool, str]], patterns: Mapping[str, Pattern]) -> Shell:
    """The segments of a part, slots of the template that have a pattern replaced by it."""
    pieces: list[str] = [""]
    order: list[int] = []
    names: list[tuple[int, str]] = []
    for is_slot, text in segments:
        if not is_slot:
            pieces[-1] += text
        elif text in patterns:
            first, *rest = patterns[text].pieces
            pieces[-1] += first
            pieces += rest
            order += patterns[text].order
        else:
            pieces += ["", ""]
            names.append((len(order), text))
            order.append(0)
    return Shell(tuple(p.encode() for p in pieces), tuple(order), tuple(names))
