"""Which documents, which clauses, which position, which values, and why."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.model.diagnostic import Diagnostic
from docgen.model.plan import Request
from docgen.stages.resolve import dates_of

REVISIONS = """\
revisions:
- {number: 1, change: legal, in_force: {from: 2020-01-01, to: 2030-12-31}}
- {number: 2, change: legal, in_force: {from: 2031-01-01}}
"""
PROVIDERS = """\
client: {nom: Acme}
prestataires:
- {id: nord, nom: Nordique, canaux: [tel]}
- {id: sud, nom: Sudiste}
"""


def said(found: list[Diagnostic]) -> list[tuple[str, str, str | None]]:
    return [(d.code, str(d.place), d.hint) for d in found]


def values(bench: Any, profile: str = "") -> dict[str, Any]:
    ((plan,), found) = bench.plans(profile)
    assert found == []
    return {k: v for k, v in plan.clauses[0].values.items() if k not in ("position", "document")}


# ------------------------------------------------------------------ dates
@pytest.mark.parametrize(
    ("profile", "asked", "dates"),
    [
        ("", {}, ("2031-01-01", "2031-01-01", "2031-01-01")),
        ("duree: {effet: 2032-01-01}\n", {}, ("2031-01-01", "2032-01-01", "2032-01-01")),
        ("duree: {effet: 2032-01-01, signature: 2031-12-01}\n", {}, ("2031-01-01", "2032-01-01", "2031-12-01")),
        ("duree: {effet: 2032-01-01}\n", {"as_of": "2033-01-01"}, ("2033-01-01", "2032-01-01", "2032-01-01")),
        ("duree: {effet: 2032-01-01}\n", {"effective": "2034-01-01"}, ("2031-01-01", "2034-01-01", "2034-01-01")),
    ],
)
def test_a_contract_has_three_dates(
    a_library: Any, profile: str, asked: dict[str, str], dates: tuple[str, str, str]
) -> None:
    bench = a_library()
    found = dates_of(bench.profile(profile), bench.library(), Request(**asked))
    assert (found.as_of, found.effective, found.signature) == dates


def test_the_law_is_that_of_the_as_of_date_and_the_revision_that_of_the_effective_date(a_library: Any) -> None:
    reference = "schema: docgen.reference/1\nvalues:\n- {id: cap, value: 30, to: 2030-12-31}\n- {id: cap, value: 45, from: 2031-01-01}\n"
    library = "schema: docgen.library/1\nname: x\nlanguages: [fr]\nreference: [r.yaml]\ndates: {as_of: as_of, effective: duree.effet}\n"
    meta = REVISIONS + "parameters: {cap: {type: days, from: reference.cap}}\n"
    texts = {"r1.fr.md": "{{ cap }}.\n", "r2.fr.md": "{{ cap }}.\n"}
    bench = a_library({"c": {"meta": meta, **texts}}, files={"clauses/library.yaml": library, "clauses/r.yaml": reference})
    ((plan,), _) = bench.plans("duree: {effet: 2030-06-01}\n")
    assert (plan.clauses[0].revision.number, plan.clauses[0].values["cap"]) == (1, 45)


def test_a_text_that_the_language_lacks_is_an_error(a_library: Any) -> None:
    ((plan,), found) = a_library({"c": {"r1.fr.md": "Un.\n"}}).plans(language="en")
    assert plan.clauses == ()
    assert [(d.code, d.hint) for d in found] == [("LB231", "write c/r1.en.md")]


def test_a_text_that_cannot_be_read_is_named_and_not_asked_for_again(a_library: Any) -> None:
    ((plan,), found) = a_library({"c": {"r1.fr.md": "{{ x | y }}\n"}}).plans()
    assert plan.clauses == ()
    assert [(d.code, d.message, d.hint) for d in found] == [
        ("LB231", '"c" r1 has no text in "fr" for "contrat" that can be read', "mend c/r1.fr.md"),
    ]


# -------------------------------------------------------------- positions
POSITIONS = """\
positions:
- {id: courte, kind: standard, sets: {mois: 12}}
- {id: longue, kind: fallback, approval: direction}
- {id: speciale, kind: alternative, selected_by: "client.nom == 'Acme'"}
parameters: {mois: {type: months, default: 24}}
"""
POSITIONED = {"c": {"meta": POSITIONS, "r1.fr.md": "{{ mois }}.\n"}}


@pytest.mark.parametrize(
    ("profile", "position", "reason"),
    [
        ("", "courte", "position courte: standard"),
        ("client: {nom: Acme}\n", "speciale", "position speciale: its condition holds"),
        ("clauses: {c: {position: courte}}\nclient: {nom: Acme}\n", "courte", "position courte: chosen in the profile"),
    ],
)
def test_a_position_is_chosen_or_selected_or_the_first(a_library: Any, profile: str, position: str, reason: str) -> None:
    ((plan,), found) = a_library(POSITIONED).plans(profile)
    assert found == []
    assert plan.clauses[0].values["position"] == position
    assert reason in plan.clauses[0].reasons


def test_the_first_without_a_condition_stands_for_all(a_library: Any) -> None:
    meta = "positions:\n- {id: a, kind: alternative, selected_by: 'x'}\n- {id: b, kind: standard}\n"
    ((plan,), _) = a_library({"c": {"meta": meta, "r1.fr.md": "A.\n"}}).plans()
    assert plan.clauses[0].values["position"] == "b"


def test_where_every_position_has_a_condition_the_first_listed_is_taken(a_library: Any) -> None:
    meta = "positions:\n- {id: a, kind: alternative, selected_by: 'x'}\n- {id: b, kind: alternative, selected_by: 'y'}\n"
    ((plan,), _) = a_library({"c": {"meta": meta, "r1.fr.md": "A.\n"}}).plans()
    assert plan.clauses[0].values["position"] == "a"


def test_a_position_that_asks_for_an_approval_says_whose(a_library: Any) -> None:
    (_, found) = a_library(POSITIONED).plans("clauses: {c: {position: longue}}\n")
    assert [(d.code, str(d.severity), d.hint) for d in found] == [("AS503", "info", "it asks for the approval of direction")]


@pytest.mark.parametrize(
    ("wanted", "hint"), [("court", 'did you mean "courte"?'), ("zzz", "positions: courte, longue, speciale")]
)
def test_an_unknown_position_is_an_error_where_it_is_chosen(a_library: Any, wanted: str, hint: str) -> None:
    (_, found) = a_library(POSITIONED).plans(f"clauses:\n  c:\n    position: {wanted}\n")
    assert said(found) == [("AS502", "profil.yaml:6:5", hint)]


# ------------------------------------------------------------- which clauses
@pytest.mark.parametrize(
    ("profile", "ids"),
    [
        ("", ("a",)),
        ("penal: true\n", ("a", "b")),
        ("clauses: {b: {include: true}}\n", ("a", "b")),
        ("penal: true\nclauses: {b: {include: false}, a: {include: false}}\n", ()),
    ],
)
def test_a_clause_is_there_when_it_applies_or_is_asked_for(a_library: Any, profile: str, ids: tuple[str, ...]) -> None:
    bench = a_library({"a": {"r1.fr.md": "A.\n"}, "b": {"meta": "applies_when: penal\n", "r1.fr.md": "B.\n"}})
    ((plan,), found) = bench.plans(profile)
    assert (found, plan.ids()) == ([], ids)


def test_the_reason_of_each_clause_is_said(a_library: Any) -> None:
    bench = a_library({
        "a": {"r1.fr.md": "A.\n"}, "b": {"meta": "applies_when: penal\n", "r1.fr.md": "B.\n"}, "c": {"r1.fr.md": "C.\n"},
    })  # fmt: skip
    ((plan,), _) = bench.plans("penal: true\nclauses: {c: {include: true}}\n")
    assert [c.reasons[0] for c in plan.clauses] == ["always applies", "applies_when holds", "profile: clauses.c.include"]


def test_choices_have_the_names_that_the_library_gives_them(a_library: Any) -> None:
    library = ("schema: docgen.library/1\nname: x\nlanguages: [fr]\n"
               "choices: {under: choix, include: garder, position: niveau, revision: version, parameters: valeurs}\n")  # fmt: skip
    meta = REVISIONS + "positions: [{id: a, kind: standard}, {id: b, kind: fallback}]\nparameters: {mois: {type: integer, default: 2}}\n"
    texts = {"r1.fr.md": "{{ mois }}.\n", "r2.fr.md": "{{ mois }}.\n"}
    bench = a_library({"c": {"meta": meta, **texts}, "d": {"r1.fr.md": "D.\n"}}, files={"clauses/library.yaml": library})
    ((plan,), found) = bench.plans("choix: {c: {niveau: b, version: 1, valeurs: {mois: 7}}, d: {garder: false}}\n", effective="2030-01-01")
    assert found == []
    (c,) = plan.clauses
    assert (c.revision.number, c.values["position"], c.values["mois"]) == (1, "b", 7)
    assert c.paths["mois"] == "choix.c.valeurs.mois"


def test_a_clause_that_the_library_lacks_is_an_error_in_the_outline(a_library: Any, type_of: Any) -> None:
    bench = a_library({"a": {"r1.fr.md": "A.\n"}}, types={"contrat": type_of("contrat", ["a", "b"])})
    ((plan,), found) = bench.plans()
    assert plan.ids() == ("a",)
    assert said(found) == [("LB230", "templates/contrat.yaml:8:16", "write it, or take it out of the outline")]


@pytest.mark.parametrize(
    ("id_", "hint"), [("confidentialté", 'did you mean "confidentialite"?'), ("zzz", "take it out of the profile")]
)
def test_a_choice_about_an_unknown_clause_is_an_error(a_library: Any, id_: str, hint: str) -> None:
    bench = a_library({"confidentialite": {"r1.fr.md": "A.\n"}})
    (_, found) = bench.plans(f"clauses: {{{id_}: {{include: false}}}}\n")
    assert said(found) == [("LB230", "profil.yaml:4:11", hint)]


def test_a_choice_about_a_clause_outside_the_outline_is_none_of_a_document(a_library: Any, type_of: Any) -> None:
    bench = a_library({"a": {"r1.fr.md": "A.\n"}, "b": {"r1.fr.md": "B.\n"}}, types={"contrat": type_of("contrat", ["a"])})
    (_, found) = bench.plans("clauses: {b: {include: false}}\n")
    assert found == []


# -------------------------------------------------------------- documents
def test_a_document_type_applies_when_its_condition_holds_or_it_is_asked_for(a_library: Any, type_of: Any) -> None:
    types = {"contrat": type_of("contrat", ["a"]), "cdc": type_of("cdc", ["a"], "applies_when: besoin\n")}
    bench = a_library({"a": {"r1.fr.md": "A.\n"}}, types=types)

    def names(profile: str = "", **asked: Any) -> list[str]:
        return [p.name for p in bench.plans(profile, **asked)[0]]

    assert (names(), names("besoin: true\n"), names(types=("cdc",))) == (["contrat"], ["cdc", "contrat"], ["cdc"])


@pytest.fixture
def two_providers(a_library: Any, type_of: Any) -> Any:
    meta = "parameters:\n  nom: {type: string, from: prestataire.nom}\n  client: {type: string, from: client.nom}\n"
    types = {"contrat": type_of("contrat", ["c"], "for_each: prestataires as prestataire\n")}
    return a_library({"c": {"meta": meta, "r1.fr.md": "{{ nom }} {{ client }}.\n"}}, types=types)


def test_a_document_for_each_provider_has_its_own_data(two_providers: Any) -> None:
    (plans, found) = two_providers.plans(PROVIDERS)
    assert found == []
    assert [p.name for p in plans] == ["contrat/nord", "contrat/sud"]
    assert [(p.clauses[0].values["nom"], p.clauses[0].values["client"]) for p in plans] == [("Nordique", "Acme"), ("Sudiste", "Acme")]
    assert [p.clauses[0].paths["nom"] for p in plans] == ["prestataires[nord].nom", "prestataires[sud].nom"]
    assert [p.clauses[0].paths["client"] for p in plans] == ["client.nom", "client.nom"]


@pytest.mark.parametrize(
    ("profile", "names"),
    [("", []), ("prestataires: 3\n", []), ("prestataires: [{nom: A}, {nom: B}]\n", ["contrat/1", "contrat/2"]), ("prestataires: [x]\n", ["contrat/x"])],
)
def test_items_without_an_id_are_counted(two_providers: Any, profile: str, names: list[str]) -> None:
    assert [p.name for p in two_providers.plans(profile)[0]] == names


def test_a_list_that_cannot_be_computed_is_an_error_and_no_crash(a_library: Any, type_of: Any) -> None:
    types = {"contrat": type_of("contrat", ["c"], "for_each: 'as_of|jours_lettres as p'\n")}
    (plans, found) = a_library({"c": {"r1.fr.md": "A.\n"}}, types=types).plans()
    assert plans == ()
    assert [(d.code, str(d.place)) for d in found] == [("CL330", "templates/contrat.yaml:1:1")]


def test_variants_come_from_one_definition(a_library: Any, type_of: Any) -> None:
    more = "variants: {leger: {when: \"niveau == 'bref'\", drop: [b]}, minimal: {drop: [a, b]}}\n"
    clauses = {c: {"r1.fr.md": f"{c}.\n"} for c in "abc"}
    bench = a_library(clauses, types={"contrat": type_of("contrat", ["a", "b", "c"], more)})

    def made(profile: str = "", **asked: Any) -> tuple[str, tuple[str, ...]]:
        ((plan,), _) = bench.plans(profile, **asked)
        return plan.variant, plan.ids()

    assert made() == ("", ("a", "b", "c"))
    assert made("niveau: bref\n") == ("leger", ("a", "c"))
    assert made(variant="minimal") == ("minimal", ("c",))
    assert made("niveau: bref\n", variant="autre") == ("", ("a", "b", "c"))


def test_conditions_of_positions_see_the_clauses_of_the_document(a_library: Any) -> None:
    meta = "positions:\n- {id: a, kind: standard}\n- {id: b, kind: alternative, selected_by: \"'autre' in document.clauses\"}\n"
    bench = a_library({"c": {"meta": meta, "r1.fr.md": "C.\n"}, "autre": {"r1.fr.md": "A.\n"}})
    ((plan,), _) = bench.plans()
    assert plan.clauses[0].values["position"] == "b"
    ((plan,), _) = bench.plans("clauses: {autre: {include: false}}\n")
    assert plan.clauses[0].values["position"] == "a"


# --------------------------------------------------------------- language
@pytest.mark.parametrize(
    ("languages", "profile", "asked", "language"),
    [
        ("[fr, en]", "", {}, "fr"),
        ("[fr, en]", "", {"language": "en"}, "en"),
        ("[en]", "", {}, "en"),
        ("[fr]", "", {"language": "en"}, "fr"),
        ("[]", "", {"language": "en"}, "en"),
        ("[]", "", {"language": "de"}, "fr"),
    ],
)
def test_the_language_is_asked_for_or_that_of_the_profile_or_the_first_of_the_type(
    a_library: Any, type_of: Any, languages: str, profile: str, asked: dict[str, str], language: str
) -> None:
    clauses = {"c": {"r1.fr.md": "A.\n", "r1.en.md": "A.\n"}}
    bench = a_library(clauses, types={"contrat": type_of("contrat", ["c"], f"languages: {languages}\n")})
    ((plan,), found) = bench.plans(profile, **asked)
    assert (plan.language, plan.clauses[0].text.key.language) == (language, language)
    fallen_back = asked.get("language", language) != language
    assert [(d.code, str(d.severity)) for d in found] == [("AS509", "info")] * fallen_back


def test_a_language_that_the_asked_type_lacks_is_an_error(a_library: Any, type_of: Any) -> None:
    bench = a_library({"c": {"r1.fr.md": "A.\n"}}, types={"contrat": type_of("contrat", ["c"], "languages: [fr]\n")})
    (plans, found) = bench.plans(types=("contrat",), language="en")
    assert plans == ()
    assert said(found) == [("AS501", "templates/contrat.yaml:1:1", "its languages: fr")]


# ----------------------------------------------------------------- values
VALUED = {
    "c": {
        "meta": "parameters: {mois: {type: months, from: duree.mois, default: 1}}\n"
        "positions:\n- {id: p, kind: standard, sets: {mois: 2}}\n- {id: q, kind: alternative}\n",
        "r1.fr.md": "{{ mois }}.\n",
    }
}


@pytest.mark.parametrize(
    ("profile", "value"),
    [
        ("clauses: {c: {position: q}}\n", 1),
        ("", 2),
        ("clauses: {c: {parameters: {mois: 3}}}\n", 3),
        ("clauses: {c: {parameters: {mois: null}}}\n", 2),
        ("duree: {mois: 4}\nclauses: {c: {parameters: {mois: 3}}}\n", 4),
        ("duree: {mois: 0}\nclauses: {c: {parameters: {mois: 3}}}\n", 0),
    ],
)
def test_the_profile_comes_before_the_choice_the_position_and_the_default(a_library: Any, profile: str, value: int) -> None:
    assert values(a_library(VALUED), profile) == {"mois": value}


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("{type: money, from: x}", {}),
        ("{type: money, from: x, optional: true}", {}),
        ("{type: money, from: x, optional: true, default: 5}", {}),
        ("{type: list, from: x}", {"v": []}),
        ("{type: boolean, from: x}", {"v": False}),
        ('{type: date, derived: "as_of|plus_mois(1)"}', {"v": "2031-02-01"}),
        ("{type: string, from: id}", {"v": "acme"}),
    ],
)
def test_a_value_that_is_not_given_is_empty_or_absent_or_computed(a_library: Any, parameter: str, value: dict[str, Any]) -> None:
    bench = a_library({"c": {"meta": f"parameters: {{v: {parameter}}}\n", "r1.fr.md": "{% if v %}A{% endif %}.\n"}})
    assert values(bench) == value


@pytest.mark.parametrize(("name", "hint"), [("moi", 'did you mean "mois"?'), ("zzz", "parameters: mois")])
def test_an_unknown_parameter_is_an_error_where_it_is_given(a_library: Any, name: str, hint: str) -> None:
    (_, found) = a_library(VALUED).plans(f"clauses:\n  c:\n    parameters:\n      {name}: 3\n")
    assert said(found) == [("AS507", "profil.yaml:7:7", hint)]


@pytest.mark.parametrize("choices", ["clauses: 3\n", "clauses: {c: 3}\n", "clauses: {c: {parameters: [1]}}\n", "clauses: {c: {revision: true}}\n"])
def test_choices_of_a_wrong_shape_change_nothing(a_library: Any, choices: str) -> None:
    assert values(a_library(VALUED), choices) == {"mois": 2}


def test_a_value_that_cannot_be_computed_is_an_error_and_absent(a_library: Any) -> None:
    bench = a_library({"c": {"meta": "parameters: {v: {type: date, derived: 'client.nom|date'}}\n", "r1.fr.md": "{{ v }}.\n"}})
    ((plan,), found) = bench.plans("client: {nom: Acme}\n")
    assert "v" not in plan.clauses[0].values
    assert [(d.code, str(d.place)) for d in found] == [("CL330", "clauses/c/clause.yaml:3:14")]


@pytest.mark.parametrize(
    ("parameter", "path"),
    [("{type: days, from: a.b}", "a.b"), ("{type: days}", "clauses.c.parameters.v"), ("{type: days, derived: 'a.b|count'}", "a.b")],
)
def test_the_path_of_a_value_says_where_to_give_it(a_library: Any, parameter: str, path: str) -> None:
    bench = a_library({"c": {"meta": f"parameters: {{v: {parameter}}}\n", "r1.fr.md": "{{ v }}.\n"}})
    ((plan,), _) = bench.plans()
    assert plan.clauses[0].paths == {"v": path}
