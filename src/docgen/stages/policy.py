"""Which revision a clause of a recorded contract takes: what may flow in, what is proposed, what the law demands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.library import ClauseSpec, Revision
from docgen.model.lock import LockedClause
from docgen.model.renegotiation import Offer

ALL = "all"
FLOWS, TAKEN, PROPOSED, REQUIRED = "flows", "taken", "proposed", "required"
_WEIGHT = {"editorial": 0, "substantive": 1, "legal": 2}


def offers(
    locked: Iterable[LockedClause], spec_of: Callable[[str], ClauseSpec | None], day: str, wanted: Collection[str], language: str
) -> tuple[tuple[Offer, ...], list[Diagnostic]]:
    """For each clause of a recorded contract the revision that it may take on a day.

    Editorial revisions flow in; the others are proposed, and taken where ``wanted`` names the clause, its kind of
    change or ``all``. A revision that is not in force on the day has to be replaced (RN604 until it is).

    :param locked: the clauses as the locks of the version hold them.
    :param day: ISO day on which the change takes effect.
    """
    found: list[Diagnostic] = []
    out: list[Offer] = []
    every = tuple(locked)
    for one in {c.id: c for c in every}.values():
        spec = spec_of(one.id)
        if spec is None:
            continue  # whether the clause is still wanted is for the outline to say
        kept = spec.revision(one.revision)
        if kept is None:
            found.append(_vanished(one, spec))
            continue
        found += (d for c in every if c.id == one.id for d in _edited(c, spec))
        offer = _offer(spec, kept, day, wanted, language)
        if offer is not None:
            out.append(offer)
            if offer.state == REQUIRED:
                found.append(_ended(offer, spec, day))
        elif not kept.in_force(day):
            found.append(_nothing_after(spec, kept, day))
    known = {one.id for one in every}
    return tuple(out), [*found, *_unknown(wanted, known)]


def exactly(
    locked: Iterable[LockedClause], spec_of: Callable[[str], ClauseSpec | None], clause: str, revision: int, language: str
) -> tuple[tuple[Offer, ...], list[Diagnostic]]:
    """One revision of one clause, and nothing else: every other clause keeps what the version holds, editorial changes too."""
    found: list[Diagnostic] = []
    out: list[Offer] = []
    every = tuple(locked)
    for one in {c.id: c for c in every}.values():
        spec = spec_of(one.id)
        if spec is None:
            continue
        kept = spec.revision(one.revision)
        if kept is None:
            found.append(_vanished(one, spec))
            continue
        found += (d for c in every if c.id == one.id for d in _edited(c, spec))
        wanted = spec.revision(revision) if one.id == clause else None
        if wanted is not None and wanted.number != kept.number:
            out.append(_offered(spec, kept, wanted, TAKEN, language))
    return tuple(out), found


def pins(locked: Iterable[LockedClause], found: Iterable[Offer]) -> dict[str, int]:
    """The revision that each clause has in the new version."""
    kept = {one.id: one.revision for one in locked}
    return kept | {o.clause: o.after for o in found if o.state in (FLOWS, TAKEN)}


def taken_on(found: Iterable[Offer], day: str) -> dict[str, str]:
    """The day from which each clause has another revision."""
    return {o.clause: day for o in found if o.state in (FLOWS, TAKEN)}


def _offer(spec: ClauseSpec, kept: Revision, day: str, wanted: Collection[str], language: str) -> Offer | None:
    usable = [r for r in spec.revisions if r.in_force(day) and not r.withdrawn and r.approved]
    if not usable or usable[-1].number == kept.number:
        return None
    best = usable[-1]
    change = _weightiest(spec, kept, best)
    if {spec.id, change, ALL} & set(wanted):
        state = TAKEN
    elif not kept.in_force(day):
        state = REQUIRED
    else:
        state = FLOWS if change == "editorial" and best.number > kept.number else PROPOSED
    return _offered(spec, kept, best, state, language)


def _offered(spec: ClauseSpec, kept: Revision, best: Revision, state: str, language: str) -> Offer:
    note = " ".join(r.note for r in _between(spec, kept, best) if r.note)
    title, change = spec.title.get(language, spec.id), _weightiest(spec, kept, best)
    return Offer(spec.id, title, kept.number, best.number, change, note, best.in_force_from, state)


def _between(spec: ClauseSpec, kept: Revision, best: Revision) -> list[Revision]:
    """The revisions on the way from one to the other."""
    least, most = sorted((kept.number, best.number))
    return [r for r in spec.revisions if least < r.number <= most] or [best]


def _weightiest(spec: ClauseSpec, kept: Revision, best: Revision) -> str:
    return max((r.change for r in _between(spec, kept, best)), key=lambda c: _WEIGHT.get(c, 1))


def _vanished(one: LockedClause, spec: ClauseSpec) -> Diagnostic:
    there = ", ".join(f"r{r.number}" for r in spec.revisions)
    return error("RN602", f'the library has no revision {one.revision} of "{one.id}" any more, which the contract holds', spec.place,
                 f"put it back under revisions in clause.yaml (there are: {there}); docgen show writes the contract as it was issued")  # fmt: skip


def _edited(one: LockedClause, spec: ClauseSpec) -> Iterator[Diagnostic]:
    name = one.file.rsplit("/", 1)[-1]
    now = next((t for t in spec.texts.values() if t.file.rsplit("/", 1)[-1] == name), None)
    if now is not None and now.digest != one.text and now.key.revision == one.revision:
        yield error("RN603", f'r{one.revision} of "{one.id}" is not the text that the contract holds: it was edited', Place(now.file),
                    "put the text back, and write the change as a new revision")  # fmt: skip


def _ended(offer: Offer, spec: ClauseSpec, day: str) -> Diagnostic:
    return error("RN604", f'r{offer.before} of "{offer.clause}" is not in force on {day}', spec.place,
                 f"the next is r{offer.after}, in force from {offer.in_force_from}: take it with --take {offer.clause}")  # fmt: skip


def _nothing_after(spec: ClauseSpec, kept: Revision, day: str) -> Diagnostic:
    return error("RN604", f'r{kept.number} of "{spec.id}" is not in force on {day}, and no approved revision is', spec.place,
                 "write a revision for that day and have it approved")  # fmt: skip


def _unknown(wanted: Collection[str], known: Collection[str]) -> Iterator[Diagnostic]:
    from difflib import get_close_matches

    for name in wanted:
        if name not in known and name not in _WEIGHT and name != ALL:
            close = get_close_matches(name, [*known, *_WEIGHT, ALL], 1)
            hint = f'did you mean "{close[0]}"?' if close else "name a clause of the contract, editorial, substantive, legal or all"
            yield error("RN605", f'nothing to take: the contract has no clause "{name}"', None, hint)


def locked_clauses(locks: Iterable[Mapping[str, object]]) -> tuple[LockedClause, ...]:
    """The clauses of the locks of a version, each text once."""
    out: dict[tuple[str, str], LockedClause] = {}
    for lock in locks:
        clauses = lock.get("clauses")
        for c in clauses if isinstance(clauses, list) else []:
            one = LockedClause(c["id"], c["revision"], c.get("position", ""), c["file"], c["text"], tuple(c["why"]))
            out.setdefault((one.id, one.file), one)
    return tuple(out.values())
