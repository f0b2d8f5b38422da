"""Roles with a name, and texts in every language of the documents."""

from __future__ import annotations

from typing import Any

import pytest

from support.facts import whole_check

LABELS = "who:\n  client: {fr: le Client, en: the Client}\n  tiers: {fr: un tiers}\n"
LIBRARY = "schema: docgen.library/1\nname: x\nlanguages: [fr, en]\nlabels: labels.yaml\n"


@pytest.mark.parametrize(
    ("obligation", "said"),
    [
        ("{id: a, who: client, what: {fr: X, en: X}, after_event: {fr: Y, en: Y}}", []),
        ("{id: a, who: autre, what: {fr: X, en: X}, after_event: {fr: Y, en: Y}}", [("LB261", 'the role "autre" has no name in en, fr')]),
        ("{id: a, who: tiers, what: {fr: X, en: X}, after_event: {fr: Y, en: Y}}", [("LB261", 'the role "tiers" has no name in en')]),
        ("{id: a, who: client, what: {fr: X}, on: \"'2027-01-01'\"}", [("LB240", 'what of the obligation "a" is missing in "en"')]),
        ("{id: a, who: client, what: {fr: X, en: X}, after_event: {fr: Y}}", [("LB240", 'after_event of the obligation "a" is missing in "en"')]),
    ],
)
def test_roles_and_languages(a_library: Any, obligation: str, said: list[tuple[str, str]]) -> None:
    clause = {"meta": f"obligations:\n- {obligation}\n", "r1.fr.md": "Un.\n", "r1.en.md": "One.\n"}
    bench = a_library({"c": clause}, files={"clauses/library.yaml": LIBRARY, "clauses/labels.yaml": LABELS})
    found = whole_check(bench.library(), bench.specs(), bench.types())
    assert [(d.code, d.message) for d in found if d.code in ("LB240", "LB261")] == said
    assert all(str(d.place) == "clauses/c/clause.yaml:4:3" for d in found if d.code in ("LB240", "LB261"))
