"""References by field and typed ones, as symbols."""

from __future__ import annotations

import pytest

from docgen.model.imported import Run
from docgen.stages.importing.citations import Citations, Goal, Goals, number_of
from docgen.store.languages import load_language
from support.imports import tools

GOALS = Goals(
    {("article", "3"): Goal("prix"), ("article", "3.1"): Goal("prix", "loyer"), ("article", "4"): Goal("duree"),
     ("article", "IV"): Goal("romain"), ("annex", "2"): Goal("materiel", annex=True), ("article", "5.1"): Goal("fin", exact=False)},
    {"_b": Goal("duree")},
)  # fmt: skip


def written(text: str, language: str = "fr", clause: str = "ici", runs: tuple[Run, ...] | None = None) -> str:
    _, prepositions = tools(language)
    found = Citations(load_language(language), GOALS, prepositions).cited(text, runs or (Run(text),), clause)
    out, at = "", 0
    for one in sorted(found, key=lambda c: c.start):
        if one.markdown or one.lost:
            out += text[at : one.start] + (one.markdown or f"<{one.lost}>")
            at = one.end
    return out + text[at:]


@pytest.mark.parametrize(("text", "said"), [
    ("selon l'article 3.", "selon [[prix]]."),
    ("selon l’article\u00a03.1 du contrat", "selon [[prix#loyer]] du contrat"),
    ("conformément à l'article 4 ci-dessus", "conformément [[à duree]] ci-dessus"),
    ("en application de l'article 3", "en application [[de prix]]"),
    ("aux articles 3 et 4", "[[à prix, duree]]"),
    ("des articles 3, 3.1 et 4", "[[de prix, prix#loyer, duree]]"),
    ("L’article 3 s’applique", "[[L' prix]] s’applique"),
    ("voir article 3", "voir article [[prix|num]]"),
    ("la clause 3", "la clause [[prix|num]]"),
    ("les articles 3 à 4", "les articles [[prix|num]] à [[duree|num]]"),
    ("à l'Annexe 2", "[[à annexe:materiel]]"),
    ("l'article IV", "[[romain]]"),
    ("l'article 27", "l'article <27>"),
    ("aux articles 3 et 27", "aux articles [[prix|num]] et <27>"),
    ("l'article 3.1.2", "[[prix#loyer]]"),
    ("l'article 5.1", "[[fin]]"),
    ("l'article 3 et 4 jours", "[[prix]] et 4 jours"),
])  # fmt: skip
def test_typed_references(text: str, said: str) -> None:
    assert written(text) == said


@pytest.mark.parametrize("text", [
    "l'article 1231-5 du code civil", "l'article L. 441-10 du code de commerce", "l'article 3 du code civil",
    "l'article 4 de la loi", "l’article 28, paragraphe 3, du RGPD", "un article 3D",
])  # fmt: skip
def test_the_law_is_no_article_of_the_contract(text: str) -> None:
    assert written(text) == text


def test_an_article_that_cites_itself_by_number_keeps_its_words() -> None:
    assert written("l'article 3", clause="prix") == "l'article [[prix|num]]"


def test_english() -> None:
    assert written("under Article 3 and subject to Articles 3 and 4", "en") == "under [[prix]] and subject to [[prix, duree]]"
    assert written("see clause 3", "en") == "see clause [[prix|num]]"


def test_fields_lead_where_their_bookmark_stands_whatever_they_show() -> None:
    text = "voir l'article 9 puis 7 et ici"
    runs = (Run("voir l'article "), Run("9", bookmark="_b"), Run(" puis "), Run("7", bookmark="_b"), Run(" et "), Run("ici", bookmark="_gone"))
    assert written(text, runs=runs) == "voir [[duree]] puis [[duree|num]] et ici"


@pytest.mark.parametrize(("label", "number"), [
    ("Article 12.1 –", "12.1"), ("1.", "1"), ("TITRE PREMIER", "1"), ("Article 1er", "1"), ("Annexe B", "B"), ("Article IV.", "IV"), ("Annexe", ""),
])  # fmt: skip
def test_bare_numbers(label: str, number: str) -> None:
    assert number_of(label) == number
