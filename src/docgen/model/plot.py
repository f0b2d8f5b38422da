"""What a chart shows, as plain names and numbers: the same for every writer and for the reader that checks it."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from docgen.model.dataclass import dataclass

Numbers: TypeAlias = tuple[Decimal | None, ...]
"""None is a point that is left out."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart with its values: the numbers of each of ``series`` over ``points``.

    ``corner`` is the cell above the names of the points. The points of a scatter chart are
    numbers, written as such.
    """

    kind: str
    corner: str
    points: tuple[str, ...]
    series: tuple[tuple[str, Numbers], ...]
    alt: str
    x: str = ""
    y: str = ""

    @property
    def decimals(self) -> int:
        """The most decimals that one of the numbers has."""
        numbers = (n for _, values in self.series for n in values if n is not None)
        return max((_decimals(n) for n in numbers), default=0)


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
