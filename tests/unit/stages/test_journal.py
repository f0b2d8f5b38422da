"""The journal of a clause: what each step covers, what may follow what, and what is told when the folder moved on."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.model.journal import Journal, Status
from docgen.model.library import ClauseSpec
from docgen.stages.clause_files import text_files
from docgen.stages.journal import Covered, impossible, journal_text, read_journal, with_step
from docgen.stages.read_clause import covered, read_clause
from docgen.stages.read_file import read_model

META = """\
schema: docgen.clause/1
id: duree
title: {fr: Durée}
owner: juridique
parameters:
  mois: {type: months, default: 12}
positions:
- {id: ferme, kind: standard}
- {id: libre, kind: fallback, sets: {mois: 6}, approval: direction}
terms:
  terme: {fr: {term: Terme, definition: la fin}}
guidance: "À discuter."
revisions:
- {number: 1, change: legal, in_force: {from: 2020-01-01}}
"""
TEXT = "Le contrat dure {{ mois }} mois jusqu'au Terme.\n"
TWO = META + "- {number: 2, change: editorial, in_force: {from: 2027-01-01}}\n"


def folder(meta: str = META, **texts: str) -> dict[str, bytes]:
    files = {"clause.yaml": meta, "r1.fr.md": TEXT, **{name.replace("_", "."): text for name, text in texts.items()}}
    return {name: text.encode() for name, text in files.items()}


def now(files: dict[str, bytes], number: int) -> Covered:
    from docgen.stages.file_models.clause import ClauseModel

    model = read_model(files["clause.yaml"], "clause.yaml", ClauseModel).value
    assert model is not None
    return covered(model.data, text_files(files), files, number)


def step(journal: Journal, name: str, number: int, files: dict[str, bytes], who: str = "anne", **other: Any) -> Journal:
    cover = now(files, number)
    record = {"revision": number, "step": name, "change": "legal" if number == 1 else "editorial", "who": who,
              "when": "2027-01-01T08:00:00Z", "why": "pour cela", "digest": cover.digest}  # fmt: skip
    if name == "submitted":
        record |= {"texts": dict(cover.texts), "metadata": cover.metadata}
    return with_step(journal, "journal.yaml", {**record, **other})


def approved(files: dict[str, bytes], *numbers: int) -> Journal:
    journal = Journal("duree")
    for number in numbers or (1,):
        journal = step(step(journal, "submitted", number, files), "approved", number, files, "bruno")
    return journal


def read(files: dict[str, bytes], journal: Journal | None, *, governed: bool = True) -> tuple[ClauseSpec, list[str]]:
    whole = {**files, "journal.yaml": journal_text(journal)} if journal else files
    outcome = read_clause("duree", "clauses/duree", whole, (), governed=governed)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value, [f"{d.severity} {d.code}" for d in outcome.diagnostics]


def test_a_revision_goes_its_way() -> None:
    files = folder(TWO, r2_fr_md=TEXT)
    journal, seen = Journal("duree"), []
    for name, who in (("submitted", "anne"), ("submitted", "anne"), ("approved", "bruno"), ("withdrawn", "bruno")):
        journal = step(journal, name, 2, files, who)
        spec, found = read(files, journal)
        revision = spec.revision(2)
        assert revision is not None
        seen.append((revision.status, revision.approved, revision.withdrawn, revision.review))
        assert found == []
    assert seen == [
        (Status.REVIEW, False, False, True), (Status.REVIEW, False, False, True), (Status.APPROVED, True, False, False),
        (Status.WITHDRAWN, False, True, False),
    ]  # fmt: skip
    assert spec.revisions[0].status == Status.DRAFT


def test_only_a_journal_approves_where_the_library_says_who_does() -> None:
    files = folder()
    sealed = {**files, "seals.yaml": f"schema: docgen.seals/1\ntexts:\n  r1.fr.md: {now(files, 1).texts['r1.fr.md']}\n".encode()}
    assert [r.approved for r in read(sealed, None)[0].revisions] == [False]
    assert [r.approved for r in read(sealed, None, governed=False)[0].revisions] == [True]
    assert [r.approved for r in read(files, approved(files), governed=False)[0].revisions] == [True]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"r1.fr.md": TEXT + "Encore.\n"}, "error LB220"),
        ({"r1.en.md": "Some {{ mois }}.\n"}, "error LB222"),
        ({"clause.yaml": META.replace("default: 12", "default: 24")}, "error GV123"),
        ({"clause.yaml": META.replace("sets: {mois: 6}", "sets: {mois: 3}")}, "error GV123"),
        ({"clause.yaml": META.replace("la fin", "le début")}, "error GV123"),
        ({"clause.yaml": META.replace("2020-01-01", "2021-01-01")}, "error GV123"),
        ({"clause.yaml": META.replace(", approval: direction", "")}, "error GV123"),
        ({"clause.yaml": META.replace("owner: juridique", "owner: achats")}, "error GV123"),
    ],
)
def test_what_was_approved_and_edited_is_told(change: dict[str, str], code: str) -> None:
    journal = approved(folder())
    _, found = read({**folder(), **{name: text.encode() for name, text in change.items()}}, journal)
    assert found == [code]


def test_a_text_that_is_gone_is_told() -> None:
    files = folder(TWO, r2_fr_md=TEXT)
    journal = approved(files, 1, 2)
    assert "error LB221" in read({k: v for k, v in files.items() if k != "r2.fr.md"}, journal)[1]


def test_a_revision_that_is_not_declared_any_more_is_told() -> None:
    files = folder(TWO, r2_fr_md=TEXT)
    journal = approved(files, 1, 2)
    _, found = read(folder(), journal)
    assert "error LB221" in found


@pytest.mark.parametrize(
    "meta", [META.replace("À discuter.", "À discuter plus."), META.replace("id: duree\n", "id:   duree\n# une remarque\n"), META.replace("{fr: Durée}", '{"fr": "Durée"}')]
)
def test_guidance_comments_and_layout_are_free(meta: str) -> None:
    assert read(folder(meta), approved(folder()))[1] == []


def test_a_later_revision_may_be_under_way() -> None:
    changed = TWO.replace("default: 12", "default: 24").replace("{from: 2020-01-01}", "{from: 2020-01-01, to: 2026-12-31}")
    files = folder(changed, r2_fr_md=TEXT)
    assert read(files, approved(folder()))[1] == ["warning GV124"]
    assert read(files, step(approved(folder()), "submitted", 2, files))[1] == ["warning GV124"]
    done = step(step(approved(folder()), "submitted", 2, files), "approved", 2, files, "bruno")
    assert read(files, done)[1] == []


def test_an_approved_revision_is_approved_again_for_its_metadata() -> None:
    files = folder(META.replace("default: 12", "default: 24"))
    again = step(approved(folder()), "submitted", 1, files)
    spec, found = read(files, again)
    assert (spec.revisions[0].status, found) == (Status.REVIEW, ["warning GV124"])
    assert read(files, step(again, "approved", 1, files, "bruno"))[1] == []


def test_what_changed_in_review_is_told() -> None:
    files = folder()
    journal = step(Journal("duree"), "submitted", 1, files)
    assert read(folder(r1_fr_md="Autre, {{ mois }}, Terme.\n"), journal)[1] == ["warning GV125"]


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        (lambda f: step(Journal("duree"), "approved", 1, f, "bruno"), "was draft and could not be approved"),
        (lambda f: step(approved(f), "approved", 1, f, "bruno"), "was approved and could not be approved"),
        (lambda f: step(step(approved(f), "withdrawn", 1, f), "submitted", 1, f), "was withdrawn"),
        (lambda f: step(step(Journal("duree"), "submitted", 1, f), "approved", 1, f, "anne"), "which is their own"),
        (lambda f: step(step(Journal("duree"), "submitted", 1, f, "x", authors=["bruno"]), "approved", 1, f, "bruno"), "which is their own"),
        (lambda f: step(step(step(Journal("duree"), "submitted", 1, f, "bruno"), "submitted", 1, f), "approved", 1, f, "bruno"), "which is their own"),
        (lambda f: step(step(Journal("duree"), "submitted", 1, f), "approved", 1, f, "bruno", digest="0"), "is not what was submitted"),
        (lambda f: step(step(Journal("duree"), "submitted", 1, f), "approved", 1, f, "anne", change="editorial"), "the kind of the change"),
        (lambda f: step(Journal("duree"), "submitted", 1, f, digest="0"), "the digest is not that"),
        (lambda f: step(approved(f), "submitted", 1, folder(r1_fr_md="Autre.\n")), "the approved texts of r1 were replaced"),
    ],
)  # fmt: skip
def test_a_step_with_a_right_head_that_docgen_would_have_refused(forged: Any, why: str) -> None:
    journal = forged(folder())
    found = list(impossible(journal))
    assert [d.code for d in found] == ["GV122"]
    assert why in found[0].message
    outcome = read_journal(journal_text(journal), "journal.yaml", "duree")
    assert [d.code for d in outcome.diagnostics] == ["GV122"]
    assert outcome.diagnostics[0].place is not None and outcome.diagnostics[0].place.line > 5


def test_an_editorial_revision_is_approved_by_its_author() -> None:
    files = folder(TWO, r2_fr_md=TEXT)
    journal = step(step(approved(files), "submitted", 2, files), "approved", 2, files, "anne")
    assert read(files, journal)[1] == []
