"""``docgen init --example``: three libraries that build on each other, complete and offline."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.project import Cli, everything

PROJECTS = ("groupe", "juridique", "metier")


@pytest.fixture
def laid_out(tmp_path: Path, docgen: Cli) -> Path:
    folder = tmp_path / "partage à trois"
    docgen("init", folder, "--example", "partage", code=0)
    return folder


@pytest.mark.parametrize("name", PROJECTS)
def test_each_project_is_clean_and_drafts_a_final_document(laid_out: Path, docgen: Cli, name: str) -> None:
    root = laid_out / name
    checked = docgen("check", "--project", root, "--quiet", code=0)
    assert (checked.codes, checked.err) == ([], "")
    (profile,) = (root / "profiles").glob("*.yaml")
    drawn = docgen("draft", profile, "--final", "--out", root / "out", code=0)
    assert drawn.codes == []
    assert docgen("library", "verify", "--project", root, code=0).codes == []


def test_the_business_unit_adapts_five_clauses(laid_out: Path, docgen: Cli) -> None:
    rows = docgen("library", "status", "--project", laid_out / "metier", "--format", "json", code=0).json
    adapted = {a["adapts"]: a["revisions"] for row in rows for a in row["adapted"] if a["based_on"]}
    assert sorted(adapted) == ["groupe:confidentialite", "groupe:force-majeure", "groupe:objet"]
    assert sum(len(row["adapted"]) for row in rows) == 5
    assert {row["library"]: row["licence"] for row in rows} == {"groupe": "CC-BY-4.0", "juridique": "CC-BY-SA-4.0"}


def test_it_is_laid_out_the_same_everywhere(laid_out: Path, tmp_path: Path, docgen: Cli) -> None:
    docgen("init", tmp_path / "b", "--example", "partage", code=0)
    assert everything(tmp_path / "b") == everything(laid_out)
    assert everything(laid_out)["metier/libraries/.gitattributes"] == b"* -text\n"  # git on Windows keeps every byte
    assert b"../groupe" in everything(laid_out)["metier/clauses/libraries.yaml"]


def test_nothing_is_written_over(tmp_path: Path, docgen: Cli) -> None:
    (tmp_path / "metier").mkdir()
    (tmp_path / "metier/mien.txt").write_bytes(b"mien")
    assert docgen("init", tmp_path, "--example", "partage", code=1).codes == ["IO930"]
    assert everything(tmp_path) == {"metier/mien.txt": b"mien"}


def test_an_example_that_does_not_exist(tmp_path: Path, docgen: Cli) -> None:
    ran = docgen("init", tmp_path / "x", "--example", "../clauses", code=1)
    assert ran.codes == ["IO932"]
    assert "partage" in ran.err
    assert not (tmp_path / "x").exists()
