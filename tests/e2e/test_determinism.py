"""The same inputs give the same bytes, whatever the machine does beside."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from docgen.store.index import thaw
from support.project import Cli, everything, run


def drawn(root: Path, out: str, *options: str, **env: str) -> dict[str, bytes]:
    ran = run("draft", "profiles/voltea.yaml", "--out", out, *options, cwd=root, **env)
    assert ran.code == 0, ran.err
    return everything(root / out)


def test_hash_seed_time_zone_and_locale_do_not_matter(project: Path) -> None:
    first = drawn(project, "a", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    second = drawn(project, "b", PYTHONHASHSEED="4242", TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8")
    assert len(first) == 38  # every document of the profile, and the lock of each
    assert first == second


def test_with_an_index_or_without_is_the_same(project: Path, docgen: Cli) -> None:
    docgen("draft", "profiles/voltea.yaml", "--out", "warm", code=0)
    docgen("draft", "profiles/voltea.yaml", "--out", "none", "--no-index", code=0)
    shutil.rmtree(project / ".docgen")
    docgen("draft", "profiles/voltea.yaml", "--out", "cold", code=0)
    docgen("draft", "profiles/voltea.yaml", "--out", "again", code=0)
    first, *others = (everything(project / name) for name in ("warm", "none", "cold", "again"))
    assert all(other == first for other in others)


def test_all_that_the_index_keeps_can_be_read_again(project: Path, docgen: Cli) -> None:
    """What cannot be read is made anew each time, without a word: nobody would notice but for the time."""
    docgen("draft", "profiles/voltea.yaml", "--out", "a", code=0)
    with closing(sqlite3.connect(project / ".docgen/index.sqlite")) as db:
        entries = dict(db.execute("SELECT key, data FROM entry"))
    assert {key.partition(":")[0] for key in entries} >= {"clause", "languages", "library", "profile", "shapes", "template", "types"}
    assert all(thaw(data) is not None for data in entries.values())


def test_a_draft_of_what_is_compiled_imports_no_reader_of_sources(project: Path) -> None:
    run("draft", "profiles/mobilys.yaml", "--out", "a", cwd=project)
    again = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "docgen", "draft", "profiles/mobilys.yaml", "--out", "b"],
        cwd=project, capture_output=True, text=True, check=True,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in again.stderr.splitlines()}
    assert {"click", "docgen.app.draft"} <= imported
    assert not imported & {"docxtpl", "jinja2", "markdown", "yaml", "msgspec", "jsonschema"}


def test_no_index_keeps_nothing(project: Path, docgen: Cli) -> None:
    shutil.rmtree(project / ".docgen")
    docgen("draft", "profiles/mobilys.yaml", "--no-index", code=0)
    assert not (project / ".docgen").exists()


def test_the_index_follows_every_change(project: Path, docgen: Cli) -> None:
    """A change of a clause, of a type, of a template or of the vocabulary shows in the next draft."""
    docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", "--out", "a", code=0)
    path = project / "clauses/labels.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("téléphone", "voix"), encoding="utf-8")
    kind = project / "templates/contrat.yaml"
    kind.write_text(kind.read_text(encoding="utf-8").replace("Contrat de prestation de services", "Contrat nouveau"), encoding="utf-8")
    docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", "--out", "b", code=0)
    docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", "--out", "c", "--no-index", code=0)
    assert everything(project / "a") != everything(project / "b")
    assert everything(project / "b") == everything(project / "c")


def test_a_project_in_another_place_gives_the_same_documents(project: Path, tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    docgen("draft", "profiles/voltea.yaml", "--out", "o", code=0)
    other = tmp_path / "anders wo é"
    shutil.copytree(project, other, ignore=shutil.ignore_patterns("o", ".docgen"))
    monkeypatch.chdir(other)
    docgen("draft", "profiles/voltea.yaml", "--out", "o", code=0)
    assert everything(other / "o") == everything(project / "o")
    monkeypatch.chdir(tmp_path)
    docgen("draft", other / "profiles/voltea.yaml", "--out", other / "p", code=0)
    ours, theirs = everything(other / "o"), everything(other / "p")
    assert {n: d for n, d in ours.items() if n.endswith(".docx")} == {n: d for n, d in theirs.items() if n.endswith(".docx")}


def test_a_lock_does_not_tell_where_the_project_lies(project: Path, tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path.parent)
    docgen("draft", project / "profiles/mobilys.yaml", "--only", "contrat", "--out", tmp_path / "o", code=0)
    lock = (tmp_path / "o/mobilys_contrat_clairval.lock.yaml").read_text(encoding="utf-8")
    assert str(tmp_path) not in lock
    assert 'file: "clauses/' in lock


def test_members_have_one_time_and_one_order(project: Path, docgen: Cli) -> None:
    docgen("draft", "profiles/mobilys.yaml", code=0)
    for path in (project / "out").glob("*.docx"):
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            assert {i.date_time for i in infos} == {(1980, 1, 1, 0, 0, 0)}
            assert infos[0].filename == "[Content_Types].xml"
            core = archive.read("docProps/core.xml").decode()
        assert core.count("2026-11-20T00:00:00Z") == 2
        assert os.environ.get("USER", "\0") not in core
