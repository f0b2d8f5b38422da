"""What an import proposes and what it was not sure of, as Markdown, as a page and as plain data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any, Final

from docgen.model.comparison import Change, ComparedParagraph, Piece
from docgen.model.imported import Decision, DraftClause, Proposal, Sureness
from docgen.model.language import Language

_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>|#~]")
_ORDER: Final = (Sureness.LOW, Sureness.MEDIUM, Sureness.HIGH)
_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b2430}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border:1px solid #d7dde5;padding:.35rem .6rem;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eef2f6}del{color:#9b1c1c}"
    "ins{color:#1d6b34;font-weight:bold;text-decoration:none}.low td:last-child{color:#9b1c1c}@media print{body{margin:0}}"
)


class _Report:
    """The report of one import in one language: titles, and rows of cells."""

    def __init__(self, proposal: Proposal, language: Language) -> None:
        self.proposal, self._language = proposal, language

    def say(self, key: str, **values: str) -> str:
        """A phrase of the report."""
        return self._language.phrase(f"import.report.{key}", **values)

    def totals(self) -> list[tuple[str, str]]:
        """What was found, in numbers."""
        return [(self.say(f"count.{key}"), str(number)) for key, number in counts(self.proposal).items()]

    def clauses(self) -> list[tuple[str, ...]]:
        return [(c.id, c.article, self.say(f"state.{state_of(c)}")) for c in self.proposal.clauses]

    def looked_at(self) -> list[tuple[str, ...]]:
        """Everything that somebody has to look at, the least sure first."""
        ordered = sorted(self.proposal.decisions, key=lambda d: _ORDER.index(d.sureness))
        return [(self._place(d), self.sentence(d), _quoted(d), self.say(f"sureness.{d.sureness}")) for d in ordered]

    def sentence(self, decision: Decision) -> str:
        """What a decision says."""
        return self.say(f"kind.{decision.kind}", **{"passage": decision.passage, **decision.values})

    def _place(self, decision: Decision) -> str:
        where = self.say("place", paragraph=str(decision.paragraph)) if decision.paragraph else ""
        return ", ".join(filter(None, (decision.article, where)))

    def parameters(self) -> list[tuple[str, ...]]:
        return [(c.id, p.name, p.type, p.path, p.passage, self.say(f"sureness.{p.sureness}"))
                for c in self.proposal.clauses for p in c.parameters]  # fmt: skip

    def terms(self) -> list[tuple[str, ...]]:
        return [(c.id, t.term, t.plural, self.say("inline") if t.inline else t.definition) for c in self.proposal.clauses for t in c.terms]

    def differences(self) -> Iterator[tuple[str, Sequence[ComparedParagraph]]]:
        """For each clause that differs from one of the library a title, and the paragraphs that differ."""
        for c in self.proposal.clauses:
            if c.twin is not None and c.twin.differences:
                yield self.say("against", clause=c.id, article=c.article, twin=c.twin.name), c.twin.differences

    def columns(self, *keys: str) -> list[str]:
        return [self.say(f"column.{key}") for key in keys]

    def tables(self) -> Iterator[tuple[str, list[str], list[tuple[str, ...]]]]:
        """Each section that is a table: its title, its header, its rows."""
        yield self.say("clauses"), self.columns("clause", "article", "state"), self.clauses()
        yield self.say("look"), self.columns("place", "what", "passage", "sureness"), self.looked_at()
        yield self.say("parameters"), self.columns("clause", "name", "type", "path", "passage", "sureness"), self.parameters()
        yield self.say("terms"), self.columns("clause", "term", "plural", "definition"), self.terms()


def counts(proposal: Proposal) -> dict[str, int]:
    """What an import found, in numbers."""
    clauses = proposal.clauses
    return {
        "pieces": len(clauses),
        "written": sum(bool(c.files) for c in clauses),
        "same": sum(state_of(c) == "same" for c in clauses),
        "parameters": sum(len(c.parameters) for c in clauses),
        "terms": sum(len(c.terms) for c in clauses),
        "references": sum(c.references for c in clauses),
        "look": len(proposal.decisions),
    }


def state_of(clause: DraftClause) -> str:
    """What became of a candidate: written, same (the library has it) or skipped."""
    return "written" if clause.files else "same" if clause.twin is not None else "skipped"


# ------------------------------------------------------------ Markdown
def as_markdown(proposal: Proposal, language: Language) -> str:
    """The report as a Markdown file."""
    r = _Report(proposal, language)
    lines = [f"# {_plain(r.say('title', file=proposal.file))}", "", r.say("intro"), "", f"## {r.say('totals')}", ""]
    lines += [f"- {number} {name}" for name, number in r.totals()]
    for title, header, rows in r.tables():
        lines += ["", f"## {title}", "", *(_markdown_table(header, rows) if rows else [r.say("nothing")])]
    lines += ["", f"## {r.say('differences')}", ""]
    found = [*r.differences()]
    lines += [r.say("legend") if found else r.say("nothing"), ""]
    for title, paragraphs in found:
        lines += [f"### {_plain(title)}", "", *(line for p in paragraphs for line in (_pieces(p.pieces, _markdown_piece), ""))]
    return "\n".join(lines).rstrip() + "\n"


def _markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(header)} |", "|" + "---|" * len(header)]
    return lines + [f"| {' | '.join(_plain(c) for c in row)} |" for row in rows]


def _plain(text: str) -> str:
    """A text in Markdown on one line, none of it markup."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def _markdown_piece(piece: Piece) -> str:
    sign = {Change.DELETED: "~~", Change.INSERTED: "**"}.get(piece.change, "")
    bare = piece.text.strip()
    before, after = (" " if piece.text[:1].isspace() else ""), (" " if piece.text[-1:].isspace() else "")
    return f"{before}{sign}{_plain(bare)}{sign}{after}" if bare else " "


# ------------------------------------------------------------ a page
def as_page(proposal: Proposal, language: Language) -> str:
    """The report as one self-contained HTML page."""
    r = _Report(proposal, language)
    title = escape(r.say("title", file=proposal.file))
    body = [f"<h1>{title}</h1><p>{escape(r.say('intro'))}</p><h2>{escape(r.say('totals'))}</h2><ul>"]
    body += [f"<li>{number} {escape(name)}</li>" for name, number in r.totals()]
    body.append("</ul>")
    for heading, header, rows in r.tables():
        inside = _html_table(header, rows) if rows else f"<p>{escape(r.say('nothing'))}</p>"
        body.append(f"<h2>{escape(heading)}</h2>{inside}")
    found = [*r.differences()]
    body.append(f"<h2>{escape(r.say('differences'))}</h2><p>{escape(r.say('legend') if found else r.say('nothing'))}</p>")
    for heading, paragraphs in found:
        body.append(f"<h3>{escape(heading)}</h3>" + "".join(f"<p>{_pieces(p.pieces, _html_piece)}</p>" for p in paragraphs))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="{escape(language.code)}"><head>{head}</head><body><main>{"".join(body)}</main></body></html>\n'


def _html_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(h)}</th>' for h in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _html_piece(piece: Piece) -> str:
    tag = {Change.DELETED: "del", Change.INSERTED: "ins"}.get(piece.change, "")
    return f"<{tag}>{escape(piece.text)}</{tag}>" if tag else escape(piece.text)


def _pieces(pieces: Sequence[Piece], show: Callable[[Piece], str]) -> str:
    return "".join(show(p) for p in pieces)


def _quoted(decision: Decision) -> str:
    return " ".join(decision.passage.split())


# ------------------------------------------------------------ plain data
def as_data(proposal: Proposal, language: Language) -> dict[str, Any]:
    """The report for programs."""
    r = _Report(proposal, language)
    return {
        "file": proposal.file,
        "language": proposal.language,
        "totals": counts(proposal),
        "clauses": [_clause_data(c) for c in proposal.clauses],
        "decisions": [
            {"kind": d.kind, "paragraph": d.paragraph, "article": d.article, "clause": d.clause, "passage": d.passage,
             "sureness": str(d.sureness), "message": r.sentence(d), "values": dict(d.values)}
            for d in proposal.decisions
        ],
    }  # fmt: skip


def _clause_data(c: DraftClause) -> dict[str, Any]:
    twin = c.twin
    return {
        "id": c.id, "title": c.title, "article": c.article, "paragraph": c.paragraph, "annex": c.annex, "state": state_of(c),
        "files": sorted(c.files),
        "parameters": [{"name": p.name, "type": p.type, "from": p.path, "default": p.default, "passage": p.passage,
                        "paragraph": p.paragraph, "sureness": str(p.sureness)} for p in c.parameters],
        "terms": [{"id": t.id, "term": t.term, "plural": t.plural, "inline": t.inline, "definition": t.definition} for t in c.terms],
        "twin": None if twin is None else {
            "kind": twin.kind, "clause": twin.clause, "revision": twin.revision, "position": twin.position, "view": twin.view,
            "score": twin.score,
            "differences": [[{"change": str(p.change), "text": p.text} for p in d.pieces] for d in twin.differences],
        },
    }  # fmt: skip
