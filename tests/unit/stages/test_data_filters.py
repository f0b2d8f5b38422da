"""Filters over plain data: for rules, conditions and derived values."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.stages.data_filters import ABSENT, DATA_FILTERS, folded, none_mentions, same

ROWS = [{"id": "a", "v": 1, "t": ["x", "y"]}, {"id": "b", "v": 3}, {"id": "c", "v": True, "note": "Taux d'ÉCHEC"}]
TABLE = {"2024": 1, "2023": 2, "2025": 3}


def use(name: str, value: Any, *arguments: Any) -> Any:
    return DATA_FILTERS[name](value, *arguments)


@pytest.mark.parametrize(
    ("name", "value", "arguments", "expected"),
    [
        ("rounded", Decimal("2.345"), (2,), Decimal("2.35")),
        ("rounded", Decimal("-2.5"), (), -3),
        ("rounded", 7, (2,), 7),
        ("rounded", Decimal("7.50"), (2,), Decimal("7.5")),
        ("rounded", "7", (2,), ABSENT),
        ("rounded", 7, (99,), ABSENT),
        ("steps", 0, (10, 4), [Decimal(0), Decimal("2.5"), Decimal(5), Decimal("7.5"), Decimal(10)]),
        ("steps", 0, (10, 100_000), ABSENT),
        ("sorted_by", [{"v": 2}, {"v": 1}, {"w": 0}], ("v",), [{"v": 1}, {"v": 2}, {"w": 0}]),
        ("sorted_by", [{"v": 1}, {"v": 2}], ("v", True), [{"v": 2}, {"v": 1}]),
        ("merged", {"a": 1, "b": 1}, ({"b": 2},), {"a": 1, "b": 2}),
        ("merged", ABSENT, ({"b": 2},), ABSENT),
        ("ranked", [{"v": 2}, {"v": 5}, {"v": 2}], ("v", "r"), [{"v": 2, "r": 2}, {"v": 5, "r": 1}, {"v": 2, "r": 2}]),
        ("keyed", [{"k": "a", "v": 1}, {"k": "b"}], ("k", "v"), {"a": 1}),
        ("joined", ["2031", "-", 4], (), "2031-4"),
        ("joined", ["a", ABSENT], (), ABSENT),
        ("before", "T2-2031", ("-",), "T2"),
        ("after", "T2-2031", ("-",), "2031"),
        ("after", "T2", ("-",), ABSENT),
        ("followed_by", [1], ([2],), [1, 2]),
        ("quarter_start", "2031-02-28", (), "2031-01-01"),
        ("quarter_start", "2031-12-31", (), "2031-10-01"),
        ("quarter_start", "soon", (), ABSENT),
        ("every_months", "2031-08-31", (6, "2032-08-31"), ["2031-08-31", "2032-02-29", "2032-08-31"]),
        ("every_months", "2031-08-31", (0, "2032-08-31"), ABSENT),
        ("sum", [1, 2, "x", True, Decimal("0.5")], (), Decimal("3.5")),
        ("sum", ROWS, ("v",), 4),
        ("sum", ABSENT, (), 0),
        ("totals", [{"v": [1, Decimal("0.5")]}, {"v": [2, 3, 4]}, {"v": 7}, {}], ("v",), [3, Decimal("3.5"), 4]),
        ("totals", ABSENT, ("v",), []),
        ("count", ROWS, (), 3),
        ("count", ABSENT, (), 0),
        ("count", None, (), 0),
        ("count", "un", (), 1),
        ("count", TABLE, (), 3),
        ("mean", [1, 2], (), Decimal("1.5")),
        ("mean", [], (), ABSENT),
        ("pluck", ROWS, ("t",), ["x", "y"]),
        ("pluck", ROWS, ("id",), ["a", "b", "c"]),
        ("where", ROWS, ("v", 1), [ROWS[0]]),
        ("where", ROWS, ("v",), [ROWS[2]]),
        ("where", ROWS, ("t", "y"), [ROWS[0]]),
        ("without", ROWS, ("v", 1), ROWS[1:]),
        ("unique", [1, 1, True, "a", "a", [1], [1], {"a": [1]}, {"a": [1]}, None], (),
         [1, True, "a", [1], {"a": [1]}, None]),
        ("unique", [1, Decimal("1.0")], (), [1]),
        ("minimum", [3, 1, 2], (), 1),
        ("maximum", ROWS, ("v",), 3),
        ("maximum", [], (), ABSENT),
        ("keys", TABLE, (), ["2024", "2023", "2025"]),
        ("keys", [1], (), []),
        ("values", TABLE, (), [1, 2, 3]),
        ("first", [4, 5], (), 4),
        ("first", [], (), ABSENT),
        ("last", [4, 5], (), 5),
        ("last", ABSENT, (), ABSENT),
        ("latest", TABLE, (), [3]),
        ("latest", TABLE, (2,), [1, 3]),
        ("latest", TABLE, (0,), []),
        ("latest", TABLE, (-1,), []),
        ("latest", [1], (), []),
        ("days_to", "2026-01-01", ("2026-03-01",), 59),
        ("days_to", "2026-13-01", ("2026-03-01",), ABSENT),
        ("days_to", 12, ("2026-03-01",), ABSENT),
        ("months_to", "2026-01-31", ("2026-02-28",), 0),
        ("months_to", "2026-01-15", ("2027-02-15",), 13),
        ("months_to", ABSENT, ("2027-02-15",), ABSENT),
        ("years_to", "2026-01-15", ("2029-01-14",), 2),
        ("years_to", ABSENT, ("2029-01-14",), ABSENT),
        ("lower", "ÉTÉ", (), "été"),
        ("lower", 1, (), ABSENT),
        ("mentions", "Pénalité de RETARD", ("penalite",), True),
        ("mentions", "pénalités", ("penalite",), False),
        ("mentions", ["a", "b c"], (["x", "B C"],), True),
        ("mentions", ABSENT, ("x",), False),
        ("mentions", "texte", (["", 1],), False),
        ("in_list", [1, 2], ([2],), True),
        ("in_list", [True], ([1],), False),
        ("in_list", "a", ("a",), True),
        ("lacking", ROWS, ("note",), ROWS[:2]),
        ("mentioning", ROWS, ("note", "echec"), [ROWS[2]]),
        ("common", [1, True, [1]], ([1, [1]],), [1, [1]]),
        ("outside", [1, True, [1]], ([1, [1]],), [True]),
        ("canonical", "  Taux   d’Échec", ([["echec", "Taux d’échec"]],), "echec"),
        ("canonical", ["Autre", 3], ([["echec"]],), ["autre", 3]),
        ("as_number", "12.50", (), Decimal("12.50")),
        ("as_number", " -3 ", (), Decimal(-3)),
        ("as_number", 7, (), 7),
    ],
)  # fmt: skip
def test_a_filter_gives_plain_data(name: str, value: Any, arguments: tuple[Any, ...], expected: Any) -> None:
    found = use(name, value, *arguments)
    assert found == expected
    assert repr(found) == repr(expected)


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity", "1e9999999", "1" * 40, "1_000", "1,5", "٣"])
def test_a_text_that_is_no_plain_number_is_absent(text: str) -> None:
    assert use("as_number", text) is ABSENT


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [(1, Decimal(1), True), (1, True, False), ("a", "a", True), (ABSENT, ABSENT, False), (None, None, True),
     ([1], [1], True), (0, False, False)],
)  # fmt: skip
def test_sameness(left: Any, right: Any, expected: bool) -> None:
    assert same(left, right) is expected


@given(
    st.lists(st.text("aàb c\n\0É\u00a0'ﬁ", max_size=8), max_size=6), st.lists(st.text("aàb cÉ'f", max_size=4), max_size=3)
)
def test_texts_that_together_mention_nothing_do_so_alone(texts: list[str], words: list[str]) -> None:
    if none_mentions(texts, words):
        assert not any(use("mentions", text, words) for text in texts)


def test_texts_together_are_told_apart() -> None:
    assert none_mentions(["un ordre", "direct"], ["ordre direct"])
    assert not none_mentions(["rien", "un Ôrdre  direct"], ["ordre direct"])
    assert none_mentions(["rien"], [])


def test_absent_is_false_and_says_its_name() -> None:
    assert not ABSENT
    assert repr(ABSENT) == "ABSENT"


def test_folding_ignores_case_accents_and_runs_of_spaces() -> None:
    assert folded("  L’É\u00a0té \n ") == "l’e te"


clock = time.perf_counter if sys.platform == "win32" else time.process_time  # that of Windows ticks 64 times a second


def seconds(work: Callable[[], object], times: int) -> float:
    """The processor time of so many runs: the best of three rounds, since a busy machine only ever adds to it."""
    rounds = []
    for _ in range(3):
        start = clock()
        for _ in range(times):
            work()
        rounds.append(clock() - start)
    return min(rounds)


def growth(use_on: Callable[[int], Callable[[], object]]) -> float:
    """How much longer a list takes than eight lists of an eighth: as long when linear, eight times when quadratic."""
    return seconds(use_on(1_600), 10) / seconds(use_on(200), 80)


@pytest.mark.parametrize("name", ["unique", "common", "outside", "in_list"])
@pytest.mark.parametrize("kind", [int, lambda n: {"n": n}, lambda n: [n]])
def test_long_lists_take_linear_time(name: str, kind: Any) -> None:
    def use_on(size: int) -> Callable[[], object]:
        items, others = [kind(n) for n in range(size)], [kind(-n - 1) for n in range(size)]
        return lambda: use(name, items, *(() if name == "unique" else (others,)))

    assert growth(use_on) < 3


def test_a_filter_in_quadratic_time_would_be_noticed() -> None:
    def use_on(size: int) -> Callable[[], object]:
        items, others = list(range(size)), [-n - 1 for n in range(size)]
        return lambda: [i for i in items if i in others]

    assert growth(use_on) > 4


@pytest.mark.parametrize("name", sorted(DATA_FILTERS))
@pytest.mark.parametrize("value", [ABSENT, None, True, 0, Decimal(1), "a", [], [1, "a", None, []], {"a": {}}])
def test_a_filter_takes_any_value_or_says_type_error(name: str, value: Any) -> None:
    for arguments in ((), ("a",), ("a", [1]), (None, {})):
        try:
            found = use(name, value, *arguments)
        except TypeError:
            continue
        assert found is ABSENT or isinstance(found, bool | int | Decimal | str | list | dict | None)
