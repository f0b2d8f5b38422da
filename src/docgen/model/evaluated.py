"""What a clause text gives for one profile: text with tokens, and the values kept aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from docgen.model.dataclass import dataclass

FIRST_TOKEN, FIRST_NUMBER = 0xF0000, 0x100000
"""Values are stood for by one character of the supplementary private use areas each."""


class Filled(NamedTuple):
    """A value to print, already formatted, and its profile path.

    ``ready`` says that a filter of the language wrote it: its typography is right.
    """

    text: str
    path: str
    ready: bool = False


class Unknown(NamedTuple):
    """A value that is not known: its profile path and the line of the clause that wants it."""

    path: str
    line: int


Slotted: TypeAlias = Filled | Unknown


@dataclass(frozen=True, slots=True)
class Said:
    """The values of a text, field by field: most of what a document costs is making one of each.

    ``texts`` are empty where nothing is known; ``missing`` gives by number the lines of the clause that want those.
    """

    texts: tuple[str, ...]
    paths: tuple[str, ...]
    ready: tuple[bool, ...]
    missing: Mapping[int, int]

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, index: int) -> Slotted:
        """One value, in one piece."""
        if index in self.missing:
            return Unknown(self.paths[index], self.missing[index])
        return Filled(self.texts[index], self.paths[index], self.ready[index])

    def each(self) -> tuple[Slotted, ...]:
        """Every value, in one piece."""
        return tuple(self[n] for n in range(len(self)))

    def blanks(self) -> tuple[tuple[int, str], ...]:
        """The number and the path of every value that is not known."""
        return tuple((n, self.paths[n]) for n in self.missing)


def said(values: Sequence[Slotted]) -> Said:
    """Values field by field."""
    texts = tuple(v.text if isinstance(v, Filled) else "" for v in values)
    ready = tuple(isinstance(v, Filled) and v.ready for v in values)
    missing = {n: v.line for n, v in enumerate(values) if isinstance(v, Unknown)}
    return Said(texts, tuple(v.path for v in values), ready, missing)


@dataclass(frozen=True, slots=True)
class Origin:
    """Which text is being read: for the source of each block and the place of each finding.

    ``drafted`` says that it is read as its drafters wrote it: a chart may lack the rows that values will give it.
    """

    clause: str
    revision: int
    language: str
    file: str
    prepositions: frozenset[str] = frozenset()
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class Evaluated:
    """``text`` holds one token for each of ``values``; ``lines[i]`` is the source line of line i."""

    text: str
    values: tuple[Slotted, ...]
    lines: tuple[int, ...]


def token(index: int, *, number: bool = False) -> str:
    """The character that stands for the value number ``index``.

    A value that ends in a figure has a character of another range: the text beside it
    (« mois », « % ») is set as beside a number.
    """
    return chr((FIRST_NUMBER if number else FIRST_TOKEN) + index)


def slot_of(character: str) -> tuple[int, bool]:
    """The number of the value that a token stands for, and whether it ends in a figure."""
    code = ord(character)
    return (code - FIRST_NUMBER, True) if code >= FIRST_NUMBER else (code - FIRST_TOKEN, False)
