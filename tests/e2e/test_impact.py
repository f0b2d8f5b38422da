"""Which contracts hold a clause, asked on the command line: as a table, as data, as a spreadsheet, as a page."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from docgen.store.register import open_register
from support.project import Cli, copy_of, shipped_into
from support.recalls import CLAUSE, signed_contracts
from support.register_uses import clause, lock, recorded


@pytest.fixture(scope="module")
def contracts(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two signed contracts and a draft with another wording. For reading only."""
    root = tmp_path_factory.mktemp("impact") / "project"
    copy_of(sealed, root)
    signed_contracts(root, "voltea")
    register = open_register(root / "register.sqlite", create=False).value
    assert register is not None
    with register:
        wording = clause(CLAUSE, 2, "douze-mois", kind="fallback", deviations=["position"])
        recorded(register, "boreal", lock([wording], client="=Boréal & fils"), why="projet")
    return root


@pytest.fixture
def here(contracts: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(contracts)
    return contracts


def test_every_version_of_every_contract_is_listed(here: Path, docgen: Cli) -> None:
    lines = docgen("clauses", "impact", CLAUSE, "--as-of", "2027-06-01", code=0).out.splitlines()
    assert lines[0] == f"Registre au 1er\u00a0juin\u00a02027\u00a0: clause {CLAUSE}"
    assert lines[1] == "Contrats\u00a0: 3 · versions\u00a0: 3 · en vigueur dans 2"
    whole = "\n".join(lines)
    assert "boreal — =Boréal & fils — aucune version en vigueur" in whole
    assert "mobilys — Mobilys Cycles — version 1 en vigueur, jusqu’au" in whole
    signed = lines[next(n for n, line in enumerate(lines) if line.startswith("mobilys")) + 1]
    assert signed.split() == ["●", "v1", CLAUSE, "r1", "vingt-quatre-mois", "(standard)", "contrat/clairval", "fr", "juridique", "paramètres"]
    counted = [" ".join(line.split()) for line in lines[2 : lines.index("")]]
    assert "révision r2 contrats : 1 · versions : 1 · en vigueur dans 0" in counted
    assert "état signé contrats : 2 · versions : 2 · en vigueur dans 2" in counted
    (draft,) = [line for line in lines if "douze-mois (" in line]
    assert "(repli)" in draft and "position" in draft and "●" not in draft


@pytest.mark.parametrize(
    ("asked", "dossiers"),
    [
        (("--revision", "2"), ["boreal"]), (("--position", "vingt-quatre-mois"), ["mobilys", "voltea"]), (("--client", "BOREAL"), ["boreal"]),
        (("--status", "signed"), ["mobilys", "voltea"]), (("--in-force", "--as-of", "2027-06-01"), ["mobilys", "voltea"]),
        (("--in-force", "--as-of", "2026-12-09"), []), (("--since", "2026-12-11"), ["boreal"]), (("--until", "2026-12-10"), ["mobilys", "voltea"]),
        (("--department", "juridique", "--status", "draft"), ["boreal"]), (("--deviation", "--client", "cycles"), ["mobilys", "voltea"]),
    ],
)  # fmt: skip
def test_each_filter(here: Path, docgen: Cli, asked: tuple[str, ...], dossiers: list[str]) -> None:
    found = docgen("clauses", "impact", CLAUSE, *asked, "--format", "json", code=0).json
    assert sorted({use["dossier"] for use in found["uses"]}) == dossiers
    assert found["totals"]["contracts"] == len(dossiers)
    searched = docgen("search", "--clause", CLAUSE, *asked, "--format", "json", code=0).json
    assert searched["uses"] == found["uses"]


def test_a_table_shows_the_first_contracts_and_counts_all(here: Path, docgen: Cli) -> None:
    lines = docgen("clauses", "impact", CLAUSE, "--limit", "1", code=0).out.splitlines()
    assert lines[1].startswith("Contrats\u00a0: 3 ")
    assert [line.split()[0] for line in lines if " — " in line] == ["boreal"]
    assert lines[-1].startswith("et 2 autres contrats")
    assert "autres contrats" not in docgen("clauses", "impact", CLAUSE, "--limit", "0", code=0).out
    data = docgen("clauses", "impact", CLAUSE, "--limit", "2", "--format", "json", code=0).json
    assert [u["dossier"] for u in data["uses"]] == ["boreal", "mobilys"] and data["totals"]["contracts"] == 3
    assert {"what": "revision", "value": "1", "contracts": 2, "versions": 2, "in_force": 0} in [c | {"in_force": 0} for c in data["counts"]]
    assert docgen("clauses", "impact", CLAUSE, "--limit", "1", "--format", "csv", code=0).out.count("\n") == 2
    page = docgen("clauses", "impact", CLAUSE, "--limit", "1", "--format", "html", code=0).out
    assert page.count("<h2>") == 1 and "et 2 autres contrats" in page


def test_a_search_loads_nothing_that_draws(here: Path) -> None:
    code = "import sys; from docgen.cli import main\ntry: main()\nexcept SystemExit: pass\nprint([m for m in ('jinja2', 'yaml', 'docgen.app.workshop', 'sqlalchemy.dialects.postgresql') if m in sys.modules])"
    for _ in range(2):
        ran = subprocess.run([sys.executable, "-c", code, "clauses", "impact", CLAUSE], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_an_answer_in_pieces_is_whole(here: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from docgen.render import search

    asked = [("clauses", "impact", CLAUSE, "--format", form) for form in ("json", "csv")] + [("search", "--format", form) for form in ("json", "csv")]
    whole = [docgen(*one, code=0).out for one in asked]
    monkeypatch.setattr(search, "_AT_ONCE", 1)
    assert [docgen(*one, code=0).out for one in asked] == whole
    assert docgen("clauses", "impact", CLAUSE, "--client", "nobody", "--format", "json", code=0).json["uses"] == []


def test_data_says_everything_of_a_use(here: Path, docgen: Cli) -> None:
    found = docgen("clauses", "impact", CLAUSE, "--client", "mobilys", "--as-of", "2027-06-01", "--format", "json", code=0).json
    (use,) = [u for u in found["uses"] if u["dossier"] == "mobilys"]
    digest = use.pop("text")
    assert len(digest) == 64
    assert use == {
        "dossier": "mobilys", "number": 1, "client": "Mobilys Cycles", "state": "signed", "day": "2026-12-10", "signed_on": "2026-12-10",
        "ended_on": "", "effective": "2027-03-01", "ends": "2030-02-28", "in_force": True, "key": "clairval", "clause": CLAUSE, "revision": 1,
        "position": "vingt-quatre-mois", "kind": "standard", "owner": "juridique", "deviations": ["parameters"], "type": "contrat", "language": "fr",
    }  # fmt: skip


def test_a_spreadsheet_holds_the_same_and_no_formula(here: Path, docgen: Cli, tmp_path: Path) -> None:
    target = tmp_path / "impact.csv"
    assert docgen("clauses", "impact", CLAUSE, "--format", "csv", "--out", target, code=0).written == [target]
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [(r["dossier"], r["revision"], r["state"], r["in_force"]) for r in rows][0] == ("boreal", "2", "draft", "no")
    assert {r["client"] for r in rows} == {"'=Boréal & fils", "Mobilys Cycles"}


class _Checked(HTMLParser):
    """The tags of a page, each closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.rows += tag == "tr"
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_to_send_round(here: Path, docgen: Cli) -> None:
    out = docgen("clauses", "impact", CLAUSE, "--format", "html", code=0).out
    page = _Checked()
    page.feed(out)
    assert page.open == [] and page.rows == 6
    assert "=Boréal &amp; fils" in out and "<script" not in out and "http" not in out


def test_versions_without_a_word_about_clauses(here: Path, docgen: Cli) -> None:
    out = docgen("search", "--status", "draft", code=0).out
    assert "boreal" in out and "projet" in out and "mobilys" not in out
    found = docgen("search", "--format", "json", code=0).json
    assert [(u["dossier"], u["number"]) for u in found["uses"]] == [("boreal", 1), ("mobilys", 1), ("voltea", 1)]
    assert "clause" not in found["uses"][0]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ((CLAUSE[:-1],), f'did you mean "{CLAUSE}"?'), ((CLAUSE, "--position", "vingt-quatre-moi"), 'did you mean "vingt-quatre-mois"?'),
        ((CLAUSE, "--department", "juridiqe"), 'did you mean "juridique"?'), (("zzz",), "known: "),
    ],
)  # fmt: skip
def test_a_name_that_nobody_knows_is_told(here: Path, docgen: Cli, asked: tuple[str, ...], hint: str) -> None:
    ran = docgen("clauses", "impact", *asked, code=1)
    assert (ran.codes, ran.out) == (["RN650"], "")
    assert hint in ran.err


def test_a_clause_of_the_library_that_no_contract_holds(here: Path, docgen: Cli) -> None:
    assert "Aucune version" in docgen("clauses", "impact", "appels-sortants", code=0).out


def test_without_a_register_there_is_nothing_to_search(tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped_into(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert docgen("clauses", "impact", CLAUSE, code=1).codes == ["RG401"]
    assert docgen("search", "--since", "2027-02-30").code == 2


def test_verify_finds_a_search_that_was_tampered_with_and_mends_it(contracts: Path, docgen: Cli, tmp_path: Path) -> None:
    shutil.copyfile(contracts / "register.sqlite", tmp_path / "register.sqlite")
    where = ("--register", tmp_path / "register.sqlite", "--project", contracts)
    engine = create_engine(f"sqlite:///{tmp_path / 'register.sqlite'}")
    with engine.begin() as db:
        db.execute(text("DELETE FROM register_use WHERE dossier = 1"))
    engine.dispose()
    assert "RG426" in docgen("verify", "mobilys", *where, code=1).codes
    assert "RG426" not in docgen("verify", "mobilys", "--rebuild", *where).codes
    assert "mobilys" in docgen("clauses", "impact", CLAUSE, *where, code=0).out
