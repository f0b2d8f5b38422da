"""``docgen init``: a project of one's own, offline."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.project import Cli, everything


def test_a_new_project_works_at_once(tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = docgen("init", "mon projet", code=0)
    assert "files in" in ran.out
    root = tmp_path / "mon projet"
    assert {p.name for p in root.iterdir()} == {"clauses", "templates", "profiles", ".gitignore"}
    monkeypatch.chdir(root)
    drawn = docgen("draft", "profiles/mobilys.yaml", "--only", "cahier-des-charges", code=0)
    assert drawn.written[0].is_file()


def test_nothing_is_written_over(tmp_path: Path, docgen: Cli) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles/mien.yaml").write_bytes(b"mien")
    ran = docgen("init", tmp_path, code=1)
    assert "IO930" in ran.codes
    assert everything(tmp_path) == {"profiles/mien.yaml": b"mien"}


def test_a_gitignore_of_ones_own_stays(tmp_path: Path, docgen: Cli) -> None:
    (tmp_path / ".gitignore").write_bytes(b"mine\n")
    docgen("init", tmp_path, code=0)
    assert (tmp_path / ".gitignore").read_bytes() == b"mine\n"


def test_a_file_where_the_folder_should_be(tmp_path: Path, docgen: Cli) -> None:
    (tmp_path / "x").write_bytes(b"a file")
    ran = docgen("init", tmp_path / "x", code=1)
    assert "IO902" in ran.codes
    assert everything(tmp_path) == {"x": b"a file"}


def test_without_a_folder_it_is_a_usage_error(docgen: Cli) -> None:
    assert "Usage:" in docgen("init", code=2).err
