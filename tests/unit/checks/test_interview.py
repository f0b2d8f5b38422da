"""An interview that does not fit its vocabulary is found before anybody is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from docgen.checks.interview import check_interview
from docgen.model.diagnostic import Place
from docgen.model.interview import Interview
from docgen.model.library import LibraryInfo
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.read_interview import read_interview

TEXT = {"type": "string"}
VOCABULARY: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "nom": TEXT,
        "mode": {"enum": ["a", "b"]},
        "duree": {"type": "object", "additionalProperties": False, "properties": {"mois": {"type": "number"}}},
        "codes": {"type": "array", "items": TEXT},
        "missions": {
            "type": "array",
            "items": {"type": "object", "additionalProperties": False, "properties": {"id": TEXT, "sens": TEXT}},
        },
        "parts": {"type": "object", "additionalProperties": {"type": "number"}},
    },
}
LIBRARY = LibraryInfo("essai", ("fr",), VOCABULARY, {}, (), {"mode": {}}, {}, (), {}, "clauses", {}, {}, frozenset(), Place("x"))


def interview(questions: str) -> Interview:
    head = "schema: docgen.interview/1\nsections:\n- id: un\n  title: {fr: Un}\n  questions:\n"
    read = read_interview((head + questions).encode(), "interview.yaml", frozenset(DATA_FILTERS))
    assert read.diagnostics == ()
    assert read.value is not None
    return read.value


def codes(questions: str) -> list[str]:
    return [d.code for d in check_interview(interview(questions), LIBRARY)]


def test_an_interview_that_fits() -> None:
    questions = """\
  - {path: nom, suggest: file}
  - {path: mode, labels: mode, when: "nom and duree is not defined"}
  - {path: duree.mois}
  - {path: codes}
  - path: missions
    item: m
    items: [{path: id, suggest: "m.sens|identifier"}, {path: sens, when: "m.id and nom"}]
  - {path: parts, keys: "missions|pluck('id')"}
"""
    assert codes(questions) == []


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("{path: nomm}", "LB270"),
        ("{path: duree.jours}", "LB270"),
        ("{path: nom, when: titre}", "LB270"),
        ("{path: nom, suggest: \"missions|pluck('nom')\"}", "LB270"),
        ("{path: parts, keys: personnes}", "LB270"),
        ("{path: missions, item: m, items: [{path: sens, when: m.rien}]}", "LB270"),
        ("{path: missions, item: m, items: [{path: rien}]}", "LB270"),
        ("{path: mode, labels: modes}", "LB271"),
        ("{path: missions}", "LB273"),
        ("{path: duree}", "LB273"),
        ("{path: codes, items: [{path: id}]}", "LB273"),
        ("{path: nom, keys: codes}", "LB273"),
    ],
)
def test_what_does_not_fit(question: str, code: str) -> None:
    found = check_interview(interview(f"  - {question}\n"), LIBRARY)
    assert code in [d.code for d in found]
    assert all(d.place is not None and d.place.line >= 6 for d in found)


def test_a_question_asked_twice() -> None:
    assert codes("  - {path: nom}\n  - {path: nom}\n") == ["LB272"]


def test_a_section_with_a_condition() -> None:
    asked = interview("  - {path: nom}\n")
    wrong = interview("  - {path: nom, when: rien}\n").sections[0].questions[0].when
    section = replace(asked.sections[0], when=wrong)
    assert [d.code for d in check_interview(replace(asked, sections=(section,)), LIBRARY)] == ["LB270"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("- {path: 'a b'}", "LB203"), ("- {pathe: a}", "LB201"), ("- {help: {fr: x}}", "LB202"), ("- {path: a, when: 'a('}", "CL")],
)
def test_a_file_that_cannot_be_read(text: str, code: str) -> None:
    head = "schema: docgen.interview/1\nsections:\n- id: un\n  title: {fr: Un}\n  questions:\n"
    found = read_interview(f"{head}  {text}\n".encode(), "i.yaml", frozenset()).diagnostics
    assert any(d.code.startswith(code) for d in found)
    assert all(d.place is not None and d.place.line for d in found)


def test_texts_that_one_language_of_the_library_lacks() -> None:
    questions = """\
  - {path: nom, help: {fr: Le nom.}}
  - {path: mode, title: {en: Mode}, help: {fr: Le mode., en: The mode.}}
  - path: missions
    another: {fr: une mission}
    items: [{path: id, more: {fr: Court.}}]
"""
    both = replace(LIBRARY, languages=("fr", "en"))
    (one,) = check_interview(interview(questions), both)
    assert (one.code, str(one.severity), one.message) == (
        "LB275", "info", '4 texts of the interview are not written in "en"',
    )  # fmt: skip
    assert str(one.place).startswith("interview.yaml:3:")
