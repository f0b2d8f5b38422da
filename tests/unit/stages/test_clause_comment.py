"""What the library knows about a clause, in the words of a comment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen.model.comment import Comment
from docgen.model.library import LegalReference
from docgen.model.plan import Chosen
from docgen.stages.clause_comment import clause_comment
from docgen.stages.read_clause import read_clause
from docgen.store.languages import language_codes, load_language

CLAUSE = """
schema: docgen.clause/1
id: duree
title: {fr: Durée}
positions:
- {id: longue, kind: standard, label: "cinq ans"}
- {id: courte, kind: fallback, label: "trois ans", approval: direction-juridique}
- {id: nulle, kind: walk-away, approval: direction}
revisions:
- {number: 1, change: substantive, in_force: {from: 2020-01-01, to: 2026-08-10}, note: "Avant la loi."}
- {number: 2, change: legal, in_force: {from: 2026-08-11}}
guidance: |
  Discuter la fin.

  Puis le début.
references:
  requirements: [A1]
  law:
  - {text: "C. civ. 1210", grade: A, verified: 2026-11-22}
  - {text: "C. civ. 1212", grade: B}
  - {text: "D. 1", grade: C}
  - {text: "Usage"}
"""


def chosen(position: str = "longue", revision: int = 1) -> Chosen:
    files = {"clause.yaml": CLAUSE.encode(), "r1.fr.md": b"Un an.\n", "r2.fr.md": b"Deux ans.\n"}
    spec = read_clause("duree", "clauses/duree", files, frozenset()).value
    assert spec is not None
    text, dated = spec.text(revision, position, "", "fr"), spec.revision(revision)
    assert text is not None
    assert dated is not None
    return Chosen(spec, dated, next((p for p in spec.positions if p.id == position), None), text, {}, {}, ())


def lines(comment: Comment) -> list[str]:
    return [remark.line.replace("\u00a0", " ").replace("’", "'") for remark in comment]


def test_a_comment_says_everything_in_the_words_of_the_language() -> None:
    assert lines(clause_comment(chosen(), load_language("fr"))) == [
        "Position retenue : cinq ans (standard)",
        "Autres positions : trois ans (repli ; accord requis : direction-juridique)",
        "nulle (dernière limite ; accord requis : direction)",
        "Négociation : Discuter la fin.",
        "Puis le début.",
        "Références légales : C. civ. 1210 – texte vérifié, à la date du 22 novembre 2026",
        "C. civ. 1212 – texte stable, non relu",
        "D. 1 – texte incertain ou en mouvement, à valider par un juriste",
        "Usage",
        "Révision : 1 de la clause duree (fond), non publiée, en vigueur du 1er janvier 2020 au 10 août 2026 – Avant la loi.",
    ]


def test_it_says_the_position_that_was_taken_and_who_approves_it() -> None:
    english = lines(clause_comment(chosen("courte", 2), load_language("en")))
    assert english[:3] == [
        "Position taken: trois ans (fallback; approval required: direction-juridique)",
        "Other positions: cinq ans (standard)",
        "nulle (walk-away; approval required: direction)",
    ]
    assert english[-1] == "Revision: 2 of the clause duree (change of the law), not published, in force from 11 August 2026"


def test_what_the_library_does_not_say_is_left_out() -> None:
    one = chosen("")
    bare = replace(one, spec=replace(one.spec, guidance="", law=(), positions=()))
    assert [remark.label for remark in clause_comment(bare, load_language("en"))] == ["Revision:"]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("", "", "in force without limit of time"),
        ("2020-01-01", "", "in force from 1 January 2020"),
        ("", "2026-08-10", "in force until 10 August 2026"),
    ],
)
def test_the_days_in_force(first: str, last: str, said: str) -> None:
    one = chosen()
    dated = replace(one, revision=replace(one.revision, in_force_from=first, in_force_to=last, approved=True, note=""))
    last_line = lines(clause_comment(dated, load_language("en")))[-1]
    assert last_line == f"Revision: 1 of the clause duree (substance), published, {said}"


@pytest.mark.parametrize("code", language_codes())
def test_every_language_has_words_for_every_grade_kind_and_change(code: str) -> None:
    language, one = load_language(code), chosen()
    for grade in "ABC":
        graded = replace(one, spec=replace(one.spec, law=(LegalReference("L. 1", grade, "2026-11-22"),)))
        assert any("L. 1" in line and len(line) > 20 for line in lines(clause_comment(graded, language)))
    for kind in ("standard", "fallback", "walk-away", "alternative", "single"):
        assert language.phrase(f"comment.kind.{kind}")
    for change in ("editorial", "substantive", "legal"):
        changed = replace(one, revision=replace(one.revision, change=change))
        assert language.phrase(f"comment.change.{change}") in lines(clause_comment(changed, language))[-1]
