"""What will be written before anything is written: which clause, in which wording, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.doctype import DocumentType
from docgen.model.library import ClauseSpec, ClauseText, Position, Revision


@dataclass(frozen=True, slots=True)
class Chosen:
    """One clause of one document: its revision, position, text, values, and the reasons."""

    spec: ClauseSpec
    revision: Revision
    position: Position | None
    text: ClauseText
    values: Mapping[str, Any]
    paths: Mapping[str, str]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """One document to be made.

    ``key`` tells documents of one type apart (the provider's id); documents of one ``group`` refer to each other.
    ``lent`` are the clauses of the document that this one is an annex of: it uses their terms.
    ``context`` says that the document is only there to be cited by those that were asked for.
    """

    doctype: DocumentType
    key: str
    language: str
    variant: str
    scope: Mapping[str, Any]
    clauses: tuple[Chosen, ...]
    group: str = ""
    lent: tuple[ClauseSpec, ...] = ()
    context: bool = False

    def owners(self) -> tuple[ClauseSpec, ...]:
        """The clauses whose terms the document uses: its own, and those lent to it."""
        if not self.doctype.terms:
            return ()
        own = tuple(c.spec for c in self.clauses)
        known = {s.id for s in own}
        return (*own, *(s for s in self.lent if s.id not in known))

    def ids(self) -> tuple[str, ...]:
        """Ids of the clauses, in order."""
        return tuple(c.spec.id for c in self.clauses)

    @property
    def name(self) -> str:
        """How messages call the document: its type and, where there is one, its key."""
        return f"{self.doctype.id}/{self.key}" if self.key else self.doctype.id


@dataclass(frozen=True, slots=True)
class Dates:
    """The three dates of a contract, ISO: which law, which revision, and the signature.

    ``amended`` gives, by clause, the day from which an amendment put another revision into the contract.
    """

    as_of: str
    effective: str
    signature: str
    amended: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. Empty fields leave the choice to the profile and the library.

    ``amendment`` is the number of the amendment whose changes the documents hold already.
    """

    types: tuple[str, ...] = ()
    language: str = ""
    variant: str = ""
    as_of: str = ""
    effective: str = ""
    final: bool = False
    inputs: Mapping[str, Any] = field(default_factory=dict)
    amendment: str = ""


def main_of(plan: DocumentPlan, plans: Sequence[DocumentPlan]) -> DocumentPlan | None:
    """The document that a plan is an annex of, None when it is no annex or that document is not made."""
    wanted = plan.doctype.annex_of
    if wanted is None:
        return None
    return next((p for p in plans if p.doctype.id == wanted.type and p.group == plan.group), None)
