"""A Word file cut into passages."""

from __future__ import annotations

from docgen.render.package import read_package
from docgen.render.tracked import accept_all
from docgen.render.word_passages import has_clauses, language_of, word_passages
from support.docx import change, control, docx, heading, p, run


def cut(*blocks: str, by_clause: bool = False, **more):
    package = read_package(docx(*blocks, **more), "x").value
    return [(x.key, x.title, list(x.paragraphs)) for x in word_passages(package, accept_all, by_clause=by_clause)]


def test_headings_cut_also_through_a_style_based_on_another() -> None:
    assert cut(p("avant"), heading("1. Objet"), p("a"), p(" "), p("b"), heading("2. Durée"), p("c")) == [
        ("#", "", ["avant"]), ("#objet", "1. Objet", ["a", "b"]), ("#durée", "2. Durée", ["c"]),
    ]  # fmt: skip


def test_the_second_heading_of_a_name_has_a_key_of_its_own() -> None:
    assert [k for k, _, _ in cut(heading("Objet"), heading("Objet"))] == ["#objet", "#objet\x002"]


def test_clauses_cut_by_their_id_and_go_on_after_an_interruption() -> None:
    blocks = (control("docgen:duree@r2", "Durée", p("a")), heading("Hors clause"), p("x"), control("docgen:duree@r2", "Durée", p("b")), p("y"))
    assert cut(*blocks, by_clause=True) == [
        ("duree", "Durée", ["a", "b"]), ("#hors clause", "Hors clause", ["x"]), ("#hors clause\x002", "Hors clause", ["y"]),
    ]  # fmt: skip
    assert has_clauses(read_package(docx(*blocks), "x").value)
    assert not has_clauses(read_package(docx(control("autre", "Durée", p("a"))), "x").value)


def test_contents_are_left_out_and_changes_accepted() -> None:
    assert cut(p("Objet 3", style="TM1"), p("a", change("ins", run("b")), change("del", run("c")))) == [("#", "", ["ab"])]


def test_headers_and_notes_come_last() -> None:
    cite = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    assert cut(p("a", cite), header="Haut", notes={"2": "Note"})[1:] == [
        ("\0footnotes", "footnotes", ["Note"]), ("\0header", "header", ["Haut"]),
    ]  # fmt: skip


def test_the_language_of_the_styles() -> None:
    assert language_of(read_package(docx(p("a")), "x").value) == "fr-FR"
