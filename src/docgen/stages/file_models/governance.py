"""Journals of clauses, approvals of positions, and ``people.yaml``, as the models that they are read into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import Meta, field

from docgen.stages.file_models.base import Identifier, IsoDate, Localised, Strict


class EntryModel(Strict, kw_only=True):
    """One entry of a chain."""

    revision: Annotated[int, Meta(ge=1, le=9999)]
    step: str
    who: Identifier
    when: str
    why: str
    digest: str
    body: str = ""
    previous: str
    head: str


class StepModel(EntryModel, kw_only=True):
    """One step of a revision."""

    step: Literal["submitted", "approved", "withdrawn"]
    change: Literal["editorial", "substantive", "legal"]
    authors: list[Identifier] = []
    metadata: str = ""
    texts: dict[str, str] = {}


class ApprovalModel(EntryModel, kw_only=True):
    """One approval of a position, or its end."""

    step: Literal["approved", "revoked"]
    library: str = ""
    clause: Identifier
    position: Identifier
    values: dict[str, str] = {}


class LedgerModel(Strict):
    """A file of entries."""

    subject: str

    def rows(self) -> Sequence[EntryModel]:
        """The entries."""
        return ()


class JournalModel(LedgerModel):
    """``journal.yaml`` of a clause."""

    schema_: Literal["docgen.journal/1"] = field(name="schema")
    entries: list[StepModel]

    def rows(self) -> Sequence[EntryModel]:
        """The steps."""
        return self.entries


class ApprovalsModel(LedgerModel):
    """The approvals of positions for one profile."""

    schema_: Literal["docgen.approvals/1"] = field(name="schema")
    entries: list[ApprovalModel]

    def rows(self) -> Sequence[EntryModel]:
        """The approvals."""
        return self.entries


class DepartmentModel(Strict):
    """A department that owns clauses."""

    title: Localised = {}


class BodyModel(Strict, kw_only=True):
    """Those who give an approval that positions ask for."""

    title: Localised = {}
    members: Annotated[list[Identifier], Meta(min_length=1)]


class RoleModel(Strict):
    """What somebody may do in a department, and from when until when."""

    role: Literal["author", "approver", "reader"]
    department: str
    start: IsoDate | None = field(default=None, name="from")
    end: IsoDate | None = field(default=None, name="to")


class PersonModel(Strict):
    """Somebody who works on the library."""

    name: Annotated[str, Meta(min_length=1)]
    email: str = ""
    users: list[str] = []
    roles: list[RoleModel] = []


class PeopleModel(Strict, kw_only=True):
    """``people.yaml``"""

    schema_: Literal["docgen.people/1"] = field(name="schema")
    departments: dict[Identifier, DepartmentModel]
    bodies: dict[Identifier, BodyModel] = {}
    people: dict[Identifier, PersonModel]
