"""Documents are written all together or not at all, and old ones stay whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from support.project import Cli, everything

PROFILE = "profiles/mobilys.yaml"


@pytest.fixture
def drawn(project: Path, docgen: Cli) -> dict[str, bytes]:
    """Everything on disk after a first draft, made in English so that a second one differs."""
    docgen("draft", PROFILE, "--as-of", "2026-11-19", code=0)
    return everything(project)


@pytest.mark.parametrize(
    ("call", "nth", "problem", "code"),
    [
        ("fsync", 1, OSError(errno.ENOSPC, "full"), "IO908"),
        ("fsync", 4, OSError(errno.ENOSPC, "full"), "IO908"),
        ("replace", 1, PermissionError(errno.EACCES, "denied"), "IO904"),
        ("replace", 3, PermissionError(errno.EACCES, "denied"), "IO904"),
        ("replace", 4, "open elsewhere", "IO907"),
    ],
)
def test_a_failure_leaves_the_old_files(
    call: str, nth: int, problem: OSError | str, code: str, project: Path, docgen: Cli,
    drawn: dict[str, bytes], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if isinstance(problem, str):
        problem = PermissionError(errno.EACCES, problem)
        problem.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    real, calls, reason = getattr(os, call), iter(range(1, 999)), problem

    def failing(*args: object, **kwargs: object) -> object:
        if next(calls) == nth:
            raise reason
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, failing)
    ran = docgen("draft", PROFILE, code=1)
    assert code in ran.err
    assert ran.out == ""
    assert everything(project) == drawn


def test_a_successful_draft_replaces_all(project: Path, docgen: Cli, drawn: dict[str, bytes]) -> None:
    docgen("draft", PROFILE, code=0)
    after = everything(project)
    assert set(after) == set(drawn)
    changed = {name for name in after if after[name] != drawn[name]}
    assert changed == {name for name in after if name.startswith("out/")}


def test_a_folder_in_the_place_of_a_document(project: Path, docgen: Cli) -> None:
    (project / "out/mobilys_cahier-des-charges_leger.docx").mkdir(parents=True)
    ran = docgen("draft", PROFILE, code=1)
    assert "IO902" in ran.err
    assert everything(project / "out") == {}


def test_a_file_in_the_place_of_the_folder(project: Path, docgen: Cli) -> None:
    (project / "out").write_bytes(b"file")
    ran = docgen("draft", PROFILE, code=1)
    assert "IO902" in ran.err
    assert (project / "out").read_bytes() == b"file"
    assert "IO902" in docgen("preview", PROFILE, code=1).err


@pytest.mark.skipif(os.name == "nt" or getattr(os, "geteuid", lambda: 1)() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(project: Path, docgen: Cli) -> None:
    (project / "out").mkdir(mode=0o500)
    ran = docgen("draft", PROFILE, code=1)
    assert "IO904" in ran.err
    assert everything(project / "out") == {}


def test_a_read_only_disk(project: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, *args: object, **kwargs: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(Path, "mkdir", refused)
    ran = docgen("draft", PROFILE, "--out", "neu/tief", "--no-index", code=1)
    assert "IO904" in ran.err
    assert not (project / "neu").exists()


def test_a_document_that_fails_verification_stops_the_whole_set(
    project: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docgen.app import draft
    from docgen.model.diagnostic import error

    calls = iter(range(99))
    monkeypatch.setattr(draft, "verify", lambda *_: (error("WD721", "text is missing"),) if next(calls) else ())
    ran = docgen("draft", PROFILE, code=1)
    assert "WD721" in ran.err
    assert not (project / "out").exists()


def test_no_pdf_without_libreoffice_and_then_nothing_at_all(
    project: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    ran = docgen("draft", PROFILE, "--pdf", code=1)
    assert "IO920" in ran.err
    assert not (project / "out").exists()


def test_a_libreoffice_that_fails(project: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/nowhere/soffice")
    ran = docgen("draft", PROFILE, "--only", "contrat", "--pdf", code=1)
    assert "IO921" in ran.err
    assert not (project / "out").exists()
