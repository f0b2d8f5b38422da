"""Numbers in words against an oracle and against themselves; filters over any plain data."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from num2words import num2words  # type: ignore[import-untyped]

from docgen.model.language import Language
from docgen.stages.spelling import spell
from docgen.stages.wording import FILTERS, FilterError
from docgen.store.languages import load_language

FR = load_language("fr")
EN = load_language("en")
LANGUAGES = [FR, EN]
NUMBERS = st.integers(0, 10**15)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(max_size=8)
    | st.sampled_from(["le Client", "les Parties", "2031-01-31", "EUR", "17.5", "f", "ou", "de"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=3) | st.just("de"), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def loose(words: str) -> str:
    """Words without hyphens, commas and the plural signs on which the oracle errs."""
    plain = re.sub(r"[-, ]+", " ", words)
    return re.sub(r"\b(cent|vingt)s\b", r"\1", plain)


@pytest.mark.parametrize("language", LANGUAGES, ids=["fr", "en"])
def test_agrees_with_the_oracle(language: Language) -> None:
    chosen = random.Random(7).sample(range(10**6), 3000)
    for number in [*range(2000), *chosen, 10**6, 2_000_001]:
        oracle = num2words(number, lang=language.code)
        assert loose(spell(number, language)) == loose(oracle), number


def test_the_oracle_agrees_on_plural_signs_below_one_thousand() -> None:
    for number in range(1000):
        plural = re.compile(r"\b(?:cents|vingts)\b")
        oracle = num2words(number, lang="fr")
        assert plural.findall(spell(number, FR)) == plural.findall(oracle), number


@pytest.mark.parametrize("table", ["cardinal", "multiplier", "feminine"])
def test_small_numbers_are_all_said_differently(table: str) -> None:
    said = {spell(number, FR, table) for number in range(20_000)}
    assert len(said) == 20_000


@settings(deadline=None)
@given(a=NUMBERS, b=NUMBERS)
def test_spelling_is_injective(a: int, b: int) -> None:
    assume(a != b)
    assert all(spell(a, lang) != spell(b, lang) for lang in LANGUAGES)


@settings(deadline=None)
@given(number=st.integers(-(10**17), 10**17), scale=st.integers(0, 12))
def test_figures_say_the_exact_number(number: int, scale: int) -> None:
    value = Decimal(number).scaleb(-scale)
    shown = str(FILTERS["number"](value, FR))
    read = shown.replace("\u202f", "").replace(",", ".").replace("\u2212", "-")
    assert Decimal(read) == value


@settings(deadline=None)
@given(start=st.dates(date(1900, 1, 1), date(2100, 1, 1)), months=st.integers(-600, 600))
def test_months_land_in_the_right_month(start: date, months: int) -> None:
    moved = date.fromisoformat(str(FILTERS["plus_months"](start.isoformat(), FR, months)))
    assert (moved.year * 12 + moved.month) - (start.year * 12 + start.month) == months
    assert moved.day <= start.day


@settings(deadline=None, max_examples=1500)
@given(
    name=st.sampled_from(sorted(FILTERS)),
    value=PLAIN,
    arguments=st.lists(PLAIN, max_size=5),
    language=st.sampled_from(LANGUAGES),
)
def test_nothing_but_a_filter_error(
    name: str, value: object, arguments: list[object], language: Language
) -> None:
    try:
        FILTERS[name](value, language, *arguments)
    except FilterError as problem:
        assert problem.message
