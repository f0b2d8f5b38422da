"""A plan as text, as plain data and as a page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from docgen.model.renegotiation import (
    Cause,
    ClauseChange,
    DocumentChange,
    DutyChange,
    Fact,
    Fired,
    MoneyChange,
    Offer,
    Plan,
    Shift,
    Silent,
)
from docgen.render.plan import as_html, as_plain, as_text
from docgen.store.languages import load_language

NASTY = """<script>alert("x")</script> & 'y' <img src=x onerror=z>"""
FRENCH = load_language("fr")
CLAUSE = ClauseChange(
    "prix", "Prix", "replaced", "12", (Cause("profile", "prix.heure", "Prix de l’heure"), Cause("revision", "r1 → r2", "indice")),
    ("Avant.",), ("Après.",),
)  # fmt: skip
DOCUMENT = DocumentChange(
    "contrat/acme", "Contrat", "changed", True, (CLAUSE, ClauseChange("fin", "Fin", "deleted", "", ())),
    (Shift("duree", "Durée", "3", "4"), Shift("duree", "duree", "l’article 3", "l’article 4", "prix")),
    (("Livrable", "added"), ("Support", "deleted")), (DutyChange("k", "Payer", "client", "2028-01-01", ""),),
    (MoneyChange("prix", "Prix de l’heure", "30 €", "32 €"), MoneyChange("annexe", "Prix de l’heure", "30 €", "32 €")),
    (Silent("rgpd", "Données", "effectif", True), Silent("audit", "Audit", "effectif", False)),
)  # fmt: skip
PLAN = Plan(
    "acme", 1, "signed", "2028-02-01", "2028-02-01", (("effectif", "Effectif"),),
    (Fact("prix.heure", "Prix de l’heure", "effectif", "30 €", "32 €"), Fact("nom", "Nom", "", "", "B")),
    (Offer("audit", "Audit", 1, 2, "legal", "loi du 1er", "2028-01-01", "proposed"),), (DOCUMENT,),
    (Fired("R12", "warning", "Trop peu.", True), Fired("R13", "error", "Trop.", False)), "abc",
)  # fmt: skip


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_text_tells_everything_in_order() -> None:
    text = as_text(PLAN, FRENCH).replace("\u00a0", " ").replace("\u202f", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert lines == [
        "Renégociation de acme", "Par rapport à acme@1 (signé), au 1er février 2028", "Axes touchés : Effectif",
        "Faits du profil qui changent", "Prix de l’heure: 30 € → 32 €  [Effectif] prix.heure", "Nom: — → B  [hors axes] nom",
        "Révisions des clauses", "Audit · r1 → r2 · légale · proposée, à reprendre par --take audit · loi du 1er",
        "Contrat (contrat/acme): modifié — avenant à signer",
        "12 Prix: remplacé", "parce que profil : Prix de l’heure; révision r1 → r2 (indice)", "— Fin: supprimé",
        "Termes définis", "+: Livrable", "-: Support", "Montants", "Prix de l’heure: 30 € → 32 €",
        "Obligations et échéances", "Payer: 2028-01-01 → —",
        "Ce qui ne fait que changer de numéro", "Durée: 3 → 4", "l’article 3 devient l’article 4, cité par « prix »",
        "À regarder : l’axe y conduit, le texte ne change pas", "Données: doit suivre", "Audit: peut en dépendre",
        "Règles et contrôles", "nouveau warning R12 Trop peu.", "levé error R13 Trop.",
    ]  # fmt: skip


def test_a_plan_without_a_change_says_so() -> None:
    same = replace(
        PLAN, documents=(DocumentChange("contrat", "Contrat", "same"),), facts=(), offers=(), findings=(), axes=()
    )
    assert not same.changes
    assert "Rien ne change dans les documents." in as_text(same, FRENCH)
    assert "Rien ne change dans les documents." in as_html(same, FRENCH)
    assert as_plain(same)["changes"] is False


def test_many_causes_are_counted_after_the_first() -> None:
    causes = tuple(Cause("profile", f"p{n}", f"Champ {n}") for n in range(7))
    many = replace(PLAN, documents=(replace(DOCUMENT, clauses=(replace(CLAUSE, causes=causes),)),))
    assert "Champ 3; et 3 autres" in as_text(many, FRENCH)
    assert "Champ 4" not in as_text(many, FRENCH)
    five = replace(PLAN, documents=(replace(DOCUMENT, clauses=(replace(CLAUSE, causes=causes[:5]),)),))
    assert "Champ 4" in as_text(five, FRENCH)


@pytest.mark.parametrize(
    "kind", ["profile", "condition", "revision", "position", "law", "terms", "computed", "library"]
)
def test_every_kind_of_cause_has_its_words(kind: str) -> None:
    one = replace(PLAN, documents=(replace(DOCUMENT, clauses=(replace(CLAUSE, causes=(Cause(kind, "ceci"),)),)),))
    assert "ceci" in as_text(one, FRENCH)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("state", ["draft", "sent", "signed", "superseded", "terminated"])
def test_every_state_is_said_in_every_language(language: str, state: str) -> None:
    text = as_text(replace(PLAN, base_state=state), load_language(language))
    assert "acme@1" in text and "{" not in text


def test_the_plain_data_hold_everything_and_are_json() -> None:
    plain = json.loads(json.dumps(as_plain(PLAN)))
    assert (plain["schema"], plain["changes"], plain["fingerprint"], plain["base"]) == ("docgen.plan/1", True, "abc", 1)
    assert plain["documents"][0]["clauses"][0]["causes"][0] == {
        "kind": "profile",
        "what": "prix.heure",
        "note": "Prix de l’heure",
    }
    assert plain["documents"][0]["silent"][0] == {
        "clause": "rgpd",
        "title": "Données",
        "axis": "effectif",
        "core": True,
    }


def test_the_page_is_whole_and_loads_nothing() -> None:
    raw = as_html(PLAN, FRENCH)
    page = Page(raw)
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
    assert page.attributes <= {"lang", "charset", "name", "content", "class"}
    assert not re.search(r"https?:|url\(|@import", raw)
    assert {"Avant.", "Après.", "12 Prix: remplacé", "levé"} <= set(page.words)


def test_nothing_in_a_plan_becomes_markup() -> None:
    clause = ClauseChange(
        "x", NASTY, "replaced", NASTY, (Cause("profile", NASTY, NASTY), Cause("law", NASTY, NASTY)), (NASTY,), (NASTY,)
    )
    document = DocumentChange(
        NASTY, NASTY, "changed", True, (clause,), (Shift(NASTY, NASTY, NASTY, NASTY, NASTY),), ((NASTY, "added"),),
        (DutyChange(NASTY, NASTY, NASTY, NASTY, NASTY),), (MoneyChange(NASTY, NASTY, NASTY, NASTY),), (Silent(NASTY, NASTY, NASTY, True),),
    )  # fmt: skip
    nasty = replace(
        PLAN, dossier=NASTY, axes=((NASTY, NASTY),), facts=(Fact(NASTY, NASTY, NASTY, NASTY, NASTY),), documents=(document,),
        offers=(Offer(NASTY, NASTY, 1, 2, "legal", NASTY, NASTY, "required"),), findings=(Fired(NASTY, NASTY, NASTY, True),),
    )  # fmt: skip
    page = Page(as_html(nasty, FRENCH))
    assert page.open == []
    assert not {"script", "img"} & set(page.tags)
    assert page.attributes <= {"lang", "charset", "name", "content", "class"}
    assert NASTY in page.words


def test_a_title_that_changes_is_shown_with_the_one_that_replaces_it() -> None:
    told = ClauseChange("annex:u", "Prix", "retitled", "Annexe 1", (Cause("library", "contrat"),), ("Prix",), ("Tarifs",))
    plan = replace(PLAN, documents=(DocumentChange("contrat", "Contrat", "changed", True, (told,)),))
    assert "Annexe 1 Prix → Tarifs: intitulé remplacé" in as_text(plan, FRENCH)
    page = Page(as_html(plan, FRENCH))
    assert "Annexe 1 Prix → Tarifs: intitulé remplacé" in page.words
    assert [(c["before"], c["after"]) for d in as_plain(plan)["documents"] for c in d["clauses"]] == [(("Prix",), ("Tarifs",))]
