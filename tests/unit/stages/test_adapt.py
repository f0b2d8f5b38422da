"""A clause that adapts another one: what it says lies over what it takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from docgen.model.diagnostic import Diagnostic
from docgen.model.journal import Journal
from docgen.model.library import ClauseSpec, TextKey
from docgen.stages.adapt_base import Base
from docgen.stages.adapts import adapts
from docgen.stages.journal import journal_text, with_step
from docgen.stages.read_clause import covered, read_base, read_clause_head
from docgen.stages.read_file import read_model
from docgen.stages.sharing_models import AdaptedClauseModel

THEIRS = """\
schema: docgen.clause/1
id: secret
title: {fr: Secret, en: Secrecy}
owner: groupe
licence: CC-BY-4.0
authors: [Direction juridique]
parameters:
  duree: {type: months, from: secret.duree, default: 60}
  delai: {type: days, default: 8}
positions:
- {id: cinq, kind: standard, sets: {duree: 60}}
- {id: trois, kind: fallback, label: trois ans, approval: direction}
requires: [definitions]
conflicts: [{with: autre, message: {fr: Non.}}]
terms:
  info: {fr: {term: Information, definition: tout}}
obligations: [{id: fin, who: parties, what: {fr: Fin}, on: duree}]
revisions:
- {number: 1, change: substantive, in_force: {to: 2024-12-31}}
- {number: 2, change: substantive, in_force: {from: 2025-01-01}}
guidance: Discuté.
"""
FILES = {
    "clause.yaml": THEIRS,
    "r1.fr.md": "Un.\n",
    "r2.fr.md": "Deux.\n",
    "r2.trois.fr.md": "Trois.\n",
    "r2.en.md": "Two.\n",
}
HEAD = "schema: docgen.clause/1\nid: secret\nadapts: groupe:secret\n"
OWN_REVISION = "revisions:\n- {number: 1, based_on: 2, change: substantive}\n"


def base(files: dict[str, str] = FILES) -> Base:
    outcome = read_base("secret", "libraries/groupe/clauses/secret", {k: v.encode() for k, v in files.items()}, (),
                        "libraries/groupe/clauses/secret")  # fmt: skip
    assert outcome.value is not None
    return outcome.value


def read(meta: str, **texts: str) -> tuple[ClauseSpec, tuple[Diagnostic, ...]]:
    files = {"clause.yaml": HEAD + meta, **{k.replace("_", "."): v for k, v in texts.items()}}
    outcome = read_clause_head("secret", "clauses/secret", {k: v.encode() for k, v in files.items()}, (), base())
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value, outcome.diagnostics


def test_what_a_clause_adapts_is_told_from_its_bytes() -> None:
    assert adapts(HEAD.encode()) == "groupe:secret"
    assert adapts(b"adapts:   'groupe:secret'\n") == "groupe:secret"
    assert adapts(THEIRS.encode()) == ""
    assert adapts(b"note: |\n  adapts: x:y\n") == ""


def test_what_is_not_said_is_as_it_was() -> None:
    spec, found = read("")
    assert found == ()
    assert (spec.title["fr"], spec.owner, spec.guidance, spec.licence) == ("Secret", "groupe", "Discuté.", "CC-BY-4.0")
    assert [r.number for r in spec.revisions] == [1, 2]
    assert spec.files[TextKey(2, "", "", "fr")] == "libraries/groupe/clauses/secret/r2.fr.md"
    assert [o.id for o in spec.obligations] == ["fin"]
    assert [c.clause for c in spec.conflicts] == ["autre"]


def test_a_default_is_overridden_and_the_rest_of_the_parameter_stays() -> None:
    spec, _ = read("parameters: {duree: {default: 24}}\nowner: metier\ntitle: {fr: Silence}\n")
    duree = spec.parameters[0]
    assert (duree.name, duree.type, duree.path, duree.default) == ("duree", "months", "secret.duree", 24)
    assert (spec.owner, spec.title) == ("metier", {"fr": "Silence"})
    assert spec.parameters[1].default == 8


def test_a_position_is_changed_added_or_left_out() -> None:
    spec, found = read(
        "positions:\n- {id: trois, label: usage}\n- {id: un, kind: walk-away}\nwithout: {positions: [cinq]}\n"
    )
    assert found == ()
    assert [(p.id, p.kind, p.label, p.approval) for p in spec.positions] == [
        ("trois", "fallback", "usage", "direction"), ("un", "walk-away", "", "")
    ]  # fmt: skip


def test_terms_requirements_and_duties_can_be_left_out() -> None:
    spec, _ = read("without: {terms: [info], requires: [definitions], obligations: [fin]}\nrequires: [annexe]\n")
    assert (spec.terms, spec.requires, spec.obligations) == ((), ("annexe",), ())


def test_places_are_those_of_the_file_that_says_it() -> None:
    spec, _ = read("positions:\n- {id: un, kind: fallback}\nparameters: {delai: {default: 5}}\n")
    assert spec.place.file == "clauses/secret/clause.yaml"
    assert spec.parameters[0].place.file == "libraries/groupe/clauses/secret/clause.yaml"
    assert (spec.parameters[1].place.file, spec.parameters[1].place.line) == ("clauses/secret/clause.yaml", 6)
    assert spec.revisions[0].place.file == "libraries/groupe/clauses/secret/clause.yaml"


def test_an_own_revision_has_own_texts_and_takes_the_others_of_the_one_it_is_based_on() -> None:
    spec, found = read(OWN_REVISION, r1_fr_md="Nous.\n")
    assert found == ()
    assert {(k.revision, k.position, k.language): v for k, v in spec.files.items()} == {
        (1, "", "fr"): "r1.fr.md",
        (1, "trois", "fr"): "libraries/groupe/clauses/secret/r2.trois.fr.md",
        (1, "", "en"): "libraries/groupe/clauses/secret/r2.en.md",
    }
    assert spec.revisions[0].based_on == 2


def test_a_revision_with_nothing_of_its_own_is_approved_as_the_other_is() -> None:
    assert not read(OWN_REVISION)[0].revisions[0].approved
    import hashlib

    sealed = {n: hashlib.sha256(FILES[n].encode()).hexdigest() for n in FILES if n.startswith("r2")}
    seals = "schema: docgen.seals/1\ntexts:\n" + "".join(f"  {n}: {d}\n" for n, d in sealed.items())
    approved = base({**FILES, "seals.yaml": seals})
    files = {"clause.yaml": (HEAD + OWN_REVISION).encode()}
    outcome = read_clause_head("secret", "clauses/secret", files, (), approved)
    assert outcome.value is not None
    assert outcome.value.revisions[0].approved
    own = read_clause_head("secret", "clauses/secret", {**files, "r1.fr.md": b"Nous.\n"}, (), approved)
    assert own.value is not None
    assert not own.value.revisions[0].approved


def codes(meta: str, **texts: str) -> list[tuple[str, str]]:
    return [(d.code, str(d.place)) for d in read(meta, **texts)[1]]


def journal_of(meta: str, *numbers: int) -> bytes:
    """The journal of an adaptation that takes these revisions over: submitted by one, approved by another."""
    data = read_model((HEAD + meta).encode(), "clause.yaml", AdaptedClauseModel).value
    assert data is not None
    journal = Journal("secret")
    for number in numbers:
        cover = covered(data.data, {}, {}, number)
        for name, who in (("submitted", "anne"), ("approved", "bruno")):
            record: dict[str, Any] = {"revision": number, "step": name, "change": "substantive", "who": who,
                                      "when": "2027-01-01T08:00:00Z", "why": "oui", "digest": cover.digest}  # fmt: skip
            more = {"texts": dict(cover.texts), "metadata": cover.metadata} if name == "submitted" else {}
            journal = with_step(journal, "journal.yaml", {**record, **more})
    return journal_text(journal)


def status(meta: str, *approved_here: int, approved_below: tuple[int, ...] = (1, 2), changed: str = "") -> tuple[dict[int, bool], list[str]]:
    """Whether each revision is approved in a governed library, and what is found."""
    files = {"clause.yaml": (HEAD + (changed or meta)).encode()}
    if approved_here:
        files["journal.yaml"] = journal_of(meta, *approved_here)
    below = replace(base(), approved=frozenset(approved_below))
    outcome = read_clause_head("secret", "clauses/secret", files, (), below, governed=True)
    assert outcome.value is not None
    return {r.number: r.approved for r in outcome.value.revisions}, [d.code for d in outcome.diagnostics]


@pytest.mark.parametrize("meta", ["parameters: {delai: {default: 15}}\n", "title: {fr: Discrétion}\n", "without: {obligations: [fin]}\n", "numbered: false\n"])
def test_what_a_governed_library_changes_somebody_there_approves(meta: str) -> None:
    assert status(meta) == ({1: False, 2: False}, [])
    assert status(meta, 2) == ({1: False, 2: True}, [])
    assert status(meta, 1, 2, approved_below=(1,)) == ({1: True, 2: False}, [])


def test_what_no_document_holds_needs_no_approval() -> None:
    assert status("owner: juridique\nguidance: Relu.\n") == ({1: True, 2: True}, [])


def test_an_approved_adaptation_that_changes_is_not_approved_any_more() -> None:
    assert status("numbered: false\n", 2, changed="parameters: {delai: {default: 15}}\n")[1] == ["GV123"]


def test_what_is_left_out_must_be_there() -> None:
    assert codes("without: {positions: [deux], terms: [mot]}\n") == [
        ("SH120", "clauses/secret/clause.yaml:4:38"), ("SH120", "clauses/secret/clause.yaml:4:23")
    ]  # fmt: skip


def test_a_text_without_a_revision_of_its_own_is_refused() -> None:
    assert codes("", r2_fr_md="Autre.\n") == [("SH121", "clauses/secret/r2.fr.md")]


def test_a_revision_must_be_based_on_one_that_is_there() -> None:
    found = read("revisions:\n- {number: 1, based_on: 7, change: legal}\n", r1_fr_md="Nous.\n")[1]
    assert [(d.code, d.hint) for d in found] == [("SH122", "it has r1, r2")]


def test_what_is_new_says_its_type_or_kind() -> None:
    assert [c for c, _ in codes("parameters: {neuf: {default: 3}}\npositions: [{id: neuf}]\n")] == ["SH123", "SH123"]


def test_an_unknown_type_or_key_is_refused_as_in_any_clause() -> None:
    for meta in ("parameters: {duree: {type: moths}}\n", "positions: [{id: trois, kind: fallbak}]\n", "autre: 1\n"):
        files = {"clause.yaml": (HEAD + meta).encode()}
        outcome = read_clause_head("secret", "clauses/secret", files, (), base())
        assert outcome.value is None
        assert {d.code for d in outcome.diagnostics} <= {"LB201", "LB203"}
