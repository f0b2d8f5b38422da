"""What pieces that merge one by one may still do to each other: move, double, stand in another condition, lose a name."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, TypeAlias

from docgen.model.dataclass import dataclass
from docgen.model.merging import Reason, Side
from docgen.stages.merge_passages import Scope, Unit, opened_at, scopes
from docgen.stages.merge_pieces import Piece, Texts

_RUN: Final = 6
"""So many words in a row are the same words, not a turn of phrase."""
_SHORT_RUN: Final = 5
_STOP: Final = re.compile(r"[.;:!?]\s")
_ALIKE: Final = 0.5
_MOST: Final = 8
"""Words that stand in more places than this are no trace of a move."""
_TAG: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CODE: Final = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}|\[\[(.*?)\]\]|\{:(.*?)\}|(\[\^[^\]\s]+\]:?)", re.DOTALL)
_LITERAL: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME: Final = re.compile(r"(?<![\w.|])[A-Za-z_]\w*(?:\.\w+)*")
_ANCHOR: Final = re.compile(r"#([\w-]+)")
_WORD: Final = re.compile(r"\w+")
_KEYWORDS: Final = frozenset(
    "if elif else endif for endfor in not and or is defined true false none loop position document".split()  # noqa: SIM905
)


# ------------------------------------------------------------------- names
def names(units: Iterable[Unit]) -> frozenset[str]:
    """What passages use: parameters and fields, literals of conditions, references, terms, anchors, notes."""
    return frozenset(name for u in units if "{" in u.body or "[" in u.body for name in _names(u.body))


def _names(text: str) -> Iterator[str]:
    for output, tag, bracket, _, note in _CODE.findall(text):
        code = output or tag
        yield from (literal[1:-1] for literal in _LITERAL.findall(code))
        for found in _NAME.findall(_LITERAL.sub(" ", code)):
            if found.partition(".")[0] not in _KEYWORDS:
                yield from {found, found.partition(".")[0]}
        yield from _bracket_names(bracket)
        if note and not note.endswith(":"):
            yield note


def _bracket_names(bracket: str) -> Iterator[str]:
    if not bracket or bracket.startswith(("table:", "chart:")):
        return
    for target in bracket.partition("|")[0].split(","):
        last = target.split()[-1:]
        yield from (f"[[{word.removeprefix('ref:').removeprefix('def:').removeprefix('term:')}" for word in last)
        yield from (f"#{anchor}" for anchor in _ANCHOR.findall(target))


def _anchors(units: Iterable[Unit]) -> frozenset[str]:
    """The anchors, notes and terms that passages set, as the names that their uses have."""
    out: set[str] = set()
    for unit in units:
        for _, _, bracket, attributes, note in (
            _CODE.findall(unit.body) if "{:" in unit.body or "[" in unit.body else ()
        ):
            out.update(f"#{anchor}" for anchor in _ANCHOR.findall(attributes))
            out.update([f"[[{bracket[4:].strip()}"] if bracket.startswith("def:") else ())
            out.update([note[:-1]] if note.endswith(":") else ())
    return frozenset(out)


# ----------------------------------------------------------- runs of words
def _runs(units: Iterable[Unit], length: int = _RUN) -> Counter[tuple[str, ...]]:
    """Words in a row, short passages as a whole, and the anchors that are set."""
    out: Counter[tuple[str, ...]] = Counter()
    units = list(units)
    for unit in units:
        words = _WORD.findall(_TAG.sub(" ", unit.body).casefold())
        if 2 <= len(words) < length:
            out[tuple(words)] += 1
        out.update(zip(*(words[n:] for n in range(length)), strict=False))
    out.update(("", anchor) for anchor in _anchors(units))
    return out


@dataclass(frozen=True, slots=True)
class Link:
    """Two pieces of one matter: as soon as one is a conflict, so is the other. ``never`` says that both always are."""

    one: int
    other: int
    reason: Reason
    never: bool


class _Traces:
    """Where each run of words came and went, on each side."""

    def __init__(self, texts: Texts, pieces: Sequence[Piece]) -> None:
        self.came: dict[Side, _Where] = {s: defaultdict(list) for s in (Side.OURS, Side.THEIRS)}
        self.went: dict[Side, _Where] = {s: defaultdict(list) for s in (Side.OURS, Side.THEIRS)}
        for n, piece in enumerate(pieces):
            if not piece.kept:
                self._add(n, piece, texts)
        self._add_alike(texts, pieces)

    def _add(self, n: int, piece: Piece, texts: Texts) -> None:
        base, ours, theirs = (set(_runs(part)) for part in parts(texts, piece))
        for side, own, other in ((Side.OURS, ours, theirs), (Side.THEIRS, theirs, ours)):
            for run in own - base - other:
                self.came[side][run].append(n)
            for run in base - own:
                self.went[side][run].append(n)

    def _add_alike(self, texts: Texts, pieces: Sequence[Piece]) -> None:
        """What moved and was reworded on the way is found by the rare words that it kept."""
        changed = [(n, p) for n, p in enumerate(pieces) if not p.kept]
        went = [(n, i) for n, p in changed for i in range(*p.base)]
        saying = {i: _saying(texts.base[i]) for _, i in went}
        where = _places(saying)
        for n, piece in changed:
            _, ours, theirs = parts(texts, piece)
            for side, units in ((Side.OURS, ours), (Side.THEIRS, theirs)):
                if _reworded(piece, units):
                    continue
                for i in {i for u in units for i in _like(_saying(u), saying, where)} - {*range(*piece.base)}:
                    self.came[side]["~", str(i)].append(n)
        for n, i in went:
            for side, own in zip((Side.OURS, Side.THEIRS), parts(texts, pieces[n])[1:], strict=True):
                if not _reworded(pieces[n], own) and texts.base[i].body not in (u.body for u in own):
                    self.went[side]["~", str(i)].append(n)

    def links(self) -> Iterator[Link]:
        ours, theirs = Side.OURS, Side.THEIRS
        yield from _crossed(self.came[ours], self.came[theirs], Reason.TWICE, never=True)
        yield from _crossed(self.went[ours], self.came[theirs], Reason.MOVED, never=True)
        yield from _crossed(self.went[theirs], self.came[ours], Reason.MOVED, never=True)
        yield from _crossed(self.went[ours], self.came[ours], Reason.MOVED, never=False)
        yield from _crossed(self.went[theirs], self.came[theirs], Reason.MOVED, never=False)


def _reworded(piece: Piece, units: Sequence[Unit]) -> bool:
    """Whether one passage is still one."""
    return piece.base[1] - piece.base[0] == len(units) == 1


def _saying(unit: Unit) -> frozenset[str]:
    return frozenset(_WORD.findall(_TAG.sub(" ", unit.body).casefold()))


def _places(saying: dict[int, frozenset[str]]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = defaultdict(list)
    for i, said in saying.items():
        for word in said:
            out[word].append(i)
    return out


def _like(said: frozenset[str], saying: dict[int, frozenset[str]], where: dict[str, list[int]]) -> Iterator[int]:
    """The base passages that say much the same."""
    near = {i for word in said if len(where.get(word, ())) <= _MOST for i in where.get(word, ())}
    return (i for i in near if 2 * len(said & saying[i]) >= _ALIKE * (len(said) + len(saying[i])))


_Where: TypeAlias = dict[tuple[str, ...], list[int]]


def _crossed(one: _Where, other: _Where, reason: Reason, *, never: bool) -> Iterator[Link]:
    for run in one.keys() & other.keys():
        if len(one[run]) <= _MOST and len(other[run]) <= _MOST:
            yield from (Link(a, b, reason, never) for a in one[run] for b in other[run] if a != b)


def parts(texts: Texts, piece: Piece) -> tuple[list[Unit], list[Unit], list[Unit]]:
    """The passages of a piece in the three texts."""
    return texts.base[slice(*piece.base)], texts.ours[slice(*piece.ours)], texts.theirs[slice(*piece.theirs)]


# ------------------------------------------------------------------ checks
def links(texts: Texts, pieces: Sequence[Piece]) -> list[Link]:
    """Pieces that belong together: moves, doubles, the tags of one block."""
    return [*_Traces(texts, pieces).links(), *_blocks(texts, pieces)]


def _blocks(texts: Texts, pieces: Sequence[Piece]) -> Iterator[Link]:
    for units, ranges in (
        (texts.base, [p.base for p in pieces]),
        (texts.ours, [p.ours for p in pieces]),
        (texts.theirs, [p.theirs for p in pieces]),
    ):
        where = {i: n for n, (start, end) in enumerate(ranges) if not pieces[n].kept for i in range(start, end)}
        for a, b in opened_at(units):
            if a in where and b in where and where[a] != where[b]:
                yield Link(where[a], where[b], Reason.CONTEXT, never=False)


def lost_names(texts: Texts, pieces: Sequence[Piece], gone: Collection[str]) -> dict[int, Reason]:
    """Pieces that use what the other side dropped, or what is ``gone`` for another reason."""
    base, ours, theirs = names(texts.base), names(texts.ours), names(texts.theirs)
    anchors = _anchors(texts.base)
    without = {
        Side.OURS: base - theirs | anchors - _anchors(texts.theirs),
        Side.THEIRS: base - ours | anchors - _anchors(texts.ours),
    }
    without[Side.BOTH] = without[Side.OURS] | without[Side.THEIRS]
    missing = frozenset(chain(gone, (f"[[{name}" for name in gone)))
    out = {}
    for n, piece in enumerate(pieces):
        if not piece.kept or missing:
            used = names(piece.result)
            added = used - names(texts.base[slice(*piece.base)])
            if used & missing or added & without.get(piece.origin, frozenset()):
                out[n] = Reason.DROPPED
    return out


def doubled(texts: Texts, pieces: Sequence[Piece]) -> dict[int, Reason]:
    """Passages that both sides changed, in which words doubled, or stay that one side took away."""
    out = {}
    for n, piece in enumerate(pieces):
        if piece.origin is Side.BOTH and piece.reason is None:
            base, ours, theirs = parts(texts, piece)
            if _doubles(piece.result, base, ours, theirs):
                out[n] = Reason.TWICE
            elif _survives(piece.result, base, ours, theirs):
                out[n] = Reason.MOVED
    return out


def _doubles(result: Sequence[Unit], base: Sequence[Unit], ours: Sequence[Unit], theirs: Sequence[Unit]) -> bool:
    """Whether words that both sides added came twice."""
    before, left, right, after = (_runs(u) for u in (base, ours, theirs, result))
    added = (run for run in left.keys() & right.keys() if min(left[run], right[run]) > before[run])
    return any(after[run] > max(left[run], right[run]) for run in added)


def _survives(result: Sequence[Unit], base: Sequence[Unit], ours: Sequence[Unit], theirs: Sequence[Unit]) -> bool:
    """Whether a sentence, or words of one, stay that a side took away: the other moved them."""
    before, left, right, after = (_phrases(u) for u in (base, ours, theirs, result))
    return bool(((before - left) | (before - right)) & after)


def _phrases(units: Sequence[Unit]) -> set[tuple[str, ...]]:
    sentences = [(unit, sentence) for unit in units for sentence in _STOP.split(unit.body)]
    return set(_runs((dataclasses.replace(u, body=s) for u, s in sentences), _SHORT_RUN))


class Surroundings:
    """What stands around each passage in the two texts, to be asked whether it does so in the merged one."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._ours, self._theirs = scopes(texts.ours), scopes(texts.theirs)

    def changed(self, pieces: Sequence[Piece], open_: Collection[int]) -> Iterator[int]:
        """Pieces that would stand elsewhere than whoever wrote them meant; open conflicts count as the base."""
        shown = [self._texts.base[slice(*p.base)] if n in open_ else p.result for n, p in enumerate(pieces)]
        around = scopes([*chain.from_iterable(shown)])
        done = 0
        for n, (piece, units) in enumerate(zip(pieces, shown, strict=True)):
            here = around[done : done + len(units)]
            done += len(units)
            if n not in open_ and not piece.kept and not self._fits(piece, here):
                yield n

    def _fits(self, piece: Piece, here: list[Scope]) -> bool:
        ours, theirs = self._ours[slice(*piece.ours)], self._theirs[slice(*piece.theirs)]
        match piece.origin:
            case Side.OURS:
                return here == ours
            case Side.THEIRS:
                return here == theirs
            case _:
                return here in (ours, theirs) if _identical(piece, self._texts) else here == ours == theirs


def _identical(piece: Piece, texts: Texts) -> bool:
    _, ours, theirs = parts(texts, piece)
    return [u.body for u in ours] == [u.body for u in theirs]
