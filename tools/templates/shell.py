"""document.xml, headers and footers: cover, contents and body as slots that a lawyer can move."""

from __future__ import annotations

from templates.formats import Rule
from templates.look import Line, Look, Page
from templates.markup import el, root, text, val

HEADER, FOOTER = "rIdHeader", "rIdFooter"
CACHED = {"PAGE": "1", "NUMPAGES": "1"}


def document_xml(look: Look) -> str:
    """The shell: a cover without page number, the contents, the body; or a head above the body."""
    opening = cover_xml(look) if look.cover_page else tuple(map(line_xml, look.cover))
    contents = contents_xml(look) if look.contents else ()
    body = (*opening, *contents, line_xml(Line("BodyText", ("{{p corps }}",))), section_xml(look))
    return root("document", el("body", *body))


def cover_xml(look: Look) -> tuple[str, ...]:
    """A page of its own."""
    last = line_xml(look.cover[-1], section_xml(look, cover=True))
    return (*map(line_xml, look.cover[:-1]), last)


def contents_xml(look: Look) -> tuple[str, ...]:
    """The table of contents, on pages of its own."""
    return (
        line_xml(Line("TOCHeading", ("{{ mot_sommaire }}",))),
        line_xml(Line("TOC1", ("{{p sommaire }}",))),
        line_xml(Line("SectionBreak", ()), section_xml(look)),
    )


def header_xml(look: Look) -> str:
    return root("hdr", *map(line_xml, look.header))


def footer_xml(look: Look) -> str:
    return root("ftr", *map(line_xml, look.footer))


def line_xml(line: Line, section: str = "") -> str:
    """One paragraph; a section that ends here sits in its properties."""
    properties = el("pPr", val("pStyle", line.style), section)
    return el("p", properties, *map(piece_xml, line.pieces))


def piece_xml(piece: str) -> str:
    if piece == "\t":
        return el("r", el("tab"))
    if piece == "[br]":
        return el("r", el("br"))
    if piece == ">":
        return el("r", el("ptab", relativeTo="margin", alignment="right", leader="none"))
    if piece.startswith("="):
        return field_xml(piece[1:])
    if piece.startswith("@"):
        return el("r", el("rPr", val("rStyle", "CoverLabel")), text(piece[1:]))
    return el("r", text(piece))


def field_xml(code: str) -> str:
    """A field with a result that reads well before anybody updates it."""
    instruction = f'<w:instrText xml:space="preserve"> {code} </w:instrText>'
    return "".join(
        el("r", inside)
        for inside in (
            el("fldChar", fldCharType="begin"),
            instruction,
            el("fldChar", fldCharType="separate"),
            text(CACHED[code]),
            el("fldChar", fldCharType="end"),
        )
    )


def section_xml(look: Look, cover: bool = False) -> str:
    """A section; the cover's first page has no header or footer, its overflow pages do."""
    return el(
        "sectPr",
        reference_xml("header", HEADER),
        reference_xml("footer", FOOTER),
        val("type", "nextPage"),
        el("pgSz", w=look.page.width, h=look.page.height, orient=look.page.orientation),
        margins_xml(look.page),
        page_borders(look.cover_rules) if cover else "",
        el("cols", space=708),
        el("titlePg") if cover else "",
    )


def reference_xml(kind: str, relation: str) -> str:
    return f'<w:{kind}Reference w:type="default" r:id="{relation}"/>'


def margins_xml(page: Page) -> str:
    return el("pgMar", top=page.top, right=page.right, bottom=page.bottom, left=page.left,
              header=page.header, footer=page.footer, gutter=0)  # fmt: skip


def page_borders(rules: tuple[Rule, ...]) -> str:
    if not rules:
        return ""
    return el("pgBorders", *(rule.xml() for rule in rules), offsetFrom="page")
