"""A document type: the outline of a document, and what it is made once for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from docgen.model.calculation import Bindings
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Place
from docgen.model.library import Localised
from docgen.model.script import Expr, Script


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A titled section inside a part."""

    title: Localised
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """A part of the outline: clauses, or sections that hold clauses."""

    title: Localised
    numbered: bool
    clauses: tuple[str, ...]
    sections: tuple[OutlineSection, ...]


@dataclass(frozen=True, slots=True)
class OutlineAnnex:
    """An annex of the outline."""

    id: str
    title: Localised
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnexOf:
    """The annex of another document that a document is, drawn up as a document of its own."""

    type: str
    annex: str


@dataclass(frozen=True, slots=True)
class Variant:
    """Another form of the document, taken when its condition holds or when it is asked for.

    ``form`` is the whole document type as the variant has it, None when it only leaves clauses out.
    """

    id: str
    when: Expr | None
    drop: frozenset[str]
    form: DocumentType | None = None


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A document type.

    ``each`` is the list of the profile that it is made once for, if any; ``unit`` is what its
    numbered divisions are called in references (``article``, ``section``); ``terms`` is False
    for a document that is no contract: common words instead of defined terms, clauses that stand alone.
    ``views`` holds the clauses that take another view than ``view``. ``alone`` says that the document
    is read without the others: it neither needs nor cites them, nor they it.
    ``key`` tells its documents apart (default: the id of the item) and ``group`` says which documents of other
    types belong with one (default: the key). ``let`` binds further names. ``inputs`` lists the names of the values
    that such a document is given from outside the profile. ``amends`` is the document type that it changes: one is
    made for each dated change and each document that the change touches.
    """

    id: str
    title: Localised
    name: Localised
    template: str
    languages: tuple[str, ...]
    view: str
    each: tuple[str, Expr] | None
    applies_when: Expr | None
    parts: tuple[OutlinePart, ...]
    annexes: tuple[OutlineAnnex, ...]
    variants: tuple[Variant, ...]
    slots: Mapping[str, Mapping[str, Script]]
    reference: Script
    unit: str
    terms: bool
    place: Place
    places: Mapping[str, Place]
    key: Expr | None = None
    group: Expr | None = None
    let: Bindings = ()
    inputs: Expr | None = None
    amends: str = ""
    views: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False
    annex_of: AnnexOf | None = None

    def view_of(self, clause: str) -> str:
        """The view in which the document states a clause."""
        return self.views.get(clause, self.view)

    def forms(self) -> tuple[DocumentType, ...]:
        """The document type and the forms that its variants give it."""
        return (self, *(v.form for v in self.variants if v.form is not None))

    def clause_ids(self) -> tuple[str, ...]:
        """Every clause that the outline names, in order, annexes last."""
        ids: list[str] = []
        for part in self.parts:
            ids += part.clauses
            for section in part.sections:
                ids += section.clauses
        for annex in self.annexes:
            ids += annex.clauses
        return tuple(dict.fromkeys(ids))
