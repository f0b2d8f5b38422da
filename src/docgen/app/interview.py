"""The verb ``profile new``: the questions of a library, one by one, into a profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from docgen.app.check import check_profile
from docgen.app.interview_file import ProfileFile, open_profile, place_of
from docgen.app.interview_words import Words
from docgen.app.workshop import Workshop
from docgen.checks.interview import FILE
from docgen.checks.vocabulary import refusals
from docgen.model.diagnostic import Diagnostic, has_errors
from docgen.model.interview import Interview, Step
from docgen.model.language import Language
from docgen.model.library import LibraryInfo, Rule
from docgen.model.plan import Request
from docgen.model.profile import Path as Field
from docgen.model.script import Expr
from docgen.stages.answers import Wrong, parsed
from docgen.stages.data_filters import ABSENT
from docgen.stages.evaluate import value_of
from docgen.stages.interview_walk import dotted, judgeable, pending_paths, steps, value_at
from docgen.stages.paths_read import calculation_paths, overlap, rule_paths
from docgen.stages.resolve import dates_of
from docgen.stages.scope import scope_of
from docgen.stages.wording import FilterError
from docgen.stages.yaml_scalars import meant_boolean

STOP, BACK, MORE, TAKE, ERASE, LITERAL = ":q", "<", "?", "=", "-", "\\"


class Talk(Protocol):
    """Whoever answers."""

    def say(self, line: str) -> None:
        """Show a line."""

    def ask(self) -> str | None:
        """The next answer, None when there is no more."""


def interview(
    workshop: Workshop, name: str | None, talk: Talk, language: str
) -> tuple[bool, tuple[Diagnostic, ...]]:
    """Ask until everything is answered or whoever answers stops.

    ``name`` is the file, asked for when there is none. Gives whether the end was reached, and what
    is wrong: with the file, the library or, at the end, the whole profile.
    """
    library = workshop.library()
    if library.value is None:
        return False, library.diagnostics
    questions = workshop.project.interview(library.value)
    if questions.value is None or has_errors(questions.diagnostics):
        return False, questions.diagnostics
    spoken = workshop.language(language or library.value.languages[0])
    place = place_of(_named(name, talk, spoken), workshop.project)
    if place.value is None:
        return False, place.diagnostics
    file = open_profile(place.value, workshop.project, library.value, spoken.phrase("interview.heading"))
    if file.value is None:
        return False, file.diagnostics
    words = Words(library.value, spoken, file.value.walk, _defaults(workshop))
    conversation = _Conversation(workshop, library.value, questions.value, file.value, words, talk)
    problems = conversation.run()
    if problems or not conversation.finished:
        return False, problems
    found = check_profile(workshop, place.value, Request())
    if not found:
        talk.say(words.say("clean", file=file.value.shown))
    return True, found


def _named(name: str | None, talk: Talk, language: Language) -> str:
    if name is not None:
        return name
    talk.say(language.phrase("interview.file"))
    return (talk.ask() or "").strip()


def _defaults(workshop: Workshop) -> dict[str, Any]:
    """What the clauses take for a field that the profile does not have."""
    found: dict[str, Any] = {}
    for id_ in workshop.project.clause_ids():
        spec = workshop.clause(id_)
        for parameter in spec.parameters if spec is not None else ():
            if parameter.path and parameter.default is not None:
                found.setdefault(parameter.path, parameter.default)
    return found


class _Conversation:
    """One run through the questions."""

    def __init__(self, workshop: Workshop, library: LibraryInfo, questions: Interview, file: ProfileFile,
                 words: Words, talk: Talk) -> None:  # fmt: skip
        self._workshop, self._library, self._questions = workshop, library, questions
        self._file, self._words, self._talk = file, words, talk
        self._filters = workshop.filters(library.languages[0])
        calculated = calculation_paths(library.calculations)
        self._rules = tuple((r, rule_paths(r, calculated)) for r in library.rules)
        self._scope: tuple[Any, dict[str, Any]] = (None, {})
        self._opened: Field | None = None
        self._cursor = self._front = ""  # marks of the steps to go back to, and to go on to
        self._judged: set[int] = set()
        self._problems: tuple[Diagnostic, ...] = ()
        self.finished = False

    def run(self) -> tuple[Diagnostic, ...]:
        """The conversation; gives what made it stop, if anything did."""
        self._open()
        section: int | None = None
        while not self._problems:
            found = self._steps()
            step = self._current(found)
            if section is not None and (step is None or step.section > section):
                self._judge(found)
            if step is None:
                self.finished = True
                self._talk.say("\n" + self._words.say("done"))
                break
            if step.section != section:
                section = step.section
                self._begin(section)
            if not self._one(step, found):
                self._talk.say("\n" + self._words.say("stopped", file=self._file.shown))
                break
        return self._problems

    def _open(self) -> None:
        found = self._steps()
        done = sum(s.answered for s in found)
        self._judged = {id(r) for r in self._judgeable(found)}
        self._talk.say(self._words.say("start"))
        if done:
            self._talk.say(self._words.say("resumed", file=self._file.shown, done=str(done), count=str(len(found))))

    def _begin(self, number: int) -> None:
        section = self._questions.sections[number]
        count = len(self._questions.sections)
        title = self._words.text(section.title)
        self._talk.say("\n" + self._words.say("section", number=str(number + 1), count=str(count), title=title))
        if intro := self._words.text(section.intro):
            self._talk.say(intro)

    # -- where we are
    def _steps(self) -> list[Step]:
        return list(steps(self._questions, self._file.data, self._file.marks, self._opened, self._evaluate))

    def _current(self, found: Sequence[Step]) -> Step | None:
        at = next((s for s in found if s.mark == self._cursor), None)
        return at or next((s for s in found if not s.answered), None)

    def _evaluate(self, expression: Expr, names: Mapping[str, Field]) -> Any:
        profile = self._file.profile
        if self._scope[0] is not profile:
            self._scope = (profile, scope_of(profile, self._library, dates_of(profile, self._library, Request())))
        scope = {**self._scope[1], FILE: self._file.path.stem}
        for name, path in names.items():
            item = value_at(self._file.data, path)
            scope[name] = {} if item is None else item
        try:
            return value_of(expression, scope, self._filters)
        except FilterError:
            return None

    def _go_on(self, step: Step, found: Sequence[Step]) -> None:
        """After an answer: the step after it while we are going over old answers, else the first open one."""
        if not self._front:
            return
        now = self._steps()
        marks = [s.mark for s in now]
        at = marks.index(step.mark) + 1 if step.mark in marks else len(marks)
        following = marks[at] if at < len(marks) else ""
        self._cursor = "" if following == self._front or self._front not in marks[at:] else following
        if not self._cursor:
            self._front = ""

    def _back(self, step: Step, found: Sequence[Step]) -> None:
        at = next(n for n, s in enumerate(found) if s.mark == step.mark)
        if not at:
            self._talk.say(self._words.say("first"))
            return
        self._front = self._front or step.mark
        self._cursor = found[at - 1].mark

    # -- one question
    def _one(self, step: Step, found: Sequence[Step]) -> bool:
        """Ask until the answer is taken; False to stop the conversation."""
        current = None if step.one_more else value_at(self._file.data, step.path)
        suggestion = self._suggestion(step)
        self._talk.say("")
        for line in self._words.heading(step, current, suggestion):
            self._talk.say(line)
        while True:
            typed = self._talk.ask()
            if typed is None or typed.strip() == STOP:
                return False
            if typed.strip() == MORE:
                for line in self._words.more(step):
                    self._talk.say(line)
                continue
            if typed.strip() == BACK:
                self._back(step, found)
                return True
            wrong = self._more_items(step, typed) if step.one_more else self._answer(step, typed, current, suggestion)
            if wrong is None:
                self._go_on(step, found)
                return True
            self._talk.say(f"  {self._words.wrong(wrong)}")

    def _suggestion(self, step: Step) -> Any:
        if step.one_more or step.question.suggest is None:
            return None
        found = self._evaluate(step.question.suggest, step.names)
        return None if found in (ABSENT, None, "") else found

    def _more_items(self, step: Step, typed: str) -> Wrong | None:
        """Open another item of a list, or note that there is none."""
        meant = meant_boolean(typed.strip()) if typed.strip() else False
        if meant is None:
            return Wrong("boolean")
        self._opened = step.path if meant else None
        if not meant:
            self._file.forget_item(step.path)
        self._problems = self._file.mark(step.mark, on=not meant)
        if meant and self._front:
            self._front = ""  # a new item is asked for from its first field
        self._cursor = "" if meant else self._cursor
        return None

    def _answer(self, step: Step, typed: str, current: Any, suggestion: Any) -> Wrong | None:
        text = typed.strip()
        required = self._words.required(step)
        if text == TAKE or (not text and required and current is None and suggestion is not None):
            return Wrong("suggestion") if suggestion is None else self._put(step, suggestion)
        if text == ERASE or (not text and current is None):
            if required:
                return Wrong("required")
            self._leave(step)
            return None
        if not text:
            return None
        value = parsed(typed.removeprefix(LITERAL), self._words.field(step), self._words.labels(step))
        return value if isinstance(value, Wrong) else self._put(step, value)

    def _leave(self, step: Step) -> None:
        self._problems = self._file.drop(step.path)
        self._forget(step)
        self._close_empty(step)

    def _close_empty(self, step: Step) -> None:
        """An item of which every field was left out is none."""
        if self._opened is None or step.path[: len(self._opened)] != self._opened:
            return
        inside = [s for s in self._steps() if s.path[: len(step.path) - 1] == step.path[:-1] and not s.one_more]
        if all(s.answered for s in inside):
            item, self._opened = self._opened, None
            self._file.forget_item(item)
            closing = next(s for s in self._steps() if s.one_more and s.path == item)
            self._problems = self._problems or self._file.mark(closing.mark)

    def _put(self, step: Step, value: Any) -> Wrong | None:
        wrong = self._refused(step, value)
        if wrong is None:
            self._problems = self._file.put(step.path, value)
            self._forget(step)
            if self._opened is not None and value_at(self._file.data, self._opened) is not None:
                self._opened = None
        return wrong

    def _refused(self, step: Step, value: Any) -> Wrong | None:
        walk = self._file.walk
        path = tuple(0 if isinstance(s, int) else s for s in step.path)
        schema = {"allOf": list(walk.at(path))}
        for keyword, wanted in refusals(value, schema, self._library.vocabulary):
            shown = self._words.field(step).one.description if keyword == "pattern" else ""
            return Wrong(keyword, shown or str(wanted))
        return self._taken(step, value)

    def _taken(self, step: Step, value: Any) -> Wrong | None:
        """An item is known by a field that no two of them share."""
        if len(step.path) < 3 or not isinstance(step.path[-2], int):
            return None
        walk = self._file.walk
        name = walk.first(walk.at([0 if isinstance(s, int) else s for s in step.path[:-2]]), "x-identifiant")
        others = value_at(self._file.data, step.path[:-2]) or ()
        same = [n for n, item in enumerate(others) if isinstance(item, Mapping) and item.get(name) == value]
        clash = name == step.path[-1] and any(n != step.path[-2] for n in same)
        return Wrong("twice", str(value)) if clash else None

    # -- what the rules say
    def _forget(self, step: Step) -> None:
        """A rule that looks at a changed field is judged anew."""
        path = dotted(step)
        self._judged -= {id(r) for r, paths in self._rules if overlap(path, paths)}

    def _judgeable(self, found: Sequence[Step]) -> tuple[Rule, ...]:
        return judgeable(self._rules, pending_paths(self._questions, found))

    def _judge(self, found: Sequence[Step]) -> None:
        rules = [r for r in self._judgeable(found) if id(r) not in self._judged]
        self._judged |= {id(r) for r in rules}
        if not rules:
            return
        profile = self._file.profile
        dates = dates_of(profile, self._library, Request())
        said = self._workshop.rules(profile, replace(self._library, rules=tuple(rules)), dates)
        if said:
            self._talk.say("\n" + self._words.say("judged"))
        for finding in said:
            severity = self._words.say(f"severity.{finding.severity}")
            self._talk.say("  " + self._words.say("finding", severity=severity, code=finding.code, message=finding.message))
            if finding.hint:
                self._talk.say("    " + self._words.say("way_out", hint=finding.hint))
