"""Every command that the README and the pages of docs/ show works on the shipped project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from pages import ROOT, blocks, commands_and_ends, docgen, project

FOLLOWED = {"sharing.md"}  # step by step, in test_sharing.py
PAGES = [ROOT / "README.md", *(p for p in sorted((ROOT / "docs").glob("*.md")) if p.name not in FOLLOWED)]
SHOWN = {p: [(c, end) for b in blocks(p) for c, end in commands_and_ends(b) if c.startswith("docgen ")] for p in PAGES}


def test_the_readme_shows_the_tour() -> None:
    tour = "\n".join(command for command, _ in SHOWN[ROOT / "README.md"])
    for word in ("init", "check", "draft", "--final", "preview", "explain", "clauses list", "clauses show",
                 "clauses revise", "clauses submit", "clauses approve", "clauses log", "template check", "--format json", "completion", "record", "plan", "regenerate", "verify"):  # fmt: skip
        assert word in tour, word


def with_mark(page: Path) -> Any:
    return pytest.param(page, id=page.name, marks=[pytest.mark.slowest] if page.name == "README.md" else [])


@pytest.mark.parametrize("page", [with_mark(p) for p, found in SHOWN.items() if found])
def test_every_command_of_a_page_works(page: Path, tmp_path: Path) -> None:
    root = project(tmp_path)
    for command, end in SHOWN[page]:
        done = docgen(command, root)
        assert done.returncode == end, f"{command}\n{done.stdout}{done.stderr}"
