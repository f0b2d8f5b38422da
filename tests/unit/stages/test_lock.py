"""A lock says what was chosen and why, one fact a line."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
import yaml

from docgen.model.lock import Lock, LockedClause
from docgen.stages.lock import lock_text, locked

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
