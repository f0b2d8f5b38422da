"""Who owns the clauses of a library, who writes them, and who approves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Place

AUTHOR, APPROVER, READER = "author", "approver", "reader"
EVERYWHERE: Final = "*"


@dataclass(frozen=True, slots=True)
class Role:
    """What a person may do in a department (``*``: in all of them), between two ISO days ("" for an open end)."""

    role: str
    department: str
    start: str = ""
    end: str = ""

    def holds(self, role: str, department: str, day: str) -> bool:
        """Whether this is that role, there and on that day."""
        here = self.department in (EVERYWHERE, department)
        return self.role == role and here and (not self.start or self.start <= day) and (not self.end or day <= self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with roles. ``users`` are names that machines know this person by."""

    id: str
    name: str
    email: str
    users: tuple[str, ...]
    roles: tuple[Role, ...]
    place: Place

    def may(self, role: str, department: str, day: str) -> bool:
        """Whether the person holds a role in a department on an ISO day."""
        return any(r.holds(role, department, day) for r in self.roles)


@dataclass(frozen=True, slots=True)
class Body:
    """Those who give the approval that a position asks for: any of the members may."""

    id: str
    title: Mapping[str, str]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """``people.yaml``: departments by id with their titles, bodies and people by id."""

    departments: Mapping[str, Mapping[str, str]]
    bodies: Mapping[str, Body]
    people: Mapping[str, Person]
    place: Place

    def person(self, text: str) -> Person | None:
        """The person of this id, address, name or user of a machine."""
        found = self.people.get(text)
        if found is not None:
            return found
        wanted = text.casefold()
        return next((p for p in self.people.values() if wanted in _names(p)), None)

    def holders(self, role: str, department: str, day: str) -> tuple[Person, ...]:
        """Everybody who holds a role in a department on a day."""
        return tuple(p for p in self.people.values() if p.may(role, department, day))


def _names(person: Person) -> set[str]:
    return {n.casefold() for n in (person.id, person.email, person.name, *person.users) if n}
