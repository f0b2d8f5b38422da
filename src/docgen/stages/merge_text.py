"""Three versions of a clause text made one, passage by passage and word by word, or left to a person.

A passage is merged only where nobody could read the two changes in two ways: what overlaps, touches, moves or
stands in another condition than it was written for is a conflict with its reason, never a guess.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from docgen.model.merging import Conflict, MergedPassage, MergedText, Reason
from docgen.stages.merge_checks import Link, Surroundings, doubled, links, lost_names, parts
from docgen.stages.merge_passages import Unit, balanced, passages
from docgen.stages.merge_pieces import Piece, Texts, pieces

__all__ = ["balanced", "merge_texts"]


def merge_texts(base: str, ours: str, theirs: str, gone: Collection[str] = ()) -> MergedText:
    """The three made one.

    :param gone: names of parameters, positions and terms that the merged clause no longer declares: what uses one of
        them is a conflict.
    """
    ends = _line_end(base, ours, theirs)
    if ends is not None:
        base, ours, theirs = (t.replace("\r\n", "\n") for t in (base, ours, theirs))
    texts = Texts(passages(base), passages(ours), passages(theirs))
    alone = base in (ours, theirs) or ours == theirs
    found, graph = _checked(texts, pieces(texts), gone, alone=alone)
    lines = tuple(t.count("\n") + 1 for t in (base, ours, theirs))
    merged = MergedText(tuple(_numbered(_parts(texts, found, graph, lines))), ends or "\n")
    if not alone and merged.text is not None and not balanced(merged.text):
        merged = MergedText((Conflict(1, base, ours, theirs, 1, 1, 1, Reason.TAGS),), ends or "\n")
    return _with_ends(merged)


# ---------------------------------------------------------------- line ends
def _line_end(base: str, ours: str, theirs: str) -> str | None:
    """What ends the lines of the result; None where a text has both kinds, which stay as they are."""
    found = [_ends(t) for t in (base, ours, theirs)]
    if None in found:
        return None
    before, left, right = found
    if right in (left, before):
        return left or "\n"
    return (right if left == before else "\n") or "\n"


def _ends(text: str) -> str | None:
    every, returns = text.count("\n"), text.count("\r\n")
    return "" if not every else "\r\n" if returns == every else None if returns else "\n"


def _with_ends(merged: MergedText) -> MergedText:
    if merged.line_end == "\n":
        return merged
    return MergedText(tuple(_ended(p, merged.line_end) for p in merged.parts), merged.line_end)


def _ended(part: MergedPassage | Conflict, end: str) -> MergedPassage | Conflict:
    if isinstance(part, MergedPassage):
        return MergedPassage(part.text.replace("\n", end), part.origin)
    base, ours, theirs = (t.replace("\n", end) for t in (part.base, part.ours, part.theirs))
    return dataclasses.replace(part, base=base, ours=ours, theirs=theirs)


# ------------------------------------------------------------------ checks
_OWN: Final = frozenset({Reason.CHANGED, Reason.DELETED, Reason.INSERTED})
"""Reasons that a passage has by itself: they are told before those that follow from its neighbours."""
_Graph: TypeAlias = dict[int, dict[int, Reason]]


def _checked(texts: Texts, found: list[Piece], gone: Collection[str], *, alone: bool) -> tuple[list[Piece], _Graph]:
    """The pieces with the reasons against those that do not go together, and which belong together.

    ``alone``: one side changed nothing, or both did the same, so only what is gone can stand against it.
    """
    reasons = lost_names(texts, found, gone) | {n: p.reason for n, p in enumerate(found) if p.reason is not None}
    graph: _Graph = {}
    if not alone:
        reasons = doubled(texts, found) | reasons
        linked = links(texts, found)
        graph = _graph(linked)
        for link in linked:
            if link.never:
                reasons.setdefault(link.one, link.reason)
                reasons.setdefault(link.other, link.reason)
        _settle(texts, found, reasons, graph)
    return [dataclasses.replace(p, reason=reasons[n]) if n in reasons else p for n, p in enumerate(found)], graph


def _settle(texts: Texts, found: Sequence[Piece], reasons: dict[int, Reason], graph: _Graph) -> None:
    """More conflicts, until everything that is left stands where it was written for."""
    around = Surroundings(texts)
    _spread(reasons, graph)
    while more := dict.fromkeys(around.changed(found, reasons), Reason.CONTEXT):
        reasons |= more
        _spread(reasons, graph)


def _graph(linked: Iterable[Link]) -> _Graph:
    out: _Graph = {}
    for link in linked:
        out.setdefault(link.one, {}).setdefault(link.other, link.reason)
        out.setdefault(link.other, {}).setdefault(link.one, link.reason)
    return out


def _spread(reasons: dict[int, Reason], graph: _Graph) -> None:
    """What belongs to a conflict is one too."""
    queue = deque(reasons)
    while queue:
        for other, reason in graph.get(queue.popleft(), {}).items():
            if other not in reasons:
                reasons[other] = reason
                queue.append(other)


# ------------------------------------------------------------------ result
def _parts(
    texts: Texts, found: Sequence[Piece], graph: _Graph, lines: Sequence[int]
) -> Iterator[MergedPassage | Conflict]:
    """Passages and conflicts; neighbours of one matter are one conflict, with the passage whose blank lines changed."""
    n = 0
    while n < len(found):
        last = n
        while last + 1 < len(found) and found[last + 1].reason is not None and _together(texts, found, graph, last):
            last += 1
        if found[last].reason is not None:
            yield _conflict(texts, found[n : last + 1], lines)
        else:
            yield from (MergedPassage(u.text, found[n].origin) for u in found[n].result if u.text)
        n = last + 1


def _together(texts: Texts, found: Sequence[Piece], graph: _Graph, n: int) -> bool:
    """Whether a piece goes into the conflict behind it."""
    return _spaced(texts, found[n]) or (found[n].reason is not None and n + 1 in graph.get(n, {}))


def _spaced(texts: Texts, piece: Piece) -> bool:
    """Whether the blank lines after a piece are not the same in all three texts."""
    gaps = {part[-1].gap for part in parts(texts, piece) if part}
    return len(gaps) > 1


def _conflict(texts: Texts, found: Sequence[Piece], lines: Sequence[int]) -> Conflict:
    reasons = [p.reason for p in found if p.reason is not None]
    reason = next((r for r in reasons if r in _OWN), reasons[0])
    units = (texts.base, texts.ours, texts.theirs)
    first = (found[0].base[0], found[0].ours[0], found[0].theirs[0])
    last = (found[-1].base[1], found[-1].ours[1], found[-1].theirs[1])
    base, ours, theirs = ("".join(u.text for u in units[n][first[n] : last[n]]) for n in range(3))
    places = [_line(units[n], first[n], lines[n]) for n in range(3)]
    return Conflict(0, base, ours, theirs, places[0], places[1], places[2], reason)


def _line(units: Sequence[Unit], at: int, last: int) -> int:
    return units[at].line if at < len(units) else last


def _numbered(found: Iterator[MergedPassage | Conflict]) -> Iterator[MergedPassage | Conflict]:
    number = 0
    for part in found:
        if isinstance(part, Conflict):
            number += 1
            part = dataclasses.replace(part, number=number)
        yield part
