"""A draft as one HTML page: each clause with its source and the reason why it is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from docgen.model.comment import NO_COMMENTS, Comment, Comments
from docgen.model.diagnostic import Diagnostic
from docgen.model.document import (
    Blank,
    Block,
    Chart,
    Clause,
    CrossReference,
    Definitions,
    Document,
    Footnote,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    ListItem,
    Marks,
    NumberField,
    Paragraph,
    Slot,
    Table,
    TermDefinition,
    TermUse,
    Text,
    Value,
    plain_text,
)
from docgen.model.numbering import Numbering
from docgen.stages.chart import as_table
from docgen.stages.flow import Body, ClauseEnd, ClauseStart, Title, flow, heading_level
from docgen.stages.number import counted
from docgen.stages.references import block_bookmark, title_bookmark

_STYLE = """
:root{color-scheme:light dark;--ink:#1b2430;--soft:#5b6675;--line:#d7dde5;--mark:#fff3bf;--accent:#1f4e79;--paper:#f4f6f8;--card:#fff;--faint:#eef2f6;--value:#eef4fb;--bad:#9b1c1c;--warn:#7a4b00}
@media(prefers-color-scheme:dark){:root{--ink:#e8e5de;--soft:#a9b0bb;--line:#3a414c;--mark:#4d4115;--value:#22303f;--bad:#ff9d96;--warn:#ecc07a;--accent:#a3c4ee;--paper:#14171c;--card:#1b1f26;--faint:#20252d}}
*{box-sizing:border-box}body{margin:0;font:17px/1.55 Georgia,'Times New Roman',serif;color:var(--ink);background:var(--paper)}
main{max-width:76rem;margin:0 auto;padding:2rem 1rem}article{background:var(--card);border:1px solid var(--line);border-radius:6px;margin:0 0 3rem;padding:2.5rem 3rem}
h1{font-size:2rem}h2{margin:2.4rem 0 .6rem;color:var(--accent)}h3{margin:1.6rem 0 .4rem}h4,h5{margin:1.1rem 0 .3rem}
.clause{display:grid;grid-template-columns:minmax(0,1fr) 15rem;gap:0 2rem;border-top:1px solid transparent}
.clause:hover{border-top-color:var(--line)}.why{font:13px/1.45 system-ui,sans-serif;color:var(--soft);border-left:3px solid var(--line);padding-left:.8rem;align-self:start;overflow-wrap:anywhere}
.why b{color:var(--ink)}.why summary{cursor:pointer}.why p{margin:.4rem 0}.value{background:var(--value);border-radius:3px}.blank{background:var(--mark);font-weight:bold}.term{border-bottom:1px dotted var(--soft)}
table{border-collapse:collapse;width:100%;margin:.8rem 0;font-size:.92em}th,td{border:1px solid var(--line);padding:.35rem .6rem;text-align:left;vertical-align:top}th{background:var(--faint)}.scroll{overflow-x:auto;margin:.8rem 0}.scroll table{margin:0}
caption{text-align:left;font-weight:bold;padding:.3rem 0}.item{margin:.2rem 0 .2rem calc(var(--level)*1.8rem);text-indent:-1.6rem}.label{display:inline-block;min-width:1.6rem;text-indent:0}
.apparent{border:2px solid var(--ink);padding:.8rem;font-weight:bold}.note{font-size:.88em;color:var(--soft)}.findings{font:14px/1.5 system-ui,sans-serif}.error{color:var(--bad)}.warning{color:var(--warn)}
.draft{color:var(--bad);font:bold 14px system-ui,sans-serif;letter-spacing:.2em}a{color:var(--accent)}nav{font:15px/1.6 system-ui,sans-serif}nav ul{columns:22rem}.findings li{margin:.35rem 0}h1,h2,h3,h4,p,li{overflow-wrap:break-word}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media(max-width:60rem){.clause{display:block}article{padding:1.2rem}main{padding:1rem .8rem}.findings ul,nav ul{padding-left:1.2rem}.scroll td,.scroll th{min-width:6rem}.why{margin:.5rem 0 1rem}}@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--mark:#fff3bf;--value:#fff;--paper:#fff;--card:#fff}.scroll{overflow:visible}.why{break-inside:avoid}}
"""


def render_html(
    documents: Sequence[tuple[Document, Numbering]], diagnostics: Sequence[Diagnostic], title: str,
    comments: Sequence[tuple[str, Comments]] = (),
) -> str:  # fmt: skip
    """One self-contained page: no script, nothing loaded from elsewhere.

    :param comments: for each document the comments on its clauses, after the word that stands above them.
    """
    language = documents[0][0].language if documents else "en"
    beside = comments or [("", NO_COMMENTS)] * len(documents)
    body = "".join(_article(d, n, *c) for (d, n), c in zip(documents, beside, strict=True))
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"{_findings(diagnostics)}{_index(documents, title)}{body}</main></body></html>\n"
    )


def _index(documents: Sequence[tuple[Document, Numbering]], title: str) -> str:
    if len(documents) < 2:
        return ""
    links = "".join(f'<li><a href="#{_doc_id(d)}">{escape(_name(d))}</a></li>' for d, _ in documents)
    return f'<nav aria-label="{escape(title)}"><ul>{links}</ul></nav>'


def _doc_id(document: Document) -> str:
    return f"doc-{escape(document.type)}-{escape(document.key)}"


def _name(document: Document) -> str:
    return f"{document.title} ({document.key})" if document.key else document.title


def _findings(diagnostics: Sequence[Diagnostic]) -> str:
    if not diagnostics:
        return ""
    rows = "".join(
        f'<li class="{d.severity}"><b>{escape(d.code)}</b> {escape(d.message)}'
        f"{f' <small>{escape(str(d.place))}</small>' if d.place else ''}"
        f"{f'<br><small>{escape(d.hint)}</small>' if d.hint else ''}</li>"
        for d in diagnostics
    )
    return f'<section class="findings"><ul>{rows}</ul></section>'


def _article(document: Document, numbering: Numbering, above: str, comments: Comments) -> str:
    mark = "" if document.final else f'<p class="draft">{escape(dict(document.slots).get("mention", ""))}</p>'
    body = "".join(_items(document, numbering, above, comments))
    return (
        f'<article id="{_doc_id(document)}" lang="{document.language}">{mark}'
        f"<h1>{escape(_name(document))}</h1>{body}</article>"
    )


def _items(document: Document, numbering: Numbering, above: str, comments: Comments) -> Iterator[str]:
    prefix = _doc_id(document)
    for item in flow(document):
        match item:
            case Title(key, text, level):
                label = counted(item, numbering)
                number = f"{label.printed} " if label else ""
                tag = f"h{min(level + 2, 6)}"
                yield f'<{tag} id="{prefix}{title_bookmark(key)}">{escape(number + text)}</{tag}>'
            case ClauseStart(clause):
                yield '<div class="clause"><div>'
            case ClauseEnd(clause):
                yield f"</div>{_why(clause, _comment(above, comments.get(clause.id, ())))}</div>"
            case Body():
                yield _block(item, numbering, prefix)


def _comment(above: str, comment: Comment) -> str:
    """What the library knows about a clause, folded up until somebody asks."""
    if not comment:
        return ""
    lines = "".join(f"<p><b>{escape(r.label)}</b>{escape(r.rest)}</p>" for r in comment)
    return f"<details><summary>{escape(above)}</summary>{lines}</details>"


def _why(clause: Clause, comment: str) -> str:
    reasons = "".join(f"<br>{escape(r)}" for r in clause.reasons)
    position = f", {escape(clause.position)}" if clause.position else ""
    return (
        f'<aside class="why" role="note" aria-label="{escape(clause.id)}"><b>{escape(clause.id)}</b> r{clause.revision}{position}'
        f"<br>{escape(clause.source.file)}{reasons}{comment}</aside>"
    )


def _block(item: Body, numbering: Numbering, prefix: str) -> str:
    block: Block = item.block
    label = counted(item, numbering)
    mark = block_bookmark(item.clause.id, item.index, getattr(block, "anchor", ""))
    id_ = f'id="{prefix}{mark}"'
    match block:
        case Paragraph(inlines, _, style):
            return f'<p {id_} class="{escape(style)}">{_inlines(inlines, prefix)}</p>'
        case Heading(_, inlines):
            tag = f"h{min(heading_level(item) + 2, 6)}"
            number = f"{label.printed} " if label else ""
            return f"<{tag} {id_}>{escape(number)}{_inlines(inlines, prefix)}</{tag}>"
        case ListItem(level, _, _, inlines):
            shown = escape(label.printed) if label else "–"
            return (
                f'<p {id_} class="item" style="--level:{level}"><span class="label">{shown}</span>'
                f"{_inlines(inlines, prefix)}</p>"
            )
        case Table():
            return _table(block, prefix)
        case Chart():
            return _table(as_table(block), prefix, _inlines(block.alt, prefix))
        case Definitions():
            return ""


def _table(table: Table, prefix: str, alt: str = "") -> str:
    """A table, or the data of a chart with its alternative text."""
    described = f'<br><span class="note">{alt}</span>' if alt else ""
    shown = _inlines(table.caption, prefix) + described
    caption = f"<caption>{shown}</caption>" if shown else ""
    titles = (_inlines(c, prefix) for c in table.header)
    head = "".join(f'<th scope="col">{said}</th>' if said else "<td></td>" for said in titles)
    rows = "".join(
        "<tr>" + "".join(f"<td>{_inlines(c, prefix)}</td>" for c in row) + "</tr>" for row in table.rows
    )
    label = escape(plain_text(table.caption) or plain_text(table.header[0] if table.header else ()) or "…")
    return (
        f'<div class="scroll" role="group" tabindex="0" aria-label="{label}">'
        f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _inlines(inlines: Inlines, prefix: str) -> str:
    return "".join(_inline(i, prefix) for i in inlines)


def _inline(inline: Inline, prefix: str) -> str:
    match inline:
        case Text(text, marks):
            return _marked(_text(text), marks)
        case Value(text, path, marks):
            return _marked(f'<span class="value" title="{escape(path)}">{_text(text)}</span>', marks)
        case Blank(text, path, marks):
            return _marked(f'<span class="blank" title="{escape(path)}">{_text(text)}</span>', marks)
        case TermUse(text, term, marks):
            return _marked(f'<span class="term" title="{escape(term)}">{_text(text)}</span>', marks)
        case TermDefinition(text):
            return f"<dfn><b>{_text(text)}</b></dfn>"
        case CrossReference():
            return _marked("".join(_piece(p, prefix) for p in inline.pieces), inline.marks)
        case Footnote(inlines):
            return f' <span class="note">[{_inlines(inlines, prefix)}]</span>'
        case LineBreak():
            return "<br>"
        case Slot():
            return ""


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _piece(piece: str | NumberField, prefix: str) -> str:
    if isinstance(piece, str):
        return escape(piece)
    return f'<a href="#{prefix}{piece.bookmark}">{escape(piece.text)}</a>'


def _marked(html: str, marks: Marks) -> str:
    if marks & Marks.ITALIC:
        html = f"<em>{html}</em>"
    return f"<strong>{html}</strong>" if marks & Marks.BOLD else html
