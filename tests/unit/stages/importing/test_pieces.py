"""Where clauses begin in a foreign file."""

from __future__ import annotations

from docgen.stages.importing.pieces import cut
from docgen.store.languages import load_language
from support.docx import control, heading, p
from support.imports import LEGAL, OUTLINE, bold, np, outline

FR = load_language("fr")


def found(*blocks: str, **more):
    pieces, decisions = cut(outline(*blocks, **more), FR)
    return [(x.label, x.title, [b.number for b in x.blocks]) for x in pieces], [d.kind for d in decisions]


def test_headings_by_style_cut_and_numbers_typed_into_them_are_taken_out() -> None:
    pieces, _ = found(heading("Article 1 – Objet"), p("a"), heading("2. Durée"), p("b"), p("c"), heading("Annexe 2 : Prix"), p("d"))
    assert pieces == [("Article 1", "Objet", [2]), ("2.", "Durée", [4, 5]), ("Annexe 2", "Prix", [7])]


def test_a_list_of_articles_cuts_where_word_prints_the_word() -> None:
    blocks = [np("Objet", 0), np("Le prestataire exécute la mission.", 1), np("Il en rend compte.", 1), np("Durée", 0), np("Un an.", 1)]
    assert found(*blocks, parts=LEGAL)[0] == [("Article 1", "Objet", [2, 3]), ("Article 2", "Durée", [5])]


def test_a_list_of_short_bold_lines_cuts_and_its_second_level_stands_inside() -> None:
    blocks = [np("OBJET", 0), p("a"), np("PRIX", 0), np("Loyer", 1, bold=True), p("b"), np("Le loyer est révisé chaque année.", 1)]
    pieces, _ = cut(outline(*blocks, parts=OUTLINE), FR)
    assert [(x.label, x.title) for x in pieces] == [("1.", "OBJET"), ("2.", "PRIX")]
    assert {n: v[1:] for n, v in pieces[1].headings.items()} == {4: ("2.1", "Loyer")}


def test_typed_articles_cut_without_any_style() -> None:
    pieces, _ = found(p("Article 1 – Objet"), p("Le contrat porte sur des vélos."), p("ARTICLE 2 : DURÉE"), p("Un an."), p("L’article 1 s’applique."))
    assert pieces == [("Article 1", "Objet", [2]), ("ARTICLE 2", "DURÉE", [4, 5])]


def test_a_sentence_that_begins_with_an_article_is_no_heading() -> None:
    assert found(heading("Objet"), p("Article 2 du décret s’applique ici."), p("b"))[0] == [("", "Objet", [2, 3])]


def test_bold_lines_are_a_guess_that_is_told() -> None:
    pieces, kinds = found(bold("Objet"), p("a."), bold("Durée"), p("b."), p("c."))
    assert pieces == [("", "Objet", [2]), ("", "Durée", [4, 5])]
    assert kinds == ["guessed_clause", "guessed_clause"]


def test_parts_above_articles_are_no_clauses() -> None:
    pieces, kinds = found(p("TITRE I – Cadre"), p("Article 1 – Objet"), p("a"), p("Article 2 – Durée"), p("b"), p("CHAPITRE II – Prix"), p("Article 3 – Loyer"), p("c"))
    assert [t for _, t, _ in pieces] == ["Objet", "Durée", "Loyer"]
    assert kinds == ["group", "group"]


def test_what_stands_before_the_first_heading_is_the_parties_or_is_told() -> None:
    pieces, kinds = found(p("CONTRAT"), p("Entre les soussignées :"), p("X, ci-après le « Client »."), heading("Objet"), p("a"))
    assert pieces[0] == ("", "Parties", [2, 3])
    assert kinds == ["outside", "front"]
    pieces, kinds = found(p("CONTRAT"), heading("Objet"), p("a"))
    assert [t for _, t, _ in pieces] == ["Objet"] and kinds == ["outside"]


def test_a_heading_without_text_is_told() -> None:
    assert found(heading("Objet"), heading("Durée"), p("a"))[1] == ["empty"]


def test_clauses_of_docgen_are_cut_by_their_controls() -> None:
    blocks = [p("Couverture"), control("docgen:objet@r3", "Objet", heading("Objet"), p("a")), heading("Hors"), control("docgen:duree@r1", "Durée", p("b"))]
    pieces, decisions = cut(outline(*blocks), FR)
    assert [(x.known, x.revision, x.title, len(x.blocks)) for x in pieces] == [("objet", 3, "Objet", 1), ("duree", 1, "Durée", 1)]
    assert [d.passage for d in decisions] == ["Couverture"]


def test_a_number_alone_takes_the_line_below_it_as_its_title() -> None:
    assert found(p("ARTICLE 1"), p("OBJET"), p("Le contrat porte sur des vélos."), p("ARTICLE 2"), p("Durée d’un an, renouvelable."))[0] == [
        ("ARTICLE 1", "OBJET", [3]), ("ARTICLE 2", "ARTICLE 2", [5])]  # fmt: skip


def test_a_word_that_could_be_an_annex_is_a_title_when_it_stands_alone() -> None:
    pieces, _ = cut(outline(heading("Term"), p("a"), heading("Schedule"), p("b")), load_language("en"))
    assert [(x.label, x.title) for x in pieces] == [("", "Term"), ("", "Schedule")]
