"""accord.docx: a short agreement. The look of contrat.docx as a letter: a head, no cover page, no contents."""

from __future__ import annotations

from dataclasses import replace

from templates import look_annexe as annexe
from templates import look_contrat as contrat
from templates.formats import Para, Rule, Run, box
from templates.look import Line
from templates.look_contrat import GREY, INK, NAVY
from templates.shared import heading

PAGE = replace(contrat.PAGE, top=1361, bottom=1361, left=1588, right=1588)

FORMATS = {
    **annexe.FORMATS,
    "Normal": (Para(line=259, widows=True), Run(font=contrat.SERIF, size=20, color=INK, lang="fr-FR")),
    "BodyText": (Para(after=90, align="both"), Run()),
    "Apparent": (
        Para(before=140, after=160, left=142, right=142, keep_lines=True, hyphens=False,
             align="left", borders=box(8, NAVY, 6), fill="F4F6FA"),
        Run(size=21, bold=True, color="000000"),
    ),
    "Party": (Para(left=397, right=397, after=160, align="left", keep_lines=True), Run()),
    "TableText": (Para(line=240, align="left"), Run(size=18)),
    "Heading1": (heading(before=280, after=100), Run(size=23, bold=True, color=NAVY)),
    "Heading2": (heading(before=160, after=80), Run(size=21, bold=True, color=INK)),
    "ClauseUnnumbered": (Para(left=0, first=0), Run(size=23, color=NAVY)),
    "CoverSubtitle": (
        Para(after=0, align="left", keep_next=True, borders=(Rule("top", 12, NAVY, 8),)), Run(size=19, color=GREY),
    ),
    "CoverTitle": (Para(before=480, after=80, align="center", keep_next=True), Run(size=36, bold=True, color=NAVY)),
    "CoverParties": (Para(after=60, align="center", keep_next=True), Run(size=23, color=INK)),
    "CoverMeta": (Para(after=360, align="center"), Run(size=19, color=GREY)),
}  # fmt: skip

LOOK = replace(
    annexe.LOOK,
    file="accord.docx",
    subject="Accord",
    page=PAGE,
    formats=FORMATS,
    cover=(
        Line("CoverSubtitle", ("{{ emetteur }}",)),
        Line("CoverTitle", ("{{ titre }}",)),
        Line("CoverParties", ("{{ parties }}",)),
        Line("CoverMeta", ("{{ sous_titre }}", " · ", "@{{ mot_date }}", " ", "{{ date }}")),
    ),
    header=(Line("DraftMark", ("{{ mention }}",)),),
)
