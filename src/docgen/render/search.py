"""What a search of the register found: lines for a terminal, plain data, a table for a spreadsheet, a page to send round."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from typing import Any, Final

from docgen.model.language import Language
from docgen.model.use import Contract, Facts, FactsOf, Impact, Use, Wording
from docgen.render.page import page, table
from docgen.stages.wording_dates import date

IMPACT_FORMAT: Final = "docgen.impact/1"
_ASKED: Final = ("clause", "revision", "position", "department", "client", "status", "in_force", "since", "until", "deviation")
_COLUMNS: Final = ("clause", "revision", "position", "document", "owner", "deviations")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


# -------------------------------------------------------------------- text
class _Words:
    """The words of one language for what was found."""

    def __init__(self, impact: Impact, language: Language) -> None:
        self._impact, self._language = impact, language

    def say(self, key: str, **values: str) -> str:
        """A phrase of searches."""
        return self._language.phrase(f"search.{key}", **values)

    def day(self, day: str) -> str:
        """A day as people write it."""
        return date(day, self._language)

    def title(self) -> str:
        """What was asked for, and on which day."""
        search = self._impact.search
        asked = {name: getattr(search, name) for name in _ASKED}
        said = [self._asked(name, value) for name, value in asked.items() if value]
        return self.say("title", day=self.day(search.as_of), asked=", ".join(said) or self.say("everything"))

    def _asked(self, name: str, value: Any) -> str:
        if name == "status":
            value = self._language.phrase(f"plan.state.{value}")
        if name in ("since", "until"):
            value = self.day(value)
        return self.say(f"asked.{name}", value=str(value))

    def totals(self) -> str:
        """How many contracts, versions, and contracts where it is in force."""
        totals = self._impact.totals()
        return self.say("totals", **{k: str(v) for k, v in totals.items()}) if totals["contracts"] else self.say("nothing")

    def contract(self, one: Contract) -> str:
        """A contract, and which of its versions is in force."""
        if not one.in_force:
            state = self.say("never")
        elif one.effective > self._impact.search.as_of:
            state = self.say("now_from", number=str(one.in_force), day=self.day(one.effective))
        else:
            state = self.say("now", number=str(one.in_force))
        ends = [self.say("ends", day=self.day(one.ends))] if one.in_force and one.ends else []
        return " — ".join([p for p in (one.dossier, one.client) if p] + [", ".join([state, *ends])])

    def versions(self, use: Use) -> str:
        """The versions of a use."""
        return self.say("version" if use.first == use.last else "versions", first=str(use.first), last=str(use.last))

    def cells(self, use: Use) -> tuple[str, ...]:
        """Clause, revision, position, document, owner and deviations of a use."""
        w = self._impact.wordings.get(use.wording)
        if w is None:
            return ()
        deviations = ", ".join(self.say(f"deviation.{d}") for d in w.deviations.split())
        position = self._position(w) if w.position else ""
        document = " ".join(p for p in (f"{w.type}/{use.key}".rstrip("/"), w.language) if p)
        return (w.clause, self.say("revision", revision=str(w.revision)), position, document, w.owner, deviations)

    def _position(self, w: Wording) -> str:
        try:
            return self.say(f"position.{w.kind}", id=w.position)
        except KeyError:  # a kind that another docgen knew
            return f"{w.position} ({w.kind})"


def as_text(impact: Impact, language: Language) -> Iterator[str]:
    """The contracts in lines, with the totals first."""
    words = _Words(impact, language)
    yield words.title()
    yield words.totals()
    if any(c.holds for c in impact.contracts) and impact.wordings:
        yield words.say("mark")
    rows = [[words.cells(u) for u in c.uses] for c in impact.contracts]
    widths = [max((len(cells[n]) for r in rows for cells in r if cells), default=0) for n in range(len(_COLUMNS))]
    for contract, uses in zip(impact.contracts, rows, strict=True):
        yield ""
        yield words.contract(contract)
        for use, cells in zip(contract.uses, uses, strict=True):
            mark = "●" if use.first <= contract.in_force <= use.last else " "
            aligned = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False) if width)
            yield f"  {mark} {words.versions(use):<10}  {aligned}".rstrip()


# -------------------------------------------------------------------- data
def rows(impact: Impact, facts: FactsOf) -> Iterator[dict[str, Any]]:
    """A row for each version and wording, with everything that is known of both."""
    day = impact.search.as_of
    for contract in impact.contracts:
        for use in contract.uses:
            said = impact.wordings.get(use.wording)
            wording = said._asdict() if said else {}
            for number in range(use.first, use.last + 1):
                of_version = facts[contract.dossier, number]
                more = {"key": use.key, **wording} if wording else {}
                yield {**of_version._asdict(), "in_force": of_version.in_force(day), **more}


def as_plain(impact: Impact, facts: FactsOf) -> dict[str, Any]:
    """Everything as plain data."""
    uses = [{**row, **({"deviations": row["deviations"].split()} if "deviations" in row else {})} for row in rows(impact, facts)]
    return {"schema": IMPACT_FORMAT, "search": asdict(impact.search), "totals": impact.totals(), "uses": uses}


def as_csv(impact: Impact, facts: FactsOf) -> str:
    """A row for each version and wording; no cell begins like a formula."""
    out = io.StringIO()
    wording = ("key", *Wording._fields) if impact.wordings else ()
    writer = csv.DictWriter(out, [*Facts._fields, "in_force", *wording], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({k: _cell(v) for k, v in row.items()} for row in rows(impact, facts))
    return out.getvalue()


def _cell(value: Any) -> str:
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


# -------------------------------------------------------------------- page
def as_html(impact: Impact, language: Language) -> str:
    """One page, a section for each contract."""
    words = _Words(impact, language)
    return page(words.title(), language.code, _page(impact, words))


def _page(impact: Impact, words: _Words) -> Iterator[str]:
    yield f"<p><strong>{escape(words.totals())}</strong></p>"
    head = [words.say(f"column.{name}") for name in ("versions", *(_COLUMNS if impact.wordings else ()), "in_force")]
    for contract in impact.contracts:
        now = (words.say("yes") if u.first <= contract.in_force <= u.last else "" for u in contract.uses)
        lines = [(words.versions(u), *words.cells(u), said) for u, said in zip(contract.uses, now, strict=True)]
        yield f"<section><h2>{escape(words.contract(contract))}</h2>{table(head, lines)}</section>"
