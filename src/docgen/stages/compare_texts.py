"""Two documents as text: passages found again by their key, paragraphs by what they say, then words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, TypeAlias

from docgen.model.comparison import Change, ComparedParagraph, ComparedPassage, Comparison, Passage, Piece
from docgen.stages.compare_words import compare_words, likeness, matcher, words

_LIKE: Final = 0.4
"""Two paragraphs with fewer words in common are one deleted and one inserted."""
_PAIRS: Final = 40_000
"""So many pairs of paragraphs are looked at in one stretch; beyond, they are paired in order."""

_Pairs = list[tuple[int, int]]
_Run: TypeAlias = "tuple[tuple[int, int], _Run | None]"


def compare_texts(old: Sequence[Passage], new: Sequence[Passage]) -> Comparison:
    """Everything that differs between two documents. The keys of each document are unique."""
    pairs = _passage_pairs(old, new)
    straight = _in_order(pairs)
    out = [_passage(old[i], new[j], moved=(i, j) not in straight) for i, j in pairs]
    by_new = dict(zip((j for _, j in pairs), out, strict=True))
    by_old = dict(zip((i for i, _ in pairs), out, strict=True))
    return Comparison(tuple(_merged(old, new, by_old, by_new)))


def compare_paragraphs(old: Sequence[str], new: Sequence[str]) -> tuple[ComparedParagraph, ...]:
    """The paragraphs of one passage, in order."""
    return tuple(_paragraphs(old, new))


def _passage(old: Passage, new: Passage, *, moved: bool) -> ComparedPassage:
    titles = [] if old.title == new.title else [_whole(old.title, new.title)]
    paragraphs = (*titles, *compare_paragraphs(old.paragraphs, new.paragraphs))
    same = all(p.change is Change.SAME for p in paragraphs)
    return ComparedPassage(new.key, new.title, Change.SAME if same else Change.CHANGED, moved, paragraphs)


def _alone(passage: Passage, change: Change) -> ComparedPassage:
    """A passage that only one of the documents has."""
    paragraphs = tuple(ComparedParagraph(change, (Piece(change, p),)) for p in passage.paragraphs)
    return ComparedPassage(passage.key, passage.title, change, moved=False, paragraphs=paragraphs)


def _merged(
    old: Sequence[Passage], new: Sequence[Passage], by_old: dict[int, ComparedPassage], by_new: dict[int, ComparedPassage]
) -> Iterator[ComparedPassage]:
    """In the order of the new document; a passage that went follows the one that it followed."""
    gone: dict[int, list[Passage]] = {}
    place = {id(p): j for j, p in by_new.items()}
    after = -1
    for i, passage in enumerate(old):
        if i in by_old:
            after = place[id(by_old[i])]
        else:
            gone.setdefault(after, []).append(passage)
    for j in range(-1, len(new)):
        if j >= 0:
            yield by_new[j] if j in by_new else _alone(new[j], Change.INSERTED)
        yield from (_alone(p, Change.DELETED) for p in gone.get(j, ()))


def _passage_pairs(old: Sequence[Passage], new: Sequence[Passage]) -> _Pairs:
    """By key; then those between the same neighbours that say much the same under another heading."""
    places = {p.key: i for i, p in enumerate(old)}
    pairs = [(places[p.key], j) for j, p in enumerate(new) if p.key in places]
    straight = sorted(_in_order(pairs))
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    for (i, j), (k, m) in zip([(-1, -1), *straight], [*straight, (len(old), len(new))], strict=True):
        left = [n for n in range(i + 1, k) if n not in taken_old]
        right = [n for n in range(j + 1, m) if n not in taken_new]
        similar = _similar([_text(old[n]) for n in left], [_text(new[n]) for n in right])
        pairs += [(left[a], right[b]) for a, b in similar]
    return sorted(pairs, key=lambda pair: pair[1])


def _text(passage: Passage) -> str:
    return "\n".join((passage.title, *passage.paragraphs))


def _in_order(pairs: _Pairs) -> set[tuple[int, int]]:
    """The longest run of pairs that no other crosses: the rest moved."""
    ends: list[int] = []
    runs: list[_Run] = []
    for pair in sorted(pairs, key=lambda p: p[1]):
        at = bisect_left(ends, pair[0])
        run: _Run = (pair, runs[at - 1] if at else None)
        ends[at : at + 1], runs[at : at + 1] = [pair[0]], [run]
    out: set[tuple[int, int]] = set()
    run_ = runs[-1] if runs else None
    while run_ is not None:
        out.add(run_[0])
        run_ = run_[1]
    return out


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[ComparedParagraph]:
    for kind, i, j, x, y in matcher(old, new).get_opcodes():
        if kind == "equal":
            yield from (ComparedParagraph(Change.SAME, (Piece(Change.SAME, p),)) for p in old[i:j])
        else:
            yield from _stretch(old[i:j], new[x:y])


def _stretch(old: Sequence[str], new: Sequence[str]) -> Iterator[ComparedParagraph]:
    """Paragraphs without an equal: like ones word by word, the others deleted or inserted."""
    done_old = done_new = 0
    for i, j in [*_similar(old, new), (len(old), len(new))]:
        yield from (_whole(p, "") for p in old[done_old:i])
        yield from (_whole("", p) for p in new[done_new:j])
        if i < len(old):
            yield ComparedParagraph(Change.CHANGED, compare_words(old[i], new[j]))
        done_old, done_new = i + 1, j + 1


def _whole(old: str, new: str) -> ComparedParagraph:
    change = Change.CHANGED if old and new else Change.DELETED if old else Change.INSERTED
    return ComparedParagraph(change, compare_words(old, new))


def _similar(old: Sequence[str], new: Sequence[str]) -> _Pairs:
    """Pairs of like texts that do not cross, with the greatest likeness in all."""
    if not old or not new:
        return []
    if len(old) * len(new) > _PAIRS:
        both = zip_longest(range(len(old)), range(len(new)))
        return [(i, j) for i, j in both if i is not None and j is not None]
    left, right = [words(t) for t in old], [words(t) for t in new]
    scores = [[s if (s := likeness(a, b)) >= _LIKE else 0.0 for b in right] for a in left]
    return _best_path(scores)


def _best_path(scores: list[list[float]]) -> _Pairs:
    """The pairs of one row and one column each, in order, whose scores add up to most."""
    rows, columns = len(scores), len(scores[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], scores[i][j] + best[i + 1][j + 1])
    out, i, j = [], 0, 0
    while i < rows and j < columns:
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            out.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return out
