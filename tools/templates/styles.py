"""styles.xml: one table of names for all templates, the formats from the look."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from templates.formats import Format, Para, Rule, Run, fill_xml
from templates.look import ANNEXES, BULLETS, HEADINGS, LETTERS, PARTS, Look
from templates.markup import el, flag, root, val


class Name(NamedTuple):
    """A style: id, name, the style it is based on, the style after it, place in Word's list."""

    id: str
    name: str
    based: str | None
    after: str | None = None
    rank: int = 99


PARAGRAPHS = (
    Name("Normal", "Normal", None, None, 0),
    Name("BodyText", "Body Text", "Normal", None, 1),
    *(Name(f"Heading{n}", f"heading {n}", "Normal", "BodyText", 9) for n in range(1, 6)),
    Name("PartUnnumbered", "Part Unnumbered", "Heading1", "BodyText", 10),
    Name("ClauseUnnumbered", "Clause Unnumbered", "Heading2", "BodyText", 10),
    Name("AnnexHeading", "Annex Heading", "Normal", "BodyText", 11),
    Name("AnnexClause", "Annex Clause", "Normal", "BodyText", 11),
    Name("AnnexSubclause", "Annex Subclause", "Normal", "BodyText", 11),
    Name("Definition", "Definition", "BodyText", None, 12),
    Name("Party", "Party", "BodyText", None, 12),
    Name("Apparent", "Apparent", "Normal", "BodyText", 12),
    Name("Note", "Note", "Normal", "BodyText", 13),
    *(
        Name(f"List{kind}{n or ''}", f"List {kind}{(n and f' {n}') or ''}", "BodyText", None, 14)
        for kind in ("Number", "Bullet", "Continue")
        for n in (0, 2, 3, 4, 5)
    ),
    Name("TableText", "Table Text", "Normal", None, 20),
    Name("TableHeader", "Table Header", "TableText", None, 20),
    Name("TableNumber", "Table Number", "TableText", None, 20),
    Name("TableHeaderNumber", "Table Header Number", "TableHeader", None, 20),
    Name("AfterTable", "After Table", "BodyText", "BodyText", 20),
    Name("Signature", "Signature", "Normal", None, 21),
    Name("Caption", "caption", "Normal", "BodyText", 35),
    Name("Title", "Title", "Normal", "Subtitle", 10),
    Name("Subtitle", "Subtitle", "Normal", "BodyText", 11),
    Name("CoverTitle", "Cover Title", "Title", "CoverSubtitle", 30),
    Name("CoverSubtitle", "Cover Subtitle", "Subtitle", "CoverParties", 30),
    Name("CoverParties", "Cover Parties", "Normal", "CoverMeta", 30),
    Name("CoverMeta", "Cover Meta", "Normal", None, 30),
    Name("CoverNotes", "Cover Notes", "Normal", None, 30),
    Name("DraftMark", "Draft Mark", "Normal", None, 31),
    Name("TOCHeading", "TOC Heading", "Normal", "BodyText", 39),
    Name("TOC1", "toc 1", "Normal", "Normal", 39),
    Name("TOC2", "toc 2", "Normal", "Normal", 39),
    Name("Header", "header", "Normal"),
    Name("Footer", "footer", "Normal"),
    Name("FootnoteText", "footnote text", "Normal"),
    Name("CommentText", "annotation text", "Normal"),
    Name("SectionBreak", "Section Break", "Normal", "Normal"),
)

CHARACTERS = (
    Name("DefaultParagraphFont", "Default Paragraph Font", None, None, 1),
    Name("FootnoteReference", "footnote reference", "DefaultParagraphFont"),
    Name("CommentReference", "annotation reference", "DefaultParagraphFont"),
    Name("Hyperlink", "Hyperlink", "DefaultParagraphFont"),
    Name("DefinedTerm", "Defined Term", "DefaultParagraphFont", None, 12),
    Name("Blank", "Blank", "DefaultParagraphFont", None, 12),
    Name("Strong", "Strong", "DefaultParagraphFont", None, 22),
    Name("Emphasis", "Emphasis", "DefaultParagraphFont", None, 20),
    Name("CoverLabel", "Cover Label", "DefaultParagraphFont", None, 30),
)

BUILT_IN = {
    *(
        "Normal",
        "Title",
        "Subtitle",
        "Caption",
        "Header",
        "Footer",
        "BodyText",
        "Hyperlink",
        "Signature",
    ),
    *("FootnoteText", "CommentText", "FootnoteReference", "CommentReference", "Strong"),
    *("Emphasis", "TOCHeading", "TOC1", "TOC2", "DefaultParagraphFont"),
}
WHERE_USED = {"CoverNotes"}
"""Styles that only the looks have which give them a format."""

HIDDEN = {"DefaultParagraphFont", "CommentReference", "CommentText", "SectionBreak"}

NUMBERED = {
    **{f"Heading{n}": (HEADINGS, n - 1) for n in range(1, 6)},
    "AnnexHeading": (ANNEXES, 0),
    "AnnexClause": (ANNEXES, 1),
    "AnnexSubclause": (ANNEXES, 2),
    **{f"ListNumber{n or ''}": (LETTERS, max(n, 1) - 1) for n in (0, 2, 3, 4, 5)},
    **{f"ListBullet{n or ''}": (BULLETS, max(n, 1) - 1) for n in (0, 2, 3, 4, 5)},
    "PartUnnumbered": (0, 0),
    "ClauseUnnumbered": (0, 0),
}
OUTLINE = {
    **{f"Heading{n}": n - 1 for n in range(1, 6)},
    "PartUnnumbered": 0,
    "ClauseUnnumbered": 1,
    "AnnexHeading": 0,
    "AnnexClause": 1,
    "AnnexSubclause": 2,
}


def styles_xml(look: Look) -> str:
    """The whole part."""
    return root(
        "styles",
        defaults_xml(look),
        latent_xml(),
        *(paragraph_xml(name, look) for name in PARAGRAPHS if name.id not in WHERE_USED or name.id in look.formats),
        *(character_xml(name, look) for name in CHARACTERS),
        *table_styles(look),
        el("style", val("name", "No List"), val("uiPriority", 99), flag("semiHidden", True),
           flag("unhideWhenUsed", True), type="numbering", default="1", styleId="NoList"),
    )  # fmt: skip


def defaults_xml(look: Look) -> str:
    run = Run(font=look.body_font, size=look.formats["Normal"][1].size, lang="fr-FR")
    para = Para(widows=True, before=0, after=0, line=240)
    return el("docDefaults", el("rPrDefault", run.xml()), el("pPrDefault", para.xml()))


def latent_xml() -> str:
    return el("latentStyles", defLockedState=0, defUIPriority=99, defSemiHidden=0,
              defUnhideWhenUsed=0, defQFormat=0, count=376)  # fmt: skip


def paragraph_xml(name: Name, look: Look) -> str:
    para, run = paragraph_format(name.id, look)
    return style_xml("paragraph", name, name.id == "Normal", para.xml() + run.xml())


def paragraph_format(style: str, look: Look) -> Format:
    """The look's format with what every template shares: list, level, indent of continuations."""
    para, run = look.formats.get(style) or look.formats.get(style.rstrip("2345"), (Para(), Run()))
    linked = replace(para, number=number_of(style, look), outline=OUTLINE.get(style))
    if style.startswith("ListContinue"):
        depth = int(style[-1]) if style[-1].isdigit() else 1
        linked = replace(linked, left=look.list_step * depth)
    return linked, run


def number_of(style: str, look: Look) -> tuple[int, int] | None:
    if style == "Heading1" and look.parts_apart:
        return (PARTS, 0)
    return NUMBERED.get(style)


def character_xml(name: Name, look: Look) -> str:
    _, run = look.formats.get(name.id, (Para(), Run()))
    return style_xml("character", name, name.id == "DefaultParagraphFont", run.xml())


def style_xml(kind: str, name: Name, default: bool, formats: str) -> str:
    built_in = name.id in BUILT_IN or name.id.startswith(("Heading", "List"))
    hidden = name.id in HIDDEN
    return el(
        "style",
        val("name", name.name),
        val("basedOn", name.based),
        val("next", name.after),
        val("uiPriority", name.rank),
        flag("semiHidden", hidden or None),
        flag("unhideWhenUsed", hidden or None),
        flag("qFormat", not hidden or None),
        formats,
        type=kind,
        default="1" if default else None,
        customStyle=None if built_in else "1",
        styleId=name.id,
    )


def table_styles(look: Look) -> tuple[str, ...]:
    """The default table style and the three of the house."""
    thin = tuple(
        Rule(side, 4, look.grid_color, 0)
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = look.grid
    return (
        table_xml("TableNormal", "Normal Table", (), 0, (108, 108), default=True),
        table_xml(
            "HouseTable",
            "House Table",
            grid.outer,
            grid.pad,
            (grid.side, grid.side),
            first_row(look),
        ),
        table_xml("SignatureTable", "Signature Table", (), 100, (0, 284)),
        table_xml("PlainTable", "Plain Table", thin, 40, (100, 100)),
    )


def table_xml(
    style: str,
    name: str,
    rules: tuple[Rule, ...],
    pad: int,
    sides: tuple[int, int],
    conditions: str = "",
    default: bool = False,
) -> str:
    borders = el("tblBorders", *(rule.xml() for rule in rules)) if rules else ""
    ident = Name(style, name, None if default else "TableNormal")
    rows = "" if default else el("trPr", el("cantSplit"))
    return el(
        "style",
        val("name", ident.name),
        val("basedOn", ident.based),
        val("uiPriority", 99 if default else 40),
        flag("semiHidden", default or None),
        flag("unhideWhenUsed", default or None),
        flag("qFormat", not default or None),
        el("tblPr", el("tblInd", w=0, type="dxa"), borders, margins_xml(pad, sides)),
        rows,
        conditions,
        type="table",
        default="1" if default else None,
        customStyle=None if default else "1",
        styleId=style,
    )


def margins_xml(pad: int, sides: tuple[int, int]) -> str:
    sizes = (("top", pad), ("left", sides[0]), ("bottom", pad), ("right", sides[1]))
    return el("tblCellMar", *(el(edge, w=size, type="dxa") for edge, size in sizes))


def first_row(look: Look) -> str:
    """The header row: a band and a line under it. Its text colour lives in Table Header."""
    cell = el("tcPr", el("tcBorders", look.grid.under_header.xml()), fill_xml(look.grid.band))
    return el("tblStylePr", el("trPr", el("tblHeader")), cell, type="firstRow")
