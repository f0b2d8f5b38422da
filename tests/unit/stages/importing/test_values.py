"""Likely parameters."""

from __future__ import annotations

from decimal import Decimal

import pytest

from docgen.stages.importing.values import PLACE, likely_values, luhn, printed
from docgen.store.languages import load_language

FR, EN = load_language("fr"), load_language("en")


def first(text: str, language=FR):
    one = next(iter(likely_values(text, language)), None)
    return None if one is None else (one.type, one.value, one.markdown.replace(PLACE, "x"), text[one.start : one.end])


@pytest.mark.parametrize(
    ("text", "kind", "value", "markdown"),
    [
        ("dure trente-six (36) mois à compter", "months", 36, "{{ x|mois_lettres }}"),
        ("dure 36 mois", "months", 36, "{{ x|nombre }} mois"),
        ("dure douze mois", "months", 12, "{{ x|lettres }} mois"),
        ("sous dix (10) jours ouvrés", "days", 10, "{{ x|jours_lettres }}"),
        ("sous un (1) jour", "days", 1, "{{ x|jours_lettres }}"),
        ("paie 12 500,50 € par", "money", Decimal("12500.50"), "{{ x|euros }}"),
        ("paie 12.500,50 euros par", "money", Decimal("12500.50"), "{{ x|nombre }} euros"),
        ("paie 1 000 € (mille euros) par", "money", 1000, "{{ x|euros_lettres }}"),
        ("paie dix mille (10 000) euros par", "money", 10000, "{{ x|lettres }} ({{ x|nombre }}) euros"),
        ("paie 12,00 € par", "money", Decimal("12.00"), "{{ x|nombre }} €"),
        ("paie 12,50 € par", "money", Decimal("12.50"), "{{ x|euros }}"),
        ("de 10 % au plus", "percent", 10, "{{ x|pct }}"),
        ("de dix pour cent (10 %) au plus", "percent", 10, "{{ x|pct_lettres }}"),
        ("le 1er mars 2027.", "date", "2027-03-01", "{{ x|date }}"),
        ("pour trois (3) ans", "integer", 3, "{{ x|annees_lettres }}"),
    ],
)
def test_values_take_the_filter_that_gives_back_their_words(text: str, kind: str, value: object, markdown: str) -> None:
    found = first(text)
    assert found is not None
    assert found[:3] == (kind, value, markdown)


def test_a_way_that_no_filter_writes_is_kept_as_text() -> None:
    one = next(iter(likely_values("signé le 01/03/2027 à Nantes", FR)))
    assert (one.type, one.value, one.problem) == ("string", "01/03/2027", "as_text")


def test_letters_that_disagree_with_figures_are_told_and_stay() -> None:
    one = next(iter(likely_values("sous trente (15) jours", FR)))
    assert (one.markdown, one.problem) == ("", "disagree")


def test_a_day_that_does_not_exist_is_told() -> None:
    assert next(iter(likely_values("le 31 février 2027", FR))).problem == "no_date"


def test_figures_that_no_filter_writes_are_no_number() -> None:
    assert first("le code 010 000 € est") is None


def test_the_date_of_a_law_is_no_parameter() -> None:
    assert first("la loi n° 78-17 du 6 janvier 1978") is None


def test_numbers_of_registers_are_checked() -> None:
    assert first("sous le numéro 732 829 320.") == ("string", "732 829 320", "{{ x }}", "732 829 320")
    assert first("sous le numéro 732 829 321.") is None
    assert luhn("732 829 320") and not luhn("732829321")


@pytest.mark.parametrize(("text", "passage"), [
    ("courriel contact@voltage.fr.", "contact@voltage.fr"),
    ("situé 12 rue de la Paix, 75002 Paris, immatriculée", "12 rue de la Paix, 75002 Paris"),
    ("représentée par Mme Jeanne Dupont, gérante", "Jeanne Dupont"),
    ("Voltage Énergie, SARL au capital", "Voltage Énergie"),
])  # fmt: skip
def test_names_and_addresses(text: str, passage: str) -> None:
    found = first(text)
    assert found is not None and found[0] == "string" and found[3] == passage


def test_english() -> None:
    assert first("lasts thirty-six (36) months", EN) == ("months", 36, "{{ x|months_in_words }}", "thirty-six (36) months")
    assert first("a fee of €1,200.", EN) == ("money", 1200, "{{ x|euros }}", "€1,200")
    assert first("from 1 March 2027", EN) == ("date", "2027-03-01", "{{ x|date }}", "1 March 2027")


def test_a_value_that_a_filter_refuses_prints_nothing() -> None:
    assert printed(f"{{{{ {PLACE}|date }}}}", "hier", FR) is None
    assert printed(f"{{{{ {PLACE}|jours_lettres }}}}", 3, FR) == "trois\u00a0(3)\u00a0jours"
