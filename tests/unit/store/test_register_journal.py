"""A journal keeps every step that was whole, and none that was not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docgen.store.journal import opened_journal, read_journal

HEAD = {"schema": "x/1", "what": "recall"}


def written(path: Path, *steps: int) -> None:
    with opened_journal(path, {**HEAD, "day": "2027-06-01"}).value as journal:  # type: ignore[union-attr]
        for step in steps:
            journal.add({"step": step, "name": "été"})


def steps(path: Path) -> list[int]:
    found = read_journal(path, HEAD)
    assert found.value is not None, found.diagnostics
    return [step["step"] for step in found.value]


def test_steps_come_back_in_order_and_later_ones_follow(tmp_path: Path) -> None:
    path = tmp_path / "run" / "journal"
    assert read_journal(path, HEAD).value == ()
    written(path, 1, 2)
    written(path, 3)
    assert steps(path) == [1, 2, 3]
    assert path.read_bytes().count(b"schema") == 1


@pytest.mark.parametrize("cut", range(1, 29))
def test_a_line_that_was_cut_off_is_no_step_and_makes_way(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "journal"
    written(path, 1, 2)
    data = path.read_bytes()
    path.write_bytes(data[:-cut])
    assert steps(path) == [1]
    written(path, 3)
    assert steps(path) == [1, 3]


@pytest.mark.parametrize("kept", [0, 1, 10])
def test_a_head_that_was_cut_off_is_written_again(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "journal"
    written(path)
    path.write_bytes(path.read_bytes()[:kept])
    assert steps(path) == []
    written(path, 1)
    assert steps(path) == [1]


def test_a_long_line_that_was_cut_off_leaves_the_lines_before_it(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written(path, 1)
    with path.open("ab") as file:
        file.write(b"x" * 200_000)
    written(path, 2)
    assert steps(path) == [1, 2]


@pytest.mark.parametrize("text", [json.dumps({**HEAD, "what": "other"}) + "\n", "[]\n", "no json\n", "a note of mine", "[[[[" * 5_000 + "\n"])
def test_the_journal_of_another_run_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "journal"
    path.write_text(text, encoding="utf-8")
    found = read_journal(path, HEAD)
    assert (found.value, [d.code for d in found.diagnostics]) == (None, ["RN653"])


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    assert opened_journal(tmp_path, HEAD).value is None
    assert read_journal(tmp_path, HEAD).value is None
