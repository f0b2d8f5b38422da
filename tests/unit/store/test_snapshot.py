"""The library as it is now, kept so that a version can be made again."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from docgen.store import snapshot
from docgen.store.snapshot import Taken, digest, lay_out, take

FILES = {"clauses/library.yaml": b"name: x\n", "clauses/prix/r1.fr.md": b"Prix.\n", "templates/docx/contrat.docx": b"PK\x03\x04"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, data in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


def taken(root: Path) -> Taken:
    outcome = take(root)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def test_every_file_is_taken_by_its_path(root: Path) -> None:
    found = taken(root)
    assert dict(found.files) == FILES
    assert json.loads(found.manifest) == {path: hashlib.sha256(data).hexdigest() for path, data in FILES.items()}
    assert found.blobs() == {found.digest: found.manifest, **{digest(d): d for d in FILES.values()}}


def test_what_is_no_part_of_the_library_is_left_out(root: Path) -> None:
    before = taken(root).digest
    for path in ("profiles/a.yaml", "clauses/.git/x", "templates/docx/~$contrat.docx", "clauses/.DS_Store", "out/a.docx"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"x")
    assert taken(root).digest == before


@pytest.mark.parametrize("path", FILES)
def test_the_digest_changes_with_the_content_of_any_file(root: Path, path: str) -> None:
    before = taken(root).digest
    (root / path).write_bytes(FILES[path] + b" ")
    assert taken(root).digest != before


@pytest.mark.parametrize("path", FILES)
def test_the_digest_changes_when_a_file_goes_or_has_another_name(root: Path, path: str) -> None:
    before = taken(root).digest
    (root / path).rename((root / path).with_name("autre"))
    renamed = taken(root).digest
    (root / path).with_name("autre").unlink()
    assert len({before, renamed, taken(root).digest}) == 3


def test_the_order_on_the_disk_does_not_count(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for path, data in reversed(FILES.items()):
        (other / path).parent.mkdir(parents=True, exist_ok=True)
        (other / path).write_bytes(data)
    assert taken(other).digest == taken(root).digest


@pytest.mark.parametrize(("limit", "most"), [("MOST_FILES", 2), ("MOST_BYTES", 10)])
def test_too_much_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int) -> None:
    monkeypatch.setattr(snapshot, limit, most)
    outcome = take(root)
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["RN611"]


def test_a_file_that_cannot_be_read_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "MAX_TEMPLATE", 5)
    outcome = take(root)
    assert outcome.value is None
    assert {d.code for d in outcome.diagnostics} == {"IO903"}


# ------------------------------------------------------------------- laid out
def test_what_was_taken_is_laid_out_word_for_word(root: Path, tmp_path: Path) -> None:
    found, there = taken(root), tmp_path / "there"
    assert lay_out(json.loads(found.manifest), found.blobs(), there) == ()
    assert taken(there).digest == found.digest


@pytest.mark.parametrize(
    "path",
    ["../clauses/x", "clauses/../../x", "clauses/../x", "/etc/x", "clauses/../templates/../../x", "", "clauses", "profiles/x", ".", "clauses/..",
     "C:/x", "C:\\x", "..\\clauses\\x", "clauses\\..\\..\\x", "clauses/a\\..\\..\\..\\x", "clauses/C:x", "clauses/a\x00b", "clauses//x", "clauses/./x"],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused_and_nothing_written(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "a" / "b"
    problems = lay_out({"clauses/ok": "1", path: "2"}, {"1": b"ok", "2": b"bad"}, folder)
    assert [d.code for d in problems] == ["RN612"]
    assert not list(tmp_path.rglob("*"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_in_the_folder_leads_nowhere(tmp_path: Path) -> None:
    folder, outside = tmp_path / "laid", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "clauses").symlink_to(outside)
    problems = lay_out({"clauses/x": "1"}, {"1": b"x"}, folder)
    assert [d.code for d in problems] == ["RN612"]
    assert not list(outside.iterdir())
