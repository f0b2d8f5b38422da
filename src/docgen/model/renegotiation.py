"""What a change of strategy, of wording or of law does to a contract, before any Word exists."""

from __future__ import annotations

from docgen.model.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of the profile that changes; its values as people write them, ``axis`` empty outside all axes."""

    path: str
    title: str
    axis: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a clause changes. ``kind``: profile, condition, revision, position, law, terms, computed or library.

    ``what`` is the path of the profile, the revision, the position, the reference value, the term or the parameter that was
    computed from something else; ``note`` says more.
    """

    kind: str
    what: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that is replaced, added or deleted: its number, why, and its paragraphs before and after.

    With the mode ``retitled``, the title of a part, a section or an annex that is another one: ``clause`` is then its key
    (``annex:prices``), ``title`` the title before, ``before`` and ``after`` hold the two titles.
    """

    clause: str
    title: str
    mode: str
    number: str
    causes: tuple[Cause, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """A number that moves and nothing else: of a clause, or of a clause as another one cites it (``citing``)."""

    clause: str
    title: str
    before: str
    after: str
    citing: str = ""


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty that begins, ends or moves: what, who, and its first day before and after ("" for none)."""

    key: str
    what: str
    who: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MoneyChange:
    """An amount that a clause prints, before and after, as people write it."""

    clause: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A clause that the map of axes says must follow (``core``) or may depend, and that stays as it was."""

    clause: str
    title: str
    axis: str
    core: bool


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What changes in one document. ``fate``: changed, same, added or removed."""

    name: str
    title: str
    fate: str
    amendment: bool = False
    clauses: tuple[ClauseChange, ...] = ()
    shifts: tuple[Shift, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    duties: tuple[DutyChange, ...] = ()
    money: tuple[MoneyChange, ...] = ()
    silent: tuple[Silent, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """Another revision of a clause. ``state``: flows (editorial), taken (asked for), proposed, or required.

    ``change`` is the weightiest of the revisions on the way: editorial, substantive or legal.
    """

    clause: str
    title: str
    before: int
    after: int
    change: str
    note: str
    in_force_from: str
    state: str


@dataclass(frozen=True, slots=True)
class Fired:
    """A finding that is new, or that is no more: its code, its text and whether it is new."""

    code: str
    severity: str
    message: str
    new: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a change does. ``fingerprint`` changes when anything that it was made from does."""

    dossier: str
    base: int
    base_state: str
    as_of: str
    effective: str
    axes: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    offers: tuple[Offer, ...]
    documents: tuple[DocumentChange, ...]
    findings: tuple[Fired, ...]
    fingerprint: str = ""

    @property
    def changes(self) -> bool:
        """Whether anything that is printed changes."""
        return any(d.fate != "same" for d in self.documents)
