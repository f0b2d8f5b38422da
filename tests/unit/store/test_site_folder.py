"""A site is written whole or not at all, and never over anything else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from docgen.store.site_folder import MARKER, SiteFolder, not_a_site, write_site


def page(content: bytes = b"x", name: str = "fr/index.html"):
    return lambda folder: folder.write(name, content)


def everything(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_site_is_put_in_place_with_a_list_of_its_files(tmp_path: Path) -> None:
    target = tmp_path / "a" / "site"
    assert write_site(target, page()) == ()
    assert everything(target) == {"fr/index.html": b"x", MARKER: b"docgen.site/1\nfr/index.html\n"}
    assert os.listdir(tmp_path / "a") == ["site"]


def test_a_site_replaces_a_site_whole(tmp_path: Path) -> None:
    target = tmp_path / "site"
    write_site(target, page(name="old.html"))
    assert write_site(target, page(b"y")) == ()
    assert sorted(everything(target)) == [MARKER, "fr/index.html"]
    assert os.listdir(tmp_path) == ["site"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert write_site(tmp_path / "site", page()) == ()


@pytest.mark.parametrize("name", ["notes.txt", "deep/notes.txt"])
def test_a_folder_with_anything_else_is_refused(tmp_path: Path, name: str) -> None:
    target = tmp_path / "site" / name
    target.parent.mkdir(parents=True)
    target.write_text("mine")
    (found,) = write_site(tmp_path / "site", page())
    assert found.code == "IO950"
    assert everything(tmp_path / "site") == {name: b"mine"}


def test_files_that_somebody_put_into_a_site_are_not_removed(tmp_path: Path) -> None:
    target = tmp_path / "site"
    write_site(target, page())
    (target / "fr" / "mine.txt").write_text("mine")
    (found,) = write_site(target, page(b"y"))
    assert found.code == "IO951"
    assert "fr/mine.txt" in found.message
    assert (target / "fr" / "index.html").read_bytes() == b"x"


def test_a_file_or_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (found,) = write_site(tmp_path / "file", page())
    assert found.code == "IO950"
    write_site(tmp_path / "real", page())
    try:
        (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    (found,) = write_site(tmp_path / "link", page(b"y"))
    assert found.code == "IO950"
    assert everything(tmp_path / "real")["fr/index.html"] == b"x"


def test_what_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "new" / "site"

    def fails(folder: SiteFolder) -> None:
        folder.write("a.html", b"x")
        raise OSError(28, "No space left on device")

    (found,) = write_site(target, fails)
    assert found.code == "IO908"
    assert os.listdir(tmp_path) == []


def test_a_bug_leaves_nothing_behind_and_is_not_hidden(tmp_path: Path) -> None:
    def fails(folder: SiteFolder) -> None:
        folder.write("a.html", b"x")
        raise KeyError("bug")

    with pytest.raises(KeyError):
        write_site(tmp_path / "site", fails)
    assert os.listdir(tmp_path) == []


def test_a_site_that_cannot_be_replaced_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "site"
    write_site(target, page())
    real = os.replace

    def refuses(old: Path, new: Path) -> None:
        if Path(new) == target and Path(old).suffix == ".tmp":
            raise PermissionError(13, "denied")
        real(old, new)

    monkeypatch.setattr(os, "replace", refuses)
    (found,) = write_site(target, page(b"y"))
    assert found.code == "IO904"
    assert everything(target)["fr/index.html"] == b"x"
    assert os.listdir(tmp_path) == ["site"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder that this user may not read")
def test_a_folder_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    target.chmod(0)
    found = not_a_site(target)
    target.chmod(0o700)
    assert found is not None
    assert found.code == "IO904"
