"""A plan as text for a terminal, as plain data for machines, and as a page to send round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from html import escape
from typing import Any, Final

from docgen.model.language import Language
from docgen.model.renegotiation import Cause, ClauseChange, DocumentChange, Offer, Plan, Silent
from docgen.render.page import page
from docgen.stages.amend import RETITLED
from docgen.stages.wording_dates import date

PLAN_FORMAT: Final = "docgen.plan/1"
MOST_CAUSES: Final = 4
Rows = list[tuple[str, ...]]


def as_plain(plan: Plan) -> dict[str, Any]:
    """The whole plan as plain data."""
    return {"schema": PLAN_FORMAT, **asdict(plan), "changes": plan.changes}


# -------------------------------------------------------------------- text
def as_text(plan: Plan, language: Language) -> str:
    """The plan in lines, the most important first."""
    return "\n".join(_Words(language).lines(plan)) + "\n"


class _Words:
    """The words of one language for everything in a plan."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def say(self, key: str, **values: str) -> str:
        """A phrase of plans."""
        return self._language.phrase(f"plan.{key}", **values)

    def lines(self, plan: Plan) -> Iterator[str]:
        yield self.say("title", dossier=plan.dossier)
        yield self.base(plan)
        if not plan.changes:
            yield self.say("nothing")
        if plan.axes:
            yield self.say("axes", axes=", ".join(title for _, title in plan.axes))
        yield from _section(self.say("facts"), (f"  {title}: {change}  [{axis}] {path}" for axis, title, change, path in self.facts(plan)))
        yield from _section(self.say("offers"), (f"  {' · '.join(row)}" for row in map(self.offer, plan.offers)))
        same = [d for d in plan.documents if d.fate == "same" and not self.details(d)]
        for document in (d for d in plan.documents if d not in same):
            yield from self._document(document)
        yield from _section(self.say("same"), (f"  {d.title} ({d.name})" for d in same if plan.changes))
        yield from _section(self.say("findings"), (f"  {' '.join(row)}" for row in self.findings(plan)))

    def _document(self, document: DocumentChange) -> Iterator[str]:
        yield ""
        yield self.head(document)
        for clause in document.clauses:
            yield f"  {self.article(clause)}"
            if clause.causes:
                yield f"      {self.say('because')} {self.causes(clause)}"
        for title, rows in self.details(document):
            yield f"  {title}"
            yield from (f"      {': '.join(row)}" for row in rows)

    # -- pieces that every form of a plan shares
    def base(self, plan: Plan) -> str:
        """What the plan is compared with."""
        state = self.say(f"state.{plan.base_state}")
        return self.say("base", dossier=plan.dossier, number=str(plan.base), state=state, day=date(plan.as_of, self._language))

    def facts(self, plan: Plan) -> Rows:
        """Axis, title, change and path of each fact."""
        titles = dict(plan.axes)
        return [(titles.get(f.axis) or self.say("outside"), f.title, self.change(f.before, f.after), f.path) for f in plan.facts]

    def offer(self, offer: Offer) -> tuple[str, ...]:
        """Title, revisions, kind, state and note of a revision on offer."""
        state = self.say(f"offer.{offer.state}", clause=offer.clause)
        return (offer.title, f"r{offer.before} → r{offer.after}", self.say(f"kind.{offer.change}"), state, offer.note)

    def head(self, document: DocumentChange) -> str:
        """Name and fate of a document."""
        more = f" — {self.say('amendment')}" if document.amendment else ""
        return f"{document.title} ({document.name}): {self.say(f'fate.{document.fate}')}{more}"

    def article(self, clause: ClauseChange) -> str:
        """Number, title and mode of a clause that changes, or both titles of what has another one."""
        title = self.change(clause.title, *clause.after) if clause.mode == RETITLED else clause.title
        return f"{clause.number or self.say('none')} {title}: {self.say(f'mode.{clause.mode}')}"

    def causes(self, clause: ClauseChange) -> str:
        """Why a clause changes; the first reasons where there are many."""
        said = [self._cause(c) for c in clause.causes]
        more = [self.say("more", count=str(len(said) - MOST_CAUSES))] if len(said) > MOST_CAUSES + 1 else []
        return "; ".join([*said[:MOST_CAUSES], *more] if more else said)

    def _cause(self, cause: Cause) -> str:
        what = cause.note if cause.kind in ("profile", "condition") and cause.note else cause.what
        said = self.say(f"cause.{cause.kind}", what=what)
        return f"{said} ({cause.note})" if cause.kind in ("revision", "position", "law") and cause.note else said

    def details(self, document: DocumentChange) -> list[tuple[str, Rows]]:
        """What else changes in a document, under titles; nothing that is empty."""
        mode = {"added": "+", "deleted": "-"}
        found: list[tuple[str, Rows]] = [
            ("terms", [(mode[m], t) for t, m in document.terms]),
            ("money", list(dict.fromkeys((m.name, self.change(m.before, m.after)) for m in document.money))),
            ("duties", [(d.what, self.change(d.before, d.after)) for d in document.duties]),
            ("shifts", [(self._shift(s.before, s.after, s.citing, s.title),) for s in document.shifts]),
            ("silent", [(s.title, self._silent(s)) for s in document.silent]),
        ]
        return [(self.say(key), rows) for key, rows in found if rows]

    def _shift(self, before: str, after: str, citing: str, title: str) -> str:
        return self.say("cited", before=before, after=after, citing=citing) if citing else f"{title}: {self.change(before, after)}"

    def _silent(self, silent: Silent) -> str:
        return self.say("core" if silent.core else "check")

    def findings(self, plan: Plan) -> Rows:
        """Whether it is new, severity, code and text of each finding."""
        return [(self.say(f"fired.{'new' if f.new else 'gone'}"), f.severity, f.code, f.message) for f in plan.findings]

    def change(self, before: str, after: str) -> str:
        """A value before and after."""
        none = self.say("none")
        return self.say("change", before=before or none, after=after or none)


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield title
        yield from found


# -------------------------------------------------------------------- page
_STYLE: Final = """
td:first-child{min-width:6.5rem}td:nth-child(4){overflow-wrap:anywhere;color:var(--soft);font-size:.9em;min-width:11rem}
@media(max-width:50rem){table{overflow-x:visible}table,tbody,tr,td{display:block;border:0}td,td:first-child,td:nth-child(4){padding:.1rem 0;min-width:0}tr{border-top:1px solid var(--line);padding:.5rem 0}td:first-child{color:var(--soft);font-size:.88em}}
"""


def as_html(plan: Plan, language: Language) -> str:
    """One self-contained page: no script, nothing loaded from elsewhere."""
    words = _Words(language)
    return page(words.say("title", dossier=plan.dossier), language.code, _page(plan, words), _STYLE)


def _page(plan: Plan, words: _Words) -> Iterator[str]:
    yield f'<p class="soft">{escape(words.base(plan))}</p>'
    if not plan.changes:
        yield f"<p><strong>{escape(words.say('nothing'))}</strong></p>"
    if plan.axes:
        yield f"<p><strong>{escape(words.say('axes', axes=', '.join(t for _, t in plan.axes)))}</strong></p>"
    yield _table(words.say("facts"), words.facts(plan))
    yield _table(words.say("offers"), [words.offer(o) for o in plan.offers])
    for document in plan.documents:
        yield from _document(document, words)
    yield _table(words.say("findings"), words.findings(plan))


def _document(document: DocumentChange, words: _Words) -> Iterator[str]:
    yield f"<section><h2>{escape(words.head(document))}</h2>"
    for clause in document.clauses:
        yield f'<details class="{clause.mode}"><summary>{escape(words.article(clause))}</summary>'
        if clause.causes:
            yield f'<p class="cause">{escape(words.say("because"))} {escape(words.causes(clause))}</p>'
        yield f'<div class="sides">{_side(words.say("before"), clause.before)}{_side(words.say("after"), clause.after)}</div></details>'
    for title, rows in words.details(document):
        yield f"<h3>{escape(title)}</h3>{_rows(rows)}"
    yield "</section>"


def _side(title: str, paragraphs: tuple[str, ...]) -> str:
    return f"<div><h3>{escape(title)}</h3>{''.join(f'<p>{escape(p)}</p>' for p in paragraphs) or '<p>—</p>'}</div>"


def _table(title: str, rows: Rows) -> str:
    return f"<section><h2>{escape(title)}</h2>{_rows(rows)}</section>" if rows else ""


def _rows(rows: Rows) -> str:
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
