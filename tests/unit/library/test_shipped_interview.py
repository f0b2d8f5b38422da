"""The shipped interview asks for what the shipped rules and clauses need, in words people understand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from docgen.app.workshop import Workshop
from docgen.checks.interview import check_interview, label_table
from docgen.model.interview import Interview, Question
from docgen.model.library import LibraryInfo
from docgen.stages.paths_read import overlap, paths_read, rule_paths
from docgen.stages.schema_walk import SchemaWalk
from docgen.stages.vocabulary_fields import every_field, field_info, is_required


@pytest.fixture(scope="module")
def interview(workshop: Workshop, library: LibraryInfo) -> Interview:
    read = workshop.project.interview(library)
    assert read.diagnostics == ()
    assert read.value is not None
    return read.value


def asked(interview: Interview) -> Iterator[tuple[tuple[str | int, ...], Question]]:
    """Every question that is answered by a value, with its path."""

    def below(questions: tuple[Question, ...], base: tuple[str | int, ...]):
        for q in questions:
            path = (*base, *q.steps)
            if q.items:
                yield from below(q.items, (*path, 0))
            else:
                yield path, q

    for section in interview.sections:
        yield from below(section.questions, ())


def dotted(interview: Interview) -> set[str]:
    return {".".join(s for s in path if isinstance(s, str)) for path, _ in asked(interview)}


def is_asked(path: str, fields: set[str]) -> bool:
    return path in fields or any(f.startswith(f"{path}.") or path.startswith(f"{f}.") for f in fields)


def test_it_fits_the_vocabulary(interview: Interview, library: LibraryInfo) -> None:
    assert check_interview(interview, library) == ()


def test_it_asks_what_the_rules_that_stop_a_final_look_at(interview: Interview, library: LibraryInfo) -> None:
    fields, known = dotted(interview), set(library.vocabulary["properties"]) - {library.choices.at}
    needed = {p for r in library.rules if r.severity == "error" for p in rule_paths(r) if p.split(".")[0] in known}
    assert len(needed) > 60
    assert {p for p in needed if not is_asked(p, fields)} == set()


def test_it_asks_what_the_clauses_cannot_do_without(workshop: Workshop, interview: Interview, library: LibraryInfo) -> None:
    fields, known = dotted(interview), set(library.vocabulary["properties"])
    specs = [s for s in map(workshop.clause, workshop.project.clause_ids()) if s is not None]
    needed = {
        p
        for spec in specs
        for q in spec.parameters
        if q.source is not None and q.default is None and not q.optional
        for p in paths_read(q.source)
        if p.split(".")[0] in known
    }
    assert len(needed) > 30
    assert {p for p in needed if not is_asked(p, fields)} == set()


def test_it_asks_every_required_field(interview: Interview, library: LibraryInfo) -> None:
    walk, fields = SchemaWalk(library.vocabulary), dotted(interview)
    for path in every_field(walk):
        name = ".".join(s for s in path if isinstance(s, str))
        info = field_info(walk, path)
        leaf = info is not None and info.kind != "group" and info.one.kind != "group"
        if leaf and name != "schema" and is_required(walk, path) and not name.startswith("clauses"):
            assert is_asked(name, fields), name


def test_every_code_that_is_shown_has_a_name(interview: Interview, library: LibraryInfo) -> None:
    walk = SchemaWalk(library.vocabulary)
    nameless = set()
    for path, question in asked(interview):
        info = field_info(walk, path)
        assert info is not None
        table = library.labels.get(label_table(question, info, library.labels), {})
        nameless |= {(path, v) for v in info.one.values if not table.get(v, {}).get("fr")}
    assert nameless == set()


def test_every_question_has_a_title(interview: Interview, library: LibraryInfo) -> None:
    walk = SchemaWalk(library.vocabulary)
    without = [path for path, q in asked(interview) if not (info := field_info(walk, path)) or not (info.title or q.help)]
    assert without == []


def test_strategy_comes_first_and_money_after_the_means(interview: Interview) -> None:
    ids = [s.id for s in interview.sections]
    order = ["strategie", "client", "besoin", "moyens", "argent", "pilotage", "sortie"]
    assert [i for i in ids if i in order] == order


def test_a_condition_reads_what_was_asked_before(interview: Interview) -> None:
    """A question whose condition depends on a later one would be passed over and asked out of order."""
    seen: set[str] = set()

    def walk(questions: tuple[Question, ...], base: str, names: dict[str, frozenset[str]]) -> None:
        for q in questions:
            path = f"{base}.{q.path}".removeprefix(".")
            for e in (q.when, q.keys):
                for read in paths_read(e, names) if e is not None else ():
                    assert overlap(read, seen), f"{path} reads {read}"
            walk(q.items, path, {**names, q.name: frozenset({path})})
            seen.add(path)

    for section in interview.sections:
        walk(section.questions, "", {})


def every_question(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from every_question(question.items)


def test_every_text_is_said_in_every_language_of_the_library(interview: Interview, library: LibraryInfo) -> None:
    for section in interview.sections:
        assert set(section.title) == set(library.languages), section.id
        assert not section.intro or set(section.intro) == set(library.languages), section.id
        for q in every_question(section.questions):
            for texts in (q.help, q.more, q.another):
                assert not texts or set(texts) == set(library.languages), q.place


def test_what_the_vocabulary_says_in_french_the_interview_says_in_english(interview: Interview, library: LibraryInfo) -> None:
    walk = SchemaWalk(library.vocabulary)

    def below(questions: tuple[Question, ...], base: tuple[str | int, ...]) -> None:
        for q in questions:
            field = field_info(walk, (*base, *q.steps))
            assert field is not None
            assert q.title and q.title["en"], q.place
            assert bool(q.about) == bool(field.description), q.place
            unit = library.labels["unite"].get(field.one.unit, {}).get("en")
            assert not field.one.unit or unit, field.one.unit
            below(q.items, (*base, *q.steps, 0))

    for section in interview.sections:
        below(section.questions, ())
