"""What an adaptation sets and the library changes at the same time."""

from __future__ import annotations

from docgen.model.library import ClauseSpec
from docgen.model.update import Override
from docgen.stages.overrides import overrides
from docgen.stages.read_clause import read_clause_head

HEAD = "schema: docgen.clause/1\nid: x\ntitle: {fr: %s}\nowner: %s\nparameters: {d: {type: days, default: %d}}\nrevisions:\n- {number: 1, change: legal}\n"


def spec(title: str = "X", owner: str = "groupe", default: int = 5) -> ClauseSpec:
    outcome = read_clause_head("x", "clauses/x", {"clause.yaml": (HEAD % (title, owner, default)).encode(), "r1.fr.md": b"x\n"}, ())
    assert outcome.value is not None
    return outcome.value


def test_what_only_one_side_changed_is_not_said() -> None:
    assert overrides(spec(default=3), spec(), spec()) == ()
    assert overrides(spec(), spec(), spec(default=9)) == ()
    assert overrides(spec(default=9), spec(), spec(default=9)) == ()


def test_what_both_changed_is_said_with_all_three() -> None:
    assert overrides(spec("Y", "metier", 3), spec(), spec("Z", "groupe", 9)) == (
        Override("parameters.d.default", "3", "5", "9"),
        Override("title.fr", "Y", "X", "Z"),
    )
