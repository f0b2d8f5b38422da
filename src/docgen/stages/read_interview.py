"""``interview.yaml`` to an Interview, every problem with its place."""

from __future__ import annotations

from collections.abc import Collection

from docgen.model.diagnostic import Diagnostic, Outcome, Place
from docgen.model.interview import Interview, InterviewSection, Question
from docgen.model.script import Expr
from docgen.stages.file_models.interview import InterviewModel, QuestionModel
from docgen.stages.read_file import Loaded, read_model
from docgen.stages.script_parse import parse_expression


def read_interview(data: bytes, file: str, filters: Collection[str]) -> Outcome[Interview]:
    """The interview of a library; LB201 to LB204 and CL3xx say what does not fit."""
    loaded = read_model(data, file, InterviewModel)
    if loaded.value is None:
        return Outcome(None, loaded.diagnostics)
    reader = _Reader(loaded.value, filters)
    sections = tuple(
        InterviewSection(
            s.id, s.title, s.intro, reader.expression(s.when, "sections", n, "when"),
            tuple(reader.question(q, ("sections", n, "questions", i)) for i, q in enumerate(s.questions)),
            loaded.value.place("sections", n),
        )
        for n, s in enumerate(loaded.value.model.sections)
    )  # fmt: skip
    return Outcome(Interview(sections, loaded.value.place()), (*loaded.diagnostics, *reader.found))


class _Reader:
    """Parses the expressions of an interview and collects what is wrong with them."""

    def __init__(self, loaded: Loaded[InterviewModel], filters: Collection[str]) -> None:
        self.found: list[Diagnostic] = []
        self._loaded, self._filters = loaded, filters

    def expression(self, text: str, *path: str | int) -> Expr | None:
        if not text:
            return None
        place: Place = self._loaded.place(*path)
        outcome = parse_expression(text, place, self._filters)
        self.found += outcome.diagnostics
        return outcome.value

    def question(self, q: QuestionModel, path: tuple[str | int, ...]) -> Question:
        return Question(
            path=q.path, place=self._loaded.place(*path),
            when=self.expression(q.when, *path, "when"),
            title=q.title, about=q.about, help=q.help, more=q.more, source=tuple(q.source), labels=q.labels,
            suggest=self.expression(q.suggest, *path, "suggest"),
            keys=self.expression(q.keys, *path, "keys"),
            name=q.item or q.path.rpartition(".")[2], another=q.another,
            items=tuple(self.question(i, (*path, "items", n)) for n, i in enumerate(q.items)),
        )  # fmt: skip
