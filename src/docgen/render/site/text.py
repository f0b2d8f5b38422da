"""A clause text as its drafters wrote it, as HTML: conditions as labelled insertions, places of values as chips.

Whatever comes from the library is escaped here, where it becomes HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Final, TypeAlias

from docgen.model.document import (
    Blank,
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
    Marks,
    Paragraph,
    Slot,
    Table,
    TermDefinition,
    TermUse,
    Text,
    Value,
    plain_text,
)
from docgen.model.drafted import Branch, Closes, Drafted, Inserted, Opens
from docgen.render.site.look import Look, anchors_of, inlines_of, marked, numbers_of, root_of, shown
from docgen.stages.chart import as_table

LOWEST: Final = 6
_SPACES: Final = " \u00a0\u202f"
_Placed: TypeAlias = tuple[tuple[Branch, ...], int, Block]


def text_html(drafted: Drafted, look: Look) -> str:
    """The text."""
    return _Writer(drafted, look).html()


class _Writer:
    def __init__(self, drafted: Drafted, look: Look) -> None:
        self._drafted, self._look = drafted, look
        self._notes: list[str] = []
        self._open: list[Branch] = []
        self._groups = 0
        self._anchors = anchors_of(drafted, look.anchor)
        self._taken: set[str] = set()
        self._numbers = numbers_of(drafted.blocks)

    def html(self) -> str:
        placed = [(a, n, b) for n, (a, b) in enumerate(zip(self._drafted.around, self._drafted.blocks, strict=True))]
        return self._sequence(placed, 0) + self._notes_html()

    # -- branches around blocks
    def _sequence(self, placed: Sequence[_Placed], depth: int) -> str:
        out = []
        for branch, run in groupby(placed, key=lambda p: p[0][depth] if len(p[0]) > depth else None):
            found = list(run)
            out.append(self._group(branch, found, depth) if branch else self._run(found))
        return "".join(out)

    def _group(self, branch: Branch, placed: Sequence[_Placed], depth: int) -> str:
        self._groups += 1
        label = f"{self._look.name}-b{self._groups}"
        said = escape(self._look.phrases.branch(branch))
        inside = self._sequence(placed, depth + 1)
        return (
            f'<div class="branch {branch.kind}" role="group" aria-labelledby="{label}">'
            f'<p class="when" id="{label}">{said}</p>{inside}</div>'
        )

    def _run(self, placed: Sequence[_Placed]) -> str:
        out = []
        for in_list, run in groupby(placed, key=lambda p: _level(p[2]) > 0):
            found = list(run)
            out.append(self._list(found, 0) if in_list else "".join(self._block(b) for _, _, b in found))
        return "".join(out)

    # -- lists
    def _list(self, placed: Sequence[_Placed], above: int) -> str:
        """Items of the levels below ``above``, each with what belongs to it."""
        level = min(_level(b) for _, _, b in placed if _level(b) > above)
        out: list[str] = []
        tag = ""
        at = 0
        while at < len(placed):
            end = at + 1
            while end < len(placed) and (_level(placed[end][2]) > level or not isinstance(placed[end][2], ListItem)):
                end += 1
            wanted = _tag(placed[at][2])
            if wanted != tag:
                out += [f"</{tag.partition(' ')[0]}>"] if tag else []
                out.append(f"<{wanted}>")
                tag = wanted
            out.append(self._item(placed[at:end], level))
            at = end
        return "".join(out) + f"</{tag.partition(' ')[0]}>"

    def _item(self, placed: Sequence[_Placed], level: int) -> str:
        _, index, block = placed[0]
        value = f' value="{self._numbers[index]}"' if index in self._numbers else ""
        own, below = f"<li{value}{self._id(block)}>{self._inlines(inlines_of(block))}", list(placed[1:])
        while below and not isinstance(below[0][2], ListItem):
            own += f"<p>{self._inlines(inlines_of(below.pop(0)[2]))}</p>"
        return own + (self._list(below, level) if below else "") + "</li>"

    # -- blocks
    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(inlines, _, style):
                shown = f' class="s-{escape(style)}"' if style else ""
                return f"<p{shown}{self._id(block)}>{self._inlines(inlines)}</p>"
            case Heading(level, inlines):
                tag = f"h{min(self._look.level + level - 1, LOWEST)}"
                return f"<{tag}{self._id(block)}>{self._inlines(inlines)}</{tag}>"
            case Table():
                return self._table(block)
            case Chart():
                return self._table(as_table(block), self._inlines(block.alt))
            case Definitions(_, what):
                return f'<p class="generated">{escape(self._look.phrases.words.say(f"generated.{what}"))}</p>'
            case ListItem():
                return self._list([((), -1, block)], 0)

    def _id(self, block: Block) -> str:
        anchor = getattr(block, "anchor", "")
        if not self._look.anchor or not anchor or anchor in self._taken:
            return ""
        self._taken.add(anchor)
        return f' id="{self._look.anchor}{escape(anchor)}"'

    # -- tables
    def _table(self, table: Table, about: str = "") -> str:
        words = self._look.phrases.words
        caption = self._inlines(table.caption)
        label = escape(plain_text(table.caption) or words.say("table"))
        note = f'<span class="about">{about}</span>' if about else ""
        shown = f"<caption>{caption}{note}</caption>" if caption or note else ""
        aligns = [f' class="{c.align}"' if c.align != "left" else "" for c in table.columns]
        head = "".join(
            f'<th scope="col"{a}>{self._inlines(c)}</th>' for a, c in zip(aligns, table.header, strict=False)
        )
        body = "".join(self._row(row, aligns, len(table.header)) for row in table.rows)
        style = f" t-{escape(table.style)}" if table.style else ""
        return (
            f'<div class="scroll" role="group" tabindex="0" aria-label="{label}"><table class="drafted{style}">{shown}'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _row(self, row: tuple[Inlines, ...], aligns: Sequence[str], width: int) -> str:
        """A row, after the labels of the branches that begin with it."""
        first = row[0] if row else ()
        opened = []
        while first and isinstance(mark := self._mark(first[0]), Opens) and not self._closes_within(mark.branch, first):
            opened.append(mark.branch)
            first = first[1:]
        labels = "".join(
            f'<tr class="branch {b.kind}"><th scope="rowgroup" colspan="{width}">{escape(self._look.phrases.branch(b))}</th></tr>'
            for b in opened
        )
        cells = (first, *row[1:])
        inside = ' class="inside"' if opened else ""
        shown = "".join(f"<td{a}>{self._inlines(c)}</td>" for a, c in zip(aligns, cells, strict=False))
        return f"{labels}<tr{inside}>{shown}</tr>"

    def _closes_within(self, branch: Branch, inlines: Inlines) -> bool:
        marks = (self._mark(i) for i in inlines)
        return any(isinstance(m, Closes) and m.branch == branch for m in marks)

    # -- inlines
    def _mark(self, inline: Inline) -> object:
        return self._drafted.marks[inline.index] if isinstance(inline, Slot) else None

    def _inlines(self, inlines: Inlines) -> str:
        """A paragraph; a branch that goes on in the next one is closed here and opened again there."""
        depth = len(self._open)
        out = ['<span class="branch goes-on">'] * depth
        for inline in inlines:
            out.append(self._inline(inline))
        return "".join(out) + "</span>" * len(self._open)

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text(text, marks):
                return marked(shown(text), marks)
            case Value(text, _, marks) | Blank(text, _, marks):
                return marked(shown(text), marks)
            case TermUse(text, term, marks):
                word = text.rstrip(_SPACES)
                return marked(self._look.links.term(term, word) + shown(text[len(word) :]), marks)
            case TermDefinition(text, term):
                return self._definition(text or self._look.terms.get(term, term), term)
            case CrossReference():
                return marked(self._look.links.reference(inline, self._anchors), inline.marks)
            case Footnote(inlines):
                return self._note(inlines)
            case LineBreak():
                return "<br>"
            case Slot(index, marks):
                return self._slot(index, marks)

    def _definition(self, text: str, term: str) -> str:
        before, _, after = self._look.links.language.phrase("quoted").partition("{}")
        return f"{escape(before)}<dfn>{self._look.links.term(term, text)}</dfn>{escape(after)}"

    def _slot(self, index: int, marks: Marks) -> str:
        match self._drafted.marks[index]:
            case Inserted() as place:
                return marked(self._chip(place), marks)
            case Opens(branch):
                self._open.append(branch)
                said = escape(self._look.phrases.branch(branch))
                return f'<span class="branch {branch.kind}"><span class="when">{said}</span> '
            case Closes(branch):
                if branch not in self._open:
                    return ""
                self._open.remove(branch)
                return "</span>"

    def _chip(self, place: Inserted) -> str:
        name = self._look.phrases.place(place.expression)
        root = root_of(place)
        known = self._look.places.get(root)
        if known is None:
            return f'<span class="chip">{escape(name)}</span>'
        default = f'<span class="default"> {escape(known.default)}</span>' if known.default else ""
        return (
            f'<a class="chip" href="#{escape(known.anchor)}" title="{escape(known.about)}">{escape(name)}{default}</a>'
        )

    # -- notes
    def _note(self, inlines: Inlines) -> str:
        self._notes.append("")
        number = len(self._notes)
        self._notes[number - 1] = self._inlines(inlines)
        words, name = self._look.phrases.words, self._look.name
        label = escape(words.say("note.see", n=number))
        return f'<sup><a class="note" id="{name}-r{number}" href="#{name}-n{number}" aria-label="{label}">{number}</a></sup>'

    def _notes_html(self) -> str:
        if not self._notes:
            return ""
        name, words = self._look.name, self._look.phrases.words
        back = escape(words.say("note.back"))
        items = "".join(
            f'<li id="{name}-n{n}">{note} <a href="#{name}-r{n}" aria-label="{back}">↩</a></li>'
            for n, note in enumerate(self._notes, 1)
        )
        return f'<ol class="notes">{items}</ol>'


def _level(block: Block) -> int:
    return block.level if isinstance(block, ListItem | Paragraph) else 0


def _tag(block: Block) -> str:
    if isinstance(block, ListItem):
        return f'ol class="level-{min(block.level, 3)}"' if block.ordered else "ul"
    return 'ul class="goes-on"'
