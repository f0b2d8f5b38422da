"""An interview against the vocabulary and the labels of its library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.model.diagnostic import Diagnostic, Place, error, info
from docgen.model.interview import Interview, Question
from docgen.model.library import LibraryInfo, Localised
from docgen.model.script import Expr
from docgen.stages.paths_read import Aliases, paths_read
from docgen.stages.schema_walk import SchemaWalk
from docgen.stages.vocabulary_fields import FieldInfo, field_info

FILE = "file"
"""What a suggestion calls the name of the file that is being made."""
Steps = tuple[str | int, ...]


def check_interview(interview: Interview, library: LibraryInfo) -> tuple[Diagnostic, ...]:
    """Paths that the vocabulary lacks, tables of labels that do not exist, questions asked twice, missing languages."""
    check = _Check(library)
    found: list[Diagnostic] = [d for code in library.languages for d in _unsaid(interview, code)]
    for section in interview.sections:
        found += check.reads((section.when,), {}, section.place)
        for question in section.questions:
            found += check.question(question, (), {})
    return tuple(found)


def _unsaid(interview: Interview, code: str) -> Iterator[Diagnostic]:
    """LB275 once for a language in which texts of the interview are missing, at the first of them."""
    missing = [place for texts, place in _texts(interview) if texts and code not in texts]
    if missing:
        yield info("LB275", f'{len(missing)} texts of the interview are not written in "{code}"', missing[0],
                   "they are said in the first language that they have; write the others beside it")  # fmt: skip


def _texts(interview: Interview) -> Iterator[tuple[Localised | None, Place]]:
    """Every text that is said in the language of the interview, with its question or section."""
    for section in interview.sections:
        yield from ((text, section.place) for text in (section.title, section.intro))
        for question in section.questions:
            yield from _texts_of(question)


def _texts_of(question: Question) -> Iterator[tuple[Localised | None, Place]]:
    yield from ((text, question.place) for text in (question.help, question.more, question.another))
    for below in question.items:
        yield from _texts_of(below)


class _Check:
    def __init__(self, library: LibraryInfo) -> None:
        self._walk = SchemaWalk(library.vocabulary)
        self._labels = library.labels
        self._asked: dict[Steps, Place] = {}

    def question(self, q: Question, base: Steps, names: Aliases) -> Iterator[Diagnostic]:
        """What is wrong with a question and those below it."""
        path = (*base, *q.steps)
        dotted = _dotted(path)
        first = self._asked.setdefault(path, q.place)
        if first is not q.place:
            yield error("LB272", f'"{dotted}" is asked twice', q.place, f"it is asked at {first}; keep one")
        yield from self.reads((q.when, q.keys), names, q.place)
        field = field_info(self._walk, path)
        if field is None:
            yield error("LB270", f'the vocabulary has no field "{dotted}"', q.place, "correct the path")
            return
        yield from self._fits(q, field, dotted)
        inside = {**names, q.name: frozenset({dotted})}
        yield from self.reads((q.suggest,), {**names, FILE: frozenset()}, q.place)
        for below in q.items:
            yield from self.question(below, (*path, 0), inside)

    def _fits(self, q: Question, field: FieldInfo, dotted: str) -> Iterator[Diagnostic]:
        groups = field.kind == "list" and field.item is not None and field.item.kind == "group"
        if groups != bool(q.items):
            hint = "ask for its fields under items" if groups else "remove items: its values are typed as one answer"
            yield error("LB273", f'"{dotted}" is {"" if groups else "not "}a list of groups of fields', q.place, hint)
        elif field.kind == "group":
            yield error("LB273", f'"{dotted}" has fields of its own', q.place, "ask for each of them")
        elif q.keys is not None and field.kind != "table":
            yield error("LB273", f'"{dotted}" has no free keys', q.place, "remove keys")
        if q.labels and q.labels not in self._labels:
            yield error("LB271", f'there are no labels "{q.labels}"', q.place, "name a table of the labels of the library")

    def reads(self, expressions: tuple[Expr | None, ...], names: Aliases, place: Place) -> Iterator[Diagnostic]:
        """LB270 for what an expression reads and the vocabulary does not have."""
        for expression in expressions:
            for path in sorted(paths_read(expression, names)) if expression is not None else ():
                if not self._known(path):
                    yield error("LB270", f'an expression reads "{path}", which the vocabulary does not have', place)

    def _known(self, path: str) -> bool:
        return known(self._walk, path)


def known(walk: SchemaWalk, dotted: str) -> bool:
    """Whether the vocabulary has a field at a dotted path, going into the items of lists by itself."""
    schemas = walk.at(())
    for step in dotted.split("."):
        below = walk.step(walk.flat(schemas), step)
        schemas = below or walk.step(walk.flat(walk.step(walk.flat(schemas), 0)), step)
        if not schemas:
            return False
    return True


def label_table(q: Question, field: FieldInfo, labels: Mapping[str, Mapping[str, Mapping[str, str]]]) -> str:
    """The table of labels of a question: the one it names, else that of the name of the field or its definition."""
    one = field.one
    names = (q.path.rpartition(".")[2], field.definition) if one.values else ()
    wanted = (q.labels, *names, one.definition)
    found = (t for t in wanted if t and labels.get(t) and all(v in labels[t] for v in one.values))
    return next(found, q.labels)


def _dotted(path: Steps) -> str:
    return ".".join(s for s in path if isinstance(s, str))
