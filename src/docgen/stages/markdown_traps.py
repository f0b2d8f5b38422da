"""What Markdown makes of legal text without being asked: found in the source, with the mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from docgen.model.diagnostic import Diagnostic, Place, error, warning
from docgen.stages.script_source import MAX_LINE

_TAG = re.compile(r"\{%.{0,500}?%\}|\{\{.{0,500}?\}\}")
_BLOCK_TAG = re.compile(r"\{%.{0,500}?%\}")
_KEYWORD = re.compile(r"\{%[-+]?\s*(\w+)")


def traps(text: str, file: str) -> tuple[Diagnostic, ...]:
    """Every trap in the text of a clause, in order."""
    lines = [line if len(line) <= MAX_LINE else "" for line in text.split("\n")]
    found = [d for number, line in enumerate(lines, 1) if line and _found_in(line) for d in _line_traps(line, file, number)]
    if _MAYBE_SUSPICIOUS.search(text):
        found += _neighbour_traps(lines, file)
    return tuple(sorted(found, key=lambda d: d.place or Place(file)))


def _line_traps(line: str, file: str, number: int) -> Iterator[Diagnostic]:
    for code, message, column, hint in _found_in(line):
        make = warning if code in _WARNINGS else error
        yield make(code, message, Place(file, number, column), hint)


@lru_cache(maxsize=4096)
def _found_in(line: str) -> tuple[tuple[str, str, int, str | None], ...]:
    """The traps of a line by itself; the revisions of a clause have most of their lines in common."""
    bare = line
    if "{{" in line or "{%" in line:
        bare = _TAG.sub(lambda m: "x" * len(m[0]) if m[0].startswith("{{") else "", line)
    if not _SIGN.search(bare) and not _BEGINNING.match(bare):
        return ()
    matches = ((code, pattern.search(bare), message, hint) for code, pattern, message, hint in _LINE_TRAPS)
    return tuple((code, text.format(m[0].strip()), m.start() + 1, hint) for code, m, text, hint in matches if m)


_WARNINGS = frozenset({"MD205"})
_LINE_TRAPS = (
    ("MD201", re.compile(r"^\s{0,3}\d{3,}\.\s"), '"{}" at the beginning of a line becomes a list',
     "turn the sentence round, or write the backslash: 2026\\."),
    ("MD202", re.compile(r"^\s*(?:\d{1,2}|[a-z])\)\s"), '"{}" is no list in Markdown and stays a paragraph',
     "write 1. for a numbered item: the template prints a) or 1)"),
    ("MD203", re.compile(r"\{#"), "{{# opens a comment: the text after it is lost",
     "write {: #anchor } with a colon"),
    ("MD204", re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.{0,500})>|&(?:[a-zA-Z]{2,8}|#\d+);"), "raw HTML ({}) is not part of the clause language",
     "write the character itself, **bold**, *italic* or [[br]]"),
    ("MD205", re.compile(r"(?<!\[)\[[^\[\]^][^\[\]]{0,300}\]\(|!\[(?!\[)"), "links and pictures are not part of the clause language", None),
    ("MD206", re.compile(r"\t"), "a tab counts as four spaces and may become code", "use spaces"),
    ("MD207", re.compile(r"^(?:#{1,6})[^\s#]"), '"{}": a heading needs a space after its #', "write ## Title"),
)  # fmt: skip
_SIGN = re.compile(r"\t|<|&|\{#|\]\(|!\[")
_BEGINNING = re.compile(r"\s*(?:\d|[a-z]\)|#)")
"""One of these is in every line that has a trap, and in few others."""
_REACH = 200
_RULE = re.compile(r"^\s{0,3}(?:-{3,}|={3,})\s*$")
_SET_IN = re.compile(r"^\s+\S")
_FOUR_SPACES = re.compile(r"^ {4,}\S")
_ITEM = re.compile(r"^(\s*)(?:[-*+]|\d{1,2}\.)\s+\S")


def _neighbour_traps(lines: list[str], file: str) -> Iterator[Diagnostic]:
    way = _Way()
    for number, line in enumerate(lines, 1):
        if "{%" in line and line.strip() and not _plain(line):
            way.follow(line)
            continue
        before = way.above[-1] if way.above else ""
        for check in _CHECKS if _suspicious(before, line) else ():
            if (found := check(before, line, way.above)) is not None:
                code, message, hint = found
                yield error(code, message, Place(file, number, 1), hint)
        way.above.append(line)


_MAYBE_SUSPICIOUS = re.compile(r"^(?:[-*+=|\d]|[^\S\n])", re.MULTILINE)
"""Finds a line in every text that has one which is suspicious, for most have none."""


def _suspicious(before: str, line: str) -> bool:
    """Whether one of the checks may find something: they look for space, a bullet, a digit or a rule, or for a table above."""
    return bool(line) and (line[0] in "-*+=" or line[0].isspace() or line[0].isdecimal() or before.lstrip()[:1] == "|")


class _Way:
    """The lines that stand above on the way here: no tags, and no other branch of a condition."""

    def __init__(self) -> None:
        self.above: list[str] = []
        self._branches: list[int] = []

    def follow(self, tags: str) -> None:
        """Go on after a line that holds tags only."""
        for word in _KEYWORD.findall(tags):
            if word in ("if", "for"):
                self._branches.append(len(self.above))
            elif word in ("else", "elif") and self._branches:
                del self.above[self._branches[-1] :]
            elif word in ("endif", "endfor") and self._branches:
                self._branches.pop()


def _plain(line: str) -> str:
    return (_BLOCK_TAG.sub("", line) if "{%" in line else line).strip()


Found = tuple[str, str, str] | None


def _rule(before: str, line: str, above: list[str]) -> Found:
    if _RULE.match(line) and _plain(before) and "|" not in before:
        return "MD211", f"a line of {line.strip()[:1]} makes the line above it a heading", "leave a blank line before it, or remove it"
    return None


def _list_without_blank(before: str, line: str, above: list[str]) -> Found:
    if not _ITEM.match(line) or _ITEM.match(before) or not _plain(before):
        return None
    if _SET_IN.match(before) or before.lstrip().startswith(("#", "|", "[[", "{:")):
        return None
    if _inside_list(above):
        return None
    return "MD212", "a list needs a blank line before it", "add an empty line above this one"


def _inside_list(above: list[str]) -> bool:
    for line in reversed(above[-_REACH:]):
        if not line.strip():
            return False
        if _ITEM.match(line):
            return True
    return False


def _code(before: str, line: str, above: list[str]) -> Found:
    if not _FOUR_SPACES.match(line) or _ITEM.match(line) or before.strip():
        return None
    if _under_item(above):
        return None
    return "MD213", "four leading spaces make this line code", "remove the leading spaces"


def _under_item(above: list[str]) -> bool:
    for line in reversed(above[-_REACH:]):
        if line.strip() and not line.startswith(" "):
            return bool(_ITEM.match(line)) or not _plain(line) or line.startswith("[^")
    return False


def _odd_nesting(before: str, line: str, above: list[str]) -> Found:
    match = _ITEM.match(line)
    if match is None or not (indent := len(match[1])) or indent % 4 == 0 or not _inside_list_loose(above):
        return None
    return "MD214", f"this item is indented by {indent} spaces", "nest with four spaces for each level"


def _text_in_table(before: str, line: str, above: list[str]) -> Found:
    if not before.lstrip().startswith("|") or "|" in line or not line.strip() or line.lstrip().startswith("{:"):
        return None
    return "MD215", "this line would become a row of the table above it", "leave a blank line before it"


def _inside_list_loose(above: list[str]) -> bool:
    return any(_ITEM.match(line) for line in above[-6:])


_CHECKS: tuple[Callable[[str, str, list[str]], Found], ...] = (
    _rule,
    _list_without_blank,
    _code,
    _odd_nesting,
    _text_in_table,
)
