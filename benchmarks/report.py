"""A measured figure beside its bound, printed for people or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from statistics import median
from time import process_time


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``firm`` bounds fail the run; the others hang on the machine and are only said."""

    name: str
    value: float
    unit: str
    bound: float | None = None
    at_least: bool = False
    firm: bool = False
    note: str = ""

    @property
    def holds(self) -> bool:
        """True when the figure keeps its bound, or has none."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    @property
    def broken(self) -> bool:
        """True when a bound is broken that does not hang on the machine."""
        return self.firm and not self.holds


def ratio(name: str, value: float, bound: float, *, at_least: bool = False, note: str = "") -> Figure:
    """How many times one cost is another: the same on every machine, so its bound is firm."""
    return Figure(name, value, "times", bound, at_least, firm=True, note=note)


def cpu_ms(rounds: int, work: Callable[[], object]) -> float:
    """The median CPU time of some rounds of work, in milliseconds; a first round warms up and does not count."""
    spent = []
    for _ in range(rounds + 1):
        start = process_time()
        work()
        spent.append((process_time() - start) * 1000)
    return median(spent[1:])


def show(title: str, figures: Iterable[Figure]) -> None:
    """Print a group of figures as a table."""
    print(f"\n{title}")
    for line in _lines(figures):
        print(f"  {line}")


def _lines(figures: Iterable[Figure]) -> Iterator[str]:
    for figure in figures:
        said = f"{figure.name:<58} {_number(figure.value):>9} {figure.unit:<6} {_bound(figure)}"
        yield f"{said.rstrip()}{f'   {figure.note}' if figure.note else ''}".rstrip()


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def _bound(figure: Figure) -> str:
    if figure.bound is None:
        return ""
    word = "at least" if figure.at_least else "at most"
    verdict = "holds" if figure.holds else "BROKEN" if figure.firm else "over, on this machine"
    return f"{word} {_number(figure.bound)}: {verdict}"


def as_json(groups: dict[str, list[Figure]]) -> str:
    """Every figure, by group."""
    plain = {
        name: [{**asdict(figure), "holds": figure.holds} for figure in figures] for name, figures in groups.items()
    }
    return json.dumps(plain, indent=2, ensure_ascii=False)
