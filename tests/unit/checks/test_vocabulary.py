"""Profiles against the vocabulary that docgen ships."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml

import docgen
from docgen.checks.vocabulary import check_vocabulary
from docgen.stages.schema_walk import document_schema
from docgen.stages.typed import plain, typed
from docgen.stages.yaml_text import read_yaml

PACKAGE = Path(docgen.__file__).parent
SHIPPED = Path(__file__).parents[3] / "clauses" / "vocabulary.yaml"
HEAD = {
    "schema": "docgen.profile/1",
    "id": "exemple",
    "version": "1",
    "as_of": "2031-03-01",
    "projet": "{nom: Essai}",
    "client": "{denomination: Exemple SA}",
}
PROFILE = """
schema: docgen.profile/1
id: exemple
version: 1
as_of: 2031-03-01
projet: {nom: 2031, raisons: [saisonnalite], raisons_texte: {saisonnalite: Noël}, x_note: [1, oui]}
client:
  denomination: NO
  capital: 50000.50
  siren: 012345678
  siege: {adresse: "12, rue Neuve", cp: 01000, ville: Bourg, pays: FR}
  ca_ht: {2029: 1000000, 2030: 1200000.5}
  service_actuel: {mode: interne, taux_decroche: 80, nps: -5, autre_mesure: 1.5}
  forme:
canaux:
  - {canal: telephone, langues: [fr, nl-BE], horaires: 8:00, critique: true}
  - {canal: fax}
flux:
  - {canal: telephone, dmt_s: 320, volumes: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.5]}
revision_prix: {indice: {nom: Syntec, base: 100}, plafond_pct: 3}
responsabilite: {plafond: 12_mois}
clauses: {confidentialite: {position: trois-ans, revision: 1, parametres: {a: 01}}}
---
overlay: avenant-1
numero: 1
date_effet: 2032-01-01
expected_axes: [effectif]
patch: {version: 2, "canaux[fax].horaires": "9 h-17 h"}
revisions: {confidentialite: {de: 1, vers: 2}}
---
bilan: T2-2032
prestataire: alpha
resultats: {csat: 82.5, nps: ~}
constats: [{theme: proactivite_rebond, cout_s: ~}]
plan: {theme_actif: [proactivite_rebond]}
"""


@cache
def vocabulary() -> Mapping[str, object]:
    (node,) = read_yaml(SHIPPED.read_bytes(), "vocabulary.yaml").value or ()
    schema = plain(node)
    assert isinstance(schema, dict)
    return schema


def said(text: str, root: Mapping[str, object] | None = None) -> list[str]:
    """Every finding on every document: code, place and the rest of the line."""
    schema = vocabulary() if root is None else root
    lines = []
    for node in read_yaml(text, "p.yaml").value or ():
        data, places, findings = typed(node, document_schema(schema), schema)
        findings += check_vocabulary(data, places, document_schema(schema), "p.yaml", root=schema)
        lines += [f"{d.code} {d.place} {d.message} | {d.hint}" for d in findings]
    return lines


def profile(excerpt: str) -> list[str]:
    """The findings on a minimal profile with these lines in place of its own."""
    own = {key for key in HEAD if f"\n{key}:" in f"\n{excerpt}"}
    head = "".join(f"{key}: {value}\n" for key, value in HEAD.items() if key not in own)
    return said(excerpt.rstrip() + "\n" + head)


def only(excerpt: str) -> str:
    (line,) = profile(excerpt)
    return line


def test_the_shipped_vocabulary_reads_as_any_reader_of_yaml_reads_it() -> None:
    assert vocabulary() == yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))


def test_a_realistic_file_of_all_three_kinds_is_clean() -> None:
    assert said(PROFILE) == []


def test_pf201_an_unknown_key_with_the_nearest_known_one() -> None:
    line = only("client:\n  denomination: A\n  siern: 1")
    assert line.startswith(
        'PF201 p.yaml:3:3 unknown key "siern" in client (Client (donneur d\'ordre))'
    )
    assert 'did you mean "siren"?' in line


def test_pf201_lists_the_known_keys_where_none_is_near() -> None:
    line = only("canaux: [{canal: telephone, zzz: 1}]")
    assert "canaux[telephone]" in line
    assert "known keys here: langues, horaires" in line
    assert profile("qqqqqqq: 1")[0].endswith(", …")


def test_pf201_an_unknown_key_in_an_empty_mapping_has_no_hint() -> None:
    root = {"type": "object", "additionalProperties": False}
    assert said("a: 1", root) == ['PF201 p.yaml:1:1 unknown key "a" | None']


def test_pf201_a_key_that_is_not_in_the_list() -> None:
    line = only("projet: {nom: A, raisons_texte: {saisonalite: x}}")
    assert line.startswith("PF201 p.yaml:1:34 a key of projet.raisons_texte")
    assert 'did you mean "saisonnalite"?' in line


@pytest.mark.parametrize(
    ("excerpt", "words"),
    [
        ("client: {denomination: A, capital: abc}", 'client.capital (Capital social) is "abc"; it must be a number'),
        ("canaux: [{canal: chat, langues: fr}]", "canaux[chat].langues (Langues)"),
        ("canaux: [{canal: chat, langues: fr}]", "even of one item: [fr]"),
        ("securite: {mfa: peut-être}", "write true or false"),
        ("securite: {pentest_an: 1.5}", "is 1.5; it must be a whole number"),
        ("flux: [{canal: a, volumes: {}}]", "flux[1].volumes"),
        ("flux: [~]", "flux[1] is empty; it must be a mapping"),
        ("litiges: {droit: [a]}", "is a list; it must be a text"),
    ],
)  # fmt: skip
def test_pf202_the_wrong_type(excerpt: str, words: str) -> None:
    line = profile(excerpt)[0]
    assert line.startswith("PF202 p.yaml:1:")
    assert words in line


def test_pf203_a_value_that_is_not_in_the_list() -> None:
    line = only("projet: {nom: A, origine: orale}")
    assert line.startswith("PF203 p.yaml:1:18 projet.origine (Origine de la demande)")
    assert "one of: cdc, oral, co_redaction" in line
    assert 'did you mean "oral"?' in line
    assert "write docgen.profile/1" in only("schema: docgen.profile/2")
    assert 'mean "A1"?' in only("profils_conseillers: [{id: a, cecrl: a1}]")


def test_pf204_a_missing_key_stands_at_its_parent() -> None:
    lines = profile("flux:\n  - {langue: fr}")
    assert [line.split(" is missing")[0] for line in lines] == [
        "PF204 p.yaml:2:5 flux[1].canal (Canal)",
        "PF204 p.yaml:2:5 flux[1].volumes (Volumes mensuels (12 valeurs))",
    ]


@pytest.mark.parametrize(
    ("excerpt", "words"),
    [
        ("as_of: 31/03/2031", "write 2031-03-31"),
        ("as_of: 31/02/2031", "does not exist"),
        ("as_of: 2031-02-30", "which is not a date"),
        ("as_of: 2031-2-3", "YYYY-MM-DD"),
        ("client: {denomination: A, siren: 12}", "Neuf chiffres"),
        ('client: {denomination: A, siren: "123456789\\n"}', "does not have the form"),
        ("territoires: [fr]", 'territoires[1] is "fr"'),
    ],
)  # fmt: skip
def test_pf205_the_wrong_form(excerpt: str, words: str) -> None:
    line = only(excerpt)
    assert line.startswith("PF205")
    assert words in line


@pytest.mark.parametrize(
    ("excerpt", "words"),
    [
        ("penalites_plafond_pct: 120.5", "is 120.5; it must be at most 100"),
        ("version: 0", "at least 1"),
        ("client: {denomination: A, clientele: {saisonnalite: {pics: [{nom: a, mois: 1, coef: 0}]}}}", "more than 0"),
        ("flux: [{canal: a, volumes: [1, 2]}]", "has 2; it must have at least 12 items"),
    ],
)  # fmt: skip
def test_pf206_out_of_range(excerpt: str, words: str) -> None:
    line = only(excerpt)
    assert line.startswith("PF206")
    assert words in line


def test_pf206_and_pf207_for_keywords_that_the_vocabulary_may_come_to_use() -> None:
    root = {
        "properties": {
            "a": {"multipleOf": 5},
            "b": {"uniqueItems": True},
            "c": {"not": {"type": "string"}, "description": "no text"},
            "d": {"format": "email"},
        }
    }
    lines = said("a: 7\nb: [1, 1]\nc: x\nd: nobody", root)
    assert [line.split()[0] for line in lines] == ["PF206", "PF207", "PF207", "PF205"]
    assert lines[2].endswith('"not" of the vocabulary | no text')


def test_alternatives_are_reported_by_the_nearest_one() -> None:
    assert 'did you mean "telephone"?' in only("canaux: [{canal: télé phone}]")
    lines = profile("revision_prix: {indice: {nome: Syntec}}")
    assert [line.split(" | ")[0] for line in lines] == [
        "PF204 p.yaml:1:17 revision_prix.indice.nom (Nom) is missing",
        'PF201 p.yaml:1:26 unknown key "nome" in revision_prix.indice (Indice (nom, ou objet daté))',
    ]
    assert (
        "plan.theme_actif[2]"
        in said("bilan: A-2031\nprestataire: a\nplan: {theme_actif: [a, b c]}")[0]
    )


def test_the_other_documents_of_a_file_have_their_own_shape() -> None:
    lines = said("overlay: a\nnumero: 0\npatch: {a b: 1}\n---\nbilan: T5-2031\nprestataire: a")
    assert [line.split()[0] for line in lines] == ["PF204", "PF206", "PF201", "PF205"]


def test_all_findings_come_in_one_run_in_the_order_of_the_file() -> None:
    lines = profile(
        "client: {denomination: A, capital: x, siren: 1, zz: 1}\nversion: 0\nprojet: {}"
    )
    assert [line.split()[0] for line in lines] == ["PF202", "PF205", "PF201", "PF206", "PF204"]


def test_a_long_text_is_cut_in_the_message() -> None:
    assert "…" in only(f"id: {'x y' * 40}")


def test_data_without_places_is_reported_on_the_file() -> None:
    (finding,) = check_vocabulary({"a": "x"}, {}, {"properties": {"a": {"type": "null"}}}, "p.yaml")
    assert (str(finding.place), finding.code) == ("p.yaml", "PF202")


def test_a_profile_of_400_lines_is_read_and_typed_quickly() -> None:
    line = "  - {canal: chat, langue: fr, dmt_s: 320}\n"
    text = PROFILE.split("---", maxsplit=1)[0] + "relais:\n" + line * 380
    best = min(_cost(text) for _ in range(3))
    assert best < 0.1  # about 0.012 on a quiet machine


def _cost(text: str) -> float:
    vocabulary()
    began = time.process_time()
    for node in read_yaml(text, "p.yaml").value or ():
        typed(node, document_schema(vocabulary()), vocabulary())
    return time.process_time() - began


def entries() -> list[dict[str, str]]:
    text = (PACKAGE / "data" / "diagnostics" / "files.yaml").read_text(encoding="utf-8")
    loaded: list[dict[str, str]] = yaml.safe_load(text)
    return loaded


def test_the_catalogue_is_complete() -> None:
    codes = [entry["code"] for entry in entries()]
    assert codes == [f"Y{n}" for n in range(101, 114)] + [f"PF{n}" for n in range(201, 209)] + ["PF220"]
    keys = {"code", "severity", "title", "explanation", "bad", "good"}
    assert all(set(entry) == keys for entry in entries())


@pytest.mark.parametrize(
    "entry",
    [
        e
        for e in entries()
        if e["code"] == "Y113" or e["code"] in {f"PF{n}" for n in range(201, 207)}
    ],
    ids=lambda entry: entry["code"],
)
def test_the_examples_of_the_catalogue_are_true(entry: dict[str, str]) -> None:
    assert entry["code"] in {line.split()[0] for line in profile(entry["bad"])}
    assert profile(entry["good"]) == []
