"""Two processes at once, processes killed while they write, a file that may not grow: nothing lost, nothing half there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support import register_processes
from support.register import appended, opened

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes are forked")


def elsewhere(*arguments: object) -> dict[str, Any]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, str(register_processes.__file__), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_of_two_that_append_at_once_one_wins_and_the_other_is_told(where: str) -> None:
    rounds = 8
    with opened(where) as register:
        told = elsewhere("race", where, rounds)["told"]
        assert told == [["RG410", "won"]] * rounds
        assert [v.number for v in register.history("acme")] == list(range(1, rounds + 1))
        assert register.audit() == ()


def test_a_process_killed_while_it_appends_loses_nothing_that_it_was_sure_of(where: str, tmp_path: Path) -> None:
    rounds, log = 25, tmp_path / "sure"
    log.touch()
    opened(where).close()
    half_done = elsewhere("kill", where, rounds, log)["half_done"]
    sure = [line.split() for line in log.read_text().splitlines()]
    assert "refused" not in log.read_text()
    with opened(where, create=False, patience=30) as register:
        assert register.audit() == ()
        history = register.history("acme")
        heads = {str(version.number): version.head for version in history}
        assert {number: heads[number] for number, _ in sure} == dict(sure)
        assert len(sure) <= len(history) <= len(sure) + rounds
        appended(register, content=b"and on it goes")
        assert register.audit() == ()
    if "://" not in where:
        assert half_done > 0, "no kill came in the middle of a transaction: make the blobs larger"


def test_a_file_that_cannot_grow_takes_nothing_half(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    with opened(path) as register:
        appended(register)
        appended(register, "warm")  # what the other process does before it is short of room
    before = path.read_bytes()
    for room in (5_000, 2_900_000):
        found = elsewhere("full", path, room)
        assert found["codes"] == ["RG407"], found
        with opened(path, create=False) as register:
            assert register.audit() == ()
            assert len(register.history("acme")) == 1
        assert path.read_bytes() == before
        assert [p.name for p in tmp_path.iterdir()] == ["register.sqlite"]
    assert elsewhere("full", path, 10_000_000)["codes"] == []
