"""The tree that YAML text becomes: three kinds of node, each with its place, and how large it may be."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost; ``findings`` is how many diagnostics are listed for one file."""

    size: int = 2_000_000
    depth: int = 50
    nodes: int = 200_000
    findings: int = 100


class _Placed(Struct, frozen=True, gc=False):
    """What stands somewhere in a file. A command makes tens of thousands: hence no dataclass, and no place until one asks."""

    file: str
    line: int
    column: int

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.file, self.line, self.column)


class ScalarNode(_Placed, frozen=True, gc=False):
    """A text. ``quoted``: written in quotes or as a block (``|``, ``>``), hence never a number."""

    text: str
    quoted: bool


class SeqNode(_Placed, frozen=True, gc=False):
    """A list."""

    items: tuple[Node, ...]


class MapNode(_Placed, frozen=True, gc=False):
    """Keys and values in the order of the file; a duplicate key stands twice."""

    items: tuple[tuple[ScalarNode, Node], ...]

    def get(self, key: str) -> Node | None:
        """The value of the first such key."""
        return next((value for name, value in self.items if name.text == key), None)


Node: TypeAlias = ScalarNode | SeqNode | MapNode


def documents(
    nodes: tuple[Node, ...], file: str, *, count: int | None = None
) -> Outcome[tuple[MapNode, ...]]:
    """The documents as mappings: at least one, or exactly ``count``."""
    if not nodes or count not in (None, len(nodes)):
        return Outcome(None, (_wrong_number(nodes, file, count),))
    wrong = tuple(_not_a_mapping(node) for node in nodes if not isinstance(node, MapNode))
    if wrong:
        return Outcome(None, wrong)
    return Outcome(tuple(node for node in nodes if isinstance(node, MapNode)))


def document(nodes: tuple[Node, ...], file: str) -> Outcome[MapNode]:
    """The only document of a file, as a mapping."""
    found = documents(nodes, file, count=1)
    return Outcome(found.value[0] if found.value else None, found.diagnostics)


def _wrong_number(nodes: tuple[Node, ...], file: str, count: int | None) -> Diagnostic:
    if not nodes:
        return error("Y111", "the file is empty", Place(file), "write at least one document in it")
    place = nodes[min(count or 0, len(nodes) - 1)].place
    message = f"the file has {len(nodes)} documents where {count} is wanted"
    return error(
        "Y111", message, place, "documents are separated by a line --- ; split the file there"
    )


def _not_a_mapping(node: Node) -> Diagnostic:
    found = "a list" if isinstance(node, SeqNode) else "a text"
    if isinstance(node, ScalarNode) and not (node.text or node.quoted):
        return error("Y112", "this document is empty", node.place, "delete the line --- beside it")
    hint = 'write "key: value" lines; a space follows each colon'
    return error(
        "Y112", f"this document is {found}, not a mapping of keys to values", node.place, hint
    )
