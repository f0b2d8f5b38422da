"""The language files: complete, loaded once, frozen, able to travel between processes."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import FrozenInstanceError

import pytest

from docgen.model.language import Table
from docgen.store.languages import UnknownLanguage, language_codes, load_language


def test_the_shipped_languages() -> None:
    assert language_codes() == ("en", "fr")


@pytest.mark.parametrize("code", ["xx", "", "../fr", "fr.yaml"])
def test_an_unknown_code_is_a_key_error_that_says_what_there_is(code: str) -> None:
    with pytest.raises(UnknownLanguage) as caught:
        load_language(code)
    assert isinstance(caught.value, KeyError)
    assert str(caught.value) == f'no language "{code}"; there are: en, fr'


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_language_is_loaded_once_and_can_be_pickled(code: str) -> None:
    language = load_language(code)
    assert load_language(code) is language
    copy = pickle.loads(pickle.dumps(language))
    assert copy == language and hash(copy) == hash(language)
    assert copy.phrases == language.phrases
    assert copy.typography == language.typography
    assert language != load_language("en" if code == "fr" else "fr")


def shared(phrases: Iterable[str]) -> set[str]:
    """The phrases that every language has: prepositions and words of templates are its own."""
    return {p for p in phrases if not p.startswith(("reference.prepositions.", "numbering.", "import.values."))}


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_language_is_complete(code: str) -> None:
    language = load_language(code)
    reference = load_language("fr")
    assert language.code == code
    assert language.tag.startswith(code)
    assert len(language.calendar.months) == 12
    assert set(language.units) == set(reference.units)
    assert set(language.currencies) == set(reference.currencies)
    assert shared(language.phrases) == shared(reference.phrases)


def test_phrases() -> None:
    fr = load_language("fr")
    assert fr.phrase("table_of_contents") == "Sommaire"
    assert fr.phrase("reference.article.one.the") == "l’article\u00a0"
    assert fr.phrase("blank", label="{date}") == "[à compléter\u00a0: {date}]"
    with pytest.raises(KeyError):
        fr.phrase("nothing")


def test_nothing_can_be_changed() -> None:
    fr = load_language("fr")
    with pytest.raises(FrozenInstanceError):
        fr.code = "en"  # type: ignore[misc]
    with pytest.raises(TypeError):
        fr.phrases["draft"] = ""  # type: ignore[index]


def test_a_table_shows_what_it_holds() -> None:
    assert repr(Table({"a": 1})) == "Table({'a': 1})"
    assert len(Table({"a": 1})) == 1
