"""The parts that do not depend on the look, and the container: same input, same bytes."""

from __future__ import annotations

import io
import zipfile

from templates.look import Look
from templates.markup import DECLARATION, el, flag, root, val
from templates.numbering import numbering_xml
from templates.shell import FOOTER, HEADER, document_xml, footer_xml, header_xml
from templates.styles import styles_xml

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PROPERTIES = "application/vnd.openxmlformats"
FIXED_DATE = "2026-01-01T00:00:00Z"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)

WORD_PARTS = (
    ("rIdStyles", "styles", "styles.xml", "styles"),
    ("rIdNumbering", "numbering", "numbering.xml", "numbering"),
    ("rIdSettings", "settings", "settings.xml", "settings"),
    ("rIdFonts", "fontTable", "fontTable.xml", "fontTable"),
    ("rIdFootnotes", "footnotes", "footnotes.xml", "footnotes"),
    ("rIdEndnotes", "endnotes", "endnotes.xml", "endnotes"),
    (HEADER, "header", "header1.xml", "header"),
    (FOOTER, "footer", "footer1.xml", "footer"),
)
"""Relationship id and kind, file name under word/, content type."""

FACES = {
    "Arial": ("020B0604020202020204", "swiss"),
    "Calibri": ("020F0502020204030204", "swiss"),
    "Cambria": ("02040503050406030204", "roman"),
    "Times New Roman": ("02020603050405020304", "roman"),
}


def template_bytes(look: Look) -> bytes:
    """The .docx: parts in a fixed order, at a fixed time, from no particular system."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, part in parts(look).items():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 0, 0
            archive.writestr(entry, part.encode("utf-8"))
    return out.getvalue()


def parts(look: Look) -> dict[str, str]:
    """Every part by name, in the order of the container."""
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": package_relations(),
        "docProps/core.xml": core_xml(look),
        "docProps/app.xml": app_xml(),
        "word/document.xml": document_xml(look),
        "word/_rels/document.xml.rels": document_relations(),
        "word/styles.xml": styles_xml(look),
        "word/numbering.xml": numbering_xml(look),
        "word/settings.xml": settings_xml(),
        "word/fontTable.xml": root("fonts", *map(font_xml, look.fonts)),
        "word/footnotes.xml": notes_xml("footnote"),
        "word/endnotes.xml": notes_xml("endnote"),
        "word/header1.xml": header_xml(look),
        "word/footer1.xml": footer_xml(look),
    }


def content_types() -> str:
    rows = [
        ("word/document.xml", f"{TYPE}.document.main+xml"),
        *((f"word/{file}", f"{TYPE}.{kind}+xml") for _, _, file, kind in WORD_PARTS),
        ("docProps/core.xml", f"{PROPERTIES}-package.core-properties+xml"),
        ("docProps/app.xml", f"{PROPERTIES}-officedocument.extended-properties+xml"),
    ]
    overrides = "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in rows)
    relations = f"{PROPERTIES}-package.relationships+xml"
    defaults = (
        f'<Default Extension="rels" ContentType="{relations}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'


def package_relations() -> str:
    return relations_xml(
        ("rIdDocument", f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
        ("rIdCore", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("rIdApp", f"{OFFICE}/relationships/extended-properties", "docProps/app.xml"),
    )


def document_relations() -> str:
    return relations_xml(
        *((ident, f"{OFFICE}/relationships/{kind}", file) for ident, kind, file, _ in WORD_PARTS)
    )


def relations_xml(*rows: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{ident}" Type="{kind}" Target="{target}"/>'
        for ident, kind, target in rows
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def core_xml(look: Look) -> str:
    """Core properties; docxtpl fills the title like any other slot."""
    spaces = (
        f'xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{FIXED_DATE}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f"{DECLARATION}<cp:coreProperties {spaces}><dc:title>{{{{ titre }}}}</dc:title>"
        f"<dc:subject>{look.subject}</dc:subject><dc:creator>docgen</dc:creator>"
        f"<cp:lastModifiedBy>docgen</cp:lastModifiedBy>{dates}"
        "<dc:language>fr-FR</dc:language></cp:coreProperties>"
    )


def app_xml() -> str:
    space = f'xmlns="{OFFICE}/extended-properties"'
    return f"{DECLARATION}<Properties {space}><Application>docgen</Application></Properties>"


def settings_xml() -> str:
    """French hyphenation, notes with their separators, the mode of current Word."""
    return root(
        "settings",
        el("zoom", percent=100),
        val("defaultTabStop", 709),
        flag("autoHyphenation", True),
        val("consecutiveHyphenLimit", 2),
        val("hyphenationZone", 357),
        flag("doNotHyphenateCaps", True),
        val("characterSpacingControl", "doNotCompress"),
        el("footnotePr", el("footnote", id=-1), el("footnote", id=0)),
        el("endnotePr", el("endnote", id=-1), el("endnote", id=0)),
        compat_xml(),
        el("themeFontLang", val="fr-FR"),
        val("decimalSymbol", ","),
        val("listSeparator", ";"),
    )


def compat_xml() -> str:
    names = (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
        ("useWord2013TrackBottomHyphenation", 0),
    )
    uri = "http://schemas.microsoft.com/office/word"
    return el("compat", *(el("compatSetting", name=n, uri=uri, val=v) for n, v in names))


def notes_xml(kind: str) -> str:
    """Only the two separators; the engine adds notes from id 1."""
    marks = ((-1, "separator"), (0, "continuationSeparator"))
    style = el("pPr", val("pStyle", "FootnoteText"))
    return root(
        f"{kind}s",
        *(el(kind, el("p", style, el("r", el(mark))), type=mark, id=i) for i, mark in marks),
    )


def font_xml(font: str) -> str:
    panose, family = FACES[font]
    return el(
        "font",
        val("panose1", panose),
        val("charset", "00"),
        val("family", family),
        val("pitch", "variable"),
        name=font,
    )
