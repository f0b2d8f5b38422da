"""What changes between two states of one document, and because of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from docgen.model.diagnostic import Place
from docgen.model.doctype import DocumentType
from docgen.model.document import (
    Annex,
    Clause,
    CrossReference,
    Document,
    Footnote,
    NumberField,
    Paragraph,
    Source,
    Target,
    TermDefinition,
    Text,
)
from docgen.model.library import ClauseSpec, ClauseText, Parameter, Position, Revision, TextKey
from docgen.model.obligation import Duty
from docgen.model.plan import Chosen, DocumentPlan
from docgen.model.renegotiation import Cause, DocumentChange, DutyChange, Fact, MoneyChange, Shift, Silent
from docgen.model.script import Expr
from docgen.stages.number import number
from docgen.stages.paths_read import paths_read
from docgen.stages.plan_changes import Context, Side, compared, paragraphs
from docgen.stages.script_parse import parse_expression
from support.contracts import PLAIN, amended, clause, contract, part, signed, text

AT = Place("x")
CALCULATIONS = {"cout_annuel()": frozenset({"prix.heure", "flux.volumes"})}
AXES = (
    {"id": "effectif", "core": ["moyens", "prix"], "check": ["audit", "rgpd"]},
    {"id": "pays", "core": ["lieux"], "check": []},
)


def expression(source: str) -> Expr:
    found = parse_expression(source, AT, frozenset())
    assert found.value is not None, found.diagnostics
    return found.value


def parameter(name: str, type_: str = "text", *, source: str = "", derived: str = "") -> Parameter:
    return Parameter(
        name, type_, AT, "", expression(source) if source else None, expression(derived) if derived else None
    )


def chosen(id_: str, *parameters: Parameter, revision: int = 1, note: str = "", position: str = "", when: str = "", digest: str = "",
           values: Mapping[str, Any] | None = None, paths: Mapping[str, str] | None = None, definitions: bool = False) -> Chosen:  # fmt: skip
    one = Revision(revision, "substantive", "", "", "", note, False, True, AT)
    written = ClauseText(TextKey(revision, "", "", "fr"), "f", digest or f"{id_}-{revision}", (), {}, definitions)
    spec = ClauseSpec(
        id_,
        {"fr": id_},
        "",
        "",
        True,
        expression(when) if when else None,
        parameters,
        (),
        (),
        (),
        (),
        (one,),
        {},
        "",
        {},
        AT,
    )
    at = Position(position, "standard", f"Position {position}") if position else None
    return Chosen(spec, one, at, written, values or {}, paths or {}, ())


def side(document: Document, *clauses: Chosen, duties: Sequence[Duty] = (), type_: str = "contrat") -> Side:
    doctype = DocumentType(type_, {}, {}, "", ("fr",), "", None, None, (), (), (), {}, (), "article", True, AT, {})
    return Side(DocumentPlan(doctype, "acme", "fr", "", {}, clauses), document, number(document, PLAIN), tuple(duties))


def fact(path: str, axis: str = "effectif", title: str = "") -> Fact:
    return Fact(path, title or path, axis, "1", "2")


def context(
    *facts: Fact, reference: Mapping[str, tuple[Any, Any]] | None = None, amended_types: frozenset[str] = frozenset()
) -> Context:
    return Context(
        facts, AXES, reference or {}, lambda v: f"{v} €", lambda path: f"[{path}]",
        lambda e: paths_read(e, CALCULATIONS), amended_types,
    )  # fmt: skip


def of(*clauses: Clause) -> Document:
    return contract(part("P", *clauses))


def told(old: Chosen, new: Chosen, around: Context) -> tuple[Cause, ...]:
    """The causes of a clause whose text changes."""
    change = compared(
        side(of(clause("prix", text("un"))), old), side(of(clause("prix", text("deux"))), new), around, amendment=True
    )
    (one,) = change.clauses
    assert (one.mode, one.number, one.before, one.after) == ("replaced", "1", ("un",), ("deux",))
    return one.causes


# ----------------------------------------------------------------- nothing, all
def test_what_is_the_same_is_the_same() -> None:
    one = side(of(clause("prix"), clause("fin")), chosen("prix"), chosen("fin"))
    assert compared(one, one, context(), amendment=True) == DocumentChange("contrat/acme", "Contrat", "same")


def test_a_change_of_a_document_says_whether_it_needs_an_amendment() -> None:
    sides = (side(of(clause("prix", text("un")))), side(of(clause("prix", text("deux")))))
    for amendment in (True, False):
        made = compared(*sides, context(), amendment=amendment)
        assert (made.fate, made.amendment) == ("changed", amendment)


# ----------------------------------------------------------------------- causes
def test_a_value_of_the_profile_is_the_cause() -> None:
    old, new = (chosen("prix", parameter("heure"), values={"heure": v}, paths={"heure": "prix.heure"}) for v in (1, 2))
    assert told(old, new, context(fact("prix.heure", title="Prix"), fact("autre"))) == (
        Cause("profile", "prix.heure", "Prix"),
    )


@pytest.mark.parametrize("at", ["prix", "prix.heure.fixe", "prix.heure", "prix[a.b].heure"])
def test_a_fact_above_or_below_what_a_clause_reads_is_its_cause(at: str) -> None:
    old, new = (chosen("prix", parameter("heure"), values={"heure": v}, paths={"heure": "prix.heure"}) for v in (1, 2))
    assert [c.what for c in told(old, new, context(fact(at), fact("prix.heures")))] == [at]


def test_a_value_that_a_calculation_gives_is_caused_by_what_the_calculation_reads() -> None:
    old, new = (chosen("prix", parameter("cout", derived="cout_annuel()"), values={"cout": v}) for v in (1, 2))
    causes = told(old, new, context(fact("flux[tel].volumes"), fact("client.nom")))
    assert causes == (Cause("profile", "flux[tel].volumes", "flux[tel].volumes"),)


def test_a_value_of_dated_law_is_the_cause() -> None:
    old, new = (chosen("prix", parameter("smic", source="reference.smic"), values={"smic": v}) for v in (10, 11))
    assert told(old, new, context(reference={"smic": (10, 11), "taux": (1, 2)})) == (Cause("law", "smic", "10 → 11"),)


def test_a_value_that_nothing_accounts_for_was_computed() -> None:
    old, new = (chosen("prix", parameter("jours"), values={"jours": v}) for v in (10, 11))
    assert told(old, new, context(fact("client.nom"))) == (Cause("computed", "jours"),)


def test_another_revision_is_told_with_its_note_before_the_values() -> None:
    old = chosen("prix", parameter("heure"), values={"heure": 1}, paths={"heure": "prix.heure"})
    new = chosen(
        "prix",
        parameter("heure"),
        values={"heure": 2},
        paths={"heure": "prix.heure"},
        revision=2,
        note="indice nouveau",
    )
    assert told(old, new, context(fact("prix.heure"))) == (
        Cause("revision", "r1 → r2", "indice nouveau"), Cause("profile", "prix.heure", "prix.heure"),
    )  # fmt: skip


def test_another_position_is_told_with_its_name() -> None:
    assert told(chosen("prix", position="ferme"), chosen("prix", position="souple"), context()) == (
        Cause("position", "souple", "Position souple"),
    )
    assert told(chosen("prix", position="ferme"), chosen("prix"), context()) == (Cause("position", "", ""),)


def test_the_same_revision_with_another_text_comes_from_the_library() -> None:
    assert told(chosen("prix", digest="a"), chosen("prix", digest="b"), context()) == (Cause("library", "r1"),)


def test_a_cause_is_told_once() -> None:
    old, new = (
        chosen("prix", parameter("a"), parameter("b"), values={"a": v, "b": v}, paths={"a": "prix.heure", "b": "prix.heure"}) for v in (1, 2)
    )  # fmt: skip
    assert len(told(old, new, context(fact("prix.heure")))) == 1


@pytest.mark.parametrize("entering", [True, False])
def test_what_enters_or_leaves_is_caused_by_its_condition(entering: bool) -> None:
    fewer = side(of(clause("a"), clause("b")))
    more = side(
        of(clause("a"), clause("prix", text("x")), clause("b")),
        chosen("prix", when="lieux.pays == 'FR' and cout_annuel() > 1"),
    )
    sides = (fewer, more) if entering else (more, fewer)
    made = compared(*sides, context(fact("lieux.pays", "pays"), fact("flux"), fact("client")), amendment=True)
    (one,) = made.clauses
    assert (one.mode, one.before, one.after) == (("added", (), ("x",)) if entering else ("deleted", ("x",), ()))
    assert {c.what for c in one.causes} == {"lieux.pays", "flux"} and {c.kind for c in one.causes} == {"condition"}


def test_what_enters_without_a_condition_comes_from_the_library() -> None:
    made = compared(
        side(of(clause("a"))), side(of(clause("a"), clause("prix")), chosen("prix")), context(), amendment=True
    )
    assert made.clauses[0].causes == (Cause("library", "prix"),)


# ---------------------------------------------------------------------- numbers
def test_what_enters_and_leaves_a_signed_contract_has_the_numbers_of_the_contract() -> None:
    before = signed(of(clause("a"), clause("b"), clause("c")))
    after = amended(before, of(clause("a"), clause("x"), clause("c")))
    sides = (side(before.document), replace(side(after.document), numbering=after.numbering))
    made = compared(*sides, context(), amendment=True)
    assert [(c.clause, c.mode, c.number.replace("\u00a0", " "), c.title) for c in made.clauses] == [
        ("x", "added", "1 bis", "X"), ("b", "deleted", "2", "B"),
    ]  # fmt: skip
    assert made.shifts == ()


def test_what_changes_in_an_annex_is_named_by_the_annex() -> None:
    def annexed(words: str, *more: Clause) -> Document:
        return contract(part("P", clause("a")), annexes=(Annex("u", "U", (clause("u0", text(words)), *more)),))

    alone = compared(side(annexed("un")), side(annexed("deux")), context(), amendment=True)
    assert [c.number for c in alone.clauses] == ["Annexe 1"]
    among = compared(side(annexed("un", clause("u1"))), side(annexed("deux", clause("u1"))), context(), amendment=True)
    assert [c.number for c in among.clauses] == ["Annexe 1, 1"]


def test_an_annex_under_another_title_is_a_change_with_both_titles() -> None:
    def annexed(title: str) -> Document:
        return contract(part("P", clause("a")), annexes=(Annex("u", title, (clause("u0"),)),))

    made = compared(side(annexed("Prix")), side(annexed("Tarifs")), context(), amendment=True)
    (told,) = made.clauses
    assert (told.clause, told.title, told.mode, told.number) == ("annex:u", "Prix", "retitled", "Annexe 1")
    assert (told.before, told.after) == (("Prix",), ("Tarifs",))
    assert made.amendment and made.fate == "changed"
    assert [c.kind for c in told.causes] == ["library"]


def citing(number_: str) -> Paragraph:
    reference = CrossReference("à", (Target("clause", "b"),), "", pieces=("à l’article ", NumberField("x", number_)))
    return Paragraph((Text("Voir "), Footnote((reference,))), Source("c", 1, "fr", "f", 1))


def test_a_number_that_only_shifts_is_no_change_of_a_clause() -> None:
    before = side(of(clause("a", citing("2")), clause("b")))
    after = side(of(clause("a", citing("3")), clause("x"), clause("b")))
    made = compared(before, after, context(), amendment=False)
    assert [c.clause for c in made.clauses] == ["x"]
    assert made.shifts == (Shift("b", "B", "2", "3"), Shift("b", "b", "à l’article 2", "à l’article 3", "a"))


# ------------------------------------------------------- terms, duties and money
def defining(*terms: str) -> Clause:
    return clause("definitions", Paragraph(tuple(TermDefinition(t, t) for t in terms), Source("c", 1, "fr", "f", 1)))


def test_terms_that_enter_and_leave_are_told_and_cause_the_list_to_change() -> None:
    sides = tuple(
        side(of(defining(*terms)), chosen("definitions", definitions=True))
        for terms in (("Client", "Support"), ("Client", "Livrable"))
    )
    made = compared(*sides, context(), amendment=True)
    assert made.terms == (("Livrable", "added"), ("Support", "deleted"))
    assert made.clauses[0].causes == (Cause("terms", "Livrable", "added"), Cause("terms", "Support", "deleted"))


def duty(id_: str, *dates: str, event: str = "", what: str = "Payer") -> Duty:
    return Duty("prix", id_, "", "client", what, dates, event, (), 0, 0, 0, "")


def test_duties_that_begin_end_or_move_are_told() -> None:
    before = (
        duty("a", "2028-01-01"),
        duty("b", "2028-01-01", "2028-02-01"),
        duty("c", "2028-01-01"),
        duty("d", event="à la signature"),
        duty("e"),
    )
    after = (
        duty("a", "2028-03-01"),
        duty("b", "2028-01-01"),
        duty("d", event="au démarrage"),
        duty("e"),
        duty("f", "2029-01-01"),
    )
    document = of(clause("prix"))
    made = compared(side(document, duties=before), side(document, duties=after), context(), amendment=False)
    assert made.duties == (
        DutyChange("prix/a", "Payer", "client", "2028-01-01", "2028-03-01"), DutyChange("prix/b", "Payer", "client", "2028-01-01", "2028-01-01"),
        DutyChange("prix/c", "Payer", "client", "2028-01-01", ""), DutyChange("prix/d", "Payer", "client", "à la signature", "au démarrage"),
        DutyChange("prix/f", "Payer", "client", "", "2029-01-01"),
    )  # fmt: skip


def test_amounts_that_change_are_told_in_words() -> None:
    def priced(**values: Any) -> Side:
        parameters = (parameter("heure", "money"), parameter("plafond", "money"), parameter("nom"))
        return side(
            of(clause("prix", text("x"))), chosen("prix", *parameters, values=values, paths={"heure": "prix.heure"})
        )

    made = compared(priced(heure=30, nom="a"), priced(heure=32, plafond=9, nom="b"), context(), amendment=False)
    assert made.money == (
        MoneyChange("prix", "[prix.heure]", "30 €", "32 €"),
        MoneyChange("prix", "[plafond]", "—", "9 €"),
    )


# ----------------------------------------------------------------------- silent
def silent_sides(type_: str = "contrat") -> tuple[Side, Side]:
    reads = chosen("audit", parameter("etp"), values={"etp": 1}, paths={"etp": "moyens.etp"})
    clauses = (chosen("moyens"), chosen("prix"), reads, chosen("rgpd"), chosen("lieux"))
    old, new = (of(clause("moyens", text(w)), *map(clause, ("prix", "audit", "rgpd", "lieux"))) for w in ("un", "deux"))
    return side(old, *clauses, type_=type_), side(new, *clauses, type_=type_)


def test_what_the_axes_lead_to_and_stays_is_told() -> None:
    made = compared(*silent_sides(), context(fact("moyens.etp")), amendment=True)
    assert made.silent == (
        Silent("prix", "Prix", "effectif", core=True),
        Silent("audit", "Audit", "effectif", core=False),
    )


def test_an_axis_that_is_not_touched_leads_nowhere() -> None:
    assert compared(*silent_sides(), context(fact("moyens.etp", axis="")), amendment=True).silent == ()


def test_only_what_amendments_change_has_to_follow_the_axes() -> None:
    around = context(fact("moyens.etp"), amended_types=frozenset({"contrat"}))
    assert compared(*silent_sides(), around, amendment=True).silent != ()
    assert compared(*silent_sides("bilan"), around, amendment=True).silent == ()


def test_a_deleted_clause_has_no_paragraphs() -> None:
    assert paragraphs(None) == ()
    assert paragraphs(replace(clause("a"), gone=True)) == ()
    assert paragraphs(clause("a", text("un"), text(""), text("deux"))) == ("un", "deux")
