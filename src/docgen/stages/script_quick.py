"""The quick reader of the clause language: what is written as it should be, without Jinja.

It knows the clause language and nothing else. Whatever it is not sure of (an error, a tag on several
lines, a backslash in a literal, a name with an accent) it leaves to ``script_parse``, where Jinja's
parser reads it and every diagnostic is made. So it refuses nothing, and reads nothing in a way of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TypeAlias

from docgen.model.script import Expr, For, If, Literal, Output, Script, Statement
from docgen.stages.script_quick_expressions import STRINGS, Unsure, condition, expression

Piece: TypeAlias = tuple[str, str, int]
"""A word that says what it is (``text``, ``value``, or the first word of a tag), the rest, and the line."""

_ANY_TAG = re.compile(
    rf"\{{\{{(?![-+])(?P<value>(?:[^'\"{{}}\n]++|{STRINGS})*+)\}}\}}"
    rf"|\{{%(?P<keep>\+?)(?P<tag>(?:[^'\"{{}}%\n]++|%(?!\}})|{STRINGS})*+)%\}}"
    r"|\{#(?P<stay>\+?)(?P<note>(?:(?!-?#\}).)*+)#\}",
    re.DOTALL,
)
_OPENING = re.compile(r"\{[{%#]")
_FOR = re.compile(r"([A-Za-z][A-Za-z0-9_]*)\s+in\b(.*)", re.DOTALL)
_NO_VARIABLE = frozenset(
    {
        "loop",
        "if",
        "in",
        "is",
        "and",
        "or",
        "not",
        "else",
        "true",
        "false",
        "none",
        "True",
        "False",
        "None",
        "recursive",
    }
)
_MOST_NESTED = 10


def quick_script(text: str, filters: Collection[str], first_line: int = 1) -> Script | None:
    """The text, its lone tags marked, as statements; None when the careful reader has to look."""
    if "\r" in text:
        return None
    pieces = _Pieces(text, filters, first_line)
    try:
        script, word, _ = pieces.block(1)
    except Unsure:
        return None
    return script if not word else None


def quick_expression(text: str, filters: Collection[str], *, arithmetic: bool = True) -> Expr | None:
    """One expression; None when the careful reader has to look."""
    if "%}" in text or "#}" in text:
        return None
    try:
        return expression(text, filters, arithmetic=arithmetic)
    except Unsure:
        return None


class _Pieces:
    """The pieces of a text, and the statements that they make."""

    def __init__(self, text: str, filters: Collection[str], first_line: int) -> None:
        self._pieces, self._filters = _cut(text, first_line), filters

    def block(self, depth: int) -> tuple[Script, str, str]:
        """Statements up to a tag that ends or continues a block, and that tag; no word at the end of the text."""
        if depth > _MOST_NESTED:
            raise Unsure
        out: list[Statement] = []
        for word, rest, line in self._pieces:
            if word == "text":
                out.append(Literal(rest, line))
            elif word == "value":
                out.append(Output(expression(rest, self._filters), line))
            elif word == "if":
                out.append(self._if(rest, line, depth))
            elif word == "for":
                out.append(self._for(rest, line, depth))
            else:
                return tuple(out), word, rest
        return tuple(out), "", ""

    def _if(self, rest: str, line: int, depth: int) -> If:
        branches = []
        word = "elif"
        while word == "elif":
            test = condition(rest, self._filters)
            body, word, rest = self.block(depth + 1)
            branches.append((test, body))
        return If(tuple(branches), self._otherwise(word, rest, "endif", depth), line)

    def _for(self, rest: str, line: int, depth: int) -> For:
        named = _FOR.fullmatch(rest)
        if named is None or named[1] in _NO_VARIABLE:
            raise Unsure
        items = condition(named[2], self._filters)
        body, word, rest = self.block(depth + 1)
        return For(named[1], items, body, self._otherwise(word, rest, "endfor", depth), line)

    def _otherwise(self, word: str, rest: str, end: str, depth: int) -> Script:
        """What stands after ``else``, where there is one; the block ends here."""
        script: Script = ()
        if word == "else" and not rest:
            script, word, rest = self.block(depth + 1)
        if word != end or rest:
            raise Unsure
        return script


def _cut(text: str, line: int) -> Iterator[Piece]:
    """The pieces of a text, with the rules of Jinja for the white space around tags."""
    position = 0
    while (opening := _OPENING.search(text, position)) is not None:
        tag = _ANY_TAG.match(text, opening.start())
        if tag is None:
            raise Unsure
        before = _before(text, position, tag)
        if before:
            yield "text", before, line
        line += text.count("\n", position, tag.start())
        yield from _piece(tag, line)
        position = _after(text, tag)
        line += text.count("\n", tag.start(), position)
    if position < len(text):
        yield "text", text[position:], line


def _before(text: str, position: int, tag: re.Match[str]) -> str:
    """The text before a tag, without the space that only sets it in on its line."""
    before = text[position : tag.start()]
    if tag["value"] is not None or tag["keep"] or tag["stay"]:
        return before
    start = before.rfind("\n") + 1
    begins = start > 0 or position == 0 or text[position - 1] == "\n"
    return before[:start] if begins and before[start:].isspace() else before


def _piece(tag: re.Match[str], line: int) -> Iterator[Piece]:
    if tag["value"] is not None:
        yield "value", tag["value"], line
    elif tag["tag"] is not None:
        word, *rest = tag["tag"].removesuffix("+").split(None, 1) or [""]
        yield word or "nothing", "".join(rest).rstrip(), line
    elif tag["note"].startswith("-"):
        raise Unsure


def _after(text: str, tag: re.Match[str]) -> int:
    """Where the text goes on: a tag takes the end of its line with it."""
    inner = tag["note"] if tag["value"] is None and tag["tag"] is None else tag["tag"]
    trimmed = inner is not None and not inner.endswith("+") and text.startswith("\n", tag.end())
    return tag.end() + trimmed
