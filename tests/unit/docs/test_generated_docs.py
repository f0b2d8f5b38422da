"""Pages that follow from the code are written anew whenever the code changes; the catalogue is complete."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.store.catalogue import catalogue

ROOT = Path(__file__).resolve().parents[3]
SOURCES = sorted((ROOT / "src" / "docgen").rglob("*.py"))
EMITTED = re.compile(r'"((?:AS|CL|GV|IO|LB|MD|PA|PF|RG|RL|RQ|ST|TM|TY|WD|XR|Y)\d{3})"')
SAID = re.compile(r'\b(error|warning|info)\(\s*"([A-Z]{1,2}\d{3})"')


def test_no_generated_page_is_stale() -> None:
    command = [sys.executable, str(ROOT / "tools" / "build_docs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_every_code_is_in_the_catalogue() -> None:
    found = {code for path in SOURCES for code in EMITTED.findall(path.read_text(encoding="utf-8"))}
    assert len(found) > 100
    assert found - set(catalogue()) == set()


def test_severities_are_those_that_are_emitted() -> None:
    said = {pair for path in SOURCES for pair in SAID.findall(path.read_text(encoding="utf-8"))}
    wrong = {(severity, code) for severity, code in said if catalogue()[code].severity != severity}
    assert wrong == set()


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_every_entry_says_what_to_do(code: str) -> None:
    entry = catalogue()[code]
    assert entry.severity in ("error", "warning", "info")
    assert entry.explanation
    assert entry.bad
    assert entry.good
    assert entry.bad != entry.good
    assert not entry.title.endswith(".")


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    dead = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert dead == []
