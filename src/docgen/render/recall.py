"""A whole recall as lines for a terminal, as plain data, and as a page to send round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from html import escape
from typing import Any, Final

from docgen.model.language import Language
from docgen.model.recall import DONE, FAILED, SAME, Left, Recalled, Result
from docgen.render.page import page
from docgen.stages.wording_dates import date

RECALL_FORMAT: Final = "docgen.recalled/1"


def as_plain(found: Recalled) -> dict[str, Any]:
    """Everything as plain data, the same for the same recall."""
    results = [{k: v for k, v in asdict(r).items() if k != "peak"} for r in found.results]
    totals = {state: found.count(state) for state in (DONE, SAME, FAILED)}
    return {"schema": RECALL_FORMAT, "recall": asdict(found.recall), "totals": totals, "contracts": results, "left": [asdict(x) for x in found.left]}


class _Words:
    """The words of one language for a recall."""

    def __init__(self, found: Recalled, language: Language) -> None:
        self.found, self._language = found, language

    def say(self, key: str, **values: str) -> str:
        """A phrase of recalls."""
        return self._language.phrase(f"recall.{key}", **values)

    def title(self) -> str:
        """Which clause goes to which revision, on which day."""
        one = self.found.recall
        return self.say("title", title=self.found.title, clause=one.clause, revision=str(one.revision), day=date(one.effective, self._language))

    def totals(self) -> str:
        """How many contracts of each kind."""
        counts = {state: str(self.found.count(state)) for state in (DONE, SAME, FAILED)}
        return self.say("totals", **counts, left=str(len(self.found.left)))

    def head(self, result: Result) -> str:
        """A contract, and what became of it."""
        name = " — ".join(p for p in (f"{result.dossier}@{result.number}", result.client) if p)
        return f"{name}: {self.say(f'state.{result.state}')}"

    def left(self, one: Left) -> str:
        """A contract that is left out, and why."""
        why = self.say(f"left.{one.why}", day=date(one.day, self._language) if one.day else "")
        return f"{' — '.join(p for p in (f'{one.dossier}@{one.number}', one.client) if p)}: {why}"

    def details(self, result: Result) -> Iterator[tuple[str, list[str]]]:
        """What changes in a contract, under titles; nothing that is empty."""
        said = result.summary
        found: tuple[tuple[str, list[str]], ...] = (
            ("articles", [self._article(a) for a in said.get("articles", ())]),
            ("beside", [self._article(a) for a in said.get("beside", ())]),
            ("money", [f"{name}: {self._change(before, after)}" for name, before, after in said.get("money", ())]),
            ("duties", [f"{what}: {self._change(before, after)}" for what, before, after in said.get("duties", ())]),
            ("errors", [f"{code} {message}" for code, severity, message in result.findings if severity == "error"]),
            ("findings", [f"{severity} {code} {message}" for severity, code, message in said.get("findings", ()) if severity != "error"]),
            ("files", [f"{result.folder}/{name}" for name in result.files]),
        )
        yield from ((self.say(key), lines) for key, lines in found if lines)

    def _article(self, article: Sequence[str]) -> str:
        number, title, mode = article
        return self.say("article", number=number, title=title, mode=self._language.phrase(f"plan.mode.{mode}")).strip()

    def _change(self, before: str, after: str) -> str:
        none = self._language.phrase("plan.none")
        return self._language.phrase("plan.change", before=before or none, after=after or none)


def as_text(found: Recalled, language: Language) -> Iterator[str]:
    """The recall in lines: the totals, each contract, failures and those left out at the end, where they are seen."""
    words = _Words(found, language)
    yield words.title()
    yield words.totals()
    for result in found.results:
        if result.state == FAILED:
            continue
        yield ""
        yield words.head(result)
        for title, lines in words.details(result):
            yield f"  {title}"
            yield from (f"      {line}" for line in lines)
    yield from _section(words.say("left_title"), [words.left(x) for x in found.left])
    yield from _section(words.say("failed_title"), [_failure(r) for r in found.results if r.state == FAILED])
    yield ""
    yield words.say("nothing_sent")


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def _failure(result: Result) -> str:
    return f"{result.dossier}@{result.number}: {'; '.join(f'{code} {message}' for code, _, message in result.findings)}"


def as_html(found: Recalled, language: Language) -> str:
    """One page, a section for each contract; failures come first."""
    words = _Words(found, language)
    return page(words.title(), language.code, _page(found, words))


def _page(found: Recalled, words: _Words) -> Iterator[str]:
    yield f'<p><strong>{escape(words.totals())}</strong></p><p class="soft">{escape(words.say("nothing_sent"))}</p>'
    yield _list(words.say("failed_title"), [_failure(r) for r in found.results if r.state == FAILED])
    yield _list(words.say("left_title"), [words.left(x) for x in found.left])
    for result in found.results:
        if result.state != FAILED:
            yield f"<section><h2>{escape(words.head(result))}</h2>"
            for title, lines in words.details(result):
                yield f"<h3>{escape(title)}</h3><ul>{''.join(f'<li>{_line(line, result)}</li>' for line in lines)}</ul>"
            yield "</section>"


def _line(line: str, result: Result) -> str:
    """A line; the name of a file leads to it."""
    if result.folder and line.removeprefix(f"{result.folder}/") in result.files:
        return f'<a href="{escape(line)}">{escape(line)}</a>'
    return escape(line)


def _list(title: str, lines: Sequence[str]) -> str:
    return f"<section><h2>{escape(title)}</h2><ul>{''.join(f'<li>{escape(x)}</li>' for x in lines)}</ul></section>" if lines else ""
