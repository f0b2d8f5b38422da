"""What was left out on purpose, noted in comments at the end of a profile.

``#? projet.amo`` leaves a question out, ``#? missions+`` says that a list is complete. The notes
travel with the file and need no field of the vocabulary; whoever deletes one is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_MARK = re.compile(r"(?m)^#\? (.+?)[ \t]*\r?$\n?")


def read_marks(text: str) -> frozenset[str]:
    """The steps that the file says were left out."""
    return frozenset(match[1] for match in _MARK.finditer(text))


def with_marks(text: str, marks: Collection[str], heading: str) -> str:
    """The text with these notes and no others, below a heading at its end."""
    eol = "\r\n" if "\r\n" in text else "\n"
    title = f"# {heading}"
    lines = _MARK.sub("", text).splitlines(keepends=True)
    kept = "".join(line for line in lines if line.rstrip() != title).rstrip()
    notes = [eol + title, *(f"#? {mark}" for mark in sorted(marks))] if marks else []
    return eol.join([kept, *notes]) + eol


def without_item(marks: Collection[str], item: str) -> frozenset[str]:
    """The notes without those about one item of a list."""
    return frozenset(mark for mark in marks if not mark.startswith(item))
