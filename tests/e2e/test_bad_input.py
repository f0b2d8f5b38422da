"""Whatever is handed in: a sentence with a place, exit code 1 or 2, nothing written, no traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support.project import Cli, everything, profile_with

HEAD = "schema: docgen.profile/1\nid: essai\nversion: 1\nas_of: 2026-11-20\nprojet: {nom: x}\n"


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "", "essai.yaml"),
        (b"\x00\x01\x02\xff\xfe" * 50, "Y10", "essai.yaml:1:"),
        ("id: x".encode("utf-16"), "Y104", "essai.yaml:1:1"),
        ("id: é".encode("latin-1"), "Y104", "essai.yaml:1:5"),
        (b"a: [1, 2\nb: 3\n", "Y1", "essai.yaml:"),
        (b"a: 1\n\tb: 2\n", "Y1", "essai.yaml:2:"),
        (b"a: &x [1]\nb: *x\n", "Y1", "essai.yaml:"),
        (b"id: x\nid: y\n", "Y1", "essai.yaml:2:1"),
        (b"- a list\n", "", "essai.yaml"),
        (b"only words\n", "", "essai.yaml"),
        (b"a: " + b"[" * 5000, "Y1", "essai.yaml:1:"),
        (HEAD.encode() + b'client: {denomination: "a\x07b"}\n', "Y105", "essai.yaml:6:26"),
        (HEAD.encode() + 'client: {denomination: "a\ufffeb"}\n'.encode(), "Y105", "essai.yaml:6:26"),
        (HEAD.encode() + b'client: {denomination: "a\\ud800b"}\n', "Y1", "essai.yaml:6:"),
        (HEAD.encode() + b'client: {denomination: "a\\u0000b"}\n', "Y1", "essai.yaml:6:"),
        (HEAD.encode() + b'client: {denomination: "a\\uFFFFb"}\n', "Y1", "essai.yaml:6:"),
        (HEAD.encode() + b'client: {denomination: "a\xed\xa0\x80b"}\n', "Y104", "essai.yaml:6:"),
        (HEAD.encode() + b"client: {denomination: 12}\n", "", None),
        (HEAD.encode() + b"client: [1]\n", "PF202", "essai.yaml:6:"),
        (HEAD.encode() + b"client: {denomination: x, siege: {rue: y}}\n", "PF2", "essai.yaml:6:"),
        (HEAD.encode() + b"client: {denomination: x}\nunbekannt: 1\n", "PF201", "essai.yaml:7:1"),
        (HEAD.encode() + b"client: {denomination: x}\nduree: {date_effet: 2027-02-30}\n", "PF", "essai.yaml:7:"),
    ],
)
def test_a_profile_that_cannot_be_read(
    content: bytes, code: str, place: str | None, project: Path, docgen: Cli
) -> None:
    (project / "profiles/essai.yaml").write_bytes(content)
    before = everything(project)
    ran = docgen("draft", "profiles/essai.yaml", code=1)
    assert code in ran.err
    assert "error" in ran.err
    assert f"profiles/{place}" in ran.err or place is None
    assert everything(project) == before
    docgen("check", "profiles/essai.yaml", code=1)


def test_a_profile_that_is_not_there_or_no_file(project: Path, docgen: Cli) -> None:
    assert "did you mean 'mobilys.yaml'?" in docgen("draft", "profiles/mobily.yaml", code=1).err
    assert "IO902" in docgen("draft", "profiles", code=1).err
    assert "IO902" in docgen("draft", ".", code=1).err
    assert "IO901" in docgen("draft", "nowhere/at/all.yaml", code=1).err
    if hasattr(os, "mkfifo"):
        os.mkfifo("pipe.yaml")
        assert "IO905" in docgen("draft", "pipe.yaml", code=1).err
    Path("big.yaml").write_bytes(b"#" * 3_000_000)
    assert "IO903" in docgen("draft", "big.yaml", code=1).err


def test_several_problems_are_all_said(project: Path, docgen: Cli) -> None:
    profile = profile_with(
        project,
        ("  niveau_detail: leger", "  niveau_detail: moyen"),
        ("  magasins: 23", "  magasins: vingt-trois"),
        ("  effectif: 310", "  efectif: 310"),
        ("date_effet: 2027-03-01", "date_effet: 01/03/2027"),
        ("tribunal_ville: Nantes", "tribunal_ville: [Nantes]"),
    )
    ran = docgen("draft", profile, code=1)
    for words in ("niveau_detail", "magasins", "efectif", "date_effet", "tribunal_ville"):
        assert words in ran.err
    assert 'did you mean "effectif"?' in ran.err
    assert not (project / "out").exists()


@pytest.mark.parametrize("command", ["draft", "check", "preview"])
def test_an_unknown_document_type(command: str, project: Path, docgen: Cli) -> None:
    ran = docgen(command, "profiles/mobilys.yaml", "--only", "contrt", code=1)
    assert 'there is no document type "contrt"' in ran.err
    assert 'did you mean "contrat"?' in ran.err
    assert not (project / "out").exists()


@pytest.mark.parametrize("command", ["draft", "check", "preview"])
def test_an_unknown_language(command: str, project: Path, docgen: Cli) -> None:
    ran = docgen(command, "profiles/mobilys.yaml", "--lang", "xx", code=1)
    assert '"xx"' in ran.err
    assert not (project / "out").exists()


def test_an_unknown_variant(project: Path, docgen: Cli) -> None:
    ran = docgen("draft", "profiles/mobilys.yaml", "--only", "cahier-des-charges", "--variant", "lger", code=1)
    assert '"lger"' in ran.err
    assert not (project / "out").exists()


@pytest.mark.parametrize("option", ["--as-of", "--effective"])
@pytest.mark.parametrize("date", ["2027-02-30", "1er mars", "27", "01/03/2027"])
def test_a_bad_date_is_a_usage_error(option: str, date: str, project: Path, docgen: Cli) -> None:
    ran = docgen("draft", "profiles/mobilys.yaml", option, date, code=2)
    assert "write a date as 2027-03-01" in ran.err


def test_a_template_that_cannot_be_read_stops_a_draft(project: Path, docgen: Cli) -> None:
    (project / "templates/docx/contrat.docx").write_bytes(b"PK\x03\x04 broken")
    ran = docgen("draft", "profiles/mobilys.yaml", code=1)
    assert "templates/docx/contrat.docx" in ran.err
    assert "nothing written" in ran.err
    assert not (project / "out").exists()


def test_a_broken_index_is_made_anew(project: Path, docgen: Cli) -> None:
    index = project / ".docgen/index.sqlite"
    index.write_bytes(b"no database" * 999)
    docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", code=0)
    assert index.read_bytes().startswith(b"SQLite format 3")


def test_a_broken_library_is_said(project: Path, docgen: Cli) -> None:
    (project / "clauses/library.yaml").write_text("schema: docgen.library/1\nname: [", encoding="utf-8")
    for command in (["draft", "profiles/mobilys.yaml"], ["check"], ["preview", "profiles/mobilys.yaml"]):
        assert "clauses/library.yaml:" in docgen(*command, code=1).err
    docgen("clauses", "list")
    docgen("template", "check")


@pytest.mark.parametrize(
    ("file", "old", "new", "said", "hint"),
    [
        ("clauses/vocabulary.yaml", "type: object\n", "type: [object\n", "clauses/vocabulary.yaml:", ""),
        ("clauses/library.yaml", "number: numero", "number: [numero]", 'clauses/library.yaml:LINE:3: error LB203: "amendments.number"', "write one text"),
        ("clauses/library.yaml", "languages:", "languagess:", 'clauses/library.yaml:1:1: error LB202: "languages"', 'add the line "languages: …"'),
        ("clauses/library.yaml", "vocabulary: vocabulary.yaml", "vocabulary: absent.yaml", "error LB205: there is no file clauses/absent.yaml", "write it"),
        ("templates/contrat.yaml", "template: contrat", "template: contart", 'error WD700: there is no Word template "contart"', 'did you mean "contrat"?'),
        ("profiles/voltea.yaml", "patch:\n  version: 2\n", "patch: [a]\nx_rest:\n  version: 2\n", "profiles/voltea.yaml:LINE:1: error PF202", "lines below it"),
        ("profiles/voltea.yaml", "  moyens_humains.etp: 94", "  moyens_humains..etp: 94", "profiles/voltea.yaml:LINE:3: error PF201", "canaux[email].horaires"),
        ("profiles/voltea.yaml", "  moyens_humains.etp: 94", "  moyens_humains.etpp: 94", "profiles/voltea.yaml:LINE:3: error PF201", 'did you mean "etp"?'),
    ],
)
def test_what_is_broken_is_said_with_its_place_and_a_way_out(
    file: str, old: str, new: str, said: str, hint: str, project: Path, docgen: Cli
) -> None:
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = everything(project)
    ran = docgen("draft", "profiles/voltea.yaml", "--only", "contrat", "--only", "avenant", code=1)
    said = said.replace("LINE", str(text[: text.index(old)].count("\n") + 1))
    found, _, after = ran.err.partition(said)
    assert after, f"{found}\n{said} is not said"
    assert hint in after.partition("\n")[2].partition("\n")[0]
    assert "PF208" not in ran.err
    assert everything(project) == before


def test_a_clause_without_its_file_is_said(project: Path, docgen: Cli) -> None:
    (project / "clauses/duree/clause.yaml").unlink()
    ran = docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", code=1)
    assert "write clauses/duree/clause.yaml, or remove the folder" in ran.err
    assert not (project / "out").exists()
