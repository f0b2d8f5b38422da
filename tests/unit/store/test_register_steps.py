"""Chains of steps in a register: kept in order, refused when they do not follow, audited like everything else."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from support.register import appended, codes, made, opened, steps, witnessed


def test_steps_are_kept_with_their_heads(where: str) -> None:
    made_steps = steps(count=3)
    with opened(where) as register:
        appended(register)
        assert register.witness(made_steps[:2]) == ()
        assert register.witness(made_steps[2:]) == ()
        assert register.chains() == {"clause:objet": tuple(s.head for s in made_steps)}
        assert [d.id for d in register.dossiers()] == ["acme"]
        described = register.step("clause:objet", made_steps[1].head)
        assert described is not None and (described["who"], described["why"]) == ("anais", "première rédaction")
        assert register.step("clause:objet", "0" * 64) is None
        assert register.audit() == ()
        assert register.audit("clause:objet") == ()


def test_chains_do_not_meet_whatever_their_names(where: str) -> None:
    with opened(where) as register:
        for chain in ("clause:a", "clause:a%", "approvals:a", "clause:A"):
            witnessed(register, chain)
        assert sorted(register.chains()) == ["approvals:a", "clause:A", "clause:a", "clause:a%"]


@pytest.mark.parametrize("previous", ["", "1" * 64])
def test_a_step_that_does_not_follow_is_refused_and_nothing_of_its_batch_is_kept(where: str, previous: str) -> None:
    with opened(where) as register:
        witnessed(register)
        before = register.chains()
        found = register.witness([*steps("clause:other"), *steps(previous=previous, who="bruno")])
        assert codes(found) == ["RG410"]
        assert register.chains() == before


def test_a_step_that_is_not_what_its_head_says_is_refused(tmp_path: Path) -> None:
    (step,) = steps()
    with opened(tmp_path / "r.sqlite") as register:
        for wrong in (replace(step, head="0" * 64), replace(step, record={**step.record, "who": "x"}),
                      replace(step, record={**step.record, "who": 3}), *steps("acme")):  # fmt: skip
            assert codes(register.witness([wrong])) == ["RG413"]
        assert register.chains() == {}


def test_no_dossier_has_the_name_of_a_chain(tmp_path: Path) -> None:
    with opened(tmp_path / "r.sqlite") as register:
        new, blobs = made("clause:objet")
        assert codes(register.append(new, blobs, expected_head="")) == ["RG413"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_step SET who = 'bruno' WHERE seq = 2",
        "UPDATE register_step SET record = replace(record, 'anais', 'bruno') WHERE seq = 2",
        "UPDATE register_step SET record = replace(record, 'anais', 'bruno'), who = 'bruno' WHERE seq = 2",
        "DELETE FROM register_step WHERE seq = 3",
        "DELETE FROM register_link WHERE seq = 2",
    ],
)
def test_a_step_that_was_changed_is_found(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "r.sqlite"
    with opened(path) as register:
        witnessed(register, count=3)
    db = sqlite3.connect(path)
    for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {trigger}")
    assert db.execute(statement).rowcount == 1
    db.commit()
    db.close()
    with opened(path, create=False) as register:
        assert {"RG421", "RG422"} & set(codes(register.audit()))
