"""Take revisions out of the text of a ``clause.yaml``; every other byte is left as it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def without_revisions(data: bytes, numbers: Collection[int]) -> bytes:
    """The file without the entries of these revisions; it was read before, so it is well formed."""
    text = data.decode("utf-8-sig")
    root: Any = yaml.compose(text, Loader=_Loader)
    revisions = next(value for key, value in root.value if key.value == "revisions")
    gone = [n for n, item in enumerate(revisions.value) if _number(item) in numbers]
    if revisions.flow_style and gone:
        return _in_brackets(text, revisions, gone).encode()
    for n in reversed(gone):
        start, end = _lines(text, revisions.value, n)
        text = text[:start] + text[end:]
    return text.encode()


def _number(item: Any) -> int:
    return next(int(value.value) for key, value in item.value if key.value == "number")


def _in_brackets(text: str, sequence: Any, gone: Collection[int]) -> str:
    """The text with a list in brackets that holds the other items."""
    kept = [text[item.start_mark.index : item.end_mark.index] for n, item in enumerate(sequence.value) if n not in gone]
    return text[: sequence.start_mark.index] + f"[{', '.join(kept)}]" + text[sequence.end_mark.index :]


def _lines(text: str, items: Any, n: int) -> tuple[int, int]:
    """From where to where the lines of an item stand."""
    start = _line(text, items[n].start_mark.index)
    if n + 1 < len(items):
        return start, _line(text, items[n + 1].start_mark.index)
    end = items[n].end_mark.index
    return start, end if items[n].flow_style is False else text.find("\n", end) + 1 or len(text)


def _line(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1
