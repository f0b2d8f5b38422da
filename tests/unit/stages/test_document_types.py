"""What a document type may say about itself: alone, an annex of another, other views, another form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from docgen.checks.sets import check_set
from docgen.model.language import Language
from docgen.stages.data_filters import ABSENT, DATA_FILTERS
from docgen.stages.evaluate import Values, evaluate
from docgen.stages.script_parse import parse_script
from support.facts import whole_check

Write = Callable[..., Any]
CLAUSES = {
    "objet": {"r1.fr.md": "Texte.", "r1+bref.fr.md": "Bref.", "meta": "requires: [duree]\n"},
    "duree": {"r1.fr.md": "Durée."},
}
FR = "languages: [fr]\n"


def test_requires_is_not_tested_for_a_document_that_stands_alone(a_library: Write, type_of: Callable[..., str]) -> None:
    for more, codes in (("", ["RQ101"]), ("alone: true\n", [])):
        bench = a_library(CLAUSES, {"seul": type_of("seul", ["objet"], FR + more)})
        plans, _ = bench.plans()
        assert [d.code for d in check_set(plans, bench.filters)] == codes


def test_what_stands_alone_fulfils_nothing_for_the_others(a_library: Write, type_of: Callable[..., str]) -> None:
    types = {"contrat": type_of("contrat", ["objet"], FR), "seul": type_of("seul", ["duree"], FR + "alone: true\n")}
    bench = a_library(CLAUSES, types)
    plans, _ = bench.plans()
    assert [d.code for d in check_set(plans, bench.filters)] == ["RQ101"]


def test_a_clause_takes_the_view_that_the_document_type_names_for_it(
    a_library: Write, type_of: Callable[..., str], shown: Callable[[Any], list[str]]
) -> None:
    bench = a_library(CLAUSES, {"contrat": type_of("contrat", ["objet", "duree"], FR + "views: {objet: bref}\n")})
    assert shown(bench.document()[0]) == ["Bref.", "Durée."]


def test_a_variant_has_a_form_of_its_own(
    a_library: Write, type_of: Callable[..., str], shown: Callable[[Any], list[str]]
) -> None:
    variants = (
        "variants:\n  court:\n    when: \"id == 'acme'\"\n    view: bref\n    template: autre\n"
        "    parts:\n    - clauses: [objet]\n"
    )
    bench = a_library(CLAUSES, {"contrat": type_of("contrat", ["objet", "duree"], FR + variants)})
    document, plan = bench.document()
    assert shown(document) == ["Bref."]
    assert (plan.doctype.template, plan.doctype.view, plan.variant) == ("autre", "bref", "court")


def annexed(type_of: Callable[..., str], annex: str = "prix") -> dict[str, str]:
    return {
        "contrat": type_of("contrat", ["objet"], FR + "annexes:\n- {id: prix, title: {fr: Prix}, clauses: [tarif]}\n"),
        "feuille": type_of("feuille", ["tarif"], f"{FR}annex_of: {{type: contrat, annex: {annex}}}\n"),
    }


ANNEXED = {
    "objet": {
        "r1.fr.md": "Le [[def:client]] commande.",
        "meta": "terms:\n  client: {inline: true, fr: {term: Client}}\n",
    },
    "tarif": {"r1.fr.md": "Le Client paie."},
}


def test_an_annex_uses_the_terms_of_the_document_it_belongs_to(a_library: Write, type_of: Callable[..., str]) -> None:
    bench = a_library(ANNEXED, annexed(type_of))
    plans, _ = bench.plans(types=("feuille",))
    assert [(p.doctype.id, p.context) for p in plans] == [("contrat", True), ("feuille", False)]
    assert [s.id for s in plans[1].lent] == ["objet", "tarif"]
    assert [s.id for s in plans[1].owners()] == ["tarif", "objet"]


def test_an_annex_that_no_document_type_has_is_an_error(
    a_library: Write, type_of: Callable[..., str], language: Callable[[str], Language]
) -> None:
    bench = a_library(ANNEXED, annexed(type_of, "pris"))
    found = whole_check(bench.library(), bench.specs(), bench.types())
    assert [(d.code, d.hint) for d in found if d.code == "LB235"] == [
        ("LB235", "did you mean {type: contrat, annex: prix}?")
    ]


def said(text: str, **values: Any) -> tuple[str, list[str], list[str]]:
    script = parse_script(text, "f", DATA_FILTERS, first_line=1).value
    assert script is not None
    evaluated, found = evaluate(script, Values(values), {}, "f")
    return evaluated.text, [getattr(v, "text", "?") for v in evaluated.values], [d.code for d in found]


def test_a_line_to_write_on_stands_for_what_is_not_known() -> None:
    assert said("{{ x|by_hand(5) }}")[1:] == (["_____"], [])
    assert said("{{ x|by_hand(5) }}", x="Lyon")[1:] == (["Lyon"], [])
    assert said("{{ x|by_hand(0) }}")[2] == ["CL330"]


def test_a_reference_may_come_from_data() -> None:
    assert said("{{ x|reference }}", x=["duree", "objet"])[0] == "[[duree, objet]]"
    assert said("{{ x|reference('à') }}", x="duree")[0] == "[[à duree]]"


@pytest.mark.parametrize("value", ["]] **x**", "Duree", "a|b", "", 5, ["duree", {}], "x" * 65])
def test_what_is_no_id_never_becomes_text_of_the_clause(value: Any) -> None:
    text, values, codes = said("{{ x|reference }}", x=value)
    assert "[[" not in text
    assert codes == ["CL330"]
    assert len(values) == 1


def test_no_reference_is_a_value_that_is_missing() -> None:
    assert DATA_FILTERS["reference"]([]) is ABSENT
