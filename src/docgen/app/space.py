"""``check --library``: the whole space of a library, every finding with a profile that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import product
from pathlib import Path
from time import monotonic, process_time
from typing import Any

from docgen.app.draft import DraftSet, make
from docgen.app.workshop import Workshop
from docgen.checks.rule_tests import check_rule_tests
from docgen.checks.space.clauses import clause_questions
from docgen.checks.space.conditions import Conditions, Scene
from docgen.checks.space.cover import factors_of, rows
from docgen.checks.space.domains import Domains
from docgen.checks.space.solver import Facts, Solver, Stopped
from docgen.checks.space.space import Space, Suspect
from docgen.checks.space.texts import dangling, dead_branches, undefined_terms
from docgen.checks.space.timeline import timelines
from docgen.checks.space.witness import example_of, facts_as_yaml, inputs_of, witness
from docgen.checks.vocabulary import check_vocabulary
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Severity, error, in_reading_order, info, warning
from docgen.model.doctype import DocumentType
from docgen.model.document import Text
from docgen.model.library import ClauseSpec, LibraryInfo, Rule
from docgen.model.plan import Request
from docgen.model.profile import Profile
from docgen.stages.resolve import dates_of
from docgen.stages.schema_walk import document_schema
from docgen.stages.terms import all_inlines

ROWS = 12
TRIES = 4
FAULTS = ("XR5", "TM403", "TM405", "TM407", "TM410", "LB231", "CL305", "CL331", "CL340", "MD", "TY602", "ST101")
"""Findings in a document that are faults of the library, whatever the profile says."""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Explored:
    """What was found, and how much was looked at."""

    diagnostics: tuple[Diagnostic, ...]
    questions: int
    drawn: int
    scenes: int


@dataclass(slots=True)
class _Exploration:
    """One run over the space of a library."""

    workshop: Workshop
    library: LibraryInfo
    specs: Mapping[str, ClauseSpec]
    types: Sequence[DocumentType]
    bases: Sequence[Profile]
    more: Callable[[], bool]
    progress: Progress
    found: list[Diagnostic] = field(default_factory=list)
    shown: set[tuple[str, str]] = field(default_factory=set)
    drawn: int = 0
    space: Space = field(init=False)

    def __post_init__(self) -> None:
        conditions = Conditions(self.library, self.specs, self.workshop.filters)
        solver = Solver(Domains(self.library.vocabulary, _words(self.types, self.bases)), self.more)
        self.space = Space(self.library, self.specs, self.types, conditions, solver, self.progress)
        solver.examples = [example_of(base, self.library.choices.at) for base in self.bases if base.data]

    def run(self) -> None:
        """Every part, in order; what the time did not allow for is said."""
        space, left = self.space, list[str]()
        prepositions = {c: self.workshop.prepositions(self.workshop.language(c)) for c in self.library.languages}
        parts: tuple[tuple[str, Callable[[], Iterator[Suspect | Diagnostic]]], ...] = (
            ("rule tests", self._rule_tests),
            ("timelines", lambda: timelines(space)),
            ("clauses, positions, requirements and conflicts", lambda: clause_questions(space)),
            ("references", lambda: dangling(space, prepositions)),
            ("defined terms", lambda: undefined_terms(space)),
            ("conditions of texts", lambda: dead_branches(space)),
            ("drawn combinations", self._net),
        )
        for name, part in parts:
            self.progress(name)
            try:
                self._part(part())
            except (Stopped, KeyboardInterrupt):
                left.append(name)
        if left:
            self.found.append(warning("SP819", f"the time was over: not, or not wholly, looked at: {'; '.join(left)}", None,
                                      "give it more time with --budget"))  # fmt: skip

    def _part(self, suspects: Iterator[Suspect | Diagnostic]) -> None:
        for suspect in suspects:
            judged = suspect if isinstance(suspect, Diagnostic) else self._judged(suspect)
            self.found += [judged] if judged is not None else []

    def _rule_tests(self) -> Iterator[Diagnostic]:
        profiles = {Path(p.file).stem: p for p in self.bases}
        yield from check_rule_tests(self.library.rules, profiles, self.library.vocabulary, self._fired)

    def _fired(self, profile: Profile, rule: Rule, files: Mapping[str, str]) -> Sequence[Diagnostic]:
        """What the rules say that look at the same thing as this one: the profile, or its documents."""
        if not self.more():
            raise Stopped
        return rules_fired(self.workshop, self.library, profile, rule, files)

    # -- judging
    def _judged(self, suspect: Suspect) -> Diagnostic | None:
        """The finding with a profile that shows it; a remark where no drawn document does.

        None where every such profile is refused by a rule: then its author is told.
        """
        given, told = suspect.diagnostic, False
        if suspect.scene is None or not suspect.facts:
            return given
        for facts, base in product(suspect.facts, self.bases):
            verdict = self._shows(suspect, suspect.scene, facts, base)
            if verdict:
                self.shown.add((suspect.expects[0] if suspect.expects else "", suspect.file))
                return replace(given, hint=_with_example(given.hint or "", suspect.scene, facts, base))
            told = told or verdict is None
        if told:
            return None
        hint = _with_example(
            "no profile of the project shows it once these facts are put in", suspect.scene, suspect.facts[0], None
        )
        return info("SP817", f"not confirmed: {given.message}", given.place, hint)

    def _shows(self, suspect: Suspect, scene: Scene, facts: Facts, base: Profile) -> bool | None:
        """True when a drawn document shows it; None when it does and a rule refuses the profile."""
        drawn = self._draw(scene, facts, base)
        if drawn is None:
            return False
        if suspect.form:
            return _undefined(drawn, scene, suspect)
        hit = any(d.code in self._also(suspect.expects) and _about(d, suspect) for d in drawn.diagnostics)
        return None if hit and suspect.expects[0].startswith("RQ") and self._refused(drawn, base) else hit

    def _draw(self, scene: Scene, facts: Facts, base: Profile) -> DraftSet | None:
        """The documents of an example with these facts; None when the vocabulary refuses them."""
        if not self.more():
            raise Stopped
        profile, inputs = witness(base, facts, self.library.vocabulary), inputs_of(facts)
        if facts and self._problems(profile):
            return None
        self.drawn += 1
        types = (scene.doctype.id,) if self.space.by_name(scene.doctype) else ()
        return make(
            self.workshop, profile, Request(types, scene.language, scene.variant, scene.law, scene.day, inputs=inputs)
        )

    def _also(self, codes: Sequence[str]) -> frozenset[str]:
        """The codes, and the rules of the library that say these findings in their own words."""
        return frozenset(codes) | {r.id for r in self.library.rules if any(c.startswith(tuple(codes)) for c in r.codes)}

    def _refused(self, drawn: DraftSet, base: Profile) -> bool:
        """A rule of severity error speaks up that is silent on the example itself."""
        ids = {r.id for r in self.library.rules if r.severity == "error" and r.scope == "profile"}
        quiet = {d.code for d in self.workshop.rules(base, self.library, dates_of(base, self.library, Request()))}
        return any(d.code in ids - quiet for d in drawn.diagnostics)

    # -- the net
    def _net(self) -> Iterator[Diagnostic]:
        """Drawn documents of many combinations: a second look, through the whole engine."""
        scenes = [s for s in self.space.scenes if s.law == s.day]
        factors = factors_of(self.space, self.space.conditions.readings())
        whole = [s for s in scenes if not self.space.by_name(s.doctype)] or scenes  # these draw the whole set
        plain: list[tuple[Scene, Facts]] = [(s, {}) for s in {(s.day, s.language): s for s in whole}.values()]
        mixed = [(scenes[n * 7 % len(scenes)], row) for n, row in enumerate(rows(factors, ROWS))] if scenes else []
        chosen = [*plain, *mixed]
        for number, (scene, row) in enumerate(chosen):
            for base in self.bases if row else self.bases[:1]:
                self.progress(f"drawn combinations {number}/{len(chosen)}")
                facts = self._allowed(row, base)
                for d in self._faults(scene, facts, base):
                    self.shown.add((d.code, d.place.file if d.place else ""))
                    least = self._least(scene, facts, base, d)
                    yield error(
                        "SP818", f"{d.code} {d.message}", d.place, _with_example(d.hint or "", scene, least, base)
                    )

    def _allowed(self, row: Facts, base: Profile) -> dict[Any, Any]:
        """The facts of a row that the vocabulary takes beside each other."""
        facts = dict(row)
        for _ in range(TRIES):
            found = self._problems(witness(base, facts, self.library.vocabulary)) if facts else ()
            refused = [p for p in facts if any(".".join(p) in d.message for d in found)]
            facts = {p: v for p, v in facts.items() if p not in refused}
            if not refused:
                break
        return facts

    def _problems(self, profile: Profile) -> tuple[Diagnostic, ...]:
        root, schema = self.library.vocabulary, document_schema(self.library.vocabulary)
        known = {id(r) for b in self.bases for found in b.records.values() for r in found}
        parts = (profile.data, *(r for found in profile.records.values() for r in found if id(r) not in known))
        return tuple(d for p in parts for d in check_vocabulary(p, {}, schema, profile.file, root=root))

    def _faults(self, scene: Scene, facts: Facts, base: Profile) -> list[Diagnostic]:
        drawn = self._draw(scene, facts, base)
        found = drawn.diagnostics if drawn is not None else ()
        if any(d.code == "AS504" for d in found):
            return []  # a clause without a revision on that day, which the timelines say; the rest follows from it
        also = tuple(sorted(self._also(FAULTS)))
        return [d for d in found if d.severity is Severity.ERROR and d.code.startswith(also)
                and (d.code, d.place.file if d.place else "") not in self.shown]  # fmt: skip

    def _least(self, scene: Scene, facts: dict[Any, Any], base: Profile, wanted: Diagnostic) -> Facts:
        """The facts without those that the finding does not need."""
        kept, size = dict(facts), max(1, len(facts) // 2)
        while size and kept:
            for part in [list(kept)[n : n + size] for n in range(0, len(kept), size)]:
                fewer = {p: v for p, v in kept.items() if p not in part}
                drawn = self._draw(scene, fewer, base)
                if drawn is not None and any(
                    (d.code, d.place) == (wanted.code, wanted.place) for d in drawn.diagnostics
                ):
                    kept = fewer
            size //= 2
        return kept


def explore(workshop: Workshop, profiles: Sequence[Profile], more: Callable[[], bool], progress: Progress) -> Explored:
    """Everything that can go wrong in a library with some profile. ``more`` says whether there is time left.

    ``profiles`` are examples that the facts of a finding are put into; without any an empty one is used.
    """
    library, types = workshop.library().value, workshop.document_types().value
    if library is None or types is None:
        return Explored((), 0, 0, 0)
    ids = workshop.project.clause_ids()
    specs = {i: s for i in ids if (s := workshop.clause(i)) is not None}
    bases = profiles or (Profile("example", "example", "", {}, {}),)
    workshop.only_tries()
    run = _Exploration(workshop, library, specs, types, bases, more, progress)
    run.run()
    return Explored(in_reading_order(run.found), run.space.solver.asked, run.drawn, len(run.space.scenes))


def rules_fired(
    workshop: Workshop, library: LibraryInfo, profile: Profile, rule: Rule, files: Mapping[str, str]
) -> Sequence[Diagnostic]:
    """What the rules of a library say: over the profile for a rule of that scope, else over its documents too.

    ``files`` of clauses (``<clause>/<file>``) take the place of those of the library.

    :raises LookupError: when the library has no such file.
    """
    bench = workshop.with_clause_files({k: v.encode() for k, v in files.items()}) if files else workshop
    if rule.scope == "profile":
        return bench.rules(profile, library, dates_of(profile, library, Request()))
    ids = {r.id for r in library.rules}
    request = Request(variant=str(rule.test.get("variant", "")))
    return [d for d in make(bench, profile, request).diagnostics if d.code in ids]


def check_space(
    workshop: Workshop, paths: Sequence[Path], seconds: float, progress: Progress
) -> tuple[tuple[Diagnostic, ...], str]:
    """The findings of an exploration, and a sentence about how much was looked at.

    ``seconds`` are those of the processor: what else a machine does must not decide on what is looked at.
    """
    begun, spent = monotonic(), process_time()
    profiles = [p for path in paths if (p := workshop.profile(path).value) is not None]
    explored = explore(workshop, profiles, lambda: process_time() - spent < seconds, progress)
    said = (f"{explored.scenes} scenes (type, variant, language, day), {explored.questions} questions, "
            f"{explored.drawn} sets of documents drawn in {monotonic() - begun:.0f} s, "
            f"{process_time() - spent:.0f} s of the processor")  # fmt: skip
    return explored.diagnostics, said


def _words(types: Sequence[DocumentType], bases: Sequence[Profile]) -> tuple[str, ...]:
    """Two ids of an example, so that what refers to them goes on to."""
    from docgen.stages.evaluate import path_of

    for doctype in types:
        for base in bases:
            items = base.get(path_of(doctype.each[1], {})) if doctype.each else None
            ids = [str(i["id"]) for i in items if isinstance(i, dict) and "id" in i] if isinstance(items, list) else []
            if ids:
                return (ids[0], ids[1] if len(ids) > 1 else "beta")
    return ("alpha", "beta")


def _about(d: Diagnostic, suspect: Suspect) -> bool:
    """The finding of a drawn document is the one that was looked for."""
    in_file = d.place is not None and d.place.file == suspect.file
    return in_file or f'"{suspect.file}"' in d.message


def _undefined(drawn: DraftSet, scene: Scene, suspect: Suspect) -> bool:
    """The term stands in a drawn text as plain words."""
    blocks = (b for m in drawn.documents if m.plan.doctype is scene.doctype
              for c in m.document.clauses() for b in c.blocks if b.source.file == suspect.file)  # fmt: skip
    return any(
        isinstance(i, Text) and suspect.form in i.text.replace("\u00a0", " ") for i in all_inlines(tuple(blocks))
    )


def _with_example(hint: str, scene: Scene, facts: Facts, base: Profile | None) -> str:
    on = f" on top of {base.file}" if base is not None and base.data else ""
    lines = facts_as_yaml(facts) or ("# nothing: the example as it is",)
    return "\n    ".join((f"{hint}\n    example{on}, {scene}:".strip(), *lines))
