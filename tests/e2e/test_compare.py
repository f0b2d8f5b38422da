"""``docgen redline`` and ``docgen diff`` on any two Word files."""

from __future__ import annotations

import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import html

from docgen.app import docxodus
from docgen.render.package import read_package
from docgen.render.tracked import accept_all, reject_all
from docgen.render.tracked_proof import texts
from support.docx import W, change, control, docx, field, heading, p, run, table, with_main
from support.project import Cli
from support.word import Word

N = "\u00a0"
DOUBLE = Path(__file__).parents[1] / "support" / "docxodus_double.py"
REAL = pytest.mark.skipif(find_spec("docx_scalpel") is None, reason="needs the extra redline")
OLD = docx(heading("1. Objet"), p("Le prix est de dix euros."), heading("2. Durée"), p("Trois ans."), header="Contrat")
NEW = docx(heading("1. Objet"), p("Le prix est de douze euros."), heading("2. Durée"), p("Trois ans."), header="Contrat")
PENDING = docx(p("Le prix est de ", change("ins", run("douze")), change("del", run("dix")), run(" euros.")), header="Contrat")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, data in {"v1.docx": OLD, "v2.docx": NEW, "suivi.docx": PENDING}.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch):
    def use(way: str) -> None:
        monkeypatch.setattr(docxodus, "host_command", lambda: (sys.executable, str(DOUBLE), way))

    use("honest")
    return use


def reads(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a redline says with all changes accepted, and rejected."""
    package = read_package(path.read_bytes(), "x").value
    return texts(package, accept_all)["document"], texts(package, reject_all)["document"]


# -------------------------------------------------------------------- redline
def test_a_redline_beside_the_new_file_by_whom_and_when(folder: Path, engine, docgen: Cli) -> None:
    ran = docgen("redline", "v1.docx", "v2.docx", "--author", "Me Durand", "--date", "2027-03-01", code=0)
    assert ran.written == [Path("v2.redline.docx")]
    assert "inserted" in ran.err
    assert reads(folder / "v2.redline.docx") == (texts(read_package(NEW, "").value)["document"], texts(read_package(OLD, "").value)["document"])
    main = Word((folder / "v2.redline.docx").read_bytes()).parts["word/document.xml"].decode()
    assert set(re.findall(r'w:author="([^"]*)"', main)) == {"Me Durand"}
    assert set(re.findall(r'w:date="([^"]*)"', main)) == {"2027-03-01T00:00:00Z"}
    assert {f.name for f in folder.iterdir()} == {"v1.docx", "v2.docx", "suivi.docx", "v2.redline.docx"}


def test_without_a_name_and_a_day_those_of_the_machine(folder: Path, engine, docgen: Cli) -> None:
    docgen("redline", "v1.docx", "v2.docx", "-o", "r.docx", env={"LOGNAME": "durand"}, code=0)
    main = Word((folder / "r.docx").read_bytes()).parts["word/document.xml"].decode()
    assert 'w:author="durand"' in main
    assert re.search(r'w:date="20\d\d-\d\d-\d\dT00:00:00Z"', main)


def test_json_names_the_file(folder: Path, engine, docgen: Cli) -> None:
    ran = docgen("redline", "v1.docx", "v2.docx", "--format", "json", code=0)
    assert ran.json == {"diagnostics": [], "written": ["v2.redline.docx"]}


def test_two_files_that_say_the_same(folder: Path, engine, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    engine("silent")
    ran = docgen("redline", "v1.docx", "v1.docx", "-o", "r.docx", code=0)
    assert "both files say the same" in ran.err
    assert (folder / "r.docx").exists()


@pytest.mark.parametrize("names", [("suivi.docx", "v2.docx"), ("v1.docx", "suivi.docx")])
def test_tracked_changes_of_an_input_are_refused_and_accepted_on_demand(names, folder: Path, engine, docgen: Cli) -> None:
    ran = docgen("redline", *names, "-o", "r.docx", code=1)
    assert ran.codes == ["WD770"]
    assert "2 tracked changes in 'suivi.docx'" in ran.err
    assert not (folder / "r.docx").exists()
    ran = docgen("redline", *names, "-o", "r.docx", "--accept-input", code=0)
    assert ran.codes == ["WD771"]
    accepted, rejected = reads(folder / "r.docx")
    assert ("Le prix est de douze euros.",) in (accepted, rejected)


def test_comments_are_told(folder: Path, engine, docgen: Cli) -> None:
    parts = {"word/comments.xml": f'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
             f'<w:comment w:id="1" w:author="X">{p("interne")}</w:comment></w:comments>'}  # fmt: skip
    (folder / "v2.docx").write_bytes(docx(p("a"), header="Contrat", parts=parts))
    assert docgen("redline", "v1.docx", "v2.docx", code=0).codes == ["WD776"]


@pytest.mark.parametrize(
    ("way", "code", "words"),
    [
        ("crash", "WD773", "exit code 134, Unhandled exception. System.NullReferenceException: at DocxDiff"),
        ("garbage", "WD773", "exit code 0, no word"),
        ("refuse", "WD773", "Unsupported part"),
        ("broken", "WD773", "its result is no Word file: the file is no whole zip container"),
        ("silent", "WD775", "with all changes rejected, paragraph 2 of the document would not be that of 'v1.docx'"),
    ],
)
def test_an_engine_that_fails_writes_nothing(way, code, words, folder: Path, engine, docgen: Cli) -> None:
    engine(way)
    ran = docgen("redline", "v1.docx", "v2.docx", "-o", "r.docx", code=1)
    assert ran.codes == [code]
    assert words in ran.err
    assert not (folder / "r.docx").exists()


def test_an_unproven_place_is_shown_with_both_texts(folder: Path, engine, docgen: Cli) -> None:
    engine("silent")
    err = docgen("redline", "v1.docx", "v2.docx", code=1).err
    assert "« Le prix est de douze euros. » instead of « Le prix est de dix euros. »" in err


def test_an_engine_that_hangs_is_stopped(folder: Path, engine, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    engine("hang")
    found = docxodus.compare_foreign(OLD, NEW, author="a", date="2027-03-01T00:00:00Z", seconds=0.3)
    assert found.value is None
    assert [d.code for d in found.diagnostics] == ["WD774"]


def test_an_engine_that_is_not_there(folder: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCXODUS_HOST", raising=False)
    monkeypatch.setattr(docxodus, "find_spec", lambda _: None)
    ran = docgen("redline", "v1.docx", "v2.docx", code=1)
    assert ran.codes == ["WD772"]
    assert "pip install 'docgen[redline]'" in ran.err


def test_a_program_that_cannot_be_started(folder: Path, docgen: Cli) -> None:
    ran = docgen("redline", "v1.docx", "v2.docx", env={"DOCXODUS_HOST": str(folder / "absent")}, code=1)
    assert ran.codes == ["WD773"]
    assert "cannot be started" in ran.err


@pytest.mark.parametrize("output", ["v1.docx", "v2.docx", "./v2.docx"])
def test_an_input_is_never_written_over(output: str, folder: Path, engine, docgen: Cli) -> None:
    assert docgen("redline", "v1.docx", "v2.docx", "-o", output, code=1).codes == ["WD777"]
    assert docgen("diff", "v1.docx", "v2.docx", "--html", output, code=1).codes == ["WD777"]
    assert (folder / "v1.docx").read_bytes() == OLD
    assert (folder / "v2.docx").read_bytes() == NEW


def test_an_output_that_cannot_be_written(folder: Path, engine, docgen: Cli) -> None:
    (folder / "dossier").mkdir()
    assert docgen("redline", "v1.docx", "v2.docx", "-o", "dossier", code=1).codes == ["IO902"]


def test_docgens_engine_wants_documents_of_docgen(folder: Path, engine, docgen: Cli) -> None:
    ran = docgen("redline", "v1.docx", "v2.docx", "--engine", "docgen", code=1)
    assert ran.codes == ["WD778"]
    assert "'v1.docx' and 'v2.docx'" in ran.err


BAD = {
    "absent": (None, "IO901"),
    "no docx": (b"Bonjour", "WD703"),
    "empty": (b"", "WD703"),
    "pdf": (b"%PDF-1.7\n", "WD703"),
    "no body": (with_main(docx(p("a")), f'<w:document xmlns:w="{W}"><w:bidy/></w:document>'), "WD711"),
    "other root": (with_main(docx(p("a")), "<a/>"), "WD711"),
    "strict": (with_main(docx(p("a")), '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/></w:document>'), "WD711"),
    "cut off": (with_main(docx(p("a")), f'<w:document xmlns:w="{W}"><w:body><w:p>'), "WD713"),
    "encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), None),
    "macro": (docx(p("a"), parts={"word/vbaProject.bin": "x"}), "WD714"),
    "bomb": (docx(p("a" * 30_000_000)), None),
    "doctype": (docx(p("a"), parts={"word/comments.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "WD712"),
}


@pytest.mark.parametrize("command", ["redline", "diff"])
@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_on_both_sides_at_once(command: str, name: str, folder: Path, engine, docgen: Cli) -> None:
    data, code = BAD[name]
    if data is not None:
        (folder / "mauvais.docx").write_bytes(data)
        (folder / "pire.docx").write_bytes(data)
    before = {f.name for f in folder.iterdir()}
    ran = docgen(command, "mauvais.docx", "pire.docx", code=1)
    assert "mauvais.docx" in ran.err
    assert "pire.docx" in ran.err
    assert ran.codes
    assert code is None or code in ran.codes
    assert {f.name for f in folder.iterdir()} == before


@pytest.mark.parametrize("arguments", [["redline", "v1.docx"], ["diff", "v1.docx"], ["redline", "v1.docx", "v2.docx", "--date", "hier"],
                                       ["redline", "v1.docx", "v2.docx", "--author", "a\x07"], ["diff", "a", "b", "--format", "xml"]])  # fmt: skip
def test_usage(arguments: list[str], folder: Path, docgen: Cli) -> None:
    assert "Usage:" in docgen(*arguments, code=2).err


# ----------------------------------------------------------------------- diff
def test_a_difference_in_words_ends_with_3(folder: Path, docgen: Cli) -> None:
    ran = docgen("diff", "v1.docx", "v2.docx", code=3)
    assert ran.out == "~ 1. Objet\n  ~ Le prix est de [-dix-]{+douze+} euros.\n\npassages: 1 changed; characters: 5 inserted, 3 deleted\n"
    assert ran.err == ""


def test_no_difference_ends_with_0(folder: Path, docgen: Cli) -> None:
    assert docgen("diff", "v1.docx", "v1.docx", code=0).out == "no difference\n"


def test_colours_only_on_a_terminal_and_never_against_the_wish(folder: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in docgen("diff", "v1.docx", "v2.docx", code=3).out
    from docgen.cli import compare

    monkeypatch.setattr(compare, "colored", lambda stream: True)
    shown = docgen("diff", "v1.docx", "v2.docx", code=3).out
    assert "\x1b[31;9mdix\x1b[0m\x1b[32;4mdouze\x1b[0m" in shown
    assert "\x1b" not in docgen("diff", "v1.docx", "v2.docx", "--no-color", code=3).out


def test_a_space_that_changed_can_be_seen(folder: Path, docgen: Cli) -> None:
    (folder / "a.docx").write_bytes(docx(p("dix euros")))
    (folder / "b.docx").write_bytes(docx(p(f"dix{N}euros")))
    assert "dix[-␣-]{+⍽+}euros" in docgen("diff", "a.docx", "b.docx", code=3).out


def test_clauses_are_named_and_found_again(folder: Path, docgen: Cli) -> None:
    objet, duree = (control(f"docgen:{i}@r1", t, p(f"{t} du contrat.")) for i, t in (("objet", "Objet"), ("duree", "Durée")))
    (folder / "a.docx").write_bytes(docx(objet, duree))
    (folder / "b.docx").write_bytes(docx(duree.replace("@r1", "@r2").replace("contrat", "marché"), objet))
    out = docgen("diff", "a.docx", "b.docx", code=3).out
    assert out.startswith("~ duree: Durée (moved)\n  ~ Durée du [-contrat-]{+marché+}.\n")
    assert "objet" not in out


def test_escapes_of_a_terminal_are_not_passed_on(folder: Path, docgen: Cli) -> None:
    (folder / "a.docx").write_bytes(docx(heading("T\u200e\u009b31m"), p("a\u202eb")))
    out = docgen("diff", "a.docx", "v1.docx", code=3).out
    assert "\u009b" not in out
    assert "\u202e" not in out


def test_json(folder: Path, docgen: Cli) -> None:
    found = docgen("diff", "v1.docx", "v2.docx", "--format", "json", code=3).json
    assert found["same"] is False
    assert found["counts"] == {"changed": 1, "same": 2}
    (passage,) = found["passages"]
    assert (passage["title"], passage["change"], passage["moved"]) == ("1. Objet", "changed", False)
    assert passage["paragraphs"] == [{"change": "changed", "pieces": [
        {"change": "same", "text": "Le prix est de "}, {"change": "deleted", "text": "dix"},
        {"change": "inserted", "text": "douze"}, {"change": "same", "text": " euros."},
    ]}]  # fmt: skip
    assert json.loads(docgen("diff", "v1.docx", "absent.docx", "--format", "json", code=1).out)["diagnostics"][0]["code"] == "IO901"


def test_a_page_side_by_side(folder: Path, docgen: Cli) -> None:
    (folder / "a.docx").write_bytes(docx(heading("1. Objet"), p("a &lt;script&gt;alert(1)&lt;/script&gt;"), p("même")))
    (folder / "b.docx").write_bytes(docx(heading("1. Objet"), p("b &lt;script&gt;alert(1)&lt;/script&gt;"), p("même"), heading("&lt;i&gt;")))
    ran = docgen("diff", "a.docx", "b.docx", "--html", "page.html", code=3)
    assert ran.written == [Path("page.html")]
    text = (folder / "page.html").read_text(encoding="utf-8")
    page = html.fromstring(text)
    assert not page.xpath("//script | //link | //img | //i | //*[@src]")
    assert "http" not in text
    assert page.get("lang") == "en"
    assert [t.text_content() for t in page.xpath("//td[@lang='fr-FR']")] == ["deleted: a <script>alert(1)</script>", "inserted: b <script>alert(1)</script>"]
    assert [t.text_content() for t in page.xpath("//th[@scope='col']")][:2] == ["Old: a.docx", "New: b.docx"]
    assert page.xpath("//section/@aria-labelledby") == page.xpath("//section/h2/@id")
    assert {h.removeprefix("#") for h in page.xpath("//a/@href")} <= set(page.xpath("//@id"))
    assert "@media print" in text
    assert len(set(page.xpath("//@id"))) == len(page.xpath("//@id"))


def test_a_page_that_cannot_be_written(folder: Path, docgen: Cli) -> None:
    (folder / "dossier").mkdir()
    assert docgen("diff", "v1.docx", "v2.docx", "--html", "dossier", code=1).codes == ["IO902"]


def test_tracked_changes_count_only_on_demand(folder: Path, docgen: Cli) -> None:
    assert docgen("diff", "suivi.docx", "v2.docx", code=1).codes == ["WD770"]
    assert docgen("diff", "suivi.docx", "v2.docx", "--accept-input", code=3).codes == ["WD771"]


def test_a_contract_of_docgen_by_its_clauses(sealed: Path, folder: Path, docgen: Cli) -> None:
    a, b = _agreements(sealed)
    (folder / "a.docx").write_bytes(a)
    (folder / "b.docx").write_bytes(b)
    found = docgen("diff", "a.docx", "b.docx", "--format", "json", code=3).json
    (passage,) = found["passages"]
    assert passage["key"]
    assert [x["text"] for q in passage["paragraphs"] for x in q["pieces"] if x["change"] == "inserted"] == ["semaines"]


def test_documents_of_docgen_are_aligned_by_their_clauses_without_any_extra(
    sealed: Path, folder: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docxodus, "host_command", tuple)
    a, b = _agreements(sealed)
    (folder / "a.docx").write_bytes(a)
    (folder / "b.docx").write_bytes(b)
    ran = docgen("redline", "a.docx", "b.docx", "--author", "Me Durand", "--date", "2027-03-01", code=0)
    assert ran.codes == []
    assert reads(folder / "b.redline.docx") == (texts(read_package(b, "").value)["document"], texts(read_package(a, "").value)["document"])
    assert "characters: 8 inserted, 4 deleted" in ran.err
    assert docgen("redline", "a.docx", "b.docx", "--engine", "docxodus", code=1).codes == ["WD772"]


def test_findings_of_docgens_engine_name_the_file(sealed: Path, folder: Path, docgen: Cli) -> None:
    from docgen.app.redline import _renamed
    from docgen.model.diagnostic import Place, error

    names = {"old": "dossier/a.docx", "new": "b.docx"}
    assert str(_renamed(error("WD760", "x", Place("old: word/document.xml")), names).place) == "dossier/a.docx: word/document.xml"
    assert str(_renamed(error("WD760", "x", Place("new")), names).place) == "b.docx"
    assert _renamed(error("WD760", "x"), names).place is None


def _agreements(sealed: Path) -> tuple[bytes, bytes]:
    """An agreement of docgen, and the same with one word changed."""
    from docgen.render.package import write_package
    from support.project import made

    ((_, old),) = (m for m in made(sealed, "mobilys", types=("accord-confidentialite",)) if m[0].plan.key.startswith("clair"))
    package = read_package(old, "a").value
    text = package.parts["word/document.xml"].decode()
    changed = text.replace(" mois", " semaines", 1)
    assert changed != text
    return old, write_package([*(dict(package.parts) | {"word/document.xml": changed.encode()}).items()])


# ---------------------------------------------------------- the engine itself
CONTRACT = (heading("1. Objet"), p("Le prix est de 10" + N + "000" + N + "€ par an, selon l’annexe."), p("Voir l’article ", field(" REF a \\n ", "4"), run(" et six (6) mois.")))
EDITS = {
    "a value": ((CONTRACT[0], p(f"Le prix est de 12{N}000{N}€ par an, selon l’annexe."), CONTRACT[2]), 16),
    "an apostrophe": ((CONTRACT[0], p(f"Le prix est de 10{N}000{N}€ par an, selon l'annexe."), CONTRACT[2]), 2),
    "a no-break space": ((CONTRACT[0], p(f"Le prix est de 10 000{N}€ par an, selon l’annexe."), CONTRACT[2]), 16),
    "words after a field": ((*CONTRACT[:2], p("Voir l’article ", field(" REF a \\n ", "4"), run(" et quatre (4) mois."))), 11),
    "a paragraph": ((*CONTRACT, p("Un alinéa neuf.")), 16),
    "a table": ((*CONTRACT, table(("A", "B")), p("fin")), None),
    "other runs": ((CONTRACT[0], p(*(run(c) for c in f"Le prix est de 10{N}000{N}€ par an, selon l’annexe.")), CONTRACT[2]), 0),
}


@REAL
@pytest.mark.parametrize("name", EDITS)
def test_docxodus_marks_what_changed_and_is_proven(name: str, folder: Path, docgen: Cli) -> None:
    blocks, most = EDITS[name]
    (folder / "a.docx").write_bytes(docx(*CONTRACT))
    (folder / "b.docx").write_bytes(docx(*blocks))
    ran = docgen("redline", "a.docx", "b.docx", "-o", "r.docx", "--date", "2027-03-01", code=0)
    inserted, deleted = map(int, re.findall(r"(\d+) (?:inserted|deleted)", ran.err))
    assert most is None or inserted + deleted <= most
    assert ("both files say the same" in ran.err) == (most == 0)
    first = (folder / "r.docx").read_bytes()
    docgen("redline", "a.docx", "b.docx", "-o", "r.docx", "--date", "2027-03-01", code=0)
    assert (folder / "r.docx").read_bytes() == first


@REAL
def test_content_controls_that_one_file_lost_do_not_hide_what_they_hold(folder: Path, docgen: Cli) -> None:
    (folder / "a.docx").write_bytes(docx(control("x", "Objet", *CONTRACT)))
    (folder / "b.docx").write_bytes(docx(*EDITS["an apostrophe"][0]))
    ran = docgen("redline", "a.docx", "b.docx", "-o", "r.docx", code=0)
    assert ran.codes == ["WD779"]
    assert "characters: 1 inserted, 1 deleted" in ran.err


@REAL
def test_content_controls_of_both_files_stay(folder: Path, docgen: Cli) -> None:
    (folder / "a.docx").write_bytes(docx(control("x", "Objet", *CONTRACT)))
    (folder / "b.docx").write_bytes(docx(control("x", "Objet", *EDITS["a value"][0])))
    ran = docgen("redline", "a.docx", "b.docx", "-o", "r.docx", code=0)
    assert ran.codes == []
    assert "characters: 8 inserted, 8 deleted" in ran.err
    assert b"<w:sdt>" in Word((folder / "r.docx").read_bytes()).parts["word/document.xml"]


@REAL
def test_the_pinned_version_is_the_installed_one() -> None:
    from importlib.metadata import version

    pinned = re.search(r'"docx-scalpel==([^"]+)"', (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert pinned is not None
    assert version("docx-scalpel") == pinned[1]
