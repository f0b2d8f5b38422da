"""What people who share a library type and break by mistake: a code, a place and a hint, and nothing half-written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.imports import styled_contract
from support.project import Cli, everything, run

AUDIT = Path("clauses/audit")
BY = ("--by", "camille-roussel")
WHY = ("--why", "x")
REVISE = ("clauses", "revise", "audit", "--from", "2030-01-01", "--note", "x", *BY)
TAKE = ("clauses", "withdraw", "audit", "r1", "--by", "helene-vasseur", *WHY)


def refused(docgen: Cli, code: str, *command: object) -> str:
    """The command ends with 1 and this code, and no file is another one."""
    before = everything(Path())
    ran = docgen(*command, code=1)
    assert f"error {code}" in ran.err and "hint: " in ran.err, ran.err
    assert {k: v for k, v in everything(Path()).items() if ".docgen" not in k} == {k: v for k, v in before.items() if ".docgen" not in k}
    return ran.err


def test_a_text_that_no_revision_declares_is_not_written_over(project: Path, docgen: Cli) -> None:
    (AUDIT / "r2.fr.md").write_text("Mes notes.\n", encoding="utf-8")
    assert "r2.fr.md is there already" in refused(docgen, "GV117", *REVISE)


@pytest.mark.parametrize("said", ["a\nb", "a\x07b", "a\u2028b"])
def test_the_version_of_a_package_is_one_line(project: Path, docgen: Cli, said: str) -> None:
    assert "one line" in docgen("library", "publish", "--version", said, "--out", "o", code=2).err
    assert not Path("o").exists()


def test_texts_that_are_no_text_are_not_compared(project: Path, docgen: Cli) -> None:
    (project / "clauses/confidentialite/r2.fr.md").write_bytes(b"Un texte \xe9crit ailleurs.\n")
    assert "clauses/confidentialite/r2.fr.md:1:10: error Y104" in docgen("clauses", "diff", "confidentialite", "r1", "r2", code=1).err


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "Y111"), (b"\xff\x00\xfe", "Y104"), (b"schema: docgen.journal/1\nsubject: audit\nentries: [3]\n", "LB203"), (b"- 1\n", "Y112")],
)
def test_a_journal_that_cannot_be_read_is_told_by_every_command(project: Path, docgen: Cli, content: bytes, code: str) -> None:
    (AUDIT / "journal.yaml").write_bytes(content)
    for command in (("clauses", "log", "audit"), TAKE, REVISE, ("library", "site", "--out", "web"), ("library", "publish", "--version", "1")):
        assert "journal.yaml" in refused(docgen, code, *command), command


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("  idris-benali:", "  helene-vasseur:", "Y1"), ('- {role: approver, department: "*"}', "- approver", "LB20"),
     ('department: "*"}', 'department: "*", from: gestern}', "LB20"), ("people:\n", "people: []\nx:\n", "LB20")],
)  # fmt: skip
def test_people_of_the_wrong_form(project: Path, docgen: Cli, old: str, new: str, code: str) -> None:
    people = Path("clauses/people.yaml")
    text = people.read_text(encoding="utf-8")
    assert old in text
    people.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert "clauses/people.yaml:" in refused(docgen, code, *TAKE)


@pytest.mark.parametrize(
    ("content", "code"), [("", "Y111"), ("- 1\n", "Y112"), ("schema: docgen.libraries/1\nlibraries: 3\n", "LB203")]
)
def test_pins_of_the_wrong_form(project: Path, docgen: Cli, content: str, code: str) -> None:
    Path("clauses/libraries.yaml").write_text(content, encoding="utf-8")
    for command in ("status", "verify"):
        assert "clauses/libraries.yaml" in refused(docgen, code, "library", command)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"\x00" * 2048])
def test_a_package_that_is_none(project: Path, docgen: Cli, content: bytes) -> None:
    Path("x.docgenlib").write_bytes(content)
    refused(docgen, "SH1", "library", "add", "x.docgenlib")


@pytest.mark.parametrize("revision", ["r99", "r9999"])
@pytest.mark.parametrize("step", ["submit", "approve", "withdraw"])
def test_a_revision_that_is_not_there(project: Path, docgen: Cli, step: str, revision: str) -> None:
    refused(docgen, "GV116", "clauses", step, "audit", revision, "--by", "helene-vasseur", *WHY)


def test_a_register_that_is_none(project: Path, docgen: Cli) -> None:
    Path("register.sqlite").write_bytes(b"no database")
    refused(docgen, "RG4", *TAKE)


def test_an_import_for_nobody_writes_nothing(project: Path, docgen: Cli) -> None:
    Path("contrat.docx").write_bytes(styled_contract())
    assert 'did you mean "juridique"?' in refused(docgen, "GV101", "clauses", "import", "contrat.docx", "--owner", "juridiqe")
    assert "one line" in docgen("clauses", "import", "contrat.docx", "--owner", "a\nb", code=2).err
    Path("f").write_text("x", encoding="utf-8")
    assert "clauses written" not in refused(docgen, "IO9", "clauses", "import", "contrat.docx", "--report", "f/x.md")


def test_a_library_below_whose_manifest_is_broken_is_not_updated_in_silence(tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("init", tmp_path / "p", "--example", "partage", cwd=tmp_path).code == 0
    monkeypatch.chdir(tmp_path / "p")
    Path("metier/libraries/groupe/manifest.json").write_text("{", encoding="utf-8")
    assert "metier/libraries/groupe/manifest.json" in refused(docgen, "SH130", "library", "update", "groupe", "--project", "metier")
    shutil.rmtree("metier/libraries/groupe")
    refused(docgen, "", "library", "update", "groupe", "--project", "metier")
