"""cahier-leger.docx: four parts of one page each behind a cover that carries the approvals. No contents."""

from __future__ import annotations

from dataclasses import replace

from templates import look_cahier as cahier
from templates.formats import Para, Rule, Run
from templates.look import Line
from templates.look_cahier import BRIGHT, DEEP, INK, LINE, PETROL
from templates.shared import heading

PAGE = replace(cahier.PAGE, top=1361, bottom=1247, left=1247, right=1247)

FORMATS = {
    **cahier.FORMATS,
    "Normal": (Para(line=252, widows=True), Run(font=cahier.SANS, size=20, color=INK, lang="fr-FR")),
    "BodyText": (Para(after=80, align="left"), Run()),
    "ListBullet": (Para(after=40), Run()),
    "ListNumber": (Para(after=40), Run()),
    "Heading1": (heading(before=0, after=140, page_break=True, borders=(Rule("top", 18, BRIGHT, 6),)),
                 Run(size=30, bold=True, color=PETROL)),
    "Heading2": (heading(before=180, after=60), Run(size=23, bold=True, color=PETROL)),
    "Heading3": (heading(before=120, after=40), Run(size=21, bold=True, color=DEEP)),
    "TableText": (Para(line=228, align="left"), Run(size=18)),
    "Caption": (Para(before=100, after=60, keep_next=True, align="left"), Run(size=18, bold=True, color=PETROL)),
    "AfterTable": (Para(before=100), Run()),
    "CoverNotes": (
        Para(before=600, after=0, line=300, align="left", borders=(Rule("top", 8, LINE, 10),)), Run(size=20),
    ),
    "CoverParties": (Para(after=1800, line=300, align="left", hyphens=False), Run(size=28, bold=True, color=INK)),
}  # fmt: skip

LOOK = replace(
    cahier.LOOK,
    file="cahier-leger.docx",
    subject="Cahier des charges",
    page=PAGE,
    formats=FORMATS,
    grid=replace(cahier.LOOK.grid, pad=30, side=90),
    contents=False,
    cover=(*cahier.LOOK.cover, Line("CoverNotes", ("@{{ titre_validations }}", "[br]", "{{ validations }}"))),
)
