"""Time: on every day that a library covers, one revision of each clause is in force, and every dated value is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from docgen.checks.space.conditions import Scene
from docgen.checks.space.scenes import FIRST, after, revision_on, start_of
from docgen.checks.space.space import Space, Suspect
from docgen.model.diagnostic import error, info, warning
from docgen.model.library import ClauseSpec, DatedValue, Revision

LAST = "9999-12-31"


def timelines(space: Space) -> Iterator[Suspect]:
    """Days without a revision, revisions without a day, days without a dated value."""
    for spec in space.specs.values():
        scenes = [s for s in space.scenes if s.holds(spec.id)]
        if scenes:
            start = min(start_of(s.doctype, space.specs) for s in scenes)
            yield from _gaps(space, spec, scenes, start)
            yield from _unused(spec)
    for id_, values in _by_id(space.library.reference).items():
        yield from _value_gaps(id_, values)


def spans(days: Sequence[tuple[str, str]], start: str) -> Iterator[tuple[str, str]]:
    """The gaps between spans of days (first, last; "" is without end) from a day on."""
    day = start
    for first, last in sorted((f or FIRST, t or LAST) for f, t in days):
        if last < day:
            continue
        if first > day:
            yield day, first
        if last >= LAST:
            return
        day = max(day, after(last))
    yield day, ""


def _gaps(space: Space, spec: ClauseSpec, scenes: Sequence[Scene], start: str) -> Iterator[Suspect]:
    usable = [r for r in spec.revisions if not r.withdrawn]
    first = min((r.in_force_from or FIRST for r in usable), default=FIRST)
    for begins, ends in spans([(r.in_force_from, r.in_force_to) for r in usable], start):
        scene = _scene(space, spec, scenes, begins)
        if scene is None:
            continue
        answer = space.ask(scene, [space.conditions.present(spec.id, scene)])
        until = f"until {ends}" if ends else "for good"
        hint = "give a revision that time, or exclude the clause from documents of those days"
        if answer and usable and ends and ends <= first:
            message = f'"{spec.id}" begins on {first}, later than the documents that hold it ({start})'
            yield Suspect(info("SP814", message, spec.place, hint), scene, answer.facts, ("AS504",), spec.id)
        elif answer:
            message = f'no revision of "{spec.id}" is in force from {begins} {until}'
            yield Suspect(error("SP813", message, spec.place, hint), scene, answer.facts, ("AS504",), spec.id)


def _scene(space: Space, spec: ClauseSpec, scenes: Sequence[Scene], day: str) -> Scene | None:
    """A scene of that day."""
    found = next((s for s in scenes if s.day >= start_of(s.doctype, space.specs)), None)
    return replace(found, day=day, law=day) if found else None


def _unused(spec: ClauseSpec) -> Iterator[Suspect]:
    """A revision whose days all belong to later ones is never taken."""
    for revision in spec.revisions:
        if not revision.withdrawn and not any(revision_on(spec, day) is revision for day in _probes(spec, revision)):
            hint = "shorten the time of the later one, or withdraw this one"
            yield Suspect(warning("SP815", f'r{revision.number} of "{spec.id}" is never taken: later revisions cover its time',
                                  revision.place, hint))  # fmt: skip


def _probes(spec: ClauseSpec, revision: Revision) -> list[str]:
    days = [
        revision.in_force_from or FIRST,
        *(after(r.in_force_to) for r in spec.revisions if r.in_force_to and r.in_force_to < LAST),
    ]
    return [d for d in days if revision.in_force(d)]


def _by_id(values: Sequence[DatedValue]) -> Mapping[str, list[DatedValue]]:
    out: dict[str, list[DatedValue]] = {}
    for value in values:
        out.setdefault(value.id, []).append(value)
    return out


def _value_gaps(id_: str, values: Sequence[DatedValue]) -> Iterator[Suspect]:
    start = min(v.valid_from or FIRST for v in values)
    for begins, ends in spans([(v.valid_from, v.valid_to) for v in values], start):
        if ends:
            yield Suspect(warning("SP816", f'the reference value "{id_}" is not known from {begins} until {ends}', None,
                                  "add the value of those days"))  # fmt: skip
