"""``docgen clauses import``: contracts as people have them in Word, into a library."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support.docx import W, change, docx, heading, p, run
from support.imports import LEGAL, english_contract, long_contract, np, read, styled_contract
from support.project import Cli, everything


def saved(name: str, data: bytes) -> Path:
    path = Path(name)
    path.write_bytes(data)
    return path


def errors(ran: object) -> list[str]:
    return [line for line in ran.err.splitlines() if ": error " in line or line.startswith("error ")]  # type: ignore[attr-defined]


def test_a_contract_becomes_drafts_that_pass_the_check(project: Path, docgen: Cli) -> None:
    before = everything(project)
    ran = docgen("clauses", "import", saved("contrat.docx", styled_contract()), "--owner", "juridique", code=0)
    assert "articles: 5; clauses written: 5" in ran.err
    after = everything(project)
    assert {k: after[k] for k in before} == before
    new = sorted(k for k in after if k not in before and k != "contrat.docx")
    ids = ("definitions-2", "duree-2", "liste-du-materiel", "parties-2", "prix-des-materiels")
    assert new == sorted([*(f"clauses/{i}/{f}" for i in ids for f in ("clause.yaml", "r1.fr.md")), "out/contrat.rapport.md"])
    assert errors(docgen("check")) == []
    rows = docgen("clauses", "list", "--format", "json", code=0).json
    assert next(r for r in rows if r["id"] == "prix-des-materiels")["status"] == "draft"
    report = (project / "out/contrat.rapport.md").read_text(encoding="utf-8")
    assert "| prix-des-materiels | Article 3 – Prix des matériels | écrite |" in report
    assert "Article 2 – Durée, paragraphe 10" in report


def test_what_was_imported_prints_the_words_of_the_contract(project: Path, docgen: Cli) -> None:
    docgen("clauses", "import", saved("contrat.docx", styled_contract()), code=0)
    (project / "templates/location.yaml").write_text(
        "schema: docgen.document/1\nid: location\ntitle: {fr: Location}\nlanguages: [fr]\ntemplate: contrat\n"
        "parts:\n- title: {fr: Tout}\n  clauses: [parties-2, definitions-2, duree-2, prix-des-materiels]\n"
        "annexes:\n- {id: liste-du-materiel, title: {fr: Liste du matériel}, clauses: [liste-du-materiel]}\n", encoding="utf-8")  # fmt: skip
    ran = docgen("draft", "profiles/mobilys.yaml", "--only", "location", "--out", "dessin")
    assert errors(ran) == [], ran.err
    made = next((project / "dessin").glob("*.docx"))
    said = "\n".join(x.text for x in read(made.read_bytes()).paragraphs()).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Cycles Dupont, SAS au capital de 10 000 €, dont le siège est situé 12 rue de la Paix, 75002 Paris" in said
    assert "Le contrat dure trente-six (36) mois à compter du 1er mars 2027. Il prend fin selon l’article 3." in said
    assert "Voir les articles 1 et 3, et l’article 27. L’article 1231-5 du code civil s’applique." in said
    assert "Le loyer est de 12 500,50 € par mois. La pénalité est de 10 %, plafonnée à 1 000 € (mille euros)." in said
    assert "à livrer les Matériels sous dix (10) jours ;" in said
    assert "« Incident Majeur » : toute panne visée à l’article 3.1." in said or "Incident Majeur" not in said


def test_an_import_twice_writes_over_nothing(project: Path, docgen: Cli) -> None:
    path = saved("contrat.docx", styled_contract())
    docgen("clauses", "import", path, "--owner", "juridique", code=0)
    before = everything(project)
    ran = docgen("clauses", "import", path, "--all", "--owner", "juridique", code=0)
    after = everything(project)
    assert {k: after[k] for k in before} == before
    assert (project / "clauses/prix-des-materiels-2/clause.yaml").is_file() and (project / "out/contrat.rapport-2.md").is_file()
    assert "clauses written: 5" in ran.err
    assert errors(docgen("check")) == []
    again = docgen("clauses", "import", path, "--dry-run", "--format", "json", code=0).json
    assert again["totals"]["same"] >= 2 and again["written"] == []
    assert everything(project) == after


def test_a_contract_of_docgen_comes_back_whole(project: Path, docgen: Cli) -> None:
    docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", code=0)
    found = docgen("clauses", "import", "out/mobilys_contrat_clairval.docx", "--dry-run", "--format", "json", code=0).json
    lock = (project / "out/mobilys_contrat_clairval.lock.yaml").read_text(encoding="utf-8")
    twins = {c["id"]: (c["twin"]["kind"], c["twin"]["revision"]) for c in found["clauses"]}
    for block in lock.split('- id: "')[1:]:
        id_, _, rest = block.partition('"')
        revision = int(rest.partition("revision: ")[2].split()[0])
        assert twins.pop(id_) == ("same", revision), id_
    assert twins == {}
    assert [d for d in found["decisions"] if d["kind"] == "twin_gone"] == []


def test_a_contract_of_docgen_in_english_comes_back_whole(project: Path, docgen: Cli) -> None:
    docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", "--lang", "en", code=0)
    found = docgen("clauses", "import", next(Path("out").glob("*contrat*.docx")), "--dry-run", "--format", "json", code=0).json
    assert found["language"] == "en"
    assert [c["id"] for c in found["clauses"] if c["twin"] is None or c["twin"]["kind"] != "same"] == []


def test_words_that_somebody_changed_are_told(project: Path, docgen: Cli) -> None:
    docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", code=0)
    changed = io.BytesIO()
    with zipfile.ZipFile("out/mobilys_contrat_clairval.docx") as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace("à les tenir secrètes".encode(), "à les garder secrètes".encode()))
    found = docgen("clauses", "import", saved("retour.docx", changed.getvalue()), "--dry-run", "--format", "json", code=0).json
    twins = {c["id"]: c["twin"] for c in found["clauses"]}
    assert [i for i, t in twins.items() if t["kind"] != "same"] == ["confidentialite"]
    pieces = [x for d in twins["confidentialite"]["differences"] for x in d if x["change"] != "same"]
    assert [(x["change"], x["text"]) for x in pieces] == [("deleted", "tenir"), ("inserted", "garder")]


def test_a_folder_of_one_s_own_and_a_page(project: Path, docgen: Cli) -> None:
    before = everything(project)
    path = saved("agreement.docx", english_contract())
    docgen("clauses", "import", path, "--out", "proposals", "--report", "page.html", "--owner", "juridique", code=0)
    assert (project / "proposals/term/r1.en.md").is_file() and "owner: juridique" in (project / "proposals/term/clause.yaml").read_text(encoding="utf-8")
    assert "<h2>À vérifier</h2>" in (project / "page.html").read_text(encoding="utf-8")
    assert {k: v for k, v in everything(project).items() if k in before} == before


def test_a_report_that_exists_is_not_written_over(project: Path, docgen: Cli) -> None:
    path = saved("contrat.docx", styled_contract())
    Path("rapport.md").write_text("à moi", encoding="utf-8")
    before = everything(project)
    ran = docgen("clauses", "import", path, "--report", "rapport.md", code=1)
    assert ran.codes == ["IM806"] or "IM806" in ran.codes
    assert everything(project) == before


@pytest.mark.parametrize(("option", "said"), [("--accept", "ab"), ("--reject", "ac")])
def test_tracked_changes_are_refused_or_settled(project: Path, docgen: Cli, option: str, said: str) -> None:
    path = saved("suivi.docx", docx(heading("Mission"), p("a", change("ins", run("b")), change("del", run("c")))))
    before = everything(project)
    ran = docgen("clauses", "import", path, code=1)
    assert ran.codes == ["IM801"] and everything(project) == before
    ran = docgen("clauses", "import", path, option, code=0)
    assert ran.codes == ["IM802"]
    assert (project / "clauses/mission/r1.fr.md").read_text(encoding="utf-8") == f"{said}\n"


def test_boxes_comments_and_broken_numbers_are_told_and_nothing_is_lost(project: Path, docgen: Cli) -> None:
    box = f'<w:r><w:pict><w:txbxContent>{p("Barème dans la zone")}</w:txbxContent></w:pict></w:r>'
    comments = {"word/comments.xml": f'<w:comments xmlns:w="{W}"><w:comment w:id="3" w:author="Ada">{p("À revoir")}</w:comment></w:comments>'}
    cited = '<w:r><w:commentReference w:id="3"/></w:r>'
    blocks = (heading("Mission"), p("Le prestataire agit.", box, cited), np("perdu", 0, 9))
    ran = docgen("clauses", "import", saved("divers.docx", docx(*blocks, parts={**LEGAL, **comments})), code=0)
    assert sorted(c for c in ran.codes if c.startswith("IM")) == ["IM804", "IM805"]
    report = (project / "out/divers.rapport.md").read_text(encoding="utf-8")
    for words in ("Barème dans la zone", "Commentaire de Ada", "À revoir", "Numérotation cassée", "perdu"):
        assert words in report
    assert (project / "clauses/mission/r1.fr.md").read_text(encoding="utf-8") == "Le prestataire agit.\n\nperdu\n"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 90_000_000)
    return out.getvalue()


def with_macros() -> bytes:
    out = io.BytesIO(styled_contract())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\0")
    return out.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "no docx": (lambda: b"Ceci est un texte.", "WD703"),
    "an old file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "WD702"),
    "a bomb": (bomb, "WD707"),
    "macros": (with_macros, "WD714"),
    "cut off": (lambda: styled_contract()[:-300], "WD703"),
    "empty": (docx, "IM807"),
    "a cover page only": (lambda: docx(p("Contrat")), "IM807"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_and_nothing_is_written(name: str, project: Path, docgen: Cli) -> None:
    make, code = BAD[name]
    path = saved("mauvais.docx", make())
    before = everything(project)
    ran = docgen("clauses", "import", path, code=1)
    assert code in ran.codes, ran.err
    assert everything(project) == before


def test_a_file_that_is_not_there_and_a_language_that_is_not(project: Path, docgen: Cli) -> None:
    assert docgen("clauses", "import", "rien.docx", code=1).codes == ["IO901"]
    path = saved("contrat.docx", styled_contract())
    ran = docgen("clauses", "import", path, "--lang", "de", code=1)
    assert ran.codes == ["IM803"] and "fr, en" in ran.err


def test_a_folder_that_cannot_be_written_leaves_nothing(project: Path, docgen: Cli) -> None:
    path = saved("contrat.docx", styled_contract())
    Path("plein").write_text("un fichier", encoding="utf-8")
    before = everything(project)
    ran = docgen("clauses", "import", path, "--out", "plein/ici", code=1)
    assert any(c.startswith("IO") for c in ran.codes), ran.err
    assert everything(project) == before


def test_three_hundred_pages_take_seconds(project: Path, docgen: Cli) -> None:
    path = saved("long.docx", long_contract())
    started = time.process_time()
    found = docgen("clauses", "import", path, "--dry-run", "--format", "json", code=0).json
    spent = time.process_time() - started
    assert found["totals"]["written"] == 150 and found["totals"]["references"] == 4500
    assert found["totals"]["parameters"] == 4500
    assert spent < 60, f"{spent:.1f} s"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("through", ["odt", "docx"])
def test_a_file_that_libreoffice_wrote(project: Path, docgen: Cli, through: str, tmp_path: Path) -> None:
    source = saved("contrat.docx", styled_contract())
    for kind, given in ((through, source), ("docx", tmp_path / "1" / f"contrat.{through}")):
        target = tmp_path / ("1" if given is source else "2")
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        ran = subprocess.run(["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(target), str(given)], capture_output=True, timeout=120, check=False)  # fmt: skip
        assert ran.returncode == 0, ran.stderr
    found = docgen("clauses", "import", tmp_path / "2" / "contrat.docx", "--dry-run", "--format", "json", code=0).json
    assert [c["id"] for c in found["clauses"]] == ["parties-2", "definitions-2", "duree-2", "prix-des-materiels", "liste-du-materiel"]
    assert found["totals"]["references"] >= 5
    assert {p["type"] for c in found["clauses"] for p in c["parameters"]} >= {"money", "months", "days", "percent", "date", "string"}
