"""The documents of a deal beside the contract and the statement of requirements, for both profiles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.project import made
from support.word import Word

PROVIDERS = {"mobilys": ("clairval",), "voltea": ("hexavoix", "amilcar")}
CANDIDATES = {
    "mobilys": ("clairval", "Oreline Contact", "Hauteroche Services"),
    "voltea": ("hexavoix", "amilcar", "Rivalto Phone", "Atelier du Contact"),
}
ANNEXES = ("indicateurs", "remuneration", "donnees-personnelles")
both = pytest.mark.parametrize("profile", PROVIDERS)
languages = pytest.mark.parametrize("language", ["fr", "en"])


@cache
def drawn(root: Path, profile: str, language: str, *types: str) -> Mapping[tuple[str, str], Any]:
    """What was made and its Word file, by type and key."""
    found = made(root, profile, types=types, language=language, final=True)
    return {(one.plan.doctype.id, one.plan.key): (one, Word(data, one)) for one, data in found}


@both
@languages
def test_every_candidate_gets_an_agreement_of_its_own(sealed: Path, profile: str, language: str) -> None:
    found = drawn(sealed, profile, language, "accord-confidentialite")
    assert [key for _, key in found] == list(CANDIDATES[profile])
    for (_, key), (one, word) in found.items():
        by_name_only = key not in PROVIDERS[profile]
        assert ("________" in word.text) is by_name_only
        assert [c.id for c in one.document.clauses()] == [
            "parties", "objet", "definitions", "confidentialite", "duree", "resiliation-manquement",
            "droit-litiges", "dispositions-generales", "signatures",
        ]  # fmt: skip
        assert "L. 151-1" in word.text.replace("\u00a0", " ")


@both
@languages
@pytest.mark.parametrize("annex", ANNEXES)
def test_an_annex_on_its_own_carries_the_number_it_has_in_the_contract(
    sealed: Path, profile: str, language: str, annex: str
) -> None:
    found = drawn(sealed, profile, language, f"annexe-{annex}")
    contracts = drawn(sealed, profile, language, "contrat")
    assert [key for _, key in found] == list(PROVIDERS[profile])
    for (_, key), (one, _) in found.items():
        contract = contracts["contrat", key][0]
        number = contract.numbering.titles[f"annex:{annex}"].cited
        head = dict(one.document.slots)["rattachement"].replace("\u00a0", " ")
        assert head.startswith(number.replace("\u00a0", " "))
        assert contract.document.reference in head


@both
@languages
def test_the_clauses_of_an_annex_say_what_the_contract_says(sealed: Path, profile: str, language: str) -> None:
    contracts = drawn(sealed, profile, language, "contrat")
    for annex, clause in (("indicateurs", "annexe-indicateurs"), ("remuneration", "annexe-prix")):
        for (_, key), (one, _) in drawn(sealed, profile, language, f"annexe-{annex}").items():
            alone = next(c for c in one.plan.clauses if c.spec.id == clause)
            whole = next(c for c in contracts["contrat", key][0].plan.clauses if c.spec.id == clause)
            assert alone.text is whole.text or alone.text.digest == whole.text.digest


@both
@languages
def test_every_item_of_article_28_3_is_accounted_for(sealed: Path, profile: str, language: str) -> None:
    table = yaml.safe_load((sealed / "clauses/reference/mappings.yaml").read_text(encoding="utf-8"))["rgpd_28_3"]
    assert len(table) == 14
    for one, _ in drawn(sealed, profile, language, "annexe-donnees-personnelles").values():
        clause = next(c for c in one.document.clauses() if c.id == "rgpd-correspondance")
        rows = next(b.rows for b in clause.blocks if hasattr(b, "rows"))
        assert len(rows) == len(table)
        held = {c.id for c in one.document.clauses()}
        for row, item in zip(rows, table, strict=True):
            reference = row[1][0]
            assert [t.id for t in reference.targets] == item["clauses"]
            assert reference.pieces
            assert all("du contrat" in str(reference.pieces) or "agreement" in str(reference.pieces)
                       for c in item["clauses"] if c not in held)  # fmt: skip


@both
def test_the_grid_sets_every_candidate_against_every_criterion(sealed: Path, profile: str) -> None:
    ((one, word),) = drawn(sealed, profile, "fr", "grille-evaluation").values()
    assert "n’est pas nécessairement le premier d’un classement" in word.text
    tables = [b for c in one.document.clauses() for b in c.blocks if hasattr(b, "rows")]
    notes = next(t for t in tables if len(t.columns) == 3 + len(CANDIDATES[profile]))
    assert len(notes.rows) == len(one.plan.scope["consultation"]["criteres"]) + 1
    assert 'w:orient="landscape"' in word.parts["word/document.xml"].decode()


def test_a_recommendation_is_said_and_not_scored(sealed: Path) -> None:
    ((_, word),) = drawn(sealed, "voltea", "fr", "grille-evaluation").values()
    assert "Hexavoix est recommandé par un tiers, à savoir le groupement d’achat Alténa" in word.text.replace("\u00a0", " ")


def test_the_statement_of_requirements_ends_with_an_empty_grid(sealed: Path) -> None:
    ((one, _),) = drawn(sealed, "voltea", "fr", "cahier-des-charges").values()
    grid = next(c for a in one.document.annexes for c in a.clauses if c.id == "grille-criteres")
    (table,) = (b for b in grid.blocks if hasattr(b, "rows"))
    assert all(not row[4] and not row[5] for row in table.rows)


@both
def test_the_light_statement_has_four_parts_approvals_and_no_contents(sealed: Path, profile: str) -> None:
    ((one, data),) = made(sealed, profile, types=("cahier-des-charges",), variant="leger", final=True)
    assert len(one.document.parts) == 4
    assert not one.document.annexes
    assert one.press.template.file.endswith("cahier-leger.docx")
    approvals = dict(one.document.slots)["validations"].split("\n")
    assert len(approvals) == len(one.plan.scope["projet"]["parties_prenantes"])
    assert "TOCHeading" not in Word(data, one).parts["word/document.xml"].decode()
