"""The source of a clause before it is parsed: its bounds, and tags that stand alone on a line."""

from __future__ import annotations

import re

from docgen.model.diagnostic import Diagnostic, Place, error

MAX_TEXT = 200_000
MAX_LINE = 20_000
MAX_BRACKETS = 4_000
TOO_DEEP = "this text nests too deeply to be read"

_RUN = 60
_DEEP = re.compile(rf"[(\[{{|]{{{_RUN}}}|(?:not\s+){{{_RUN}}}")
_TAG = r"\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\}"
_ONLY_TAGS = re.compile(rf"[ \t]*(?:(?:{_TAG})[ \t]*)+")
_TAGS = re.compile(_TAG)
_INDENTED_TAG = re.compile(r"^([ \t]+\{[%#])(?![-+])")


def too_big(text: str, file: str) -> Diagnostic | None:
    """The first bound that the text breaks, None when it keeps them all."""
    if len(text) > MAX_TEXT:
        return error("CL304", f"the text has {len(text)} characters", Place(file),
                     f"at most {MAX_TEXT} are allowed: split the clause")  # fmt: skip
    small = len(text) <= MAX_LINE and max(map(text.count, "([{")) <= MAX_BRACKETS
    for number, line in enumerate(text.split("\n") if not small else (), 1):
        if len(line) > MAX_LINE:
            return error("CL304", f"this line has {len(line)} characters", Place(file, number, 1),
                         f"at most {MAX_LINE} are allowed")  # fmt: skip
        if (depth := max(map(line.count, "([{"))) > MAX_BRACKETS:
            return error("CL304", f"this line opens {depth} brackets", Place(file, number, 1))
    deep = sum(map(text.count, "([{|")) >= _RUN or text.count("not") >= _RUN
    if match := _DEEP.search(text) if deep else None:
        return error("CL304", TOO_DEEP, Place(file, text.count("\n", 0, match.start()) + 1, 1))
    return None


def lone_tags_marked(text: str) -> str:
    """The text for Jinja, which drops the line end after a tag and the space before it.

    Only a line that holds nothing but tags leaves no trace: where a tag merely begins or ends
    a line, a ``+`` keeps what Jinja would drop. No line is added or taken away.
    """
    return "\n".join(_marked(line) if "%}" in line or "#}" in line else line for line in text.split("\n"))


def _marked(line: str) -> str:
    if _ONLY_TAGS.fullmatch(line):
        return "".join(_TAGS.findall(line))
    line = _INDENTED_TAG.sub(r"\1+", line)
    if _ends_in_tag(line) and line[-3] not in "-+":
        line = f"{line[:-2]}+{line[-2:]}"
    return line


def _ends_in_tag(line: str) -> bool:
    """True when a tag that was opened on this line closes at its end."""
    for opening, closing in (("{%", "%}"), ("{#", "#}")):
        if line.endswith(closing):
            opened = line.rfind(opening)
            return opened >= 0 and line.find(closing, opened) == len(line) - 2
    return False
