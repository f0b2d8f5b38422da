"""The outline of a Word file cut into candidates for clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.imported import Decision, Piece, Sureness, WordBlock, WordOutline, WordParagraph
from docgen.model.language import Language
from docgen.stages.importing.headings import Head, find_headings
from docgen.stages.importing.patterns import pattern, plainly

_CLAUSE: Final = re.compile(r"docgen:(?P<id>.+)@r(?P<revision>\d+)")
_EMPTY_GROUPS: Final = 0.6
_SHOWN: Final = 160
_LINE: Final = 80


def cut(outline: WordOutline, language: Language) -> tuple[tuple[Piece, ...], tuple[Decision, ...]]:
    """The candidates in reading order, and what was unsure about where they begin."""
    blocks = tuple(b for b in outline.blocks if not isinstance(b, WordParagraph) or b.text.strip() or _has_note(b))
    if any(b.clause for b in blocks):
        return _by_clause(blocks, language)
    return _by_heading(blocks, language)


def _has_note(p: WordParagraph) -> bool:
    return any(r.note for r in p.runs)


# ------------------------------------------------------------ documents of docgen
def _by_clause(blocks: Sequence[WordBlock], language: Language) -> tuple[tuple[Piece, ...], tuple[Decision, ...]]:
    """Each clause that docgen marked, with all that stands in its controls; the rest is told."""
    grouped: dict[str, list[WordBlock]] = {}
    outside: list[Decision] = []
    for block in blocks:
        if block.clause:
            grouped.setdefault(block.clause, []).append(block)
        elif isinstance(block, WordParagraph) and not block.level:
            outside.append(Decision("outside", block.number, passage=block.text[:_SHOWN], sureness=Sureness.HIGH))
    return tuple(_marked(tag, inside, language) for tag, inside in grouped.items()), tuple(outside)


def _marked(tag: str, blocks: Sequence[WordBlock], language: Language) -> Piece:
    named = _CLAUSE.fullmatch(tag)
    assert named is not None, "only such tags are kept"
    first, heads = blocks[0], find_headings(blocks, language)
    head = heads.get(first.number) if isinstance(first, WordParagraph) else None
    own = head is not None and plainly(head.title) == plainly(first.title)
    inside = blocks[1:] if own else blocks
    levels = [h.level for h in heads.values() if h is not head]
    base = head.level if head is not None and own else min(levels, default=2) - 1
    marks = first.bookmarks if own and isinstance(first, WordParagraph) else ()
    return Piece(first.title, head.label if head is not None and own else "", first.number, tuple(inside), base,
                 _inside(heads, inside), marks, known=named["id"], revision=int(named["revision"]))  # fmt: skip


def _inside(heads: Mapping[int, Head], blocks: Sequence[WordBlock]) -> dict[int, tuple[int, str, str]]:
    found = (heads[b.number] for b in blocks if b.number in heads)
    return {h.paragraph: (h.level, h.label, h.title or h.label) for h in found}


# ------------------------------------------------------------ any other file
def _by_heading(blocks: Sequence[WordBlock], language: Language) -> tuple[tuple[Piece, ...], tuple[Decision, ...]]:
    heads = find_headings(blocks, language)
    base = clause_level(blocks, heads)
    run = _Cutting(language, heads, base)
    for block in blocks:
        run.take(block)
    return tuple(run.pieces()), (*run.decisions, *_guesses(heads, base))


def clause_level(blocks: Sequence[WordBlock], heads: Mapping[int, Head]) -> int:
    """The level of the outline whose headings are clauses: that of articles, else the first that holds text."""
    articles = [h.level for h in heads.values() if h.kind == "article"]
    if articles:
        return max(sorted(set(articles)), key=articles.count)
    own = [h for h in heads.values() if h.kind != "annex"]
    if not own:
        return 1
    top = min(h.level for h in own)
    above, below = [h for h in own if h.level == top], [h for h in own if h.level == top + 1]
    empty = sum(_followed_by_heading(h, blocks, heads) for h in above)
    told_apart = not any(a.label and b.label.startswith(a.label.rstrip(". ") + ".") for a in above for b in below)
    groups = bool(above) and empty / len(above) >= _EMPTY_GROUPS and told_apart
    return top + 1 if len(below) >= len(above) and below and (groups or len(above) == 1) else top


def _followed_by_heading(head: Head, blocks: Sequence[WordBlock], heads: Mapping[int, Head]) -> bool:
    after = next((b for b in blocks if b.number > head.paragraph), None)
    return after is not None and after.number in heads and heads[after.number].level > head.level


def _guesses(heads: Mapping[int, Head], base: int) -> Iterator[Decision]:
    for head in heads.values():
        if head.guessed:
            what = "guessed_clause" if head.level <= base else "guessed_heading"
            yield Decision(what, head.paragraph, passage=head.title, sureness=Sureness.LOW)


@dataclass(slots=True)
class _Cutting:
    """One pass over the blocks: each goes to the piece that is open."""

    language: Language
    heads: Mapping[int, Head]
    base: int
    open: list[WordBlock] = field(default_factory=list)
    head: Head | None = None
    marks: tuple[str, ...] = ()
    done: list[Piece] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def take(self, block: WordBlock) -> None:
        """The next block in reading order."""
        head = self.heads.get(block.number)
        if head is None or head.level > self._level():
            self.open.append(block)
            return
        self._close()
        self.head = head
        self.marks = block.bookmarks if isinstance(block, WordParagraph) else ()

    def pieces(self) -> list[Piece]:
        """All pieces, the last one closed."""
        self._close()
        return self.done

    def _level(self) -> int:
        """Below an annex only another annex, or a heading above the articles, begins a piece of its own."""
        inside_annex = self.head is not None and self.head.kind == "annex"
        return self.head.level if inside_annex and self.head is not None else self.base

    def _close(self) -> None:
        head, blocks = self.head, tuple(self.open)
        self.open = []
        if head is None:
            self._front(blocks)
        elif blocks:
            title, blocks = _titled(head, blocks)
            inside = _inside(self.heads, blocks)
            self.done.append(Piece(title, head.label, head.paragraph, blocks, head.level, inside, self.marks,
                                   head.kind == "annex", guessed=head.guessed))  # fmt: skip
        elif head.level >= self.base:
            self.decisions.append(Decision("empty", head.paragraph, passage=head.title or head.label, sureness=Sureness.HIGH))
        else:
            self.decisions.append(Decision("group", head.paragraph, passage=f"{head.label} {head.title}".strip(), sureness=Sureness.HIGH))

    def _front(self, blocks: tuple[WordBlock, ...]) -> None:
        """What stands before the first heading: the parties, a preamble, or a cover page."""
        start = next((n for n, b in enumerate(blocks) if self._begins(b)), len(blocks))
        for block in blocks[:start]:
            passage = block.text[:_SHOWN] if isinstance(block, WordParagraph) else ""
            self.decisions.append(Decision("outside", block.number, passage=passage))
        if start == len(blocks):
            return
        rest = blocks[start:]
        parties = pattern(self.language, "parties")
        kind = "parties" if any(isinstance(b, WordParagraph) and parties.search(b.text) for b in rest) else "front"
        title = self.language.phrase(f"import.titles.{kind}")
        self.done.append(Piece(title, "", rest[0].number, rest, self.base, guessed=True))
        self.decisions.append(Decision("front", rest[0].number, passage=title, sureness=Sureness.LOW))

    def _begins(self, block: WordBlock) -> bool:
        if not isinstance(block, WordParagraph):
            return False
        return bool(pattern(self.language, "parties").search(block.text)) or len(block.text) > _LINE


def _titled(head: Head, blocks: tuple[WordBlock, ...]) -> tuple[str, tuple[WordBlock, ...]]:
    """The title of a piece; where its heading is a number alone, the short line below it."""
    first = blocks[0]
    below = isinstance(first, WordParagraph) and len(first.text) <= _LINE and not first.text.rstrip().endswith((".", ";", ":", ","))
    if head.title or not below or len(blocks) == 1:
        return head.title or head.label, blocks
    assert isinstance(first, WordParagraph)
    return " ".join(first.text.split()), blocks[1:]
