"""Numbering counts without gaps, restarts below what is above, and never loses its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docgen.model.numbering import Level
from docgen.stages.number import Counter, letters, roman

LEVELS = tuple(Level("decimal", ".".join(f"%{k}" for k in range(1, n + 2))) for n in range(5))
FIGURES = dict(zip("ivxlcdm", (1, 5, 10, 50, 100, 500, 1000), strict=True))


def read_roman(text: str) -> int:
    found = [FIGURES[c] for c in text]
    return sum(-n if n < max([0, *found[i + 1 :]]) else n for i, n in enumerate(found))


@given(st.integers(1, 3999))
def test_roman_figures_read_back(number: int) -> None:
    assert read_roman(roman(number)) == number


@given(st.integers(1, 2000))
def test_letters_are_one_letter_repeated(number: int) -> None:
    text = letters(number)
    assert set(text) == {text[0]}
    assert (len(text) - 1) * 26 + ord(text[0]) - 96 == number


@given(st.lists(st.integers(0, 4), max_size=60))
def test_each_number_follows_the_last_one_of_its_level(steps: list[int]) -> None:
    counter = Counter(LEVELS)
    counts: dict[int, int] = {}
    for level in steps:
        counts = {k: n for k, n in counts.items() if k <= level}
        counts[level] = counts.get(level, 0) + 1
        wanted = ".".join(str(counts.get(k, 1)) for k in range(level + 1))
        assert counter.next(level).cited == wanted


@given(st.lists(st.integers(0, 4), max_size=60))
def test_a_level_that_never_restarts_counts_all_its_numbers(steps: list[int]) -> None:
    counter = Counter((*LEVELS[:2], Level("decimal", "%3", restart=0), *LEVELS[3:]))
    labels = [counter.next(level).cited for level in steps]
    assert [label for label, level in zip(labels, steps, strict=True) if level == 2] == [
        str(n + 1) for n in range(steps.count(2))
    ]
