"""How a text of a clause is shown, and what is known of it before it is: anchors, numbers of items, parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from docgen.model.dataclass import dataclass
from docgen.model.document import Block, Heading, Inlines, ListItem, Marks, Paragraph, TermUse, Text
from docgen.model.drafted import Drafted, Inserted
from docgen.render.site.links import Links
from docgen.render.site.phrases import Phrases, path_of
from docgen.stages.script_names import names_in


@dataclass(frozen=True, slots=True)
class Place:
    """What is known about a parameter where its value goes: its anchor, what it is if nothing is said, where it is from."""

    anchor: str
    default: str
    about: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a text is shown: ``level`` is that of its first headings; ``name`` begins the ids of its notes.

    ``anchor`` begins the ids of the anchors of the text; without it they have no place on the page.
    """

    phrases: Phrases
    links: Links
    places: Mapping[str, Place]
    terms: Mapping[str, str]
    level: int = 3
    name: str = "t"
    anchor: str = ""


def anchors_of(drafted: Drafted, before: str) -> dict[str, tuple[str, str]]:
    """What is written at each anchor of a text, without places of values, and where it is on the page, if it is."""
    out: dict[str, tuple[str, str]] = {}
    for block in drafted.blocks:
        anchor = getattr(block, "anchor", "")
        if anchor:
            said = "".join(i.text for i in inlines_of(block) if isinstance(i, Text | TermUse))
            out.setdefault(anchor, (said.strip(" ;,.\u00a0"), f"#{before}{anchor}" if before else ""))
    return out


def numbers_of(blocks: Sequence[Block]) -> dict[int, int]:
    """The number of each item of a numbered list, by the index of its block."""
    counts: dict[int, dict[int, int]] = {}
    out: dict[int, int] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, ListItem):
            mine = counts.setdefault(block.series, {})
            for deeper in [k for k in mine if k > block.level]:
                del mine[deeper]
            mine[block.level] = mine.get(block.level, 0) + 1
            if block.ordered:
                out[index] = mine[block.level]
    return out


def root_of(place: Inserted) -> str:
    """The parameter that a place of a value reads; empty when it reads none by name."""
    names = sorted(names_in(place.expression))
    return path_of(place.expression).partition(".")[0] or (names[0] if names else "")


def shown(text: str) -> str:
    """Text as HTML."""
    return escape(text).replace("\n", "<br>")


def marked(html: str, marks: Marks) -> str:
    """HTML with the emphasis of a run."""
    if marks & Marks.ITALIC:
        html = f"<em>{html}</em>"
    return f"<strong>{html}</strong>" if marks & Marks.BOLD else html


def inlines_of(block: Block) -> Inlines:
    """The one paragraph of a block; nothing for a table."""
    return block.inlines if isinstance(block, Paragraph | Heading | ListItem) else ()
