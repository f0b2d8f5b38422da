"""Text with slots, cut up once: filling it for a document is one join."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARK = re.compile("\ue000(\\d+)\ue001")


@dataclass(frozen=True, slots=True)
class Pattern:
    """``pieces`` are text and, at every odd place, room for the value that ``order`` names."""

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
