"""The stamps of all clauses: every change of a file is seen, and folders that were not written are not listed again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docgen.store import stamps
from docgen.store.index import Index
from docgen.store.layers import ONLY_PROJECT
from docgen.store.stamps import Stamps

IDS = ("duree", "objet")
LONG_AGO = 1_600_000_000_000_000_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A library of two clauses, written long ago, and a folder that is none."""
    for id_ in IDS:
        folder = tmp_path / "clauses" / id_
        folder.mkdir(parents=True)
        for name in ("clause.yaml", "r1.fr.md", ".cache"):
            (folder / name).write_text(name, encoding="utf-8")
    (tmp_path / "clauses/images").mkdir()
    aged(tmp_path / "clauses")
    return tmp_path


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index.sqlite", "1")
    yield made
    made.close()


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the folders of clauses that are listed from now on."""
    seen: list[str] = []
    scandir = os.scandir

    def noted(path: str | Path) -> Any:
        seen.append(Path(path).name)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", noted)
    return seen


def aged(folder: Path) -> None:
    """Everything in a folder, and the folder, as if it had been written long ago."""
    for path in (*folder.rglob("*"), folder):
        os.utime(path, ns=(LONG_AGO, LONG_AGO), follow_symlinks=False)


def seen(project: Path, index: Index) -> dict[str, bytes]:
    found = Stamps(project, ONLY_PROJECT, index)
    return {id_: found.of([id_]) for id_ in found.ids}


def test_folders_that_were_not_written_are_listed_once(project: Path, index: Index, listed: list[str]) -> None:
    first = seen(project, index)
    assert sorted(first) == list(IDS)
    assert sorted(listed) == ["clauses", "duree", "images", "objet"]
    listed.clear()
    assert seen(project, index) == first
    assert listed == ["clauses"]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "r1.fr.md").write_text("autre chose", encoding="utf-8"),
        lambda folder: os.utime(folder / "r1.fr.md", ns=(1, LONG_AGO + 1)),
        lambda folder: (folder / "r2.fr.md").write_text("", encoding="utf-8"),
        lambda folder: (folder / "r1.fr.md").unlink(),
        lambda folder: (folder / "r1.fr.md").rename(folder / "r2.fr.md"),
        lambda folder: ((folder / "r1.fr.md").unlink(), (folder / "r1.fr.md").mkdir()),
    ],
    ids=["written", "another time", "added", "removed", "renamed", "a folder in its place"],
)
def test_every_change_of_a_file_changes_the_stamp(project: Path, index: Index, change: Callable[[Path], object]) -> None:
    before = seen(project, index)
    change(project / "clauses/duree")
    after = seen(project, index)
    assert after["duree"] != before["duree"]
    assert after["objet"] == before["objet"]
    assert after == seen(project, Index(None, "1"))
    assert after == seen(project, index)


def test_a_hidden_file_changes_nothing(project: Path, index: Index) -> None:
    before = seen(project, index)
    (project / "clauses/duree/.cache").write_text("plus long", encoding="utf-8")
    assert seen(project, index) == before


def test_clauses_come_and_go(project: Path, index: Index) -> None:
    seen(project, index)
    shutil.rmtree(project / "clauses/duree")
    shutil.copytree(project / "clauses/objet", project / "clauses/securite")
    assert sorted(seen(project, index)) == ["objet", "securite"]


def test_a_file_that_was_just_written_makes_its_folder_recent(project: Path, index: Index) -> None:
    assert not Stamps(project, ONLY_PROJECT, index).recent
    (project / "clauses/duree/r1.fr.md").write_text("à l'instant", encoding="utf-8")
    assert Stamps(project, ONLY_PROJECT, index).recent == {"duree"}


def test_a_folder_that_was_just_written_is_listed_again(project: Path, index: Index, listed: list[str]) -> None:
    """Another file may come within what its file system counts as the same moment."""
    (project / "clauses/duree/r2.fr.md").write_text("", encoding="utf-8")
    for _ in range(2):
        listed.clear()
        seen(project, index)
        assert "duree" in listed


@pytest.mark.skipif(os.name != "posix", reason="symbolic links want rights on Windows")
def test_a_link_whose_file_went_is_no_file(project: Path, index: Index, tmp_path: Path) -> None:
    kept = tmp_path / "ailleurs.md"
    kept.write_text("texte", encoding="utf-8")
    (project / "clauses/duree/r2.fr.md").symlink_to(kept)
    aged(project / "clauses")
    before = seen(project, index)
    kept.unlink()
    after = seen(project, index)
    assert after["duree"] != before["duree"]
    assert after == seen(project, Index(None, "1"))


def test_a_folder_that_cannot_be_looked_at_is_read_again(project: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: str) -> Any:
        raise PermissionError(path)

    monkeypatch.setattr(stamps, "_listed", refused)
    found = Stamps(project, ONLY_PROJECT, index)
    assert found.ids == IDS
    assert found.recent == {"duree", "images", "objet"}
    assert found.of(["duree"]) == b""


def test_a_time_that_fits_no_number_is_read_again(project: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    class Late:
        st_size, st_mtime_ns, st_ctime_ns = 1, 1 << 64, 1

    monkeypatch.setattr(stamps, "_listed", lambda _: [("clause.yaml", Late())])
    assert Stamps(project, ONLY_PROJECT, index).recent == {"duree", "images", "objet"}


def test_where_listing_tells_size_and_times_nothing_is_kept(
    project: Path, index: Index, listed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_name = seen(project, index)
    monkeypatch.setattr(stamps, "_BY_NAME", False)  # as on Windows
    for _ in range(2):
        listed.clear()
        assert seen(project, index) == by_name
        assert sorted(listed) == ["clauses", "duree", "images", "objet"]
