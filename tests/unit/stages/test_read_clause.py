"""The folder of a clause becomes one value, with everything that is wrong in it."""

from __future__ import annotations

import hashlib

import pytest

from docgen.model.diagnostic import Diagnostic
from docgen.model.library import ClauseSpec, LegalReference, TextKey
from docgen.stages.read_clause import read_clause
from docgen.stages.read_clause_text import digest_of

HEAD = "schema: docgen.clause/1\nid: duree\ntitle: {fr: Durée}\n"
REVISIONS = "revisions:\n- {number: 1, change: legal}\n"
FILTERS = frozenset({"date", "euros"})


def read(
    meta: str = "", texts: dict[str, str] | None = None, revisions: str = REVISIONS, **files: str
) -> tuple[ClauseSpec | None, tuple[Diagnostic, ...]]:
    contents = {"clause.yaml": HEAD + meta + revisions, **(texts or {"r1.fr.md": "Un an.\n"}), **files}
    outcome = read_clause("duree", "clauses/duree", {k: v.encode() for k, v in contents.items()}, FILTERS)
    return outcome.value, outcome.diagnostics


def codes(*args: object, **kwargs: object) -> list[str]:
    return [d.code for d in read(*args, **kwargs)[1]]  # type: ignore[arg-type]


def only(found: tuple[Diagnostic, ...]) -> tuple[str, str, str]:
    (one,) = found
    return one.code, str(one.place), f"{one.message} | {one.hint or ''}"


def test_a_plain_clause_has_no_finding() -> None:
    spec, found = read()
    assert found == ()
    assert spec is not None
    assert list(spec.texts) == [TextKey(1, "", "", "fr")]


# ------------------------------------------------------------------ texts
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("r1.fr.md", TextKey(1, "", "", "fr")),
        ("r12.trois-ans.en.md", TextKey(12, "trois-ans", "", "en")),
        ("r1+besoin.fr.md", TextKey(1, "", "besoin", "fr")),
        ("r1.trois-ans+besoin.fr.md", TextKey(1, "trois-ans", "besoin", "fr")),
    ],
)
def test_the_name_of_a_text_says_what_it_is_for(name: str, key: TextKey) -> None:
    spec, _ = read(texts={name: "Texte.\n"})
    assert spec is not None
    assert list(spec.texts) == [key]


def test_the_most_specific_text_is_taken() -> None:
    names = ["r1.fr.md", "r1.a.fr.md", "r1+v.fr.md", "r1.a+v.fr.md"]
    spec, _ = read("positions: [{id: a, kind: standard}]\n", dict.fromkeys(names, "Texte.\n"))
    assert spec is not None

    def taken(position: str, view: str) -> str:
        text = spec.text(1, position, view, "fr")
        return text.file.rpartition("/")[2] if text else ""

    assert [taken("a", "v"), taken("b", "v"), taken("a", ""), taken("b", "w")] == [names[3], names[2], names[1], names[0]]
    assert spec.text(2, "", "", "fr") is None


@pytest.mark.parametrize("name", ["r0.fr.md", "r01.fr.md", "r1.md", "r1.FR.md", "notes.txt", "r1.fra.md", "R1.fr.md", "r1.fr.md~"])
def test_any_other_file_is_named(name: str) -> None:
    _, found = read(texts={"r1.fr.md": "Texte.\n", name: "?"})
    assert only(found)[:2] == ("LB207", f"clauses/duree/{name}")


def test_hidden_files_are_nobodys_business() -> None:
    assert codes(texts={"r1.fr.md": "Texte.\n", ".DS_Store": "?"}) == []


@pytest.mark.parametrize(
    ("texts", "code", "place", "word"),
    [
        ({"r1.fr.md": "A.\n", "r2.fr.md": "B.\n"}, "LB208", "clauses/duree/r2.fr.md", "declare it under revisions"),
        ({"r1.fr.md": "A.\n", "r1.x.fr.md": "B.\n"}, "LB209", "clauses/duree/r1.x.fr.md", "positions: none"),
    ],
)
def test_a_text_of_something_undeclared_is_an_error(texts: dict[str, str], code: str, place: str, word: str) -> None:
    found = only(read(texts=texts)[1])
    assert found[:2] == (code, place)
    assert word in found[2]


def test_a_revision_without_text_is_an_error() -> None:
    _, found = read(revisions=REVISIONS + "- {number: 2, change: legal}\n")
    assert only(found)[:2] == ("LB210", "clauses/duree/clause.yaml:6:3")


def test_a_text_is_read_even_where_clause_yaml_cannot_be() -> None:
    outcome = read_clause("duree", "c", {"clause.yaml": b"a: [", "r1.fr.md": b"{{ a"}, FILTERS)
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["Y101", "CL301"]


def test_a_folder_without_clause_yaml_is_no_clause() -> None:
    outcome = read_clause("duree", "c/duree", {"r1.fr.md": b"A"}, FILTERS)
    assert outcome.value is None
    assert only(outcome.diagnostics)[:2] == ("LB205", "c/duree")


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"caf\xe9\n", "Y104", "c/r1.fr.md:1:4"),
        (b"a\nb\x0bc\n", "Y105", "c/r1.fr.md:2:2"),
        ("a \ue000\n".encode(), "CL307", "c/r1.fr.md:1:3"),
        ("a \U000f0000\n".encode(), "CL307", "c/r1.fr.md:1:3"),
        (b"a" * 900_000, "CL304", "c/r1.fr.md"),
    ],
)
def test_a_text_that_word_could_not_carry_is_refused_with_its_place(data: bytes, code: str, place: str) -> None:
    outcome = read_clause("duree", "c", {"clause.yaml": (HEAD + REVISIONS).encode(), "r1.fr.md": data}, FILTERS)
    assert [(d.code, str(d.place)) for d in outcome.diagnostics if d.code != "LB210"] == [(code, place)]


# --------------------------------------------------------------- metadata
def test_the_id_is_the_name_of_the_folder() -> None:
    outcome = read_clause("autre", "c", {"clause.yaml": (HEAD + REVISIONS).encode(), "r1.fr.md": b"A.\n"}, FILTERS)
    assert only(outcome.diagnostics) == (
        "LB206", "c/clause.yaml:2:1", 'the id "duree" is not the name of the folder | write id: autre',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("meta", "code", "place"),
    [
        ("parameters: {a: {type: date, from: x, derived: y}}\n", "LB211", "4:14"),
        ("positions: [{id: a, kind: standard, sets: {b: 1}}]\n", "LB212", "4:44"),
        ("conflicts: [{message: {fr: Non}}]\n", "LB213", "4:13"),
        ("positions: [{id: a, kind: standard}, {id: a, kind: fallback}]\n", "LB215", "4:1"),
        ("terms: {a: {fr: {term: A}}}\n", "TM402", "4:13"),
        ("applies_when: 'a =='\n", "CL301", "4:1"),
        ("parameters: {a: {type: date, derived: 'x.y()'}}\n", "CL302", "4:30"),
        ("parameters: {a: {type: date, from: 'x|eval'}}\n", "CL303", "4:30"),
        ("positions: [{id: a, kind: standard, selected_by: 'a =='}]\n", "CL301", "4:37"),
        ("conflicts: [{when: 'a ==', message: {fr: Non}}]\n", "CL301", "4:14"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_an_error_at_its_place(meta: str, code: str, place: str) -> None:
    _, found = read(meta, {"r1.fr.md": "{{ a }}.\n" if "parameters" in meta else "A.\n"})
    assert [(d.code, str(d.place)) for d in found] == [(code, f"clauses/duree/clause.yaml:{place}")]


def test_a_term_has_all_its_forms_once() -> None:
    spec, _ = read("terms: {a: {fr: {term: Site, plural: Sites, forms: [Site, du Site], definition: un lieu}}}\n")
    assert spec is not None
    (term,) = spec.terms
    assert (term.inline, term.wordings["fr"].forms) == (False, ("Site", "Sites", "du Site"))


def test_an_inline_term_needs_no_definition() -> None:
    assert codes("terms: {a: {inline: true, fr: {term: Client}}}\n") == []


def test_guidance_and_labels_may_be_written_in_several_ways() -> None:
    spec, _ = read("guidance: [un, deux]\npositions: [{id: a, kind: standard, label: {fr: Courte}}]\n")
    assert spec is not None
    assert (spec.guidance, spec.positions[0].label) == ("un ; deux", "Courte")


# ------------------------------------------------------------- references
def test_the_law_behind_a_clause_has_a_grade_and_a_day_and_other_lists_are_the_librarys_own() -> None:
    law = "[{text: L. 1, grade: A, verified: 2026-11-22}, {text: L. 2}]"
    spec, found = read(f"references: {{requirements: [A1], law: {law}}}\n")
    assert found == ()
    assert spec is not None
    assert spec.law == (LegalReference("L. 1", "A", "2026-11-22"), LegalReference("L. 2"))
    assert spec.references == {
        "requirements": ["A1"],
        "law": [{"text": "L. 1", "grade": "A", "verified": "2026-11-22"}, {"text": "L. 2"}],
    }


@pytest.mark.parametrize(
    ("law", "place"),
    [
        ("[{text: L. 1, grade: D}]", "4:33"),
        ("[{text: L. 1, verified: 2026-02-30}]", "4:33"),
        ("[{grade: A}]", "4:20"),
        ("[{text: '', grade: A}]", "4:21"),
        ("[{text: L. 1, year: 2026}]", "4:33"),
        ("[L. 1]", "4:20"),
        ("L. 1", "4:14"),
    ],
)
def test_a_reference_that_cannot_be_read_is_an_error_at_its_place(law: str, place: str) -> None:
    _, found = read(f"references: {{law: {law}}}\n")
    assert {d.severity for d in found} == {"error"}
    assert place in [str(d.place).removeprefix("clauses/duree/clause.yaml:") for d in found]


# -------------------------------------------------------------- revisions
def dated(first: str, second: str, more: str = "") -> list[tuple[str, str]]:
    revisions = f"revisions:\n- {{number: 1, change: legal{first}}}\n- {{number: 2, change: legal{second}{more}}}\n"
    _, found = read(texts={"r1.fr.md": "A.\n", "r2.fr.md": "B.\n"}, revisions=revisions)
    return [(d.code, d.message) for d in found]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", ", in_force: {from: 2031-01-01}"),
        (", in_force: {to: 2030-12-31}", ", in_force: {from: 2031-01-01}"),
        (", in_force: {from: 2020-01-01}", ", in_force: {from: 2031-01-01, to: 2031-01-01}"),
    ],
)
def test_one_revision_after_the_other_is_right(first: str, second: str) -> None:
    assert dated(first, second) == []


def test_a_revision_that_begins_before_the_earlier_one_ends_is_an_error() -> None:
    found = dated(", in_force: {to: 2031-01-01}", ", in_force: {from: 2031-01-01}")
    assert found == [("LB214", "revision 2 comes into force before revision 1 ends")]


def test_a_withdrawn_revision_does_not_overlap() -> None:
    assert dated(", in_force: {to: 2031-01-01}, withdrawn: true", ", in_force: {from: 2031-01-01}") == []


def test_a_revision_that_ends_before_it_begins_is_an_error() -> None:
    found = dated("", ", in_force: {from: 2031-02-01, to: 2031-01-31}")
    assert found == [("LB214", "revision 2 ends before it begins")]


def test_revisions_are_numbered_in_the_order_of_their_dates() -> None:
    found = dated(", in_force: {from: 2031-01-01}", ", in_force: {from: 2030-01-01}")
    assert found == [("LB214", "revision 2 comes into force before revision 1")]


def test_a_revision_declared_twice_is_an_error() -> None:
    assert codes(revisions=REVISIONS + "- {number: 1, change: editorial}\n") == ["LB215"]


def test_revisions_are_kept_in_the_order_of_their_numbers() -> None:
    revisions = "revisions:\n- {number: 2, change: legal, in_force: {from: 2031-01-01}}\n- {number: 1, change: legal}\n"
    spec, found = read(texts={"r1.fr.md": "A.\n", "r2.fr.md": "B.\n"}, revisions=revisions)
    assert found == ()
    assert spec is not None
    assert [r.number for r in spec.revisions] == [1, 2]


# ------------------------------------------------------------- parameters
def test_a_name_that_is_no_parameter_is_an_error_at_its_line() -> None:
    _, found = read("parameters: {montant: {type: money}}\n", {"r1.fr.md": "{{ montant }}\n\n{{ montent|euros }}\n"})
    assert only(found) == (
        "CL320", "clauses/duree/r1.fr.md:3", '"montent" is no parameter of this clause | did you mean "montant"?',
    )  # fmt: skip


def test_a_parameter_that_no_text_uses_is_a_warning() -> None:
    _, found = read("parameters: {montant: {type: money}}\n")
    assert [str(d.severity) for d in found] == ["warning"]
    assert only(found)[:2] == ("CL321", "clauses/duree/clause.yaml:4:14")


@pytest.mark.parametrize(
    "text",
    [
        "{% for c in canaux %}{{ c.nom }} {{ loop.index }}{% endfor %}",
        "{% if canaux %}{{ position }} {{ document.type }}{% endif %}",
        "{{ canaux|euros if canaux is defined }}",
    ],
)
def test_loop_variables_and_the_names_of_every_text_need_no_declaration(text: str) -> None:
    assert codes("parameters: {canaux: {type: list}}\n", {"r1.fr.md": text + "\n"}) == []


# ------------------------------------------------------------------ seals
def seals(**texts: str) -> str:
    rows = "".join(f"  {name.replace('_', '.')}: {value}\n" for name, value in texts.items())
    return f"schema: docgen.seals/1\ntexts:\n{rows}"


SEALED = digest_of(b"Un an.\n")


def test_a_revision_is_approved_when_its_text_is_sealed() -> None:
    draft, _ = read()
    approved, found = read(**{"seals.yaml": seals(r1_fr_md=SEALED)})
    assert found == ()
    assert draft is not None
    assert approved is not None
    assert (draft.revisions[0].approved, approved.revisions[0].approved) == (False, True)


def test_a_changed_published_text_is_an_error_that_names_the_next_revision() -> None:
    texts = {"r1.fr.md": "Deux ans.\n", "r2.fr.md": "Trois ans.\n"}
    revisions = REVISIONS + "- {number: 2, change: legal, in_force: {from: 2031-01-01}}\n"
    code, place, words = only(read(texts=texts, revisions=revisions, **{"seals.yaml": seals(r1_fr_md=SEALED)})[1])
    assert (code, place) == ("LB220", "clauses/duree/r1.fr.md:1:1")
    assert "write it as revision r3" in words


def test_the_next_revision_is_after_published_ones_that_are_gone_too() -> None:
    texts = {"r1.fr.md": "Deux ans.\n"}
    _, found = read(texts=texts, **{"seals.yaml": seals(r1_fr_md=SEALED, r4_fr_md=SEALED)})
    assert "revision r5" in next(d.hint or "" for d in found if d.code == "LB220")


def test_a_lost_published_text_is_an_error() -> None:
    code, place, words = only(read(**{"seals.yaml": seals(r1_fr_md=SEALED, r1_en_md=SEALED)})[1])
    assert (code, place) == ("LB221", "clauses/duree/r1.en.md")
    assert "bring the file back" in words


def test_a_text_added_to_a_published_revision_is_an_error() -> None:
    texts = {"r1.fr.md": "Un an.\n", "r1.en.md": "One year.\n"}
    code, place, words = only(read(texts=texts, **{"seals.yaml": seals(r1_fr_md=SEALED)})[1])
    assert (code, place) == ("LB222", "clauses/duree/r1.en.md")
    assert "revision r2" in words


def test_a_new_revision_beside_a_published_one_is_free() -> None:
    texts = {"r1.fr.md": "Un an.\n", "r2.fr.md": "Deux ans.\n"}
    revisions = REVISIONS + "- {number: 2, change: legal, in_force: {from: 2031-01-01}}\n"
    assert codes(texts=texts, revisions=revisions, **{"seals.yaml": seals(r1_fr_md=SEALED)}) == []


def test_a_seal_of_what_is_no_text_is_named() -> None:
    assert codes(**{"seals.yaml": seals(r1_fr_md=SEALED, notes_txt=SEALED)}) == ["LB207"]


def test_a_broken_record_of_seals_is_said_and_approves_nothing() -> None:
    spec, found = read(**{"seals.yaml": "texts: 3\n"})
    assert {d.code for d in found} == {"LB202", "LB203"}
    assert spec is not None
    assert not spec.revisions[0].approved


@pytest.mark.parametrize("text", ["Un an.\r\n", "Un an.\n"])
def test_line_ends_do_not_change_a_published_text(text: str) -> None:
    assert digest_of(text.encode()) == hashlib.sha256(b"Un an.\n").hexdigest()
    assert codes(texts={"r1.fr.md": text}, **{"seals.yaml": seals(r1_fr_md=SEALED)}) == []
