"""``docgen draft --comments``: what the library knows about each clause, beside the text of a draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.project import Cli, everything, run, with_blanks
from support.word import Word, text_of, w

ASKED = ("draft", "profiles/mobilys.yaml", "--only", "contrat")
GUIDANCE = "La liste est produite à partir des termes employés."


def test_a_draft_has_comments_when_they_are_asked_for(project: Path, docgen: Cli) -> None:
    plain = [p for p in docgen(*ASKED, code=0).written if p.suffix == ".docx"]
    noted = [p for p in docgen(*ASKED, "--comments", code=0).written if p.suffix == ".docx"]
    assert [p.name for p in noted] == [f"{p.stem}_comments.docx" for p in plain]
    without, beside = Word(plain[0].read_bytes()), Word(noted[0].read_bytes())
    assert "word/comments.xml" not in without.parts
    assert GUIDANCE not in without.everything
    assert GUIDANCE in beside.text_in("comments")
    assert GUIDANCE not in beside.text
    assert "texte stable, non relu" in beside.text_in("comments")
    assert beside.texts == without.texts


def test_the_comments_on_blanks_stay(project: Path, docgen: Cli) -> None:
    ran = docgen("draft", with_blanks(project), "--only", "contrat", "--comments", code=0)
    word = Word(next(p for p in ran.written if p.suffix == ".docx").read_bytes())
    comments = list(word.root("word/comments.xml").iter(w("comment")))
    ids = [c.get(w("id")) for c in comments]
    assert len(ids) == len(set(ids)) > 40
    assert len([c for c in comments if "Valeur manquante" in text_of(c)]) == 2
    assert sorted(m.get(w("id")) for m in word.main.iter(w("commentReference"))) == sorted(ids)


def test_comments_never_travel_in_a_final_document(project: Path, docgen: Cli) -> None:
    before = everything(project)
    ran = docgen(*ASKED, "--final", "--comments", code=2)
    assert "--comments is for drafts" in ran.err
    assert "leave out --comments or --final" in ran.err
    assert everything(project) == before


def test_the_same_draft_has_the_same_comments(project: Path) -> None:
    for out, seed in (("a", "1"), ("b", "4242")):
        ran = run(*ASKED, "--comments", "--out", out, cwd=project, PYTHONHASHSEED=seed)
        assert ran.code == 0, ran.err
    first = everything(project / "a")
    assert len(first) == 2
    assert first == everything(project / "b")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_preview_shows_them_folded_up(language: str, project: Path, docgen: Cli) -> None:
    ran = docgen("preview", "profiles/mobilys.yaml", "--only", "contrat", "--lang", language, code=0)
    html = ran.written[0].read_text(encoding="utf-8")
    word = {"fr": "Commentaires", "en": "Comments"}[language]
    assert html.count(f"<details><summary>{word}</summary>") == html.count('<aside class="why" ') > 40
    assert GUIDANCE in html
