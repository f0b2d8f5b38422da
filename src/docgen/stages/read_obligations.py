"""The ``obligations`` of a clause.yaml: what is read, and what can be wrong in it alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeAlias

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.obligation import Obligation, Repeat, Span
from docgen.model.script import Expr, Script
from docgen.stages.file_models.clause import ClauseModel, EveryModel, ObligationModel, SpanModel
from docgen.stages.read_file import Loaded
from docgen.stages.script_names import names_in, names_of
from docgen.stages.script_parse import parse_script

ReadExpression: TypeAlias = Callable[[str, Place], Expr | None]
Keys: TypeAlias = tuple[str | int, ...]
_WHEN = ("on", "every", "after_event")


class ObligationReader:
    """Reads the obligations of one clause and collects what is wrong with them."""

    def __init__(self, loaded: Loaded[ClauseModel], expression: ReadExpression, filters: Collection[str]) -> None:
        self.loaded, self.expression, self.filters = loaded, expression, filters
        self.found: list[Diagnostic] = []

    def read(self) -> tuple[Obligation, ...]:
        """Every obligation; ``found`` holds what is wrong."""
        models = self.loaded.model.obligations
        ids = [m.id for m in models]
        for n, model in enumerate(models):
            if model.id in ids[:n]:
                self._say("LB215", f'obligation "{model.id}" is declared twice', (n,))
        return tuple(self._one(m, n) for n, m in enumerate(models))

    def _one(self, m: ObligationModel, n: int) -> Obligation:
        self._check(m, n)
        return Obligation(
            m.id, m.who, self._texts(m.what, (n, "what")), self._each(m.each, n),
            self._expression(m.when, (n, "when")), self._expression(m.on, (n, "on")),
            self._repeat(m.every, n), self._texts(m.after_event, (n, "after_event")),
            self._span(m.before, (n, "before")), self._span(m.after, (n, "after")),
            m.lead_days, m.legal, self._place(n),
        )  # fmt: skip

    def _check(self, m: ObligationModel, n: int) -> None:
        given = [name for name, value in zip(_WHEN, (m.on, m.every, m.after_event), strict=True) if value]
        if len(given) != 1:
            said = f"says {' and '.join(given)}" if given else "does not say when"
            self._say("LB260", f'obligation "{m.id}" {said}', (n,), "write one of on, every and after_event")
        if m.after_event and (_says(m.before) or _says(m.after) or m.lead_days):
            self._say("LB260", f'obligation "{m.id}" has no day to count from', (n,),
                      "say the delay in after_event itself, or give a day with on")  # fmt: skip
        if m.every is not None and not _says(m.every):
            self._say("LB260", f'obligation "{m.id}" does not say how often', (n, "every"), "write months or days")

    # -- pieces
    def _each(self, text: str, n: int) -> tuple[str, Expr] | None:
        if not text:
            return None
        source, _, name = text.rpartition(" as ")
        if not source or not name.strip().isidentifier():
            self._say("LB260", f'"{text}" names no list', (n, "each"), 'write each: "instances as i"')
            return None
        expression = self._expression(source, (n, "each"))
        return (name.strip(), expression) if expression is not None else None

    def _repeat(self, every: EveryModel | None, n: int) -> Repeat | None:
        if every is None:
            return None
        start = self._expression(every.start, (n, "every", "from"))
        until = self._expression(every.until, (n, "every", "until"))
        return Repeat(self._span(every, (n, "every")), start, until, every.first)

    def _span(self, span: SpanModel, keys: Keys) -> Span:
        return Span(self._expression(span.months, (*keys, "months")), self._expression(span.days, (*keys, "days")))

    def _expression(self, text: str, keys: Keys) -> Expr | None:
        return self.expression(text, self._place(*keys))

    def _texts(self, texts: Mapping[str, str], keys: Keys) -> dict[str, Script]:
        return {language: self._text(text, self._place(*keys, language)) for language, text in texts.items()}

    def _text(self, text: str, place: Place) -> Script:
        outcome = parse_script(text, place.file, self.filters)
        self.found += [d.at(place) for d in outcome.diagnostics]
        return outcome.value or ()

    def _place(self, *keys: str | int) -> Place:
        return self.loaded.place("obligations", *keys)

    def _say(self, code: str, message: str, keys: Keys, hint: str | None = None) -> None:
        self.found.append(error(code, message, self._place(*keys), hint))


def _says(span: SpanModel) -> bool:
    return bool(span.months or span.days)


def names_read(obligation: Obligation) -> Iterator[str]:
    """The names that an obligation reads, that of ``each`` left out."""
    own = obligation.each[0] if obligation.each else ""
    if obligation.each:
        yield from names_in(obligation.each[1])
    inner = {name for e in obligation.expressions() for name in names_in(e)}
    for texts in (obligation.what, obligation.event):
        inner.update(name for script in texts.values() for name in names_of(script))
    yield from sorted(inner - {own})
