"""cabinet.docx: a second contract look. Arial, ragged right, claret, numbers hung in the margin."""

from __future__ import annotations

from templates.formats import Para, Rule, Run, Tab
from templates.look import Grid, Level, Line, Look, Page
from templates.shared import ALERT, contents, heading, shared_formats

SANS = "Arial"
CLARET, INK, GREY, PALE, LINE = "7A1E32", "262626", "595959", "F5EEEF", "CDBDC0"
HANG = 1247
PAGE = Page(top=1928, bottom=1588, left=1191 + HANG, right=1247, header=794, footer=680)
MARGIN_NUMBER = Run(size=19, bold=True, color=CLARET)

FORMATS = {
    **shared_formats(CLARET),
    "Normal": (
        Para(line=281, widows=True), Run(font=SANS, size=19, color=INK, lang="fr-FR"),
    ),
    "BodyText": (Para(after=130, align="left"), Run()),
    "Heading1": (
        heading(before=560, after=200, borders=(Rule("bottom", 18, CLARET, 5),)),
        Run(size=26, bold=True, color=CLARET),
    ),
    "Heading2": (heading(before=360, after=120), Run(size=22, bold=True, color="000000")),
    "Heading3": (heading(before=200, after=80), Run(size=19, bold=True, color=INK)),
    "Heading4": (heading(before=160, after=60), Run(size=19, color=CLARET)),
    "Heading5": (heading(before=120, after=60), Run(size=19, italic=True, color=GREY)),
    "PartUnnumbered": (Para(left=-HANG, first=0), Run()),
    "ClauseUnnumbered": (Para(left=0, first=0), Run()),
    "AnnexHeading": (
        heading(page_break=True, after=280, borders=(Rule("bottom", 18, CLARET, 5),)),
        Run(size=26, bold=True, color=CLARET),
    ),
    "AnnexClause": (heading(before=320, after=120), Run(size=21, bold=True, color="000000")),
    "AnnexSubclause": (heading(before=180, after=80), Run(size=19, bold=True, color=INK)),
    "Definition": (Para(after=110), Run()),
    "Party": (
        Para(after=220, keep_lines=True), Run(),
    ),
    "Apparent": (
        Para(before=240, after=260, keep_lines=True, hyphens=False, align="left",
             borders=(Rule("top", 18, CLARET, 8), Rule("bottom", 18, CLARET, 8))),
        Run(size=24, bold=True, color="000000"),
    ),
    "Note": (Para(before=60, after=140, align="left"), Run(size=17, color=GREY)),
    "TableText": (Para(line=259, align="left"), Run(size=17)),
    "Caption": (
        Para(before=180, after=100, keep_next=True, align="left"), Run(size=17, bold=True),
    ),
    "Title": (
        Para(after=200, align="left", hyphens=False), Run(size=56, bold=True, color=CLARET),
    ),
    "Subtitle": (Para(after=400, align="left", hyphens=False), Run(size=26, color=GREY)),
    "CoverTitle": (Para(before=4600, after=280, line=252), Run()),
    "CoverSubtitle": (Para(after=700, line=288), Run()),
    "CoverParties": (
        Para(after=2400, line=320, align="left", hyphens=False),
        Run(size=24, color="000000"),
    ),
    "CoverMeta": (
        Para(after=60, left=1701, hanging=1701, tabs=(Tab(1701),), align="left", hyphens=False),
        Run(size=19),
    ),
    "CoverLabel": (Para(), Run(bold=True, color=CLARET)),
    "DraftMark": (
        Para(left=-HANG, after=60, align="left", hyphens=False),
        Run(size=19, bold=True, caps=True, color=ALERT),
    ),
    "TOCHeading": (
        Para(left=-HANG, after=320, align="left", borders=(Rule("bottom", 18, CLARET, 5),)),
        Run(size=28, bold=True, color=CLARET),
    ),
    "TOC1": (
        Para(before=150, after=40, left=0, hanging=HANG, tabs=contents(PAGE, 0),
             keep_next=True, hyphens=False),
        Run(bold=True, color=CLARET),
    ),
    "TOC2": (
        Para(after=15, left=0, hanging=907, tabs=contents(PAGE, 0), hyphens=False),
        Run(),
    ),
    "Header": (
        Para(left=-HANG, align="left", hyphens=False), Run(size=16, color=GREY),
    ),
    "Footer": (
        Para(left=-HANG, align="left", hyphens=False, borders=(Rule("top", 4, LINE, 6),)),
        Run(size=16, color=GREY, tabular=True),
    ),
}  # fmt: skip

HEADINGS = (
    Level("Heading1", "upperRoman", "Titre %1", 0, HANG, Run(bold=False)),
    Level("Heading2", "decimal", "Article %2", 0, HANG, MARGIN_NUMBER, continuous=True),
    Level("Heading3", "decimal", "%2.%3", 0, HANG, MARGIN_NUMBER),
    Level("Heading4", "decimal", "%2.%3.%4", 0, HANG),
    Level("Heading5", "decimal", "%2.%3.%4.%5", 0, HANG, Run(italic=False)),
)
ANNEXES = (
    Level("AnnexHeading", "decimal", "Annexe %1", 0, HANG, Run(bold=False, size=22)),
    Level("AnnexClause", "decimal", "%2.", 0, HANG, MARGIN_NUMBER),
    Level("AnnexSubclause", "decimal", "%2.%3", 0, HANG, MARGIN_NUMBER),
)

LOOK = Look(
    file="cabinet.docx",
    subject="Contrat",
    body_font=SANS,
    page=PAGE,
    formats=FORMATS,
    headings=HEADINGS,
    annexes=ANNEXES,
    list_step=425,
    grid=Grid(
        outer=(Rule("top", 18, CLARET, 0), Rule("bottom", 8, CLARET, 0),
               Rule("insideH", 4, LINE, 0)),
        band=PALE,
        under_header=Rule("bottom", 4, CLARET, 0),
        pad=80,
    ),
    grid_color="A6A6A6",
    cover=(
        Line("DraftMark", ("{{ mention }}",)),
        Line("CoverTitle", ("{{ titre }}",)),
        Line("CoverSubtitle", ("{{ sous_titre }}",)),
        Line("CoverParties", ("{{ parties }}",)),
        Line("CoverMeta", ("@{{ mot_reference }}", "\t", "{{ reference }}")),
        Line("CoverMeta", ("@{{ mot_version }}", "\t", "{{ version }}")),
        Line("CoverMeta", ("@{{ mot_date }}", "\t", "{{ date }}")),
    ),
    header=(
        Line("DraftMark", ("{{ mention }}",)),
        Line("Header", ("@{{ titre }}",)),
        Line("Header", ("{{ parties }}",)),
    ),
    footer=(
        Line(
            "Footer",
            ("{{ mot_page }}", "\u00a0", "=PAGE", " ", "{{ mot_sur }}", " ", "=NUMPAGES", " · ", "{{ reference }}", " · ",
             "{{ mot_version_pied }}", "\u00a0", "{{ version }}", " · ", "{{ statut }}"),
        ),
    ),
    fonts=(SANS,),
    parts_apart=True,
    cover_rules=(Rule("left", 96, CLARET, 24),),
)  # fmt: skip
