"""What differs between two texts of a clause, and between the positions of one, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from docgen.model.comparison import Change, ComparedParagraph, Piece
from docgen.render.site.lines import Line
from docgen.render.site.words import Words
from docgen.stages.compare_texts import compare_paragraphs
from docgen.stages.compare_words import compare_words
from docgen.stages.side_by_side import side_by_side

_TAGS = {Change.DELETED: "del", Change.INSERTED: "ins"}


def redline_html(compared: Sequence[ComparedParagraph], old: Sequence[Line], new: Sequence[Line], words: Words) -> str:
    """The new text with what went and what came, line by line.

    :param compared: what :func:`compared_lines` gives for both.
    """
    out = []
    at = {Change.DELETED: -1, Change.INSERTED: -1}
    for paragraph in compared:
        at[Change.DELETED] += paragraph.change is not Change.INSERTED
        at[Change.INSERTED] += paragraph.change is not Change.DELETED
        gone = paragraph.change is Change.DELETED
        line = old[at[Change.DELETED]] if gone else new[at[Change.INSERTED]]
        out.append(_line(line, "".join(_piece(p, words) for p in paragraph.pieces), paragraph.change))
    return "".join(out)


def compared_lines(old: Sequence[Line], new: Sequence[Line]) -> tuple[ComparedParagraph, ...]:
    """What differs between two texts."""
    return compare_paragraphs([line.text for line in old], [line.text for line in new])


def counts_of(compared: Sequence[ComparedParagraph]) -> tuple[int, int, int]:
    """How many paragraphs came, went and changed."""
    found = [p.change for p in compared]
    return found.count(Change.INSERTED), found.count(Change.DELETED), found.count(Change.CHANGED)


def positions_html(texts: Sequence[Sequence[Line]], words: Words) -> str:
    """The rows of a table with a column for each text: what all share stands once, what differs from the first is marked."""
    rows = side_by_side([[line.text for line in lines] for lines in texts])
    out = []
    for row in rows:
        cells = [lines[n] if n is not None else None for lines, n in zip(texts, row, strict=True)]
        first = cells[0]
        if first is not None and all(c is not None and c.text == first.text for c in cells):
            out.append(f'<tr class="same"><td colspan="{len(cells)}">{_line(first, escape(first.text))}</td></tr>')
        else:
            out.append(f'<tr class="differs">{_cells(cells, words)}</tr>')
    return "".join(out)


def _cells(cells: Sequence[Line | None], words: Words) -> str:
    """A cell for each wording; neighbours that say the same share one."""
    out, at = "", 0
    while at < len(cells):
        end = at + 1
        while end < len(cells) and _text(cells[end]) == _text(cells[at]):
            end += 1
        span = f' colspan="{end - at}"' if end - at > 1 else ""
        out += f"<td{span}>{_beside(cells[0], cells[at], at, words)}</td>"
        at = end
    return out


def _text(line: Line | None) -> str | None:
    return line.text if line is not None else None


def _beside(first: Line | None, line: Line | None, column: int, words: Words) -> str:
    if line is None:
        return f'<p class="nothing">{escape(words.say("positions.nothing"))}</p>'
    if not column or line.kind == "when":
        return _line(line, escape(line.text))
    if first is None:
        return _line(line, f"<mark>{escape(line.text)}</mark>")
    pieces = [p for p in compare_words(first.text, line.text) if p.change is not Change.DELETED]
    marked = "".join(
        f"<mark>{escape(p.text)}</mark>" if p.change is Change.INSERTED else escape(p.text) for p in pieces
    )
    return _line(line, marked)


def _line(line: Line, html: str, change: Change = Change.SAME) -> str:
    label = f'<span class="label">{escape(line.label)}</span>' if line.label else ""
    return f'<p class="l-{line.kind} d-{min(line.depth, 5)} c-{change.value}">{label}{html}</p>'


def _piece(piece: Piece, words: Words) -> str:
    if piece.change is Change.SAME:
        return escape(piece.text)
    tag = _TAGS[piece.change]
    said = escape(words.say(f"redline.{tag}"))
    return f'<{tag}><span class="said">{said} </span>{escape(piece.text)}</{tag}>'
