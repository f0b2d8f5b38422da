"""grille.docx: a landscape working sheet. The look of cahier-des-charges.docx with dense tables."""

from __future__ import annotations

from dataclasses import replace

from templates import look_cahier as cahier
from templates.formats import Para, Rule, Run, Tab
from templates.look import Line, Page
from templates.look_cahier import BRIGHT, DEEP, GREY, INK, PETROL
from templates.shared import heading

PAGE = Page(top=1247, bottom=1134, left=1134, right=1134, header=567, footer=510, width=16838, height=11906)

FORMATS = {
    **cahier.FORMATS,
    "Normal": (Para(line=252, widows=True), Run(font=cahier.SANS, size=20, color=INK, lang="fr-FR")),
    "BodyText": (Para(after=100, align="left"), Run()),
    "Heading1": (heading(before=300, after=120, borders=(Rule("top", 12, BRIGHT, 6),)),
                 Run(size=27, bold=True, color=PETROL)),
    "Heading2": (heading(before=200, after=80), Run(size=23, bold=True, color=DEEP)),
    "Heading3": (heading(before=160, after=60), Run(size=21, bold=True, color=DEEP)),
    "TableText": (Para(line=228, align="left"), Run(size=17)),
    "Caption": (Para(before=120, after=60, keep_next=True, align="left"), Run(size=18, bold=True, color=PETROL)),
    "CoverTitle": (Para(before=0, after=40, align="left", keep_next=True), Run(size=40, bold=True, color=PETROL)),
    "CoverSubtitle": (Para(after=40, align="left", keep_next=True), Run(size=23, color=GREY)),
    "CoverMeta": (
        Para(after=200, align="left", borders=(Rule("bottom", 18, BRIGHT, 6),)), Run(size=18, color=GREY),
    ),
    "Footer": (
        Para(align="left", hyphens=False, tabs=(Tab(PAGE.measure, "right"),), borders=(Rule("top", 8, BRIGHT, 6),)),
        Run(size=16, color=GREY, tabular=True),
    ),
}  # fmt: skip

LOOK = replace(
    cahier.LOOK,
    file="grille.docx",
    subject="Grille",
    page=PAGE,
    formats=FORMATS,
    grid=replace(cahier.LOOK.grid, pad=30, side=80),
    cover_page=False,
    contents=False,
    cover=(
        Line("CoverTitle", ("{{ titre }}",)),
        Line("CoverSubtitle", ("{{ parties }}", " — ", "{{ sous_titre }}")),
        Line(
            "CoverMeta",
            ("@{{ mot_reference }}", " ", "{{ reference }}", " · ", "@{{ mot_version }}", " ", "{{ version }}",
             " · ", "@{{ mot_date }}", " ", "{{ date }}"),
        ),
    ),
    header=(Line("DraftMark", ("{{ mention }}",)),),
)  # fmt: skip
