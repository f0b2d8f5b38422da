"""A comparison as one HTML page, side by side: no script, nothing loaded, readable by keyboard and by ear."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from docgen.model.comparison import Change, ComparedParagraph, ComparedPassage, Comparison, Piece
from docgen.render.comparison_words import counted, name_of, visible

_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1b2430;--soft:#5b6675;--line:#d7dde5;--gone:#fde4e4;--gone-ink:#8a1313;--come:#e0f3e4;--come-ink:#0f5223;--accent:#1f4e79;--paper:#f4f6f8;--card:#fff;--faint:#eef2f6}
@media(prefers-color-scheme:dark){:root{--ink:#e8e5de;--soft:#a9b0bb;--line:#3a414c;--gone:#45201f;--gone-ink:#ffb8b2;--come:#16371f;--come-ink:#a6e3b7;--accent:#a3c4ee;--paper:#14171c;--card:#1b1f26;--faint:#20252d}}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 Georgia,'Times New Roman',serif;color:var(--ink);background:var(--paper)}
main{max-width:90rem;margin:0 auto;padding:1.5rem 1rem}h1{font-size:1.6rem}h2{font-size:1.15rem;margin:2rem 0 .4rem;color:var(--accent)}
header,nav,.note,summary,thead{font-family:system-ui,sans-serif}nav{font-size:.95rem}.note{color:var(--soft);font-size:.9rem}
table{border-collapse:collapse;width:100%;table-layout:fixed;background:var(--card)}th,td{border:1px solid var(--line);padding:.45rem .7rem;text-align:left;vertical-align:top;overflow-wrap:anywhere;white-space:pre-wrap}
th{background:var(--faint)}h1,h2,li{overflow-wrap:anywhere}del{background:var(--gone);color:var(--gone-ink);text-decoration:line-through}ins{background:var(--come);color:var(--come-ink);text-decoration:underline}
.skip,.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.skip:focus{position:static;width:auto;height:auto;clip-path:none}
a{color:var(--accent)}a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}details{margin:.4rem 0}summary{cursor:pointer;color:var(--soft)}
@media(max-width:40rem){h1{font-size:1.25rem}th,td{padding:.4rem .45rem;font-size:.94rem}}
@media print{@page{size:landscape;margin:14mm}:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--gone:#fde4e4;--gone-ink:#8a1313;--come:#e0f3e4;--come-ink:#0f5223;--paper:#fff;--card:#fff}body{font-size:10.5pt}nav,.skip{display:none}tr{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}del,ins,th{print-color-adjust:exact}}
"""
_SAID: Final = {Change.DELETED: ("del", "deleted: "), Change.INSERTED: ("ins", "inserted: ")}


def comparison_page(comparison: Comparison, old: str, new: str, language: str) -> str:
    """The page.

    :param old: what the old file is called, ``new`` the new one.
    :param language: tag of the language of the files, empty when unknown.
    """
    changed = [*comparison.changed()]
    body = "".join(_section(n, p, (old, new), language) for n, p in enumerate(changed, 1))
    title = f"{old} → {new}"
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f'<a class="skip" href="#changes">Skip to the first change</a><main><header><h1>{escape(title)}</h1>'
        f"<p>{escape(counted(comparison))}</p></header>{_contents(changed)}"
        f'<div id="changes">{body}</div>{_unchanged(comparison, language)}</main></body></html>\n'
    )


def _contents(changed: list[ComparedPassage]) -> str:
    if len(changed) < 2:
        return ""
    links = "".join(f'<li><a href="#p{n}">{_title(p)}</a></li>' for n, p in enumerate(changed, 1))
    return f'<nav aria-label="Passages that differ"><ol>{links}</ol></nav>'


def _title(passage: ComparedPassage) -> str:
    name, title = name_of(passage), visible(passage.title)
    shown = title or name or "(before the first heading)"
    moved = ", moved" if passage.moved else ""
    aside = f"{name + ', ' if name and name != title else ''}{passage.change}{moved}"
    return f'{escape(shown)} <span class="note">({escape(aside)})</span>'


def _section(number: int, passage: ComparedPassage, names: tuple[str, str], language: str) -> str:
    rows = "".join(_rows(passage, language))
    head = "".join(f'<th scope="col">{word}: {escape(name)}</th>' for word, name in zip(("Old", "New"), names, strict=True))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    return f'<section aria-labelledby="p{number}"><h2 id="p{number}">{_title(passage)}</h2>{table}</section>'


def _rows(passage: ComparedPassage, language: str) -> Iterator[str]:
    """A row for each paragraph that differs; what stays the same between them is only counted."""
    same = 0
    for paragraph in passage.paragraphs:
        if paragraph.change is Change.SAME:
            same += 1
            continue
        yield _same(same)
        same = 0
        old, new = (_cell(paragraph, hidden, language) for hidden in (Change.INSERTED, Change.DELETED))
        yield f"<tr>{old}{new}</tr>"
    yield _same(same)


def _same(count: int) -> str:
    said = f"{count} paragraph{'s' * (count > 1)} unchanged"
    return f'<tr><td colspan="2" class="note">{said}</td></tr>' if count else ""


def _cell(paragraph: ComparedParagraph, hidden: Change, language: str) -> str:
    shown = "".join(_piece(p) for p in paragraph.pieces if p.change is not hidden)
    tongue = f' lang="{escape(language)}"' if language else ""
    return f"<td{tongue}>{shown}</td>"


def _piece(piece: Piece) -> str:
    if piece.change is Change.SAME:
        return escape(piece.text)
    tag, said = _SAID[piece.change]
    return f'<{tag}><span class="said" lang="en">{said}</span>{escape(visible(piece.text, spaces=True))}</{tag}>'


def _unchanged(comparison: Comparison, language: str) -> str:
    """The passages without a change, by name, folded up."""
    same = [p for p in comparison.passages if p.change is Change.SAME and not p.moved]
    if not same:
        return ""
    tongue = f' lang="{escape(language)}"' if language else ""
    rows = "".join(f"<li{tongue}>{escape(visible(p.title) or name_of(p) or '…')}</li>" for p in same)
    return f"<details><summary>{len(same)} passages unchanged</summary><ul>{rows}</ul></details>"
