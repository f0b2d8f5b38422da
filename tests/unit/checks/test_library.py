"""What can be wrong in a library as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from support.facts import whole_check


def found(bench: Any, language: Any) -> list[tuple[str, str, str | None]]:
    everything = whole_check(bench.library(), bench.specs(), bench.types())
    return [(d.code, str(d.place), d.hint) for d in everything]


BOTH = {"r1.fr.md": "A.\n", "r1.en.md": "A.\n"}


def test_a_right_library_has_no_finding(a_library: Any, language: Any) -> None:
    assert found(a_library({"a": BOTH, "b": {"meta": "requires: [a]\n", **BOTH}}), language) == []


@pytest.mark.parametrize(
    ("meta", "hint"),
    [
        ("requires: [objett]\n", 'did you mean "objet"?'),
        ("requires: [zzz]\n", "write that clause, or drop the id"),
        ("conflicts: [{with: objett, message: {fr: Non}}]\n", 'did you mean "objet"?'),
    ],
)
def test_an_id_that_leads_nowhere_is_an_error(a_library: Any, language: Any, meta: str, hint: str) -> None:
    bench = a_library({"objet": BOTH, "b": {"meta": meta, **BOTH}})
    assert found(bench, language) == [("LB232", "clauses/b/clause.yaml:1:1", hint)]


def test_a_fallback_without_a_standard_is_a_warning(a_library: Any, language: Any) -> None:
    bench = a_library({"b": {"meta": "positions: [{id: x, kind: fallback}]\n", **BOTH}})
    assert [c for c, *_ in found(bench, language)] == ["LB233"]


@pytest.mark.parametrize(("id_", "hint"), [("objett", 'did you mean "objet"?'), ("zzz", "write it, or take it out of the outline")])
def test_an_outline_names_clauses_that_there_are(a_library: Any, type_of: Any, language: Any, id_: str, hint: str) -> None:
    bench = a_library({"objet": BOTH}, types={"contrat": type_of("contrat", ["objet", id_])})
    assert found(bench, language) == [("LB230", "templates/contrat.yaml:8:20", hint)]


TERM = "terms: {%s: {fr: {term: Site, definition: un lieu}, en: {term: %s, definition: a place}}}\n"


def test_a_term_declared_by_two_clauses_is_an_error(a_library: Any, language: Any) -> None:
    texts = {"r1.fr.md": "Le Site.\n", "r1.en.md": "The Place, Area.\n"}
    bench = a_library({"a": {"meta": TERM % ("site", "Place"), **texts}, "b": {"meta": TERM % ("lieu", "Area"), **texts}})
    (one,) = found(bench, language)
    assert one[:2] == ("TM404", "clauses/b/clause.yaml:3:16")
    assert "clauses/a/clause.yaml:3:16" in (one[2] or "")


def test_a_term_that_no_text_uses_is_a_warning(a_library: Any, language: Any) -> None:
    used = {"r1.fr.md": "Le Site.\n", "r1.en.md": "The Place.\n"}
    assert found(a_library({"a": {"meta": TERM % ("site", "Place"), **used}}), language) == []
    assert [c for c, *_ in found(a_library({"a": {"meta": TERM % ("site", "Place"), **BOTH}}), language)] == ["TM409"]


def test_a_language_that_the_library_lacks_is_an_error(a_library: Any, type_of: Any, language: Any) -> None:
    more = "languages: [fr, de]\ntitle: {fr: A, de: A}\nparts: [{clauses: [a]}]\n"
    bench = a_library({"a": {"meta": "title: {fr: A, de: A}\n", "r1.fr.md": "A.\n"}}, types={"contrat": type_of("contrat", [], more)})
    assert [c for c, *_ in found(bench, language)] == ["LB234"]


def test_a_text_in_a_language_that_the_library_lacks_is_an_error(a_library: Any, language: Any) -> None:
    bench = a_library({"a": {**BOTH, "r1.ne.md": "A.\n"}})
    assert found(bench, language) == [("LB234", "clauses/a/r1.ne.md", "languages in library.yaml: fr, en")]


@pytest.mark.parametrize(
    ("meta", "more", "hint"),
    [
        ("title: {fr: A}\n", "", "add it under title"),
        ("terms: {x: {fr: {term: A, definition: b}}}\n", "", "add it beside the others"),
        ("", "title: {fr: A}\n", "add it in templates/contrat.yaml"),
        ("", "parts: [{title: {fr: A}, clauses: [a]}]\n", "add it in templates/contrat.yaml"),
        ("", "parts: [{sections: [{title: {fr: A}, clauses: [a]}]}]\n", "add it in templates/contrat.yaml"),
        ("", "parts: [{clauses: []}]\nannexes: [{id: x, title: {fr: A}, clauses: [a]}]\n", "add it in templates/contrat.yaml"),
    ],
)
def test_a_title_or_a_term_is_wanted_in_every_language_that_prints_it(
    a_library: Any, type_of: Any, language: Any, meta: str, more: str, hint: str
) -> None:
    bench = a_library({"a": {"meta": meta, **BOTH}}, types={"contrat": type_of("contrat", ["a"], more)})
    assert [(c, h) for c, _, h in found(bench, language)] == [("LB240", hint)]


def test_a_part_without_a_title_prints_none_and_wants_none(a_library: Any, type_of: Any, language: Any) -> None:
    bench = a_library({"a": BOTH}, types={"contrat": type_of("contrat", [], "parts: [{clauses: [a]}]\n")})
    assert found(bench, language) == []
