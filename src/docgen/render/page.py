"""A page to send round: one self-contained file, no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

STYLE: Final = """
:root{color-scheme:light dark;--ink:#1b2430;--soft:#5b6675;--line:#d7dde5;--accent:#1f4e79;--paper:#f4f6f8;--card:#fff;--faint:#eef2f6;--good:#2e7d32;--bad:#9b1c1c}
@media(prefers-color-scheme:dark){:root{--ink:#e8e5de;--soft:#a9b0bb;--line:#3a414c;--good:#7fcf94;--bad:#ff9d96;--accent:#a3c4ee;--paper:#14171c;--card:#1b1f26;--faint:#20252d}}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
main{max-width:70rem;margin:0 auto;padding:2rem 1rem}section,details{background:var(--card);border:1px solid var(--line);border-radius:6px;margin:0 0 1.2rem;padding:1rem 1.4rem}
h1{font-size:1.7rem;margin:.2rem 0}h2{font-size:1.15rem;color:var(--accent);margin:.2rem 0 .6rem}h3{font-size:1rem;margin:1rem 0 .3rem}
table{border-collapse:collapse;width:100%}th,td{border:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:break-word}th{background:var(--faint)}
.soft{color:var(--soft)}.cause{color:var(--soft);font-size:.92em}.added{border-left:4px solid var(--good)}.deleted{border-left:4px solid var(--bad)}.replaced,.retitled{border-left:4px solid var(--accent)}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.sides p{margin:.3rem 0}summary{cursor:pointer;font-weight:600}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}h1,h2,h3,p,li,summary{overflow-wrap:anywhere}.scroll{overflow-x:auto}
@media(max-width:50rem){.sides{display:block}section,details{padding:.8rem 1rem}table{display:block;overflow-x:auto}.scroll table{display:table}}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--accent:#1f4e79;--paper:#fff;--card:#fff}details{break-inside:avoid}details>*{display:block}}
"""


def page(title: str, code: str, body: Iterable[str], style: str = "") -> str:
    """The page with its title, in the language of ``code``; ``body`` is HTML, ``style`` what its own tables look like."""
    said = escape(title)
    return (
        f'<!doctype html><html lang="{escape(code)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{said}</title>'
        f"<style>{STYLE}{style}</style></head><body><main><h1>{said}</h1>{''.join(body)}</main></body></html>\n"
    )


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of texts."""
    titles = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    made = f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll" tabindex="0">{made}</div>'  # scrolled by keyboard where it is wider than the window
