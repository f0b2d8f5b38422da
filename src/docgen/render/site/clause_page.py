"""Everything that the page of one clause shows, as values for its template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.journal import Journal
from docgen.model.library import ClauseSpec, Parameter, Position, Revision
from docgen.model.library_map import Placed
from docgen.model.obligation import Obligation, Span
from docgen.model.script import Script
from docgen.render.site.clause_texts import ClauseTexts, Redline, Shown, amount
from docgen.render.site.context import Site
from docgen.render.site.phrases import Phrases
from docgen.render.site.steps import StepRow, steps_of
from docgen.stages.as_drafted import outline_of
from docgen.stages.library_map import state_of


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a page, seen from the pages of the language; ``page`` is empty where nothing is there."""

    shown: str
    page: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A parameter of the clause in words."""

    name: str
    title: str
    kind: str
    source: str
    default: str
    optional: bool


@dataclass(frozen=True, slots=True)
class PositionColumn:
    """A position in words; ``sets`` are the values that it gives."""

    id: str
    label: str
    kind: str
    chosen: str
    sets: tuple[tuple[str, str], ...]
    approval: str


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A revision in words: ``state`` and ``status`` are codes, said by the words of the site."""

    number: int
    state: str
    status: str
    change: str
    span: str
    supersedes: str
    note: str
    based_on: int


@dataclass(frozen=True, slots=True)
class Use:
    """A document type that has the clause: where, and on which conditions."""

    document: Link
    under: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What the clause makes due, in words."""

    who: str
    what: str
    when: str
    legal: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A choice of two revisions: what differs, wording by wording."""

    wordings: tuple[str, ...]
    redlines: tuple[Redline, ...]


@dataclass(frozen=True, slots=True)
class ClausePage:
    """The page of a clause."""

    id: str
    title: str
    title_language: str
    state: str
    state_day: str
    category: str
    owner: str
    languages: tuple[str, ...]
    condition: str
    tongue: str
    texts: tuple[Shown, ...]
    views: Mapping[str, tuple[str, ...]]
    positions: tuple[PositionColumn, ...]
    revisions: tuple[RevisionRow, ...]
    shown_revision: int
    comparison: Comparison
    guidance: tuple[str, ...]
    uses: tuple[Use, ...]
    cited_by: tuple[Link, ...]
    requires: tuple[Link, ...]
    required_by: tuple[Link, ...]
    conflicts: tuple[tuple[Link, str, str], ...]
    terms: tuple[Link, ...]
    used_terms: tuple[Link, ...]
    requirements: tuple[Link, ...]
    law: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, tuple[str, ...]], ...]
    parameters: tuple[ParameterRow, ...]
    duties: tuple[Duty, ...]
    provenance: tuple[tuple[str, str], ...] = field(default=())
    steps: tuple[StepRow, ...] = field(default=())


def clause_page(spec: ClauseSpec, site: Site, texts: ClauseTexts, journal: Journal) -> ClausePage:
    """The page of a clause in the language of the site.

    :param journal: who proposed, approved and withdrew its revisions; empty where the library has seals instead.
    """
    return _Page(spec, site, texts, journal).page()


class _Page:
    def __init__(self, spec: ClauseSpec, site: Site, texts: ClauseTexts, journal: Journal) -> None:
        self._spec, self._site, self._texts, self._journal, self._words = spec, site, texts, journal, site.words
        self._own = Phrases(site.words, None, {"position": {p.id: p.label or p.id for p in spec.positions}})

    def page(self) -> ClausePage:
        spec, site = self._spec, self._site
        card, map_ = site.map.cards[spec.id], site.map
        shown = tuple(self._texts.shown())
        revision = self._texts.revision
        return ClausePage(
            spec.id, *site.words.picked(spec.title), card.state,
            self._words.span(revision.in_force_from, revision.in_force_to) if revision else "",
            site.name_of(spec.category, "category"), site.name_of(spec.owner, "owner"), card.languages,
            site.metadata.expression(spec.applies_when) if spec.applies_when else "",
            self._texts.tongue, shown, {t.view: self._types_with(t.view) for t in shown},
            tuple(map(self._position, self._texts.positions)),
            tuple(map(self._revision, reversed(spec.revisions))), card.revision,
            Comparison(self._wordings(), tuple(self._texts.redlines())),
            tuple(site.said(line) for line in map(str.strip, spec.guidance.splitlines()) if line),
            tuple(self._use(p) for p in map_.placed.get(spec.id, ())),
            self._clauses(map_.cited_by), self._links(spec.requires), self._clauses(map_.required_by),
            tuple(self._conflicts()),
            self._terms(t.id for t in spec.terms),
            self._terms(sorted(self._texts.used - {t.id for t in spec.terms})),
            tuple(self._requirement(r) for r in card.requirements),
            tuple(self._law()), tuple(self._others()),
            tuple(map(self._parameter, spec.parameters)), tuple(map(self._duty, spec.obligations)),
            tuple(self._provenance()), tuple(steps_of(spec, self._journal, site)),
        )  # fmt: skip

    def _provenance(self) -> Iterator[tuple[str, str]]:
        """Where the clause comes from, and on which terms."""
        spec, library = self._spec, self._site.library
        yield self._words.say("clause.library"), spec.library or library.name
        licence, authors = self._site.terms_of(spec)
        found = {"adapts": spec.adapts, "licence": licence, "authors": ", ".join(authors)}
        yield from ((self._words.say(f"clause.{key}"), value) for key, value in found.items() if value)

    # -- text
    def _types_with(self, view: str) -> tuple[str, ...]:
        """The document types that state the clause in this view."""
        held = {p.doctype for p in self._site.map.placed.get(self._spec.id, ())}
        return tuple(
            self._site.doctype_title(t.id)
            for t in self._site.types
            if t.id in held and t.view_of(self._spec.id) == view
        )

    def _wordings(self) -> tuple[str, ...]:
        labels = {p.id: self._site.said(p.label or p.id) for p in self._spec.positions}
        views = len({w.view for w in self._texts.wordings}) > 1
        return tuple(
            " · ".join(filter(None, (self.view(w.view) if views else "", labels.get(w.position, ""))))
            for w in self._texts.wordings
        )

    def view(self, view: str) -> str:
        """What a view is called."""
        return self._words.say("view.named", view=view) if view else self._words.say("view.plain")

    def _position(self, p: Position) -> PositionColumn:
        types = {q.name: q.type for q in self._spec.parameters}
        sets = tuple((name.replace("_", " "), amount(v, types.get(name, ""), self._own)) for name, v in p.sets.items())
        chosen = self._site.metadata.expression(p.selected_by) if p.selected_by else ""
        return PositionColumn(
            p.id, self._site.said(p.label or p.id), p.kind, chosen, sets, self._site.name_of(p.approval, "owner")
        )

    def _revision(self, r: Revision) -> RevisionRow:
        return RevisionRow(
            r.number, state_of(r, self._site.day), r.status, r.change, self._words.span(r.in_force_from, r.in_force_to),
            r.supersedes, self._site.said(r.note), r.based_on,
        )  # fmt: skip

    # -- where it is used
    def _use(self, placed: Placed) -> Use:
        site, doctype = self._site, self._site.doctypes[placed.doctype]
        conditions = site.conditions(doctype)
        if placed.variant:
            conditions.append(site.words.say("use.variant", variant=placed.variant))
        conditions += [site.words.say("use.dropped", variant=v) for v in placed.dropped]
        under = " › ".join(filter(None, (site.title(t) for t in placed.under)))
        return Use(Link(site.doctype_title(doctype.id), f"documents.html#d-{doctype.id}"), under, tuple(conditions))

    def _clauses(self, leading: Mapping[str, tuple[str, ...]]) -> tuple[Link, ...]:
        return self._links(leading.get(self._spec.id, ()))

    def _links(self, ids: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple(Link(self._site.clause_title(i), self._site.clause_page(i), i) for i in ids)

    def _conflicts(self) -> Iterator[tuple[Link, str, str]]:
        for c in self._spec.conflicts:
            (link,) = self._links((c.clause,)) if c.clause else (Link("", ""),)
            when = self._site.metadata.expression(c.when) if c.when else ""
            yield link, when, self._site.title(c.message)

    # -- terms, references
    def _terms(self, ids: Any) -> tuple[Link, ...]:
        found = []
        for id_ in ids:
            owner = self._site.map.cards.get(self._site.term_owners.get(id_, ""))
            term = next((t for t in owner.terms if t.id == id_), None) if owner else None
            names = {code: w.term for code, w in term.wordings.items()} if term else {}
            found.append(Link(self._site.title(names, id_), self._site.term_page(id_)))
        return tuple(found)

    def _requirement(self, id_: str) -> Link:
        listed = next((r for r in self._site.requirements.all if r.id == id_), None)
        return Link(id_, f"coverage.html#r-{id_}", self._site.title(listed.title) if listed else "")

    def _law(self) -> Iterator[tuple[str, str]]:
        for reference in self._spec.law:
            said = [self._words.say(f"grade.{reference.grade}")] if reference.grade else []
            if reference.verified:
                said.append(self._words.say("grade.read", day=self._words.day(reference.verified)))
            yield reference.text, ", ".join(said)

    def _others(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name, values in self._spec.references.items():
            if name not in ("requirements", "law"):
                listed = values if isinstance(values, list | tuple) else [values]
                yield name.replace("_", " "), tuple(map(str, listed))

    # -- parameters, obligations
    def _parameter(self, p: Parameter) -> ParameterRow:
        source = p.path
        if p.derived is not None:
            source = self._words.say("parameter.derived", value=self._site.metadata.expression(p.derived))
        default = amount(p.default, p.type, self._own) if p.default is not None else ""
        return ParameterRow(
            p.name, self._site.fields.get(p.path, ""), self._words.known("type", p.type), source, default, p.optional
        )

    def _duty(self, o: Obligation) -> Duty:
        who = self._site.library.labels.get("who", {}).get(o.who, {})
        return Duty(self._site.title(who, o.who), self._said(o.what), self._when(o), o.legal)

    def _when(self, o: Obligation) -> str:
        said = []
        if o.on is not None:
            said.append(self._words.say("duty.once", day=self._own.place(o.on)))
        if o.repeat is not None:
            ends = {"start": o.repeat.start, "until": o.repeat.until}
            days = {k: self._own.place(e) if e is not None else "" for k, e in ends.items()}
            said.append(self._words.say("duty.every", step=self._span(o.repeat.step), **days))
        if o.event:
            said.append(self._words.say("duty.event", event=self._said(o.event)))
        said += [
            self._words.say(f"duty.{k}", span=self._span(s))
            for k, s in (("before", o.before), ("after", o.after))
            if self._span(s)
        ]
        if o.when is not None:
            said.append(self._words.say("duty.when", test=self._own.expression(o.when)))
        return " ; ".join(said)

    def _span(self, span: Span) -> str:
        parts = (("months", span.months), ("days", span.days))
        return " ".join(amount_of(self._own.place(e), k, self._own) for k, e in parts if e is not None)

    def _said(self, texts: Mapping[str, Script]) -> str:
        script = texts.get(self._site.code) or next(iter(texts.values()), ())
        return outline_of(script, lambda place: f"[{self._own.place(place.expression)}]")


def amount_of(said: str, kind: str, phrases: Phrases) -> str:
    """Something that is said already, with the unit of its kind."""
    return phrases.words.known("unit", kind).replace("{value}", said)
