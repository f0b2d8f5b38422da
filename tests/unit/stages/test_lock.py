"""A lock says what was chosen and why, one fact a line."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
import yaml

from docgen.model.lock import Lock, LockedClause
from docgen.stages.lock import deviates, lock_text, locked, recorded_lock

CLAUSE = LockedClause("duree", 2, "longue", "clauses/duree/r2.longue.fr.md", "ab" * 32, ("always applies", "l'été : « oui »"))
LOCK = Lock(
    engine="0.1.0", type="contrat", key="p1", language="fr", variant="", final=False,
    profile="profils/café.yaml", profile_digest="cd" * 32, template="contrat", template_digest="ef" * 32,
    as_of="2031-01-01", effective="2031-02-01", signature="2031-03-01", content="01" * 32, version="p@2", previous="23" * 32, clauses=(CLAUSE,),
)  # fmt: skip


def test_the_text_is_yaml_that_gives_the_same_facts_back() -> None:
    read = yaml.load(lock_text(LOCK), yaml.BaseLoader)
    assert read.pop("schema") == "docgen.lock/1"
    clauses = read.pop("clauses")
    assert clauses == [{"id": "duree", "revision": "2", "position": "longue", "file": CLAUSE.file, "text": CLAUSE.text, "why": list(CLAUSE.why)}]
    assert read.pop("final") == "false"
    assert read == {f.name: getattr(LOCK, f.name) for f in fields(Lock) if f.name not in ("final", "clauses", "variant")}


@pytest.mark.parametrize("text", ['a "b" \\ c', "a: b # c", "- x", "l’été\u00a0: 日本", "null", "{{ x }}", "a\tb"])
def test_any_file_name_and_reason_survives(text: str) -> None:
    clause = replace(CLAUSE, file=text, why=(text, text))
    read = yaml.safe_load(lock_text(replace(LOCK, profile=text, clauses=(clause,))))
    assert read["profile"] == text
    assert (read["clauses"][0]["file"], read["clauses"][0]["why"]) == (text, [text, text])


def test_equal_locks_have_equal_texts_and_others_differ_by_a_line() -> None:
    assert lock_text(LOCK) == lock_text(replace(LOCK))
    one, two = (lock_text(x).splitlines() for x in (LOCK, replace(LOCK, as_of="2031-01-02")))
    assert [(a, b) for a, b in zip(one, two, strict=True) if a != b] == [('as_of: "2031-01-01"', 'as_of: "2031-01-02"')]


def test_a_chosen_clause_is_locked_with_its_digest_and_reasons(a_library: Any) -> None:
    bench = a_library({"duree": {"meta": "positions: [{id: a, kind: standard}]\n", "r1.fr.md": "Un an.\n"}, "objet": {"r1.fr.md": "A.\n"}})
    ((plan,), _) = bench.plans()
    first, second = map(locked, plan.clauses)
    assert (first.id, first.revision, first.position, first.file) == ("duree", 1, "a", "clauses/duree/r1.fr.md")
    assert first.text == plan.clauses[0].text.digest
    assert first.why == ("always applies", "position a: standard", "r1: in force on 2031-01-01")
    assert (second.position, "position" in lock_text(replace(LOCK, clauses=(second,)))) == ("", False)


@pytest.mark.parametrize(
    ("profile", "deviations"),
    [
        ("", ()), ("clauses: {duree: {position: b}}\n", ("position",)), ("clauses: {duree: {parameters: {mois: 24}}}\n", ("parameters",)),
        ("clauses: {duree: {parameters: {mois: 12}}}\n", ()), ("clauses: {duree: {position: b, parameters: {mois: 24}}}\n", ("position", "parameters")),
        ("clauses: {duree: {position: c}}\n", ("position",)), ("clauses: {duree: {position: c, parameters: {mois: 12}}}\n", ("position", "parameters")),
    ],
)  # fmt: skip
def test_a_locked_clause_says_how_it_deviates(a_library: Any, profile: str, deviations: tuple[str, ...]) -> None:
    meta = (
        "owner: achats\nparameters: {mois: {type: integer, default: 12}}\n"
        "positions: [{id: a, kind: standard}, {id: b, kind: fallback}, {id: c, kind: alternative, sets: {mois: 6}}]\n"
    )
    bench = a_library({"duree": {"meta": meta, "r1.fr.md": "Un an.\n"}, "objet": {"r1.fr.md": "A.\n"}})
    ((plan,), _) = bench.plans(profile)
    one = locked(plan.clauses[0])
    assert (one.owner, one.deviations) == ("achats", deviations)


def test_what_deviates_hangs_on_the_standard_position() -> None:
    assert deviates("alternative", ["standard", "alternative"])
    assert not deviates("alternative", ["alternative", "alternative"])
    assert deviates("walk-away", ["walk-away"])
    assert not deviates("single", ["single"])


def test_a_recorded_lock_says_more_than_the_file_beside_the_document() -> None:
    said = json.loads(recorded_lock(replace(LOCK, clauses=(replace(CLAUSE, owner="achats", deviations=("position",)),)), "Café", "2030-01-01"))
    assert (said["schema"], said["client"], said["ends"]) == ("docgen.lock/2", "Café", "2030-01-01")
    assert (said["clauses"][0]["owner"], said["clauses"][0]["deviations"]) == ("achats", ["position"])
    assert "owner" not in lock_text(LOCK)
