"""Through an interview, step by step: what applies, what is answered, which rules can be judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from docgen.model.interview import Interview, Question, Step, written
from docgen.model.library import Rule
from docgen.model.profile import Path
from docgen.model.script import Expr
from docgen.stages.paths_read import overlap, paths_read

Evaluate = Callable[[Expr, Mapping[str, Path]], Any]
"""The value of an expression, with names for the items around a question."""


def value_at(data: Any, path: Path) -> Any:
    """What stands at a path, None when nothing does."""
    for step in path:
        try:
            data = data[step]
        except (LookupError, TypeError):
            return None
    return data


def steps(
    interview: Interview, data: Any, left: Collection[str], opened: Path | None, evaluate: Evaluate
) -> Iterator[Step]:
    """Every step that applies, in order. ``opened`` is an item that has no answer yet."""
    walk = _Walk(data, left, opened, evaluate)
    for number, section in enumerate(interview.sections):
        if section.when is None or evaluate(section.when, {}):
            for question in section.questions:
                yield from walk.question(question, (), {}, number)


class _Walk:
    def __init__(self, data: Any, left: Collection[str], opened: Path | None, evaluate: Evaluate) -> None:
        self._data, self._left, self._opened, self._evaluate = data, left, opened, evaluate

    def question(self, q: Question, base: Path, names: Mapping[str, Path], section: int) -> Iterator[Step]:
        if q.when is not None and not self._evaluate(q.when, names):
            return
        path = (*base, *q.steps)
        if q.items:
            yield from self._items(q, path, names, section)
        elif q.keys is not None:
            keys = self._evaluate(q.keys, names)
            for key in keys if isinstance(keys, list) else ():
                yield self._step((*path, str(key)), q, names, section)
        else:
            yield self._step(path, q, names, section)

    def _items(self, q: Question, path: Path, names: Mapping[str, Path], section: int) -> Iterator[Step]:
        found = value_at(self._data, path)
        count = len(found) if isinstance(found, list) else 0
        for n in range(count):
            yield from self._fields(q, (*path, n), names, section)
        opened = self._opened == (*path, count)
        yield Step((*path, count), q, section, True, opened or f"{written(path)}+" in self._left, names)
        if opened:
            yield from self._fields(q, (*path, count), names, section)

    def _fields(self, q: Question, item: Path, names: Mapping[str, Path], section: int) -> Iterator[Step]:
        for field in q.items:
            yield from self.question(field, item, {**names, q.name: item}, section)

    def _step(self, path: Path, q: Question, names: Mapping[str, Path], section: int) -> Step:
        answered = value_at(self._data, path) is not None or written(path) in self._left
        return Step(path, q, section, False, answered, names)


def pending_paths(interview: Interview, found: Sequence[Step]) -> frozenset[str]:
    """Paths that may still get an answer: open steps, and questions whose condition is undecided."""
    pending = {dotted(step) for step in found if not step.answered}
    for section in interview.sections:
        open_ = section.when is not None and any(overlap(p, pending) for p in paths_read(section.when))
        for question in section.questions:
            if open_:
                pending.add(question.path)
            _undecided(question, "", {}, pending)
    return frozenset(pending)


def dotted(step: Step) -> str:
    """The path of a step without the numbers of items."""
    return ".".join(s for s in step.path if isinstance(s, str))


def _undecided(q: Question, base: str, aliases: Mapping[str, frozenset[str]], pending: set[str]) -> None:
    path = f"{base}.{q.path}".removeprefix(".")
    for condition in (q.when, q.keys):
        if condition is not None and any(overlap(p, pending) for p in paths_read(condition, aliases)):
            pending.add(path)
    for field in q.items:
        _undecided(field, path, {**aliases, q.name: frozenset({path})}, pending)


def judgeable(rules: Iterable[tuple[Rule, Collection[str]]], pending: Collection[str]) -> tuple[Rule, ...]:
    """The rules over the profile of which every path has got its answer. Each rule comes with its paths."""
    mine = ((r, paths) for r, paths in rules if r.scope == "profile")
    return tuple(r for r, paths in mine if not any(overlap(p, pending) for p in paths))
