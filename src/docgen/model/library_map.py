"""A library seen as a whole: a card for each clause, and what leads from one to another."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.model.dataclass import dataclass
from docgen.model.library import Localised, Term


@dataclass(frozen=True, slots=True)
class Card:
    """What the pages of other clauses need to know about a clause.

    ``revision`` is the one that is shown first, ``state`` what it is on the day of the site; ``cites`` holds ids of
    clauses, ``terms`` what the clause declares.
    """

    id: str
    title: Localised
    category: str
    owner: str
    languages: tuple[str, ...]
    revision: int
    state: str
    cites: tuple[str, ...]
    requires: tuple[str, ...]
    requirements: tuple[str, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A place of a clause in the outline of a document type, or of a variant of it.

    ``under`` are the titles above it: of a part, then of a section, or of an annex. ``dropped`` names the variants
    that leave the clause out.
    """

    doctype: str
    variant: str
    under: tuple[Localised, ...]
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryMap:
    """Cards by id, in order, and who leads to a clause: what cites it, what requires it, where it is placed."""

    cards: Mapping[str, Card]
    placed: Mapping[str, tuple[Placed, ...]]
    cited_by: Mapping[str, tuple[str, ...]]
    required_by: Mapping[str, tuple[str, ...]]
    answered_by: Mapping[str, tuple[str, ...]]
    """The clauses that cite a requirement, by its id."""
