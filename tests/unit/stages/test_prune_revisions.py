"""Revisions are taken out of a clause.yaml, and nothing else is touched."""

from __future__ import annotations

import pytest
import yaml

from docgen.stages.prune_revisions import without_revisions

BLOCK = """\
# head
id: x
revisions:   # all
- {number: 1, change: legal}   # the first
# about two
- number: 2
  change: legal
  note: |
    Long.

- {number: 3, change: legal}
guidance: after
"""
FLOW = "id: x\nrevisions: [{number: 1}, {number: 2}, {number: 3}]\nguidance: after\n"
LAST = "id: x\nrevisions:\n- {number: 1}\n- {number: 2}"


@pytest.mark.parametrize("text", [BLOCK, FLOW, BLOCK.replace("\n", "\r\n")])
@pytest.mark.parametrize("gone", [{1}, {2}, {3}, {1, 2}, {2, 3}, {1, 3}, set()])
def test_the_named_revisions_go_and_the_rest_reads_as_before(text: str, gone: set[int]) -> None:
    before = yaml.safe_load(text)
    after = yaml.safe_load(without_revisions(text.encode(), gone))
    assert [r["number"] for r in after["revisions"]] == [n for n in (1, 2, 3) if n not in gone]
    assert {**after, "revisions": None} == {**before, "revisions": None}


def test_every_other_byte_stays() -> None:
    assert without_revisions(BLOCK.encode(), {3}).decode() == BLOCK.replace("- {number: 3, change: legal}\n", "")
    assert without_revisions(BLOCK.encode(), set()).decode() == BLOCK
    assert without_revisions(FLOW.encode(), {2}).decode() == FLOW.replace("{number: 2}, ", "")


def test_the_last_line_may_lack_its_end() -> None:
    assert without_revisions(LAST.encode(), {2}).decode() == "id: x\nrevisions:\n- {number: 1}\n"
