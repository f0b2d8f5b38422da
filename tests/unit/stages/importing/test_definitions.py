"""Defined terms."""

from __future__ import annotations

import pytest

from docgen.model.imported import Piece
from docgen.stages.importing.definitions import bare_term, closed, inline_terms, listed_terms, plural_of
from docgen.store.languages import load_language
from support.docx import p, run
from support.imports import outline

FR, EN = load_language("fr"), load_language("en")


def terms(title: str, *blocks: str, language=FR) -> dict[int, str]:
    return {n: d.term for n, d in listed_terms(Piece(title, "", 0, outline(*blocks).blocks), language).items()}


def test_entries_of_a_definitions_article() -> None:
    blocks = (p("Dans le contrat :"), p("« Site » : tout local ;"), p("« Jour Ouvré » désigne tout jour."), p(run("Incident", "<w:b/>"), " : une panne"))
    assert terms("Définitions", *blocks) == {2: "Site", 3: "Jour Ouvré", 4: "Incident"}
    assert terms("Prix", *blocks) == {}


def test_three_entries_make_an_article_whatever_its_title() -> None:
    blocks = [p(f"« {t} » : chose ;") for t in ("Un", "Deux", "Trois")]
    assert list(terms("Vocabulaire", *blocks).values()) == ["Un", "Deux", "Trois"]


def test_an_entry_that_goes_on_below_or_cannot_be_a_definition_stays_text() -> None:
    assert terms("Définitions", p("« Site » : selon le cas :"), p("« Prix » : [[x]]"), p("« Date » : le ____")) == {}


@pytest.mark.parametrize(("text", "found"), [
    ("X SAS (ci-après le « Client »)", [("« Client »", "Client")]),
    ("ci-après dénommée la « Société Mère »,", [("« Société Mère »", "Société Mère")]),
    ('désigné "Fournisseur" ensuite', [('"Fournisseur"', "Fournisseur")]),
    ("ci-après « la suite »", []),
    ("le label « Qualité » exigé", []),
])  # fmt: skip
def test_terms_that_a_sentence_defines(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[s:e], t) for s, e, t in inline_terms(text, FR)] == found


def test_english() -> None:
    text = "Acme Ltd (the “Supplier”) and Bolt (hereinafter the “Client”)"
    assert [t for _, _, t in inline_terms(text, EN)] == ["Supplier", "Client"]


def test_plurals_are_those_that_the_document_uses() -> None:
    assert plural_of("Jour Ouvré", "dix Jours Ouvrés", FR) == "Jours Ouvrés"
    assert plural_of("Site", "le Site", FR) == ""


def test_articles_and_ends_are_taken_off() -> None:
    assert bare_term("la Société", FR) == "Société"
    assert bare_term("Lettre", FR) == "Lettre"
    assert closed("tout local ; ") == "tout local"
