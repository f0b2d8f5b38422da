"""Which piece of the old document became which piece of the new one.

Clauses are matched by id, everything else by what it says; what stands between is paired by likeness. What is
the same and stands elsewhere has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from enum import Enum
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.render.redline.nodes import BREAK, CELL, CONTENTS, CONTROL, OTHER, PARAGRAPH, ROW, TABLE, Node
from docgen.stages.sequence import best_pairs, heaviest
from docgen.stages.words import common

_ALIKE: Final = 40
"""Percent of its characters that a paragraph must share with another to be an edit of it."""
_LONG: Final = 20
_FIXED: Final = (CONTENTS, OTHER)


class Tie(Enum):
    """Which paragraphs at one place are one whatever they say: none, those of one style (the lines of a cover), or
    all (a cell, a note or a margin must keep a paragraph of its own).
    """

    LOOSE = "loose"
    BY_STYLE = "by style"
    ALWAYS = "always"


@dataclass(slots=True)
class Pair:
    """A piece of the old document, of the new one, or both.

    ``same``: nothing in it changed. ``move``: it stands at the two places that bear this name; ``parts`` are
    then those of both. A paragraph that both documents have and that is not the same is edited.
    """

    old: Node | None
    new: Node | None
    parts: tuple[Pair, ...] = field(default=())
    same: bool = False
    move: str = ""

    @property
    def node(self) -> Node:
        """The piece of the new document, else that of the old one."""
        node = self.new or self.old
        assert node is not None
        return node


def align(old: Sequence[Node], new: Sequence[Node], *, tied: Tie = Tie.LOOSE) -> tuple[Pair, ...]:
    """The pieces of both in the order of a redline: old ones before the new ones in their place.

    :param tied: which paragraphs are one although they say nothing alike.
    """
    old = [node for node in old if node.kind not in _FIXED]
    common_clauses = {n.clause for n in old if n.clause} & {n.clause for n in new if n.clause}
    mine, theirs = _keys(old, common_clauses), _keys(new, common_clauses)
    anchors = heaviest(mine, theirs, [len(node.print) for node in old])
    elsewhere = common_clauses - {old[i].clause for i, _ in anchors}
    out: list[Pair] = []
    i = j = 0
    for i2, j2 in (*anchors, (len(old), len(new))):
        out += _gap(old[i:i2], new[j:j2], elsewhere, tied)
        if i2 < len(old):
            out.append(paired(old[i2], new[j2]))
        i, j = i2 + 1, j2 + 1
    return _with_moved_clauses(out)


def _keys(nodes: Sequence[Node], clauses: set[str]) -> list[object]:
    return [n.clause if n.clause in clauses else id(n) if n.kind in _FIXED else n.print for n in nodes]


def paired(old: Node, new: Node) -> Pair:
    """Two pieces that are one, with what changed between them."""
    if old.print == new.print:
        return Pair(old, new, same=True)
    return Pair(old, new, parts_of(old, new))


def parts_of(old: Node, new: Node) -> tuple[Pair, ...]:
    """The aligned parts of two pieces of one kind."""
    match new.kind:
        case "table":
            return _rows(old, new)
        case "row":
            return tuple(_cells(old, new, [(n, n) for n in range(len(_cells_of(old)))]))
        case "control" | "cell":
            return align(old.children, new.children, tied=Tie.ALWAYS if new.kind == CELL else Tie.LOOSE)
    return ()


# ---------------------------------------------------------------- gaps
def _gap(old: Sequence[Node], new: Sequence[Node], elsewhere: set[str], tied: Tie) -> Iterator[Pair]:
    """What stands between two anchors: pairs that are alike, then what left before what came."""

    def score(i: int, j: int) -> int:
        return 0 if old[i].clause in elsewhere or new[j].clause in elsewhere else likeness(old[i], new[j], tied)

    i = j = 0
    for i2, j2 in (*best_pairs(len(old), len(new), score), (len(old), len(new))):
        yield from (Pair(node, None) for node in old[i:i2])
        yield from (Pair(None, node) for node in new[j:j2])
        if i2 < len(old):
            yield paired(old[i2], new[j2])
        i, j = i2 + 1, j2 + 1


def likeness(old: Node, new: Node, tied: Tie) -> int:
    """How many characters both share, nothing when one is no edit of the other.

    A clause is no edit of another clause, however alike: nothing tracks that a control got another name.
    """
    if old.kind != new.kind or old.clause != new.clause or old.kind in _FIXED or (old.kind == ROW and old.shape != new.shape):
        return 0
    if not old.size and not new.size:
        return 1
    shared = common(old.words, new.words)
    if 2 * shared * 100 >= _ALIKE * (old.size + new.size):
        return 2 + 2 * shared
    if old.kind == PARAGRAPH:
        return int(tied is Tie.ALWAYS or (tied is Tie.BY_STYLE and old.style == new.style))
    return int(old.kind in (TABLE, BREAK))


# ---------------------------------------------------------------- tables
def _rows(old: Node, new: Node) -> tuple[Pair, ...]:
    """The rows of two tables; cell by cell where the columns are the same, column by column where they changed."""
    ours, theirs = _rows_of(old), _rows_of(new)
    columns = _columns(ours, theirs)
    if columns is None:
        return align(ours, theirs) if _shapes(ours) & _shapes(theirs) else _replaced(ours, theirs)
    out: list[Pair] = []
    i = j = 0

    def score(i: int, j: int) -> int:
        header = i == j == 0
        return common(ours[i].words, theirs[j].words) + 1 if header or _same_row(ours[i], theirs[j]) else 0

    for i2, j2 in (*best_pairs(len(ours), len(theirs), score), (len(ours), len(theirs))):
        out += (Pair(node, None) for node in ours[i:i2])
        out += (Pair(None, node) for node in theirs[j:j2])
        if i2 < len(ours):
            out.append(Pair(ours[i2], theirs[j2], tuple(_cells(ours[i2], theirs[j2], columns))))
        i, j = i2 + 1, j2 + 1
    return tuple(out)


def _rows_of(table: Node) -> list[Node]:
    return [node for node in table.children if node.kind == ROW]


def _shapes(rows: Sequence[Node]) -> set[object]:
    return {row.shape for row in rows}


def _replaced(old: Sequence[Node], new: Sequence[Node]) -> tuple[Pair, ...]:
    return (*(Pair(node, None) for node in old), *(Pair(None, node) for node in new))


def _same_row(old: Node, new: Node) -> bool:
    return 2 * common(old.words, new.words) * 100 >= _ALIKE * (old.size + new.size) > 0


def _columns(old: Sequence[Node], new: Sequence[Node]) -> list[tuple[int, int]] | None:
    """The columns of two plain tables that stayed, by their headers; None where the columns are as they were."""
    shapes = _shapes(old), _shapes(new)
    if shapes[0] == shapes[1] or len(shapes[0]) != 1 or len(shapes[1]) != 1:
        return None
    if any(map(any, shapes[0] | shapes[1])):  # type: ignore[arg-type]
        return None
    heads = [[cell.text for cell in _cells_of(rows[0])] for rows in (old, new)]
    return heaviest(heads[0], heads[1], [len(head) + 1 for head in heads[0]]) or None


def _cells(old: Node, new: Node, columns: Sequence[tuple[int, int]]) -> Iterator[Pair]:
    """The cells of a row, those of columns that left before those that came."""
    ours, theirs = _cells_of(old), _cells_of(new)
    i = j = 0
    for i2, j2 in (*columns, (len(ours), len(theirs))):
        yield from (Pair(cell, None) for cell in ours[i:i2])
        yield from (Pair(None, cell) for cell in theirs[j:j2])
        if i2 < len(ours):
            yield paired(ours[i2], theirs[j2])
        i, j = i2 + 1, j2 + 1


def _cells_of(row: Node) -> list[Node]:
    return [node for node in row.children if node.kind == CELL]


# ---------------------------------------------------------------- moves
def _with_moved_clauses(pairs: list[Pair]) -> tuple[Pair, ...]:
    """The two places of each clause that both documents have in another order, with its parts aligned."""
    left = {p.old.clause: p for p in pairs if p.new is None and p.old is not None and p.old.clause}
    for pair in pairs:
        if pair.old is None and pair.node.clause in left:
            twin = left[pair.node.clause]
            assert twin.old is not None
            assert pair.new is not None
            twin.move = pair.move = "clause"
            twin.parts = pair.parts = align(twin.old.children, pair.new.children)
    return tuple(pairs)


def name_moves(pairs: Sequence[Pair]) -> None:
    """Find paragraphs and rows that left one place and came to another unchanged, and name every move.

    Of rows that are no longer the same, the longer paragraphs may have moved to another row.
    """
    count = _name(list(_single(pairs, old=True)), list(_single(pairs, old=False)), 0)
    _name(list(_in_rows(pairs, old=True)), list(_in_rows(pairs, old=False)), count)
    for pair in pairs:
        if pair.move == "clause":
            pair.move = f"clause-{pair.node.clause}"


def _name(left: list[Pair], came: list[Pair], count: int) -> int:
    places: dict[bytes, list[Pair]] = {}
    for pair in left:
        places.setdefault(pair.node.print, []).append(pair)
    for pair in came:
        twins = places.get(pair.node.print)
        if twins:
            count += 1
            pair.move = twins.pop(0).move = f"passage{count}"
    return count


def _in_rows(pairs: Sequence[Pair], *, old: bool) -> Iterator[Pair]:
    """The longer paragraphs of rows that only the old (or the new) document has."""
    for row in [p for p in _single(pairs, old=old) if p.node.kind == ROW]:
        cells = tuple(_one_sided(cell, old) for cell in _cells_of(row.node))
        for cell in cells:
            cell.parts = tuple(_one_sided(block, old) for block in cell.node.children)
        found = [p for cell in cells for p in cell.parts if p.node.kind == PARAGRAPH and p.node.size >= _LONG]
        if found:
            row.parts = cells
        yield from found


def _one_sided(node: Node, old: bool) -> Pair:
    return Pair(node, None) if old else Pair(None, node)


def _single(pairs: Sequence[Pair], *, old: bool) -> Iterator[Pair]:
    """Every paragraph and row with words that only the old (or the new) document has."""
    for pair in pairs:
        node, other = (pair.old, pair.new) if old else (pair.new, pair.old)
        if node is not None and other is None and not pair.move and not pair.parts:
            if node.kind in (PARAGRAPH, ROW):
                if node.size:
                    yield pair
                continue
            if node.kind in (CONTROL, TABLE):
                pair.parts = tuple(_one_sided(child, old) for child in node.children)
        if not (pair.move and node is None):  # both places of a moved clause have the same parts
            yield from _single(pair.parts, old=old)


def matched(pairs: Sequence[Pair], *, moved: bool = False) -> Iterator[tuple[Node, Node, bool]]:
    """Every two pieces that are the same, and every two paragraphs of which one is an edit of the other.

    True beside those that stand in a clause that moved.
    """
    for pair in pairs:
        if pair.old is not None and pair.new is not None and (pair.same or not pair.parts):
            yield pair.old, pair.new, moved
        elif not (pair.move and pair.new is None):
            yield from matched(pair.parts, moved=moved or bool(pair.move))


def everything(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Every pair with all below it; the parts of a moved clause once."""
    for pair in pairs:
        yield pair
        if not (pair.move and pair.new is None):
            yield from everything(pair.parts)


def moved_passages(pairs: Sequence[Pair]) -> Iterator[tuple[Node, Node]]:
    """The old and the new place of every paragraph and row that moved."""
    found = [pair for pair in everything(pairs) if pair.move and not pair.node.clause]
    left = {pair.move: pair.old for pair in found if pair.old is not None}
    for pair in found:
        old = left.get(pair.move)
        if pair.new is not None and old is not None:
            yield old, pair.new


def reopen(pairs: Sequence[Pair], doubtful: Callable[[Node, Node, bool], bool], *, moved: bool = False) -> None:
    """Look again, part by part, at pieces that say the same and are not. ``doubtful`` learns which stand in a move."""
    for pair in pairs:
        if pair.same and pair.old is not None and pair.new is not None and doubtful(pair.old, pair.new, moved):
            pair.same, pair.parts = False, parts_of(pair.old, pair.new)
        reopen(pair.parts, doubtful, moved=moved or bool(pair.move))
