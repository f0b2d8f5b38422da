"""What the options of a ``[[table: …]]`` line say."""

from __future__ import annotations

import re

OPTIONS = ("widths", "style", "caption", "landscape")
_PERCENT = re.compile("[1-9][0-9]?|100")


def widths_of(text: str, count: int) -> list[int] | None:
    """The widths of ``count`` columns in percent, 0 for one that takes its share; None when they do not fit."""
    given = [w.strip() for w in text.split(",") if w.strip()]
    if not given:
        return [0] * count
    widths = [int(w) for w in given if _PERCENT.fullmatch(w)]
    if given[-1] == "*" and len(widths) == len(given) - 1:  # the other columns share what is left
        widths += [0] * (count - len(widths))
    return widths if len(widths) == count else None
