"""The conflicts of a merge as one HTML page, side by side: no script, nothing loaded, readable by keyboard and by ear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from docgen.model.comparison import Change, Piece
from docgen.model.language import Language
from docgen.model.merging import Side
from docgen.render.comparison_words import visible
from docgen.render.merge_words import Merged, Question, Wording, counted, questions, shown

_STYLE: Final = """
:root{--ink:#1b2430;--soft:#5b6675;--line:#d7dde5;--gone:#fde4e4;--gone-ink:#8a1313;--come:#e0f3e4;--come-ink:#0f5223;--accent:#1f4e79}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 Georgia,'Times New Roman',serif;color:var(--ink);background:#f4f6f8}
main{max-width:96rem;margin:0 auto;padding:1.5rem 1rem}h1{font-size:1.6rem}h2{font-size:1.25rem;margin:2rem 0 .4rem;color:var(--accent)}
header,nav,h3,h4,.reason,.none{font-family:system-ui,sans-serif}h3{font-size:1.05rem;margin:1.4rem 0 .2rem}h4{font-size:.9rem;margin:0 0 .4rem;color:var(--soft)}
.reason,.none{margin:.2rem 0 .6rem;color:var(--soft);font-size:.95rem}.three{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:.8rem}
.side{background:#fff;border:1px solid var(--line);border-top:4px solid var(--line);border-radius:4px;padding:.7rem .8rem}.ours{border-top-color:var(--accent)}.theirs{border-top-color:var(--come-ink)}
.wording{white-space:pre-wrap;overflow-wrap:anywhere}del{background:var(--gone);color:var(--gone-ink);text-decoration:line-through}ins{background:var(--come);color:var(--come-ink);text-decoration:underline}
.skip,.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.skip:focus{position:static;width:auto;height:auto;clip-path:none}
a{color:var(--accent)}a:focus-visible,article:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media(max-width:50rem){.three{grid-template-columns:minmax(0,1fr)}}
@media print{@page{size:landscape;margin:14mm}body{background:#fff;font-size:10.5pt}main{max-width:none;padding:0}nav,.skip{display:none}.side{break-inside:avoid}h2,h3,h4,.reason{break-after:avoid}.three{grid-template-columns:repeat(3,minmax(0,1fr))}del,ins,.side{print-color-adjust:exact}}
"""
_TAGS: Final = {Change.DELETED: "del", Change.INSERTED: "ins"}


def merge_page(
    files: Sequence[tuple[str, Merged]], names: Mapping[Side, str], language: Language, wording_language: str = ""
) -> str:
    """The page.

    :param files: what each file is called, and its merge.
    :param names: what base, ours and theirs are called, where they have names.
    :param language: the language of the page; ``wording_language`` is the tag of that of the texts, where it is another.
    """
    asked = [(file, [*questions(merged, language)]) for file, merged in files]
    title, say = escape(language.phrase("merge.title")), language.phrase
    body = "".join(_file(n, file, found, names, language, wording_language) for n, (file, found) in enumerate(asked, 1))
    hint = f"<p>{escape(say('merge.hint'))}</p>" if any(found for _, found in asked) else ""
    return (
        f'<!DOCTYPE html><html lang="{escape(language.tag)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        f'<a class="skip" href="#conflicts">{escape(say("merge.skip"))}</a><main><header><h1>{title}</h1>'
        f"<p>{escape(counted(files, language))}</p>{hint}</header>{_contents(asked, language)}"
        f'<div id="conflicts">{body}</div></main></body></html>\n'
    )


def _contents(asked: Sequence[tuple[str, list[Question]]], language: Language) -> str:
    if sum(len(found) for _, found in asked) < 2:
        return ""
    links = "".join(
        f'<li><a href="#c{n}-{m}">{escape(visible(file))}: {escape(question.title)}</a></li>'
        for n, (file, found) in enumerate(asked, 1)
        for m, question in enumerate(found, 1)
    )
    return f'<nav aria-label="{escape(language.phrase("merge.list"))}"><ol>{links}</ol></nav>'


def _file(
    number: int, file: str, found: Sequence[Question], names: Mapping[Side, str], language: Language, tongue: str
) -> str:
    if not found:
        return ""
    body = "".join(_question(f"c{number}-{m}", q, names, language, tongue) for m, q in enumerate(found, 1))
    return f'<section aria-labelledby="f{number}"><h2 id="f{number}">{escape(visible(file))}</h2>{body}</section>'


def _question(anchor: str, question: Question, names: Mapping[Side, str], language: Language, tongue: str) -> str:
    sides = "".join(_side(f"{anchor}-{w.side}", w, names, language, tongue) for w in question.wordings)
    return (
        f'<article id="{anchor}" tabindex="-1" aria-labelledby="{anchor}-t"><h3 id="{anchor}-t">{escape(question.title)}</h3>'
        f'<p class="reason">{escape(question.reason)}</p><div class="three">{sides}</div></article>'
    )


def _side(anchor: str, wording: Wording, names: Mapping[Side, str], language: Language, tongue: str) -> str:
    name = language.phrase(f"merge.{wording.side}")
    name = f"{name} ({visible(names[wording.side])})" if wording.side in names else name
    name = language.phrase("merge.where", name=name, line=str(wording.line)) if wording.line else name
    none = f'<p class="none">{escape(language.phrase("merge.absent"))}</p>' if wording.absent else ""
    lang = f' lang="{escape(tongue)}"' if tongue else ""
    shown_ = "".join(_piece(p, language) for p in wording.pieces)
    text = f'<div class="wording"{lang}>{shown_}</div>' if shown_ else ""
    return (
        f'<section class="side {wording.side}" aria-labelledby="{anchor}"><h4 id="{anchor}">{escape(name)}</h4>'
        f"{none}{text}</section>"
    )


def _piece(piece: Piece, language: Language) -> str:
    text = escape(shown(piece))
    if piece.change is Change.SAME:
        return text
    tag, said = _TAGS[piece.change], escape(language.phrase(f"merge.{piece.change}"))
    return f'<{tag}><span class="said" lang="{escape(language.tag)}">{said}</span>{text}</{tag}>'
