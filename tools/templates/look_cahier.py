"""cahier-des-charges.docx: clear and roomy. Calibri, ragged right, petrol, decimal sections."""

from __future__ import annotations

from templates.formats import Para, Rule, Run, Tab
from templates.look import Grid, Level, Line, Look, Page
from templates.shared import ALERT, contents, heading, shared_formats

SANS = "Calibri"
PETROL, DEEP, INK, GREY = "00627A", "003B4A", "1F2933", "55606B"
PALE, LINE, BRIGHT = "E4F1F4", "B7CED4", "00A3A1"
PAGE = Page(top=1701, bottom=1531, left=1361, right=1361, header=680, footer=624)
TEXT = 851

FORMATS = {
    **shared_formats(PETROL),
    "Normal": (
        Para(line=276, widows=True), Run(font=SANS, size=22, color=INK, lang="fr-FR"),
    ),
    "BodyText": (Para(after=140, align="left"), Run()),
    "Heading1": (
        heading(before=560, after=240, borders=(Rule("top", 18, BRIGHT, 8),)),
        Run(size=36, bold=True, color=PETROL),
    ),
    "Heading2": (heading(before=340, after=120), Run(size=27, bold=True, color=PETROL)),
    "Heading3": (heading(before=220, after=80), Run(size=23, bold=True, color=DEEP)),
    "Heading4": (heading(before=180, after=60), Run(size=22, bold=True, color=GREY)),
    "Heading5": (heading(before=140, after=60), Run(size=22, italic=True, color=GREY)),
    "PartUnnumbered": (Para(left=0, first=0), Run()),
    "ClauseUnnumbered": (Para(left=0, first=0), Run()),
    "AnnexHeading": (
        heading(page_break=True, after=280, borders=(Rule("top", 18, BRIGHT, 8),)),
        Run(size=36, bold=True, color=PETROL),
    ),
    "AnnexClause": (heading(before=320, after=120), Run(size=26, bold=True, color=PETROL)),
    "AnnexSubclause": (heading(before=200, after=80), Run(size=23, bold=True, color=DEEP)),
    "Definition": (
        Para(left=227, after=120, borders=(Rule("left", 12, LINE, 10),)), Run(),
    ),
    "Party": (
        Para(left=227, after=220, keep_lines=True, borders=(Rule("left", 24, BRIGHT, 10),)),
        Run(),
    ),
    "Apparent": (
        Para(before=220, after=260, left=199, right=142, keep_lines=True, hyphens=False,
             align="left", fill=PALE,
             borders=(Rule("top", 4, PALE, 8), Rule("left", 36, PETROL, 10),
                      Rule("bottom", 4, PALE, 8), Rule("right", 4, PALE, 8))),
        Run(size=24, bold=True, color="000000"),
    ),
    "Note": (
        Para(before=80, after=160, left=227, borders=(Rule("left", 12, BRIGHT, 10),)),
        Run(size=19, color=GREY),
    ),
    "TableText": (Para(line=252, align="left"), Run(size=20)),
    "Caption": (
        Para(before=180, after=100, keep_next=True, align="left"),
        Run(size=20, bold=True, color=PETROL),
    ),
    "Title": (
        Para(after=200, align="left", hyphens=False), Run(size=64, bold=True, color=PETROL),
    ),
    "Subtitle": (Para(after=400, align="left", hyphens=False), Run(size=30, color=GREY)),
    "CoverTitle": (
        Para(before=2600, after=200, line=228, borders=(Rule("top", 48, BRIGHT, 28),)),
        Run(),
    ),
    "CoverSubtitle": (Para(after=900, line=276), Run()),
    "CoverParties": (
        Para(after=3000, line=300, align="left", hyphens=False),
        Run(size=28, bold=True, color=INK),
    ),
    "CoverMeta": (
        Para(after=0, left=2268, hanging=2268, align="left", hyphens=False, line=340,
             tabs=(Tab(2268),), borders=( Rule("bottom", 4, LINE, 3),
                                         Rule("between", 4, LINE, 3))),
        Run(size=22),
    ),
    "CoverLabel": (Para(), Run(bold=True, color=PETROL)),
    "DraftMark": (
        Para(after=40, align="left", hyphens=False),
        Run(size=20, bold=True, caps=True, track=30, color=ALERT),
    ),
    "TOCHeading": (
        Para(after=320, align="left", borders=(Rule("top", 18, BRIGHT, 8),)),
        Run(size=36, bold=True, color=PETROL),
    ),
    "TOC1": (
        Para(before=180, after=60, left=1134, hanging=1134,
             tabs=contents(PAGE, 1134), keep_next=True, hyphens=False),
        Run(bold=True, color=PETROL),
    ),
    "TOC2": (
        Para(after=40, left=1134, hanging=624, tabs=contents(PAGE, 1134),
             hyphens=False),
        Run(),
    ),
    "Header": (Para(align="left", hyphens=False), Run(size=17, color=GREY)),
    "Footer": (
        Para(align="left", hyphens=False, tabs=(Tab(PAGE.measure, "right"),), borders=(Rule("top", 8, BRIGHT, 6),)),
        Run(size=17, color=GREY, tabular=True),
    ),
}  # fmt: skip

HEADINGS = (
    Level("Heading1", "decimal", "%1.", TEXT, TEXT),
    Level("Heading2", "decimal", "%1.%2", TEXT, TEXT),
    Level("Heading3", "decimal", "%1.%2.%3", TEXT, TEXT, Run(color=PETROL)),
    Level("Heading4", "decimal", "%1.%2.%3.%4", 964, 964),
    Level("Heading5", "decimal", "%1.%2.%3.%4.%5", 1134, 1134),
)
ANNEXES = (
    Level("AnnexHeading", "decimal", "Annexe %1", 1985, 1985, Run(bold=False)),
    Level("AnnexClause", "decimal", "%2.", TEXT, TEXT),
    Level("AnnexSubclause", "decimal", "%2.%3", TEXT, TEXT, Run(color=PETROL)),
)

LOOK = Look(
    file="cahier-des-charges.docx",
    subject="Cahier des charges",
    body_font=SANS,
    page=PAGE,
    formats=FORMATS,
    headings=HEADINGS,
    annexes=ANNEXES,
    list_step=425,
    grid=Grid(
        outer=tuple(
            Rule(side, 4, LINE, 0)
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        ),
        band=PALE,
        under_header=Rule("bottom", 12, PETROL, 0),
        pad=70,
        side=115,
    ),
    grid_color="A9B4BC",
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
        Line("Header", ("{{ titre }}", " | ", "{{ parties }}")),
    ),
    footer=(
        Line(
            "Footer",
            ("{{ reference }}", " · ", "{{ mot_version_pied }}", "\u00a0", "{{ version }}", " · ", "{{ statut }}", ">",
             "{{ mot_page }}", "\u00a0", "=PAGE", " ", "{{ mot_sur }}", " ", "=NUMPAGES"),
        ),
    ),
    fonts=(SANS,),
)  # fmt: skip
