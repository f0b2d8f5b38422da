"""A document in the form in which two are compared: text, properties and structure, nothing else.

Left out is what follows from the rest or has no say: ids, shown numbers of fields, the table of contents, where a
page may break, widths of columns, comments, the controls of clauses that came or went, how runs are cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.render.redline.names import (
    BOOKMARK,
    INSTRUCTION,
    LAYOUT,
    NAME,
    NUM_ID,
    PPR,
    RPR,
    SECT_PR,
    TBL_PR,
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
    story_nodes,
)
from docgen.render.redline.numbering import NO_LIST, looks_of
from docgen.render.redline.source import Source, instruction
from docgen.render.redline.tokens import WORD, line_of

_PAGE: Final = (W + "headerReference", W + "footerReference", W + "sectPrChange")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two documents are not the same: the clause, and what stands there in each."""

    clause: str
    wanted: str
    found: str


def differences(wanted: Source, found: Source) -> Iterator[Difference]:
    """Where two documents differ; nothing where they are the same."""
    for source in (wanted, found):
        _name_notes(source)
    mine = story_nodes(wanted, wanted.body, wanted.main.part)
    theirs = story_nodes(found, found.body, found.main.part)
    yield from _controls(mine, theirs)
    yield from _nodes(tuple(_open(mine)), tuple(_open(theirs)), "")
    yield from _listed(wanted, found)
    yield from _pointed(wanted, found)


def _controls(wanted: tuple[Node, ...], found: tuple[Node, ...]) -> Iterator[Difference]:
    """The controls of clauses that are left stand in their order; those of clauses that came or went are open."""
    remaining = iter([n.clause for n in wanted if n.clause])
    for node in found:
        if node.clause and node.clause not in remaining:
            yield Difference(node.clause, "no control", "a control in another place")
            return


def _open(nodes: tuple[Node, ...], clause: str = "") -> Iterator[Node]:
    """The pieces inside controls in place of these, each with its clause."""
    for node in nodes:
        if node.kind == CONTROL:
            yield from _open(node.children, node.clause)
        else:
            node.clause = clause
            yield node


def story_differences(wanted: Source, found: Source, part: str, other: str) -> Iterator[Difference]:
    """The same for a header or footer of each."""
    mine, theirs = wanted.story(part), found.story(other)
    yield from _nodes(story_nodes(wanted, mine.root, part), story_nodes(found, theirs.root, other), part)


def _name_notes(source: Source) -> None:
    """Each note by its text, so that a reference to it says the whole note."""
    part = source.part("footnotes")
    for number, note in source.notes.items():
        lines = (_line(Node(PARAGRAPH, p, source, part)) for p in note.iterchildren(P))
        source.note_keys[number] = repr(list(lines)).replace("<", "(")


# ---------------------------------------------------------------- structure
def _nodes(wanted: tuple[Node, ...], found: tuple[Node, ...], clause: str) -> Iterator[Difference]:
    mine = [n for n in wanted if n.kind not in (CONTENTS, OTHER)]
    theirs = [n for n in found if n.kind not in (CONTENTS, OTHER)]
    for one, other in zip(mine, theirs, strict=False):
        different = list(_node(one, other, one.clause or other.clause or clause))
        if different:
            yield different[0]
            return
    if len(mine) != len(theirs):
        rest = mine[len(theirs) :] or theirs[len(mine) :]
        text = f"{rest[0].kind}: {rest[0].text}"
        missing = len(mine) > len(theirs)
        yield Difference(rest[0].clause or clause, text if missing else "nothing", "nothing" if missing else text)


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
        yield from _nodes(one.children, other.children, clause)


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
def _listed(wanted: Source, found: Source) -> Iterator[Difference]:
    """Which paragraphs share a list, and what the lists look like."""
    mine, theirs = _lists(wanted), _lists(found)
    for n, (one, other) in enumerate(zip(mine, theirs, strict=False)):
        if one != other:
            yield Difference("", f"list {one[0]} at list paragraph {n + 1}", f"list {other[0]}")
            return


def _lists(source: Source) -> list[tuple[str, object]]:
    look = looks_of(source)
    names: dict[str, str] = {}
    numbers = [e.get(VAL, "") for e in source.body.iter(NUM_ID)]
    return [(n if n == NO_LIST else names.setdefault(n, f"#{len(names) + 1}"), look(n)) for n in numbers]


def _pointed(wanted: Source, found: Source) -> Iterator[Difference]:
    """Which paragraph each reference leads to."""
    mine, theirs = _targets(wanted), _targets(found)
    for one, other in zip(mine, theirs, strict=False):
        if one != other:
            yield Difference("", f"a reference to paragraph {one}", f"a reference to paragraph {other}")
            return


def _targets(source: Source) -> list[int]:
    numbers: dict[str, int] = {}
    count = 0
    contents = {id(n.element) for n in story_nodes(source, source.body, source.main.part) if n.kind == CONTENTS}
    for e in source.body.iter(P, BOOKMARK):
        if e.tag == BOOKMARK:
            numbers[e.get(NAME, "")] = count
        elif id(e) not in contents:
            count += 1
    names = (instruction(run)[1] for run in (code.getparent() for code in source.body.iter(INSTRUCTION)))
    return [numbers.get(name, -1) for name in names if name]


