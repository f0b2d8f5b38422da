"""How the conflicts of a merge are shown, as a page and in a terminal."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from docgen.model.merging import Reason, Side
from docgen.render.merge_html import merge_page
from docgen.render.merge_text import as_text
from docgen.render.merge_words import Merged
from docgen.stages.merge_data import merge_data
from docgen.stages.merge_text import merge_texts
from docgen.store.languages import load_language

FR, EN = load_language("fr"), load_language("en")
BASE = "Début.\n\nLe prix est de 10 €.\n\nFin <b> & suite.\n"
TEXT = merge_texts(BASE, BASE.replace("10", "12"), BASE.replace("10", "13"))
DATA = merge_data({"a": {"b": 1}, "c": "x"}, {"a": {"b": 2}, "c": "y"}, {"a": {}, "c": "z\x1b"})
FILES: list[tuple[str, Merged]] = [("prix/r1.fr.md", TEXT), ("prix/clause.yaml", DATA)]
NAMES = {Side.OURS: "achats", Side.THEIRS: "groupe <r2>"}


class Page(HTMLParser):
    """The tags of a page in order, its texts, and that every tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@pytest.mark.parametrize("language", [FR, EN], ids=["fr", "en"])
def test_a_page_is_whole_and_every_label_points_somewhere(language) -> None:
    page = merge_page(FILES, NAMES, language, "fr-FR")
    found = Page(page)
    assert not found.open
    ids = [a["id"] for _, a in found.tags if "id" in a]
    assert len(ids) == len({*ids})
    wanted = [a["aria-labelledby"] for _, a in found.tags if "aria-labelledby" in a]
    wanted += [(a["href"] or "")[1:] for tag, a in found.tags if tag == "a"]
    assert {*wanted} <= {*ids}
    assert sum(tag == "article" for tag, _ in found.tags) == 3
    assert sum(tag == "h4" for tag, _ in found.tags) == 9
    assert "http" not in page
    assert not [tag for tag, _ in found.tags if tag in ("script", "link", "img", "b")]


def test_a_page_marks_the_words_of_each_side() -> None:
    page = merge_page(FILES, NAMES, FR)
    assert (
        'supprimé\u00a0: </span>10</del><ins><span class="said" lang="fr-FR">ajouté\u00a0: </span>12</ins>'
        in page.replace('lang="fr"', 'lang="fr-FR"')
    )
    assert "Notre version (achats), ligne 3" in page
    assert "Nouvelle version (groupe &lt;r2&gt;), ligne 3" in page
    assert "Conflit 1\u00a0: champ a.b" in page
    assert "Aucun texte." in page
    assert "\x1b" not in page
    assert FR.phrase("merge.reason.changed") in page


def test_a_page_without_conflicts_says_so() -> None:
    clean: Merged = merge_texts(BASE, BASE, BASE)
    page = merge_page([("a", clean)], {}, EN)
    assert "No conflict." in page
    assert "<article" not in page


def test_a_terminal_shows_the_same() -> None:
    lines = [*as_text(FILES, NAMES, EN, color=False)]
    assert lines[:8] == [
        "prix/r1.fr.md: Conflict 1",
        "  Both versions change the same words, or words too near to each other to be merged safely.",
        "  Version adapted, line 3",
        "    | Le prix est de 10 €.",
        "  Our version (achats), line 3",
        "    | Le prix est de [-10-]{+12+} €.",
        "  New version (groupe <r2>), line 3",
        "    | Le prix est de [-10-]{+13+} €.",
    ]
    assert lines[-1] == "3 conflicts to settle."
    assert "\x1b" not in "".join(lines)


def test_colours_end_on_their_line() -> None:
    base = "A.\n\nUn.\n\nB.\n"
    merged: Merged = merge_texts(base, base.replace("Un.", "Un.\n\nDeux trois."), base.replace("Un.\n\n", ""))
    for line in as_text([("x", merged)], {}, FR, color=True):
        assert line.count("\x1b[0m") == line.count("\x1b[") - line.count("\x1b[0m")


@pytest.mark.parametrize("language", [FR, EN], ids=["fr", "en"])
def test_every_reason_has_a_sentence(language) -> None:
    sentences = [language.phrase(f"merge.reason.{reason}") for reason in Reason]
    assert len({*sentences}) == len(Reason)


def test_blank_lines_that_are_the_conflict_are_drawn() -> None:
    merged: Merged = merge_texts("- a\n\n- b\n", "- a\n- b\n", "- a\n\n\n- b\n")
    assert [c.reason for c in merged.conflicts] == [Reason.SPACING]
    lines = [*as_text([("x", merged)], {}, FR, color=False)]
    assert [line for line in lines if "↵" in line] == ["    | [-↵-]", "    | {+↵+}"]
