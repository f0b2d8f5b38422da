"""The questions about the whole space of a library, each provoked by a tiny library and silent on the mended one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.checks.rule_tests import check_rule_tests
from docgen.checks.space.clauses import clause_questions
from docgen.checks.space.conditions import Conditions
from docgen.checks.space.cover import Factor, rows
from docgen.checks.space.domains import Domains
from docgen.checks.space.origins import Tree
from docgen.checks.space.solver import Solver, Stopped
from docgen.checks.space.space import Space, Suspect
from docgen.checks.space.texts import dangling, dead_branches, undefined_terms
from docgen.checks.space.timeline import spans, timelines
from docgen.checks.space.witness import example_of, facts_as_yaml, inputs_of, witness
from docgen.model.diagnostic import Place
from docgen.model.profile import Profile
from docgen.stages.data_filters import ABSENT, DATA_FILTERS
from docgen.stages.evaluate import value_of
from docgen.stages.script_parse import parse_expression

VOCABULARY = """\
type: object
additionalProperties: false
required: [id]
properties:
  id: {type: string}
  mode: {enum: [un, deux, trois]}
  libre: {type: string}
  code: {type: string, pattern: '^[0-9]{5}$'}
  oui: {type: boolean}
  mois: {type: integer, minimum: 0, maximum: 60}
  ferme: {type: integer, minimum: 0, maximum: 60}
  groupe: {type: object, additionalProperties: false, required: [nom], properties: {nom: {type: string}, nombre: {type: integer}}}
  lots:
    type: array
    x-identifiant: id
    items: {type: object, required: [id], properties: {id: {type: string}, sens: {enum: [entrant, sortant]}}}
"""


def space_of(bench: Any) -> Space:
    library, specs = bench.library(), {s.id: s for s in bench.specs()}
    solver = Solver(Domains(library.vocabulary), lambda: True)
    space = Space(library, specs, bench.types(), Conditions(library, specs, bench.filters), solver, lambda text: None)
    solver.roots, solver.schema_of = space.root, space.schema_of
    return space


def asked(bench: Any) -> list[Suspect]:
    space = space_of(bench)
    prepositions = dict.fromkeys(("fr", "en"), frozenset({"à", "de", "to", "of"}))
    return [*timelines(space), *clause_questions(space), *dangling(space, prepositions), *undefined_terms(space),
            *dead_branches(space)]  # fmt: skip


@pytest.fixture
def codes(a_library: Any, tmp_path: Path) -> Any:
    def run(clauses: dict[str, dict[str, str]], **more: Any) -> list[str]:
        both = {
            i: {**({"r1.en.md": t["r1.fr.md"]} if "r1.fr.md" in t and "r1.en.md" not in t else {}), **t}
            for i, t in clauses.items()
        }
        files = {"clauses/vocabulary.yaml": VOCABULARY, **more.pop("files", {})}
        return sorted({s.diagnostic.code for s in asked(a_library(both, files=files, **more))})

    return run


A = {"r1.fr.md": "Texte.\n"}
CASES: dict[str, tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]] = {
    "SP801": (
        {"a": {"meta": "applies_when: \"mode == 'un' and mode == 'deux'\"\n", **A}},
        {"a": {"meta": "applies_when: \"mode == 'un' and oui\"\n", **A}},
    ),
    "SP802": (
        {"a": {"meta": 'positions:\n- {id: p, kind: standard, label: p, selected_by: "mois > 0"}\n- {id: q, kind: fallback, label: q, selected_by: "mois > 12"}\n', **A}},
        {"a": {"meta": 'positions:\n- {id: q, kind: fallback, label: q, selected_by: "mois > 12"}\n- {id: p, kind: standard, label: p, selected_by: "mois > 0"}\n', **A}},
    ),
    "SP803": (
        {"a": {"meta": "parameters: {m: {type: enum, from: mode, optional: true}}\n", "r1.fr.md": "{% if m == 'quatre' %}\nQuatre.\n\n{% endif %}\nFin.\n"}},
        {"a": {"meta": "parameters: {m: {type: enum, from: mode, optional: true}}\n", "r1.fr.md": "{% if m == 'trois' %}\nTrois.\n\n{% endif %}\nFin.\n"}},
    ),
    "SP804": (
        {"a": {"meta": "parameters: {n: {type: string, from: id}}\n", "r1.fr.md": "{% if n %}Avec.{% endif %}\n"}},
        {"a": {"meta": "parameters: {n: {type: string, from: libre, optional: true}}\n", "r1.fr.md": "{% if n %}Avec.{% endif %}\n"}},
    ),
    "SP805": (
        {"a": {"meta": "parameters: {l: {type: list, from: lots}}\n", "r1.fr.md": "{% if l|count > 7 %}Avec.{% endif %}\n"}},
        {"a": {"meta": "parameters: {l: {type: list, from: lots}}\n", "r1.fr.md": "{% if l|count > 1 %}Avec.{% endif %}\n"}},
    ),
    "SP806": (
        {"a": {"r1.fr.md": "Voir [[b]].\n"}, "b": {"meta": 'applies_when: "oui"\n', **A}},
        {"a": {"meta": "parameters: {avec_b: {type: boolean, derived: \"'b' in document.clauses\"}}\n", "r1.fr.md": "{% if avec_b %}Voir [[b]].{% endif %}\n"},
         "b": {"meta": 'applies_when: "oui"\n', **A}},
    ),
    "SP807": (
        {"a": {"r1.fr.md": "[[definitions]]\n\nLe contrôle du Bilan Annuel.\n"},
         "b": {"meta": 'applies_when: "oui"\nterms: {bilan: {fr: {term: Bilan Annuel, definition: "un état"}}}\n', **A}},
        {"a": {"r1.fr.md": "[[definitions]]\n\nLe contrôle du Bilan Annuel.\n"},
         "b": {"meta": 'terms: {bilan: {fr: {term: Bilan Annuel, definition: "un état"}}}\n', **A}},
    ),
    "SP808": (
        {"a": {"meta": "applies_when: \"mode == 'un'\"\nrequires: [b]\n", **A}, "b": {"meta": 'applies_when: "oui"\n', **A}},
        {"a": {"meta": "applies_when: \"mode == 'un' and oui\"\nrequires: [b]\n", **A}, "b": {"meta": 'applies_when: "oui"\n', **A}},
    ),
    "SP809": (
        {"a": {"meta": 'conflicts:\n- {with: b, message: {fr: "Non."}}\n', **A}, "b": {"meta": 'applies_when: "oui"\n', **A}},
        {"a": {"meta": 'conflicts:\n- {with: b, when: "mois > 3", message: {fr: "Non."}}\n', **A}, "b": {"meta": 'applies_when: "oui"\n', **A}},
    ),
    "SP810": (
        {"a": {"meta": 'conflicts:\n- {with: b, when: "mois > 60", message: {fr: "Non."}}\n', **A}, "b": A},
        {"a": {"meta": 'conflicts:\n- {with: b, when: "mois > 59", message: {fr: "Non."}}\n', **A}, "b": A},
    ),
    "SP811": (
        {"a": {"meta": "positions:\n- {id: p, kind: standard, label: p}\n- {id: q, kind: fallback, label: q}\n", "r1.p.fr.md": "P.\n", "r1.p.en.md": "P.\n"}},
        {"a": {"meta": "positions:\n- {id: p, kind: standard, label: p}\n- {id: q, kind: fallback, label: q}\n", "r1.p.fr.md": "P.\n", **A}},
    ),
    "SP813": (
        {"a": {"meta": "revisions:\n- {number: 1, change: legal, in_force: {to: 2025-12-31}}\n- {number: 2, change: legal, in_force: {from: 2026-02-01}}\n",
               "r1.fr.md": "A.\n", "r2.fr.md": "B.\n", "r2.en.md": "B.\n"}},
        {"a": {"meta": "revisions:\n- {number: 1, change: legal, in_force: {to: 2026-01-31}}\n- {number: 2, change: legal, in_force: {from: 2026-02-01}}\n",
               "r1.fr.md": "A.\n", "r2.fr.md": "B.\n", "r2.en.md": "B.\n"}},
    ),
    "SP814": (
        {"a": A, "b": A, "c": {"meta": "revisions:\n- {number: 1, change: legal, in_force: {from: 2026-02-01}}\n", **A}},
        {"a": A, "b": A, "c": {"meta": "revisions:\n- {number: 1, change: legal}\n", **A}},
    ),
    "SP815": (
        {"a": {"meta": "revisions:\n- {number: 1, change: legal, in_force: {from: 2026-01-01}}\n- {number: 2, change: legal, in_force: {from: 2020-01-01}}\n",
               "r1.fr.md": "A.\n", "r2.fr.md": "B.\n", "r2.en.md": "B.\n"}},
        {"a": {"meta": "revisions:\n- {number: 1, change: legal, in_force: {from: 2020-01-01}}\n- {number: 2, change: legal, in_force: {from: 2026-01-01}}\n",
               "r1.fr.md": "A.\n", "r2.fr.md": "B.\n", "r2.en.md": "B.\n"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_broken_library_is_found_out_and_a_mended_one_is_not(code: str, codes: Any) -> None:
    assert code in codes(CASES[code][0])


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_mended_library_is_clean(code: str, codes: Any) -> None:
    assert codes(CASES[code][1]) == []


def a_type(more: str) -> str:
    return f"schema: docgen.document/1\nid: contrat\ntitle: {{fr: C, en: C}}\ntemplate: contrat\nlanguages: [fr]\nparts:\n- title: {{fr: P}}\n  clauses: [a]\n{more}"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("applies_when: \"mode == 'un' and mode == 'deux'\"\n", True),
        ("applies_when: \"mode == 'un'\"\n", False),
        ('applies_when: "false"\n', False),
        ("variants: {court: {when: \"mode == 'quatre'\", drop: []}}\n", True),
        ("variants: {court: {when: \"mode == 'trois'\", drop: []}}\n", False),
    ],
)
def test_a_document_type_or_a_variant_that_nothing_takes(more: str, expected: bool, codes: Any) -> None:
    assert ("SP812" in codes({"a": A}, types={"contrat": a_type(more)})) is expected


def test_a_clause_in_no_document_type(codes: Any) -> None:
    assert codes({"a": A, "b": A}, types={"contrat": a_type("")}) == ["SP801"]


@pytest.mark.parametrize(("second", "expected"), [("2026-01-01", []), ("2026-03-01", ["SP816"])])
def test_a_gap_in_dated_values(second: str, expected: list[str], codes: Any) -> None:
    library = (
        "schema: docgen.library/1\nname: x\nlanguages: [fr, en]\nvocabulary: vocabulary.yaml\nreference: [r.yaml]\n"
    )
    values = ("schema: docgen.reference/1\nvalues:\n- {id: x, value: 1, from: 2020-01-01, to: 2025-12-31, source: s, grade: A}\n"
              f"- {{id: x, value: 2, from: {second}, to: null, source: s, grade: A}}\n")  # fmt: skip
    assert codes({"a": A}, files={"clauses/library.yaml": library, "clauses/r.yaml": values}) == expected


def test_what_is_found_comes_with_facts_that_show_it(a_library: Any) -> None:
    bench = a_library(CASES["SP806"][0], files={"clauses/vocabulary.yaml": VOCABULARY})
    (one,) = [s for s in asked(bench) if s.diagnostic.code == "SP806" and s.scene and s.scene.language == "fr"]
    assert str(one.diagnostic.place).endswith("clauses/a/r1.fr.md:1")
    assert {f[("oui",)] for f in one.facts} == {False, ABSENT}


def test_the_time_may_end(a_library: Any) -> None:
    space = space_of(a_library(CASES["SP806"][0], files={"clauses/vocabulary.yaml": VOCABULARY}))
    space.solver.more = lambda: False
    with pytest.raises(Stopped):
        list(clause_questions(space))


# ---------------------------------------------------------- brute force
def items(id_: str) -> list[dict[str, str]]:
    return [{"id": id_}, {"id": id_, "sens": "entrant"}, {"id": id_, "sens": "sortant"}]


VALUES: dict[str, list[Any]] = {
    "mode": [ABSENT, "un", "deux", "trois"], "oui": [ABSENT, True, False],
    "mois": [ABSENT, *range(8), 60], "ferme": [ABSENT, *range(8), 60],
    "lots": [ABSENT, [], *([a] for a in items("a")), *([a, b] for a in items("a") for b in items("b"))],
}  # fmt: skip
ATOMS = st.sampled_from([
    "mode == 'un'", "mode == 'deux'", "mode != 'trois'", "mode", "mode is not defined", "mode in ['un', 'trois']", "oui", "oui is defined",
    "mois > 3", "mois >= 5", "mois < 4", "mois == 0", "mois is defined", "ferme >= mois", "ferme < mois", "ferme == mois",
    "lots", "lots|count > 1", "lots|count == 0", "lots|where('sens', 'sortant')|count > 0", "'sortant' in lots|pluck('sens')",
])  # fmt: skip


@st.composite
def conditions(draw: st.DrawFn, depth: int = 2) -> str:
    if depth == 0:
        return draw(ATOMS)
    kind = draw(st.sampled_from(["atom", "not", "and", "or"]))
    if kind == "atom":
        return draw(ATOMS)
    if kind == "not":
        return f"not ({draw(conditions(depth - 1))})"
    return f"({draw(conditions(depth - 1))}) {kind} ({draw(conditions(depth - 1))})"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, library_writer: Any) -> Space:
    return space_of(
        library_writer(
            tmp_path_factory.mktemp("leer"),
            {"a": {**A, "r1.en.md": "T.\n"}},
            None,
            {"clauses/vocabulary.yaml": VOCABULARY},
        )
    )


def worlds() -> Iterator[dict[str, Any]]:
    for values in product(*VALUES.values()):
        yield dict(zip(VALUES, values, strict=True))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.lists(conditions(), min_size=1, max_size=3))
def test_the_solver_agrees_with_brute_force(text: list[str], empty: Space) -> None:
    filters = empty.conditions.filters_of("fr")
    parsed = [parse_expression(t, Place("x"), frozenset({*filters, *DATA_FILTERS})).value for t in text]
    assert all(e is not None for e in parsed)
    scene, kept = empty.scenes[0], list(parsed)
    asked_at_once = [empty.conditions.test(e, scene, name=str(e)) for e in kept]
    answer = empty.ask(scene, asked_at_once)
    possible = any(all(value_of(e, world, filters) for e in parsed) for world in worlds())
    assert bool(answer) is possible
    for facts in answer.facts:
        assert all(value_of(e, {p[0]: v for p, v in facts.items()}, filters) for e in parsed)


# --------------------------------------------------------------- small parts
@pytest.mark.parametrize(
    ("days", "gaps"),
    [
        ([("2020-01-01", "")], []),
        ([("", "")], []),
        ([("2020-01-01", "2020-12-31"), ("2021-01-01", "")], []),
        ([("2020-01-01", "2020-12-31"), ("2021-02-01", "")], [("2021-01-01", "2021-02-01")]),
        ([("2020-01-01", "2020-12-31")], [("2021-01-01", "")]),
        ([("2020-06-01", "")], [("2020-01-01", "2020-06-01")]),
    ],
)
def test_gaps_between_days(days: list[tuple[str, str]], gaps: list[tuple[str, str]]) -> None:
    assert list(spans(days, "2020-01-01")) == gaps


def test_a_domain_tells_apart_what_conditions_tell_apart(empty: Space) -> None:
    domains = empty.solver.domains
    assert domains.at(("mode",), Tree()).values == (ABSENT, "un", "deux", "trois")
    assert domains.at(("id",), Tree()).values == ("alpha", "beta")
    months = domains.at(("mois",), Tree(constants={60})).values
    assert {0, 1, 59, 60} <= set(months[1:])
    assert max(v for v in months if v is not ABSENT) == 60


def test_a_witness_changes_only_the_facts(empty: Space) -> None:
    base = Profile(
        "x",
        "x.yaml",
        "",
        {"id": "x", "oui": True, "groupe": {"nom": "n", "nombre": 3}, "lots": [{"id": "a", "libelle": "L"}]},
        {},
    )
    facts = {
        ("oui",): ABSENT,
        ("groupe",): {"nombre": 5},
        ("lots",): [{"id": "b", "sens": "entrant"}],
        ("clauses", "a", "position"): "p",
    }
    found = witness(base, facts, empty.library.vocabulary).data
    assert found == {"id": "x", "groupe": {"nom": "n", "nombre": 5}, "lots": [{"id": "b", "libelle": "L", "sens": "entrant"}],
                     "clauses": {"a": {"position": "p"}}}  # fmt: skip
    assert "# without oui" in facts_as_yaml(facts)
    assert 'groupe: {"nombre": 5}' in facts_as_yaml(facts)


def test_rows_show_every_pair_when_there_are_enough() -> None:
    factors = [Factor((str(n),), (0, 1, 2)) for n in range(4)]
    shown = {(a, row[(str(a),)], b, row[(str(b),)]) for row in rows(factors, 60) for a in range(4) for b in range(a)}
    assert len(shown) == 6 * 9


def test_the_test_of_a_rule(a_library: Any) -> None:
    rules = ("schema: docgen.rules/1\nrules:\n"
             '- {id: R1, severity: error, when: "mois > 12", message: {fr: X.}, test: {fires: {mois: 6}}}\n'
             '- {id: R2, severity: error, when: "mois > 24", message: {fr: X.}, test: {fires: {mois: 48}}}\n'
             '- {id: R3, severity: error, when: "oui", message: {fr: X.}, test: {fires: {oui: true}}}\n'
             '- {id: R4, severity: error, when: "oui", message: {fr: X.}, test: {fires: {"lots[z].id": 1}}}\n')  # fmt: skip
    library = "schema: docgen.library/1\nname: x\nlanguages: [fr, en]\nrules: r.yaml\n"
    bench = a_library(files={"clauses/library.yaml": library, "clauses/r.yaml": rules})
    from docgen.checks.rules import check_rules
    from docgen.store.languages import load_language

    def fire(profile: Profile, rule: Any, _: Any) -> Any:
        return check_rules(profile, bench.library(), profile.data, bench.filters(), load_language("fr"))

    profile = Profile("p", "p.yaml", "", {"lots": [{"id": "a"}]}, {})
    lots = {"properties": {"lots": {"x-identifiant": "id"}}}
    said = [d.message for d in check_rule_tests(bench.library().rules, {"p": profile}, lots, fire)]
    assert said == [
        "the rule R1 does not fire on its own test",
        "the test of the rule R2 fires other rules too: R1",
        "the test of the rule R3 fires other rules too: R4",
        'the test of the rule R4 cannot be applied: lots[z].id: 0 items of "lots" have id = z, one is wanted',
    ]


# ------------------------------------------------- what is made from more than fields of a profile
OUTER = """\
$defs:
  document:
    if: {type: object, required: [avis]}
    then: {$ref: '#/$defs/avis'}
    else:
      if: {type: object, required: [overlay]}
      then: {$ref: '#/$defs/overlay'}
      else: {$ref: '#'}
  avis: {type: object, required: [avis], additionalProperties: false, properties: {avis: {type: string}, sens: {enum: [bon, mauvais]}}}
  overlay: {type: object, required: [overlay, numero], properties: {overlay: {type: string}, numero: {type: integer}, motif: {type: string}}}
"""
CHANGES = (
    "schema: docgen.library/1\nname: x\nlanguages: [fr, en]\nvocabulary: vocabulary.yaml\n"
    "amendments: {record: overlay, number: numero, patch: patch, effective: effet, axes: axes}\n"
)
OF_RECORDS = "for_each: records.avis as avis\nlet: {sens: avis.sens}\n"


def of_type(more: str) -> dict[str, Any]:
    return {
        "files": {"clauses/vocabulary.yaml": VOCABULARY + OUTER, "clauses/library.yaml": CHANGES},
        "types": {"contrat": a_type(more)},
    }


@pytest.mark.parametrize(
    ("more", "parameter", "reached", "unreached"),
    [
        (OF_RECORDS, 's: {type: enum, derived: "sens"}', "s == 'bon'", "s == 'moyen'"),
        ('let: {long: "mois > 12"}\n', 's: {type: boolean, derived: "long and mois < 20"}', "s", "s and position == 'z'"),
        ("inputs: \"lots|pluck('id')\"\n", 's: {type: object, derived: "inputs", optional: true}', "s.alpha is defined", "s.gamma is defined"),
    ],
    ids=["records", "let", "inputs"],
)  # fmt: skip
def test_a_document_made_from_more_than_fields(
    more: str, parameter: str, reached: str, unreached: str, codes: Any
) -> None:
    def text(test: str) -> dict[str, dict[str, str]]:
        return {"a": {"meta": f"parameters: {{{parameter}}}\n",
                      "r1.fr.md": f"{{% if {test} %}}\nVu.\n\n{{% endif %}}\nFin.\n"}}  # fmt: skip

    assert codes(text(reached), **of_type(more)) == []
    assert codes(text(unreached), **of_type(more))[0] in {"SP803", "SP805"}


def test_an_amendment_is_a_scene_of_its_own(codes: Any) -> None:
    meta = 'parameters: {n: {type: integer, derived: "amendment.number", optional: true}}\n'
    clauses = {"a": A, "b": {"meta": meta, "r1.fr.md": "{% if n > 1 %}\nEncore.\n\n{% endif %}\nFin.\n"}}
    amended = a_type("").replace("id: contrat", "id: avenant").replace("clauses: [a]", "clauses: [b]")
    files = of_type("")
    assert codes(clauses, **{**files, "types": {**files["types"], "avenant": f"{amended}amends: contrat\n"}}) == []
    assert codes(clauses, **{**files, "types": {**files["types"], "avenant": amended}})[0] in {"SP803", "SP805"}


def test_the_same_condition_is_another_one_in_an_amendment(a_library: Any) -> None:
    meta = 'parameters: {n: {type: integer, derived: "amendment.number", optional: true}}\n'
    amended = a_type("amends: contrat\n").replace("id: contrat", "id: avenant")
    clauses = {"a": {"meta": meta, "r1.fr.md": "{% if n %}Avec.{% else %}Sans.{% endif %}\n", "r1.en.md": "T.\n"}}
    files = of_type("")
    bench = a_library(clauses, files=files["files"], types={**files["types"], "avenant": amended})
    assert [s.diagnostic.code for s in asked(bench)] == []


def test_a_text_that_a_pattern_asks_for_is_a_value(codes: Any) -> None:
    meta = "parameters: {c: {type: string, from: code, optional: true}}\n"
    assert codes({"a": {"meta": meta, "r1.fr.md": "{% if c %}Avec.{% endif %}\n"}}) == []


def test_a_conflict_over_a_choice_that_only_the_conflict_reads_is_reached(codes: Any) -> None:
    meta = "conflicts:\n- {with: b, when: \"clauses.b.parameters.t == 'x'\", message: {fr: Non.}}\n"
    assert (
        codes(
            {
                "a": {"meta": meta, **A},
                "b": {"meta": "parameters: {t: {type: enum, values: [x, y], default: y}}\n", **A},
            }
        )
        == []
    )


# ------------------------------------------------------- values that cannot be told apart
def test_values_that_no_condition_tells_apart_are_tried_once(empty: Space) -> None:
    filters, scene = empty.conditions.filters_of("fr"), empty.scenes[0]
    test = parse_expression(
        "mois > ferme and lots|count > 1 or oui", Place("x"), frozenset({*filters, *DATA_FILTERS})
    ).value
    assert test is not None
    condition = empty.conditions.test(test, scene)
    assert condition.classes is not None
    one, two, three = ([{"id": str(n)} for n in range(length)] for length in (1, 2, 3))
    assert condition.classes(("lots",), one) != condition.classes(("lots",), two)
    assert condition.classes(("lots",), two) == condition.classes(("lots",), three)
    assert condition.classes(("mois",), 3) != condition.classes(("mois",), 4)
    assert condition.classes(("oui",), False) == condition.classes(("oui",), ABSENT)


def test_an_example_answers_without_a_search(a_library: Any) -> None:
    space = space_of(a_library({"a": A}, files={"clauses/vocabulary.yaml": VOCABULARY}))
    filters, scene = space.conditions.filters_of("fr"), space.scenes[0]
    test = parse_expression("lots|count > 7", Place("x"), frozenset({*filters, *DATA_FILTERS})).value
    assert test is not None
    condition = space.conditions.test(test, scene)
    assert not space.ask(scene, [condition])
    many = Profile("p", "p.yaml", "", {"lots": [{"id": str(n)} for n in range(8)]}, {})
    space = space_of(a_library({"a": A}, files={"clauses/vocabulary.yaml": VOCABULARY}))
    space.solver.examples = [example_of(many, "clauses")]
    assert space.ask(scene, [space.conditions.test(test, scene)]).facts == ({("lots",): many.data["lots"]},)


def test_records_and_inputs_are_put_into_the_example(a_library: Any) -> None:
    library = a_library({"a": A}, files=of_type("")["files"]).library()
    base = Profile("x", "x.yaml", "", {"id": "x"}, {}, {"avis": ({"avis": "a", "note": 3},)})
    facts = {
        ("records",): {"avis": [{"avis": "b", "sens": "bon"}]},
        ("inputs",): {"alpha": 1},
        ("amendment",): {"number": 1},
    }
    found = witness(base, facts, library.vocabulary)
    assert (found.data, found.records) == ({"id": "x"}, {"avis": ({"avis": "b", "note": 3, "sens": "bon"},)})
    assert inputs_of(facts) == {"alpha": 1}
    assert '# amendment: {"number": 1}' in facts_as_yaml(facts)
