"""Names and numbers of the parties."""

from __future__ import annotations

from docgen.stages.importing.parties import identities
from docgen.stages.importing.pieces import cut
from docgen.store.languages import load_language
from support.docx import heading, p, run
from support.imports import outline

FR = load_language("fr")


def found(*blocks: str, forms=None, paths=None):
    pieces, _ = cut(outline(*blocks, heading("Objet"), p("x")), FR)
    return [(i.text, i.name, i.path) for i in identities(pieces, FR, forms or {}, paths or {})]


def test_the_name_in_bold_and_the_number_belong_to_the_role() -> None:
    text = p(run("Cycles Dupont", "<w:b/>"), ", SAS, numéro 732 829 320, ci-après le « Bailleur ».")
    assert found(p("Entre les soussignées :"), text) == [("Cycles Dupont", "bailleur_nom", ""), ("732 829 320", "bailleur_siren", "")]


def test_without_bold_a_company_is_told_by_what_follows_it() -> None:
    text = p("Voltage Énergie, société par actions simplifiée, ci-après dénommée le « Preneur ».")
    assert found(p("Entre les soussignées :"), text) == [("Voltage Énergie", "preneur_nom", "")]


def test_a_role_of_the_library_takes_the_field_of_the_profile() -> None:
    paths = {"client.denomination": "Dénomination sociale", "prestataires.denomination": "Dénomination sociale"}
    blocks = (p("Entre les soussignées :"), p(run("Mobilys", "<w:b/>"), ", SAS, ci-après le « Client »."), p(run("Clairval", "<w:b/>"), ", SAS, ci-après le « Prestataire »."))
    forms = {"Client": ("client", "parties"), "Prestataire": ("prestataire", "parties")}
    assert found(*blocks, forms=forms, paths=paths) == [("Clairval", "prestataire_nom", ""), ("Mobilys", "client_denomination", "client.denomination")]


def test_nobody_is_named_by_a_paragraph_that_defines_no_role() -> None:
    assert found(p("Entre les soussignées :"), p(run("Mobilys", "<w:b/>"), ", SAS.")) == []
