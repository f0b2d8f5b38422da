"""``docgen redline`` on files of other programs: both come back, or a diagnostic says why not, and never a traceback."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from docgen.render.package import read_package
from docgen.render.tracked import accept_all, reject_all
from docgen.render.tracked_proof import texts
from support.outside import PYTHON_DOCX, WRITTEN, by_libreoffice, by_python_docx, office, with_changes
from support.project import Cli

REAL = pytest.mark.skipif(find_spec("docx_scalpel") is None, reason="needs the extra redline")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(data: bytes) -> dict[str, tuple[str, ...]]:
    package = read_package(data, "x").value
    assert package is not None
    return texts(package)


def proven(folder: Path, old: bytes, new: bytes, docgen: Cli) -> None:
    """The redline of two files gives both back, in the body, the notes, the headers and the footers."""
    (folder / "old.docx").write_bytes(old)
    (folder / "new.docx").write_bytes(new)
    docgen("redline", "old.docx", "new.docx", "-o", "out.docx", "--author", "Me Durand", "--date", "2027-03-01", code=0)
    made = read_package((folder / "out.docx").read_bytes(), "out").value
    assert made is not None
    assert texts(made, accept_all) == said(new)
    assert texts(made, reject_all) == said(old)
    assert b"w:author=" in made.parts[made.main_document]


@REAL
@pytest.mark.parametrize("name", PYTHON_DOCX)
def test_files_of_python_docx(name: str, folder: Path, docgen: Cli) -> None:
    old, new = by_python_docx(PYTHON_DOCX[name])
    assert said(old) != said(new)
    proven(folder, old, new, docgen)
    proven(folder, new, old, docgen)


@REAL
@pytest.mark.skipif(not office(), reason="needs LibreOffice")
@pytest.mark.parametrize("name", WRITTEN)
def test_files_of_libreoffice(name: str, folder: Path, docgen: Cli) -> None:
    old, new = by_libreoffice()[name]
    assert said(old) != said(new)
    if name != "html":
        assert said(old)["footnotes"]
    proven(folder, old, new, docgen)


def test_their_own_changes_are_never_lost_in_silence(folder: Path, docgen: Cli) -> None:
    for name, data in zip(("old.docx", "new.docx"), with_changes(), strict=True):
        (folder / name).write_bytes(data)
    assert docgen("redline", "old.docx", "new.docx", "-o", "out.docx", code=1).codes == ["WD770", "WD770"]
    assert not (folder / "out.docx").exists()


@pytest.mark.parametrize("engine", ["docgen", "docxodus"])
@pytest.mark.parametrize("name", PYTHON_DOCX)
def test_without_a_fitting_engine_it_is_said(name: str, engine: str, folder: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.app.docxodus.host_command", tuple)
    for file, data in zip(("old.docx", "new.docx"), by_python_docx(PYTHON_DOCX[name]), strict=True):
        (folder / file).write_bytes(data)
    ran = docgen("redline", "old.docx", "new.docx", "-o", "out.docx", "--engine", engine, code=1)
    assert ran.codes == [{"docgen": "WD778", "docxodus": "WD772"}[engine]]
    assert not (folder / "out.docx").exists()
