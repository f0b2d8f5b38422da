"""``people.yaml`` to departments, bodies and people with their roles."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.people import EVERYWHERE, Body, People, Person, Role
from docgen.stages.file_models.base import iso
from docgen.stages.file_models.governance import PeopleModel, PersonModel
from docgen.stages.known_people import near, unknown_department
from docgen.stages.read_file import Loaded, read_model


def read_people(data: bytes, file: str) -> Outcome[People]:
    """Everybody who works on a library; LB201 to LB203, GV101 and GV104 say what does not fit."""
    loaded = read_model(data, file, PeopleModel)
    if loaded.value is None:
        return Outcome(None, loaded.diagnostics)
    m, at = loaded.value.model, loaded.value.place
    people = People(
        {id_: d.title for id_, d in m.departments.items()},
        {id_: Body(id_, b.title, tuple(b.members)) for id_, b in m.bodies.items()},
        {id_: _person(id_, p, at("people", id_)) for id_, p in m.people.items()},
        at(),
    )
    return Outcome(people, (*loaded.diagnostics, *_unknown(people, loaded.value)))


def _person(id_: str, p: PersonModel, place: Place) -> Person:
    roles = tuple(Role(r.role, r.department, iso(r.start), iso(r.end)) for r in p.roles)
    return Person(id_, p.name, p.email, tuple(p.users), roles, place)


def _unknown(people: People, loaded: Loaded[PeopleModel]) -> Iterator[Diagnostic]:
    """Roles in departments that do not exist, and bodies whose members are nobody."""
    for id_, person in people.people.items():
        for n, role in enumerate(person.roles):
            if role.department != EVERYWHERE:
                yield from unknown_department(role.department, people, loaded.place("people", id_, "roles", n, "department"))
    for id_, body in people.bodies.items():
        for n, member in enumerate(body.members):
            if member not in people.people:
                place = loaded.place("bodies", id_, "members", n)
                yield error("GV104", f'the body "{id_}" has a member who is nobody: "{member}"', place, near(member, people.people, "people"))
