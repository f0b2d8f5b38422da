"""A document in the form in which two are compared: text, properties and structure, nothing else.

Left out is what follows from the rest or has no say: ids, shown numbers of fields, the table of contents, where a
page may break, widths of columns, comments, the controls of clauses that came or went, how runs are cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.render.redline.links import SUFFIX
from docgen.render.redline.names import (
    BOOKMARK,
    LAYOUT,
    NAME,
    NUM_ID,
    PPR,
    RPR,
    SECT_PR,
    TBL_PR,
    TEXT,
    VAL,
    Element,
    P,
    W,
    xml_of,
)
from docgen.render.redline.nodes import (
    BREAK,
    CELL,
    CONTENTS,
    CONTROL,
    OTHER,
    PARAGRAPH,
    ROW,
    TABLE,
    Node,
)
from docgen.render.redline.numbering import NO_LIST
from docgen.render.redline.source import Source, notes_of
from docgen.render.redline.tokens import WORD, line_of

_PAGE: Final = (W + "headerReference", W + "footerReference", W + "sectPrChange")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two documents are not the same: the clause, and what stands there in each."""

    clause: str
    wanted: str
    found: str


@dataclass(frozen=True, slots=True)
class State:
    """A document to compare: its pieces in order, and what its lists look like.

    The keys of the notes of its source must be their texts, see ``note_texts``.
    """

    nodes: tuple[Node, ...]
    look: Callable[[str], object]


def differences(wanted: State, found: State) -> Iterator[Difference]:
    """Where two documents differ; nothing where they are the same."""
    yield from _controls(wanted.nodes, found.nodes)
    prints = {node.clause: node.print for node in found.nodes if node.clause}
    closed = {node.clause for node in wanted.nodes if node.clause and prints.get(node.clause) == node.print}
    yield from _nodes(tuple(_open(wanted.nodes, closed)), tuple(_open(found.nodes, closed)), "")
    yield from _listed(wanted, found)
    yield from _pointed(wanted, found)


def _controls(wanted: tuple[Node, ...], found: tuple[Node, ...]) -> Iterator[Difference]:
    """The controls of clauses that are left stand in their order; those of clauses that came or went are open."""
    remaining = iter([_name(n) for n in wanted if n.clause])
    for node in found:
        if node.clause and _name(node) not in remaining:
            yield Difference(node.clause, "no control", "a control in another place")
            return


def _name(node: Node) -> str:
    """The clause of a control; which of its controls it is depends on where reading began."""
    return node.clause.partition("#")[0]


def _open(nodes: tuple[Node, ...], closed: AbstractSet[str] = frozenset()) -> Iterator[tuple[str, Node]]:
    """The pieces inside controls in place of these, each with its clause; not of those that say the same."""
    for node in nodes:
        if node.kind == CONTROL and node.clause not in closed:
            yield from ((_name(node), inner) for _, inner in _open(node.children))
        else:
            yield "", node


def story_differences(wanted: tuple[Node, ...], found: tuple[Node, ...], part: str) -> Iterator[Difference]:
    """The same for a header or footer of each."""
    yield from _nodes(_apart(wanted), _apart(found), part)


def note_texts(source: Source, root: Element | None) -> dict[str, str]:
    """Each note by its text, so that a reference to it says the whole note."""
    part = source.part("footnotes")
    return {
        number: repr([_line(Node(PARAGRAPH, p, source, part)) for p in note.iterchildren(P)]).replace("<", "(")
        for number, note in notes_of(root).items()
    }


# ---------------------------------------------------------------- structure
_Placed = tuple[tuple[str, Node], ...]


def _apart(nodes: tuple[Node, ...]) -> _Placed:
    return tuple(("", node) for node in nodes)


def _nodes(wanted: _Placed, found: _Placed, clause: str) -> Iterator[Difference]:
    mine = [(c, n) for c, n in wanted if n.kind not in (CONTENTS, OTHER)]
    theirs = [(c, n) for c, n in found if n.kind not in (CONTENTS, OTHER)]
    for (where, one), (other_where, other) in zip(mine, theirs, strict=False):
        different = next(_node(one, other, where or other_where or clause), None)
        if different is not None:
            yield different
            return
    if len(mine) != len(theirs):
        where, rest = (mine[len(theirs) :] or theirs[len(mine) :])[0]
        text = f"{rest.kind}: {rest.text}"
        missing = len(mine) > len(theirs)
        yield Difference(where or clause, text if missing else "nothing", "nothing" if missing else text)


def _node(one: Node, other: Node, clause: str) -> Iterator[Difference]:
    if one.kind != other.kind:
        yield Difference(clause, f"{one.kind}: {one.text}", f"{other.kind}: {other.text}")
    elif one.print == other.print:
        return
    elif one.kind in (PARAGRAPH, BREAK):
        mine, theirs = (_paragraph(node) for node in (one, other))
        if mine != theirs:
            yield Difference(clause, *_shown(mine, theirs))
    elif one.kind in (TABLE, ROW, CELL):
        if _kept(one) != _kept(other):
            yield Difference(clause, _kept(one), _kept(other))
        yield from _nodes(_apart(one.children), _apart(other.children), clause)


def _kept(node: Node) -> str:
    """The properties that count of a table, row or cell."""
    if node.kind == TABLE:
        properties = node.element.find(TBL_PR)
        return "" if properties is None else xml_of(properties).decode()
    return repr(node.shape) if node.kind == ROW else ""


def _shown(mine: object, theirs: object) -> tuple[str, str]:
    one, other = repr(mine), repr(theirs)
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    start = max(0, start - 40)
    return one[start : start + 120], other[start : start + 120]


# ---------------------------------------------------------------- paragraphs
def _paragraph(node: Node) -> tuple[object, ...]:
    return _properties(node.element.find(PPR)), _line(node)


def _properties(properties: Element | None) -> list[bytes]:
    out = []
    for e in () if properties is None else properties:
        if e.tag == SECT_PR:
            out.append(b"".join(xml_of(c) for c in e if c.tag not in _PAGE))
        elif e.find(NUM_ID) is not None:
            out.append(b"".join(xml_of(c) for c in e if c.tag != NUM_ID or c.get(VAL) == NO_LIST))
        elif e.tag not in LAYOUT and e.tag != RPR:
            out.append(xml_of(e))
    return out


def _line(node: Node) -> list[tuple[bytes, str]]:
    """The words of a paragraph with how they are printed, however they are cut into runs."""
    out: list[tuple[bytes, str]] = []
    for token in line_of(node, lambda _: "").tokens:
        if out and out[-1][0] == token.look and token.kind == WORD:
            out[-1] = token.look, out[-1][1] + token.key
        else:
            out.append((token.look, token.key))
    return out


# ---------------------------------------------------------------- lists and references
def _listed(wanted: State, found: State) -> Iterator[Difference]:
    """Which paragraphs share a list, and what the lists look like."""
    for n, (one, other) in enumerate(zip(_lists(wanted), _lists(found), strict=False)):
        if one != other:
            yield Difference("", f"list {one[0]} at list paragraph {n + 1}", f"list {other[0]}")
            return


def _lists(state: State) -> Iterator[tuple[str, object]]:
    names: dict[str, str] = {}
    for number in (n for node in state.nodes for n in node.pegs.lists):
        name = number if number == NO_LIST else names.setdefault(number, f"#{len(names) + 1}")
        yield name, state.look(number)


def _pointed(wanted: State, found: State) -> Iterator[Difference]:
    """What the paragraph says that each reference leads to."""
    for one, other in zip(_targets(wanted), _targets(found), strict=False):
        if one != other:
            yield Difference("", f"a reference to {one!r}", f"a reference to {other!r}")
            return


def _targets(state: State) -> Iterator[str]:
    """A bookmark whose name was changed for the redline counts under its own name where that is free."""
    holders = {name: (node, name) for node in state.nodes for name in node.pegs.bookmarks if node.kind != CONTENTS}
    for name, place in tuple(holders.items()):
        holders.setdefault(_stem(name), place)
    texts: dict[str, str] = {}
    for name in (name for node in state.nodes for name in node.pegs.targets if node.kind != CONTENTS):
        if name not in texts:
            found = holders.get(name) or holders.get(_stem(name))
            texts[name] = "nothing" if found is None else _said_at(*found)
        yield texts[name]


def _stem(name: str) -> str:
    stem, mark, count = name.rpartition(SUFFIX)
    return stem if mark and count.isdigit() else name


def _said_at(node: Node, name: str) -> str:
    """The text of the paragraph that holds a bookmark."""
    for bookmark in node.element.iter(BOOKMARK):
        if bookmark.get(NAME) == name:
            paragraph = next(bookmark.iterancestors(P), node.element)
            return "".join(t.text or "" for t in paragraph.iter(TEXT))
    return ""
