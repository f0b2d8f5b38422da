"""Reading an output again before it is handed over."""

import io
import time
import zipfile
from collections.abc import Sequence

import docx
import pytest

from docgen.render._scan import W, scan
from docgen.render.package import deflate, write_package
from docgen.render.verify import read_again, verify

DOCUMENT = "word/document.xml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMESPACES = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:wps="urn:wps"'


def text(*words: str) -> str:
    return "".join(f'<w:r><w:t xml:space="preserve">{word}</w:t></w:r>' for word in words)


def paragraph(*words: str) -> str:
    return f"<w:p>{text(*words)}</w:p>"


@pytest.fixture(scope="module")
def shell() -> dict[str, bytes]:
    """The parts of an empty document."""
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    with zipfile.ZipFile(buffer) as container:
        return {name: container.read(name) for name in container.namelist()}


def document(body: str) -> bytes:
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode()


def found(
    shell: dict[str, bytes], body: str, expected: Sequence[str] = (), **other: str
) -> list[str]:
    parts = {**shell, DOCUMENT: document(body)}
    parts |= {f"docProps/{name}.xml": data.encode() for name, data in other.items()}
    return [d.code for d in verify(read_again(write_package(list(parts.items()))), expected)]


def test_an_output_with_all_its_text(shell: dict[str, bytes]) -> None:
    body = (
        paragraph("Titre")
        + "<w:p/>"
        + paragraph("Le prix est de ", "A &amp; B &lt;SARL&gt;")
        + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert found(shell, body, ["Titre", "Le prix est de A & B <SARL>", "1"]) == []


@pytest.mark.parametrize(
    "expected",
    [["Deux", "Un"], ["Un", "Un"], ["Une"], ["Un", "Deux", "Trois"], [""]],
)
def test_missing_text(shell: dict[str, bytes], expected: list[str]) -> None:
    assert found(shell, paragraph("Un") + paragraph("Deux"), expected) == ["WD721"]


def test_what_counts_as_text() -> None:
    body = (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs></w:pPr>'
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r>"
        '<w:r><w:br w:type="page"/><w:t> lost </w:t><w:t xml:space="preserve"> kept</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r>'
        '<w:ins w:id="1"><w:r><w:t>new</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>old</w:delText><w:t>bad</w:t></w:r></w:del>'
        '<w:moveFrom w:id="3"><w:r><w:t>moved</w:t></w:r></w:moveFrom>'
        "<w:r><w:t>&#8364;&#x20AC;</w:t></w:r></w:p>"
    )
    assert scan(document(body)).paragraphs == ["a\tb\nc\u2011lost kept12new€€"]


def test_a_deleted_paragraph_mark_deletes_no_text() -> None:
    body = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    body += '<w:p><w:del w:id="2"><w:r><w:delText>x</w:delText></w:r></w:del></w:p>'
    assert scan(document(body)).paragraphs == ["a", ""]


def test_text_boxes_follow_their_paragraph_once() -> None:
    box = f"<wps:txbx><w:txbxContent>{paragraph('box')}</w:txbxContent></wps:txbx>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>{text('after')}</w:p>"
    )
    assert scan(document(body + paragraph("end"))).paragraphs == ["after", "box", "end"]


@pytest.mark.parametrize(
    "data",
    [
        f'<x:document xmlns:x="{W}"><x:p><x:r><x:t>a</x:t></x:r></x:p></x:document>',
        f"<w:document xmlns:w='{W}'><w:p><w:r><w:t>a</w:t></w:r></w:p></w:document>",
        f'<w:document xmlns:w="{W}"><!-- <w:p> --><w:p><w:r><w:t>a</w:t></w:r></w:p></w:document>',
        f'<w:document xmlns:w="{W}"><w:p><w:r><w:t><![CDATA[a]]></w:t></w:r></w:p></w:document>',
    ],
)
def test_unusual_xml_reads_the_same(data: str) -> None:
    assert scan(data.encode()).paragraphs == ["a"]
    utf16 = f'<?xml version="1.0" encoding="utf-16"?>{data}'.encode("utf-16")
    assert scan(utf16).paragraphs == ["a"]


@pytest.mark.parametrize(
    "words", [("{{ nom }}",), ("{", "{ nom }}"), ("{% if x %}",), ("[[art]]",)]
)
def test_slots_left_to_fill(shell: dict[str, bytes], words: tuple[str, ...]) -> None:
    body = paragraph(*words)
    assert found(shell, body) == ["WD722"]
    assert found(shell, body, ["".join(words)]) == []


def test_slots_in_attributes_and_properties(shell: dict[str, bytes]) -> None:
    assert found(shell, '<w:p><w:r><w:pict descr="{{ x }}"/></w:r></w:p>') == ["WD722"]
    assert found(shell, "<w:p/>", core='<c xmlns="urn:c"><t>{{ titre }}</t></c>') == ["WD722"]


def test_tokens_left_over(shell: dict[str, bytes]) -> None:
    assert found(shell, paragraph("\ue000")) == ["WD723"]
    assert found(shell, paragraph("&#xE001;"), ["\ue001"]) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkStart w:id="2" w:name="A"/>', "WD724"),
        ('<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkStart w:id="1" w:name="b"/>', "WD724"),
        ("<w:r><w:instrText> REF _x \\r \\h </w:instrText></w:r>", "WD725"),
        ('<w:fldSimple w:instr=" PAGEREF _x \\h "/>', "WD725"),
        ('<w:hyperlink w:anchor="_x"/>', "WD725"),
        ('<w:pPr><w:pStyle w:val="Inconnu"/></w:pPr>', "WD728"),
        ('<w:r><w:rPr><w:rStyle w:val="Inconnu"/></w:rPr></w:r>', "WD728"),
        ('<w:pPr><w:numPr><w:numId w:val="999"/></w:numPr></w:pPr>', "WD729"),
    ],
)
def test_ids_and_references(shell: dict[str, bytes], body: str, expected: str) -> None:
    assert found(shell, f"<w:p>{body}</w:p>") == [expected]


def test_references_that_lead_somewhere(shell: dict[str, bytes]) -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
        '<w:bookmarkStart w:id="1" w:name="_a"/><w:r><w:instrText> REF _A \\h </w:instrText></w:r>'
        '<w:hyperlink w:anchor="_top"/><w:bookmarkEnd w:id="1"/></w:p>'
    )
    assert found(shell, body) == []


def test_content_controls_with_one_id(shell: dict[str, bytes]) -> None:
    control = (
        '<w:sdt><w:sdtPr><w:id w:val="{}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
    )
    assert found(shell, control.format(1) + control.format(1)) == ["WD727"]
    assert found(shell, control.format(1) + control.format(2)) == []


@pytest.mark.parametrize(
    ("cell", "bare"),
    [
        ("<w:tc></w:tc>", 1),
        ("<w:tc><w:tcPr/></w:tc>", 1),
        ("<w:tc><w:p/></w:tc>", 0),
        ('<w:tc><w:p a="1"/></w:tc>', 0),
        ("<w:tc><w:sdt><w:sdtContent><w:p></w:p></w:sdtContent></w:sdt></w:tc>", 0),
        ("<w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc>", 1),
        ("<w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/></w:tc>", 0),
    ],
)
def test_cells_end_with_a_paragraph(cell: str, bare: int) -> None:
    table = f"<w:p/><w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    assert scan(document(table)).cells_without_paragraph == bare


def test_bare_cells_are_reported(shell: dict[str, bytes]) -> None:
    assert found(shell, "<w:tbl><w:tr><w:tc></w:tc></w:tr></w:tbl>") == ["WD726"]


def test_a_part_that_is_not_there(shell: dict[str, bytes]) -> None:
    without = {n: d for n, d in shell.items() if n != "word/theme/theme1.xml"}
    assert [d.code for d in verify(read_again(write_package(list(without.items()))), [])] == ["WD730"]


def test_a_broken_output_is_refused(shell: dict[str, bytes]) -> None:
    assert found(shell, "<w:p>") == ["WD713"]
    assert [d.code for d in verify(read_again(b""), [])] == ["WD703"]


def test_a_long_contract_is_verified_fast(shell: dict[str, bytes]) -> None:
    words = "Le Prestataire s’engage à fournir les Services conformément au présent article. " * 5
    data = document("".join(paragraph(f"{n} {words}", "fin") for n in range(1200)))
    stored = {name: deflate(part) for name, part in shell.items() if name != DOCUMENT}
    output = write_package([(DOCUMENT, data)], stored)
    expected = [f"{n} {words}fin" for n in range(1200)]
    assert verify(read_again(output), expected) == ()
    started = time.process_time()
    verify(read_again(output), expected)
    assert time.process_time() - started < 0.25  # measured: about 0.01
