"""The drafters' filters: rows of the rules, neighbours of the rows, unsuitable values."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal

import pytest

from docgen.stages.alphabet import sort_key
from docgen.stages.spelling import spell
from docgen.stages.wording import FILTERS, FilterError, filters_for
from docgen.store.languages import load_language

FR = load_language("fr")
EN = load_language("en")
FRENCH = filters_for(FR)
ENGLISH = filters_for(EN)


def signs(text: str) -> str:
    return text.replace("~", "\u00a0").replace("^", "\u202f")


def french(name: str, value: object, *arguments: object) -> object:
    return FRENCH[name](value, FR, *arguments)


def english(name: str, value: object, *arguments: object) -> object:
    return ENGLISH[name](value, EN, *arguments)


ROWS = [
    ("V01", "nombre", "3480000", "3^480^000"),
    ("V02", "nombre", "17.5", "17,5"),
    ("V03", "pct", "17.5", "17,5~%"),
    ("V04", "euros", "3480000", "3^480^000~€"),
    ("V05", "euros", "90.4", "90,40~€"),
    ("V06", "date", "2031-03-01", "1er~mars~2031"),
    ("V07", "date", "2031-10-14", "14~octobre~2031"),
    ("V08", "jours_lettres", "30", "trente~(30)~jours"),
    ("V09", "mois_lettres", "1", "un~(1)~mois"),
    ("V10", "pct_lettres", "10", "dix~pour~cent~(10~%)"),
    ("V11", "euros_lettres", "7400", "7^400~€ (sept mille quatre cents euros)"),
    ("V12", "euros_lettres", "1000000", "1^000^000~€ (un million d’euros)"),
    ("V13", "lettres", "71", "soixante et onze"),
    ("V14", "lettres", "80", "quatre-vingts"),
    ("V14", "lettres", "81", "quatre-vingt-un"),
    ("V15", "lettres", "200", "deux cents"),
    ("V15", "lettres", "201", "deux cent un"),
    ("V16", "lettres", "1000", "mille"),
    ("V16", "lettres", "2000", "deux mille"),
    ("V16", "lettres", "80000", "quatre-vingt mille"),
    ("V17", "lettres", "91", "quatre-vingt-onze"),
    ("V17", "lettres", "99", "quatre-vingt-dix-neuf"),
    ("V18", "upper", "à l'échéance", "À L’ÉCHÉANCE"),
    ("V19", "upper", "cœur", "CŒUR"),
    ("E01", "du", "le Client", "du Client"),
    ("E02", "du", "les Parties", "des Parties"),
    ("E03", "du", "l'Acheteur", "de l’Acheteur"),
    ("E04", "au", "le Prestataire", "au Prestataire"),
    ("E04", "au", "les Parties", "aux Parties"),
    ("E04", "au", "l'Acheteur", "à l’Acheteur"),
    ("E07", "de_nom", "Atlas", "d’Atlas"),
    ("E07", "de_nom", "Bora", "de Bora"),
    ("E08", "de_nom", "Hélios", "de Hélios"),
    ("E09", "cour_de_ville", "Le Havre", "du Havre"),
    ("E10", "cour_de_ville", "Avignon", "d’Avignon"),
]


@pytest.mark.parametrize(("row", "name", "value", "expected"), ROWS)
def test_row(row: str, name: str, value: str, expected: str) -> None:
    assert french(name, value) == signs(expected)
    if row[0] == "V" and row < "V18" and row not in ("V06", "V07"):
        assert french(name, Decimal(value)) == signs(expected)


def test_a_name_with_stated_prepositions() -> None:
    assert french("de_nom", "Orphée Conseil", {"de": "d'", "le": ""}) == "d’Orphée Conseil"
    article = {"de": "de la ", "le": "la "}
    assert french("de_nom", "Compagnie du Val", article) == "de la Compagnie du Val"
    assert french("de_nom", "Atlas", None) == "d’Atlas"


@pytest.mark.parametrize(
    ("name", "value", "arguments", "expected"),
    [
        ("nombre", 0, (), "0"),
        ("nombre", 1000, (), "1^000"),
        ("nombre", -1234.5, (), "\u22121^234,5"),
        ("nombre", 10.0, (), "10"),
        ("nombre", Decimal("0.50"), (), "0,50"),
        ("nombre", "2.345", (2,), "2,35"),
        ("nombre", "-0.001", (2,), "0,00"),
        ("nombre", Decimal("12345678901234567.123456789012345"), (),
         "12^345^678^901^234^567,123456789012345"),
        ("pct", 5, (1,), "5,0~%"),
        ("euros", "90.405", (), "90,41~€"),
        ("euros", "90.00", (), "90~€"),
        ("euros", -5, (), "\u22125~€"),
        ("montant", 12, ("CHF",), "12~CHF"),
        ("montant_lettres", "21", ("GBP",), "21~£ (vingt et une livres sterling)"),
        ("montant_lettres", "1.5", ("TND",),
         "1,500~TND (un dinar tunisien et cinq cents millimes)"),
        ("euros_lettres", "90.4", (), "90,40~€ (quatre-vingt-dix euros et quarante centimes)"),
        ("euros_lettres", "0.01", (), "0,01~€ (un centime)"),
        ("euros_lettres", 0, (), "0~€ (zéro euro)"),
        ("euros_lettres", 1, (), "1~€ (un euro)"),
        ("euros_lettres", -2, (), "\u22122~€ (moins deux euros)"),
        ("euros_lettres", 80_000_000, (), "80^000^000~€ (quatre-vingts millions d’euros)"),
        ("euros_lettres", 1_000_001, (), "1^000^001~€ (un million un euros)"),
        ("lettres", 10**15, (), "mille billions"),
        ("lettres", -5, (), "moins cinq"),
        ("lettres", 21, ("f",), "vingt et une"),
        ("lettres", 81, ("f",), "quatre-vingt-une"),
        ("lettres", 200_000, (), "deux cent mille"),
        ("lettres", 280_280, (), "deux cent quatre-vingt mille deux cent quatre-vingts"),
        ("lettres", 200_000_000, (), "deux cents millions"),
        ("lettres", 0, (), "zéro"),
        ("heures_lettres", 21, (), "vingt et une~(21)~heures"),
        ("semaines_lettres", 1, (), "une~(1)~semaine"),
        ("annees_lettres", 3, (), "trois~(3)~ans"),
        ("jours_lettres", 0, (), "zéro~(0)~jour"),
        ("ordinal", 1, (), "1er"),
        ("ordinal", 1, ("f",), "1re"),
        ("ordinal", 21, (), "21e"),
        ("pluriel", "1.5", ("jour", "jours"), "jour"),
        ("pluriel", 2, ("jour", "jours"), "jours"),
        ("majuscule", "l’Acheteur", (), "L’Acheteur"),
        ("majuscule", "œuvre", (), "Œuvre"),
        ("majuscule", "", (), ""),
        ("liste", ["A"], (), "A"),
        ("liste", ["A", "B", "C"], (), "A, B et C"),
        ("liste", ["A", "B"], ("ou",), "A ou B"),
        ("liste", [1000, "2"], (), "1^000 et 2"),
        ("le", "Le Client", (), "le Client"),
        ("le", "l'Acheteur", (), "l’Acheteur"),
        ("le", "les Parties (f)", (), "les Parties"),
        ("nu", "la Société", (), "Société"),
        ("nu", "Société", (), "Société"),
        ("du", "la Société", (), "de la Société"),
        ("du", "le\u00a0Client", (), "du Client"),
        ("du", "Avignon", (), "d’Avignon"),
        ("au", "Avignon", (), "à Avignon"),
        ("de", "Île-de-France", (), "d’Île-de-France"),
        ("de", "Œuvres", (), "d’Œuvres"),
        ("de", "Yvetot", (), "d’Yvetot"),
        ("de", "Yahoo", (), "de Yahoo"),
        ("cour_de_ville", "La Rochelle", (), "de La Rochelle"),
        ("cour_de_ville", "Les Sables", (), "des Sables"),
        ("cour_de_ville", "L'Haÿ", (), "de L’Haÿ"),
        ("a_ville", "Le Havre", (), "au Havre"),
        ("a_ville", "Lens", (), "à Lens"),
        ("date", date(2031, 3, 2), (), "2~mars~2031"),
        ("plus_mois", "2031-01-31", (1,), "2031-02-28"),
        ("plus_mois", "2031-10-31", (3,), "2032-01-31"),
        ("moins_mois", "2031-03-31", (1,), "2031-02-28"),
        ("plus_jours", "2031-12-31", ("1",), "2032-01-01"),
        ("moins_jours", "2031-01-01", (1,), "2030-12-31"),
        ("plus_annees", "2032-02-29", (1,), "2033-02-28"),
        ("moins_annees", "2032-02-29", (4,), "2028-02-29"),
        ("trie", ["zèbre", "Œuvre", "été", "Etable", "odeur"], (),
         ["Etable", "été", "odeur", "Œuvre", "zèbre"]),
    ],
)  # fmt: skip
def test_french(name: str, value: object, arguments: tuple[object, ...], expected: object) -> None:
    wanted = signs(expected) if isinstance(expected, str) else expected
    assert french(name, value, *arguments) == wanted


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("le Client", "tenu"),
        ("la Société", "tenue"),
        ("les Parties", "tenus"),
        ("les Parties (f)", "tenues"),
        ("l'Acheteur", "tenu"),
        ("l’Agence (f)", "tenue"),
        ("Client", "tenu"),
    ],
)
def test_forms_agree_with_the_role(role: str, expected: str) -> None:
    assert french("genre", role, "tenu", "tenue", "tenus", "tenues") == expected
    assert french("accorde", role, "tenu", "tenue", "tenus", "tenues") == expected


def test_the_gender_may_be_said_beside_the_role() -> None:
    assert french("genre", "les Parties", "tenu", "tenue", "tenus", "tenues", "f") == "tenues"


def test_records_sort_by_a_key() -> None:
    records = [{"nom": "b"}, {"nom": "À"}]
    assert french("trie", records, "nom") == [{"nom": "À"}, {"nom": "b"}]


def test_accents_and_case_only_decide_between_equals() -> None:
    words = ["cote", "Côte", "coté", "côté", "Cote"]
    assert sorted(words, key=lambda word: sort_key(word, FR))[:2] == ["Cote", "cote"]
    assert sort_key("Œuvre", FR)[0] == sort_key("oeuvre", FR)[0] == "oeuvre"


@pytest.mark.parametrize(
    ("name", "value", "arguments", "expected"),
    [
        ("number", "3480000.5", (), "3,480,000.5"),
        ("percent", 10, (), "10%"),
        ("euros", "90.4", (), "€90.40"),
        ("date", "2031-03-01", (), "1~March~2031"),
        ("months_in_words", 36, (), "thirty-six~(36)~months"),
        ("days_in_words", 1, (), "one~(1)~day"),
        ("percent_in_words", 10, (), "ten~per~cent~(10%)"),
        ("euros_in_words", 1_000_000, (), "€1,000,000 (one million euros)"),
        ("amount_in_words", "2.01", ("GBP",), "£2.01 (two pounds sterling and one penny)"),
        ("in_words", 1001, (), "one thousand and one"),
        ("in_words", 2101, (), "two thousand one hundred and one"),
        ("in_words", 21, ("f",), "twenty-one"),
        ("ordinal", 11, (), "11th"),
        ("ordinal", 22, (), "22nd"),
        ("ordinal", 103, (), "103rd"),
        ("plural", "1.5", ("day", "days"), "days"),
        ("listing", ["A", "B", "C"], ("or",), "A, B or C"),
        ("of_the", "the Client", (), "of the Client"),
        ("to_the", "the Client", (), "to the Client"),
        ("of_name", "Atlas", (), "of Atlas"),
        ("of_place", "Le Havre", (), "of Le Havre"),
        ("agree", "the Client", ("bound", "bound"), "bound"),
    ],
)
def test_english(name: str, value: object, arguments: tuple[object, ...], expected: str) -> None:
    assert english(name, value, *arguments) == signs(expected)


@pytest.mark.parametrize(
    ("name", "value", "arguments"),
    [
        ("number", True, ()),
        ("number", None, ()),
        ("number", "1e5", ()),
        ("number", "1 000", ()),
        ("number", "١٢", ()),
        ("number", float("nan"), ()),
        ("number", Decimal("-Infinity"), ()),
        ("number", Decimal("1E+999999999"), ()),
        ("number", Decimal("1E-999999"), ()),
        pytest.param("number", 10**100_000, (), id="huge number"),
        ("number", 5, (99,)),
        ("amount", 5, ()),
        ("amount", 5, ("XXX",)),
        ("amount", 5, ([],)),
        ("in_words", "1.5", ()),
        ("in_words", 10**15 + 1, ()),
        ("in_words", 1, ("x",)),
        ("percent_in_words", "2.5", ()),
        ("euros_in_words", 10**16, ()),
        ("ordinal", 0, ()),
        ("plural", 1, ("jour",)),
        ("plural", 1, (2, 3)),
        ("date", "2031-02-29", ()),
        ("date", "0000-01-01", ()),
        ("date", "20310301", ()),
        ("date", 5, ()),
        ("plus_days", "2031-01-01", (10**15,)),
        ("plus_months", "9999-12-01", (1,)),
        ("minus_years", "0001-01-01", (1,)),
        ("upper", 5, ()),
        pytest.param("upper", "a" * 100_001, (), id="long text"),
        ("listing", [], ()),
        ("listing", "abc", ()),
        ("listing", [["a"]], ()),
        ("listing", ["a", "b"], ("mais",)),
        ("listing", ["a", "b"], ({},)),
        ("listing", ["a" * 60_000, "b" * 60_000], ()),
        pytest.param("listing", ["a"] * 10_001, (), id="long list"),
        ("sorted", [1, "a"], ()),
        ("sorted", ["a"], ("nom",)),
        ("sorted", [{"nom": 1}], ("nom",)),
        ("sorted", [{"nom": "a"}], ([],)),
        ("the", "Client", ()),
        ("the", " ", ()),
        ("of_name", "Atlas", ({},)),
        ("of_name", "Atlas", ({"de": 5},)),
        ("of_name", "Atlas", ("de",)),
        ("agree", "les Parties", ("tenu", "tenue")),
        ("agree", {"a": 1}, ("tenu", "tenue")),
    ],
)  # fmt: skip
def test_unsuitable_values(name: str, value: object, arguments: tuple[object, ...]) -> None:
    with pytest.raises(FilterError) as caught:
        FILTERS[name](value, FR, *arguments)
    assert caught.value.message and caught.value.hint
    assert len(caught.value.message) < 200
    assert pickle.loads(pickle.dumps(caught.value)).hint == caught.value.hint


def test_every_alias_names_a_filter_and_every_filter_is_documented() -> None:
    for language in (FR, EN):
        assert set(language.aliases.values()) <= set(FILTERS)
    assert all(function.__doc__ for function in FILTERS.values())
    assert {"nombre", "number", "words"} <= set(filters_for(FR, EN))


def test_numbers_out_of_reach_are_not_spelt() -> None:
    with pytest.raises(ValueError, match="too large"):
        spell(10**15 + 1, FR)
