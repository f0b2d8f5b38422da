"""How much of what a search found is alike: contracts, versions and what is in force, by clause, revision, position and state.

Contracts that hold the same wordings in the same versions are counted once and multiplied: there are few different ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from docgen.model.use import Count, Wording
from docgen.model.version import State

LETTERS: Final[Mapping[str, str]] = {
    State.DRAFT: "d", State.SENT: "e", State.SIGNED: "s", State.SUPERSEDED: "r", State.TERMINATED: "t",
}  # fmt: skip
"""The state of a version in one letter."""
UNSAID: Final = "?"
"""The letter of a version of which no state is known."""
_STATES: Final = {letter: str(state) for state, letter in LETTERS.items()}
_LIFE: Final = (*map(str, LETTERS),)
_OF_CLAUSE: Final = ("revision", "position")

Run: TypeAlias = tuple[int, int, int]
"""First version, last version, number of a wording."""
_Group: TypeAlias = tuple[str, str]


Shape: TypeAlias = tuple[tuple[Run, ...], str, int, str]
"""What counts of a contract: where which wordings stand, which versions were asked for ("" for all, else their numbers with
commas between them), the version in force (0: none), a letter for the state of each version."""


@lru_cache(maxsize=5_000)
def numbers(asked: str) -> frozenset[int]:
    """The numbers of versions that stand in a text with commas between them."""
    return frozenset(map(int, asked.split(",")))


@lru_cache(maxsize=5_000)
def in_state(states: str, state: str) -> str:
    """The numbers of the versions in a state, with commas between them.

    :param states: a letter for the state of each version, from the first.
    """
    return ",".join(str(n) for n, letter in enumerate(states, 1) if letter == LETTERS.get(state))


def counted(shapes: Mapping[Shape, int], wordings: Mapping[int, Wording], *, one_clause: bool) -> tuple[Count, ...]:
    """The counts of everything, then of each clause (or of each revision and position of ``one_clause``) and of each state.

    :param shapes: how many contracts have each shape.
    """
    names = _OF_CLAUSE if one_clause else ("clause",)
    values = {id_: tuple((name, str(getattr(w, name))) for name in names) for id_, w in wordings.items()}
    sums: dict[_Group, list[int]] = defaultdict(lambda: [0, 0, 0])
    for shape, times in shapes.items():
        for group, found in _groups(shape, values):
            whole = sums[group]
            whole[0] += times
            whole[1] += times * len(found)
            whole[2] += times * (shape[2] in found)
    everything = sums.pop(("", ""), [0, 0, 0])
    rest = [Count(*group, *found) for group, found in sums.items()]
    order = (*names, "state")
    return (Count("", "", *everything), *sorted(rest, key=lambda c: (order.index(c.what), *_rank(c))))


def _groups(shape: Shape, values: Mapping[int, tuple[_Group, ...]]) -> Iterator[tuple[_Group, set[int]]]:
    """The versions of a contract that each count is about; none that would be empty."""
    runs, asked, _, states = shape
    wanted = numbers(asked) if asked else None
    found: dict[_Group, set[int]] = defaultdict(set)
    for first, last, wording in runs:
        versions = {n for n in range(first, last + 1) if wanted is None or n in wanted}
        for group in values[wording]:
            found[group] |= versions
        found["", ""] |= versions
    if not runs and wanted is not None:
        found["", ""] |= wanted
    for number in found.get(("", ""), ()):
        found["state", _state(states, number)].add(number)
    yield from ((group, versions) for group, versions in found.items() if versions)


def _state(states: str, number: int) -> str:
    return _STATES.get(states[number - 1 : number], "")


def _rank(count: Count) -> tuple[int, str]:
    """Revisions in their order, states in that of life, everything else by how often it is found."""
    if count.what == "revision":
        return int(count.value), ""
    if count.what == "state":
        return _LIFE.index(count.value) if count.value in _LIFE else len(_LIFE), ""
    return -count.contracts, count.value


def seen(shape: Shape) -> bool:
    """Whether any version that was asked for holds a wording."""
    runs, asked, _, _ = shape
    wanted = numbers(asked) if asked else frozenset()
    return any(first <= n <= last for n in wanted for first, last, _ in runs)
