"""Every requirement of the domain is answered by the library, and the page that says so invents nothing."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docgen.app.workshop import Workshop
from docgen.model.library import LibraryInfo
from docgen.stages.schema_walk import SchemaWalk
from docgen.stages.vocabulary_fields import field_info

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))

import coverage_page as page  # noqa: E402

COUNTS = {"A": 14, "B": 20, "C": 16, "D": 10, "E": 7, "F": 21, "G": 7}
IDS = [f"{letter}{n}" for letter, count in COUNTS.items() for n in range(1, count + 1)]


@pytest.fixture(scope="module")
def cited(workshop: Workshop) -> page.Citations:
    return page.citations(workshop)


@pytest.fixture(scope="module")
def listed() -> dict[str, Any]:
    return page.read_list(ROOT)


@pytest.fixture(scope="module")
def found(listed: dict[str, Any], cited: page.Citations) -> dict[str, page.Requirement]:
    return {r.id: r for r in page.requirements(listed, cited)}


def unanswered(listed: dict[str, Any], cited: page.Citations) -> list[str]:
    return [r.id for r in page.requirements(listed, cited) if not r.answered]


def test_the_list_is_complete_and_in_order(listed: dict[str, Any]) -> None:
    assert [r["id"] for r in listed["requirements"]] == IDS
    assert list(listed["groups"]) == list(COUNTS)


def test_no_requirement_is_empty(listed: dict[str, Any], cited: page.Citations) -> None:
    assert unanswered(listed, cited) == []


@pytest.mark.parametrize("id_", IDS)
def test_a_requirement_that_loses_its_last_clause_and_rule_is_noticed(
    id_: str, listed: dict[str, Any], cited: page.Citations, found: dict[str, page.Requirement]
) -> None:
    poorer = replace(
        cited,
        clauses={k: v for k, v in cited.clauses.items() if k != id_},
        rules={k: v for k, v in cited.rules.items() if k != id_},
    )
    assert unanswered(listed, poorer) == ([] if found[id_].features else [id_])


def test_only_what_is_no_text_is_answered_by_a_feature_alone(found: dict[str, page.Requirement]) -> None:
    alone = [r.id for r in found.values() if not r.clauses and not r.rules]
    assert alone == ["A12", "G7"]


def test_clauses_cite_only_requirements_of_the_list(cited: page.Citations) -> None:
    assert set(cited.clauses) - set(IDS) == set()


@pytest.mark.parametrize("kind", ["rules", "questions"])
def test_rules_and_questions_cite_requirements_of_the_list_or_texts_with_a_name(
    kind: str, cited: page.Citations
) -> None:
    stray = {s for s in getattr(cited, kind) if s not in IDS and len(s) <= 3}
    assert stray == set()


def test_fields_exist_in_the_vocabulary(library: LibraryInfo, found: dict[str, page.Requirement]) -> None:
    definitions = library.vocabulary["$defs"]
    unknown = []
    for requirement in found.values():
        for written in requirement.fields:
            kind, _, path = written.rpartition("/")
            walk = SchemaWalk({"$defs": definitions, "$ref": f"#/$defs/{kind}"} if kind else library.vocabulary)
            if field_info(walk, steps(path)) is None:
                unknown.append(f"{requirement.id}: {written}")
    assert unknown == []


def test_an_unknown_field_would_be_noticed(library: LibraryInfo) -> None:
    assert field_info(SchemaWalk(library.vocabulary), steps("missions[].sens")) is not None
    assert field_info(SchemaWalk(library.vocabulary), steps("missions[].sans")) is None


def test_documents_are_document_types_that_hold_an_answer(
    workshop: Workshop, found: dict[str, page.Requirement]
) -> None:
    known = {t.id for t in workshop.document_types().value or ()}
    missing = []
    for r in found.values():
        assert set(r.documents) <= known, r.id
        by_feature = {d for f in r.features for d in f.documents}
        missing += [(r.id, d) for d in set(r.documents) - page.answering_documents(workshop, r.clauses) - by_feature]
    assert missing == []


def test_pages_of_features_exist(found: dict[str, page.Requirement]) -> None:
    pages = {f.page.partition("#")[0] for r in found.values() for f in r.features}
    assert [p for p in sorted(pages) if not (ROOT / p).is_file()] == []


def test_steering_requires_autonomy(workshop: Workshop) -> None:
    """G3 is a decision about `requires`."""
    steering = workshop.clause("pilotage-qualite")
    assert steering is not None
    assert "autonomie-prestataire" in steering.requires


def test_benchmarks_name_their_source_and_are_never_printed(library: LibraryInfo) -> None:
    """G7: the figures of vendors are never shipped as facts."""
    benchmarks = [k["benchmark"] for k in library.data["kpis"]["kpis"] if "benchmark" in k]
    assert benchmarks
    assert {b["source"] for b in benchmarks} <= {"article", "public", "placeholder"}
    texts = [*(ROOT / "clauses").glob("*/*.md"), *(ROOT / "clauses").glob("*/clause.yaml"), *(ROOT / "templates").glob("*.yaml")]
    assert [t.name for t in texts if ".benchmark" in t.read_text(encoding="utf-8")] == []


def test_each_row_of_the_page_says_something(listed: dict[str, Any]) -> None:
    text = (ROOT / "docs" / "couverture.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| <a id=")]
    assert [row.split('"')[1] for row in rows] == IDS
    for row in rows:
        _, title, *cells = row.strip("| ").split(" | ")
        assert title
        assert any(c != "—" for c in cells), row


def steps(written: str) -> tuple[str | int, ...]:
    """``missions[].sens`` as the steps of a path, 0 for an item."""
    out: list[str | int] = []
    for part in written.split("."):
        out += [part.removesuffix("[]"), 0] if part.endswith("[]") else [part]
    return tuple(out)
