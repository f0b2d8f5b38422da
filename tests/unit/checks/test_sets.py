"""What must hold over all documents of one profile."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.checks.sets import beside, check_set
from docgen.model.diagnostic import Diagnostic

PROVIDERS = "prestataires: [{id: nord}, {id: sud, seul: true}]\n"
EACH = "for_each: prestataires as prestataire\n"


def said(bench: Any, profile: str = PROVIDERS, **asked: Any) -> list[tuple[str, str]]:
    plans, problems = bench.plans(profile, **asked)
    assert problems == []
    found: tuple[Diagnostic, ...] = check_set(plans, bench.filters)
    return [(d.code, d.message) for d in found]


def two_types(a_library: Any, type_of: Any, meta: str, first: str = "", second: str = "", b: str = "") -> Any:
    clauses = {"a": {"meta": meta, "r1.fr.md": "A.\n"}, "b": {"meta": b, "r1.fr.md": "B.\n"}}
    return a_library(clauses, types={"contrat": type_of("contrat", ["a"], first), "marche": type_of("marche", ["b"], second)})


@pytest.mark.parametrize(
    ("first", "second", "b", "missing"),
    [
        ("", "", "", 0),
        ("", EACH, "", 0),
        (EACH, "", "", 0),
        (EACH, EACH, "", 0),
        (EACH, EACH, "applies_when: prestataire.seul\n", 1),
        ("", "", "applies_when: false\n", 1),
    ],
)
def test_what_a_clause_requires_may_stand_in_any_document_of_the_same_set(
    a_library: Any, type_of: Any, first: str, second: str, b: str, missing: int
) -> None:
    bench = two_types(a_library, type_of, "requires: [b]\n", first, second, b)
    assert said(bench) == [("RQ101", '"a" requires "b", which no document of the set holds')] * missing


def test_what_is_missing_is_shown_in_the_outline(a_library: Any) -> None:
    bench = a_library({"a": {"meta": "requires: [b]\n", "r1.fr.md": "A.\n"}})
    (one,) = check_set(bench.plans()[0], bench.filters)
    assert (str(one.place), one.hint) == ("templates/contrat.yaml:8:13", "add b to contrat.yaml, or leave a out")


def test_a_statement_of_need_is_no_contract_and_requires_nothing(a_library: Any, type_of: Any) -> None:
    bench = two_types(a_library, type_of, "requires: [c]\n", "view: besoin\nterms: false\n")
    assert said(bench) == []


CONFLICT = "conflicts: [{%s, message: {fr: Trop., en: Too much.}}]\n"


@pytest.mark.parametrize(
    ("conflict", "fires"),
    [
        ("with: b", True),
        ("with: c", False),
        ("when: id == 'acme'", True),
        ("when: id == 'autre'", False),
        ("with: b, when: id == 'acme'", True),
        ("with: b, when: id == 'autre'", False),
        ("with: c, when: id == 'acme'", False),
        ("when: id|date", False),
    ],
)
def test_a_conflict_holds_with_the_other_clause_and_its_condition(
    a_library: Any, type_of: Any, conflict: str, fires: bool
) -> None:
    bench = two_types(a_library, type_of, CONFLICT % conflict)
    assert bool(said(bench)) is fires


def test_a_conflict_counts_between_documents_of_one_provider_only(a_library: Any, type_of: Any) -> None:
    meta = CONFLICT % "with: b" + "applies_when: not prestataire.seul\n"
    assert said(two_types(a_library, type_of, meta, EACH, EACH, "applies_when: prestataire.seul\n")) == []
    assert said(two_types(a_library, type_of, meta, EACH, EACH)) == [("RQ102", '"a" and "b": Trop.')]


@pytest.mark.parametrize(("language", "message"), [("fr", '"a": Trop.'), ("en", '"a": Too much.')])
def test_the_message_is_in_the_language_of_the_document(a_library: Any, language: str, message: str) -> None:
    bench = a_library({"a": {"meta": CONFLICT % "when: id", "r1.fr.md": "A.\n", "r1.en.md": "A.\n"}})
    assert said(bench, language=language) == [("RQ102", message)]


def test_the_set_of_a_document_for_all_holds_everything(a_library: Any, type_of: Any) -> None:
    bench = two_types(a_library, type_of, "", "", EACH, "applies_when: prestataire.seul\n")
    plans, _ = bench.plans(PROVIDERS)
    assert {p.name: sorted(beside(p, plans)) for p in plans} == {
        "contrat": ["a", "b"], "marche/nord": ["a"], "marche/sud": ["a", "b"],
    }  # fmt: skip
