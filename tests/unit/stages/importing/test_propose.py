"""From a Word file to proposals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen.model.imported import Run, Sureness, WordOutline, WordParagraph
from docgen.model.library import ClauseText, TextKey
from docgen.stages.importing.patterns import free, identifier, language_of
from docgen.stages.importing.propose import Shelf
from docgen.stages.script_parse import parse_script
from docgen.store.languages import load_language
from support.docx import control, field, heading, p, run, table
from support.imports import (
    EMPTY,
    LEGAL,
    bold,
    english_contract,
    kinds,
    marked,
    np,
    outline,
    proposed,
    styled_contract,
    texts,
    tools,
)  # fmt: skip


def test_a_contract_with_headings_by_style() -> None:
    made = proposed(styled_contract())
    found = texts(made)
    assert list(found) == ["parties", "definitions", "duree", "prix-des-materiels", "liste-du-materiel"]
    assert "dénommée le [[def:bailleur]]," in found["parties"]
    assert found["definitions"] == "Dans le contrat :\n\n[[definitions]]\n"
    assert "dure {{ duree|mois_lettres }} à compter du {{ date|date }}" in found["duree"]
    assert "selon [[prix-des-materiels]]. Voir [[definitions, prix-des-materiels]], et l'article {{ renvoi }}. L'article 1231-5 du code civil" in found["duree"]
    assert "## Loyer {: #loyer }\n\nLe loyer est de {{ montant|euros }}" in found["prix-des-materiels"]
    assert "Le **Bailleur** s’engage :\n\n- à livrer les Matériels sous {{ delai|jours_lettres }} ;\n- à les entretenir conformément [[à duree]]." in found["prix-des-materiels"]
    assert "Le loyer de {{ bailleur_nom }} change le {{ a_completer|by_hand }}." in found["prix-des-materiels"]
    assert "| Vélo | Prix\\|€ |\n|---|---|\n| Cargo | {{ montant|euros }} |" in found["liste-du-materiel"]


def test_its_terms_and_parameters() -> None:
    made = {c.id: c for c in proposed(styled_contract()).clauses}
    terms = {t.id: t for t in made["definitions"].terms}
    assert terms["materiel"].definition == "les vélos décrits [[à annexe:liste-du-materiel]]"
    assert terms["materiel"].plural == "Matériels"
    assert terms["incident-majeur"].definition == "toute panne visée [[à prix-des-materiels#loyer]]"
    assert [t.id for t in made["parties"].terms if t.inline] == ["bailleur", "preneur"]
    parameters = {p.name: p for p in made["duree"].parameters}
    assert (parameters["duree"].type, parameters["duree"].default, parameters["duree"].sureness) == ("months", 36, Sureness.HIGH)
    assert (parameters["renvoi"].type, parameters["renvoi"].default) == ("string", "27")
    yaml = made["duree"].files["clause.yaml"].decode()
    assert "  date: {type: date, default: 2027-03-01}\n" in yaml
    assert 'note: "x.docx, Article 2 – Durée"' in yaml


def test_an_english_contract() -> None:
    made = proposed(english_contract(), "en")
    found = texts(made)
    assert "lasts {{ term|months_in_words }} from {{ date|date }}. It ends under [[termination]]. The fee is {{ amount|euros }} or {{ percentage|pct }}." in found["term"]
    assert "subject to [[definitions, term]]." in found["termination"]
    assert sorted(t.term for c in made.clauses for t in c.terms) == ["Business Day", "Equipment"]
    assert found["definitions"] == "[[def:equipment]] means the bicycles listed in Annex {{ reference }}.\n\n[[definitions]]\n"


def test_numbered_paragraphs_of_a_legal_list_keep_their_text_and_are_told() -> None:
    blocks = [np("Objet", 0), np("Le prestataire exécute la mission.", 1), np("avec soin ;", 2), np("Durée", 0), np("Selon l’article 1.1, un an.", 1)]
    made = proposed(outline(*blocks, parts=LEGAL))
    assert texts(made) == {"objet": "Le prestataire exécute la mission.\n\n1. avec soin ;\n", "duree": "Selon [[objet]], {{ annees|lettres }} an.\n"}
    assert kinds(made).count("numbered") == 2 and "reference_inexact" in kinds(made)


def test_fields_become_references() -> None:
    made = proposed(outline(marked("_Ref1", "Objet"), p("a."), heading("Durée"), p("Voir l’article ", field(" REF _Ref1 \\r \\h ", "1"), ".")))
    assert texts(made)["duree"] == "Voir [[objet]].\n"


def test_notes_follow_their_text() -> None:
    cite = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    made = proposed(outline(heading("Objet"), p("Un texte", cite, " suivi."), notes={"2": "La *note*"}))
    assert texts(made)["objet"] == "Un texte[^1] suivi.\n\n[^1]: La \\*note\\*\n"


def test_controls_to_fill_in_are_parameters_by_their_names() -> None:
    def sdt(name: str, said: str, more: str = "") -> str:
        return f'<w:sdt><w:sdtPr><w:alias w:val="{name}"/>{more}</w:sdtPr><w:sdtContent>{run(said)}</w:sdtContent></w:sdt>'

    made = proposed(outline(heading("Prix"), p("Le loyer de ", sdt("Loyer mensuel", "1 200 €"), " au ", sdt("Ville", "Cliquez", "<w:showingPlcHdr/>"), ".")))
    assert texts(made)["prix"] == "Le loyer de {{ loyer_mensuel|euros }} au {{ ville }}.\n"
    assert {p.name: p.default for p in made.clauses[0].parameters} == {"loyer_mensuel": 1200, "ville": None}


def test_tables_of_one_row_are_paragraphs_and_nested_ones_are_told() -> None:
    made = proposed(outline(heading("Signatures"), table(("Le Client", "Le Prestataire"))))
    assert texts(made)["signatures"] == "Le Client\n\nLe Prestataire\n"
    assert "table_layout" in kinds(made)
    inner = f"<w:tbl><w:tr><w:tc>{p('A')}</w:tc><w:tc>{p('B')}{table(('dedans',))}</w:tc></w:tr><w:tr><w:tc>{p('C')}</w:tc><w:tc>{p('D')}</w:tc></w:tr></w:tbl>"
    made = proposed(outline(heading("Prix"), inner))
    assert texts(made)["prix"] == "| A | B[[br]]dedans |\n|---|---|\n| C | D |\n"
    assert {"table_nested", "table_header"} <= {*kinds(made)}


def test_broken_numbers_boxes_and_comments_are_in_the_decisions() -> None:
    box = f'<w:r><w:pict><w:txbxContent>{p("Dans la zone")}</w:txbxContent></w:pict></w:r>'
    made = proposed(outline(heading("Objet"), p("a", box), np("b", 0, 9), parts=LEGAL, header="Haut"))
    told = {d.kind: (d.paragraph, d.article, d.passage) for d in made.decisions}
    assert told["aside_box"] == (2, "Objet", "Dans la zone")
    assert told["broken"] == (3, "Objet", "b")
    assert told["aside_header"] == (0, "", "Haut")


def test_ids_are_free_and_the_same_title_twice_gets_two() -> None:
    made = proposed(outline(heading("Objet"), p("a."), heading("Objet"), p("b."), heading("§"), p("c.")), taken=frozenset({"objet"}))
    assert [c.id for c in made.clauses] == ["objet-2", "objet-3", "clause-3"]


SOURCE = "Le Prestataire exécute les prestations avec soin et rend compte chaque mois au Client de leur avancement."


def shelf(source: str = SOURCE, **more) -> Shelf:
    from docgen.stages.importing.twins import _number, _sketch

    filters, _ = tools("fr")
    key = TextKey(1, "", "", "fr")
    parsed = ClauseText(key, "x", "", parse_script(source, "x", frozenset(filters)).value, {})
    sketches = [("mission", ((("fr", _number("objet")),), ((1, "", "", "fr", _sketch(parsed.script)),), ()))]
    return replace(EMPTY, ids=frozenset({"mission"}), sketches=sketches, text=lambda i, k: parsed, texts=lambda i: [key], **more)


def test_what_the_library_has_is_not_written_and_references_lead_to_it() -> None:
    given = outline(heading("Article 1 – Tâches"), p(SOURCE), heading("Article 2 – Durée"), p("Selon l’article 1."))
    made = proposed(given, shelf=shelf())
    assert texts(made) == {"duree": "Selon [[mission]].\n"}
    assert [(d.kind, d.values["twin"]) for d in made.decisions if d.kind.startswith("twin")] == [("twin_same", "mission r1")]
    assert list(texts(proposed(given, shelf=shelf(), everything=True))) == ["taches", "duree"]


def test_terms_of_the_library_are_not_declared_again() -> None:
    known = replace(EMPTY, forms={"Client": ("client", "parties")}, term_ids=frozenset({"site"}))
    made = proposed(outline(heading("Définitions"), p("« Client » : X ;"), p("« Site » : tout local.")), shelf=known)
    assert [(t.id, t.term) for t in made.clauses[0].terms] == [("site-2", "Site")]
    assert "term_known" in kinds(made)


def test_names_of_parties_come_from_the_profile_where_it_has_a_field_for_them() -> None:
    known = replace(EMPTY, forms={"Client": ("client", "parties")}, paths={"client.denomination": "Dénomination sociale", "client.siren": "SIREN"})
    blocks = (p("Entre les soussignées :"), p(run("Mobilys", "<w:b/>"), ", SIREN 732 829 320, ci-après le « Client »."), heading("Objet"), p("Mobilys confie."))
    made = proposed(outline(*blocks), shelf=known)
    assert texts(made)["objet"] == "{{ client_denomination }} confie.\n"
    names = {p.name: (p.path, p.default) for p in made.clauses[0].parameters}
    assert names == {"client_denomination": ("client.denomination", None), "client_siren": ("client.siren", None)}


@pytest.mark.parametrize(("text", "language"), [("Le prestataire est tenu de la mission et des délais", "fr"), ("The provider shall be liable for any of the damages", "en"), ("xyz", "en")])
def test_the_language_is_told_by_small_words(text: str, language: str) -> None:
    assert language_of(text, (load_language("fr"), load_language("en")), "en-US") == language


def test_ids_from_titles() -> None:
    assert identifier("Durée & prise d’effet – œuvre") == "duree-prise-d-effet-oeuvre"
    assert identifier("«»") == ""
    assert len(identifier("mot " * 40)) <= 48
    taken = {"a"}
    assert (free("a", taken), free("a", taken), taken) == ("a-2", "a-3", {"a", "a-2", "a-3"})


def test_bold_guesses_are_told_with_low_sureness() -> None:
    made = proposed(outline(bold("Objet"), p("a."), bold("Durée"), p("b.")))
    assert [d.sureness for d in made.decisions if d.kind == "guessed_clause"] == [Sureness.LOW, Sureness.LOW]


def test_a_clause_of_docgen_that_the_library_lacks_is_told_and_written() -> None:
    made = proposed(outline(control("docgen:perdue@r3", "Perdue", heading("Perdue"), p("Un texte que personne ne connaît."))))
    assert [(d.kind, d.values["twin"]) for d in made.decisions if d.kind.startswith("twin")] == [("twin_gone", "perdue r3")]
    assert list(texts(made)) == ["perdue"]


def test_an_article_too_long_for_a_clause_is_told_and_not_written() -> None:
    made = proposed(outline(heading("Objet"), *(p("mot " * 2_500) for _ in range(25)), heading("Durée"), p("Un texte.")))
    assert list(texts(made)) == ["duree"]
    assert "too_long" in kinds(made)


def test_a_term_that_two_articles_define_is_declared_once() -> None:
    blocks = [heading("Objet"), p("Le matériel (ci-après le « Matériel »)."), heading("Durée"), p("Les vélos (ci-après le « Matériel »).")]
    made = proposed(outline(*blocks))
    assert [t.id for c in made.clauses for t in c.terms] == ["materiel"]
    assert texts(made)["duree"] == "Les vélos (ci-après le « Matériel »).\n"
    assert [d.values["owner"] for d in made.decisions if d.kind == "term_twice"] == ["objet"]


def test_merged_cells_and_deep_headings_are_told() -> None:
    spanned = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("large")}</w:tc>'
    rows = f"<w:tr><w:tc>{p('A')}</w:tc><w:tc>{p('B')}</w:tc></w:tr><w:tr>{spanned}</w:tr>"
    made = proposed(outline(heading("Prix"), f"<w:tbl>{rows}</w:tbl>"))
    assert texts(made)["prix"] == "| A | B |\n|---|---|\n| large |  |\n"
    assert "table_merged" in kinds(made)
    blocks = (WordParagraph(n, (Run(f"Rang {n}"),), level=n) for n in range(1, 6))
    made = proposed(WordOutline((*blocks, WordParagraph(6, (Run("Texte."),)), WordParagraph(7, (Run("Autre"),), level=1), WordParagraph(8, (Run("x."),)))))
    assert "#### Rang 4 {: #rang-4 }\n\n**Rang 5**\n\nTexte." in texts(made)["rang-1"]
    assert kinds(made) == ["deep"]
