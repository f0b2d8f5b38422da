"""The words of a site: the same keys in every language, and nothing of them is in the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docgen.render.site.words import Words
from docgen.store.languages import load_language
from docgen.store.site_data import site_languages, site_pages, site_words

SOURCE = Path(__file__).resolve().parents[4] / "src" / "docgen"


def words(code: str) -> Words:
    return Words(code, site_words(code), load_language(code))


def keys(code: str) -> set[str]:
    return set(words(code).table("x")) | set(words(code)._texts)


def test_french_and_english_have_the_same_keys() -> None:
    assert site_languages() == ("en", "fr")
    assert keys("fr") == keys("en")


@pytest.mark.parametrize("code", site_languages())
def test_every_word_is_a_text(code: str) -> None:
    """No "yes" or "on" that YAML takes for something else."""

    def leaves(value: object) -> list[object]:
        return [x for v in value.values() for x in leaves(v)] if isinstance(value, dict) else [value]

    assert [v for v in leaves(site_words(code)) if not isinstance(v, str)] == []


@pytest.mark.parametrize("code", site_languages())
def test_every_language_fills_in_the_same_names(code: str) -> None:
    names = {k: set(re.findall(r"{(\w+)}", t)) for k, t in words(code)._texts.items()}
    assert names == {k: set(re.findall(r"{(\w+)}", t)) for k, t in words("fr")._texts.items()}


def test_every_word_that_a_page_asks_for_is_there() -> None:
    text = "".join(site_pages().values()) + "".join(
        p.read_text(encoding="utf-8") for p in (SOURCE / "render" / "site").glob("*.py")
    )
    asked = set(re.findall(r"""\bt\("([\w.-]+)"[,)]""", text)) | set(re.findall(r"""\.say\("([\w.-]+)"[,)]""", text))
    assert len(asked) > 60
    assert asked - keys("fr") == set()


def test_every_word_for_the_script_is_used_by_it() -> None:
    script = (SOURCE / "data" / "site" / "site.js").read_text(encoding="utf-8")
    assert set(re.findall(r'say\("([\w-]+)"', script)) == {k.replace("_", "-") for k in words("fr").table("script")}


def test_numbers_days_and_spans_are_those_of_the_language() -> None:
    fr, en = words("fr"), words("en")
    assert [fr.count("list.intro", n) for n in (0, 1, 2)] == ["0 clause", "1 clause", "2 clauses"]
    assert [en.count("list.intro", n) for n in (0, 1, 2)] == ["0 clauses", "1 clause", "2 clauses"]
    assert fr.span("2025-01-01", "") == "à partir du 1er\u00a0janvier\u00a02025"
    assert en.span("", "") == "without limit of date"
    assert fr.known("state", "of-another-release") == "of-another-release"


def test_a_text_of_another_language_says_which() -> None:
    assert words("en").picked({"fr": "Durée"}) == ("Durée", "fr")
    assert words("fr").picked({"en": "Term", "fr": "L'effet"}) == ("L’effet", "")
    assert words("fr").picked({}) == ("", "")
