"""One value put into YAML text, every other byte of it left as it is.

A writer that reads the whole file and prints it again moves comments and rewrites what people
typed. Here a value is set by inserting lines, or by replacing the characters of the old value;
whoever calls reads the result again and compares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import yaml

Path = tuple[str | int, ...]
Title = Callable[[Path], str]
Order = Callable[[Path], Sequence[str]]
_Node = Any
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ](?:[A-Za-z0-9À-ÖØ-öø-ÿŒœ '’./()%€°+_-]*[A-Za-z0-9À-ÖØ-öø-ÿŒœ.)%€°])?")
_RESERVED = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "oui", "non"])
_WIDTH = 110


class NotEditable(ValueError):
    """The text is laid out in a way that a value cannot be put into it."""


def scalar(value: Any) -> str:
    """A scalar that every YAML reader takes for what it is: text in quotes where it could be anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED and "  " not in text:
        return text
    return _day(text) or json.dumps(text, ensure_ascii=False)


def _day(text: str) -> str:
    return text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else ""


def with_value(text: str, which: int, path: Path, value: Any, title: Title, order: Order) -> str:
    """The text with a value at a path of its document number ``which``.

    ``title`` gives the comment of a new field, ``order`` the names of the fields of a mapping.

    :raises NotEditable: where there is no safe place for it.
    """
    edit = _Edit(text, which, title, order)
    return edit.set(path, value)


def without_value(text: str, which: int, path: Path) -> str:
    """The text without the field at a path.

    :raises NotEditable: when the field stands inside braces.
    """
    return _Edit(text, which, lambda _: "", lambda _: ()).remove(path)


def with_item(text: str, path: Path, value: Any) -> str:
    """The text of a file of one document with one more item in the list at a path, on one line.

    :raises NotEditable: where there is no such list.
    """
    return _Edit(text, 0, lambda _: "", lambda _: ()).append(path, value)


class _Edit:
    """One edit of one text."""

    def __init__(self, text: str, which: int, title: Title, order: Order) -> None:
        self.text, self.which, self.title, self.order = text, which, title, order
        self.eol = "\r\n" if "\r\n" in text else "\n"
        nodes: list[_Node] = list(yaml.compose_all(text, Loader=_Loader))
        self.root = nodes[which] if which < len(nodes) else None

    def set(self, path: Path, value: Any) -> str:
        if self.root is None:
            return self._after(len(self.text), self._field(path[:1], str(path[0]), _nested(path[1:], value), 0))
        node, depth = self._deepest(path)
        if depth == len(path):
            return self._replace(node, path, value)
        if _is_empty(node):
            return self._anew(path[:depth], path, value)
        if isinstance(path[depth], int) != isinstance(node, yaml.SequenceNode):
            raise NotEditable
        value = _nested(path[depth + 1 :], value)
        inside, step = path[:depth], path[depth]
        if node.flow_style:
            return self._into_braces(node, step, value)
        if isinstance(step, int):
            lines = self._item((*inside, step), value, node.start_mark.column)
            return self._after(self._end(node), lines)
        column = node.value[0][0].start_mark.column
        lines = self._field((*inside, step), step, value, column)
        return self._after(self._end(self._sibling(node, inside, str(step))), lines)

    def append(self, path: Path, value: Any) -> str:
        """With one more item, laid out as its list is."""
        node, depth = self._deepest(path)
        if depth < len(path) or not isinstance(node, yaml.SequenceNode):
            raise NotEditable
        if node.flow_style:
            return self._into_braces(node, len(node.value), value)
        return self._after(self._end(node), [f"{' ' * node.start_mark.column}- {in_braces(value)}"])

    def remove(self, path: Path) -> str:
        """Without the lines of a field; its mapping goes with it when nothing else stands there."""
        parent, depth = self._deepest(path[:-1])
        if depth < len(path) - 1 or not isinstance(parent, yaml.MappingNode) or parent.flow_style:
            raise NotEditable
        pair = next((p for p in parent.value if p[0].value == path[-1]), None)
        if pair is None:
            return self.text
        if len(parent.value) == 1 and len(path) > 1:
            if isinstance(path[-2], int):
                raise NotEditable
            return self.remove(path[:-1])
        start = self.text.rfind("\n", 0, pair[0].start_mark.index) + 1
        if self.text[start : pair[0].start_mark.index].strip():  # the first field of an item: "- id: x"
            raise NotEditable
        return self.text[:start] + self.text[self._line_end(self._end(pair[1])) :]

    # -- where things stand
    def _deepest(self, path: Path) -> tuple[_Node, int]:
        """The node that the path reaches into, and how many of its steps were found."""
        node = self.root
        for depth, step in enumerate(path):
            below = _child(node, step)
            if below is None:
                if isinstance(node, yaml.ScalarNode) and not _is_empty(node):
                    raise NotEditable
                return node, depth
            node = below
        return node, len(path)

    def _sibling(self, node: _Node, inside: Path, name: str) -> _Node:
        """The value after which a new field stands: that of the last field that comes before it."""
        order = {n: i for i, n in enumerate(self.order(inside))}
        rank = order.get(name, len(order))
        before = [v for k, v in node.value if order.get(k.value, len(order)) < rank]
        return before[-1] if before else node

    def _end(self, node: _Node) -> int:
        """The offset just after the last character of a value."""
        if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)

    def _line_end(self, offset: int) -> int:
        if offset and self.text[offset - 1] == "\n":  # a block scalar ends with its line
            return offset
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found + 1

    # -- what is written
    def _after(self, offset: int, lines: Sequence[str]) -> str:
        at = self._line_end(offset)
        before = self.text[:at]
        if before and not before.endswith("\n"):
            before += self.eol
        return before + "".join(line + self.eol for line in lines) + self.text[at:]

    def _replace(self, node: _Node, path: Path, value: Any) -> str:
        scalar_node = isinstance(node, yaml.ScalarNode)
        if _is_empty(node) or (node.style in ("|", ">") if scalar_node else not node.flow_style):
            return self._anew(path, path, value)
        return self.text[: node.start_mark.index] + in_braces(value) + self.text[node.end_mark.index :]

    def _anew(self, old: Path, path: Path, value: Any) -> str:
        """The value set after what stood at the old path is gone."""
        return _Edit(self.remove(old), self.which, self.title, self.order).set(path, value)

    def _into_braces(self, node: _Node, step: str | int, value: Any) -> str:
        at = node.end_mark.index - 1
        new = in_braces(value) if isinstance(step, int) else f"{_key(step)}: {in_braces(value)}"
        head = self.text[:at].rstrip(" ")
        return f"{head}{', ' if node.value and not head.endswith(',') else ''}{new}{self.text[at:]}"

    def _field(self, path: Path, name: str, value: Any, column: int) -> list[str]:
        """The lines of a field: its key, its value and, beside it, its title."""
        pad, comment = " " * column, self._comment(path)
        if isinstance(value, Mapping) and value:
            below = [self._field((*path, k), k, v, column + 2) for k, v in value.items()]
            return [f"{pad}{_key(name)}:{comment}", *(line for lines in below for line in lines)]
        if isinstance(value, list) and value and (isinstance(value[0], Mapping) or len(in_braces(value)) > _WIDTH // 2):
            items = [self._item((*path, n), v, column) for n, v in enumerate(value)]
            return [f"{pad}{_key(name)}:{comment}", *(line for lines in items for line in lines)]
        line = f"{pad}{_key(name)}: {in_braces(value)}"
        if len(line + comment) <= _WIDTH or not comment:
            return [line + comment]
        return [f"{pad}{comment.strip()}", line]

    def _item(self, path: Path, value: Any, column: int) -> list[str]:
        if not isinstance(value, Mapping) or not value:
            return [f"{' ' * column}- {in_braces(value)}"]
        lines = [line for k, v in value.items() for line in self._field((*path, k), k, v, column + 2)]
        first = next(n for n, line in enumerate(lines) if not line.lstrip().startswith("#"))
        return [*lines[:first], f"{' ' * column}- {lines[first].lstrip()}", *lines[first + 1 :]]

    def _comment(self, path: Path) -> str:
        """The title of a field; for the fields of an item only in the first item of a list."""
        title = "" if any(isinstance(s, int) and s for s in path) else self.title(path)
        return f"  # {title}" if title else ""


def _nested(path: Path, value: Any) -> Any:
    """The value with the mappings and lists around it that the path goes through."""
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value


def in_braces(value: Any) -> str:
    """A value on one line, right inside and outside of braces and brackets."""
    if isinstance(value, list):
        return f"[{', '.join(in_braces(v) for v in value)}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k)}: {in_braces(v)}" for k, v in value.items()) + "}"
    return scalar(value)


def _key(name: Any) -> str:
    text = str(name)
    return text if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", text) and text.lower() not in _RESERVED else json.dumps(text, ensure_ascii=False)


def _child(node: _Node, step: str | int) -> _Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((v for k, v in node.value if k.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def _is_empty(node: _Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null", "Null", "NULL")
