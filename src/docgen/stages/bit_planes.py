"""Sets of contracts as whole numbers: bit n says whether contract n belongs to the set.

Thousands of contracts are joined, cut and counted in microseconds so. A *plane* is such a set for one number of a version:
the contracts whose version of that number is meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import TypeAlias

Planes: TypeAlias = Mapping[int, int]
"""By the number of a version: the contracts whose version of that number is meant."""
_DIGITS = bytes([48, 49]) + bytes(254)
"""From 0 and 1 to the digits of a binary number."""


def bits(members: Iterable[int]) -> int:
    """The set of these numbers."""
    found = [*members]
    flags = bytearray(max(found, default=0) + 1)
    for member in found:
        flags[member] = 1
    return of_flags(flags)


def of_flags(flags: bytearray) -> int:
    """The set of the places at which a 1 stands, and not a 0."""
    return int(flags.translate(_DIGITS)[::-1], 2)


def whole_numbers(text: str) -> list[int]:
    """The numbers in a text, with commas between them."""
    numbers: list[int] = json.loads(f"[{text}]")  # half the time of taking it apart
    return numbers


def members(of: int) -> Iterator[int]:
    """The numbers in a set, from the smallest."""
    digits = f"{of:b}"[::-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def either(sets: Iterable[int]) -> int:
    """What is in any of them."""
    return reduce(or_, sets, 0)


def both(one: Planes, other: Planes) -> dict[int, int]:
    """The versions that both mean."""
    cut = {number: plane & other.get(number, 0) for number, plane in one.items()}
    return {number: plane for number, plane in cut.items() if plane}


def without(one: Planes, other: Planes) -> dict[int, int]:
    """The versions of one that the other does not mean."""
    left = {number: plane & ~other.get(number, 0) for number, plane in one.items()}
    return {number: plane for number, plane in left.items() if plane}


def joined(each: Iterable[Planes]) -> dict[int, int]:
    """The versions that any of them means."""
    found: dict[int, int] = {}
    for planes in each:
        for number, plane in planes.items():
            found[number] = found.get(number, 0) | plane
    return found


def latest(planes: Planes) -> dict[int, int]:
    """Of each contract the version with the highest number."""
    found: dict[int, int] = {}
    seen = 0
    for number in sorted(planes, reverse=True):
        found[number] = planes[number] & ~seen
        seen |= planes[number]
    return found


def by_member(planes: Planes, among: int) -> dict[int, list[int]]:
    """The numbers of the versions that are meant, of each of some contracts that has any."""
    found: dict[int, list[int]] = {}
    for number in sorted(planes):
        for member in members(planes[number] & among):
            found.setdefault(member, []).append(number)
    return found
