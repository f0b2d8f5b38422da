"""Every rule of the domain is there, each entry with a case that breaks it and one that keeps it; many break at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.app.workshop import Workshop
from docgen.checks.rule_tests import changed_profile
from docgen.model.library import Rule
from docgen.model.profile import Profile
from support.project import Cli

ROOT = Path(__file__).resolve().parents[2]
IDS = ["R-CDC-01", "R-CDC-02", "R-CDC-03", "R-CDC-04", "R-CDC-10", "R-CDC-11", "R-CDC-12", "R-CONS-01", "R-CONS-02", "R-GRI-01", "R-GRI-02", "R-GRI-03", "R-GRI-04", "R-GRI-05", "R-GRI-06", "R-CON-01", "R-LAB-01", "R-PRE-01", "R-DEP-01", "R-CTR-01", "R-DOC-02", "R-REF-01", "R-DUR-01", "R-DUR-02", "R-PRE-02", "R-RES-01", "R-REN-01", "R-REN-02", "R-REM-01", "R-REM-02", "R-REM-03", "R-REM-04", "R-REM-05", "R-BUD-01", "R-PAY-01", "R-PAY-02", "R-IDX-01", "R-AUT-02", "R-KPI-01", "R-KPI-02", "R-KPI-03", "R-KPI-04", "R-KPI-05", "R-KPI-06", "R-KPI-07", "R-VOL-01", "R-VOL-02", "R-MUL-01", "R-MUL-02", "R-MUL-03", "R-MUL-04", "R-MUL-05", "R-MUL-06", "R-HOR-01", "R-RH-01", "R-TEC-01", "R-TEC-02", "R-FOR-01", "R-GOV-01", "R-GOV-03", "R-QUA-03", "R-AUT-01", "R-BIL-01", "R-BIL-02", "R-BIL-03", "R-BIL-04", "R-BIL-05", "R-BIL-06", "R-BIL-07", "R-SOR-01", "R-SOR-02", "R-ENR-01", "R-RGPD-01", "R-RGPD-02", "R-RGPD-03", "R-ACC-01", "R-VIG-01", "R-TYP-01", "R-TYP-02", "R-TYP-03", "R-TYP-04", "R-TYP-05"]
"""The ids of the rules that the domain asks for; a letter after an id is a further case of that rule."""
DEGREES = {"R-CONS-02": {"error", "warning"}, "R-LAB-01": {"error", "warning"}, "R-IDX-01": {"error", "warning"}}
"""Rules of two degrees of severity."""


@pytest.fixture(scope="module")
def rules(workshop: Workshop) -> tuple[Rule, ...]:
    found = workshop.library().value
    assert found is not None
    return found.rules


def of_domain(rule: Rule) -> str:
    return re.sub(r"(?<=\d)[a-z]$", "", rule.id)


def test_every_rule_of_the_domain_is_there_and_no_other(rules: tuple[Rule, ...]) -> None:
    assert len(IDS) == 82
    assert {of_domain(r) for r in rules} == set(IDS)


def test_a_rule_of_two_degrees_has_both(rules: tuple[Rule, ...]) -> None:
    for id_, degrees in DEGREES.items():
        assert {r.severity for r in rules if r.id == id_} == degrees


def test_an_entry_is_known_by_its_id_and_its_severity(rules: tuple[Rule, ...]) -> None:
    keys = [(r.id, r.severity) for r in rules]
    assert sorted(keys) == sorted(set(keys))


def test_every_entry_brings_a_case_that_breaks_it(rules: tuple[Rule, ...]) -> None:
    """tests/unit/checks/test_rules.py runs this case, and the one that keeps the rule: `passes`, or an example as it is."""
    assert [r.id for r in rules if not (r.test.get("fires") or r.test.get("files"))] == []


def test_every_entry_says_its_source_and_a_way_out_in_a_whole_sentence(rules: tuple[Rule, ...]) -> None:
    raw = yaml.safe_load((ROOT / "clauses/rules.yaml").read_text(encoding="utf-8"))["rules"]
    assert len(raw) == len(rules)
    for rule in raw:
        assert rule["source"], rule["id"]
        assert len(rule["hint"]["fr"]) > 20, rule["id"]
        for said in (rule["message"]["fr"], rule["hint"]["fr"]):
            assert said.endswith((".", "?", "!", "»", "}}")), said
            assert not re.search(r"[\u00a0\u2019“”]", said), f"typography is docgen's: {said}"


# ------------------------------------------------------- many at once
BROKEN = ["R-CDC-01-warning", "R-CDC-02-warning", "R-CDC-03-error", "R-CDC-11-error", "R-CONS-01-warning", "R-GRI-01-error", "R-GRI-02-warning", "R-GRI-03-error", "R-GRI-04-warning", "R-CON-01-warning", "R-LAB-01-error", "R-PRE-01-warning", "R-DEP-01-warning", "R-CTR-01-error", "R-REF-01c-error", "R-REF-01d-error", "R-REF-01e-error", "R-REF-01f-error", "R-REF-01g-error", "R-REN-01-error", "R-REM-01-error", "R-REM-04-error", "R-PAY-01-error", "R-PAY-02-error", "R-KPI-01-error", "R-KPI-07-warning", "R-RH-01-warning", "R-TEC-01-error", "R-TEC-02-warning", "R-FOR-01-warning", "R-GOV-01-error", "R-GOV-03-info", "R-QUA-03-error", "R-ENR-01-warning", "R-RGPD-02-warning", "R-VIG-01-error", "R-BIL-01-warning", "R-BIL-06-error", "R-REF-01i-error", "R-REF-01j-error"]


def patches(rules: tuple[Rule, ...]) -> Iterator[Mapping[str, Any]]:
    for rule in rules:
        if f"{rule.id}-{rule.severity}" in BROKEN and rule.test.get("profile", "mobilys") == "mobilys":
            yield rule.test["fires"]


def broken(profile: Profile, rules: tuple[Rule, ...], vocabulary: Mapping[str, Any]) -> Profile:
    """All patches, one after the other; an entry that an earlier one has taken the ground from is left out."""
    for patch in patches(rules):
        profile, _ = changed_profile(profile, patch, vocabulary)
    return profile


def written(profile: Profile) -> str:
    """The profile as its file would be written by hand, the other documents of the file after it."""
    records = [r for found in profile.records.values() for r in found]
    return "---\n".join(yaml.safe_dump(plain(d), allow_unicode=True, sort_keys=False) for d in (profile.data, *records))


def plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return float(value) if isinstance(value, Decimal) else value


def test_a_profile_that_breaks_many_rules_gets_all_of_them_errors_first(
    workshop: Workshop, rules: tuple[Rule, ...], project: Path, docgen: Cli
) -> None:
    read, library = workshop.profile(ROOT / "profiles/mobilys.yaml").value, workshop.library().value
    assert read is not None and library is not None
    (project / "profiles/casse.yaml").write_text(written(broken(read, rules, library.vocabulary)), encoding="utf-8")
    ran = docgen("check", "profiles/casse.yaml", code=1)
    said = re.findall(r"^(\S+?): (error|warning|info) (R-[A-Z]+-\d+[a-z]?): ", ran.err, re.MULTILINE)
    found = {f"{code}-{severity}" for _, severity, code in said}
    assert len(BROKEN) >= 25
    assert set(BROKEN) - found == set()
    severities = re.findall(r"^\S+?: (error|warning|info) \S+: ", ran.err, re.MULTILINE)
    assert severities == sorted(severities, key=("error", "warning", "info").index)
    places = {code: place for place, _, code in said}
    for rule in BROKEN:
        assert re.fullmatch(r"profiles/casse\.yaml:\d+:\d+", places[rule.rpartition("-")[0]]), rule
