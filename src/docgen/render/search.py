"""What a search of the register found: lines for a terminal, plain data, a table for a spreadsheet, a page to send round."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from html import escape
from typing import Any, Final, TypeAlias

from docgen.model.language import Language
from docgen.model.use import Contract, Count, Facts, Impact, Use, Wording
from docgen.render.page import page, table
from docgen.stages.wording_dates import date

IMPACT_FORMAT: Final = "docgen.impact/1"
_ASKED: Final = ("clause", "revision", "position", "department", "client", "status", "in_force", "since", "until", "deviation")
_COLUMNS: Final = ("clause", "revision", "position", "document", "owner", "deviations")
_AT_ONCE: Final = 400
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

    def counts(self) -> dict[str, str]:
        """What is alike among what was found, and how much of it there is."""
        return {self._counted(c): self.say("counted", contracts=str(c.contracts), versions=str(c.versions), in_force=str(c.in_force)) for c in self._impact.counts[1:]}

    def _counted(self, count: Count) -> str:
        value = self._language.phrase(f"plan.state.{count.value}") if count.what == "state" and count.value else count.value
        return self.say(f"count.{count.what}", value=value) if value else self.say(f"count.no_{count.what}")

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


def as_text(impact: Impact, language: Language, most: int = 0) -> Iterator[str]:
    """The totals and what is alike, then the contracts in lines, at most so many (0: all)."""
    words = _Words(impact, language)
    yield words.title()
    yield words.totals()
    yield from (f"  {name.ljust(max(map(len, words.counts()), default=0))}  {counted}" for name, counted in words.counts().items())
    shown = impact.contracts[:most] if most else impact.contracts
    if impact.counts[0].in_force and impact.wordings:
        yield words.say("mark")
    yield from _lines(shown, words)
    if left := impact.totals()["contracts"] - len(shown):
        yield ""
        yield words.say("more", count=str(left))


def _lines(contracts: Sequence[Contract], words: _Words) -> Iterator[str]:
    rows = [(c, [words.cells(u) for u in c.uses]) for c in contracts]
    widths = [max((len(cells[n]) for _, r in rows for cells in r if cells), default=0) for n in range(len(_COLUMNS))]
    for contract, uses in rows:
        yield ""
        yield words.contract(contract)
        for use, cells in zip(contract.uses, uses, strict=True):
            mark = "●" if use.first <= contract.in_force <= use.last else " "
            aligned = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False) if width)
            yield f"  {mark} {words.versions(use):<10}  {aligned}".rstrip()


# -------------------------------------------------------------------- data
FactsAbout: TypeAlias = Callable[[Sequence[str]], Iterable[Facts]]
"""What is known of every version of some dossiers, asked for while the answer is written."""
_Row: TypeAlias = tuple[Facts, bool, Use]


def _rows(impact: Impact, facts: FactsAbout, most: int) -> Iterator[list[_Row]]:
    """A row for each version and wording, those of some contracts at a time."""
    day, contracts = impact.search.as_of, impact.contracts[:most] if most else impact.contracts
    for start in range(0, len(contracts), _AT_ONCE):
        some = tuple(contracts[start : start + _AT_ONCE])
        known = {(f.dossier, f.number): (f, f.in_force(day)) for f in facts([c.dossier for c in some])}
        yield [(*known[c.dossier, number], use) for c in some for use in c.uses for number in range(use.first, use.last + 1)]


def as_json(impact: Impact, facts: FactsAbout, most: int = 0) -> Iterator[str]:
    """Everything as data, a line for each version and wording."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    head = {"schema": IMPACT_FORMAT, "search": asdict(impact.search), "totals": impact.totals(), "counts": [c._asdict() for c in impact.counts[1:]]}
    yield "{" + "".join(f'"{key}": {encode(value)},\n' for key, value in head.items()) + '"uses": ['
    said: dict[tuple[int, str], str] = {}
    between = "\n"
    for some in _rows(impact, facts, most):
        lines = []
        for fact, in_force, use in some:
            about = (use.wording, use.key)
            if about not in said:
                said[about] = encode(_of_wording(impact, use))[1:]
            rest = said[about]
            row = encode(fact._asdict() | {"in_force": in_force})[:-1]
            lines.append(f"{row}, {rest}" if rest != "}" else row + rest)
        yield between + ",\n".join(lines)
        between = ",\n"
    yield "\n]}\n"


def _of_wording(impact: Impact, use: Use) -> dict[str, Any]:
    """What a row says of the wording; nothing where none was asked for."""
    wording = impact.wordings.get(use.wording)
    return {"key": use.key, **wording._asdict(), "deviations": wording.deviations.split()} if wording else {}


def as_csv(impact: Impact, facts: FactsAbout, most: int = 0) -> Iterator[str]:
    """A row for each version and wording; no cell begins like a formula."""
    out = io.StringIO()
    wording = ("key", *Wording._fields) if impact.wordings else ()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*Facts._fields, "in_force", *wording])
    for some in _rows(impact, facts, most):
        for fact, in_force, use in some:
            of_wording = (use.key, *impact.wordings[use.wording]) if wording else ()
            writer.writerow(map(_cell, (*fact, "yes" if in_force else "no", *of_wording)))
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _cell(value: str | int) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


# -------------------------------------------------------------------- page
def as_html(impact: Impact, language: Language, most: int = 0) -> str:
    """One page, a section for each contract, at most so many (0: all)."""
    words = _Words(impact, language)
    return page(words.title(), language.code, _page(impact, words, most))


def _page(impact: Impact, words: _Words, most: int) -> Iterator[str]:
    yield f"<p><strong>{escape(words.totals())}</strong></p>"
    if counts := words.counts():
        yield f"<section><ul>{''.join(f'<li>{escape(name)}: {escape(counted)}</li>' for name, counted in counts.items())}</ul></section>"
    head = [words.say(f"column.{name}") for name in ("versions", *(_COLUMNS if impact.wordings else ()), "in_force")]
    for contract in impact.contracts[:most] if most else impact.contracts:
        now = (words.say("yes") if u.first <= contract.in_force <= u.last else "" for u in contract.uses)
        lines = [(words.versions(u), *words.cells(u), said) for u, said in zip(contract.uses, now, strict=True)]
        yield f"<section><h2>{escape(words.contract(contract))}</h2>{table(head, lines)}</section>"
    if most and (left := impact.totals()["contracts"] - most) > 0:
        yield f"<p>{escape(words.say('more', count=str(left)))}</p>"
