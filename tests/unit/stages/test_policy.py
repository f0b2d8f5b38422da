"""Which revision a clause of a recorded contract takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from docgen.model.diagnostic import Diagnostic, Place
from docgen.model.library import ClauseSpec, ClauseText, Revision, TextKey
from docgen.model.lock import LockedClause
from docgen.model.renegotiation import Offer
from docgen.stages.policy import exactly, locked_clauses, offers, pins, taken_on

DAY = "2028-02-01"
AT = Place("clauses/prix/clause.yaml", 3)


def revision(number: int, change: str = "substantive", **more: Any) -> Revision:
    facts = {"in_force_from": "", "in_force_to": "", "withdrawn": False, "approved": True, "note": f"note {number}", **more}
    return Revision(number, change, supersedes="", place=AT, **facts)


def spec(*revisions: Revision, id_: str = "prix") -> ClauseSpec:
    texts = {
        key: ClauseText(key, f"clauses/{id_}/r{r.number}.fr.md", f"sha-{id_}-{r.number}", (), {})
        for r in revisions
        if (key := TextKey(r.number, "", "", "fr"))
    }
    return ClauseSpec(id_, {"fr": f"Titre {id_}"}, "", "", True, None, (), (), (), (), (), revisions, texts, "", {}, AT)


def held(number: int = 1, id_: str = "prix", text: str = "") -> LockedClause:
    return LockedClause(id_, number, "", f"clauses/{id_}/r{number}.fr.md", text or f"sha-{id_}-{number}", ())


def offered(
    *revisions: Revision, locked: Sequence[LockedClause] = (), take: Sequence[str] = (), day: str = DAY
) -> tuple[tuple[Offer, ...], list[Diagnostic]]:
    one = spec(*revisions)
    return offers(locked or (held(),), lambda id_: one if id_ == "prix" else None, day, take, "fr")


def codes(found: Sequence[Diagnostic]) -> list[str]:
    return [d.code for d in found]


def test_an_editorial_revision_flows_in() -> None:
    found, said = offered(revision(1), revision(2, "editorial", in_force_from="2028-01-01"))
    assert said == []
    assert found == (Offer("prix", "Titre prix", 1, 2, "editorial", "note 2", "2028-01-01", "flows"),)
    assert pins((held(),), found) == {"prix": 2}
    assert taken_on(found, DAY) == {"prix": DAY}


@pytest.mark.parametrize("change", ["substantive", "legal"])
def test_any_other_revision_is_only_proposed(change: str) -> None:
    found, said = offered(revision(1), revision(2, change))
    assert said == []
    assert [(o.state, o.change) for o in found] == [("proposed", change)]
    assert pins((held(), held(4, "autre")), found) == {"prix": 1, "autre": 4}
    assert taken_on(found, DAY) == {}


@pytest.mark.parametrize("take", ["prix", "legal", "all"])
def test_a_revision_is_taken_by_its_clause_its_kind_or_with_all(take: str) -> None:
    found, said = offered(revision(1), revision(2, "legal"), take=(take,))
    assert said == []
    assert [o.state for o in found] == ["taken"]
    assert pins((held(),), found) == {"prix": 2}


def test_another_kind_takes_nothing() -> None:
    found, said = offered(revision(1), revision(2, "legal"), take=("substantive",))
    assert ([o.state for o in found], said) == (["proposed"], [])


def test_the_weightiest_revision_on_the_way_decides() -> None:
    found, _ = offered(revision(1), revision(2, "legal"), revision(3, "editorial"))
    assert [(o.after, o.change, o.state, o.note) for o in found] == [(3, "legal", "proposed", "note 2 note 3")]


@pytest.mark.parametrize(
    "better",
    [revision(2, "editorial", withdrawn=True), revision(2, "editorial", approved=False), revision(2, "editorial", in_force_from="2028-02-02"),
     revision(2, "editorial", in_force_to="2028-01-31")],
)  # fmt: skip
def test_what_may_not_be_used_on_the_day_is_not_offered(better: Revision) -> None:
    assert offered(revision(1), better) == ((), [])


def test_a_contract_that_is_up_to_date_is_offered_nothing() -> None:
    assert offered(revision(1), revision(2), locked=(held(2),)) == ((), [])


def test_going_back_is_proposed_and_never_flows() -> None:
    found, said = offered(revision(1, "editorial"), revision(2, "editorial", withdrawn=True), locked=(held(2),))
    assert ([(o.before, o.after, o.state) for o in found], said) == ([(2, 1, "proposed")], [])


def test_a_clause_that_the_library_has_no_more_is_for_the_outline_to_say() -> None:
    assert offered(revision(1), locked=(held(1, "parti"),)) == ((), [])


# ----------------------------------------------------------------- what is wrong
def test_a_revision_that_vanished_is_told_with_those_that_there_are() -> None:
    found, said = offered(revision(2), revision(3))
    assert (found, codes(said)) == ((), ["RN602"])
    assert said[0].place == AT
    assert "revision 1" in said[0].message
    assert "r2, r3" in str(said[0].hint)


def test_a_text_that_was_edited_is_told_with_its_file() -> None:
    _, said = offered(revision(1), locked=(held(1, text="sha-autre"),))
    assert codes(said) == ["RN603"]
    assert said[0].place == Place("clauses/prix/r1.fr.md")


def test_every_edited_text_of_a_clause_is_told() -> None:
    both = (held(1, text="x"), replace(held(1, text="y"), file="clauses/prix/r1.en.md"))
    one = spec(revision(1))
    key = TextKey(1, "", "", "en")
    english = replace(one, texts={**one.texts, key: ClauseText(key, "clauses/prix/r1.en.md", "sha-en", (), {})})
    _, said = offers(both, lambda _: english, DAY, (), "fr")
    assert [(d.code, d.place and d.place.file) for d in said] == [("RN603", "clauses/prix/r1.fr.md"), ("RN603", "clauses/prix/r1.en.md")]


def test_a_revision_that_ended_proposes_the_next() -> None:
    found, said = offered(revision(1, in_force_to="2028-01-31"), revision(2, "editorial", in_force_from="2028-02-01"))
    assert [o.state for o in found] == ["required"]
    assert codes(said) == ["RN604"]
    assert "r2, in force from 2028-02-01: take it with --take prix" in str(said[0].hint)
    assert pins((held(),), found) == {"prix": 1}


def test_a_revision_that_ended_is_replaced_when_asked_for() -> None:
    found, said = offered(revision(1, in_force_to="2028-01-31"), revision(2, in_force_from="2028-02-01"), take=("prix",))
    assert ([o.state for o in found], said) == (["taken"], [])


def test_a_revision_that_ended_without_another_one_is_told() -> None:
    found, said = offered(revision(1, in_force_to="2028-01-31"), revision(2, approved=False))
    assert (found, codes(said)) == ((), ["RN604"])
    assert "no approved revision" in said[0].message


def test_a_name_that_takes_nothing_is_told_with_what_was_meant() -> None:
    _, said = offered(revision(1), take=("prx", "legale", "zzzz"))
    assert codes(said) == ["RN605"] * 3
    assert [d.hint for d in said] == [
        'did you mean "prix"?', 'did you mean "legal"?', "name a clause of the contract, editorial, substantive, legal or all",
    ]  # fmt: skip


# ------------------------------------------------------------------------- locks
def test_the_clauses_of_all_locks_of_a_version_are_read_once() -> None:
    one = {"id": "prix", "revision": 2, "file": "clauses/prix/r2.fr.md", "text": "abc", "why": ["x"]}
    other = {**one, "file": "clauses/prix/r2.en.md", "position": "ferme"}
    assert locked_clauses([{"clauses": [one, other]}, {"clauses": [one]}, {"schema": "x"}]) == (
        LockedClause("prix", 2, "", "clauses/prix/r2.fr.md", "abc", ("x",)),
        LockedClause("prix", 2, "ferme", "clauses/prix/r2.en.md", "abc", ("x",)),
    )


def only(*revisions: Revision, to: int, held_: LockedClause | None = None) -> tuple[tuple[Offer, ...], list[Diagnostic]]:
    one = spec(*revisions)
    return exactly((held_ or held(), held(1, "gone")), lambda id_: one if id_ == "prix" else None, "prix", to, "fr")


def test_a_recall_takes_the_revision_that_it_names_and_no_other() -> None:
    three = (revision(1), revision(2, "legal"), revision(3, "editorial"))
    found, said = only(*three, to=2)
    assert said == []
    assert found == (Offer("prix", "Titre prix", 1, 2, "legal", "note 2", "", "taken"),)
    assert only(*three, to=3)[0][0].change == "legal"  # the weightiest on the way
    assert only(*three, to=1, held_=held(3))[0][0].after == 1
    assert only(*three, to=1)[0] == ()


def test_a_recall_leaves_other_clauses_as_they_are_editorial_or_ended() -> None:
    one = spec(revision(1, in_force_to="2020-01-01"), revision(2, "editorial"))
    assert exactly((held(),), lambda _: one, "secret", 2, "fr") == ((), [])


def test_a_recall_tells_what_the_contract_holds_and_the_library_does_not() -> None:
    assert codes(only(revision(2), to=2)[1]) == ["RN602"]
    assert codes(only(revision(1), revision(2), to=2, held_=held(text="another"))[1]) == ["RN603"]
