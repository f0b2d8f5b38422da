"""The documents of one version of a dossier, from its recipe: the same function makes it and makes it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from docgen.app.amend import Amended, Step, between, ordered_changes, with_change
from docgen.app.draft import (
    BLOCKING,
    DraftSet,
    Made,
    checked,
    composed_state,
    drawn_amendment,
    stricter,
    unknown_language,
    unknown_types,
    unknown_variant,
)
from docgen.app.frames import NO_BASES
from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, error, in_reading_order
from docgen.model.doctype import DocumentType
from docgen.model.library import ChangeKeys, ChoiceKeys, LibraryInfo
from docgen.model.plan import Dates, Request
from docgen.model.profile import Profile
from docgen.model.recipe import Recipe
from docgen.stages.consolidate import State, moved_numbers
from docgen.stages.resolve import dates_of


@dataclass(frozen=True, slots=True)
class Drawn:
    """One version, drawn: its profile with all its changes, its documents, and the amendments that led to it.

    ``workshop`` is that of the library that it was drawn from.
    """

    workshop: Workshop
    recipe: Recipe
    profile: Profile
    dates: Dates
    request: Request
    documents: tuple[Made, ...]
    amended: tuple[Amended, ...]
    amendments: tuple[Made, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def step(self) -> Step:
        """This version as what a later change departs from."""
        return Step(self.profile, self.dates, self.request, self.documents)

    @property
    def drafts(self) -> DraftSet:
        """Everything that is written of it."""
        return DraftSet(self.profile, self.dates, (*self.documents, *self.amendments), self.diagnostics)

    @property
    def stopped(self) -> bool:
        """Whether an error keeps it from being written; in a final version any error does."""
        errors = [d for d in self.diagnostics if d.severity == "error"]
        return bool(errors) and (self.recipe.final or any(d.code.startswith((*BLOCKING, "AS508", "RN")) for d in errors))


def draw(workshop: Workshop, recipe: Recipe, profile: Profile, base: Drawn | None) -> Drawn:
    """Compose and check the documents of a version.

    :param profile: as its file holds it; the recipe says how many of its dated changes count.
    :param base: the version that this one follows, drawn from its own recipe and its own library.
    """
    library, types = workshop.library(), workshop.document_types()
    found = [*library.diagnostics, *types.diagnostics]
    if library.value is None or types.value is None:
        return Drawn(workshop, recipe, profile, Dates("", "", ""), recipe.request, (), (), (), in_reading_order(found))
    request = recipe.request
    found += [*unknown_types(request, types.value), *unknown_language(request, library.value), *unknown_variant(request, types.value)]
    return _Drawing(workshop, library.value, types.value, recipe, base, found).drawn(profile)


@dataclass(slots=True)
class _Drawing:
    """One version on its way."""

    workshop: Workshop
    library: LibraryInfo
    types: Sequence[DocumentType]
    recipe: Recipe
    base: Drawn | None
    found: list[Diagnostic]

    def drawn(self, profile: Profile) -> Drawn:
        """The version, with everything that was found on the way."""
        recipe, workshop, library = self.recipe, self.workshop, self.library
        changes = ordered_changes(profile, library.amendments)[: recipe.changes] if library.amendments else []
        state, taken = self._changed(profile, changes)
        state = pinned(state, recipe.pins, library.choices)
        dates = self._dates(profile, changes, {**taken, **recipe.taken})
        record = self._record(changes)
        request = self._request(dates, record)
        workshop.recall(profile)
        bases = self.base.step.bases(self._amending()) if recipe.amends and self.base else NO_BASES
        made, plans, problems = composed_state(workshop, library, self.types, state, request, dates, bases)
        workshop.remember(profile)
        self.found += problems
        amended = self._amended(Step(state, dates, request, made), record)
        drawn = (drawn_amendment(workshop, one, state, request, dates, self.found) for one in amended)
        amendments = tuple(m for m in drawn if m is not None)
        self._check_numbers(made)
        self.found += checked(workshop, library, state, (*made, *amendments), plans, dates)
        said = workshop.document_rules((*made, *amendments), library, self.found, state)
        said = tuple(stricter(d) for d in said) if recipe.final else said
        return Drawn(workshop, recipe, state, dates, request, made, amended, amendments, in_reading_order(said))

    def _changed(
        self, profile: Profile, changes: Iterable[tuple[int, Mapping[str, Any]]]
    ) -> tuple[Profile, dict[str, str]]:
        """The profile with its changes, and the day from which they put another revision into the contract."""
        keys, taken = self.library.amendments, dict[str, str]()
        for index, record in changes:
            assert keys is not None
            profile, problems = with_change(profile, index, record, keys, self.library)
            self.found += problems
            revisions = record.get(keys.revisions) if keys.revisions else None
            taken |= dict.fromkeys(revisions if isinstance(revisions, dict) else (), str(record.get(keys.effective) or ""))
        return profile, {clause: day for clause, day in taken.items() if day}

    def _dates(
        self, profile: Profile, changes: Sequence[tuple[int, Mapping[str, Any]]], taken: Mapping[str, str]
    ) -> Dates:
        """The dates of the contract; the law is that of the day of the last change."""
        dates = dates_of(profile, self.library, self.recipe.request)
        keys = self.library.amendments
        last = str(changes[-1][1].get(keys.effective) or "") if changes and keys else ""
        return replace(dates, as_of=self.recipe.as_of or last or dates.as_of, amended=taken)

    def _request(self, dates: Dates, record: Mapping[str, Any]) -> Request:
        keys = self.library.amendments
        number = str(record.get(keys.number) or "") if keys and self.recipe.amends else ""
        return replace(self.recipe.request, as_of=dates.as_of, effective=dates.effective, amendment=number)

    def _record(self, changes: Sequence[tuple[int, Mapping[str, Any]]]) -> Mapping[str, Any]:
        """What the amendment says of the change: its dated change where it has one, else what was asked for."""
        new = self.base is None or self.recipe.changes > self.base.recipe.changes
        return {**self.recipe.change, **changes[-1][1]} if changes and new else self.recipe.change

    def _amending(self) -> list[DocumentType]:
        return [t for t in self.types if t.amends]

    def _amended(self, after: Step, record: Mapping[str, Any]) -> tuple[Amended, ...]:
        keys = self.library.amendments
        if keys is None or self.base is None or not self.recipe.amends:
            return ()
        return tuple(one for t in self._amending() for one in self._between(t, after, record, keys))

    def _between(self, doctype: DocumentType, after: Step, record: Mapping[str, Any], keys: ChangeKeys) -> tuple[Amended, ...]:
        assert self.base is not None
        return tuple(between(doctype, self.base.step, after, record, keys, self.library, self.workshop))

    def _check_numbers(self, made: Iterable[Made]) -> None:
        """RN606 where a template counts in another way than the one that the signed contract was made with."""
        bases = self.base.step.bases(self._amending()) if self.recipe.amends and self.base else NO_BASES
        for one in made:
            base = bases.get((one.plan.doctype.id, one.plan.key))
            moved = moved_numbers(base, State(one.document, one.numbering)) if base else ()
            if moved:
                was, now = moved[0]
                self.found.append(error("RN606", f"{one.plan.name}: {len(moved)} articles would have another number, the first"
                                        f" {now or 'none'} in place of {was}", one.plan.doctype.place,
                                        "keep the numbering of the Word template that the contract was signed with"))  # fmt: skip


def pinned(profile: Profile, pins: Mapping[str, int], keys: ChoiceKeys) -> Profile:
    """The profile with the revisions that a version keeps; what the profile chooses itself comes first."""
    if not pins:
        return profile
    mine = profile.data.get(keys.at)
    chosen = dict(mine) if isinstance(mine, dict) else {}
    for clause, revision in pins.items():
        own = chosen.get(clause)
        if own is None or (isinstance(own, dict) and own.get(keys.revision) is None):
            chosen[clause] = {**(own or {}), keys.revision: revision}
    return replace(profile, data={**profile.data, keys.at: chosen})
