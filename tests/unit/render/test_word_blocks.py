"""Every kind of block and inline in Word, HTML and Markdown, from one small document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docgen.app.workshop import open_workshop
from docgen.model.diagnostic import Place, error
from docgen.model.document import (
    Annex,
    Blank,
    Blocks,
    Clause,
    Column,
    CrossReference,
    Document,
    Footnote,
    Heading,
    Inlines,
    LineBreak,
    ListItem,
    Marks,
    Paragraph,
    Part,
    Source,
    Table,
    Target,
    TermDefinition,
    TermUse,
    Text,
    Value,
)
from docgen.model.numbering import Numbering
from docgen.render.html import render_html
from docgen.render.markdown import render_markdown
from docgen.render.verify import read_again, verify
from docgen.render.word.docx import expected_notes, expected_text
from support.small import printed
from support.word import NS, Word, text_of, val, w

AT = Source("objet", 1, "fr", "clauses/objet/r1.fr.md", 1)
NASTY = '<a & "b"> {{ 7*7 }}'


def item(level: int, ordered: bool, series: int, text: str, anchor: str = "") -> ListItem:
    return ListItem(level, ordered, series, (Text(text),), AT, anchor)


BLOCKS = (
    Heading(1, (Text("Titre "), Value(NASTY, "a.b")), AT, "tete"),
    Paragraph((Text("gras", Marks.BOLD), Text("italique", Marks.ITALIC), Text("deux", Marks.BOLD | Marks.ITALIC)), AT),
    Paragraph((Value(NASTY, "client.nom"), LineBreak(), Text("une\ndeux\ttrois")), AT, "apparent"),
    Paragraph((TermDefinition("Client", "client"), Text(" "), TermUse("Prestataire", "prestataire")), AT, "partie"),
    Paragraph((Text("Voir "), CrossReference("à", (Target("clause", "duree"), Target("clause", "objet", "point")), "")), AT),
    Paragraph((Text("Note"), Footnote((Text("Texte "), Value(NASTY, "x")))), AT),
    Paragraph((Text("SIREN : "), Blank("[à compléter]", "SIREN")), AT),
    Paragraph((Text("Liste :"),), AT),
    item(1, True, 1, "un", "point"),
    item(2, True, 1, "un un"),
    item(2, True, 1, "un deux"),
    Paragraph((Text("suite de l'item"),), AT, "", 2),
    item(1, True, 1, "deux"),
    item(1, False, 2, "puce"),
    item(2, True, 3, "sous une puce"),
    item(2, True, 3, "encore"),
    item(1, False, 2, "autre puce"),
    item(2, True, 4, "nouvelle liste en retrait"),
    Paragraph((Text("Tableau :"),), AT),
    Table((Column("left", 50), Column("center", 0), Column("right", 20)),
          ((Text("A"),), (Text("B"),), (Text("C"),)),
          (((Value(NASTY, "t"),), (Text("|"),), (Text("3"), Footnote((Text("note du tableau"),)))), ((Text("x"),), (), (Text("y"),))),
          AT, "", (Text("Légende"),)),
    Paragraph((Text("après le tableau"),), AT),
    Table((Column(), Column()), ((Text("large"),), (Text("page"),)), (((Text("1"),), (Text("2"),)),), AT, "simple", (), True),
    Table((Column(), Column()), ((Text("Pour le Client"),), (Text("Pour le Prestataire"),)),
          (((Text("Nom"),), (Text("Nom"),)), ((Text("Date"),), (Text("Date"),))), AT, "signature"),
)  # fmt: skip


@pytest.fixture(scope="module")
def drawn(sealed: Path) -> tuple[Word, Document, Numbering]:
    return draw(sealed, final=False)


def draw(sealed: Path, blocks: Blocks = BLOCKS, *, final: bool) -> tuple[Word, Document, Numbering]:
    workshop = open_workshop(sealed, shown_from=sealed, use_index=False).value
    assert workshop is not None
    press = workshop.press("contrat", Place("x")).value
    assert press is not None
    language = workshop.language("fr")
    clauses = tuple(
        Clause(id_, title, 1, "", numbered, blocks, AT)
        for id_, title, numbered, blocks in (
            ("objet", "Objet", True, blocks),
            ("duree", "Durée", True, (item(1, True, 1, "recommence"),)),
            ("libre", "Sans numéro", False, (Heading(1, (Text("Dedans"),), AT), Paragraph((Text("x"),), AT))),
        )
    )
    annexe = (Clause("annexe-a", "Prix", 1, "", True, (Heading(1, (Text("Détail"),), AT),), AT),
              Clause("annexe-b", "Libre", 1, "", False, (Heading(1, (Text("Aussi"),), AT),), AT))  # fmt: skip
    slots = (("titre", NASTY), ("parties", NASTY), ("mention", "PROJET"), ("statut", "projet"))
    document = Document("contrat", "", "Contrat", "le contrat", "fr", "ref-1", final,
                        (Part("Partie", True, (), clauses),), (Annex("a", "Annexe de prix", annexe),), slots)  # fmt: skip
    data, document, numbering = printed(document, press, language)
    assert verify(read_again(data), expected_text(document), expected_notes(document), slots=[text for _, text in slots]) == ()
    return Word(data), document, numbering


def paragraph(word: Word, text: str) -> object:
    return next(p for p in word.paragraphs if text_of(p).startswith(text) and not word.style_name(p).startswith("toc"))


def test_verification_accepts_a_value_in_a_slot(drawn: tuple[Word, Document, Numbering]) -> None:
    word, document, _ = drawn
    assert [d.message for d in verify(read_again(word.data), expected_text(document))] == []


def test_marks_are_character_styles(drawn: tuple[Word, Document, Numbering]) -> None:
    word = drawn[0]
    runs = paragraph(word, "gras").findall("w:r", NS)  # type: ignore[attr-defined]
    assert [(text_of(r), val(word.styles[val(r, "w:rPr/w:rStyle")], "w:name")) for r in runs] == [
        ("gras", "Strong"), ("italique", "Emphasis"), ("deux", "Strong"),
    ]  # fmt: skip


def test_classes_of_paragraphs_are_styles(drawn: tuple[Word, Document, Numbering]) -> None:
    word = drawn[0]
    for start, style in ((NASTY + "\nune", "Apparent"), ("Client Prest", "Party"), ("Note", "Body Text"), ("suite de", "List Continue 2"),
                         ("puce", "List Bullet"), ("un un", "List Number 2"), ("Légende", "caption")):  # fmt: skip
        assert word.style_name(paragraph(word, start)) == style, start


def test_values_are_literal_in_every_part(drawn: tuple[Word, Document, Numbering]) -> None:
    word = drawn[0]
    assert f"{NASTY}\nune\ndeux\ttrois" in word.texts
    assert f"Titre {NASTY}" in word.texts
    assert f"Texte {NASTY}" in word.text_in("footnotes")
    assert NASTY in word.root("docProps/core.xml").findtext("{*}title")


def test_numbers_are_those_of_word(drawn: tuple[Word, Document, Numbering]) -> None:
    word, _, numbering = drawn
    shown = [t for p, t in word.labels.items() if not word.style_name(p).startswith("List Bullet")]
    computed = [label.printed for label in (*numbering.titles.values(), *numbering.blocks.values())]
    assert sorted(shown) == sorted(computed)


def test_lists_restart_also_below_a_bullet(drawn: tuple[Word, Document, Numbering]) -> None:
    word = drawn[0]
    labels = {text_of(p): label for p, label in word.labels.items()}
    assert labels["un"] == labels["recommence"]
    assert labels["un un"] == labels["sous une puce"] == labels["nouvelle liste en retrait"]
    assert labels["un deux"] == labels["encore"]


def test_unnumbered_clauses_carry_no_number(drawn: tuple[Word, Document, Numbering]) -> None:
    word = drawn[0]
    for text in ("Sans numéro", "Dedans", "Libre", "Aussi"):
        assert paragraph(word, text) not in word.labels, text
    for text in ("Objet", "Durée", "Prix", "Détail", "Annexe de prix"):
        assert paragraph(word, text) in word.labels, text


def test_references_are_fields_with_the_number_in_them(drawn: tuple[Word, Document, Numbering]) -> None:
    word = drawn[0]
    fields = [(i.split()[1], r) for i, r in word.fields() if i.startswith("REF")]
    assert len(fields) >= 2
    for target, shown in fields:
        assert word.labels[word.bookmarks[target]].strip().rstrip(".") == shown
    assert "article" in text_of(paragraph(word, "Voir"))


def test_footnotes_and_blanks(drawn: tuple[Word, Document, Numbering]) -> None:
    word = drawn[0]
    notes = [n for n in word.root("word/footnotes.xml") if n.get(w("type")) is None]
    marks = [r.get(w("id")) for r in word.main.iter(w("footnoteReference"))]
    assert marks == [n.get(w("id")) for n in notes]
    assert len(notes) == 2
    assert "SIREN" in word.text_in("comments")


def test_a_final_document_has_no_comments(sealed: Path) -> None:
    word, document, _ = draw(sealed, final=True)
    assert "word/comments.xml" not in word.parts
    assert not list(word.main.iter(w("commentReference")))
    assert document.final


def test_tables_and_their_pages(drawn: tuple[Word, Document, Numbering]) -> None:
    word = drawn[0]
    first, wide, signature = [t for c in word.controls for t in c.iter(w("tbl"))]
    styles = [val(word.styles[val(t, "w:tblPr/w:tblStyle")], "w:name") for t in (first, wide, signature)]
    assert styles == ["House Table", "Plain Table", "Signature Table"]
    assert paragraph(word, "Tableau").find("w:pPr/w:keepNext", NS) is not None  # type: ignore[attr-defined]
    assert paragraph(word, "Légende").find("w:pPr/w:keepNext", NS) is not None  # type: ignore[attr-defined]
    assert paragraph(word, "Liste").find("w:pPr/w:keepNext", NS) is not None  # type: ignore[attr-defined]
    cells = [[word.style_name(p) for p in r.iter(w("p"))] for r in first.findall("w:tr", NS)]
    assert cells[1][2] == "Table Number"
    assert cells[1][0] == "Table Text"
    widths = [int(g.get(w("w"))) for g in first.iterfind("w:tblGrid/w:gridCol", NS)]
    assert [round(100 * x / sum(widths)) for x in widths] == [50, 30, 20]
    landscape = [s for s in word.main.iter(w("sectPr")) if s.find("w:pgSz", NS).get(w("orient")) == "landscape"]
    assert len(landscape) == 1
    kept = [r.find(".//w:keepNext", NS) is not None for r in signature.findall("w:tr", NS)]
    assert kept == [True, True, False]


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize(("caption", "kept"), [((), True), ((Text("Légende"),), False)])
def test_an_item_stays_with_a_table_that_has_no_caption(sealed: Path, ordered: bool, caption: Inlines, kept: bool) -> None:
    table = Table((Column(),), ((Text("Titre"),),), (((Text("cellule"),),),), AT, "", caption)
    blocks = (item(1, ordered, 1, "premier"), item(1, ordered, 1, "dernier"), table)
    word = draw(sealed, blocks, final=False)[0]
    shown = [paragraph(word, text).find("w:pPr/w:keepNext", NS) is not None for text in ("premier", "dernier")]  # type: ignore[attr-defined]
    assert shown == [False, kept]


def test_markdown(drawn: tuple[Word, Document, Numbering]) -> None:
    _, document, numbering = drawn
    text = render_markdown(document, numbering)
    assert text.startswith("# Contrat\n\n## TITRE I Partie\n\n<!-- objet r1 -->\n\n### 1. Objet\n")
    assert f"#### 1.1 Titre {NASTY}\n" in text
    assert f"{NASTY} / une / deux\ttrois" in text
    assert f"[note] Texte {NASTY}" in text
    assert "[note] note du tableau" in text
    assert "[Légende]\n| A | B | C |\n" in text
    assert "\n- puce\n" in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_html(drawn: tuple[Word, Document, Numbering]) -> None:
    _, document, numbering = drawn
    findings = (error("AS520", "a value <is> missing", Place("p.yaml", 3, 1), "give & take"),)
    html = render_html([(document, numbering)], findings, "titre <x>")
    assert html.startswith('<!DOCTYPE html><html lang="fr">')
    assert "<title>titre &lt;x&gt;</title>" in html
    assert "a value &lt;is&gt; missing" in html
    assert "give &amp; take" in html
    assert NASTY not in html
    assert "&lt;a &amp; &quot;b&quot;&gt; {{ 7*7 }}" in html
    assert '<span class="blank" title="SIREN">' in html
    for tag in ("h2", "h3", "h4", "p", "table", "th", "dfn", "em", "strong", "aside"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>") > 0, tag
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', html)) <= set(ids)
    assert "<script" not in html
