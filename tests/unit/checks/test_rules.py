"""Rules over a profile, and the test that each shipped rule brings with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from docgen.app.space import rules_fired
from docgen.checks.rule_tests import changed_profile, check_rule_tests
from docgen.checks.rules import check_rules, concrete_path
from docgen.model.diagnostic import Diagnostic
from docgen.model.library import Rule
from docgen.model.plan import Request
from docgen.model.profile import Profile
from docgen.stages.resolve import dates_of
from support.project import shipped_workshop

ROOT = Path(__file__).resolve().parents[3]
PROFILES = ("mobilys", "voltea")


# ------------------------------------------------------------------ patches
@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ({"a.b": 2}, {"a": {"b": 2}, "l": [{"id": "x", "n": 1}]}),
        ({"a.b": None}, {"a": {}, "l": [{"id": "x", "n": 1}]}),
        ({"c.d.e": 1}, {"a": {"b": 1}, "l": [{"id": "x", "n": 1}], "c": {"d": {"e": 1}}}),
        ({"l[x].n": 5}, {"a": {"b": 1}, "l": [{"id": "x", "n": 5}]}),
        ({"l[x]": {"id": "y"}}, {"a": {"b": 1}, "l": [{"id": "y"}]}),
        ({"l+": [{"id": "z"}]}, {"a": {"b": 1}, "l": [{"id": "x", "n": 1}, {"id": "z"}]}),
        ({"a+": {"k": 2}}, {"a": {"b": 1, "k": 2}, "l": [{"id": "x", "n": 1}]}),
    ],
)
def test_a_patch_changes_what_it_names_and_nothing_else(patch: dict[str, Any], expected: dict[str, Any]) -> None:
    given = Profile("p", "p.yaml", "", {"a": {"b": 1}, "l": [{"id": "x", "n": 1}]}, {}, RECORDED)
    changed, problems = changed_profile(given, patch, VOCABULARY)
    assert (changed.data, changed.records, problems) == (expected, RECORDED, ())
    assert given.data == {"a": {"b": 1}, "l": [{"id": "x", "n": 1}]}


VOCABULARY = {"properties": {"l": {"x-identifiant": "id"}}}
RECORDED = {"bilan": ({"bilan": "T2", "n": 1},), "overlay": ()}


def test_a_patch_changes_the_other_documents_of_the_file() -> None:
    given = Profile("p", "p.yaml", "", {"a": 1}, {}, RECORDED)
    changed, problems = changed_profile(given, {"records.bilan[T2].n": 2, "records.bilan[T3].n": 2}, VOCABULARY)
    assert (changed.data, changed.records) == ({"a": 1}, {"bilan": ({"bilan": "T2", "n": 2},), "overlay": ()})
    assert [p.key for p in problems] == ["records.bilan[T3].n"]


# ------------------------------------------------------------ shipped rules
@cache
def profile(name: str) -> Profile:
    found = shipped_workshop().profile(ROOT / "profiles" / f"{name}.yaml").value
    assert found is not None
    return found


def fired(name: str, patch: Mapping[str, Any]) -> list[Diagnostic]:
    given, library = profile(name), shipped_workshop().library().value
    assert library is not None
    changed, problems = changed_profile(given, patch, library.vocabulary)
    assert problems == ()
    return list(shipped_workshop().rules(changed, library, dates_of(changed, library, Request())))


@cache
def before(name: str) -> tuple[Diagnostic, ...]:
    return tuple(fired(name, {}))


def shipped() -> Iterator[Any]:
    library = shipped_workshop().library().value
    for rule in library.rules if library else ():
        yield pytest.param(rule, id=f"{rule.id}-{rule.severity}")


@pytest.mark.parametrize("rule", list(shipped()))
def test_each_shipped_rule_fires_on_its_own_patch_and_no_other_does(rule: Any) -> None:
    library = shipped_workshop().library().value
    assert library is not None
    profiles = {n: profile(n) for n in PROFILES}
    found = check_rule_tests([rule], profiles, library.vocabulary, said)
    assert [str(d) for d in found] == []


def said(given: Profile, rule: Rule, files: Mapping[str, str]) -> Sequence[Diagnostic]:
    """What the rules say; about an example as it is, once for all the rules that look at the same thing."""
    library = shipped_workshop().library().value
    assert library is not None
    if given is not profile(given.id) or files:
        return rules_fired(shipped_workshop(), library, given, rule, files)
    key = (given.id, rule.scope, str(rule.test.get("variant", "")))
    if key not in EXAMPLES:
        EXAMPLES[key] = rules_fired(shipped_workshop(), library, given, rule, files)
    return EXAMPLES[key]


EXAMPLES: dict[tuple[str, str, str], Sequence[Diagnostic]] = {}


@pytest.mark.parametrize("name", PROFILES)
def test_no_rule_stops_an_example_profile(name: str) -> None:
    assert [d for d in fired(name, {}) if d.severity == "error"] == []


@pytest.mark.parametrize("name", PROFILES)
def test_every_message_of_an_example_profile_is_a_finished_sentence(name: str) -> None:
    for found in fired(name, {}):
        assert not re.search(
            r"\{\{|\[à compléter|[\ue000-\uf8ff\U000f0000-\U0010ffff]", found.message + (found.hint or "")
        )
        assert found.message.endswith((".", "?", "!", "»"))
        assert str(found.place).startswith(f"profiles/{name}.yaml:")


def shares(patch: str, **dates: str) -> dict[str, Any]:
    """A dated change of the profile with two providers that gives the first line of the allocation other parts."""
    lines = [dict(line) for line in profile("voltea").data["allocation"]["lignes"]]
    first, second = patch.split("/")
    lines[0]["parts"] = {"hexavoix": int(first), "amilcar": int(second)}
    when = {"date_signature": "2027-06-14", "date_effet": "2027-07-01"} | dates
    return {"records.overlay": [{"overlay": "parts", "numero": 1, **when, "patch": {"allocation.lignes": lines}}]}


@pytest.mark.parametrize(
    ("patch", "names"),
    [
        (shares("40/60"), ["Hexavoix de 60 à 40 %"]),
        (shares("80/20"), ["Amilcar Contact de 40 à 20 %"]),  # the other one is lowered
        (shares("0/100"), ["Hexavoix de 60 à 0 %"]),
        (shares("50/50"), []),  # one step, however short the notice
        (shares("49/51"), ["Hexavoix de 60 à 49 %"]),
        (shares("40/60", date_effet="2027-08-13"), []),  # sixty days
        (shares("40/60", date_effet="2027-08-12"), ["Hexavoix de 60 à 40 %"]),
        (shares("60/40"), []),
    ],
)  # fmt: skip
def test_a_share_that_an_amendment_lowers_too_fast(patch: Any, names: list[str]) -> None:
    library = shipped_workshop().library().value
    assert library is not None
    rule = next(r for r in library.rules if r.id == "R-MUL-04b")
    changed, problems = changed_profile(profile("voltea"), patch, library.vocabulary)
    assert problems == ()
    found = rules_fired(shipped_workshop(), library, changed, rule, {})
    said = [d for d in found if d.code == "R-MUL-04b"]
    assert len(said) == len(names)
    for finding, name in zip(said, names, strict=True):
        assert name in finding.message.replace("\u00a0", " ")
        assert str(finding.place) == "profiles/voltea.yaml:467"


# ------------------------------------------------------- the tests of rules
LOTS_KNOWN = {"properties": {"l": {"x-identifiant": "id"}}}
RULE = '{id: R1, severity: error, when: "mois > 12", message: {fr: X.}'


def judged(a_library: Any, language: Any, test: str, data: Mapping[str, Any], more: str = "") -> list[str]:
    """What the test of a rule over ``mois`` gives for an example with this data."""
    library = "schema: docgen.library/1\nname: x\nlanguages: [fr, en]\nrules: r.yaml\n"
    rules = f"schema: docgen.rules/1\nrules:\n- {RULE}{test}}}\n{more}"
    bench = a_library(files={"clauses/library.yaml": library, "clauses/r.yaml": rules})

    def fire(changed: Profile, _: Any, files: Mapping[str, str]) -> Any:
        if "gone/r1.fr.md" in files:
            raise LookupError("there is no file gone/r1.fr.md")
        data = {**changed.data, **({"mois": 13} if files else {})}
        return check_rules(changed, bench.library(), data, bench.filters(), language("fr"))

    example = Profile("p", "p.yaml", "", data, {})
    return [f"{d.code} {d.message}" for d in check_rule_tests(bench.library().rules, {"p": example}, LOTS_KNOWN, fire)]


@pytest.mark.parametrize(
    ("test", "data", "said"),
    [
        (", test: {fires: {mois: 13}}", {"mois": 12}, []),
        (", test: {fires: {mois: 12}}", {"mois": 12}, ["SP820 the rule R1 does not fire on its own test"]),
        (", test: {files: {a/r1.fr.md: x}}", {"mois": 12}, []),
        (", test: {files: {gone/r1.fr.md: x}}", {"mois": 12}, ["SP820 the test of the rule R1 cannot be applied: there is no file gone/r1.fr.md"]),
        (", test: {fires: {mois: 13}, passes: {mois: 12}}", {}, []),
        (", test: {fires: {mois: 13}, passes: {mois: 14}}", {}, ["SP820 the rule R1 fires where it should be silent"]),
        (', test: {fires: {mois: 13}, passes: {"l[z].a": 14}}', {"l": []}, ['SP820 the test of the rule R1 cannot be applied: l[z].a: 0 items of "l" have id = z, one is wanted']),
        ("", {"mois": 12}, ["SP821 the rule R1 brings no test"]),
        (", test: {passes: {mois: 12}}", {"mois": 12}, ["SP821 the rule R1 brings no test"]),
        (", test: {profile: q, fires: {mois: 13}}", {}, ['SP821 the test of the rule R1 is not run: there is no profile "q" here']),
    ],
)  # fmt: skip
def test_what_the_test_of_a_rule_shows(a_library: Any, language: Any, test: str, data: Any, said: list[str]) -> None:
    assert judged(a_library, language, test, data) == said


def test_a_rule_that_an_example_already_breaks_must_be_shown_silent_too(a_library: Any, language: Any) -> None:
    more = "- {id: R2, severity: info, when: oui, message: {fr: X.}, test: {fires: {oui: 1}, passes: {oui: null}}}\n"
    said = judged(a_library, language, ", test: {fires: {mois: 14}}", {"mois": 13}, more)
    assert said == ["SP820 the rule R1 does not fire on its own test", "SP820 the rule R1 fires where it should be silent"]


# ----------------------------------------------------------------- the check
@pytest.fixture
def check(a_library: Any, language: Any) -> Any:
    def run(rule: str, profile_text: str = "", code: str = "fr", **scope: Any) -> list[Diagnostic]:
        library = "schema: docgen.library/1\nname: x\nlanguages: [fr, en]\nrules: r.yaml\n"
        rules = f"schema: docgen.rules/1\npolicy: {{most: 3}}\nrules:\n- {{id: R1, {rule}}}\n"
        bench = a_library(files={"clauses/library.yaml": library, "clauses/r.yaml": rules})
        read = bench.profile(profile_text)
        return list(check_rules(read, bench.library(), {**read.data, **scope}, bench.filters(), language(code)))

    return run


LOTS = "lots:\n- {nom: A, prix: 1}\n- {nom: B, prix: 9}\n- {nom: C, prix: 9}\n"


def test_a_rule_that_does_not_hold_is_silent(check: Any) -> None:
    assert check('severity: error, when: "id == 1", message: {fr: X.}') == []


def test_a_rule_says_what_to_mend_where_and_why(check: Any) -> None:
    rule = 'severity: warning, when: "duree.mois > 12", at: duree.mois, message: {fr: "{{ duree.mois }} mois."}, hint: {fr: Moins.}, source: [B5]'
    (one,) = check(rule, "duree: {mois: 24}\n")
    assert str(one) == "profil.yaml:4:9: warning R1: 24\u00a0mois.\n  hint: Moins. [B5]"


@pytest.mark.parametrize(("more", "hint"), [("", None), ("source: [B5]", "[B5]"), ("hint: {fr: Moins.}", "Moins.")])
def test_the_hint_holds_what_there_is(check: Any, more: str, hint: str | None) -> None:
    (one,) = check(f'severity: info, when: "id", message: {{fr: X.}}, {more}')
    assert (one.hint, str(one.place)) == (hint, "profil.yaml")


def test_a_rule_goes_through_each_item(check: Any) -> None:
    found = check(
        'severity: error, each: ["lots as l"], when: "l.prix > 5", at: l.prix, message: {fr: "{{ l.nom }} {{ l_key }}."}',
        LOTS,
    )
    assert [(d.message, str(d.place)) for d in found] == [("B 1.", "profil.yaml:6:12"), ("C 2.", "profil.yaml:7:12")]


def test_without_a_place_the_item_is_shown(check: Any) -> None:
    found = check('severity: error, each: ["lots as l"], when: "l.prix > 5", message: {fr: X.}', LOTS)
    assert [str(d.place) for d in found] == ["profil.yaml:6:3", "profil.yaml:7:3"]


def test_a_mapping_is_gone_through_by_its_keys(check: Any) -> None:
    found = check(
        'severity: error, each: ["ca as v"], when: "v > 1", message: {fr: "{{ v_key }}."}', "ca: {2030: 1, 2031: 5}\n"
    )
    assert [d.message for d in found] == ["2031."]


def test_nested_items_multiply(check: Any) -> None:
    rule = 'severity: error, each: ["lots as l", "l.sites as s"], when: "s == l.nom", at: l.sites, message: {fr: "{{ s }}."}'
    found = check(rule, "lots:\n- {nom: A, sites: [A, B]}\n- {nom: B, sites: [A, B]}\n- {nom: C}\n")
    assert [(d.message, str(d.place)) for d in found] == [("A.", "profil.yaml:5:12"), ("B.", "profil.yaml:6:12")]


@pytest.mark.parametrize(
    ("words", "lots", "expected"),
    [
        ("['lot A', 'b']", LOTS, ["B."]),
        ("['lot']", LOTS, []),
        ("['b']", "lots:\n- {nom: A}\n- {prix: 1}\n- {nom: [x, b]}\n- {nom: É B}\n", ["2.", "3."]),
        ("['a c']", "lots:\n- {nom: A}\n- {nom: C}\n", []),
        ("['é']", "lots:\n  x: {nom: e}\n  y: {nom: f}\n", ["x."]),
        ("[l.nom]", LOTS, ["A.", "B.", "C."]),
        ("['1']", "lots: 3\n", []),
    ],
)
def test_a_rule_may_look_for_words_in_a_text_of_each_item(check: Any, words: str, lots: str, expected: list[str]) -> None:
    """Whether all texts are looked through in one or not."""
    say = "{{ l.nom }}" if lots is LOTS else "{{ l_key }}"
    found = check(f'severity: error, each: ["lots as l"], when: "l.nom|mentions({words})", message: {{fr: "{say}."}}', lots)
    assert [d.message for d in found] == expected


@pytest.mark.parametrize("lots", ["", "lots: 3\n", "lots: []\n"])
def test_what_is_no_list_has_no_items(check: Any, lots: str) -> None:
    assert check('severity: error, each: ["lots as l"], when: "true", message: {fr: X.}', lots) == []


def test_a_rule_that_cannot_be_computed_is_an_error_of_the_library(check: Any) -> None:
    found = check('severity: info, when: "id|date", message: {fr: X.}')
    assert [(d.code, str(d.severity), str(d.place)) for d in found] == [("RL101", "error", "clauses/r.yaml:4:3")]


@pytest.mark.parametrize(("code", "message"), [("en", "Too much."), ("fr", "Trop.")])
def test_a_message_is_in_the_language_asked_for(check: Any, code: str, message: str) -> None:
    (one,) = check('severity: info, when: "id", message: {fr: Trop., en: Too much.}', code=code)
    assert one.message == message


def test_a_message_in_another_language_is_better_than_none(check: Any) -> None:
    (one,) = check('severity: info, when: "id", message: {fr: Trop.}', code="en")
    assert one.message == "Trop."


@pytest.mark.parametrize(
    ("dotted", "path"),
    [
        ("a.b", ("a", "b")),
        ("p.siege", ("lots", 1, "siege")),
        ("p", ("lots", 1)),
        ("a|count", ("a",)),
        ("a[x].b", ("a", "x", "b")),
    ],
)
def test_a_path_may_start_with_a_name_of_the_rule(dotted: str, path: tuple[Any, ...]) -> None:
    assert concrete_path(dotted, {"p": ("lots", 1)}) == path
