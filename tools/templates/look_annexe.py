"""annexe.docx: an annex of the agreement on its own. The look of contrat.docx under a title block, no cover page."""

from __future__ import annotations

from dataclasses import replace

from templates import look_contrat as contrat
from templates.formats import Para, Rule, Run
from templates.look import Level, Line
from templates.look_contrat import ARTICLE, GREY, INK, LINE, NAVY
from templates.shared import heading

FORMATS = {
    **contrat.FORMATS,
    "Heading1": (
        heading(before=360, after=140, borders=(Rule("bottom", 4, LINE, 4),)),
        Run(size=25, bold=True, color=NAVY),
    ),
    "Heading2": (heading(before=220, after=100), Run(size=22, bold=True, color=INK)),
    "Heading3": (heading(before=180, after=80), Run(size=21, bold=True, color=NAVY)),
    "Heading4": (heading(before=160, after=60), Run(size=21, italic=True, color=NAVY)),
    "TableText": (Para(line=240, align="left"), Run(size=18)),
    "CoverTitle": (
        Para(before=80, after=60, align="left", keep_next=True, borders=(Rule("top", 12, NAVY, 10),)),
        Run(size=36, bold=True, color=NAVY),
    ),
    "CoverSubtitle": (Para(after=60, align="left", keep_next=True), Run(size=24, color=NAVY)),
    "CoverParties": (Para(after=60, align="left", keep_next=True), Run(size=21, bold=True, color=INK)),
    "CoverMeta": (
        Para(after=320, align="left", borders=(Rule("bottom", 12, NAVY, 8),)), Run(size=19, color=GREY),
    ),
}  # fmt: skip

HEADINGS = (
    Level("Heading1", "decimal", "%1.", ARTICLE, ARTICLE),
    Level("Heading2", "decimal", "%1.%2", ARTICLE, ARTICLE, Run(color=NAVY)),
    Level("Heading3", "decimal", "%1.%2.%3", ARTICLE, ARTICLE),
    Level("Heading4", "decimal", "%1.%2.%3.%4", 907, 907, Run(italic=False)),
    Level("Heading5", "decimal", "%1.%2.%3.%4.%5", 1077, 1077, Run(italic=False)),
)

LOOK = replace(
    contrat.LOOK,
    file="annexe.docx",
    subject="Annexe",
    formats=FORMATS,
    headings=HEADINGS,
    parts_apart=False,
    cover_page=False,
    contents=False,
    cover=(
        Line("CoverTitle", ("{{ titre }}",)),
        Line("CoverSubtitle", ("{{ rattachement }}",)),
        Line("CoverParties", ("{{ parties }}",)),
        Line(
            "CoverMeta",
            ("@{{ mot_reference }}", " ", "{{ reference }}", " · ", "@{{ mot_version }}", " ", "{{ version }}",
             " · ", "@{{ mot_date }}", " ", "{{ date }}"),
        ),
    ),
    header=(
        Line("DraftMark", ("{{ mention }}",)),
        Line("Header", ("{{ rattachement }}", " — ", "{{ titre }}")),
    ),
)  # fmt: skip
