"""Several wordings of one text side by side: paragraphs that answer each other in one row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from docgen.model.comparison import Change
from docgen.stages.compare_texts import compare_paragraphs

Row = tuple[int | None, ...]
"""For each wording the index of its paragraph in this row, None where it has none."""


def side_by_side(wordings: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    """The rows, in the order of the first wording; what only another one has follows the paragraph before it."""
    if not wordings:
        return ()
    first, *others = wordings
    paired = [_paired(first, other) for other in others]
    rows: list[Row] = []
    for index in range(-1, len(first)):
        if index >= 0:
            rows.append((index, *(answers.get(index) for answers, _ in paired)))
        added = zip_longest(*(more.get(index, ()) for _, more in paired))
        rows += [(None, *row) for row in added]
    return tuple(rows)


def _paired(first: Sequence[str], other: Sequence[str]) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Which paragraph answers each of the first wording, and those that follow it without answering any."""
    answers: dict[int, int] = {}
    added: dict[int, list[int]] = {}
    old, new = -1, -1
    for paragraph in compare_paragraphs(first, other):
        old += paragraph.change is not Change.INSERTED
        new += paragraph.change is not Change.DELETED
        if paragraph.change is Change.INSERTED:
            added.setdefault(old, []).append(new)
        elif paragraph.change is not Change.DELETED:
            answers[old] = new
    return answers, added
