"""A clause text as plain lines, to be compared: conditions are lines of their own, places of values stand in brackets."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.dataclass import dataclass
from docgen.model.document import (
    Block,
    Chart,
    CrossReference,
    Definitions,
    Footnote,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    ListItem,
    Paragraph,
    Slot,
    Table,
    TermDefinition,
    Text,
)
from docgen.model.drafted import Branch, Drafted, Inserted, Opens
from docgen.render.site.look import Look, anchors_of, numbers_of, root_of
from docgen.stages.chart import as_table
from docgen.stages.number import letters, roman


@dataclass(frozen=True, slots=True)
class Line:
    """A line: ``kind`` is heading, text, item, when (a condition) or row; ``depth`` counts conditions and lists around."""

    kind: str
    depth: int
    label: str
    text: str


def lines_of(drafted: Drafted, look: Look) -> tuple[Line, ...]:
    """The lines of a text, in order."""
    return tuple(_Lines(drafted, look).lines())


class _Lines:
    def __init__(self, drafted: Drafted, look: Look) -> None:
        self._drafted, self._look = drafted, look
        self._anchors, self._numbers = anchors_of(drafted, ""), numbers_of(drafted.blocks)

    def lines(self) -> Iterator[Line]:
        before: tuple[Branch, ...] = ()
        for index, block in enumerate(self._drafted.blocks):
            around = self._drafted.around[index]
            for depth, branch in enumerate(around):
                if branch not in before:
                    yield Line("when", depth, "", self._look.phrases.branch(branch))
            before = around
            yield from self._block(block, index, len(around))

    def _block(self, block: Block, index: int, depth: int) -> Iterator[Line]:
        match block:
            case Heading(_, inlines):
                yield Line("heading", depth, "", self._said(inlines))
            case Paragraph(inlines, _, _, level):
                yield Line("text", depth + level, "", self._said(inlines))
            case ListItem(level, _, _, inlines):
                yield Line(
                    "item", depth + level - 1, self._label(level, self._numbers.get(index, 0)), self._said(inlines)
                )
            case Table():
                yield from self._rows(block, depth)
            case Chart():
                yield from self._rows(as_table(block), depth)
            case Definitions(_, what):
                yield Line("text", depth, "", self._look.phrases.words.say(f"generated.{what}"))

    @staticmethod
    def _label(level: int, number: int) -> str:
        if not number:
            return "•"
        return f"{letters(number)})" if level % 2 else f"{roman(number)})"

    def _rows(self, table: Table, depth: int) -> Iterator[Line]:
        if table.caption:
            yield Line("text", depth, "", self._said(table.caption))
        for row in (table.header, *table.rows):
            yield Line("row", depth, "", " | ".join(map(self._said, row)))

    def _said(self, inlines: Inlines) -> str:
        return "".join(map(self._inline, inlines)).strip()

    def _inline(self, inline: Inline) -> str:
        match inline:
            case TermDefinition(text, term):
                return self._look.links.language.phrase("quoted").format(text or self._look.terms.get(term, term))
            case CrossReference():
                return self._look.links.said(inline, self._anchors)
            case Footnote(inlines):
                return f" ({self._said(inlines)})"
            case LineBreak():
                return " "
            case Slot(index):
                return self._slot(index)
            case Text(text):
                return text
        return getattr(inline, "text", "")

    def _slot(self, index: int) -> str:
        match self._drafted.marks[index]:
            case Inserted() as place:
                known = self._look.places.get(root_of(place))
                default = f" {known.default}" if known and known.default else ""
                return f"[{self._look.phrases.place(place.expression)}{default}]"
            case Opens(branch):
                return f"[{self._look.phrases.branch(branch)} "
        return "]"
