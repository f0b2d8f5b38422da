"""What all looks have in common: the table of formats that a house style starts from."""

from __future__ import annotations

from templates.formats import Format, Para, Rule, Run, Tab
from templates.look import Page

PLAIN, PLAIN_RUN = Para(), Run()
ALERT = "B3261E"


def shared_formats(accent: str) -> dict[str, Format]:
    """Formats of the notes, marks and list paragraphs; a look overrides what it wants."""
    return {
        "DefinedTerm": (PLAIN, Run(bold=True)),
        "Blank": (PLAIN, Run(bold=True, color="3D2E00", fill="FFF2CC")),
        "Strong": (PLAIN, Run(bold=True)),
        "Emphasis": (PLAIN, Run(italic=True)),
        "Hyperlink": (PLAIN, Run(color=accent, underline="single")),
        "FootnoteReference": (PLAIN, Run(vertical="superscript")),
        "CommentReference": (PLAIN, Run(size=16)),
        "CommentText": (Para(after=60), Run(size=20)),
        "FootnoteText": (Para(after=40, line=240, align="left"), Run(size=17)),
        "SectionBreak": (Para(before=0, after=0, line=20, line_rule="exact"), Run(size=2)),
        "ListNumber": (Para(after=80), Run()),
        "ListBullet": (Para(after=80), Run()),
        "ListContinue": (Para(after=80), Run()),
        "TableHeader": (Para(align="left", keep_next=True), Run(bold=True, color=accent)),
        "AfterTable": (Para(before=200), PLAIN_RUN),
        "Signature": (Para(after=80, align="left", keep_next=True, keep_lines=True), PLAIN_RUN),
        "TableHeaderNumber": (Para(align="right"), PLAIN_RUN),
        "TableNumber": (Para(align="right"), Run(tabular=True)),
    }


def heading(
    before: int | None = None,
    after: int = 0,
    borders: tuple[Rule, ...] = (),
    page_break: bool | None = None,
) -> Para:
    """A heading stays with its text, whole, and is never hyphenated."""
    return Para(
        before=before,
        after=after,
        borders=borders,
        page_break=page_break,
        keep_next=True,
        keep_lines=True,
        hyphens=False,
        align="left",
    )


def contents(page: Page, number: int) -> tuple[Tab, ...]:
    """Tab stops of a contents line: the title after its number, the page at the right edge."""
    return (Tab(number), Tab(page.measure, "right", "dot"))
