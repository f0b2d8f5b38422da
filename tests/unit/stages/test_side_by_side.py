"""Wordings side by side: every paragraph of each has its row, in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docgen.stages.side_by_side import side_by_side


def test_what_answers_each_other_stands_in_one_row() -> None:
    rows = side_by_side([["Un.", "Le prix est de dix euros.", "Fin."], ["Un.", "Le prix est de vingt euros.", "Fin."]])
    assert rows == ((0, 0), (1, 1), (2, 2))


def test_what_only_one_has_follows_what_is_before_it() -> None:
    rows = side_by_side([["Un.", "Fin."], ["Un.", "Tout autre chose.", "Fin."], ["Fin."]])
    assert rows == ((0, 0, None), (None, 1, None), (1, 2, 0))


def test_nothing_and_one() -> None:
    assert side_by_side([]) == ()
    assert side_by_side([["a", "b"]]) == ((0,), (1,))


@given(st.lists(st.lists(st.sampled_from(["a b", "a c", "d", "e f g", "e f h"]), max_size=6), min_size=1, max_size=4))
def test_each_paragraph_has_one_row_in_order(wordings: list[list[str]]) -> None:
    rows = side_by_side(wordings)
    for column, wording in enumerate(wordings):
        assert [row[column] for row in rows if row[column] is not None] == list(range(len(wording)))
