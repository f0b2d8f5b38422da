"""The settings of a library over those of the one that it builds on."""

from __future__ import annotations

from dataclasses import fields, replace

from docgen.model.library import ChoiceKeys, LibraryInfo
from docgen.stages.layered_library import joined, over
from docgen.stages.read_library import read_library_info


def info(name: str, **files: str) -> LibraryInfo:
    named = {"vocabulary": "v.yaml", "rules": "r.yaml", "labels": "l.yaml", "calculations": "c.yaml"}
    lines = [f"schema: docgen.library/1\nname: {name}\nlanguages: [fr]\n", *(f"{k}: {named[k]}\n" for k in files if k in named), files.get("more", "")]
    contents = {"library.yaml": "".join(lines), **{named[k]: v for k, v in files.items() if k in named}, "ref.yaml": files.get("reference", "")}
    outcome = read_library_info("clauses", lambda n: contents[n].encode() if n in contents else None, ())
    assert outcome.value is not None
    assert outcome.diagnostics == ()
    return outcome.value


RULE = '- {id: %s, severity: error, when: "a == 1", message: {fr: %s}}\n'
RULES = "schema: docgen.rules/1\npolicy: {most: %d, %s: 1}\nrules:\n"
REF = "schema: docgen.reference/1\nvalues:\n"


def test_mappings_are_joined_at_every_depth() -> None:
    assert joined({"a": {"b": 1}, "c": 2}, {"a": {"b": 0, "d": 4}, "e": 5}) == {"a": {"b": 1, "d": 4}, "c": 2, "e": 5}
    assert joined([1], [2]) == [1]
    assert joined({"a": 1}, 2) == {"a": 1}


def test_a_vocabulary_is_extended() -> None:
    lower = info("bas", vocabulary="type: object\nproperties: {client: {type: string}, delai: {type: integer}}\nrequired: [client]\n")
    upper = info("haut", vocabulary="properties: {delai: {maximum: 9}, marque: {type: string}}\n")
    whole = over(upper, lower).vocabulary
    assert list(whole["properties"]) == ["client", "delai", "marque"]
    assert whole["properties"]["delai"] == {"type": "integer", "maximum": 9}
    assert whole["required"] == ["client"]


def test_rules_are_replaced_by_their_id_and_the_others_stay() -> None:
    lower = info("bas", rules=RULES % (1, "bas") + RULE % ("R1", "un") + RULE % ("R2", "deux"))
    upper = info("haut", rules=RULES % (2, "haut") + RULE % ("R2", "autre"))
    whole = over(upper, lower)
    assert [r.id for r in whole.rules] == ["R1", "R2"]
    assert whole.rules[1] == upper.rules[0]
    assert whole.policy == {"most": 2, "bas": 1, "haut": 1}


def test_what_is_not_said_is_as_below() -> None:
    lower = info("bas", more="dates: {as_of: jour}\ncapitalised: [France]\nclasses: {paragraph: {apparent: A}}\ninterview: i.yaml\nchoices: choix\n")
    whole = over(info("haut", more="dates: {effective: debut}\ncapitalised: [Paris]\n"), lower)
    assert whole.name == "haut"
    assert whole.dates == {"as_of": "jour", "effective": "debut"}
    assert whole.capitalised == {"France", "Paris"}
    assert (whole.interview, whole.choices, whole.paragraph_styles) == ("i.yaml", ChoiceKeys("choix"), {"apparent": "A"})


def test_dated_values_are_replaced_with_all_their_dates() -> None:
    lower = info("bas", more="reference: [ref.yaml]\n", reference=REF + "- {id: plafond, value: 1, to: 2024-12-31}\n- {id: plafond, value: 2, from: 2025-01-01}\n- {id: autre, value: 3}\n")
    upper = info("haut", more="reference: [ref.yaml]\n", reference=REF + "- {id: plafond, value: 9}\n")
    assert over(upper, lower).reference_on("2024-06-01") == {"plafond": 9, "autre": 3}


def test_what_a_search_knows_of_a_contract_is_taken_field_by_field() -> None:
    lower = info("bas", more="contract: {client: client.nom, ends: fin}\n")
    upper = info("haut", more="contract: {ends: terme}\n")
    assert over(upper, lower).contract == replace(upper.contract, client=lower.contract.client)
    assert over(info("haut"), lower).contract == lower.contract


def test_nothing_that_a_library_says_is_forgotten() -> None:
    """A field that is neither joined nor taken from above would be lost without a word."""
    own = {"name", "languages", "place", "version", "licence", "authors", "people"}
    lower = info("bas", more="contract: {client: nom}\ninterview: i.yaml\nchoices: choix\ncapitalised: [A]\ndates: {as_of: a}\n"
                 "classes: {paragraph: {a: A}, table: {b: B}}\nreference: [ref.yaml]\n",
                 vocabulary="type: object\n", rules=RULES % (1, "a") + RULE % ("R1", "un"), labels="a: {b: {fr: c}}\n",
                 calculations='schema: docgen.calculations/1\ncalculations: [{id: c, value: "1"}]\n',
                 reference=REF + "- {id: v, value: 1}\n")  # fmt: skip
    empty = info("haut")
    whole = over(empty, lower)
    said = {f.name for f in fields(LibraryInfo) if getattr(lower, f.name) != getattr(empty, f.name)} - own
    assert len(said) > 10
    assert {name for name in said if getattr(whole, name) != getattr(lower, name)} == set()
