"""The other pages that docgen writes, in a real browser: preview, plan, comparison."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from support.browser import DESKTOP, NARROW, PHONE, Viewer
from support.project import run


@pytest.fixture(scope="module")
def pages(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One page of each kind, of the shipped project."""
    root = tmp_path_factory.mktemp("pages")
    project = root / "project"
    copytree(sealed, project)
    profile = "profiles/mobilys.yaml"
    made = (
        ("preview", profile, "--out", root),
        ("draft", profile, "--only", "contrat", "--out", "old"),
        ("draft", profile, "--only", "contrat", "--out", "new", "--effective", "2028-01-01"),
        ("diff", "old/mobilys_contrat_clairval.docx", "new/mobilys_contrat_clairval.docx", "--html", root / "diff.html"),
        ("record", profile, "--final", "--out", "v1"),
        ("mark", "mobilys@1", "signed", "--on", "2026-12-10"),
        ("plan", profile, "--overlay", "profiles/evolutions/mobilys-2027.yaml", "--html", root / "plan.html"),
    )  # fmt: skip
    for command in made:
        ran = run(*command, cwd=project)
        assert ran.code in (0, 3), ran.err
    return {name: root / f"{name}.html" for name in ("mobilys", "diff", "plan")}


@pytest.mark.parametrize("name", ["mobilys", "diff", "plan"])
def test_a_page_fits_every_window(viewer: Viewer, pages: dict[str, Path], name: str) -> None:
    for size in (DESKTOP, PHONE, NARROW):
        viewer.look(pages[name], size)
        assert viewer.overflow <= 0, size
        assert viewer.complaints == []
    assert viewer.unnamed() == []
    assert len(viewer.text("h1")) >= 1


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["mobilys", "diff", "plan"])
def test_everything_can_be_read(viewer: Viewer, pages: dict[str, Path], name: str, dark: bool) -> None:
    viewer.look(pages[name], dark=dark)
    assert viewer.low_contrast() == []
