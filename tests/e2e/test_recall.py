"""A recall: drafts for every signed contract, resumed after a kill, with failures listed and none lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from docgen.store.register import open_register
from support.project import Cli, copy_of, everything
from support.recalls import CLAUSE, DAY, copied, revised, signed_contracts
from support.register_uses import clause, lock, recorded

RECALL = ("recall", CLAUSE, "--to", "r2", "--as-of", DAY, "--by", "Inès", "--jobs", "2")
FILES = ["mobilys_avenant_clairval-1.docx", "mobilys_contrat_clairval.docx", "mobilys_contrat_clairval.redline.docx", "plan.html", "plan.json"]
pytestmark = pytest.mark.xdist_group("recall")


@pytest.fixture(scope="module")
def base(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three signed contracts, one that cannot be drawn, one draft, and a new revision. For copying only."""
    root = tmp_path_factory.mktemp("recall") / "project"
    copy_of(sealed, root)
    signed_contracts(root, "alpha", "beta")
    register = open_register(root / "register.sqlite", create=False).value
    assert register is not None
    with register:
        copied(register, "casse", b"id: casse\nschema: docgen.profile/1\n")
        recorded(register, "projet", lock([clause(CLAUSE)]))
        recorded(register, "deja", lock([clause(CLAUSE, 2)]), state="signed")
        recorded(register, "fini", lock([clause(CLAUSE)], ends="2027-05-31"), state="signed")
        recorded(register, "autre", lock([clause("objet")]), state="signed")
    revised(root)
    return root


@pytest.fixture
def here(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    copy_of(base, root)
    monkeypatch.chdir(root)
    return root


def drafts(folder: Path) -> dict[str, bytes]:
    """Every file of a recall but its journal, which says in which order contracts were done."""
    return {name: data for name, data in everything(folder).items() if name != "recall.journal"}


def test_every_contract_is_recalled_or_told_and_nothing_is_recorded(here: Path, docgen: Cli) -> None:
    register = (here / "register.sqlite").read_bytes()
    ran = docgen(*RECALL, "--out", "rappel", code=1)
    assert ran.codes == ["RN655"]
    assert "casse@1 was not recalled" in ran.err
    said = json.loads((here / "rappel/recall.json").read_text(encoding="utf-8"))
    assert said["totals"] == {"done": 3, "same": 0, "failed": 1}
    assert {c["dossier"]: c["state"] for c in said["contracts"]} == {"alpha": "done", "beta": "done", "casse": "failed", "mobilys": "done"}
    assert {x["dossier"]: (x["why"], x["day"]) for x in said["left"]} == {"projet": ("unsigned", ""), "deja": ("already", ""), "fini": ("ended", "2027-05-31")}
    assert sorted(os.listdir(here / "rappel/mobilys")) == FILES
    assert sorted(os.listdir(here / "rappel")) == ["alpha", "beta", "mobilys", "recall.html", "recall.journal", "recall.json"]
    assert (here / "register.sqlite").read_bytes() == register
    assert "Texte relu." in (here / "rappel/mobilys/plan.html").read_text(encoding="utf-8")
    page = (here / "rappel/recall.html").read_text(encoding="utf-8")
    assert 'href="mobilys/mobilys_avenant_clairval-1.docx"' in page and "casse@1" in page
    # the same again: nothing is done twice, what failed is tried again, and every byte is the same
    before = {path: path.stat().st_mtime_ns for path in (here / "rappel").glob("*/*")}
    first = drafts(here / "rappel")
    assert docgen(*RECALL, "--out", "rappel", code=1).out == ran.out
    assert drafts(here / "rappel") == first
    assert {path: path.stat().st_mtime_ns for path in before} == before
    # a file that was lost is made again
    (here / "rappel/alpha/plan.html").unlink()
    docgen(*RECALL, "--out", "rappel", code=1)
    assert drafts(here / "rappel") == first
    # another run gives the same bytes
    docgen(*RECALL, "--out", "encore", "--jobs", "1", "--client", "alpha", code=0)
    assert everything(here / "encore/alpha") == everything(here / "rappel/alpha")


def test_a_plan_of_a_recall_is_carried_out_and_refused_when_it_is_stale(here: Path, docgen: Cli) -> None:
    docgen(*RECALL, "--out", "rappel", "--client", "alpha", code=0)
    docgen("regenerate", "rappel/alpha/plan.json", "--out", "v2", "--by", "Inès", code=0)
    assert docgen("history", "alpha", code=0).out.count("alpha@") == 2
    with_two = docgen("clauses", "impact", CLAUSE, "--revision", "2", "--client", "alpha", "--format", "json", code=0).json
    assert [(u["dossier"], u["number"]) for u in with_two["uses"]] == [("alpha", 2)]
    drafted, recorded_ = ((here / folder / "alpha_contrat_clairval.docx").read_bytes() for folder in ("rappel/alpha", "v2"))
    assert drafted == recorded_
    assert docgen("regenerate", "rappel/alpha/plan.json", "--out", "v3", code=1).codes == ["RN631"]


def test_a_run_that_is_killed_goes_on(here: Path, docgen: Cli) -> None:
    command = [sys.executable, "-m", "docgen", *RECALL, "--jobs", "1", "--out", "rappel"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    journal = here / "rappel/recall.journal"
    wait(lambda: journal.exists() and journal.read_bytes().count(b"\n") >= 2, 120)
    os.kill(running.pid, signal.SIGKILL)
    running.wait(30)
    done = [json.loads(line)["result"]["dossier"] for line in journal.read_bytes().splitlines()[1:]]
    assert 0 < len(done) < 4
    with journal.open("ab") as file:
        file.write(b'{"key": "torn')  # as a kill in the middle of a line leaves it
    mine = list((here / "rappel" / done[0]).iterdir())
    before = {path: path.stat().st_mtime_ns for path in mine}
    ran = docgen(*RECALL, "--out", "rappel", code=1)
    assert ran.codes == ["RN655"]
    assert json.loads((here / "rappel/recall.json").read_text(encoding="utf-8"))["totals"]["done"] == 3
    assert {path: path.stat().st_mtime_ns for path in mine} == before  # what was done before the kill was not done again
    docgen(*RECALL, "--out", "whole", code=1)
    assert drafts(here / "rappel") == drafts(here / "whole")


def wait(holds: object, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end, "the run does not get on"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("asked", "code"),
    [(("responsabilté", "--to", "r2"), "LB237"), ((CLAUSE, "--to", "7"), "RN651"), ((CLAUSE, "--to", "r2", "--effective", "2026-12-31"), "RN654")],
)
def test_what_cannot_be_recalled_writes_nothing(here: Path, docgen: Cli, asked: tuple[str, ...], code: str) -> None:
    ran = docgen("recall", *asked, "--as-of", DAY, "--out", "rappel", code=1)
    assert len(ran.codes) == 1 and (ran.codes == [code] or code == "LB237")
    assert not (here / "rappel").exists()


def test_a_revision_that_is_withdrawn_is_not_recalled(here: Path, docgen: Cli) -> None:
    path = here / "clauses" / CLAUSE / "clause.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("number: 2, ", "number: 2, withdrawn: true, "), encoding="utf-8")
    assert docgen(*RECALL, "--out", "rappel", code=1).codes == ["RN654"]


def test_the_folder_of_another_run_is_left_alone(here: Path, docgen: Cli) -> None:
    (here / "rappel").mkdir()
    for text in ('{"schema": "docgen.recall/1", "clause": "objet", "revision": 2}\n', "no journal\n"):
        (here / "rappel/recall.journal").write_text(text, encoding="utf-8")
        assert docgen(*RECALL, "--out", "rappel", code=1).codes == ["RN653"]
        assert (here / "rappel/recall.journal").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("asked", [("--to", "x"), ("--to", "r0"), ("--to", "r2", "--status", "draft"), ()])
def test_a_command_that_makes_no_sense(here: Path, docgen: Cli, asked: tuple[str, ...]) -> None:
    assert docgen("recall", CLAUSE, *asked, "--out", "rappel").code == 2
