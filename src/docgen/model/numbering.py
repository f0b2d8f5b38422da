"""How a template numbers its headings and lists, and the numbers that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from docgen.model.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a multilevel list (ECMA-376 part 1, 17.9.6).

    ``text`` holds ``%1`` … ``%9``; ``restart`` is the 1-based level after which it starts again,
    0 for never, None for after every higher level.
    """

    format: str
    text: str
    start: int = 1
    restart: int | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """The lists of a template: headings, headings of annexes, numbered items."""

    headings: tuple[Level, ...]
    annexes: tuple[Level, ...]
    items: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A number as it is printed (``12.``) and as it is cited (``12``).

    ``worded`` is True when the printed number holds a word of its own (``Article 12``).
    """

    printed: str
    cited: str
    worded: bool

    @property
    def figure(self) -> str:
        """The number without its own word, for a sentence that has the word already: ``12`` of ``Article 12``."""
        word, *rest = self.cited.split(maxsplit=1)[:2] or [""]
        return rest[0] if self.worded and rest and not any(c.isdigit() for c in word) else self.cited


@dataclass(frozen=True, slots=True)
class Numbering:
    """Labels by key: titles by their key, blocks by (clause id, index of the block)."""

    titles: Mapping[str, Label] = field(default_factory=dict)
    blocks: Mapping[tuple[str, int], Label] = field(default_factory=dict)
