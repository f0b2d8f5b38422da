"""What an interview says about a question: title, help, source, values, default, suggestion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.checks.interview import label_table
from docgen.model.interview import Question, Step
from docgen.model.language import Language
from docgen.model.library import LibraryInfo, Localised
from docgen.stages.answers import Labels, Wrong, asked_back
from docgen.stages.schema_walk import SchemaWalk
from docgen.stages.vocabulary_fields import UNITS, FieldInfo, field_info, is_required


class Words:
    """The sentences of an interview in one language."""

    def __init__(self, library: LibraryInfo, language: Language, walk: SchemaWalk, defaults: Mapping[str, Any]) -> None:
        self._library, self._language, self._walk, self._defaults = library, language, walk, defaults

    def say(self, key: str, **values: str) -> str:
        """A fixed sentence of the interview."""
        return self._language.phrase(f"interview.{key}", **values)

    def wrong(self, problem: Wrong) -> str:
        """Why an answer is not taken."""
        key = f"wrong.{problem.reason}"
        known = f"interview.{key}" in self._language.phrases
        return self.say(key, shown=problem.shown[:200], more=problem.more) if known else self.say("wrong.other")

    def text(self, texts: Localised | None) -> str:
        """A text of the library in this language, else in the first that it has."""
        found = texts or {}
        return found.get(self._language.code) or next(iter(found.values()), "")

    def field(self, step: Step) -> FieldInfo:
        """What the vocabulary says about the field of a step."""
        path = tuple(0 if isinstance(s, int) else s for s in step.path)
        return field_info(self._walk, path) or FieldInfo("any")

    def required(self, step: Step) -> bool:
        """Whether the step cannot be left out."""
        return not step.one_more and step.question.keys is None and is_required(self._walk, step.path)

    def labels(self, step: Step) -> Labels:
        """What the known values of a field are called."""
        table = label_table(step.question, self.field(step), self._library.labels)
        return {str(code): self.text(entry) for code, entry in self._library.labels.get(table, {}).items()}

    def title(self, step: Step) -> str:
        """What the field, or the list, is called."""
        own = (step.question.title or {}).get(self._language.code)
        if step.question.keys is None and not step.one_more:
            return own or self.field(step).title or str(step.path[-1])
        parent = field_info(self._walk, [0 if isinstance(s, int) else s for s in step.path[:-1]])
        whole = own or (parent.title if parent and parent.title else step.question.path)
        return whole if step.one_more else self.say("pair", name=whole, text=str(step.path[-1]))

    def heading(self, step: Step, current: Any, suggestion: Any) -> Iterator[str]:
        """The lines above the prompt."""
        if step.one_more:
            yield self.say("another", title=self.text(step.question.another) or self.title(step))
            yield from self._why(step.question)
            return
        yield self.title(step) + (f" ({self.say('required')})" if self.required(step) else "")
        yield from self._why(step.question)
        field = self.field(step)
        yield from self._values(field, self.labels(step))
        if (form := f"form.{field.kind}") and f"interview.{form}" in self._language.phrases:
            yield f"  {self.say(form)}"
        if field.one.unit:
            yield self._line("unit", self._unit(field.one.unit))
        yield from self._offers(step, current, suggestion)

    def _unit(self, unit: str) -> str:
        """A unit as the vocabulary writes it; in a language in which it is not written, by its label."""
        label = self._library.labels.get(UNITS, {}).get(unit, {})
        return unit if self._own else label.get(self._language.code, unit)

    @property
    def _own(self) -> bool:
        """Whether the questions are asked in the language of the vocabulary."""
        return self._language.code == self._library.languages[0]

    def _why(self, question: Question) -> Iterator[str]:
        if said := self.text(question.help):
            yield f"  {said}"
        if question.source:
            yield self._line("source", ", ".join(question.source))

    def _values(self, field: FieldInfo, labels: Labels) -> Iterator[str]:
        if field.one.values:
            yield f"  {self.say('known' if field.one.open else 'values')}"
            for value in field.one.values:
                label = labels.get(value, value)
                yield f"    {value}" + (f" ({label})" if label != value else "")

    def _offers(self, step: Step, current: Any, suggestion: Any) -> Iterator[str]:
        if current is not None:
            yield self._line("current", self.say("keep", value=asked_back(current)))
            return
        default = self.default(step)
        if default is not None:
            yield self._line("default", asked_back(default))
        if suggestion is not None:
            yield self._line("suggestion", self.say("take", value=asked_back(suggestion)))

    def default(self, step: Step) -> Any:
        """What counts when nothing is said: by the vocabulary, or in the clauses that read the field."""
        field = self.field(step)
        if field.default is not None:
            return field.default
        return self._defaults.get(".".join(s for s in step.path if isinstance(s, str)))

    def more(self, step: Step) -> Iterator[str]:
        """What ``?`` explains."""
        field, labels = self.field(step), self.labels(step)
        about = (step.question.about or {}).get(self._language.code) or (field.description if self._own else "")
        said = [self.text(step.question.more), about, *self._rest(field, labels)]
        yield from (f"  {line}" for line in said if line)
        if not any(said):
            yield f"  {self.say('nothing_more')}"
        yield self._line("field", ".".join(s for s in step.path if isinstance(s, str)))
        yield f"  {self.say('commands')}"

    def _rest(self, field: FieldInfo, labels: Labels) -> Iterator[str]:
        """Codes with a name where the vocabulary does not list them, such as countries."""
        if not field.one.values and labels:
            yield ", ".join(f"{code} ({label})" for code, label in labels.items())

    def _line(self, key: str, text: str) -> str:
        return "  " + self.say("pair", name=self.say(key), text=text)
