"""The shipped Word templates keep what the engine relies on, and come from their script."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest
from docxtpl import DocxTemplate
from lxml import etree

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "tools" / "build_templates.py"
SHIPPED = ROOT / "templates" / "docx"
NAMES = ("contrat.docx", "cahier-des-charges.docx", "cabinet.docx")
WITHOUT_COVER = ("annexe.docx", "accord.docx", "grille.docx", "cahier-leger.docx")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {"w": W}

DEPTHS = ("", " 2", " 3", " 4", " 5")
PARAGRAPH_STYLES = {
    *("Normal", "Title", "Subtitle", "toc 1", "toc 2", "TOC Heading", "header", "footer"),
    *("caption", "footnote text", "annotation text", "Body Text", "Definition", "Party"),
    *("Apparent", "Note", "Table Text", "Table Header", "Table Number", "Cover Title"),
    *("Cover Subtitle", "Cover Meta", "Draft Mark", "Part Unnumbered", "Clause Unnumbered"),
    *("Annex Heading", "Annex Clause", "Annex Subclause"),
    *(f"heading {level}" for level in range(1, 6)),
    *(f"List {kind}{n}" for kind in ("Number", "Bullet", "Continue") for n in DEPTHS),
}
CHARACTER_STYLES = {
    *("footnote reference", "annotation reference", "Hyperlink", "Defined Term", "Blank"),
    *("Strong", "Emphasis"),
}
TABLE_STYLES = {"Normal Table", "House Table", "Signature Table", "Plain Table"}
OUTLINE = {
    **{f"heading {level}": level - 1 for level in range(1, 6)},
    "Part Unnumbered": 0,
    "Clause Unnumbered": 1,
    "Annex Heading": 0,
    "Annex Clause": 1,
    "Annex Subclause": 2,
}
LABELS = {
    "contrat.docx": ("TITRE %1", "%2.", "%2.%3", "%2.%3.%4"),
    "cabinet.docx": ("Titre %1", "Article %2", "%2.%3", "%2.%3.%4"),
    "cahier-des-charges.docx": ("%1.", "%1.%2", "%1.%2.%3", "%1.%2.%3.%4"),
}
COVER_SLOTS = ("titre", "sous_titre", "parties", "reference", "version", "date", "mention")
VALUES = {name: f"<{name} & co>" for name in (*COVER_SLOTS, "statut")}

every_template = pytest.mark.parametrize("name", NAMES)
any_template = pytest.mark.parametrize("name", [*NAMES, *WITHOUT_COVER])


def w(tag: str) -> str:
    return f"{{{W}}}{tag}"


@cache
def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {entry: archive.read(entry) for entry in archive.namelist()}


def part(name: str, file: str) -> etree._Element:
    return etree.fromstring(parts(SHIPPED / name)[f"word/{file}.xml"])


def styles(name: str, kind: str = "paragraph") -> dict[str, etree._Element]:
    found = part(name, "styles").findall(f"w:style[@w:type='{kind}']", NS)
    return {style.find("w:name", NS).get(w("val")): style for style in found}


def value(element: etree._Element, path: str) -> str | None:
    found = element.find(path, NS)
    return None if found is None else found.get(w("val"))


def level_of(name: str, style: etree._Element) -> etree._Element | None:
    """The list level that a style's own numbering leads to."""
    number = value(style, "w:pPr/w:numPr/w:numId")
    depth = value(style, "w:pPr/w:numPr/w:ilvl")
    numbering = part(name, "numbering")
    abstract = value(numbering, f"w:num[@w:numId='{number}']/w:abstractNumId")
    return numbering.find(
        f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[@w:ilvl='{depth}']", NS
    )


def paragraph_text(paragraph: etree._Element) -> str:
    return "".join(paragraph.itertext(w("t")))


def build(folder: Path) -> None:
    subprocess.run([sys.executable, SCRIPT, "--out", folder], check=True, capture_output=True)


def test_building_twice_gives_the_same_bytes_and_the_shipped_parts(tmp_path: Path) -> None:
    build(tmp_path / "one")
    build(tmp_path / "two")
    for name in (*NAMES, *WITHOUT_COVER):
        first, second = tmp_path / "one" / name, tmp_path / "two" / name
        assert first.read_bytes() == second.read_bytes()
        assert parts(first) == parts(SHIPPED / name), f"{name}: run tools/build_templates.py"
        assert list(parts(first)) == list(parts(SHIPPED / name))


@any_template
def test_the_container_carries_no_clock(name: str) -> None:
    with zipfile.ZipFile(SHIPPED / name) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@any_template
def test_every_style_of_the_contract_is_there(name: str) -> None:
    assert set(styles(name)) >= PARAGRAPH_STYLES
    assert set(styles(name, "character")) >= CHARACTER_STYLES
    assert set(styles(name, "table")) >= TABLE_STYLES


@any_template
def test_style_ids_are_plain_and_unique(name: str) -> None:
    ids = [s.get(w("styleId")) for s in part(name, "styles").iterfind("w:style", NS)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z0-9]+", ident) for ident in ids)


@any_template
def test_numbered_styles_and_levels_name_each_other(name: str) -> None:
    for style in styles(name).values():
        number = value(style, "w:pPr/w:numPr/w:numId")
        if number not in (None, "0"):
            level = level_of(name, style)
            assert level is not None
            assert value(level, "w:pStyle") == style.get(w("styleId"))
    linked = [e.get(w("val")) for e in part(name, "numbering").iter(w("pStyle"))]
    assert len(linked) == len(set(linked)) == 5 + 3 + 5 + 5


@every_template
def test_headings_carry_the_labels_of_the_house(name: str) -> None:
    levels = [level_of(name, styles(name)[f"heading {n}"]) for n in range(1, 5)]
    assert tuple(value(level, "w:lvlText") for level in levels) == LABELS[name]
    assert value(levels[0], "w:numFmt") == ("decimal" if "cahier" in name else "upperRoman")


@pytest.mark.parametrize("name", ["contrat.docx", "cabinet.docx"])
def test_articles_count_through_the_parts(name: str) -> None:
    articles = level_of(name, styles(name)["heading 2"])
    assert value(articles, "w:lvlRestart") == "0"
    part_list = value(styles(name)["heading 1"], "w:pPr/w:numPr/w:numId")
    assert part_list != value(styles(name)["heading 2"], "w:pPr/w:numPr/w:numId")


@every_template
def test_annexes_have_their_own_numbers(name: str) -> None:
    wanted = {"Annex Heading": "Annexe %1", "Annex Clause": "%2.", "Annex Subclause": "%2.%3"}
    for style, label in wanted.items():
        assert value(level_of(name, styles(name)[style]), "w:lvlText") == label
    assert styles(name)["Annex Heading"].find("w:pPr/w:pageBreakBefore", NS) is not None


@any_template
def test_every_list_has_nine_levels_and_its_own_signature(name: str) -> None:
    abstracts = part(name, "numbering").findall("w:abstractNum", NS)
    assert all(len(a.findall("w:lvl", NS)) == 9 for a in abstracts)
    assert len({value(a, "w:nsid") for a in abstracts}) == len(abstracts)


@any_template
def test_continuations_stand_under_the_text_of_their_item(name: str) -> None:
    for depth in DEPTHS:
        item = level_of(name, styles(name)[f"List Number{depth}"]).find("w:pPr/w:ind", NS)
        rest = styles(name)[f"List Continue{depth}"].find("w:pPr/w:ind", NS)
        assert item.get(w("left")) == rest.get(w("left"))


@any_template
def test_outline_levels_make_the_contents(name: str) -> None:
    for style, level in OUTLINE.items():
        assert value(styles(name)[style], "w:pPr/w:outlineLvl") == str(level)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@any_template
def test_every_text_colour_is_readable(name: str) -> None:
    band = styles(name, "table")["House Table"].find("w:tblStylePr//w:shd", NS).get(w("fill"))
    for style in (styles(name) | styles(name, "character")).values():
        ink = value(style, "w:rPr/w:color") or "000000"
        fills = [shading.get(w("fill")) for shading in style.iter(w("shd"))]
        for paper in ("FFFFFF", band, *fills):
            assert contrast(ink, paper) >= 4.5, style.get(w("styleId"))


@every_template
def test_french_hyphenated_and_in_the_mode_of_current_word(name: str) -> None:
    defaults = part(name, "styles").find("w:docDefaults", NS)
    assert defaults.find(".//w:lang", NS).get(w("val")) == "fr-FR"
    assert styles(name)["Normal"].find("w:rPr/w:lang", NS).get(w("val")) == "fr-FR"
    assert defaults.find(".//w:widowControl", NS) is not None
    settings = part(name, "settings")
    assert settings.find("w:autoHyphenation", NS) is not None
    assert settings.find("w:updateFields", NS) is None
    mode = settings.find("w:compat/w:compatSetting[@w:name='compatibilityMode']", NS)
    assert mode.get(w("val")) == "15"


@every_template
def test_slots_stand_alone_in_their_run(name: str) -> None:
    runs = [t.text for t in part(name, "document").iter(w("t")) if "{" in (t.text or "")]
    words = ("mot_reference", "mot_version", "mot_date", "mot_sommaire")
    wanted = {f"{{{{ {slot} }}}}" for slot in (*COVER_SLOTS, *words)}
    assert set(runs) == wanted | {"{{p sommaire }}", "{{p corps }}"}
    assert len(runs) == len(set(runs))


@every_template
def test_contents_and_body_are_alone_in_their_paragraph(name: str) -> None:
    texts = [paragraph_text(p) for p in part(name, "document").iter(w("p"))]
    assert "{{p sommaire }}" in texts
    assert "{{p corps }}" in texts
    assert "{{ mot_sommaire }}" in texts


@every_template
def test_header_and_footer_say_what_the_page_belongs_to(name: str) -> None:
    header = [paragraph_text(p) for p in part(name, "header1").iter(w("p"))]
    assert header[0] == "{{ mention }}"
    assert "{{ titre }}" in "".join(header)
    assert "{{ parties }}" in "".join(header)
    footer = part(name, "footer1")
    fields = [i.text.strip() for i in footer.iter(w("instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    for slot in ("reference", "version", "statut"):
        assert f"{{{{ {slot} }}}}" in [t.text for t in footer.iter(w("t"))]


@every_template
def test_the_cover_has_its_own_section_without_a_first_page_header(name: str) -> None:
    sections = list(part(name, "document").iter(w("sectPr")))
    assert len(sections) == 3
    assert [s.find("w:titlePg", NS) is not None for s in sections] == [True, False, False]
    assert sections[-1].getparent().tag == w("body")
    assert sections[-1].getnext() is None


@every_template
def test_docxtpl_fills_it(name: str, tmp_path: Path) -> None:
    filled = tmp_path / name
    template = DocxTemplate(SHIPPED / name)
    paragraph = f'<w:p xmlns:w="{W}"><w:r><w:t>%s</w:t></w:r></w:p>'
    body = {slot: SafeText(paragraph % slot.upper()) for slot in ("sommaire", "corps")}
    template.render(VALUES | body, autoescape=True)
    template.save(filled)
    with zipfile.ZipFile(filled) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    texts = [paragraph_text(p) for p in document.iter(w("p"))]
    assert {"<titre & co>", "SOMMAIRE", "CORPS"} <= set(texts)
    assert not any("{" in text for text in texts)


class SafeText(str):
    """Markup that autoescape leaves alone."""

    __slots__ = ()

    def __html__(self) -> str:
        return self
