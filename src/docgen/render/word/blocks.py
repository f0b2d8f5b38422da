"""Blocks of the Document to paragraphs and tables of WordprocessingML.

What depends on nothing but the block itself is written once and kept: ``Writer.fixed``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from docgen.model.comment import Comment
from docgen.model.dataclass import dataclass
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
    NumberField,
    Paragraph,
    Slot,
    Table,
    TermDefinition,
    TermUse,
    Text,
    Value,
    plain_text,
    slot_mark,
)
from docgen.render.word.template import (
    ANNEXES,
    BULLETS,
    CONTINUED,
    HEADINGS,
    NUMBERED,
    CompiledTemplate,
)
from docgen.render.word.xml import comment_end, comment_start, run
from docgen.render.word.xml import field as word_field
from docgen.stages.references import block_bookmark

ID = "\x00"
"""Stands for the number of a bookmark in XML that is kept for several documents."""

_NO_NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'


@dataclass(slots=True)
class Styles:
    """What the template calls the styles that blocks use."""

    template: CompiledTemplate
    paragraph: Mapping[str, str]
    table: Mapping[str, str]
    runs: dict[Marks, str] = field(default_factory=dict)
    special: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        strong, emphasis = self.template.style("Strong"), self.template.style("Emphasis")
        self.runs = {
            Marks.NONE: "",
            Marks.BOLD: f'<w:rPr><w:rStyle w:val="{strong}"/></w:rPr>',
            Marks.ITALIC: f'<w:rPr><w:rStyle w:val="{emphasis}"/></w:rPr>',
            Marks.BOLD | Marks.ITALIC: f'<w:rPr><w:rStyle w:val="{strong}"/><w:i/></w:rPr>',
        }
        names = {"term": "Defined Term", "blank": "Blank", "note": "footnote reference",
                 "comment": "annotation reference"}  # fmt: skip
        self.special = {
            k: f'<w:rPr><w:rStyle w:val="{self.template.style(v)}"/></w:rPr>' for k, v in names.items()
        }

    def of_class(self, name: str) -> str:
        """Style id of a paragraph class; body text when the class is not known."""
        wanted = self.paragraph.get(name, "Body Text")
        return self.template.styles.get(wanted.lower(), self.template.style("Body Text"))

    def of_table(self, name: str) -> str:
        """Style id of a table style name."""
        wanted = self.table.get(name or "default", "House Table")
        return self.template.styles.get(wanted.lower(), "")


@dataclass(slots=True)
class Notes:
    """Footnotes, comments and charts met on the way, in order; numbers of lists and bookmarks.

    Of a blank, ``comments`` keeps the path: it has a comment that says what is missing.
    """

    first_note: int
    footnotes: list[str] = field(default_factory=list)
    comments: list[str | Comment] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    nums: list[int] = field(default_factory=list)
    next_num: int = 1
    next_bookmark: int = 1

    def met(self) -> tuple[int, int]:
        """How many footnotes and comments there are so far."""
        return len(self.footnotes), len(self.comments)


class Writer:
    """Writes the blocks of one document; ``fixed`` is shared by all documents of a template."""

    def __init__(
        self, styles: Styles, fixed: dict[Any, tuple[Block, str]], *, comments: bool
    ) -> None:
        self.styles, self.template, self._fixed = styles, styles.template, fixed
        self._comments = comments
        self.notes = Notes(1, next_num=styles.template.next_num)
        self._lists: dict[tuple[str, int], int] = {}
        t = styles.template
        self._headings = [t.style(n) for n in HEADINGS]
        self._annexes = [t.style(n) for n in ANNEXES]
        self._numbered = [t.style(n) for n in NUMBERED]
        self._bullets = [t.style(n) for n in BULLETS]
        self._continued = [t.style(n) for n in CONTINUED]
        self._unnumbered = (t.style("Part Unnumbered"), t.style("Clause Unnumbered"))

    # -- inlines
    def inlines(self, inlines: Inlines) -> str:
        """The runs of a paragraph; neighbours that look the same become one run."""
        out: list[str] = []
        pending, marks = "", Marks.NONE
        for inline in inlines:
            if isinstance(inline, Text | Value | TermUse | Slot):
                if inline.marks is not marks and inline.marks != marks and pending:
                    out.append(run(pending, self.styles.runs[marks]))
                    pending = ""
                marks = inline.marks
                pending += slot_mark(inline.index) if isinstance(inline, Slot) else inline.text
                continue
            if pending:
                out.append(run(pending, self.styles.runs[marks]))
                pending = ""
            out.append(self._special(inline))
        if pending:
            out.append(run(pending, self.styles.runs[marks]))
        return "".join(out)

    def _special(self, inline: Inline) -> str:
        match inline:
            case CrossReference():
                return self._reference(inline)
            case TermDefinition():
                return run(inline.text, self.styles.special["term"])
            case Blank():
                return self._blank(inline)
            case Footnote():
                return self._footnote(inline)
            case LineBreak():
                return "<w:r><w:br/></w:r>"
            case Text() | Value() | TermUse() | Slot():
                raise AssertionError(inline)

    def _reference(self, reference: CrossReference) -> str:
        properties = self.styles.runs[reference.marks]
        out: list[str] = []
        for piece in reference.pieces:
            if isinstance(piece, NumberField):
                # \n: the number as it is printed. \r and \w put the numbers of the levels
                # above before it (« l'article TITRE I 19.5 ») wherever they differ.
                out.append(word_field(f"REF {piece.bookmark} \\n \\h", piece.text, properties))
            else:
                out.append(run(piece, properties))
        return "".join(out)

    def _blank(self, blank: Blank) -> str:
        text = run(blank.text, self.styles.special["blank"])
        if not self._comments:
            return text
        number = len(self.notes.comments)
        self.notes.comments.append(blank.path)
        return comment_start(number) + text + comment_end(number, self.styles.special["comment"])

    def _footnote(self, note: Footnote) -> str:
        number = self.notes.first_note + len(self.notes.footnotes)
        self.notes.footnotes.append("")  # keep the place: a note may not hold another
        style = self.template.style("footnote text")
        mark = f"<w:r>{self.styles.special['note']}<w:footnoteRef/></w:r>"
        self.notes.footnotes[number - self.notes.first_note] = (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            f"{mark}{run(' ')}{self.inlines(note.inlines)}</w:p></w:footnote>"
        )
        return f'<w:r>{self.styles.special["note"]}<w:footnoteReference w:id="{number}"/></w:r>'

    # -- paragraphs
    def block(self, block: Block, level: int, family: str, clause: str, index: int, *,
              numbered: bool, keep: bool, after_table: bool, landscape: bool = False) -> str:  # fmt: skip
        """The XML of a block, with bookmark numbers filled in."""
        if not block.fixed or isinstance(block, Chart) or (isinstance(block, ListItem) and block.ordered):
            xml = self._block(block, level, family, clause, index, numbered, keep, after_table, landscape)
        else:
            key = (id(block), level, family, keep, after_table, numbered, index, landscape)
            kept = self._fixed.get(key)
            if kept is None:
                before = self.notes.met()
                xml = self._block(block, level, family, clause, index, numbered, keep, after_table, landscape)
                if self.notes.met() == before:  # the number of a note or comment is that of this document
                    self._fixed[key] = (block, xml)
            else:
                xml = kept[1]
        if ID not in xml:
            return xml
        number = self.notes.next_bookmark
        self.notes.next_bookmark = number + 1
        return xml.replace(ID, str(number))

    def _block(self, block: Block, level: int, family: str, clause: str, index: int,
               numbered: bool, keep: bool, after_table: bool, landscape: bool) -> str:  # fmt: skip
        match block:
            case Paragraph():
                style = self._paragraph_style(block, after_table)
                return self._p(style, self.inlines(block.inlines), self._mark(block, clause, index), keep)
            case Heading():
                style, extra = self._heading_style(level + block.level, family, numbered)
                return self._p(style, self.inlines(block.inlines), self._mark(block, clause, index), False, extra)
            case ListItem():
                return self._item(block, clause, index, keep)
            case Table():
                from docgen.render.word.table import table_xml

                return table_xml(block, self, landscape=landscape)
            case Chart():
                from docgen.render.word.chart import paragraphs

                return paragraphs(block, self, landscape=landscape)
            case Definitions():
                return ""

    def _paragraph_style(self, block: Paragraph, after_table: bool) -> str:
        if block.level:
            return self._continued[min(block.level, 5) - 1]
        if after_table and not block.style:
            return self.template.styles.get("after table", self.styles.of_class(""))
        return self.styles.of_class(block.style)

    def _heading_style(self, level: int, family: str, numbered: bool) -> tuple[str, str]:
        styles = self._annexes if family == "annex" else self._headings
        return styles[min(level, len(styles) - 1)], "" if numbered else _NO_NUMBER

    def _mark(self, block: Block, clause: str, index: int) -> str:
        return block_bookmark(clause, index, getattr(block, "anchor", ""))

    def _p(self, style: str, content: str, name: str, keep: bool, extra: str = "") -> str:
        kept = "<w:keepNext/>" if keep else ""
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{extra}</w:pPr>'
            f'<w:bookmarkStart w:id="{ID}" w:name="{name}"/>{content}'
            f'<w:bookmarkEnd w:id="{ID}"/></w:p>'
        )

    def _item(self, item: ListItem, clause: str, index: int, keep: bool) -> str:
        """A bullet follows its style; a numbered item also names the list that it restarts in."""
        depth = min(item.level, 5) - 1
        content, name = self.inlines(item.inlines), self._mark(item, clause, index)
        if not item.ordered:
            return self._p(self._bullets[depth], content, name, keep)
        num = self._list(clause, item.series)
        extra = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>'
        return self._p(self._numbered[depth], content, name, keep, extra)

    def _list(self, clause: str, series: int) -> int:
        num = self._lists.get((clause, series))
        if num is None:
            num = self._lists[clause, series] = self.notes.next_num
            self.notes.next_num += 1
            self.notes.nums.append(num)
        return num

    # -- titles
    def title(self, text: str, level: int, family: str, numbered: bool, name: str) -> str:
        """A heading of the structure, with its bookmark around the text."""
        style, extra = self._heading_style(level, family, numbered)
        if family != "annex" and not numbered:
            style, extra = self._unnumbered[min(level, 1)], ""
        return self._numbered_mark(self._p(style, run(text), name, False, extra))

    def _numbered_mark(self, xml: str) -> str:
        number = self.notes.next_bookmark
        self.notes.next_bookmark = number + 1
        return xml.replace(ID, str(number))


def text_of(block: Block) -> list[str]:
    """The paragraphs that a reader of the file must find, in order."""
    match block:
        case Paragraph() | Heading() | ListItem():
            return [plain_text(block.inlines)]
        case Table():
            caption = [plain_text(block.caption)] if block.caption else []
            cells = [plain_text(c) for c in (*block.header, *(c for r in block.rows for c in r))]
            return caption + cells
        case Chart():  # its data stands in parts of its own
            return [plain_text(block.caption)] if block.caption else []
        case Definitions():
            return []


