"""The other pages that docgen writes, in a real browser: preview, plan, comparisons, searches, recalls, imports, conflicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.store.register import open_register
from support.browser import AXE, DESKTOP, NARROW, PHONE, Viewer
from support.imports import styled_contract
from support.project import copy_of, run
from support.recalls import CLAUSE as RECALLED
from support.recalls import copied, revised
from support.register_uses import clause, lock, recorded

PAGES = ("mobilys", "diff", "plan", "search", "impact", "recall", "import", "revisions", "conflicts")


@pytest.fixture(scope="module")
def pages(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One page of each kind, of the shipped project."""
    root = tmp_path_factory.mktemp("pages")
    project = root / "project"
    copy_of(sealed, project)
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
    return {name: root / f"{name}.html" for name in ("mobilys", "diff", "plan")} | _of_the_register(project, root) | _of_the_library(project, root)


def _of_the_register(project: Path, root: Path) -> dict[str, Path]:
    """A search of the register, the contracts of a clause, and a recall with a contract that fails."""
    revised(project)
    register = open_register(project / "register.sqlite", create=False).value
    assert register is not None
    with register:
        copied(register, "casse", b"id: casse\nschema: docgen.profile/1\n")
        recorded(register, "boreal", lock([clause(RECALLED, 2, "douze-mois", kind="fallback", deviations=["position"])], client="Boréal <fils>"))
    found = {"search": ("search", "--department", "juridique"), "impact": ("clauses", "impact", RECALLED)}
    for name, command in found.items():
        ran = run(*command, "--as-of", "2027-06-01", "--format", "html", cwd=project)
        assert ran.code == 0, ran.err
        (root / f"{name}.html").write_text(ran.out, encoding="utf-8")
    run("recall", RECALLED, "--to", "r2", "--as-of", "2027-06-01", "--by", "Inès", "--out", root / "rappel", cwd=project)
    return {name: root / f"{name}.html" for name in found} | {"recall": root / "rappel/recall.html"}


def _of_the_library(project: Path, root: Path) -> dict[str, Path]:
    """The report of an import, two revisions of a clause, and the conflicts of an update."""
    (root / "contrat.docx").write_bytes(styled_contract())
    partage = root / "partage"
    made = (
        ("clauses", "import", root / "contrat.docx", "--report", root / "import.html"),
        ("clauses", "diff", "automatisation-ia", "r1", "r2", "--out", root / "revisions.html"),
        ("init", partage, "--example", "partage"),
    )
    for command in made:
        ran = run(*command, cwd=project)
        assert ran.code in (0, 3), ran.err
    _revise(partage / "groupe/clauses/force-majeure")
    assert run("clauses", "seal", "force-majeure", "--project", partage / "groupe", cwd=root).code == 0
    ran = run("library", "update", "groupe", "--project", partage / "metier", "--out", root / "update", cwd=root)
    assert ran.code == 3, ran.err
    return {"import": root / "import.html", "revisions": root / "revisions.html", "conflicts": root / "update/conflicts.html"}


def _revise(folder: Path) -> None:
    """A second revision with other days, which the business unit changed as well."""
    text = (folder / "r1.fr.md").read_text(encoding="utf-8")
    (folder / "r2.fr.md").write_text(text.replace("cinq (5) jours", "deux (2) jours"), encoding="utf-8")
    head = folder / "clause.yaml"
    more = '\n- {number: 2, change: substantive, in_force: {from: 2026-12-01}, note: "Deux jours."}\n'
    head.write_text(head.read_text(encoding="utf-8").rstrip("\n") + more, encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_every_window(viewer: Viewer, pages: dict[str, Path], name: str) -> None:
    for size in (DESKTOP, PHONE, NARROW):
        viewer.look(pages[name], size)
        assert viewer.overflow <= 0, size
        assert viewer.complaints == []
    assert viewer.unnamed() == []
    assert len(viewer.text("h1")) >= 1


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", PAGES)
def test_everything_can_be_read(viewer: Viewer, pages: dict[str, Path], name: str, dark: bool) -> None:
    viewer.look(pages[name], dark=dark)
    assert viewer.low_contrast() == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(viewer: Viewer, pages: dict[str, Path], name: str, size: tuple[int, int]) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install --no-save axe-core)")
    viewer.look(pages[name], size)
    viewer.driver.execute_script(AXE.read_text(encoding="utf-8"))
    found = viewer.driver.execute_async_script("const done = arguments[0]; axe.run().then((r) => done(r.violations))")
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
