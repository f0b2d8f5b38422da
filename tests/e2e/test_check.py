"""``docgen check``: everything that is wrong, without writing."""

from __future__ import annotations

from pathlib import Path

from support.project import Cli, everything, profile_with, with_blanks


def test_the_shipped_project_is_clean(project: Path, docgen: Cli) -> None:
    before = everything(project)
    ran = docgen("check", code=0)
    assert "error" not in ran.err
    assert ran.out == ""
    assert everything(project) == before


def test_without_profiles_all_are_checked(project: Path, docgen: Cli) -> None:
    profile_with(project, ("tribunal_ville: Nantes", "tribunal_vile: Nantes"), name="faux")
    ran = docgen("check", code=1)
    assert "profiles/faux.yaml:" in ran.err
    assert docgen("check", "profiles/mobilys.yaml", code=0)


def test_a_missing_value_is_an_error(project: Path, docgen: Cli) -> None:
    ran = docgen("check", with_blanks(project), code=1)
    assert "AS520" in ran.codes


def test_problems_of_library_types_templates_and_profiles_come_in_one_run(project: Path, docgen: Cli) -> None:
    clause = project / "clauses/duree/r1.fr.md"
    clause.write_text(clause.read_text(encoding="utf-8") + "\nVoir [[dure]].\n", encoding="utf-8")
    other = project / "clauses/audit/clause.yaml"
    other.write_text(other.read_text(encoding="utf-8") + "\ninconnu: 1\n", encoding="utf-8")
    kind = project / "templates/contrat.yaml"
    kind.write_text(kind.read_text(encoding="utf-8").replace("- audit\n", "- audi\n"), encoding="utf-8")
    (project / "templates/docx/cahier-des-charges.docx").write_bytes(b"no zip")
    profile = profile_with(project, ("capital: 2400000", "capital: beaucoup"))
    ran = docgen("check", profile, code=1)
    for place in ("clauses/audit/clause.yaml:", "templates/contrat.yaml", "templates/docx/cahier-des-charges.docx",
                  "profiles/essai.yaml:", "clauses/duree/r1.fr.md"):  # fmt: skip
        assert place in ran.err, place


def test_only_one_language_can_be_checked(project: Path, docgen: Cli) -> None:
    docgen("check", "profiles/mobilys.yaml", "--lang", "en", "--only", "contrat", code=0)


def test_no_project_here(tmp_path: Path, docgen: Cli, monkeypatch: object) -> None:
    ran = docgen("check", "--project", tmp_path, code=1)
    assert "LB200" in ran.codes
    assert "docgen init" in ran.err


def test_a_template_that_is_missing(project: Path, docgen: Cli) -> None:
    (project / "templates/docx/contrat.docx").unlink()
    ran = docgen("check", code=1)
    assert "WD700" in ran.codes
    ran = docgen("draft", "profiles/mobilys.yaml", code=1)
    assert not (project / "out").exists()
