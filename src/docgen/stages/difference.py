"""Two lines of tokens as stretches that stayed, left and came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Generic, Protocol, Self, TypeVar

from docgen.model.dataclass import dataclass
from docgen.stages.sequence import Pairs, heaviest
from docgen.stages.words import skeleton


class Token(Protocol):
    """What is replaced as a whole: a word, or ``whole`` a field, a note, a picture. Equal keys say the same."""

    @property
    def key(self) -> str:
        """What it says."""

    @property
    def size(self) -> int:
        """How many characters it has."""

    @property
    def whole(self) -> bool:
        """True for what is no word."""

    def letters(self) -> Iterator[Self]:
        """A word letter by letter; what is whole as it is."""


T = TypeVar("T", bound=Token)
_CRUMB: Final = 3
_LOAF: Final = 12
"""A word of this length or less between two larger replacements is replaced with them: nobody reads confetti."""


@dataclass(frozen=True, slots=True)
class Stretch(Generic[T]):
    """Tokens in a row: of the old line, of the new one, or of both where they stayed."""

    old: tuple[T, ...]
    new: tuple[T, ...]
    stayed: bool = False


def difference(old: Sequence[T], new: Sequence[T]) -> Iterator[Stretch[T]]:
    """The stretches of two lines, in order. Nothing that left is what came in its place."""
    mine, theirs = _heard(old), _heard(new)
    pairs = heaviest([old[i].key for i in mine], [new[j].key for j in theirs], [_weight(old[i]) for i in mine])
    pairs = [(mine[i], theirs[j]) for i, j in _without_crumbs(pairs, [old[i] for i in mine], [new[j] for j in theirs])]
    i = j = 0
    for i2, j2 in (*pairs, (len(old), len(new))):
        yield from _gap(old[i:i2], new[j:j2])
        if i2 < len(old):
            yield Stretch((old[i2],), (new[j2],), stayed=True)
        i, j = i2 + 1, j2 + 1


def _heard(line: Sequence[T]) -> list[int]:
    return [n for n, token in enumerate(line) if token.whole or not token.key.isspace()]


def _weight(token: Token) -> int:
    """Letters weigh more than the punctuation that is everywhere."""
    return 4 * token.size if token.whole or token.key[:1].isalnum() else 1


def _gap(old: Sequence[T], new: Sequence[T]) -> Iterator[Stretch[T]]:
    """What stands between two words that stayed; equal beginnings and ends (of space, mostly) stayed too."""
    start, shorter = 0, min(len(old), len(new))
    while start < shorter and old[start].key == new[start].key:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end].key == new[-1 - end].key:
        end += 1
    yield from _stayed(old[:start], new[:start])
    yield from _changed(old[start : len(old) - end], new[start : len(new) - end])
    yield from _stayed(old[len(old) - end :], new[len(new) - end :])


def _stayed(old: Sequence[T], new: Sequence[T]) -> Iterator[Stretch[T]]:
    for one, other in zip(old, new, strict=True):
        yield Stretch((one,), (other,), stayed=True)


def _changed(old: Sequence[T], new: Sequence[T]) -> Iterator[Stretch[T]]:
    if old and new and _same_letters(old, new):
        yield from _by_letter([x for t in old for x in t.letters()], [x for t in new for x in t.letters()])
    elif old or new:
        yield Stretch(tuple(old), tuple(new))


def _same_letters(old: Sequence[T], new: Sequence[T]) -> bool:
    """True where only apostrophes, spaces or punctuation differ."""
    return _skeleton(old) == _skeleton(new)


def _skeleton(line: Sequence[T]) -> list[str]:
    """The letters, joined between fields and marks, which stay whole."""
    out = [""]
    for token in line:
        if not token.whole:
            out[-1] += skeleton(token.key)
        else:
            out += [token.key, ""]
    return out


def _by_letter(old: Sequence[T], new: Sequence[T]) -> Iterator[Stretch[T]]:
    pairs = heaviest([t.key for t in old], [t.key for t in new], [_weight(t) for t in old])
    i = j = 0
    for i2, j2 in (*pairs, (len(old), len(new))):
        if old[i:i2] or new[j:j2]:
            yield Stretch(tuple(old[i:i2]), tuple(new[j:j2]))
        if i2 < len(old):
            yield Stretch((old[i2],), (new[j2],), stayed=True)
        i, j = i2 + 1, j2 + 1


# ---------------------------------------------------------------- crumbs
def _without_crumbs(pairs: Pairs, old: Sequence[T], new: Sequence[T]) -> Pairs:
    """The pairs without short ones that stand alone between replacements of both sides."""
    out: Pairs = []
    last = (-1, -1)
    for island, gap, following in _islands(pairs, len(old), len(new)):
        crumb = all(not old[i].whole for i, _ in island) and sum(old[i].size for i, _ in island) <= _CRUMB
        before = _replaced(old, new, last, gap)
        after = _replaced(old, new, (island[-1][0], island[-1][1]), following)
        if not (crumb and before and after):
            out += island
            last = island[-1]
    return out


def _islands(pairs: Pairs, rows: int, columns: int) -> Iterator[tuple[Pairs, tuple[int, int], tuple[int, int]]]:
    """Pairs in a row, with where they begin and where the next ones do."""
    start = 0
    for n in range(1, len(pairs) + 1):
        if n == len(pairs) or pairs[n] != (pairs[n - 1][0] + 1, pairs[n - 1][1] + 1):
            following = pairs[n] if n < len(pairs) else (rows, columns)
            yield pairs[start:n], pairs[start], following
            start = n


def _replaced(old: Sequence[T], new: Sequence[T], last: tuple[int, int], until: tuple[int, int]) -> bool:
    """True where much was replaced by much between two places."""
    left, came = old[last[0] + 1 : until[0]], new[last[1] + 1 : until[1]]
    return min(len(left), len(came)) > 1 and sum(t.size for t in (*left, *came)) >= _LOAF
