"""The report of an import."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from docgen.model.comparison import Change, ComparedParagraph, Piece
from docgen.model.imported import Decision, DraftClause, DraftParameter, DraftTerm, Proposal, Sureness, Twin
from docgen.render.import_report import as_data, as_markdown, as_page, counts
from docgen.store.languages import load_language

DIFFERENCE = ComparedParagraph(Change.CHANGED, (Piece(Change.SAME, "un "), Piece(Change.DELETED, "mois"), Piece(Change.INSERTED, "<b>an</b>")))
PROPOSAL = Proposal("a_b.docx", "fr", (
    DraftClause("objet", "Objet", "Article 1 – Objet", 3, (DraftParameter("prix", "money", 12, "12 €", 4, Sureness.HIGH),),
                (DraftTerm("site", "Site", "Sites", "tout local", False, 4),), None, {"clause.yaml": b"x", "r1.fr.md": b"y"}, 2),
    DraftClause("duree", "Durée", "Article 2 – Durée", 6, twin=Twin("words", "duree", 1, "", "", 0.9, (DIFFERENCE,))),
    DraftClause("fin", "Fin", "Article 3", 9),
), (
    Decision("parameter", 4, "objet", "Article 1 – Objet", "12 €", Sureness.HIGH, {"name": "prix", "type": "money"}),
    Decision("guessed_clause", 3, "objet", "Article 1 – Objet", "OBJET | **x** <i>", Sureness.LOW),
))  # fmt: skip


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_markdown_tells_everything_with_its_place_the_least_sure_first() -> None:
    said = as_markdown(PROPOSAL, load_language("fr"))
    assert "- 3 articles trouvés\n- 1 clauses écrites\n- 1 déjà dans la bibliothèque\n" in said
    rows = [line for line in said.splitlines() if "paragraphe" in line]
    assert rows[0].startswith("| Article 1 – Objet, paragraphe 3 | Pris pour le titre") and rows[0].endswith("| OBJET \\| \\*\\*x\\*\\* \\<i\\> | incertain |")
    assert "Paramètre probable « prix » (money) | 12 € | certain" in rows[1]
    assert "un ~~mois~~**\\<b\\>an\\</b\\>**" in said
    assert "| objet | Site | Sites | tout local |" in said


def test_the_page_is_well_formed_and_nothing_of_the_file_is_markup() -> None:
    page = as_page(PROPOSAL, load_language("en"))
    tags = Tags()
    tags.feed(page)
    assert tags.open == [] and "b" not in tags.seen and "script" not in tags.seen
    assert "un <del>mois</del><ins>&lt;b&gt;an&lt;/b&gt;</ins>" in page
    assert "3 articles found" in page


def test_data_is_plain() -> None:
    data = json.loads(json.dumps(as_data(PROPOSAL, load_language("fr"))))
    assert data["totals"] == counts(PROPOSAL)
    assert [c["state"] for c in data["clauses"]] == ["written", "same", "skipped"]
    assert data["clauses"][1]["twin"]["differences"][0][1] == {"change": "deleted", "text": "mois"}
    assert data["decisions"][0]["message"] == "Paramètre probable « prix » (money)"


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_decision_has_a_sentence_that_its_values_fill(code: str) -> None:
    language = load_language(code)
    values = dict.fromkeys(("name", "type", "path", "twin", "score", "owner", "next", "author", "term", "known", "signs", "put"), "x")
    kinds = [k.removeprefix("import.report.kind.") for k in language.phrases if k.startswith("import.report.kind.")]
    found = Proposal("x", code, (), tuple(Decision(k, 1, passage="p", values=values) for k in kinds))
    messages = [d["message"] for d in as_data(found, language)["decisions"]]
    assert len(messages) == len(kinds) > 30
    assert not any(re.search(r"[{}]", m) for m in messages)


def test_a_report_of_nothing_says_so() -> None:
    assert as_markdown(Proposal("x", "fr", (), ()), load_language("fr")).count("Rien.") == 5
