"""A candidate as the text of a clause, proven: read back, it says what the Word file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import has_errors
from docgen.model.document import (
    Block,
    CrossReference,
    Footnote,
    Inlines,
    LineBreak,
    Slot,
    TermDefinition,
    Text,
    Value,
)
from docgen.model.evaluated import Origin
from docgen.model.imported import Piece, Run, Sureness, WordParagraph, WordTable
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.evaluate import Filters, Values, evaluate
from docgen.stages.importing.definitions import Defined, closed, listed_terms
from docgen.stages.importing.escaping import cleaned, line_start
from docgen.stages.importing.inline import REFERENCE, TERM, VALUE, Writer
from docgen.stages.importing.layout import Laid, lay_out, without
from docgen.stages.importing.patterns import free, identifier
from docgen.stages.markdown_text import read_blocks
from docgen.stages.markdown_traps import traps
from docgen.stages.script_parse import MAX_TEXT, parse_script
from docgen.stages.terms import paragraphs_of

_DEEPEST_HEADING: Final = 3
_BREAK: Final = "[[br]]"


@dataclass(frozen=True, slots=True)
class Written:
    """A block in the clause language. ``plain`` is what is read back, ``join`` whether it goes on a list above it."""

    markdown: str
    plain: tuple[str, ...]
    number: int
    item: bool = False
    ordered: bool = False
    words: str = ""


def anchors_of(piece: Piece) -> Mapping[int, str]:
    """An anchor for each heading inside a piece."""
    taken: set[str] = set()
    return {n: free(identifier(title, 30) or "part", taken) for n, (level, _, title) in piece.headings.items()
            if level - piece.base <= _DEEPEST_HEADING}  # fmt: skip


@dataclass(slots=True)
class Composer:
    """Writes one piece."""

    piece: Piece
    writer: Writer
    filters: Filters
    prepositions: frozenset[str]
    anchors: Mapping[int, str]
    counts: dict[int, int] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def text(self) -> str:
        """The text of the clause; one that is too long for a clause is given as it is."""
        blocks = [*self._blocks()]
        if len(whole := self._whole(blocks)) > MAX_TEXT:
            return whole
        if not self._holds(blocks):
            blocks = [b if self._holds([replace(b, markdown=b.markdown.lstrip())]) else self._as_value(b) for b in blocks]
        if not self._holds(blocks):
            blocks = [self._as_value(b) if b.words else b for b in blocks]
        return self._whole(blocks)

    def _whole(self, blocks: Sequence[Written]) -> str:
        out = ""
        for before, block in zip([None, *blocks], blocks, strict=False):
            tight = before is not None and before.item and block.item and _goes_on(before, block)
            out += ("" if not out else "\n" if tight else "\n\n") + block.markdown
        return "\n\n".join(filter(None, (out, *self.writer.notes))) + "\n"

    # -- the proof
    def _holds(self, blocks: Sequence[Written]) -> bool:
        """Whether the text is read back as it was meant, without a finding."""
        text = self._whole(blocks)
        script = parse_script(text, "", frozenset((*self.filters, *DATA_FILTERS)))
        if script.value is None or has_errors((*script.diagnostics, *traps(text, ""))):
            return False
        scope = {p.name: "x" if p.default is None else p.default for p in self.writer.parameters}
        evaluated, found = evaluate(script.value, Values(scope), self.filters, "")
        origin = Origin("", 1, self.writer.around.language.code, "", self.prepositions)
        read, more = read_blocks(evaluated.text, evaluated.lines, origin)
        if has_errors((*found, *more)):
            return False
        said = [s for b in read for s in _plain(b)]
        return said == [" ".join(s.split()) for b in blocks for s in b.plain if s.strip()]

    def _as_value(self, block: Written) -> Written:
        """A block that cannot be read back as it stands: one value that says it all."""
        if not block.words:
            return block
        self.writer.doubt("literal", block.number, block.words)
        return Written(self.writer.literal(block.words, block.number), (VALUE,), block.number)

    # -- blocks
    def _blocks(self) -> Iterator[Written]:
        defined = listed_terms(self.piece, self.writer.around.language)
        listed = False
        for laid in lay_out(self.piece):
            if isinstance(laid.block, WordTable):
                yield from self._table(laid.block)
            elif laid.block.number in defined and self._define(laid, defined[laid.block.number]):
                if not listed:
                    yield Written("[[definitions]]", (), laid.block.number)
                listed = True
            else:
                yield from self._paragraph(laid, laid.block)

    def _define(self, laid: Laid, entry: Defined) -> bool:
        """An entry of a definitions article: a term of the clause, its text gone from here.

        A definition holds no value: one that needs a value stays a paragraph, which defines its term in the text.
        """
        runs = without(laid.block.runs, entry.start) if isinstance(laid.block, WordParagraph) else ()
        markdown = self.writer.tried(tuple(Run(r.text, bookmark=r.bookmark) for r in runs), laid.block.number)
        if markdown:
            self.writer.declare(entry.term, closed(line_start(markdown)), laid.block.number, inline=False)
        elif entry.quoted:
            self.writer.waiting = (entry.quoted, entry.term)
        return bool(markdown)

    def _paragraph(self, laid: Laid, p: WordParagraph) -> Iterator[Written]:
        if laid.kind != "item":
            self.counts.clear()
        if laid.kind == "heading":
            yield self._heading(laid, p)
            return
        if laid.legal and "numbered" not in self.told:
            self.told.add("numbered")
            self.writer.doubt("numbered", p.number, f"{p.label} {p.text}")
        markdown, plain = self.writer.paragraph(laid.runs, p.number)
        if not plain:
            return
        words, _ = cleaned(" ".join(p.text.split()))
        if laid.kind == "item":
            yield Written(self._item(laid, line_start(markdown)), (plain,), p.number, item=True, ordered=laid.ordered, words=words)
        else:
            yield Written(line_start(markdown), (plain,), p.number, words=words)

    def _heading(self, laid: Laid, p: WordParagraph) -> Written:
        markdown, plain = self.writer.paragraph((Run(" ".join(laid.title.split())),), p.number, values=False)
        words, _ = cleaned(" ".join(laid.title.split()))
        if markdown.endswith("#"):
            markdown = f"{markdown[:-1]}\\#"
        if laid.level > _DEEPEST_HEADING:
            self.writer.doubt("deep", p.number, laid.title)
            return Written(f"**{markdown}**", (plain,), p.number, words=words)
        anchor = self.anchors.get(p.number, "")
        named = f" {{: #{anchor} }}" if anchor else ""
        return Written(f"{'#' * (laid.level + 1)} {line_start(markdown)}{named}", (plain,), p.number, words=words)

    def _item(self, laid: Laid, markdown: str) -> str:
        for deeper in [n for n in self.counts if n > laid.level]:
            del self.counts[deeper]
        self.counts[laid.level] = self.counts.get(laid.level, 0) + 1 if laid.ordered else 0
        mark = f"{self.counts[laid.level]}." if laid.ordered else "-"
        return f"{' ' * 4 * (laid.level - 1)}{mark} {markdown}"

    # -- tables
    def _table(self, table: WordTable) -> Iterator[Written]:
        self.counts.clear()
        columns = max((len(r) for r in table.rows), default=0)
        for kind, present in (("merged", table.merged), ("nested", table.nested)):
            if present:
                self.writer.doubt(f"table_{kind}", table.number, _words_of(table), Sureness.HIGH)
        rows = [r for r in table.rows if any(cell for cell in r)]
        if len(rows) < 2 or not columns:
            if rows:
                self.writer.doubt("table_layout", table.number, _words_of(table))
            yield from (w for row in rows for cell in row for p in cell for w in self._paragraph(Laid("text", p, p.runs), p))
            return
        if not table.header and not all(_is_strong(c) for c in rows[0] if c):
            self.writer.doubt("table_header", table.number, _words_of(table))
        cells = [[self._cell(row[n] if n < len(row) else ()) for n in range(columns)] for row in rows]
        lines = ["| " + " | ".join(markdown for markdown, _ in row) + " |" for row in cells]
        lines.insert(1, "|" + "---|" * columns)
        words, _ = cleaned(" ".join(p.text for row in rows for cell in row for p in cell))
        yield Written("\n".join(lines), tuple(plain for row in cells for _, plain in row), table.number, words=words)

    def _cell(self, cell: Sequence[WordParagraph]) -> tuple[str, str]:
        made = [self.writer.paragraph((Run(f"{p.label} "), *p.runs) if p.label and p.ordered else p.runs, p.number) for p in cell]
        return _BREAK.join(m for m, _ in made), " ".join(plain for _, plain in made)


def _goes_on(before: Written, block: Written) -> bool:
    """Items of one list, or of one below it, stand line by line; another kind of list begins after an empty line."""
    deeper = len(block.markdown) - len(block.markdown.lstrip()) > len(before.markdown) - len(before.markdown.lstrip())
    return deeper or before.ordered == block.ordered


def _is_strong(cell: Sequence[WordParagraph]) -> bool:
    return all(p.strong or all(r.marks & 1 for r in p.runs if r.text.strip()) for p in cell)


def _words_of(table: WordTable) -> str:
    return " | ".join(" ".join(p.text for p in cell) for row in table.rows[:1] for cell in row)


def _plain(block: Block) -> Iterator[str]:
    """What a block says, with signs where something stands for words."""
    for inlines in paragraphs_of(block):
        if said := " ".join(_said(inlines).split()):
            yield said


def _said(inlines: Inlines) -> str:
    out = ""
    for inline in inlines:
        match inline:
            case Text(text):
                out += text
            case Slot() | Value():
                out += VALUE
            case CrossReference():
                out += REFERENCE
            case TermDefinition():
                out += TERM
            case LineBreak():
                out += "\n"
            case Footnote(inside):
                out += f"\u27e6{' '.join(_said(inside).split())}\u27e7"
            case _:
                out += "?"
    return out
