"""A file of docgen's own becomes a model, or findings with a place and a way out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from docgen.model.diagnostic import Place
from docgen.stages.file_models.clause import ClauseModel
from docgen.stages.file_models.document_type import DocumentTypeModel
from docgen.stages.model_faults import faults
from docgen.stages.read_file import _schema, model_of, nearest, read_model

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
        ("guidance: {fr: [a]}\n", "LB203", "6:12", "write one text, between quotation marks where YAML would read something else"),
        ("terms: {a: {fr: {term: A, definiton: b}}}\n", "LB201", "6:27", 'did you mean "definition"?'),
        ("terms: {a: {fr: {definition: b}}}\n", "LB202", "6:13", 'add the line "term: …" here'),
        ("terms: {a: {fr: {term: '', definition: b}}}\n", "LB203", "6:18", "write the text here, or take the line out"),
        ('numbered: "true"\n', "LB203", "6:1", "write true or false, without quotation marks"),
        ("obligations: [{id: a, who: b, what: {fr: C}, lead_days: 900}]\n", "LB203", "6:46", None),
        ('obligations: [{id: a, who: b, what: {fr: C}, lead_days: "9"}]\n', "LB203", "6:46",
         "write digits only, without quotation marks and decimals"),
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
    ("more", "words"),
    [
        ("numbered: 1\n", '"numbered": true or false is wanted here'),
        ("guidance: 1\nnumbered: [a]\n", '"numbered": true or false is wanted here'),
        ("guidance: [[a]]\n", '"guidance.0": a text is wanted here'),
        ("obligations: [{id: a, who: b, what: {fr: C}, lead_days: -1}]\n", '"obligations.0.lead_days": the number is smaller than 0'),
        ("positions: [{id: a, kind: other}]\n",
         '"positions.0.kind": alternative, fallback, single, standard or walk-away is wanted here'),
    ],
)  # fmt: skip
def test_what_is_wanted_is_said_in_words(more: str, words: str) -> None:
    (found,) = read_model((LEAST + more).encode(), "x/clause.yaml", ClauseModel).diagnostics
    assert found.message == words


def test_what_only_the_model_refuses_is_said_too() -> None:
    (found,) = faults({}, lambda _: Place("f"), {}, ValueError("Invalid value - at `$.id`"))
    assert (found.code, found.message) == ("LB203", "Invalid value - at `$.id`")


BROKEN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2, 10_000), st.decimals(0, 9, places=1), st.sampled_from(["", "a", "A\n", "é", "fr"])),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "fr", "term", "type", "kind", "who"]), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(ClauseModel.__struct_fields__[1:]), BROKEN, max_size=4))
def test_what_the_model_refuses_the_schema_refuses(more: dict[str, Any]) -> None:
    """So a finding always has a place and a way out."""
    data = {"schema": "docgen.clause/1", "id": "x", "title": {"fr": "X"}, "revisions": [{"number": 1, "change": "legal"}], **more}
    made = model_of(data, {}, "f", ClauseModel)
    valid = Draft202012Validator(_schema(ClauseModel)).is_valid(data)
    assert valid is (made.value is not None)
    assert all(d.code in ("LB201", "LB202", "LB203") and "$" not in d.message for d in made.diagnostics)


@pytest.mark.parametrize(
    ("text", "code"), [("", "Y111"), ("- a\n", "Y112"), ("a: 1\n---\nb: 2\n", "Y111"), ("a: [\n", "Y101"), ("id: x\nid: y\n", "Y102")]
)  # fmt: skip
def test_what_is_no_single_mapping_is_no_model(text: str, code: str) -> None:
    assert [c for c, *_ in findings(text)] == [code]
