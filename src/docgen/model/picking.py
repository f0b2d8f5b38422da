"""Many values out of more, without a step of Python for each."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TypeVar

T = TypeVar("T")


def picked(values: Sequence[T], numbers: Sequence[int]) -> Sequence[T]:
    """The values with these numbers, in the order of the numbers; below zero they count from the end.

    :raises IndexError: for a number that no value has.
    """
    return itemgetter(*numbers)(values) if len(numbers) > 1 else [values[n] for n in numbers]
