"""What a domain asks of a library, requirement by requirement: clauses and rules cite them by id."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.model.dataclass import dataclass
from docgen.model.library import Localised


@dataclass(frozen=True, slots=True)
class Feature:
    """What answers a requirement without being a clause or a rule; ``page`` is the file that shows it."""

    text: Localised
    page: str
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement: the fields that carry it, the document types in which it is read."""

    id: str
    title: Localised
    fields: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirements:
    """The whole list. ``groups`` are titles by the letters with which the ids of a group begin."""

    groups: Mapping[str, Localised]
    all: tuple[Requirement, ...]

    def group(self, letters: str) -> tuple[Requirement, ...]:
        """The requirements of a group, in order."""
        return tuple(r for r in self.all if self.group_of(r.id) == letters)

    def group_of(self, id_: str) -> str:
        """The longest group that the id begins with, empty when there is none."""
        return max((g for g in self.groups if id_.startswith(g)), key=len, default="")
