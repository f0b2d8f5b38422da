"""A clause library as values: clauses with their revisions, positions, parameters and texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any

from docgen.model.calculation import Calculation
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place
from docgen.model.journal import Status
from docgen.model.obligation import Obligation
from docgen.model.people import People
from docgen.model.script import Expr, Script

Localised = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a clause needs: where it comes from and what it is when nothing is said."""

    name: str
    type: str
    place: Place
    path: str = ""
    source: Expr | None = None
    derived: Expr | None = None
    default: Any = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """A negotiated wording. ``kind``: standard, fallback, walk-away, alternative or single.

    ``approval`` names the body that has to approve it; ``place`` is that of this name.
    """

    id: str
    kind: str
    label: str
    selected_by: Expr | None = None
    sets: Mapping[str, Any] = field(default_factory=dict)
    approval: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A combination that is refused: another clause present, a condition that holds, or both."""

    clause: str
    when: Expr | None
    message: Localised
    place: Place


@dataclass(frozen=True, slots=True)
class TermWording:
    """A defined term in one language. ``forms`` are all its written forms, ``term`` the first.

    ``views`` holds the definitions of documents that state their clauses in another view.
    """

    term: str
    forms: tuple[str, ...]
    definition: str
    place: Place
    views: Mapping[str, str] = field(default_factory=dict)

    def defined(self, view: str) -> str:
        """The definition in a document of this view."""
        return self.views.get(view, self.definition)


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term; ``inline`` terms are defined in the text of their clause."""

    id: str
    clause: str
    inline: bool
    wordings: Mapping[str, TermWording]
    common: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """A dated wording. ``in_force_to`` is the last day; dates are ISO, "" means without end.

    ``based_on`` is the revision of the adapted clause that it was made from, 0 where nothing is adapted.
    ``review``: submitted, not approved yet. ``authors`` are ids of people.
    """

    number: int
    change: str
    in_force_from: str
    in_force_to: str
    supersedes: str
    note: str
    withdrawn: bool
    approved: bool
    place: Place
    based_on: int = 0
    review: bool = False
    authors: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """Where the revision stands, in a word."""
        if self.withdrawn:
            return Status.WITHDRAWN
        return Status.APPROVED if self.approved else Status.REVIEW if self.review else Status.DRAFT

    def in_force(self, day: str) -> bool:
        """True when the revision may be used on that ISO day."""
        return (not self.in_force_from or self.in_force_from <= day) and (
            not self.in_force_to or day <= self.in_force_to
        )


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A legal text behind a clause.

    ``grade`` says how certain it is: A verified, B stable and not read again, C uncertain or moving, "" nothing said.
    ``verified`` is the ISO day on which somebody read it, or "".
    """

    text: str
    grade: str = ""
    verified: str = ""


@dataclass(frozen=True, slots=True, order=True)
class TextKey:
    """Which text of a clause: an empty position or view stands for all of them."""

    revision: int
    position: str
    view: str
    language: str


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One text file of a clause, parsed. ``obligations``: it prints those of the whole document."""

    key: TextKey
    file: str
    digest: str
    script: Script
    names: Mapping[str, int]
    definitions: bool = False
    obligations: bool = False


class Texts(Mapping[TextKey, ClauseText]):
    """The texts of a clause, each read when it is asked for. A text that cannot be read is not among them."""

    def __init__(self, files: Mapping[TextKey, str], read: Callable[[TextKey], Outcome[ClauseText]]) -> None:
        self._files, self._read = files, read
        self._known: dict[TextKey, Outcome[ClauseText]] = {}

    def __getitem__(self, key: TextKey) -> ClauseText:
        if key not in self._files:
            raise KeyError(key)
        if key not in self._known:
            self._known[key] = self._read(key)
        text = self._known[key].value
        if text is None:
            raise KeyError(key)
        return text

    def __iter__(self) -> Iterator[TextKey]:
        return (key for key in self._files if self.get(key) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """What was wrong with the texts that were asked for so far."""
        return tuple(d for outcome in self._known.values() for d in outcome.diagnostics)


@dataclass(frozen=True, slots=True)
class ClauseSpec:
    """A clause of the library: everything in its folder.

    ``files`` are the names of its texts; those of a clause that it adapts are paths from the root of the project.
    ``library`` is the library that it comes from, empty for that of the project; ``adapts`` the clause that it adapts.
    """

    id: str
    title: Localised
    category: str
    owner: str
    numbered: bool
    applies_when: Expr | None
    parameters: tuple[Parameter, ...]
    positions: tuple[Position, ...]
    requires: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    terms: tuple[Term, ...]
    revisions: tuple[Revision, ...]
    texts: Mapping[TextKey, ClauseText]
    guidance: str
    references: Mapping[str, Any]
    place: Place
    obligations: tuple[Obligation, ...] = ()
    law: tuple[LegalReference, ...] = ()
    files: Mapping[TextKey, str] = field(default_factory=dict)
    library: str = ""
    adapts: str = ""
    licence: str = ""
    authors: tuple[str, ...] = ()
    owner_place: Place | None = None

    def text(self, revision: int, position: str, view: str, language: str) -> ClauseText | None:
        """The most specific text that can be read: position and view, then view, then position, then neither."""
        keys = _from_specific(revision, position, view, language)
        return next((found for key in keys if (found := self.texts.get(key)) is not None), None)

    def file(self, revision: int, position: str, view: str, language: str) -> str | None:
        """The name of the file with the most specific text, whether it can be read or not."""
        keys = _from_specific(revision, position, view, language)
        return next((self.files[key] for key in keys if key in self.files), None)

    def revision(self, number: int) -> Revision | None:
        """The revision with this number."""
        return next((r for r in self.revisions if r.number == number), None)


def _from_specific(revision: int, position: str, view: str, language: str) -> tuple[TextKey, ...]:
    """What a text may be for, the most specific first."""
    return tuple(TextKey(revision, p, v, language) for p, v in ((position, view), ("", view), (position, ""), ("", "")))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. ``each`` binds names to items, outermost first.

    ``scope`` is ``profile``, ``document`` (once for each document that is made) or ``finding``: such a rule has no
    condition and says in its own words what docgen found under one of ``codes``. ``test`` is how an example profile
    breaks the rule and how it does not (docs/library-format.md), as written.
    """

    id: str
    severity: str
    each: tuple[tuple[str, Expr, str], ...]
    when: Expr | None
    at: str
    message: Mapping[str, Script]
    hint: Mapping[str, Script]
    source: tuple[str, ...]
    test: Mapping[str, Any]
    place: Place
    scope: str = "profile"
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value of reference data and the days on which it holds."""

    id: str
    value: Any
    valid_from: str
    valid_to: str
    source: str
    grade: str


@dataclass(frozen=True, slots=True)
class ChangeKeys:
    """What the keys of a dated change are called, and where the axes of change are.

    ``record`` is the kind of document in the profile's file; ``to`` names the new revision of a clause under
    ``revisions``; fields under ``ignore`` are no facts of the deal. ``at_end``: an article that enters goes to the
    end of its part, not after the one before it.
    """

    record: str
    number: str
    patch: str
    effective: str
    signature: str
    revisions: str
    to: str
    axes: str
    ignore: frozenset[str]
    motive: str = ""
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceKeys:
    """What a profile calls its choices about clauses: ``at`` holds them by the id of the clause; the others are keys of one."""

    at: str = "clauses"
    include: str = "include"
    position: str = "position"
    revision: str = "revision"
    parameters: str = "parameters"


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What the register's search knows of a contract: ``client``, the name of the party, and ``ends``, its last day."""

    client: Expr | None = None
    ends: Expr | None = None


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """``library.yaml`` and the data files that it names. With ``people`` the library is governed.

    ``stewards``: who works on each library that says so or builds on one that does, by its name; ``""`` is the project.
    """

    name: str
    languages: tuple[str, ...]
    vocabulary: Mapping[str, Any]
    policy: Mapping[str, Any]
    rules: tuple[Rule, ...]
    labels: Mapping[str, Mapping[str, Localised]]
    data: Mapping[str, Any]
    reference: tuple[DatedValue, ...]
    dates: Mapping[str, str]
    choices: ChoiceKeys
    paragraph_styles: Mapping[str, str]
    table_styles: Mapping[str, str]
    capitalised: frozenset[str]
    place: Place
    calculations: tuple[Calculation, ...] = ()
    amendments: ChangeKeys | None = None
    interview: str = ""
    requirements: str = ""
    vocabulary_file: str = ""
    contract: ContractFacts = ContractFacts()
    version: str = ""
    licence: str = ""
    authors: tuple[str, ...] = ()
    people: People | None = None
    stewards: Mapping[str, People] = field(default_factory=dict)

    def people_of(self, library: str) -> People | None:
        """Who works on a library, with those of the libraries below it, None where none of them says: ``""`` is the project."""
        return self.stewards.get(library, self.people if not library else None)

    @property
    def asks(self) -> bool:
        """Whether positions are approved by somebody: the project says by whom, or a library that it builds on does."""
        return self.people_of("") is not None

    def approvers(self, library: str, body: str) -> People | None:
        """Those among whom the members of a body are that is asked for an approval of a clause of a library.

        The library itself says who they are, else the project. Nobody is asked (None) where neither knows the body and the
        project does not say who approves.
        """
        known = (self.people_of(library), self.people_of(""))
        return next((p for p in known if p is not None and body in p.bodies), self.people)

    def reference_on(self, day: str) -> dict[str, Any]:
        """The reference data in force on an ISO day."""
        return {
            v.id: v.value
            for v in self.reference
            if (not v.valid_from or v.valid_from <= day) and (not v.valid_to or day <= v.valid_to)
        }
