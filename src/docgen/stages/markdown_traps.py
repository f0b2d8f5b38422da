"""What Markdown makes of legal text without being asked: found in the source, with the mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from docgen.model.diagnostic import Diagnostic, Place, error, warning

_TAG = re.compile(r"\{%-?.*?-?%\}|\{\{.*?\}\}")


def traps(text: str, file: str) -> tuple[Diagnostic, ...]:
    """Every trap in the text of a clause, in order."""
    lines = text.split("\n")
    found = [d for number, line in enumerate(lines, 1) for d in _line_traps(line, file, number)]
    found += _neighbour_traps(lines, file)
    return tuple(sorted(found, key=lambda d: d.place or Place(file)))


def _line_traps(line: str, file: str, number: int) -> Iterator[Diagnostic]:
    bare = _TAG.sub(lambda m: "x" * len(m[0]) if m[0].startswith("{{") else "", line)
    for code, pattern, message, hint in _LINE_TRAPS:
        if match := pattern.search(bare):
            make = warning if code in _WARNINGS else error
            yield make(code, message.format(match[0].strip()), Place(file, number, match.start() + 1), hint)


_WARNINGS = frozenset({"MD205"})
_LINE_TRAPS = (
    ("MD201", re.compile(r"^\s{0,3}\d{3,}\.\s"), '"{}" at the beginning of a line becomes a list',
     "turn the sentence round, or write the backslash: 2026\\."),
    ("MD202", re.compile(r"^\s*(?:\d{1,2}|[a-z])\)\s"), '"{}" is no list in Markdown and stays a paragraph',
     "write 1. for a numbered item: the template prints a) or 1)"),
    ("MD203", re.compile(r"\{#"), "{{# opens a comment: the text after it is lost",
     "write {: #anchor } with a colon"),
    ("MD204", re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*)>|&(?:[a-zA-Z]{2,8}|#\d+);"), "raw HTML ({}) is not part of the clause language",
     "write the character itself, **bold**, *italic* or [[br]]"),
    ("MD205", re.compile(r"(?<![\w\]])\]\(|!\["), "links and pictures are not part of the clause language", None),
    ("MD206", re.compile(r"\t"), "a tab counts as four spaces and may become code", "use spaces"),
    ("MD207", re.compile(r"^(?:#{1,6})[^\s#]"), '"{}": a heading needs a space after its #', "write ## Title"),
)  # fmt: skip
_ITEM = re.compile(r"^(\s*)(?:[-*+]|\d{1,2}\.)\s+\S")


def _neighbour_traps(lines: list[str], file: str) -> Iterator[Diagnostic]:
    for number, (before, line) in enumerate(zip(["", *lines], lines, strict=False), 1):
        for check in (_rule, _list_without_blank, _code, _odd_nesting):
            if (found := check(before, line, lines[: number - 1])) is not None:
                code, message, hint = found
                yield error(code, message, Place(file, number, 1), hint)


def _plain(line: str) -> str:
    return _TAG.sub("", line).strip()


Found = tuple[str, str, str] | None


def _rule(before: str, line: str, above: list[str]) -> Found:
    if re.match(r"^\s{0,3}(?:-{3,}|={3,})\s*$", line) and _plain(before) and "|" not in before:
        return "MD211", f"a line of {line.strip()[:1]} makes the line above it a heading", "leave a blank line before it, or remove it"
    return None


def _list_without_blank(before: str, line: str, above: list[str]) -> Found:
    if not _ITEM.match(line) or _ITEM.match(before) or not _plain(before):
        return None
    if re.match(r"^\s+\S", before) or before.lstrip().startswith(("#", "|", "[[", "{:")):
        return None
    if _inside_list(above):
        return None
    return "MD212", "a list needs a blank line before it", "add an empty line above this one"


def _inside_list(above: list[str]) -> bool:
    for line in reversed(above):
        if not line.strip():
            return False
        if _ITEM.match(line):
            return True
    return False


def _code(before: str, line: str, above: list[str]) -> Found:
    if not re.match(r"^ {4,}\S", line) or _ITEM.match(line) or before.strip():
        return None
    if _under_item(above):
        return None
    return "MD213", "four leading spaces make this line code", "remove the leading spaces"


def _under_item(above: list[str]) -> bool:
    for line in reversed(above):
        if line.strip() and not line.startswith(" "):
            return bool(_ITEM.match(line)) or not _plain(line) or line.startswith("[^")
    return False


def _odd_nesting(before: str, line: str, above: list[str]) -> Found:
    match = _ITEM.match(line)
    if match is None or not (indent := len(match[1])) or indent % 4 == 0 or not _inside_list_loose(above):
        return None
    return "MD214", f"this item is indented by {indent} spaces", "nest with four spaces for each level"


def _inside_list_loose(above: list[str]) -> bool:
    return any(_ITEM.match(line) for line in above[-6:])


Check = Callable[[str, str, list[str]], Found]
