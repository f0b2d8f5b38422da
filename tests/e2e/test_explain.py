"""``docgen explain``: each code in full."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.project import ROOT, Cli


def test_a_code_is_explained(docgen: Cli) -> None:
    ran = docgen("explain", "y105", code=0)
    assert ran.out.startswith("Y105 (error): ")
    assert "Bad:" in ran.out
    assert "Good:" in ran.out


def test_a_rule_of_the_library_is_explained(project: Path, docgen: Cli) -> None:
    ran = docgen("explain", "r-cdc-12", code=0)
    assert ran.out.startswith("R-CDC-12 (warning): a rule of the library, clauses/rules.yaml:")
    assert "source:" in ran.out


def test_an_unknown_code_gets_a_suggestion(project: Path, docgen: Cli) -> None:
    ran = docgen("explain", "Y1055", code=1)
    assert ran.out == ""
    assert "did you mean Y105" in ran.err


def test_outside_a_project_codes_are_known_all_the_same(tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    docgen("explain", "IO908", code=0)
    docgen("explain", "R-CDC-12", code=1)


def test_every_code_that_docgen_says_is_explained() -> None:
    from docgen.store.catalogue import catalogue

    said = {
        code
        for path in (ROOT / "src/docgen").rglob("*.py")
        for code in re.findall(r'(?:error|warning|info|say|_say|Diagnostic)\(\s*"([A-Z]{1,2}\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert len(said) > 80
    assert sorted(said - set(catalogue())) == []
