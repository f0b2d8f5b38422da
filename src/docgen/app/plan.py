"""The verb ``plan``: what a changed profile, newer wordings or another day do to a recorded contract."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docgen import __version__
from docgen.app.amend import axes_of, facts_between, ordered_changes
from docgen.app.amended_facts import Shown
from docgen.app.dossier import Archive, last_version, signed_version
from docgen.app.draft import Made
from docgen.app.profile_stream import NOTHING_RECORDED, Recorded, Stream, stream_of
from docgen.app.versions import Drawn, draw
from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, error, has_errors, in_reading_order
from docgen.model.library import LibraryInfo
from docgen.model.lock import LockedClause
from docgen.model.profile import Profile
from docgen.model.recipe import Recipe, as_plain, from_plain
from docgen.model.renegotiation import DocumentChange, Fact, Fired, Offer, Plan
from docgen.model.version import State, Version
from docgen.render.plan import PLAN_FORMAT
from docgen.render.plan import as_plain as plain_plan
from docgen.stages.assemble import label_of
from docgen.stages.paths_read import calculation_paths, paths_read
from docgen.stages.plan_changes import Context, Side, compared
from docgen.stages.policy import exactly, locked_clauses, offers, pins, taken_on
from docgen.stages.schema_walk import SchemaWalk
from docgen.store.snapshot import Taken, take

if TYPE_CHECKING:
    from docgen.store.register import Register


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan is made for.

    ``take`` names clauses, kinds of change or ``all``; ``as_of`` and ``effective`` are ISO days or "": the law of which day
    counts, and from which day the change applies. ``motive`` says why, where no dated change of the profile does.
    ``exactly`` names a clause and its revision: this one is taken, and everything else stays as it was signed.
    """

    take: tuple[str, ...] = ()
    as_of: str = ""
    effective: str = ""
    motive: str = ""
    final: bool = False
    exactly: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and everything that is needed to carry it out."""

    plan: Plan
    base: Version
    before: Drawn
    after: Drawn
    library: Taken
    profile: bytes
    diagnostics: tuple[Diagnostic, ...]

    @property
    def blocked(self) -> bool:
        """Whether an error keeps the plan from being carried out."""
        return self.after.stopped or any(d.severity == "error" and d.code.startswith("RN") for d in self.diagnostics)


def plan(
    register: Register, archive: Archive, profile: Path, changes: Sequence[Path], asked: Asked
) -> tuple[Planned | None, tuple[Diagnostic, ...]]:
    """What would change, and why; nothing is written.

    :param changes: files with dated changes, beside those of the profile and those that the version holds already.
    :return: None with what stops it, where there is nothing to compare with or an input cannot be read.
    """
    workshop = archive.workshop
    opened = _stream(register, workshop, profile, changes)
    stream = opened.value
    if stream is None:
        return None, opened.diagnostics
    read = stream.profile(workshop)
    library, taken = workshop.library().value, take(workshop.project.root)
    if read.value is None or library is None or taken.value is None or has_errors(read.diagnostics):
        return None, in_reading_order([*read.diagnostics, *workshop.library().diagnostics, *taken.diagnostics])
    base = last_version(register, read.value.id)
    if base is None:
        hint = f"record it first: docgen record {stream.shown}"
        return None, (error("RN623", f'nothing is recorded of "{read.value.id}"', None, hint),)
    archive.current = taken.value
    return _planned(register, archive, base, _Origin(library, taken.value, read, stream.data, stream.own), asked)


def plan_recorded(register: Register, archive: Archive, dossier: str, asked: Asked) -> tuple[Planned | None, tuple[Diagnostic, ...]]:
    """The plan for the signed version of a dossier, from the profile and the day of the law that are recorded with it."""
    workshop = archive.workshop
    base = signed_version(register, dossier)
    if base is None:
        return None, (error("RN652", f'no version of "{dossier}" is signed', None, "only a signed contract is recalled"),)
    library = workshop.library().value
    archive.current = archive.current or take(workshop.project.root).value
    recipe, data = from_plain(base.inputs, f"{dossier}@{base.number}").value, register.blob(base.profile_digest)
    if library is None or archive.current is None or recipe is None or data is None:
        return None, (*workshop.library().diagnostics, *archive.drawn(base).diagnostics)
    read = workshop.profile_from(data, recipe.profile, kept_as=f"{dossier}@{base.number}")
    if has_errors(read.diagnostics):
        return None, read.diagnostics
    asked = replace(asked, as_of=base.as_of)
    return _planned(register, archive, base, _Origin(library, archive.current, read, data, recipe.own), asked)


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a plan is made from: library and profile, with the bytes of both."""

    library: LibraryInfo
    taken: Taken
    profile: Outcome[Profile]
    data: bytes
    own: int


def _planned(
    register: Register, archive: Archive, base: Version, origin: _Origin, asked: Asked
) -> tuple[Planned | None, tuple[Diagnostic, ...]]:
    before, profile = archive.drawn(base), origin.profile.value
    if before.value is None or profile is None:
        return None, (*before.diagnostics, *(origin.profile.diagnostics if profile is None else ()))
    making = _Planning(archive.workshop, origin.library, base, before.value, profile, asked, origin.own)
    after, offered, found = making.after()
    made = making.plan(after, offered)
    fingerprint = _fingerprint(base, register.head(base.dossier), origin.data, origin.taken, after.recipe)
    whole = in_reading_order([*origin.profile.diagnostics, *found, *_unsigned(base, asked), *after.diagnostics])
    return Planned(replace(made, fingerprint=fingerprint), base, before.value, after, origin.taken, origin.data, whole), ()


def _stream(register: Register, workshop: Workshop, profile: Path, changes: Sequence[Path]) -> Outcome[Stream]:
    """The profile with all its changes: those of its last version are there without being named again."""
    alone = stream_of(workshop, profile)
    read = alone.value.profile(workshop) if alone.value else None
    base = last_version(register, read.value.id) if read and read.value else None
    own = int(base.inputs.get("own", 0)) if base else 0
    data = register.blob(base.profile_digest) if base and own else None
    recorded = Recorded(f"{base.dossier}@{base.number}", data[own:]) if base and data else NOTHING_RECORDED
    return stream_of(workshop, profile, changes, recorded)


def _unsigned(base: Version, asked: Asked) -> Iterator[Diagnostic]:
    """RN607 where something is said of an amendment and nothing is signed that it could amend."""
    if asked.motive and base.state is not State.SIGNED:
        name = f"{base.dossier}@{base.number}"
        yield error("RN607", f"{name} is not signed: there is no contract to amend", None,
                    f"say that it is signed (docgen mark {name} signed --on DATE), or leave --motive out for the next draft")  # fmt: skip


def _fingerprint(base: Version, head: str, profile: bytes, library: Taken, recipe: Recipe) -> str:
    """Changes with whatever the plan was made from: history, profile, library, what is asked for, docgen itself.

    Where the profile lies is none of it: that is another place on another machine.
    """
    asked = as_plain(replace(recipe, profile=""))
    parts = [base.head, head, hashlib.sha256(profile).hexdigest(), library.digest, asked, __version__]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Planning:
    """One plan on its way."""

    workshop: Workshop
    library: LibraryInfo
    base: Version
    before: Drawn
    profile: Profile
    asked: Asked
    own: int

    # -- the new state
    def after(self) -> tuple[Drawn, tuple[Offer, ...], list[Diagnostic]]:
        """The documents as they would be, the revisions on offer, and what was found about them."""
        keys = self.library.amendments
        changes = [record for _, record in ordered_changes(self.profile, keys)] if keys else []
        new = changes[self.before.recipe.changes :]
        last = str(new[-1].get(keys.effective) or "") if new and keys else ""
        day = self.asked.effective or last or self.asked.as_of or self.before.dates.as_of
        named = [c for r in new for c in (r.get(keys.revisions) or ())] if keys and keys.revisions else []
        wanted = (*self.asked.take, *named)
        locked = locked_clauses(map(json.loads, self.base.locks))
        offered, found = self._offers(locked, day, wanted)
        kept = {c: n for c, n in pins(locked, offered).items() if self.workshop.clause(c) is not None}
        taken = {**self.before.recipe.taken, **taken_on(offered, day)}
        amends = self.base.state is State.SIGNED
        recipe = replace(
            self.before.recipe, profile=self.profile.file, own=self.own, changes=len(changes), base=self.base.number, amends=amends,
            pins=kept, taken=taken, as_of=self.asked.as_of or last or self.asked.effective or self.before.dates.as_of,
            final=self.asked.final, change=self._change(len(new) > 0, day) if amends else {},
        )  # fmt: skip
        return draw(self.workshop, recipe, self.profile, self.before), offered, found

    def _offers(self, locked: Sequence[LockedClause], day: str, wanted: Sequence[str]) -> tuple[tuple[Offer, ...], list[Diagnostic]]:
        code = self.library.languages[0]
        if self.asked.exactly is not None:
            return exactly(locked, self.workshop.clause, *self.asked.exactly, code)
        return offers(locked, self.workshop.clause, day, wanted, code)

    def _change(self, dated: bool, day: str) -> dict[str, Any]:
        """What an amendment says of a change that stands in no file: its number, its day and its motive."""
        keys = self.library.amendments
        if keys is None or dated:
            return {}
        change = {keys.number: self._next_number(), keys.effective: day, keys.signature: day}
        return change | ({keys.motive: self.asked.motive} if self.asked.motive and keys.motive else {})

    def _next_number(self) -> int:
        """One more than the last amendment of the dossier."""
        return 1 + max((int(a.number) for a in self.before.amended if a.number.isdecimal()), default=self._dated())

    def _dated(self) -> int:
        last = self.before.recipe.change.get(self.library.amendments.number, 0) if self.library.amendments else 0
        return max(int(last), self.before.recipe.changes)

    # -- the comparison
    def plan(self, after: Drawn, offered: tuple[Offer, ...]) -> Plan:
        """What changes between the recorded version and the new state."""
        keys = self.library.amendments
        facts = tuple(self._facts(after)) if keys else ()
        axes = tuple(axes_of(keys, self.library)) if keys else ()
        code = self.library.languages[0]
        types = self.workshop.document_types().value or ()
        known = calculation_paths(self.library.calculations)
        context = Context(
            facts, axes, self._reference(after), self._money, lambda path: label_of(self.workshop.titles(), path), lambda e: paths_read(e, known),
            frozenset(t.amends for t in types if t.amends),
        )  # fmt: skip
        titles = {str(a["id"]): str(a.get("title", {}).get(code, a["id"])) for a in axes}
        touched = tuple((a, titles[a]) for a in dict.fromkeys(f.axis for f in facts if f.axis) if a in titles)
        documents = tuple(self._documents(after, context))
        return Plan(
            self.base.dossier, self.base.number, str(self.base.state), after.dates.as_of,
            after.dates.effective if not after.recipe.amends else self._day(after), touched, facts, offered, documents,
            tuple(_fired(self.before.diagnostics, after.diagnostics)),
        )  # fmt: skip

    def _day(self, after: Drawn) -> str:
        keys = self.library.amendments
        told = (a.facts["amendment"].get("effective") for a in after.amended)
        return next((str(d) for d in told if d), "") or str(after.recipe.change.get(keys.effective, "") if keys else "") or after.dates.as_of

    def _facts(self, after: Drawn) -> Iterator[Fact]:
        keys = self.library.amendments
        assert keys is not None
        for f in facts_between(self.before.profile, after.profile, keys, self.library, self.workshop, None):
            yield Fact(f["path"], f["title"], f["axis"], f["before"], f["after"])

    def _reference(self, after: Drawn) -> dict[str, tuple[Any, Any]]:
        """Dated reference data with another value on the new day."""
        old = self.before.documents[0].plan.scope["reference"] if self.before.documents else {}
        new = self.library.reference_on(after.dates.as_of)
        return {k: (old.get(k), v) for k, v in new.items() if k in old and old[k] != v}

    def _money(self, value: Any) -> str:
        code = self.library.languages[0]
        language = self.workshop.language(code)
        shown = Shown(language, self.library.labels, self.workshop.filters(code), SchemaWalk(self.library.vocabulary), {})
        return shown.text(value, "", ({"x-unite": "EUR"},))

    def _documents(self, after: Drawn, context: Context) -> Iterator[DocumentChange]:
        old, new = (_by_name(d.documents) for d in (self.before, after))
        amended = {(a.made.plan.doctype.id, a.made.plan.key) for a in after.amended}
        for name in dict.fromkeys((*old, *new)):
            was, now = old.get(name), new.get(name)
            if was is None or now is None:
                one = now or was
                assert one is not None
                yield DocumentChange(one.plan.name, one.document.title, "added" if now else "removed")
            else:
                sides = _side(was, self.before.workshop), _side(now, after.workshop)
                yield compared(*sides, context, amendment=name[:2] in amended)


def _side(made: Made, workshop: Workshop) -> Side:
    return Side(made.plan, made.document, made.numbering, workshop.duties(made.plan)[0])


def _by_name(documents: Sequence[Made]) -> dict[tuple[str, str, str], Made]:
    return {(m.plan.doctype.id, m.plan.key, m.plan.language): m for m in documents}


def _fired(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> Iterator[Fired]:
    """Findings that are new, then those that are no more; each sentence once."""
    old, new = ({(d.code, str(d.severity), d.message): None for d in found} for found in (before, after))
    yield from (Fired(*f, new=True) for f in new if f not in old)
    yield from (Fired(*f, new=False) for f in old if f not in new)


NO_PLAN: Final = "this is no plan of docgen, or one of another form"
ANEW: Final = "make it anew: docgen plan … --save FILE"


def stale(saved: Mapping[str, Any], now: Plan) -> Outcome[bool]:
    """RN631 when a saved plan is not the plan of today any more, RN632 when it is no plan or was edited."""
    if saved.get("schema") != PLAN_FORMAT:
        return Outcome(None, (error("RN632", NO_PLAN, None, ANEW),))
    today = json.loads(json.dumps(plain_plan(now)))
    moved = [key for key in today if saved.get(key) != today[key]]
    if not moved:
        return Outcome(True)
    if "fingerprint" not in moved:
        return Outcome(None, (error("RN632", f"the plan was edited: it says something else of {', '.join(moved)} than would be done", None, ANEW),))
    said = [key for key in ("base", "facts", "offers", "documents") if key in moved]
    what = f"what it says of {', '.join(said)} would be another" if said else "the library, the profile or the history moved since"
    return Outcome(None, (error("RN631", f"the plan is stale: {what}", None, "make it anew, read it again, then apply it"),))
