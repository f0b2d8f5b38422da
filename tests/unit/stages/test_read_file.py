"""A file of docgen's own becomes a model, or findings with a place and a way out."""

from __future__ import annotations

import pytest

from docgen.model.diagnostic import Place
from docgen.stages.file_models.clause import ClauseModel
from docgen.stages.file_models.document_type import DocumentTypeModel
from docgen.stages.read_file import nearest, read_model

LEAST = "schema: docgen.clause/1\nid: x\ntitle: {fr: X}\nrevisions:\n- {number: 1, change: legal}\n"


def findings(text: str, model: type = ClauseModel) -> list[tuple[str, str, str | None]]:
    outcome = read_model(text.encode(), "x/clause.yaml", model)
    assert (outcome.value is None) is bool(outcome.diagnostics)
    return [(d.code, str(d.place), d.hint) for d in outcome.diagnostics]


def test_the_least_file_is_a_model_with_the_place_of_each_field() -> None:
    loaded = read_model(LEAST.encode(), "x/clause.yaml", ClauseModel).value
    assert loaded is not None
    assert loaded.model.revisions[0].change == "legal"
    assert loaded.place("revisions", 0, "change") == Place("x/clause.yaml", 5, 15)


def test_the_place_of_what_is_not_written_is_the_nearest_above_it() -> None:
    loaded = read_model(LEAST.encode(), "x/clause.yaml", ClauseModel).value
    assert loaded is not None
    assert loaded.place("revisions", 0, "in_force", "from") == Place("x/clause.yaml", 5, 3)
    assert nearest({}, ("a",), "f") == Place("f")


@pytest.mark.parametrize(
    ("more", "code", "place", "hint"),
    [
        ("titel: {fr: Y}\n", "LB201", "6:1", 'did you mean "title"?'),
        ("parameters: {a: {type: money, fron: b}}\n", "LB201", "6:31", 'did you mean "from"?'),
        ("parameters: {a: {type: money, source: b}}\n", "LB201", "6:31", None),
        ("zzzz: 1\n", "LB201", "6:1", None),
        ("parameters: {a: {from: b}}\n", "LB202", "6:14", 'add the line "type: …" here'),
        ("parameters: {a: {type: mony}}\n", "LB203", "6:18", 'did you mean "money"?'),
        ("positions: [{id: a, kind: fallbak}]\n", "LB203", "6:21", 'did you mean "fallback"?'),
        ("positions: a\n", "LB203", "6:1", 'write one item on each line, after "- "'),
        ("positions: [a]\n", "LB203", "6:13", 'write "key: value" lines below it'),
        ("requires: {a: b}\n", "LB203", "6:1", 'write one item on each line, after "- "'),
        ("owner: [a]\n", "LB203", "6:1", "write one text, between quotation marks where YAML would read something else"),
        ("guidance: {fr: [a]}\n", "LB203", "6:1", "write one text, between quotation marks where YAML would read something else"),
        ("terms: {a: {fr: {term: A, definiton: b}}}\n", "LB201", "6:27", 'did you mean "definition"?'),
        ("terms: {a: {fr: {definition: b}}}\n", "LB202", "6:13", 'add the line "term: …" here'),
        ("terms: {a: {fr: {term: '', definition: b}}}\n", "LB203", "6:18", None),
        ("terms: {a: {inlin: true}}\n", "LB203", "6:13", 'write "key: value" lines below it'),
        ("terms: {a: b}\n", "LB203", "6:9", 'write "key: value" lines below it'),
        ("numbered: yes\n", "Y113", "6:11", "write true (the two words are true or false)"),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_said_once_with_its_place_and_what_was_meant(
    more: str, code: str, place: str, hint: str | None
) -> None:
    (found,) = findings_with_model_or_without(LEAST + more)
    assert found == (code, f"x/clause.yaml:{place}", hint)


def findings_with_model_or_without(text: str) -> list[tuple[str, str, str | None]]:
    return [
        (d.code, str(d.place), d.hint)
        for d in read_model(text.encode(), "x/clause.yaml", ClauseModel).diagnostics
    ]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("id: x", "id: Clause Pénale", "small letters"),
        ("docgen.clause/1", "docgen.clause/2", "docgen.clause/1"),
        ("title: {fr: X}", "title: {fr: X}\nparameters: {Montant: {type: money}}", "underscores"),
        ("change: legal", "change: legal, in_force: {from: 31/12/2026}", "2026-12-31"),
    ],
)
def test_the_hint_says_how_it_is_written(old: str, new: str, word: str) -> None:
    ((code, _, hint),) = findings(LEAST.replace(old, new))
    assert code == "LB203"
    assert word in (hint or "")


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "0000-01-01", "2026-1-1", "20260101", "٢٠٢٦-٠١-٠١"])
def test_a_day_that_the_calendar_lacks_is_refused(day: str) -> None:
    ((code, place, _),) = findings(LEAST.replace("change: legal", f"change: legal, in_force: {{to: {day}}}"))
    assert (code, place) == ("LB203", "x/clause.yaml:5:41")


@pytest.mark.parametrize("name", ["../contrat", "docx/contrat", "a\\\\b", ".hidden", "C:x"])
@pytest.mark.parametrize("field", ["extends", "template"])
def test_a_document_type_names_files_of_its_own_folder_only(field: str, name: str) -> None:
    text = f'schema: docgen.document/1\nid: x\n{field}: "{name}"\n'
    ((code, place, hint),) = findings(text, DocumentTypeModel)
    assert (code, place) == ("LB203", "x/clause.yaml:3:1")
    assert "same folder" in (hint or "")


def test_several_problems_are_all_said() -> None:
    found = findings("schema: docgen.clause/1\nid: X\nrevisions: []\nfoo: 1\n")
    assert sorted(code for code, *_ in found) == ["LB201", "LB202", "LB203", "LB203"]


@pytest.mark.parametrize(
    ("text", "code"), [("", "Y111"), ("- a\n", "Y112"), ("a: 1\n---\nb: 2\n", "Y111"), ("a: [\n", "Y101"), ("id: x\nid: y\n", "Y102")]
)  # fmt: skip
def test_what_is_no_single_mapping_is_no_model(text: str, code: str) -> None:
    assert [c for c, *_ in findings(text)] == [code]
