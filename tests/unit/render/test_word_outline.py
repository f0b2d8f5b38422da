"""A foreign Word file as an import reads it."""

from __future__ import annotations

from docgen.model.document import Marks
from docgen.model.imported import Aside, Run, WordTable
from docgen.render.package import read_package
from docgen.render.tracked import accept_all, reject_all
from docgen.render.word_outline import read_outline
from docgen.stages.importing.patterns import pattern
from docgen.store.languages import load_language
from support.docx import W, change, control, docx, field, heading, p, run, table
from support.imports import marked, outline

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
BOX = f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice><w:drawing><w:txbxContent>{p("Dans la zone")}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{p("Dans la zone")}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
COMMENTS = {"word/comments.xml": f'<w:comments xmlns:w="{W}"><w:comment w:id="3" w:author="Ada">{p("À revoir")}</w:comment></w:comments>'}


def test_paragraphs_are_counted_from_one_empty_ones_too() -> None:
    found = outline(heading("Objet"), p(""), p("a ", run("b", "<w:b/>"), run("c", '<w:b w:val="0"/><w:i/>'), " "))
    assert [(b.number, b.level) for b in found.blocks] == [(1, 1), (2, 0), (3, 0)]
    assert found.blocks[2].runs == (Run("a "), Run("b", Marks.BOLD), Run("c", Marks.ITALIC))
    assert found.language == "fr-FR"


def test_contents_are_left_out_and_so_is_what_is_hidden() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    contents = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{p('Objet 3')}</w:sdtContent></w:sdt>"
    found = outline(p("Objet 3", style="TM1"), contents, p("a", run("secret", "<w:vanish/>")))
    assert [b.text for b in found.blocks] == ["a"]
    assert found.asides == (Aside("hidden", 2, "secret"),)


def test_fields_and_links_lead_to_their_bookmarks() -> None:
    link = f'<w:hyperlink w:anchor="_c">{run("là")}</w:hyperlink>'
    simple = '<w:fldSimple w:instr=" PAGEREF _d "><w:r><w:t>7</w:t></w:r></w:fldSimple>'
    found = outline(marked("_b", "Durée"), p("voir ", field(" REF _b \\n \\h ", "2"), " et ", link, simple, field(" DATE ", "hier")))
    assert found.blocks[0].bookmarks == ("_b",)
    assert [(r.text, r.bookmark) for r in found.blocks[1].runs] == [("voir ", ""), ("2", "_b"), (" et ", ""), ("là", "_c"), ("7", "_d"), ("hier", "")]


def test_notes_stand_where_they_are_cited() -> None:
    found = outline(p("a", '<w:r><w:footnoteReference w:id="2"/></w:r>', "b"), notes={"2": "La note"})
    assert [r.note for r in found.blocks[0].runs] == ["", "2", ""]
    assert found.notes == {"2": (Run("La note"),)}


def test_what_stands_beside_the_text_is_kept_apart_with_its_paragraph() -> None:
    cited = '<w:r><w:commentReference w:id="3"/></w:r>'
    picture = "<w:r><w:drawing/></w:r>"
    found = outline(p("a"), p("b", BOX), p("c", cited, picture), header="En tête", parts=COMMENTS)
    assert [b.text for b in found.blocks] == ["a", "b", "c"]
    assert found.asides == (Aside("box", 2, "Dans la zone"), Aside("comment", 3, "À revoir", "Ada"), Aside("picture", 3, ""), Aside("header", 0, "En tête"))


def test_controls_name_clauses_and_fields_to_fill_in() -> None:
    inside = f'<w:sdt><w:sdtPr><w:alias w:val="Montant dû"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run("ici")}</w:sdtContent></w:sdt>'
    found = outline(control("docgen:duree@r2", "Durée", p("a")), control("autre", "x", p("b ", inside)))
    assert [(b.clause, b.title) for b in found.blocks] == [("docgen:duree@r2", "Durée"), ("", "")]
    assert found.blocks[1].runs[1] == Run("ici", control="Montant dû", placeholder=True)


def test_tables_keep_their_grid_and_tables_in_cells_their_words() -> None:
    inner = table(("dedans",))
    spanned = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("large")}{inner}</w:tc>'
    rows = f'<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{p("A")}</w:tc><w:tc>{p("B")}</w:tc></w:tr><w:tr>{spanned}</w:tr>'
    found = outline(f"<w:tbl>{rows}</w:tbl>", p("après")).blocks
    assert isinstance(found[0], WordTable)
    assert [[" ".join(p.text for p in cell) for cell in row] for row in found[0].rows] == [["A", "B"], ["large dedans", ""]]
    assert (found[0].header, found[0].merged, found[0].nested) == (1, True, True)
    assert found[1].number == 5


def test_tracked_changes_are_settled_first() -> None:
    data = docx(p("a", change("ins", run("b")), change("del", run("c"))))
    for resolve, said in ((accept_all, "ab"), (reject_all, "ac")):
        package = read_package(data, "x").value
        assert read_outline(package, resolve, pattern(load_language("fr"), "heading_style")).blocks[0].text == said


def test_the_name_of_a_style_may_say_its_level() -> None:
    style = '<w:style w:type="paragraph" w:styleId="T2"><w:name w:val="Titre 2"/></w:style>'
    parts = {"word/styles.xml": f'<w:styles xmlns:w="{W}">{style}</w:styles>'}
    found = outline(p("Prix", style="T2"), parts=parts)
    assert (found.blocks[0].level, found.blocks[0].style) == (2, "Titre 2")
