"""What departments do to the shipped clauses, merged with the revisions that came: never wrong without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.stages.merge_text import balanced, merge_texts

CLAUSES = Path(__file__).parents[3] / "clauses"
GROUPS = yaml.safe_load(Path(__file__).with_name("merge_trials.yaml").read_text(encoding="utf-8"))
TRIALS = [(g["from"], g["to"], n, t) for g in GROUPS for n, t in enumerate(g["trials"])]


def changed(text: str, edits: list[list[str]]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(("old", "new", "n", "trial"), TRIALS, ids=lambda v: str(v) if not isinstance(v, dict) else "")
def test_a_trial(old: str, new: str, n: int, trial: dict[str, Any]) -> None:
    base, theirs = ((CLAUSES / name).read_text(encoding="utf-8") for name in (old, new))
    ours = changed(base, trial["edit"])
    merged = merge_texts(base, ours, theirs)
    found = [(str(c.reason), c.base, c.ours, c.theirs) for c in merged.conflicts]
    if "asks" in trial:
        assert [reason for reason, *_ in found] == [reason for reason, _ in trial["asks"]], found
        assert all(words in base for (_, words), (_, base, *_) in zip(trial["asks"], found, strict=True)), found
        return
    wanted = theirs if trial.get("clean_as_theirs") else changed(theirs, trial["edit"])
    assert not found
    assert merged.text == wanted
    assert balanced(wanted)


def test_there_are_enough_trials() -> None:
    assert len(TRIALS) >= 70
    assert sum("asks" in t for *_, t in TRIALS) >= 20
