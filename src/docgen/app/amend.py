"""Amendments: for each dated change of a profile, one for each document that the change touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from docgen.app.amended_facts import Shown, names_of, told
from docgen.app.frames import NO_BASES, Bases
from docgen.app.workshop import Workshop, vocabulary_findings
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.doctype import DocumentType
from docgen.model.library import ChangeKeys, LibraryInfo
from docgen.model.plan import Dates, DocumentPlan, Request
from docgen.model.profile import RECORDS, Profile
from docgen.stages.amend import Change, changes, silent
from docgen.stages.consolidate import State
from docgen.stages.differences import Difference
from docgen.stages.patch import apply_patch
from docgen.stages.schema_walk import SchemaWalk
from docgen.stages.vocabulary_titles import without_indexes

if TYPE_CHECKING:
    from docgen.app.draft import Made

Compose: TypeAlias = "Callable[[Profile, Request, Dates, Bases], tuple[tuple[Made, ...], list[Diagnostic]]]"
"""The documents of one state of a profile, and what was wrong."""


@dataclass(frozen=True, slots=True)
class Amended:
    """One amendment to be made: which document changes, how, and the facts that its text may say."""

    doctype: DocumentType
    plan: DocumentPlan
    key: str
    before: State
    after: State
    changes: tuple[Change, ...]
    facts: Mapping[str, Any]
    made: Made

    @property
    def number(self) -> str:
        """The number of the amendment, as text."""
        return str(self.facts["amendment"].get("number", ""))


@dataclass(frozen=True, slots=True)
class Step:
    """A profile between two changes."""

    profile: Profile
    dates: Dates
    request: Request
    documents: tuple[Made, ...]

    def bases(self, wanted: Sequence[DocumentType]) -> Bases:
        """The documents that amendments of the wanted types change."""
        amends = {t.amends for t in wanted}
        return {
            (m.plan.doctype.id, m.plan.key): State(m.document, m.numbering)
            for m in self.documents
            if m.plan.doctype.id in amends
        }


def amended(
    workshop: Workshop, library: LibraryInfo, types: Sequence[DocumentType], profile: Profile, request: Request,
    dates: Dates, compose: Compose,
) -> tuple[tuple[Amended, ...], list[Diagnostic]]:  # fmt: skip
    """Every amendment of a profile, in the order of the changes; each builds on the ones before it."""
    keys = library.amendments
    wanted = [t for t in types if t.amends and (not request.types or t.id in request.types)]
    records = ordered_changes(profile, keys) if keys else []
    if keys is None or not wanted or not records:
        return (), []
    found: list[Diagnostic] = []
    out: list[Amended] = []
    spoken = request.language if all(request.language in t.languages for t in wanted) else ""
    base = replace(request, types=(), variant="", language=spoken)
    documents, problems = compose(profile, base, dates, NO_BASES)
    found += problems
    step = Step(profile, dates, base, documents)
    known = {*problems, *workshop.rules(profile, library, dates)}
    for index, record in records:
        after, problems = _next(step, index, record, keys, library, compose, wanted)
        problems += workshop.rules(after.profile, library, after.dates)
        found += [p for p in problems if p not in known]
        known |= set(problems)
        for doctype in wanted:
            out += between(doctype, step, after, record, keys, library, workshop)
        step = after
    return tuple(out), found


def ordered_changes(profile: Profile, keys: ChangeKeys) -> list[tuple[int, Mapping[str, Any]]]:
    """The dated changes of a profile in the order of their numbers, each with its place in the file."""
    records = list(enumerate(profile.records.get(keys.record, ())))
    return sorted(records, key=lambda r: (not isinstance(r[1].get(keys.number), int), r[1].get(keys.number) or 0))


def _next(
    step: Step, index: int, record: Mapping[str, Any], keys: ChangeKeys, library: LibraryInfo, compose: Compose,
    wanted: Sequence[DocumentType],
) -> tuple[Step, list[Diagnostic]]:  # fmt: skip
    """The state after one more change, and what is wrong with it."""
    profile, found = with_change(step.profile, index, record, keys, library)
    effective = str(record.get(keys.effective) or step.dates.effective)
    revisions = record.get(keys.revisions) if keys.revisions else None
    taken = dict.fromkeys(revisions, effective) if isinstance(revisions, dict) else {}
    request = replace(step.request, as_of=effective, effective=step.dates.effective, amendment=str(record.get(keys.number) or ""))
    dates = replace(step.dates, as_of=effective, amended={**step.dates.amended, **taken})
    documents, problems = compose(profile, request, dates, step.bases(wanted))
    return Step(profile, dates, request, documents), [*found, *problems]


def with_change(
    profile: Profile, index: int, record: Mapping[str, Any], keys: ChangeKeys, library: LibraryInfo
) -> tuple[Profile, list[Diagnostic]]:
    """The profile with a change applied; its values have the place of the change that set them."""
    at = (RECORDS, keys.record, index, keys.patch)
    patch = record.get(keys.patch)
    done = apply_patch(profile.data, patch if isinstance(patch, dict) else {}, library.vocabulary)
    found = [error("PF220", f"{p.key}: {p.message}", profile.place((*at, p.key)), p.hint) for p in done.problems]
    places = dict(profile.places)
    for key, path in done.applied.items():
        places = {p: place for p, place in places.items() if p[: len(path)] != path or p == path}
        places[path] = profile.place((*at, key))
    data = _with_revisions(done.data, record, keys, library)
    changed = replace(profile, data=data, places=places)
    return changed, [*found, *vocabulary_findings(changed, library)]


def _with_revisions(
    data: dict[str, Any], record: Mapping[str, Any], keys: ChangeKeys, library: LibraryInfo
) -> dict[str, Any]:
    """The clauses that take another revision, as choices of the profile."""
    revisions = record.get(keys.revisions) if keys.revisions else None
    if not isinstance(revisions, dict):
        return data
    choices = dict(data.get(library.choices.at) or {})
    for clause, change in revisions.items():
        wanted = change.get(keys.to) if isinstance(change, dict) else None
        choices[clause] = {**(choices.get(clause) or {}), library.choices.revision: wanted}
    return {**data, library.choices.at: choices}


def consolidated_versions(found: Sequence[Amended]) -> tuple[Made, ...]:
    """Each changed document as its last amendment leaves it, under a key of its own."""
    last = {(one.made.plan.doctype.id, one.made.plan.key): one for one in found}
    return tuple(_under_own_key(one) for one in last.values())


def _under_own_key(one: Amended) -> Made:
    made = one.made
    key = f"{made.plan.key}-{one.doctype.id}-{one.number}".strip("-")
    return replace(made, plan=replace(made.plan, key=key), document=replace(made.document, key=key))


# ------------------------------------------------------------ one amendment
def between(
    doctype: DocumentType, step: Step, after: Step, record: Mapping[str, Any], keys: ChangeKeys,
    library: LibraryInfo, workshop: Workshop,
) -> Iterator[Amended]:  # fmt: skip
    """The amendments of one type between two states: one for each document that differs."""
    old = {m.plan.key: m for m in step.documents if m.plan.doctype.id == doctype.amends}
    axes = axes_of(keys, library)
    for made in after.documents:
        before = old.get(made.plan.key)
        if made.plan.doctype.id != doctype.amends or before is None:
            continue
        was = State(before.document, before.numbering)
        now = State(made.document, made.numbering)
        found = changes(was, now)
        if not found:
            continue
        facts = facts_between(step.profile, after.profile, keys, library, workshop, made.plan)
        number, here = record.get(keys.number), _place_of(record, step.profile, keys)
        said = {
            "number": number, "record": record, "effective": record.get(keys.effective),
            "signature": record.get(keys.signature), "reference": before.document.reference, "facts": facts,
            "axes": list(dict.fromkeys(f["axis"] for f in facts if f["axis"])),
            "silent": [{**s, **here} for s in _silent(found, before.plan, made.plan, facts, axes)],
            "before": step.profile.data, **here,
            "clauses": [{"mode": c.mode, "clause": c.clause.id, "number": c.label, "title": c.clause.title} for c in found],
        }  # fmt: skip
        said = {k: v for k, v in said.items() if v is not None}
        key = "-".join(p for p in (made.plan.key, str(number)) if p)
        yield Amended(doctype, made.plan, key, was, now, found, {"amendment": said, keys.record: record}, made)


def _place_of(record: Mapping[str, Any], profile: Profile, keys: ChangeKeys) -> dict[str, str | int]:
    """Where a change stands, as the rules over its amendment read it."""
    known = profile.records.get(keys.record, ())
    at = profile.place((RECORDS, keys.record, known.index(record))) if record in known else Place(profile.file)
    return {"file": at.file, "line": at.line}


def facts_between(
    before: Profile, after: Profile, keys: ChangeKeys, library: LibraryInfo, workshop: Workshop, plan: DocumentPlan | None
) -> list[dict[str, Any]]:
    """The fields that change, with the axis that each belongs to and their values as people write them.

    With a plan, those that concern its party.
    """
    axes = axes_of(keys, library)
    ignored = {*keys.ignore, library.choices.at}
    code = library.languages[0]
    walk = SchemaWalk(library.vocabulary)
    shown = Shown(workshop.language(code), library.labels, workshop.filters(code), walk, names_of(before, after))
    return [
        {"path": d.path, "title": d.title, "axis": _axis(d.path, axes), "before": old, "after": new}
        for d, old, new in told(before, after, library.vocabulary, shown, plan)
        if _first_step(d) not in ignored
    ]


def axes_of(keys: ChangeKeys, library: LibraryInfo) -> list[Mapping[str, Any]]:
    """The axes of change, from the data of the library."""
    found: Any = library.data
    for step in keys.axes.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return [a for a in found if isinstance(a, dict)] if isinstance(found, list) else []


def _silent(
    found: tuple[Change, ...], before: DocumentPlan, after: DocumentPlan, facts: list[dict[str, Any]],
    axes: list[Mapping[str, Any]],
) -> list[dict[str, Any]]:  # fmt: skip
    """Clauses of a touched axis that read a value that changed and stay as they were."""
    touched = {f["axis"] for f in facts}
    return [
        {"clause": clause, "parameter": parameter, "axis": axis["id"], "core": clause in axis.get("core", ())}
        for clause, parameter in silent(found, before, after)
        for axis in axes
        if axis.get("id") in touched and clause in (*axis.get("core", ()), *axis.get("check", ()))
    ]


def _first_step(difference: Difference) -> str:
    return difference.path.split(".")[0].split("[")[0]


def _axis(path: str, axes: list[Mapping[str, Any]]) -> str:
    """The axis whose paths hold this one; empty when the change is outside all of them."""
    bare = without_indexes(path)
    for axis in axes:
        if any(bare == p or bare.startswith(f"{p}.") for p in axis.get("paths", ())):
            return str(axis["id"])
    return ""
