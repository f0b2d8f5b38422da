"""What a chart shows, as plain names and numbers: the same for every writer and for the reader that checks it."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from docgen.model.dataclass import dataclass

Numbers: TypeAlias = tuple[Decimal | None, ...]
"""None is a point that is left out."""
WHOLE_STEPS = 1000
"""From this number on, the steps of a scale are whole."""


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

    @property
    def scale_decimals(self) -> int:
        """The decimals of the numbers of a scale: none where its steps are whole anyhow."""
        largest = max((abs(n) for _, values in self.series for n in values if n is not None), default=Decimal(0))
        return 0 if largest >= WHOLE_STEPS else self.decimals


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
