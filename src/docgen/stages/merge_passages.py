"""The source of a clause text as passages: paragraphs, list items, rows, headings, tags on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from docgen.model.dataclass import dataclass

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_ITEM: Final = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}\.)[ \t]+")
_HEADING: Final = re.compile(r"#{1,6}[ \t]+")
_LONE: Final = re.compile(r"[ \t]*\{%[-+]?\s*(\w+)[^\n]*%\}[ \t\r]*(?:\n|$)")
_TAGS_ONLY: Final = re.compile(r"(?:\s*\{%[^%]*(?:%(?!\})[^%]*)*%\})+\s*")
_DIRECTIVE: Final = re.compile(
    r"[ ]{0,3}\[\[(?:table|chart):[^\n]*\]\][ \t\r]*(?:\n|$)|[ ]{0,3}\[\[(?:definitions|amendments)\]\]\s*$"
)
_NOTE: Final = re.compile(r"\[\^[^\]\n]+\]:")
_INDENT: Final = re.compile(r"[ \t]*")
_CODE: Final = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%[-+]?\s*(\w+)\s*(.*?)[-+]?%\}", re.DOTALL)
_HIDDEN: Final = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|\[\[.*?\]\]|\\\|", re.DOTALL)
_OPENS: Final = frozenset({"if", "for"})
_CONTINUED: Final = frozenset({"text", "item", "note"})

Scope: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage: the mark of a list item or heading, what it says, the line ends after it, its first line."""

    kind: str
    prefix: str
    body: str
    gap: str
    line: int

    @property
    def text(self) -> str:
        """As it stands in the file."""
        return f"{self.prefix}{self.body}{self.gap}"


def passages(text: str) -> list[Unit]:
    """All of a text; the first unit is empty and holds the blank lines before anything."""
    units: list[Unit] = []
    kind, lines, blank, start = "start", [""], "", 1
    for number, line in enumerate(_LINE.findall(text), 1):
        if not line.strip():
            blank += line
            continue
        found = _kind(line)
        if blank == "" and _goes_on(kind, lines, line, found):
            lines.append(line)
            continue
        units.append(_unit(kind, "".join(lines), blank, start))
        kind, lines, blank, start = found, [line], "", number
    units.append(_unit(kind, "".join(lines), blank, start))
    return units


def _goes_on(kind: str, lines: list[str], line: str, found: str) -> bool:
    """Whether a line belongs to the passage before it."""
    if kind == "start":
        return False
    last = lines[-1]
    if (found == "text" and kind in _CONTINUED) or line.lstrip().startswith("{:"):
        return True
    return last.rfind("{%") > last.rfind("%}") or last.rfind("{{") > last.rfind("}}")


def _kind(line: str) -> str:
    if (lone := _LONE.match(line)) and _TAGS_ONLY.fullmatch(line):
        return f"tag {lone[1]}"
    for kind, pattern in (("item", _ITEM), ("heading", _HEADING), ("directive", _DIRECTIVE), ("note", _NOTE)):
        if pattern.match(line):
            return kind
    return "row" if line.lstrip().startswith("|") else "text"


def _unit(kind: str, text: str, blank: str, line: int) -> Unit:
    body = text.removesuffix("\n")
    mark = (_ITEM if kind == "item" else _HEADING if kind == "heading" else _INDENT).match(body)
    prefix = mark[0] if mark else ""
    return Unit(kind, prefix, body[len(prefix) :], text[len(body) :] + blank, line)


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """The tags of a text, as word and condition."""
    return ((m[1], m[2].strip()) for m in _CODE.finditer(text) if m[1])


def _after(stack: Scope | None, text: str) -> Scope | None:
    """The open blocks after a text, or None where its tags do not fit."""
    if "{%" not in text:
        return stack
    for word, condition in _tags(text):
        if stack is None:
            return None
        stack = _step(stack, word, condition)
    return stack


def _step(stack: Scope, word: str, condition: str) -> Scope | None:
    if word in _OPENS:
        return (*stack, f"{word} {condition}")
    top = stack[-1] if stack else ""
    if word in ("else", "elif"):
        fits = top and " / else" not in top and (word == "else" or top.startswith("if "))
        return (*stack[:-1], f"{top} / {word} {condition}".rstrip()) if fits else None
    if word in ("endif", "endfor"):
        return stack[:-1] if top.startswith(f"{word[3:]} ") else None
    return stack


def balanced(text: str) -> bool:
    """Whether every block that opens is closed, in order."""
    return _after((), text) == ()


def scopes(units: Sequence[Unit]) -> list[Scope]:
    """What stands around each passage: open blocks, the width of its table, the kind of its list."""
    out: list[Scope] = []
    stack: Scope = ()
    table, lists = 0, dict[int, str]()
    for unit in units:
        table = _table(unit, table)
        out.append((*stack, *([f"table {table}"] if unit.kind == "row" else ()), *_list(unit, lists)))
        stack = _after(stack, unit.body) or ()
        table = 0 if unit.gap.count("\n") > 1 else table
    return out


def _table(unit: Unit, width: int) -> int:
    if unit.kind == "row":
        return width or _HIDDEN.sub("", unit.body).count("|")
    return width if unit.kind.startswith("tag") else 0


def _list(unit: Unit, lists: dict[int, str]) -> Scope:
    """The kind of the list of an item: that of its first item."""
    if unit.kind.startswith("tag"):
        return ()
    indent = len(unit.prefix) - len(unit.prefix.lstrip())
    for deeper in [n for n in lists if n > indent or (n == indent and unit.kind != "item")]:
        del lists[deeper]
    if unit.kind != "item":
        return ()
    return (f"list {lists.setdefault(indent, _marker(unit.prefix))}",)


def _marker(prefix: str) -> str:
    mark = prefix.strip()
    return "1." if mark[0].isdigit() else mark


def keys(units: Sequence[Unit]) -> list[tuple[str, str, str]]:
    """What each passage is found again by; an ``endif`` by the condition that it ends."""
    stack: Scope = ()
    out = []
    for unit in units:
        ends = unit.kind.removeprefix("tag ") in ("else", "elif", "endif", "endfor")
        out.append((unit.kind, unit.body, stack[-1] if ends and stack else ""))
        stack = _after(stack, unit.body) or ()
    return out


def opened_at(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Pairs of passages of which the first opens, or divides, a block that the second divides or ends."""
    stack: list[int] = []
    for n, unit in enumerate(units):
        for word, _ in _tags(unit.body) if "{%" in unit.body else ():
            if word in _OPENS:
                stack.append(n)
            elif stack:
                yield stack[-1], n
                stack.pop()
                if word in ("else", "elif"):
                    stack.append(n)
