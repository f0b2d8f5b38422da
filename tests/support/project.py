"""A project to test on, and docgen run on it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from docgen.cli import main
from support.word import Word

if TYPE_CHECKING:
    from docgen.app.workshop import Workshop

ROOT = Path(__file__).resolve().parents[2]
PROFILES = ("mobilys", "voltea")
ANNEXES = ("indicateurs", "remuneration", "donnees-personnelles")


def shipped_into(folder: Path) -> None:
    """The library, templates and profiles of the project."""
    for name in ("clauses", "templates", "profiles"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("~$*", ".*"))


def copy_of(source: Path, target: Path) -> Path:
    """A folder with all its files and their times, as ``shutil.copytree`` gives it in several times the time of ``cp``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if CP:
        subprocess.run([CP, "-Rp", source, target], check=True)
    else:
        shutil.copytree(source, target)
    return target


CP = shutil.which("cp") if os.name == "posix" else None


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        """The codes of the findings, in the order in which they were said."""
        return re.findall(r"\b(?:error|warning|info) ([A-Z]+(?:-?[A-Z0-9]+)*)", self.err)

    @property
    def written(self) -> list[Path]:
        return [Path(line) for line in self.out.splitlines() if line]


class Cli:
    """docgen in this process; an exception that nobody caught fails the test."""

    def __call__(self, *arguments: object, env: Mapping[str, str] | None = None, code: int | None = None) -> Ran:
        result = CliRunner().invoke(main, [str(a) for a in arguments], env=env, catch_exceptions=False)
        ran = Ran(result.exit_code, result.stdout, result.stderr)
        assert "Traceback" not in ran.out + ran.err
        if code is not None:
            assert ran.code == code, f"exit {ran.code}\n{ran.out}\n{ran.err}"
        return ran


def run(*arguments: object, cwd: Path, **env: str) -> Ran:
    """docgen in a process of its own."""
    result = subprocess.run(
        [sys.executable, "-m", "docgen", *map(str, arguments)],
        cwd=cwd, env={**os.environ, **env}, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    ran = Ran(result.returncode, result.stdout.decode(), result.stderr.decode())
    assert "Traceback" not in ran.err, ran.err
    return ran


AUTHOR, APPROVER = "camille-roussel", "helene-vasseur"
"""Who may submit and who may approve every clause of the shipped library."""


def published(root: Path, clause: str) -> None:
    """Publish the clause as it is now, as if it had never been approved before."""
    (root / "clauses" / clause / "journal.yaml").unlink(missing_ok=True)
    for step, who in (("submit", AUTHOR), ("approve", APPROVER)):
        Cli()("clauses", step, clause, "--project", root, "--by", who, "--why", "pour un essai", code=0)


def ungoverned(root: Path) -> None:
    """Make the project one that does not say who approves its clauses: everything is sealed instead."""
    library = root / "clauses" / "library.yaml"
    library.write_text(library.read_text(encoding="utf-8").replace("people: people.yaml\n", ""), encoding="utf-8")
    for journal in root.glob("clauses/*/journal.yaml"):
        journal.unlink()
    Cli()("clauses", "seal", "--all", "--project", root, code=0)


def warm(root: Path) -> None:
    """Read everything once so that later runs find it compiled."""
    for name in PROFILES:
        ran = run("check", f"profiles/{name}.yaml", cwd=root)
        assert ran.code in (0, 1), ran.err


def edited(text: str, *pairs: tuple[str, str]) -> str:
    """The text with each old piece, which must stand there once, replaced."""
    for old, new in pairs:
        assert text.count(old) >= 1, f"not in the profile: {old}"
        text = text.replace(old, new, 1)
    return text


def profile_with(project: Path, *pairs: tuple[str, str], base: str = "mobilys", name: str = "essai") -> Path:
    """A profile that differs from a shipped one."""
    source = (project / "profiles" / f"{base}.yaml").read_text(encoding="utf-8")
    text = edited(source, (f"\nid: {base}\n", f"\nid: {name}\n"), *pairs)
    path = project / "profiles" / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path.relative_to(project)


def with_blanks(project: Path) -> Path:
    """A profile in which the client's number and register are not known yet."""
    return profile_with(project, ('  siren: "913204875"\n', ""), ("  rcs: Nantes\n", ""), name="blancs")


def everything(folder: Path) -> dict[str, bytes]:
    """All files below a folder, the index of docgen left out."""
    found = (p for p in folder.rglob("*") if p.is_file() and ".docgen" not in p.relative_to(folder).parts[:1])
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def opened(root: Path) -> Workshop:
    """A workshop on a project as it is on the disk, without its index."""
    from docgen.app.workshop import open_workshop

    found = open_workshop(root, shown_from=root, use_index=False).value
    assert found is not None
    return found


@cache
def shipped_workshop() -> Workshop:
    """A workshop on the project itself, as it is shipped; one for all tests of a worker, for reading only."""
    return opened(ROOT)


def made(root: Path, profile: str, *, commented: bool = False, workshop: Workshop | None = None, **asked: Any) -> list[Any]:
    """The documents of a profile with their bytes, by the verbs themselves; in a workshop of their own unless one is given."""
    from docgen.app.draft import make, render
    from docgen.model.plan import Request

    bench = workshop or opened(root)
    read = bench.profile(root / "profiles" / f"{profile}.yaml")
    assert read.value is not None, read.diagnostics
    drafts = make(bench, read.value, Request(**asked))
    out = []
    for one in drafts.documents:
        data, problems, _ = render(one, drafts.dates.as_of, commented=commented)
        assert problems == ()
        out.append((one, data))
    if workshop is None:
        bench.close()
    return out


def shipped_documents(root: Path) -> dict[str, Word]:
    """Both profiles, drafts and finals, French and English, all templates."""
    bilingual = ("contrat", "contrat-cabinet", *(f"annexe-{a}" for a in ANNEXES), "accord-confidentialite")
    types = (*bilingual, "cahier-des-charges", "grille-evaluation")
    out: dict[str, Word] = {}
    workshop = opened(root)
    for profile in PROFILES:
        for state in ("final", "draft"):
            for language in ("fr", "en"):
                asked = types if language == "fr" else bilingual
                for one, data in made(root, profile, workshop=workshop, types=asked, language=language, final=state == "final"):
                    name = "/".join(p for p in (profile, one.plan.name, language, state) if p)
                    out[name] = Word(data, one)
    workshop.close()
    return out
