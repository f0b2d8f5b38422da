"""library.yaml, rules, reference data and document types become values."""

from __future__ import annotations

import pytest

from docgen.model.diagnostic import Diagnostic
from docgen.model.doctype import DocumentType
from docgen.model.library import ChoiceKeys, LibraryInfo
from docgen.stages.read_library import read_document_type, read_library_info

FILTERS = frozenset({"date", "count"})
LIBRARY = "schema: docgen.library/1\nname: essai\nlanguages: [fr, en]\n"
TYPE = "schema: docgen.document/1\nid: contrat\ntitle: {fr: Contrat}\ntemplate: maison\nlanguages: [fr]\n"
PARTS = "parts:\n- clauses: [objet, duree]\n"


def library(more: str = "", **files: str) -> tuple[LibraryInfo | None, tuple[Diagnostic, ...]]:
    contents = {"library.yaml": LIBRARY + more, **{k.replace("_", "."): v for k, v in files.items()}}
    outcome = read_library_info("clauses", lambda n: contents[n].encode() if n in contents else None, FILTERS)
    return outcome.value, outcome.diagnostics


def doctype(text: str = TYPE + PARTS, **others: str) -> tuple[DocumentType | None, tuple[Diagnostic, ...]]:
    contents = {"contrat.yaml": text, **{f"{k}.yaml": v for k, v in others.items()}}
    outcome = read_document_type(
        "contrat", "templates", lambda n: contents[n].encode() if n in contents else None, FILTERS
    )
    return outcome.value, outcome.diagnostics


def said(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(d.code, str(d.place)) for d in found]


# ---------------------------------------------------------------- library
def test_a_library_needs_a_name_and_languages_only() -> None:
    info, found = library()
    assert found == ()
    assert info is not None
    assert (info.name, info.languages, info.choices, info.rules) == ("essai", ("fr", "en"), ChoiceKeys(), ())


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("choix", ChoiceKeys("choix", "include", "position", "revision", "parameters")),
        ("{under: choix, include: inclure, parameters: valeurs}", ChoiceKeys("choix", "inclure", "position", "revision", "valeurs")),
        ("{position: niveau, revision: version}", ChoiceKeys("clauses", "include", "niveau", "version", "parameters")),
    ],
)
def test_the_keys_of_choices_are_those_of_the_library(written: str, keys: ChoiceKeys) -> None:
    info, found = library(f"choices: {written}\n")
    assert found == ()
    assert info is not None
    assert info.choices == keys


def test_a_folder_without_library_yaml_is_no_library() -> None:
    outcome = read_library_info("clauses", lambda _: None, FILTERS)
    assert outcome.value is None
    assert said(outcome.diagnostics) == [("LB205", "clauses")]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("vocabulary: v.yaml\n", "4:1"),
        ("rules: ../rules.yaml\n", "4:1"),
        ("labels: /etc/passwd\n", "4:1"),
        ("data: {kpis: gone.yaml}\n", "4:8"),
        ("reference: [a.yaml]\n", "4:13"),
    ],
)
def test_a_file_that_is_not_there_is_an_error_where_it_is_named(more: str, place: str) -> None:
    info, found = library(more)
    assert info is not None
    assert said(found) == [("LB205", f"clauses/library.yaml:{place}")]


def test_a_wrong_library_yaml_says_what_is_wrong() -> None:
    info, found = library("langages: [fr]\n")
    assert info is None
    assert said(found) == [("LB201", "clauses/library.yaml:4:1")]


@pytest.mark.parametrize(("text", "code"), [("a: [", "Y101"), ("- a", "Y112"), ("", "Y111")])
def test_a_broken_file_of_data_is_empty_and_said(text: str, code: str) -> None:
    info, found = library("labels: labels.yaml\n", labels_yaml=text)
    assert info is not None
    assert (info.labels, [d.code for d in found]) == ({}, [code])


def test_data_and_labels_are_plain_values() -> None:
    info, found = library("labels: l.yaml\ndata: {kpis: k.yaml}\n", l_yaml="canal: {tel: {fr: téléphone}}\n", k_yaml="a: [1]\n")
    assert found == ()
    assert info is not None
    assert info.labels == {"canal": {"tel": {"fr": "téléphone"}}}
    assert info.data == {"kpis": {"a": [1]}}


def test_a_dated_value_holds_on_its_days() -> None:
    rows = "- {id: cap, value: 30, from: null, to: 2030-12-31}\n- {id: cap, value: 45, from: 2031-01-01, note: x}\n"
    info, found = library("reference: [r.yaml]\n", r_yaml=f"schema: docgen.reference/1\nvalues:\n{rows}")
    assert found == ()
    assert info is not None
    assert [info.reference_on(d)["cap"] for d in ("2030-12-31", "2031-01-01")] == [30, 45]


def test_wrong_reference_data_is_left_out_and_said() -> None:
    info, found = library("reference: [r.yaml]\n", r_yaml="schema: docgen.reference/1\nvalues:\n- {value: 1}\n")
    assert info is not None
    assert info.reference == ()
    assert said(found) == [("LB202", "clauses/r.yaml:3:3")]


# ------------------------------------------------------------------ rules
def rules(rule: str) -> tuple[LibraryInfo | None, tuple[Diagnostic, ...]]:
    return library("rules: r.yaml\n", r_yaml=f"schema: docgen.rules/1\npolicy: {{most: 3}}\nrules:\n- {rule}\n")


def test_a_rule_knows_its_place_and_its_parts() -> None:
    info, found = rules('{id: R1, severity: error, each: ["a.b as x"], when: "x > 1", message: {fr: "{{ x }}"}}')
    assert found == ()
    assert info is not None
    (rule,) = info.rules
    assert ([(n, p) for n, _, p in rule.each], str(rule.place)) == ([("x", "a.b")], "clauses/r.yaml:4:3")
    assert info.policy == {"most": 3}


@pytest.mark.parametrize(
    ("rule", "code", "place"),
    [
        ('{id: R, severity: error, when: "a ==", message: {fr: x}}', "CL301", "4:28"),
        ("{id: R, severity: error, when: a, message: {fr: x}, test: {overlay: {a: 1}}}", "LB201", "4:"),
        ("{id: R, severity: error, when: a, message: {fr: x}, test: {fires: [a]}}", "LB203", "4:"),
        ("{id: R, severity: error, when: a, message: {fr: x}, test: {files: {a/r1.fr.md: [b]}}}", "LB203", "4:"),
        ('{id: R, severity: error, each: ["a"], when: "a", message: {fr: x}}', "LB216", "4:35"),
        ('{id: R, severity: error, each: ["a as 1"], when: "a", message: {fr: x}}', "LB216", "4:35"),
        ('{id: R, severity: error, each: ["a( as b"], when: "a", message: {fr: x}}', "CL301", "4:35"),
        ('{id: R, severity: grave, when: "a", message: {fr: x}}', "LB203", "4:11"),
        ('{id: R, severity: error, when: "a", message: {fr: "{{ x"}}', "CL301", "4"),
    ],
)
def test_a_wrong_rule_is_an_error_at_its_place(rule: str, code: str, place: str) -> None:
    _, found = rules(rule)
    assert [d.code for d in found] == [code]
    assert str(found[0].place).startswith(f"clauses/r.yaml:{place}")


def test_a_library_goes_without_rules_that_cannot_be_read() -> None:
    info, found = library("rules: r.yaml\n", r_yaml="rules: 3\n")
    assert info is not None
    assert (info.rules, info.policy) == ((), {})
    assert {d.code for d in found} == {"LB202", "LB203"}


# --------------------------------------------------------- document types
def test_a_document_type_holds_its_outline_in_order() -> None:
    more = (
        "parts:\n- title: {fr: Un}\n  numbered: false\n  clauses: [b, a]\n"
        "- sections: [{title: {fr: S}, clauses: [c]}]\nannexes:\n- {id: x, title: {fr: X}, clauses: [d]}\n"
    )
    found_type, found = doctype(TYPE + more)
    assert found == ()
    assert found_type is not None
    assert found_type.clause_ids() == ("b", "a", "c", "d")
    assert [p.numbered for p in found_type.parts] == [False, True]
    assert {k: str(v) for k, v in found_type.places.items()} == {
        "b": "templates/contrat.yaml:9:13", "a": "templates/contrat.yaml:9:16",
        "c": "templates/contrat.yaml:10:41", "d": "templates/contrat.yaml:12:37",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("template: maison\n", "", ["LB202"]),
        (PARTS, "", ["LB202"]),
        ("[objet, duree]", "[objet, duree, objet]", ["LB218"]),
        (PARTS, PARTS + "annexes: [{id: a, title: {fr: A}, clauses: [duree]}]\n", ["LB218"]),
        (PARTS, PARTS + "for_each: prestataires\n", ["LB216"]),
        (PARTS, PARTS + "applies_when: 'a =='\n", ["CL301"]),
        (PARTS, PARTS + "variants: {leger: {when: 'a =='}}\n", ["CL301"]),
        (PARTS, PARTS + "slots: {titre: '{{ a'}\n", ["CL301"]),
        (PARTS, PARTS + "reference: '{{ a'\n", ["CL301"]),
        (PARTS, PARTS + "extends: autre\n", ["LB205"]),
        ("id: contrat", "id: contract", ["LB206"]),
    ],
)
def test_a_wrong_document_type_says_what_is_wrong(old: str, new: str, codes: list[str]) -> None:
    _, found = doctype((TYPE + PARTS).replace(old, new))
    assert [d.code for d in found] == codes
    assert all(str(d.place).startswith("templates/contrat.yaml:") for d in found)


def test_a_clause_that_stands_twice_is_shown_where_it_stands_again() -> None:
    _, found = doctype(TYPE + "parts:\n- clauses: [a]\n- clauses: [a]\n")
    assert said(found) == [("LB218", "templates/contrat.yaml:8:13")]


def test_slots_may_be_said_once_or_for_each_language() -> None:
    found_type, _ = doctype(TYPE + PARTS + "slots: {a: x, b: {fr: y, en: z}}\n")
    assert found_type is not None
    assert {k: sorted(v) for k, v in found_type.slots.items()} == {"a": [""], "b": ["en", "fr"]}


def test_a_type_takes_what_it_does_not_say_from_the_one_it_extends() -> None:
    base = (TYPE + PARTS).replace("id: contrat", "id: base")
    found_type, found = doctype("schema: docgen.document/1\nid: contrat\nextends: base\ntitle: {fr: Autre}\n", base=base)
    assert found == ()
    assert found_type is not None
    assert (found_type.id, found_type.title, found_type.template) == ("contrat", {"fr": "Autre"}, "maison")
    assert found_type.clause_ids() == ("objet", "duree")
    assert str(found_type.places["duree"]) == "templates/base.yaml:7:20"
    assert str(found_type.place) == "templates/contrat.yaml:1:1"


def test_a_field_said_again_replaces_the_whole_field_and_its_places() -> None:
    base = (TYPE + PARTS).replace("id: contrat", "id: base")
    text = "schema: docgen.document/1\nid: contrat\nextends: base\nparts:\n- clauses: [prix]\n"
    found_type, _ = doctype(text, base=base)
    assert found_type is not None
    assert {k: str(v) for k, v in found_type.places.items()} == {"prix": "templates/contrat.yaml:5:13"}


def test_a_type_extends_through_several() -> None:
    b = "schema: docgen.document/1\nid: b\nextends: c\nview: texte\n"
    c = (TYPE + PARTS).replace("id: contrat", "id: c")
    found_type, found = doctype("schema: docgen.document/1\nid: contrat\nextends: b\n", b=b, c=c)
    assert found == ()
    assert found_type is not None
    assert (found_type.view, found_type.template) == ("texte", "maison")


@pytest.mark.parametrize(
    ("text", "others", "place"),
    [
        ("extends: contrat", {}, "contrat.yaml:3:1"),
        ("extends: b", {"b": "schema: docgen.document/1\nid: b\nextends: contrat\n"}, "b.yaml:3:1"),
    ],
)
def test_types_that_extend_each_other_in_a_circle_are_an_error(text: str, others: dict[str, str], place: str) -> None:
    found_type, found = doctype(f"schema: docgen.document/1\nid: contrat\n{text}\n", **others)
    assert found_type is None
    assert said(found) == [("LB217", f"templates/{place}")]


def test_a_base_that_cannot_be_read_is_said_in_its_own_file() -> None:
    found_type, found = doctype("schema: docgen.document/1\nid: contrat\nextends: base\n", base="parts: 3\n")
    assert found_type is None
    assert {str(d.place).split(":")[0] for d in found} == {"templates/base.yaml"}
