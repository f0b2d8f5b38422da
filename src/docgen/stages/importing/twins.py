"""Which texts of a library a candidate resembles: the same, the same but for some words, or like it.

Ten thousand clauses are told apart by sketches, runs of three words as numbers; only the few texts that share most are
compared in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias
from zlib import crc32

from docgen.model.comparison import Change, ComparedParagraph
from docgen.model.comparison import Piece as Compared
from docgen.model.dataclass import dataclass
from docgen.model.imported import Piece, Twin, WordParagraph
from docgen.model.library import ClauseSpec, ClauseText, TextKey
from docgen.model.script import Script
from docgen.stages.compare_texts import compare_paragraphs
from docgen.stages.compare_words import likeness, words
from docgen.stages.importing.patterns import identifier
from docgen.stages.importing.twin_words import (
    BREAK,
    SHOWN_VALUE,
    all_literals,
    flattened,
    machine,
    paragraphs_of,
    tokens,
    trigrams,
    words_between_values,
)

Sketch: TypeAlias = tuple[int, ...]
Row: TypeAlias = tuple[int, str, str, str, Sketch]
"""Revision, position, view and language of a text, and its sketch."""
Terms: TypeAlias = tuple[tuple[str, str, tuple[str, ...]], ...]
Sketches: TypeAlias = tuple[tuple[tuple[str, int], ...], tuple[Row, ...], Terms]
"""The titles of a clause by language, each as a number; a row for each of its texts; its terms by id and language, with
all their forms."""
_MOST: Final = 64
_LOOKED_AT: Final = 4
_SHARED: Final = 0.12
_LIKE, _BUT_FOR_WORDS = 0.5, 0.85
_TITLE_WORTH: Final = 0.2
_FEWEST: Final = 5
_LONGEST: Final = 6_000
"""Longer candidates are compared by their words only."""


def sketches_of(spec: ClauseSpec) -> Sketches:
    """What is kept of a clause for comparing."""
    titles = tuple((language, _number(identifier(title))) for language, title in spec.title.items())
    rows = ((k.revision, k.position, k.view, k.language, _sketch(t.script)) for k, t in spec.texts.items())
    terms = ((t.id, language, w.forms) for t in spec.terms for language, w in t.wordings.items())
    return titles, tuple(rows), tuple(terms)


def _sketch(script: Script) -> Sketch:
    """The smallest numbers of a text: a fair sample that texts with the same words share."""
    return tuple(sorted({_number(t) for t in trigrams([*all_literals(script)])})[:_MOST])


def _number(text: str) -> int:
    return crc32(text.encode())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece as it is compared."""

    piece: Piece
    paragraphs: tuple[str, ...]
    said: tuple[str, ...]
    known: frozenset[str]

    @property
    def numbers(self) -> frozenset[int]:
        """All runs of three words, as numbers."""
        return frozenset(_number(t) for t in self.known)


def candidate(piece: Piece) -> Candidate:
    """What a piece says, paragraph by paragraph, without its number and its title."""
    paragraphs = tuple(_said(piece))
    said: list[str] = []
    for paragraph in paragraphs:
        said += [BREAK, *tokens(paragraph)] if said else tokens(paragraph)
    runs = frozenset(trigrams([w if w != BREAK else "" for w in said]))
    return Candidate(piece, paragraphs, tuple(said), runs)


def _said(piece: Piece) -> Iterator[str]:
    for block in piece.blocks:
        if isinstance(block, WordParagraph):
            text = piece.headings[block.number][2] if block.number in piece.headings else block.text
            yield from filter(None, [" ".join(text.split())])
        else:
            cells = (" ".join(p.text for p in cell) for row in block.rows for cell in row)
            yield from (" ".join(c.split()) for c in cells if c.strip())


def shortlist(
    candidates: Sequence[Candidate], library: Iterable[tuple[str, Sketches]], language: str
) -> list[list[tuple[str, TextKey]]]:
    """For each candidate the texts of the library that share most with it, the best first."""
    holders: dict[int, list[int]] = {}
    titles: dict[int, list[int]] = {}
    for index, one in enumerate(candidates):
        titles.setdefault(_number(identifier(one.piece.title)), []).append(index)
        for number in one.numbers:
            holders.setdefault(number, []).append(index)
    found: list[list[tuple[float, str, TextKey]]] = [[] for _ in candidates]
    for id_, (named, rows, _) in library:
        alike = {i for code, number in named if code == language for i in titles.get(number, ())}
        for revision, position, view, code, sketch in rows:
            if code == language:
                key = TextKey(revision, position, view, code)
                for index, score in _scores(sketch, holders, alike).items():
                    found[index].append((score, id_, key))
    return [[(id_, key) for _, id_, key in sorted(f, key=lambda x: (-x[0], x[1], x[2]))[:_LOOKED_AT]] for f in found]


def _scores(sketch: Sketch, holders: Mapping[int, Sequence[int]], alike: set[int]) -> dict[int, float]:
    shared = holders.keys() & sketch  # most texts share next to nothing: this is all that they cost
    if not alike and len(shared) < _SHARED * len(sketch):
        return {}
    hits = Counter(index for number in shared for index in holders[number])
    scores = {i: n / max(len(sketch), 1) + (_TITLE_WORTH if i in alike else 0) for i, n in hits.items()}
    return {i: s for i, s in (dict.fromkeys(alike, _TITLE_WORTH) | scores).items() if s >= _SHARED}


def find_twin(one: Candidate, texts: Sequence[tuple[str, ClauseText]]) -> Twin | None:
    """The text that a candidate resembles most, with the differences; None when it resembles none.

    :param texts: those to be looked at with the ids of their clauses, the likeliest first.
    """
    for id_, text in texts:
        if _long_enough(one) and machine(text.script).accepts(one.said):
            return _twin("same", id_, text, 1.0)
    scored = [(_score(one, text.script), n) for n, (_, text) in enumerate(texts)]
    best = max(scored, key=lambda s: (s[0], -s[1]), default=(0.0, 0))
    if best[0] < _LIKE:
        return None
    id_, text = texts[best[1]]
    flat = paragraphs_of(flattened(text.script, one.known))
    compared = [_without_values(p) for p in compare_paragraphs(flat, one.paragraphs)]
    differences = tuple(p for p in compared if p.change is not Change.SAME)
    if not differences and _long_enough(one):
        return _twin("same", id_, text, 1.0)
    return _twin("words" if best[0] >= _BUT_FOR_WORDS else "like", id_, text, best[0], differences)


def _long_enough(one: Candidate) -> bool:
    """A few words are the same as anything that a value can say, unless docgen itself says which clause they are."""
    return len(one.said) <= _LONGEST and (len(one.said) >= _FEWEST or bool(one.piece.known))


def _score(one: Candidate, script: Script) -> float:
    flat = " ".join(w for w in words_between_values(flattened(script, one.known)) if w)
    return likeness(words(flat), words(" ".join(one.paragraphs)))


def _twin(kind: str, id_: str, text: ClauseText, score: float, found: tuple[ComparedParagraph, ...] = ()) -> Twin:
    key = text.key
    return Twin(kind, id_, key.revision, key.position, key.view, round(score, 3), found)


def _without_values(paragraph: ComparedParagraph) -> ComparedParagraph:
    """A paragraph in which what a value says is no difference."""
    out: list[Compared] = []
    for piece in paragraph.pieces:
        value = bool(out) and out[-1].change is Change.DELETED and out[-1].text.strip(" .,;:()") == SHOWN_VALUE
        if value and piece.change is Change.INSERTED:
            out[-1] = Compared(Change.SAME, piece.text)
        else:
            out.append(piece)
    same = all(p.change is Change.SAME or not any(c.isalnum() for c in p.text.replace(SHOWN_VALUE, "")) for p in out)
    return ComparedParagraph(Change.SAME if same else paragraph.change, tuple(out))
