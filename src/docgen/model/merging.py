"""Three versions of a text or of plain data made one: what was merged, and what a person must settle."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Any, TypeAlias

from docgen.model.dataclass import dataclass


class Side(StrEnum):
    """Where a passage comes from, or whose wording is chosen."""

    BASE = "base"
    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"
    """Merged from changes of both sides; never a choice."""


class Reason(StrEnum):
    """Why a passage is not merged."""

    CHANGED = "changed"
    """Both sides changed the same words, or words too near to each other."""
    DELETED = "deleted"
    """One side deleted or replaced what the other changed."""
    INSERTED = "inserted"
    """Both sides added, deleted or replaced passages at the same place."""
    MOVED = "moved"
    """One side moved what the other deleted, changed or moved elsewhere."""
    TWICE = "twice"
    """Both sides added the same words, at different places."""
    CONTEXT = "context"
    """The other side changed the condition, loop, table or list around it."""
    DROPPED = "dropped"
    """It uses a parameter, reference, anchor or term that the other side no longer has."""
    SPACING = "spacing"
    """Both sides changed the blank lines or the mark of a list differently."""
    TAGS = "tags"
    """The tags of the merged text would not be balanced."""


class Absent(Enum):
    """No value: the field or the item is not there."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Own:
    """A wording, or a value, that a person wrote to settle a conflict."""

    value: Any


Choice: TypeAlias = Side | Own


class Unsettled(ValueError):
    """Conflicts without a choice; ``numbers`` says which."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        super().__init__(f"no choice for conflict {', '.join(map(str, numbers))}")
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class MergedPassage:
    """A passage without a question, with the line ends and blank lines after it."""

    text: str
    origin: Side


@dataclass(frozen=True, slots=True)
class Conflict:
    """A passage that a person must settle: three wordings, each as it stands in its file, empty where it has none.

    The lines are those of the first line in each file, or of the line before which the wording would stand.
    """

    number: int
    base: str
    ours: str
    theirs: str
    base_line: int
    ours_line: int
    theirs_line: int
    reason: Reason

    def settled(self, choice: Choice, line_end: str = "\n") -> str:
        """The wording that was chosen; an own wording ends as the passage did that it stands for."""
        if isinstance(choice, Own):
            return self._own(str(choice.value), line_end)
        if choice is Side.BOTH:
            raise ValueError("a conflict is settled by base, ours, theirs or an own wording")
        return {Side.BASE: self.base, Side.OURS: self.ours, Side.THEIRS: self.theirs}[choice]

    def _own(self, text: str, line_end: str) -> str:
        text = text.replace("\r\n", "\n").replace("\n", line_end)
        if not text or text.endswith("\n"):
            return text
        like = self.ours or self.theirs or self.base
        return text + (like[len(like.rstrip("\r\n")) :] or line_end)


@dataclass(frozen=True, slots=True)
class MergedText:
    """Everything in order; ``line_end`` is what ends its lines."""

    parts: tuple[MergedPassage | Conflict, ...]
    line_end: str = "\n"

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What a person must settle."""
        return tuple(p for p in self.parts if isinstance(p, Conflict))

    @property
    def text(self) -> str | None:
        """The merged text, or None while there are conflicts."""
        return None if self.conflicts else self.with_conflicts({})

    def with_conflicts(self, choices: Mapping[int, Choice]) -> str:
        """The text with a choice for the number of each conflict. It is to be read again like any other.

        :raises Unsettled: where a choice is missing.
        """
        if missing := tuple(c.number for c in self.conflicts if c.number not in choices):
            raise Unsettled(missing)
        return _joined(
            [
                p.text if isinstance(p, MergedPassage) else p.settled(choices[p.number], self.line_end)
                for p in self.parts
            ],
            self.line_end,
        )


def _joined(texts: list[str], line_end: str) -> str:
    """One after the other; what ended its file without a line end gets one when something follows."""
    out = [t for t in texts if t]
    return "".join([t if t.endswith("\n") else t + line_end for t in out[:-1]] + out[-1:])


@dataclass(frozen=True, slots=True)
class DataConflict:
    """A field that a person must settle; :data:`ABSENT` where a side does not have it."""

    path: str
    """``parameters.duree.default``, ``positions[trois-ans].label``, ``positions[]`` for the order of a list"""
    base: Any
    ours: Any
    theirs: Any
    reason: Reason


@dataclass(frozen=True, slots=True)
class MergedData:
    """Merged data; where a conflict is open, ``data`` has the value of ours."""

    data: Any
    conflicts: tuple[DataConflict, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing is left to settle."""
        return not self.conflicts
