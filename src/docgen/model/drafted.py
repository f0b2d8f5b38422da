"""A clause text as its drafters wrote it: every branch of it, each with the condition that it stands under."""

from __future__ import annotations

from typing import TypeAlias

from docgen.model.dataclass import dataclass
from docgen.model.document import Block
from docgen.model.script import Expr


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of a text that is not always there, or there more than once.

    ``kind``: ``if`` and ``elif`` (``test`` holds), ``else``, ``for`` (once for each item of ``test``), ``empty``
    (when there is none). ``number`` tells the branches of one text apart.
    """

    number: int
    kind: str
    test: Expr | None = None


@dataclass(frozen=True, slots=True)
class Inserted:
    """The place of a value. An item of a loop is said by the list that it comes from: ``flux.canal``."""

    expression: Expr


@dataclass(frozen=True, slots=True)
class Opens:
    """Where a branch begins inside a paragraph or a row of a table."""

    branch: Branch


@dataclass(frozen=True, slots=True)
class Closes:
    """Where it ends."""

    branch: Branch


Mark: TypeAlias = Inserted | Opens | Closes


@dataclass(frozen=True, slots=True)
class Drafted:
    """The blocks of a text, with a Slot wherever ``marks`` has something to say (``marks[slot.index]``).

    ``around[i]`` holds the branches that the whole block ``i`` stands in, outermost first.
    """

    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    around: tuple[tuple[Branch, ...], ...]
