"""A page to send round: one self-contained file, no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

STYLE: Final = """
:root{--ink:#1b2430;--soft:#5b6675;--line:#d7dde5;--accent:#1f4e79}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:#f4f6f8}
main{max-width:70rem;margin:0 auto;padding:2rem 1rem}section,details{background:#fff;border:1px solid var(--line);border-radius:6px;margin:0 0 1.2rem;padding:1rem 1.4rem}
h1{font-size:1.7rem;margin:.2rem 0}h2{font-size:1.15rem;color:var(--accent);margin:.2rem 0 .6rem}h3{font-size:1rem;margin:1rem 0 .3rem}
table{border-collapse:collapse;width:100%}th,td{border:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eef2f6}
.soft{color:var(--soft)}.cause{color:var(--soft);font-size:.92em}.added{border-left:4px solid #2e7d32}.deleted{border-left:4px solid #9b1c1c}.replaced{border-left:4px solid #1f4e79}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.sides p{margin:.3rem 0}summary{cursor:pointer;font-weight:600}
@media(max-width:50rem){.sides{display:block}}@media print{body{background:#fff}details{break-inside:avoid}details>*{display:block}}
"""


def page(title: str, code: str, body: Iterable[str]) -> str:
    """The page with its title, in the language of ``code``; ``body`` is HTML."""
    said = escape(title)
    return (
        f'<!doctype html><html lang="{escape(code)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{said}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{said}</h1>{''.join(body)}</main></body></html>\n"
    )


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of texts."""
    titles = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbody></table>"
