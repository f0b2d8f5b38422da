"""Sets of contracts as whole numbers do what sets do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docgen.stages.bit_planes import (
    bits,
    both,
    by_member,
    either,
    joined,
    latest,
    members,
    of_flags,
    whole_numbers,
    without,
)

SETS = st.frozensets(st.integers(0, 300), max_size=12)
VERSIONS = st.frozensets(st.tuples(st.integers(1, 4), st.integers(0, 40)), max_size=20)
"""Number of a version, and a contract."""


def planes(versions: frozenset[tuple[int, int]]) -> dict[int, int]:
    return {number: bits(c for n, c in versions if n == number) for number in {n for n, _ in versions}}


def versions(of: dict[int, int]) -> set[tuple[int, int]]:
    return {(number, contract) for number, plane in of.items() for contract in members(plane)}


@given(SETS, SETS)
def test_a_set_is_what_was_put_into_it(one: frozenset[int], other: frozenset[int]) -> None:
    assert list(members(bits(one))) == sorted(one)
    assert set(members(either([bits(one), bits(other)]))) == one | other
    assert bits(one).bit_count() == len(one)
    assert of_flags(bytearray(n in one for n in range(301))) == bits(one)
    assert whole_numbers(",".join(map(str, sorted(one)))) == sorted(one)


@given(VERSIONS, VERSIONS)
def test_planes_are_sets_of_versions(one: frozenset[tuple[int, int]], other: frozenset[tuple[int, int]]) -> None:
    assert versions(planes(one)) == one
    assert versions(both(planes(one), planes(other))) == one & other
    assert versions(without(planes(one), planes(other))) == one - other
    assert versions(joined([planes(one), planes(other)])) == one | other
    assert versions(latest(planes(one))) == {(max(n for n, c in one if c == contract), contract) for _, contract in one}


@given(VERSIONS, SETS)
def test_the_versions_of_some_contracts(some: frozenset[tuple[int, int]], among: frozenset[int]) -> None:
    wanted = {contract: sorted(n for n, c in some if c == contract) for _, contract in some if contract in among}
    assert by_member(planes(some), bits(among)) == wanted
