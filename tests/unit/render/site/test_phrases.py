"""Conditions in words."""

from __future__ import annotations

import pytest

from docgen.model.diagnostic import Place
from docgen.model.drafted import Branch
from docgen.model.script import Const
from docgen.render.site.phrases import Phrases
from docgen.render.site.words import Words
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.script_parse import parse_expression
from docgen.store.languages import load_language
from docgen.store.site_data import site_words

CALLED = {"duree.mois": "Durée (en mois)"}
VALUES = {"position": {"deux-ans": "deux ans"}}


def phrases(code: str = "fr") -> Phrases:
    return Phrases(Words(code, site_words(code), load_language(code)), CALLED, VALUES)


def parsed(text: str):
    outcome = parse_expression(text, Place("x"), {*DATA_FILTERS, "libelle", "date", "euros"})
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("penalite", "penalite"),
        ("taux_plein and not x", "taux plein et pas x"),
        ("a or b and c", "a ou (b et c)"),
        ("(a or b) and c", "(a ou b) et c"),
        ("not (a == 1)", "pas (a est 1)"),
        ("position == 'deux-ans'", "la position est « deux ans »"),
        ("position in ['deux-ans', 'x']", "la position est l’un de « deux ans », « x »"),
        ("duree.mois >= 12", "Durée ≥ 12"),
        ("0 < x < 1.5", "0 < x < 1,5"),
        ("a.b is defined", "a › b est renseigné"),
        ("a is not defined", "a n’est pas renseigné"),
        ("flux|pluck('volumes')|sum > 0", "la somme de flux › volumes > 0"),
        ("l|where('canal', 'x')|count", "le nombre de l (où canal : x)"),
        ("l|mean", "mean (l)"),
        ("loop.last", "dernier élément"),
        ("document.type == 'contrat'", "le type de document est « contrat »"),
        ("x[y.id].z", "x [y › id] › z"),
        ("a if b else 'c'", "a si b, sinon « c »"),
        ("[1, true, none]", "1, oui, rien"),
        ("fin(1, duree.mois) + 2", "fin (1, Durée) + 2"),
    ],
)
def test_an_expression_in_words(text: str, said: str) -> None:
    assert phrases().expression(parsed(text)).replace("\u00a0", " ") == said


def test_a_place_is_said_without_what_writes_it() -> None:
    assert phrases().place(parsed("debut|date")) == "debut"
    assert phrases().place(parsed("a|euros if a else b|libelle('t')")) == "a si a, sinon b"


@pytest.mark.parametrize(("kind", "said"), [("if", "si n :"), ("elif", "sinon, si n :"), ("else", "sinon :"),
                                            ("for", "pour chaque élément de n :"), ("empty", "s’il n’y a rien dans n :")])  # fmt: skip
def test_a_branch_says_when_it_is_there(kind: str, said: str) -> None:
    test = None if kind == "else" else parsed("n")
    assert phrases().branch(Branch(1, kind, test)).replace("\u00a0", " ") == said


def test_in_another_language_nothing_is_french() -> None:
    assert phrases("en").expression(parsed("a == 1 and not b")) == "a is 1 and not b"
    assert phrases("en").expression(Const(True)) == "yes"
