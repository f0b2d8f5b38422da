"""``docgen draft``: from a profile to Word files that a lawyer can open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document

from support.project import Cli, everything, profile_with, with_blanks
from support.word import NS, Word, text_of, val, w

PROJET = "PROJET"


def test_both_profiles_are_drawn_and_open_in_python_docx(project: Path, docgen: Cli) -> None:
    for name, expected in (
        ("mobilys", {"mobilys_contrat_clairval": 15_000, "mobilys_cahier-des-charges_leger": 1_200}),
        ("voltea", {"voltea_contrat_hexavoix": 15_000, "voltea_contrat_amilcar": 15_000, "voltea_cahier-des-charges": 3_500}),
    ):
        ran = docgen("draft", f"profiles/{name}.yaml", "--only", "contrat", "--only", "cahier-des-charges", code=0)
        assert {p.name for p in ran.written} == {f"{n}{end}" for n in expected for end in (".docx", ".lock.yaml")}
        for path in ran.written:
            if path.suffix == ".docx":
                document = Document(str(path))
                assert len(document.paragraphs) > (30 if expected[path.stem] > 2_000 else 10)
                paragraphs = [text for p in document.element.body.iter(w("p")) if (text := text_of(p))]
                assert len(paragraphs) > 200  # those of content controls and tables too
                assert sum(len(text.split()) for text in paragraphs) > expected[path.stem]
                _holds_every_clause(path)


def _holds_every_clause(path: Path) -> None:
    """Each clause that the lock names stands in the document with its text."""
    import yaml

    lock = yaml.safe_load(path.with_suffix(".lock.yaml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for control in Word(path.read_bytes()).controls:
        clause = (val(control, "w:sdtPr/w:tag") or "").removeprefix("docgen:").partition("@")[0]
        found[clause] = found.get(clause, "") + "".join(text_of(p) for p in control.iter(w("p")))
    assert lock["clauses"]
    assert [c["id"] for c in lock["clauses"] if len(found.get(c["id"], "")) < 40] == []


@pytest.mark.parametrize("profile", ["mobilys", "voltea"])
def test_final_documents_of_the_examples_are_written(profile: str, project: Path, docgen: Cli) -> None:
    ran = docgen("draft", f"profiles/{profile}.yaml", "--final", code=0)
    documents = [Word(p.read_bytes()) for p in ran.written if p.suffix == ".docx"]
    assert documents
    for word in documents:
        assert PROJET not in word.text + word.text_in("header") + word.text_in("footer")
        assert "word/comments.xml" not in word.parts
        assert "docgen.status" in word.parts["docProps/custom.xml"].decode()
        assert "final" in word.parts["docProps/custom.xml"].decode()


def test_a_draft_says_so_on_every_page(project: Path, docgen: Cli) -> None:
    for profile in ("mobilys", "voltea"):
        ran = docgen("draft", f"profiles/{profile}.yaml", "--only", "contrat", "--only", "contrat-cabinet",
                     "--only", "cahier-des-charges", code=0)  # fmt: skip
        for path in ran.written:
            if path.suffix == ".docx":
                _says_draft_everywhere(Word(path.read_bytes()))


def _says_draft_everywhere(word: Word) -> None:
    sections = list(word.main.iter(w("sectPr")))
    assert sections
    rels = {r.get("Id"): r.get("Target") for r in word.root("word/_rels/document.xml.rels")}
    known: dict[str, str] = {}
    for section in sections:
        here = {r.get(w("type")): rels[r.get(f"{{{_R}}}id")] for r in section.findall("w:headerReference", NS)}
        known |= here  # a section without a header of its own goes on with that of the one before
        assert "default" in known
        shown = ["default"] + (["first"] if section.find("w:titlePg", NS) is not None else [])
        for kind in shown:
            if kind == "first" and "first" not in known:
                continue  # the cover: the mention stands in its text
            header = word.root(f"word/{known[kind]}")
            assert PROJET in "".join(header.itertext()), kind
    first = next(n for n, p in enumerate(word.paragraphs) if word.style_name(p) in ("TOC Heading", *_TITLES))
    assert PROJET in "\n".join(word.texts[:first])  # the cover: what stands before the contents, or the first title


_TITLES = ("heading 1", "heading 2", "Part Unnumbered", "Clause Unnumbered", "Annex Heading", "Annex Clause")


_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_each_blank_has_a_comment_and_is_listed(project: Path, docgen: Cli) -> None:
    path = with_blanks(project)
    ran = docgen("draft", path, "--only", "contrat", code=0)
    assert ran.codes.count("AS520") == 2
    assert f"{path.as_posix()}:" in ran.err
    word = Word(next(p for p in ran.written if p.suffix == ".docx").read_bytes())
    blanks = [r for r in word.main.iter(w("r")) if val(r, "w:rPr/w:rStyle") == _style(word, "Blank")]
    comments = list(word.root("word/comments.xml").iter(w("comment")))
    starts = [c.get(w("id")) for c in word.main.iter(w("commentRangeStart"))]
    ends = [c.get(w("id")) for c in word.main.iter(w("commentRangeEnd"))]
    marks = [c.get(w("id")) for c in word.main.iter(w("commentReference"))]
    assert len(blanks) == len(comments) == 2
    assert starts == ends == marks == [c.get(w("id")) for c in comments]
    assert all(c.get(w("date")) is None for c in comments)
    assert "SIREN" in word.text_in("comments")
    for start in word.main.iter(w("commentRangeStart")):
        assert start.getnext() in blanks


def _style(word: Word, name: str) -> str:
    return next(i for i, s in word.styles.items() if val(s, "w:name") == name)


def test_final_refuses_missing_values_and_writes_nothing(project: Path, docgen: Cli) -> None:
    path = with_blanks(project)
    before = everything(project)
    ran = docgen("draft", path, "--final", code=1)
    assert "AS520" in ran.codes
    assert "nothing written" in ran.err
    assert ran.out == ""
    assert everything(project) == before


def test_final_refuses_clauses_that_are_not_published(project: Path, docgen: Cli) -> None:
    (project / "clauses/duree/journal.yaml").unlink()
    ran = docgen("draft", "profiles/mobilys.yaml", "--final", code=1)
    assert "error AS506" in ran.err
    assert not (project / "out").exists()
    ran = docgen("draft", "profiles/mobilys.yaml", code=0)
    assert "warning AS506" in ran.err


def test_final_refuses_a_published_text_that_was_changed(project: Path, docgen: Cli) -> None:
    text = project / "clauses/duree/r1.fr.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nEncore un mot.\n", encoding="utf-8")
    ran = docgen("draft", "profiles/mobilys.yaml", "--final", code=1)
    assert "clauses/duree/r1.fr.md" in ran.err
    assert "r2" in ran.err  # says which revision to create instead
    assert not (project / "out").exists()


def test_only_and_variant_choose(project: Path, docgen: Cli) -> None:
    whole = docgen("draft", "profiles/voltea.yaml", "--only", "cahier-des-charges", code=0)
    light = docgen("draft", "profiles/voltea.yaml", "--only", "cahier-des-charges", "--variant", "leger", code=0)
    assert [p.name for p in whole.written] == ["voltea_cahier-des-charges.docx", "voltea_cahier-des-charges.lock.yaml"]
    assert [p.name for p in light.written][0] == "voltea_cahier-des-charges_leger.docx"
    long, short = (Word(r.written[0].read_bytes()) for r in (whole, light))
    assert len(short.text) < 0.8 * len(long.text)


def test_dates_decide_which_revision_is_taken(project: Path, docgen: Cli) -> None:
    early = docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", "--effective", "2021-01-01", "--out", "a", code=0)
    late = docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", "--effective", "2027-03-01", "--out", "b", code=0)
    locks = [r.written[1].read_text(encoding="utf-8") for r in (early, late)]
    assert 'effective: "2021-01-01"' in locks[0]
    assert 'effective: "2027-03-01"' in locks[1]


def test_the_name_of_the_client_never_decides_a_path(project: Path, docgen: Cli) -> None:
    for number, name in enumerate(("../../ailleurs", "/etc/passwd", "CON", "a\u202etxt.exe", "A/B:C*?", "." * 300)):
        path = profile_with(project, ("denomination: Mobilys Cycles", f'denomination: "{name}"'), name=f"essai{number}")
        ran = docgen("draft", path, "--only", "contrat", code=0)
        assert [p.as_posix() for p in ran.written][0] == f"out/essai{number}_contrat_clairval.docx"
        assert name in Word(ran.written[0].read_bytes()).text


def test_ids_that_are_no_file_names_are_refused(project: Path, docgen: Cli) -> None:
    path = profile_with(project, ("\nid: essai\n", '\nid: "../x"\n'))
    ran = docgen("draft", path, code=1)
    assert "profiles/essai.yaml:" in ran.err
    assert not (project / "out").exists()
    assert not (project.parent / "x_contrat_clairval.docx").exists()


def test_the_project_is_found_from_anywhere(project: Path, docgen: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    docgen("draft", project / "profiles/mobilys.yaml", "--only", "contrat", code=0)
    assert (elsewhere / "out/mobilys_contrat_clairval.docx").is_file()
    shutil.copy(project / "profiles/mobilys.yaml", elsewhere)
    docgen("draft", "mobilys.yaml", "--project", project, "--only", "contrat", "--out", "y", code=0)
    docgen("draft", "mobilys.yaml", "--only", "contrat", code=1)


def test_a_lock_says_what_was_chosen_and_why(project: Path, docgen: Cli) -> None:
    import yaml

    from docgen.render.package import parts_digest

    ran = docgen("draft", "profiles/voltea.yaml", "--only", "contrat", code=0)
    locks = [p for p in ran.written if p.suffix == ".yaml"]
    assert len(locks) == 2
    for path in locks:
        lock = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert lock["schema"] == "docgen.lock/1"
        assert lock["content"] == parts_digest(path.with_name(path.name.replace(".lock.yaml", ".docx")).read_bytes())
        chosen = {c["id"]: c for c in lock["clauses"]}
        assert chosen["confidentialite"]["position"] == "trois-ans"
        assert all(c["why"] for c in lock["clauses"])
        assert all((project / c["file"]).is_file() for c in lock["clauses"])
