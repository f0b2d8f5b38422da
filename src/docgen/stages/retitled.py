"""Parts, sections and annexes that stayed under another title."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

from docgen.model.dataclass import dataclass
from docgen.model.document import Annex, Clause, Document, Part, Section

Titled = TypeVar("Titled", Part, Section)
Name: TypeAlias = tuple[str, int]
"""A title, and how many before it have the same."""


@dataclass(frozen=True, slots=True)
class Retitled:
    """One title before and after. ``key`` is that of the title before (``part:0``), ``first`` the first clause under it now."""

    kind: str
    key: str
    before: str
    after: str
    first: Clause


def by_title(titled: Sequence[Titled], bare: Callable[[str], str] = str) -> dict[Name, Titled]:
    """Parts or sections by their title; those that share one are told apart by their order."""
    out: dict[Name, Titled] = {}
    for one in titled:
        title = bare(one.title)
        out[title, sum(title == known for known, _ in out)] = one
    return out


def renamed(old: Mapping[Name, Titled], new: Mapping[Name, Titled]) -> dict[Name, Name]:
    """The new name of each part, or section, whose title is no more and most of whose clauses stand under a new one.

    A part that has a number never becomes one that has none.
    """
    came = {name: _living(one) for name, one in new.items() if name not in old and name[0]}
    there = {c for one in new.values() for c in _living(one)}
    out: dict[Name, Name] = {}
    for name, one in old.items():
        mine = _living(one) & there
        free = [n for n in came if _numbered(new[n]) or not _numbered(one)]
        if name in new or not name[0] or not mine or not free:
            continue
        best = max(free, key=lambda n: len(mine & came[n]))
        if 2 * len(mine & came[best]) >= len(mine):
            out[name] = best
            del came[best]
    return out


def retitled(before: Document, after: Document) -> Iterator[Retitled]:
    """Every title above clauses that is another one, in the order of the changed contract."""
    old = by_title(before.parts)
    pairs = tuple(_pairs(old, by_title(after.parts)))
    places = {id(part): number for number, part in enumerate(before.parts)}
    for was, now in pairs:
        yield from _one("part", f"part:{places[id(was)]}", was, now, tuple(now.all_clauses()))
        inside = {id(section): number for number, section in enumerate(was.sections)}
        for first, then in _pairs(by_title(was.sections), by_title(now.sections)):
            yield from _one("section", f"section:{places[id(was)]}.{inside[id(first)]}", first, then, then.clauses)
    kept = {a.id: a for a in before.annexes}
    for annex in (a for a in after.annexes if a.id in kept):
        if not _comes_back(kept[annex.id], annex):
            yield from _one("annex", f"annex:{annex.id}", kept[annex.id], annex, annex.clauses)


def _pairs(old: Mapping[Name, Titled], new: Mapping[Name, Titled]) -> Iterator[tuple[Titled, Titled]]:
    """The parts or sections that both contracts have, under the same title or another, in the new order."""
    was = {**{name: name for name in new if name in old}, **{v: k for k, v in renamed(old, new).items()}}
    yield from ((old[was[name]], one) for name, one in new.items() if name in was)


def _one(kind: str, key: str, was: Part | Section | Annex, now: Part | Section | Annex, clauses: Sequence[Clause]) -> Iterator[Retitled]:
    if was.title != now.title and not all(c.gone for c in clauses):
        yield Retitled(kind, key, was.title, now.title, clauses[0])


def _comes_back(was: Annex, now: Annex) -> bool:
    """Whether only the mark of its deletion leaves the title."""
    return all(c.gone for c in was.clauses) and was.title.startswith(f"{now.title} ")


def _numbered(one: Part | Section) -> bool:
    return not isinstance(one, Part) or one.numbered


def _living(one: Part | Section) -> set[str]:
    clauses = one.all_clauses() if isinstance(one, Part) else one.clauses
    return {c.id for c in clauses if not c.gone}
