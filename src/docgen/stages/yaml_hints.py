"""What a YAML syntax error means, in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from docgen.model.diagnostic import Diagnostic, Place, error

_QUOTE_IT = "put the whole value in quotes"
_PLAIN_WORDS: tuple[tuple[str, str, str], ...] = (
    # what the parser says, the sentence, the hint
    (r"quoted scalar.*unexpected end", "this quote is never closed",
     "add the closing quote; an apostrophe inside '...' is written twice ('')"),
    (r"unknown escape", "this backslash begins nothing that is known",
     "in double quotes write two backslashes, or use single quotes"),
    (r"Unicode character escape|escape sequence|hexdecimal", "this escape is not a character",
     "type the character itself"),
    (r"node content|flow node", "something is missing before this sign", _QUOTE_IT),
    (r"quoted scalar.*document indicator", "this quote is never closed", "add the closing quote"),
    (r"flow (sequence|mapping)", "this bracket is never closed, or a comma is missing",
     "check that each [ has its ], each { its }, and commas stand between the items"),
    (r"alias|anchor", "* and & have a meaning of their own at the beginning of a value", _QUOTE_IT),
    (r"scanning a tag|tag handle|parsing a node",
     "! has a meaning of its own at the beginning of a value", _QUOTE_IT),
    (r"cannot start any token", "a value cannot begin with this character", _QUOTE_IT),
    (r"block scalar", "after | or > the text begins on the next line",
     "put the text on the lines below, indented; or put the value in quotes"),
    (r"simple key|expected ':'", "a colon is missing after this key", 'write "key: value"'),
    (r"sequence entries are not allowed", "a list cannot begin on this line",
     'begin the list on the next line, each item after "- "; or put the value in quotes'),
    (r"incompatible YAML|directive|<document start>|'<document start>'",
     "something stands outside of the documents of this file",
     "separate documents by a line --- and delete lines that begin with %"),
)  # fmt: skip
_UNREADABLE = ("this cannot be read as YAML", "check the indentation, the colons and the quotes")
_OPEN_AT_THE_END = ("the file ends here, and a bracket above is never closed", "check that each [ has its ], each { its }")
_IN_BRACKETS = re.compile(r"node content|flow node")
_COLON_WITHOUT_SPACE = re.compile(r"^\s*(?:- )?[\w-]+:[^\s/]")
_CLOSED_TOO_EARLY = re.compile(r""":\s+(?:'[^']*'|"[^"]*")\s*[^\s,#\]}]""")
_STARTS_AT_CONTEXT = re.compile(r"quoted scalar|flow (sequence|mapping)")


def syntax_finding(problem: yaml.YAMLError, lines: Sequence[str], file: str) -> Diagnostic:
    """The diagnostic for a file that the parser gave up on."""
    said = f"{getattr(problem, 'context', '')} {getattr(problem, 'problem', problem)}"
    place = _place(problem, said, file)
    if _is_tab(said, lines, place):
        return _tab(lines, place)
    message, hint = _plain_words(said, lines, place.line)
    return error("Y101", message, place, hint)


def _place(problem: yaml.YAMLError, said: str, file: str) -> Place:
    mark = getattr(problem, "problem_mark", None)
    if _STARTS_AT_CONTEXT.search(said) and "escape" not in said:
        mark = getattr(problem, "context_mark", None) or mark
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)


def _is_tab(said: str, lines: Sequence[str], place: Place) -> bool:
    here = _line(lines, place.line)[place.column - 1 : place.column]
    return "tab character" in said or ("cannot start" in said and here == "\t")


def _tab(lines: Sequence[str], place: Place) -> Diagnostic:
    indented = [
        n for n, line in enumerate(lines, 1) if "\t" in line[: len(line) - len(line.lstrip())]
    ]
    where = "" if len(indented) < 2 else f" ({len(indented)} lines of this file begin with one)"
    return error(
        "Y103", f"a tab stands where only spaces may indent{where}", place, "indent with spaces"
    )


def _plain_words(said: str, lines: Sequence[str], line: int) -> tuple[str, str]:
    if line > len(lines) and _IN_BRACKETS.search(said):
        return _OPEN_AT_THE_END
    if "mapping values are not allowed" in said:
        return _stray_colon(lines, line)
    if "expected key" in said or "<block end>" in said:
        return _stray_line(_line(lines, line))
    found = (words for pattern, *words in _PLAIN_WORDS if re.search(pattern, said))
    message, hint = next(found, _UNREADABLE)
    return message, hint


def _stray_colon(lines: Sequence[str], line: int) -> tuple[str, str]:
    above = _line(lines, line - 1)
    if _COLON_WITHOUT_SPACE.match(above):
        return (
            "the line above has no space after its colon",
            f'write a space after the colon: "{_spaced(above)}"',
        )
    if _line(lines, line).count(": ") > 1:
        return "a second colon stands in this value", _QUOTE_IT
    return "this key stands where none can be", (
        "check the line above (does it lack its colon, or hold a value already?) and the indentation"
    )


def _stray_line(line: str) -> tuple[str, str]:
    if _CLOSED_TOO_EARLY.search(line):
        return (
            "text stands after the closing quote",
            "write an apostrophe inside '...' twice (''), or use double quotes",
        )
    return "this line does not continue what stands above it", (
        "align the line with the keys of the same level, and each list item with the items above it"
    )


def _spaced(line: str) -> str:
    return line.strip().replace(":", ": ", 1)[:60]


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""
