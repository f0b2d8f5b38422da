"""contrat.docx: the sober law-firm look. Cambria, justified, navy, parts under a thin rule."""

from __future__ import annotations

from templates.formats import Para, Rule, Run, box
from templates.look import Grid, Level, Line, Look, Page
from templates.shared import ALERT, contents, heading, shared_formats

SERIF = "Cambria"
NAVY, INK, GREY, PALE, LINE = "1B2A49", "222222", "5A6270", "E9ECF2", "B4BCCB"
PAGE = Page(top=1758, bottom=1588, left=1644, right=1644, header=737, footer=680)
PART, ARTICLE = 1531, 680

FORMATS = {
    **shared_formats(NAVY),
    "Normal": (
        Para(line=276, widows=True), Run(font=SERIF, size=21, color=INK, lang="fr-FR"),
    ),
    "BodyText": (Para(after=120, align="both"), Run()),
    "Heading1": (
        heading(before=520, after=220, borders=(Rule("bottom", 6, NAVY, 4),)),
        Run(size=28, bold=True, color=NAVY),
    ),
    "Heading2": (heading(before=340, after=120), Run(size=24, bold=True, color=NAVY)),
    "Heading3": (heading(before=200, after=80), Run(size=21, bold=True, color=INK)),
    "Heading4": (heading(before=160, after=60), Run(size=21, italic=True, color=NAVY)),
    "Heading5": (heading(before=120, after=60), Run(size=21, italic=True, color=GREY)),
    "PartUnnumbered": (Para(left=0, first=0), Run()),
    "ClauseUnnumbered": (Para(left=0, first=0), Run()),
    "AnnexHeading": (
        heading(page_break=True, after=280, borders=(Rule("bottom", 6, NAVY, 4),)),
        Run(size=28, bold=True, color=NAVY),
    ),
    "AnnexClause": (heading(before=300, after=120), Run(size=23, bold=True, color=NAVY)),
    "AnnexSubclause": (heading(before=180, after=80), Run(size=21, bold=True, color=INK)),
    "Definition": (Para(left=397, hanging=397, after=100), Run()),
    "Party": (Para(left=397, right=397, after=200, keep_lines=True), Run()),
    "Apparent": (
        Para(before=200, after=240, left=142, right=142, keep_lines=True, hyphens=False,
             align="left", borders=box(8, NAVY, 8), fill="F4F6FA"),
        Run(size=24, bold=True, color="000000"),
    ),
    "Note": (Para(before=60, after=120, align="left"), Run(size=18, italic=True, color=GREY)),
    "TableText": (Para(line=252, align="left"), Run(size=19)),
    "Caption": (
        Para(before=160, after=100, keep_next=True, align="left"),
        Run(size=19, bold=True, color=NAVY),
    ),
    "Title": (Para(after=200, align="center", hyphens=False), Run(size=52, color=NAVY)),
    "Subtitle": (Para(after=360, align="center", hyphens=False), Run(size=27, color=GREY)),
    "CoverTitle": (
        Para(before=3300, after=240, line=264, borders=(Rule("top", 12, NAVY, 24),)),
        Run(),
    ),
    "CoverSubtitle": (Para(after=1000, borders=(Rule("bottom", 12, NAVY, 24),)), Run()),
    "CoverParties": (
        Para(before=240, after=2900, line=320, align="center", hyphens=False),
        Run(size=28, bold=True, color=INK),
    ),
    "CoverMeta": (
        Para(after=80, left=4309, hanging=1701, align="left", hyphens=False),
        Run(size=21),
    ),
    "CoverLabel": (Para(), Run(small_caps=True, color=GREY, track=10)),
    "DraftMark": (
        Para(after=40, align="right", hyphens=False),
        Run(size=20, bold=True, caps=True, track=40, color=ALERT),
    ),
    "TOCHeading": (
        Para(after=320, align="left", borders=(Rule("bottom", 6, NAVY, 4),)),
        Run(size=32, color=NAVY),
    ),
    "TOC1": (
        Para(before=140, after=40, left=PART, hanging=PART, tabs=contents(PAGE, PART),
             keep_next=True, hyphens=False),
        Run(bold=True, color=NAVY),
    ),
    "TOC2": (
        Para(after=10, left=PART, hanging=567, tabs=contents(PAGE, PART),
             hyphens=False),
        Run(size=20),
    ),
    "Header": (
        Para(after=0, align="right", borders=(Rule("bottom", 4, LINE, 6),), hyphens=False),
        Run(size=17, italic=True, color=GREY),
    ),
    "Footer": (Para(align="center", hyphens=False), Run(size=17, color=GREY, tabular=True)),
}  # fmt: skip

HEADINGS = (
    Level("Heading1", "upperRoman", "TITRE %1", PART, PART, Run(bold=False, size=24, track=20)),
    Level("Heading2", "decimal", "%2.", ARTICLE, ARTICLE, continuous=True),
    Level("Heading3", "decimal", "%2.%3", ARTICLE, ARTICLE, Run(color=NAVY)),
    Level("Heading4", "decimal", "%2.%3.%4", 907, 907, Run(italic=False)),
    Level("Heading5", "decimal", "%2.%3.%4.%5", 1077, 1077, Run(italic=False)),
)
ANNEXES = (
    Level("AnnexHeading", "decimal", "Annexe %1", PART, PART, Run(bold=False, size=26)),
    Level("AnnexClause", "decimal", "%2.", ARTICLE, ARTICLE),
    Level("AnnexSubclause", "decimal", "%2.%3", ARTICLE, ARTICLE, Run(color=NAVY)),
)

LOOK = Look(
    file="contrat.docx",
    subject="Contrat",
    body_font=SERIF,
    page=PAGE,
    formats=FORMATS,
    headings=HEADINGS,
    annexes=ANNEXES,
    list_step=454,
    grid=Grid(
        outer=(Rule("top", 8, NAVY, 0), Rule("bottom", 8, NAVY, 0), Rule("insideH", 4, LINE, 0)),
        band=PALE,
        under_header=Rule("bottom", 8, NAVY, 0),
    ),
    grid_color="9AA3B2",
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
        Line("Header", ("{{ titre }}", " — ", "{{ parties }}")),
    ),
    footer=(
        Line(
            "Footer",
            ("{{ reference }}", " · ", "{{ mot_version_pied }}", "\u00a0", "{{ version }}", " · ", "{{ statut }}"),
        ),
        Line("Footer", ("{{ mot_page }}", "\u00a0", "=PAGE", " ", "{{ mot_sur }}", " ", "=NUMPAGES")),
    ),
    fonts=(SERIF,),
    parts_apart=True,
)
