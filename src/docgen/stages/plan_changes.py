"""Two states of one document, compared for people: what changes, what only moves, and because of what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from docgen.model.dataclass import dataclass
from docgen.model.document import Clause, CrossReference, Document, TermDefinition, plain_text
from docgen.model.library import ClauseSpec, Parameter
from docgen.model.numbering import Numbering
from docgen.model.obligation import Duty
from docgen.model.plan import Chosen, DocumentPlan
from docgen.model.renegotiation import Cause, ClauseChange, DocumentChange, DutyChange, Fact, MoneyChange, Shift, Silent
from docgen.model.script import Expr
from docgen.stages.amend import ADDED, DELETED, REPLACED, Change, changes
from docgen.stages.consolidate import State
from docgen.stages.flow import holders
from docgen.stages.terms import all_inlines, paragraphs_of
from docgen.stages.vocabulary_titles import without_indexes

Money: TypeAlias = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Side:
    """One document at one moment, with its duties."""

    plan: DocumentPlan
    document: Document
    numbering: Numbering
    duties: tuple[Duty, ...] = ()

    @property
    def state(self) -> State:
        """The document and its numbers."""
        return State(self.document, self.numbering)


@dataclass(frozen=True, slots=True)
class Context:
    """What is the same for all documents: the facts that change, the axes, reference data that is another one.

    ``reads`` gives the paths that an expression looks at, those of the calculations that it calls included; ``amended`` are
    the types of the documents that amendments change.
    """

    facts: tuple[Fact, ...]
    axes: tuple[Mapping[str, Any], ...]
    reference: Mapping[str, tuple[Any, Any]]
    money: Money
    label: Callable[[str], str]
    reads: Callable[[Expr], frozenset[str]]
    amended: frozenset[str] = frozenset()

    def follows(self, side: Side) -> bool:
        """Whether the document has to follow the axes: a contract, where the library says which types are amended."""
        return not self.amended or side.plan.doctype.id in self.amended


def compared(before: Side, after: Side, context: Context, *, amendment: bool) -> DocumentChange:
    """What changes in a document that there is before and after."""
    found = changes(before.state, after.state)
    clauses = tuple(_told(c, before, after, context) for c in found)
    told = {c.clause.id for c in found}
    shifts = (*_shifts(before, after, told), *_cited(before, after, told))
    fate = "changed" if found or shifts else "same"
    return DocumentChange(
        after.plan.name, after.document.title, fate, amendment and bool(found), clauses, shifts,
        tuple(_terms(before, after)), tuple(_duties(before.duties, after.duties)),
        tuple(_money(before.plan, after.plan, context.money, context.label)), tuple(_silent(after, told, context)) if context.follows(after) else (),
    )  # fmt: skip


# ------------------------------------------------------------------ clauses
def _told(change: Change, before: Side, after: Side, context: Context) -> ClauseChange:
    id_ = change.clause.id
    if change.unit and change.old is not None:
        cause = (Cause("library", after.plan.doctype.id),)
        return ClauseChange(id_, change.old.title, change.mode, change.label, cause, (change.old.title,), (change.clause.title,))
    old, new = _chosen(before.plan).get(id_), _chosen(after.plan).get(id_)
    causes = tuple(dict.fromkeys(_causes(change.mode, old, new, before, after, context)))
    was, now = (next((c for c in s.document.clauses() if c.id == id_), None) for s in (before, after))
    label = (change.own or change.label) if change.mode == ADDED else change.label
    if change.annex is not None:
        label = f"{change.annex[0].cited}, {label}" if label and not change.whole else change.annex[0].cited
    return ClauseChange(id_, change.clause.title, change.mode, label, causes, paragraphs(was), paragraphs(now))


def paragraphs(clause: Clause | None) -> tuple[str, ...]:
    """The paragraphs of a clause as a reader sees them."""
    if clause is None or clause.gone:
        return ()
    return tuple(t for b in clause.blocks for p in paragraphs_of(b) if (t := plain_text(p)))


def _chosen(plan: DocumentPlan) -> dict[str, Chosen]:
    return {c.spec.id: c for c in plan.clauses}


def _causes(
    mode: str, old: Chosen | None, new: Chosen | None, before: Side, after: Side, context: Context
) -> Iterator[Cause]:
    """Why a clause changes, the nearest reason first."""
    if mode != REPLACED or old is None or new is None:
        there = new or old
        if there is not None:
            yield from _entering(there.spec, there, context)
        return
    if old.revision.number != new.revision.number:
        yield Cause("revision", f"r{old.revision.number} → r{new.revision.number}", new.revision.note)
    if (old.position and old.position.id) != (new.position and new.position.id):
        yield Cause("position", new.position.id if new.position else "", new.position.label if new.position else "")
    values = tuple(_of_values(old, new, context))
    yield from values
    if old.text.definitions:
        yield from (Cause("terms", term, mode) for term, mode in _terms(before, after))
    if not values and old.revision.number == new.revision.number and old.text.digest != new.text.digest:
        yield Cause("library", f"r{new.revision.number}")


def _entering(spec: ClauseSpec, chosen: Chosen, context: Context) -> Iterator[Cause]:
    """What brings a clause in or takes it out: the facts that its condition reads."""
    paths = context.reads(spec.applies_when) if spec.applies_when is not None else ()
    found = tuple(_facts_at(paths, context))
    yield from (Cause("condition", f.path, f.title) for f in found)
    if not found:
        yield Cause("library", chosen.spec.id)


def _of_values(old: Chosen, new: Chosen, context: Context) -> Iterator[Cause]:
    """The parameters that have another value, by the fact or the reference data that they come from."""
    for parameter in new.spec.parameters:
        was, now = old.values.get(parameter.name), new.values.get(parameter.name)
        if was == now:
            continue
        paths = _paths(parameter, new.paths.get(parameter.name, ""), context)
        found = tuple(_facts_at(paths, context))
        yield from (Cause("profile", f.path, f.title) for f in found)
        law = tuple(n for n in context.reference if any(p == f"reference.{n}" or p.startswith(f"reference.{n}.") for p in paths))
        yield from (Cause("law", n, f"{context.reference[n][0]} → {context.reference[n][1]}") for n in law)
        if not found and not law:
            yield Cause("computed", parameter.name)


def _paths(parameter: Parameter, path: str, context: Context) -> frozenset[str]:
    """The paths of the profile that a parameter reads."""
    read = [e for e in (parameter.source, parameter.derived) if e is not None]
    found = {p for e in read for p in context.reads(e)}
    return frozenset(found | ({path} if path and not path.startswith("clauses.") else set()))


def _facts_at(paths: Iterable[str], context: Context) -> Iterator[Fact]:
    """The facts that change at, above or below one of the paths; items of lists do not count."""
    wanted = [without_indexes(p) for p in paths]
    for fact in context.facts:
        at = without_indexes(fact.path)
        if any(at == w or at.startswith(f"{w}.") or w.startswith(f"{at}.") for w in wanted):
            yield fact


# ------------------------------------------------------------ what only moves
def _shifts(before: Side, after: Side, told: set[str]) -> Iterator[Shift]:
    """Clauses that say the same under another number."""
    old, new = (_labels(s) for s in (before, after))
    titles = {c.id: c.title for c in after.document.clauses()}
    for clause, label in new.items():
        if clause in old and old[clause] != label and clause not in told:
            yield Shift(clause, titles[clause], old[clause], label)


def _labels(side: Side) -> dict[str, str]:
    keys = holders(side.document)
    return {c: label.cited for c, k in keys.items() if k == f"clause:{c}" and (label := side.numbering.titles.get(k))}


def _cited(before: Side, after: Side, told: set[str]) -> Iterator[Shift]:
    """References that cite the same place under another number, in clauses that say the same."""
    old = _citations(before.document)
    for (citing, target, nth), words in _citations(after.document).items():
        was = old.get((citing, target, nth))
        if was is not None and was != words and citing not in told:
            yield Shift(target, target, was, words, citing)


def _citations(document: Document) -> dict[tuple[str, str, int], str]:
    out: dict[tuple[str, str, int], str] = {}
    counted: dict[tuple[str, str], int] = {}
    for clause in document.clauses():
        for reference in (i for i in all_inlines(clause.blocks) if isinstance(i, CrossReference)):
            target = "+".join(map(str, reference.targets))
            nth = counted[clause.id, target] = counted.get((clause.id, target), 0) + 1
            out[clause.id, target, nth] = plain_text((reference,))
    return out


def _terms(before: Side, after: Side) -> Iterator[tuple[str, str]]:
    """Defined terms that enter or leave."""
    old, new = (_defined(s.document) for s in (before, after))
    yield from ((t, ADDED) for t in new if t not in old)
    yield from ((t, DELETED) for t in old if t not in new)


def _defined(document: Document) -> dict[str, None]:
    found = (i for c in document.clauses() for i in all_inlines(c.blocks) if isinstance(i, TermDefinition))
    return dict.fromkeys(i.text for i in found)


# ------------------------------------------------------------ duties and money
def _duties(before: Iterable[Duty], after: Iterable[Duty]) -> Iterator[DutyChange]:
    old, new = ({d.key: d for d in duties} for duties in (before, after))
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        one = now or was
        assert one is not None
        first, then = (_when(d) for d in (was, now))
        if was is None or now is None or (first, was.what, len(was.dates)) != (then, now.what, len(now.dates)):
            yield DutyChange(key, one.what, one.who, first, then)


def _when(duty: Duty | None) -> str:
    if duty is None:
        return ""
    return duty.dates[0] if duty.dates else duty.event or "?"


def _money(before: DocumentPlan, after: DocumentPlan, money: Money, label: Callable[[str], str]) -> Iterator[MoneyChange]:
    """Parameters that are amounts and change; ``label`` is what people call a path of the profile."""
    old = _chosen(before)
    for chosen in after.clauses:
        was = old.get(chosen.spec.id)
        for parameter in chosen.spec.parameters if was is not None else ():
            first, then = (c.values.get(parameter.name) for c in (was, chosen))  # type: ignore[union-attr]  # see above
            if parameter.type == "money" and first != then:
                shown = tuple("—" if v is None else money(v) for v in (first, then))
                yield MoneyChange(chosen.spec.id, label(chosen.paths.get(parameter.name) or parameter.name), *shown)


def _silent(after: Side, told: set[str], context: Context) -> Iterator[Silent]:
    """Clauses that belong to an axis that is touched and that do not change."""
    touched = {f.axis for f in context.facts if f.axis}
    titles = {c.id: c.title for c in after.document.clauses() if not c.gone and c.id not in told}
    chosen = _chosen(after.plan)
    seen: set[str] = set()
    for core, key in ((True, "core"), (False, "check")):
        for axis in (a for a in context.axes if a.get("id") in touched):
            for c in axis.get(key, ()):
                if c in titles and c not in seen and (core or _reads_a_fact(chosen.get(c), context)):
                    seen.add(c)
                    yield Silent(c, titles[c], str(axis["id"]), core)


def _reads_a_fact(chosen: Chosen | None, context: Context) -> bool:
    paths = (p for q in chosen.spec.parameters for p in _paths(q, chosen.paths.get(q.name, ""), context)) if chosen else ()
    return any(True for _ in _facts_at(paths, context))
