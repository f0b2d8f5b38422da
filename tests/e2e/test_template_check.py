"""``docgen template check``: what a lawyer has to mend in Word."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support.project import Cli


def change(path: Path, part: str, edit: Callable[[str], str]) -> None:
    """The template with one part edited."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                text = edit(data.decode())
                assert text != data.decode()
                data = text.encode()
            target.writestr(name, data)


MAIN, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"


def test_the_shipped_templates_need_nothing(project: Path, docgen: Cli) -> None:
    ran = docgen("template", "check", code=0)
    assert ran.out == "7 templates, nothing to mend\n"
    assert docgen("template", "check", "contrat.docx", code=0).out.startswith("1 template")


@pytest.mark.parametrize(
    ("part", "old", "new", "code", "words"),
    [
        (MAIN, r"\{\{p corps \}\}", "corps", "WD743", "corps"),
        (MAIN, r"\{\{ titre \}\}", "{% if x %}{{ titre }}{% endif %}", "WD742", "logic"),
        (MAIN, r"\{\{ titre \}\}", "{{ titre", "WD741", "slot"),
        (MAIN, r"\{\{ titre \}\}", "{{ inconnu }}", "WD749", "inconnu"),
        (MAIN, r"\{\{ sous_titre \}\}", "", "WD750", "sous_titre"),
        (STYLES, 'w:name w:val="Defined Term"', 'w:name w:val="Other"', "WD744", "Defined Term"),
        (STYLES, 'w:name w:val="Apparent"', 'w:name w:val="Other"', "WD748", "Apparent"),
        (NUMBERING, r'<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="chicago"/>', "WD747", "chicago"),
        (STYLES, "<w:styles ", "<w:styles", "WD713", "styles.xml"),
    ],
)  # fmt: skip
def test_what_a_template_lacks_is_said(
    part: str, old: str, new: str, code: str, words: str, project: Path, docgen: Cli
) -> None:
    change(project / "templates/docx/contrat.docx", part, lambda xml: re.sub(old, new, xml, count=1))
    ran = docgen("template", "check", "contrat")
    assert code in ran.err
    assert words in ran.err
    assert "contrat" in ran.err
    assert ran.code == (0 if code == "WD750" else 1)


def test_a_template_that_is_no_word_file(project: Path, docgen: Cli) -> None:
    (project / "templates/docx/contrat.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert "WD702" in docgen("template", "check", "contrat", code=1).err
    assert "WD700" in docgen("template", "check", "contra", code=1).err


def test_a_temporary_file_of_word_is_passed_over(project: Path, docgen: Cli) -> None:
    (project / "templates/docx/~$contrat.docx").write_bytes(b"lock")
    assert docgen("template", "check", code=0).out == "7 templates, nothing to mend\n"
    docgen("draft", "profiles/mobilys.yaml", code=0)


def test_a_template_with_parts_of_its_own_keeps_them(project: Path, docgen: Cli) -> None:
    """Word adds custom XML and properties when a template is saved: they stay beside docgen's."""
    from support.word import Word

    path = project / "templates/docx/contrat.docx"
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    with zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == "word/_rels/document.xml.rels":
                added = f'<Relationship Id="rIdX" Type="{office}/relationships/customXml" Target="../customXml/item1.xml"/>'
                text = text.replace("</Relationships>", added + "</Relationships>")
            if name == "_rels/.rels":
                added = f'<Relationship Id="rIdY" Type="{office}/relationships/custom-properties" Target="docProps/custom.xml"/>'
                text = text.replace("</Relationships>", added + "</Relationships>")
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
                text = text.replace("</Types>", f'<Override PartName="/docProps/custom.xml" ContentType="{kind}"/></Types>')
            target.writestr(name, text)
        target.writestr("customXml/item1.xml", "<sources/>")
        target.writestr("docProps/custom.xml", f'<Properties xmlns="{office}/custom-properties"/>')
    ran = docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", code=0)
    word = Word(ran.written[0].read_bytes())
    assert word.parts["customXml/item1.xml"] == b"<sources/>"
    assert b"urn:docgen:manifest:1" in word.parts["customXml/item2.xml"]
    assert b"docgen.type" in word.parts["docProps/custom.xml"]
    rels = word.parts["word/_rels/document.xml.rels"].decode()
    assert rels.count("../customXml/item") == 2
