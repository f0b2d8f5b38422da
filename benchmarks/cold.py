"""Whole commands as somebody types them, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

from benchmarks.corpus import ROOT
from benchmarks.report import Figure

HELP_S, NOTHING_S, COMPILED_S = 0.15, 1.2, 0.4
CACHE, PROFILE = ".docgen", "profiles/mobilys.yaml"
DOCUMENTS = 2
DRAFT = ("draft", PROFILE, "--only", "contrat", "--only", "cahier-des-charges")


def run(*, quick: bool = False) -> list[Figure]:
    """The commands of the house on a copy of the shipped project."""
    times = 2 if quick else 5
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        for name in ("clauses", "templates", "profiles"):
            shutil.copytree(ROOT / name, project / name)
        if problem := _problem(project):
            return [Figure("not measured", 0, "s", note=problem)]
        return [
            _figure("docgen --help", HELP_S, times, lambda: _cpu(project, "--help")),
            _figure("docgen draft, two documents, nothing compiled", NOTHING_S, times, lambda: _fresh(project)),
            _figure("docgen draft, two documents, all compiled", COMPILED_S, times, lambda: _draft(project)),
            _figure("  of which Python itself starting", None, times, lambda: _python(project)),
        ]  # fmt: skip


def _figure(name: str, bound: float | None, times: int, measure: Callable[[], float]) -> Figure:
    measure()  # once for nothing: files into memory, modules compiled by Python
    return Figure(name, median(measure() for _ in range(times)), "s", bound, note="CPU, user and system")


def _problem(project: Path) -> str:
    """Why the commands cannot be measured; empty when they can."""
    out = project.parent / "first"
    done = _command(project, *DRAFT, "--out", str(out))
    written = len(list(out.rglob("*.docx"))) if out.is_dir() else 0
    if done.returncode in (0, 1) and written == DOCUMENTS:
        return ""
    said = (done.stderr or done.stdout).strip().splitlines()
    return f"docgen draft wrote {written} documents, exit {done.returncode}: {said[-1] if said else ''}"


def _fresh(project: Path) -> float:
    shutil.rmtree(project / CACHE, ignore_errors=True)
    return _draft(project)


def _draft(project: Path) -> float:
    with tempfile.TemporaryDirectory() as out:
        return _cpu(project, *DRAFT, "--out", str(Path(out) / "out"))


def _cpu(project: Path, *arguments: str) -> float:
    before = _children()
    _command(project, *arguments)
    return _children() - before


def _command(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "docgen", *arguments]
    # An installed docgen has its modules compiled; a shell that forbids it would have Python compile 120 of them each time.
    shell = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, cwd=project, env=shell, capture_output=True, text=True, check=False)


def _python(project: Path) -> float:
    before = _children()
    subprocess.run([sys.executable, "-c", ""], cwd=project, check=True)
    return _children() - before


def _children() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
