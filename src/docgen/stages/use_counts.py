"""How much of what a search found is alike: contracts, versions and what is in force, by clause, revision, position and state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from docgen.model.use import Count, Wording
from docgen.model.version import State
from docgen.stages.bit_planes import Planes, both, either, joined, of_flags, whole_numbers, without

LETTERS: Final[Mapping[str, str]] = {
    State.DRAFT: "d", State.SENT: "e", State.SIGNED: "s", State.SUPERSEDED: "r", State.TERMINATED: "t",
}  # fmt: skip
"""The state of a version in one letter."""
UNSAID: Final = "?"
"""The letter of a version of which no state is known."""
_STATES: Final = {letter: str(state) for state, letter in LETTERS.items()}
_LIFE: Final = (*map(str, LETTERS),)
_OF_CLAUSE: Final = ("revision", "position")

Group: TypeAlias = tuple[str, str]
"""What is counted, and its value."""


def in_states(contracts: Mapping[str, str]) -> dict[str, Planes]:
    """The versions in each state.

    :param contracts: by a letter for the state of each version, from the first: the numbers of the contracts that went so,
        with commas between them.
    """
    each = {letters: whole_numbers(which) for letters, which in contracts.items()}
    flags: dict[tuple[str, int], bytearray] = {}
    size = max(map(max, each.values()), default=0) + 1
    for letters, which in each.items():
        for place in {(letter, n) for n, letter in enumerate(letters, 1) if letter in _STATES}:
            mine = flags.setdefault(place, bytearray(size))
            for contract in which:
                mine[contract] = 1
    return {state: {n: of_flags(mine) for (of, n), mine in flags.items() if of == letter} for letter, state in _STATES.items()}


def groups(wordings: Mapping[int, Wording], *, one_clause: bool) -> dict[int, tuple[Group, ...]]:
    """What each wording is counted as: its clause, or its revision and its position where all are of ``one_clause``."""
    names = _OF_CLAUSE if one_clause else ("clause",)
    return {id_: tuple((name, str(getattr(w, name))) for name in names) for id_, w in wordings.items()}


def counted(whole: Planes, held: Mapping[Group, Planes], states: Mapping[str, Planes], now: Planes) -> tuple[Count, ...]:
    """The counts of everything, then of each group that wordings are counted as, and of each state.

    :param whole: the versions that were found.
    :param held: those of each group.
    :param states: the versions in each state.
    :param now: the version in force of each contract.
    """
    order = [*dict.fromkeys(what for what, _ in held), "state"]
    found = {**held, **{("state", state): planes for state, planes in _stated(whole, states)}}
    counts = [_count(group, planes, now) for group, planes in found.items()]
    rest = sorted((c for c in counts if c.versions), key=lambda c: (order.index(c.what), *_rank(c)))
    return (_count(("", ""), whole, now), *rest)


def _stated(whole: Planes, states: Mapping[str, Planes]) -> Iterator[tuple[str, Planes]]:
    """What was found in each state; "" for that of which none is known."""
    yield from ((state, both(whole, planes)) for state, planes in states.items())
    yield "", without(whole, joined(states.values()))


def _count(group: Group, planes: Planes, now: Planes) -> Count:
    versions = sum(plane.bit_count() for plane in planes.values())
    return Count(*group, either(planes.values()).bit_count(), versions, either(both(planes, now).values()).bit_count())


def _rank(count: Count) -> tuple[int, str]:
    """Revisions in their order, states in that of life, everything else by how often it is found."""
    if count.what == "revision":
        return int(count.value), ""
    if count.what == "state":
        return _LIFE.index(count.value) if count.value in _LIFE else len(_LIFE), ""
    return -count.contracts, count.value
