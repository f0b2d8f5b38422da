"""Articles, contraction and elision, from the grammar of a language.

Rows E01 to E10: an article contracts with the preposition before it, a name elides it, and a
place contracts with the article it begins with but keeps those that belong to its name.
"""

from __future__ import annotations

import re

from docgen.model.dataclass import dataclass
from docgen.model.language import Article, Gender, Language
from docgen.stages.alphabet import fold


@dataclass(frozen=True, slots=True)
class Role:
    """A noun taken from its article, which is None where there was none."""

    article: Article | None
    noun: str
    gender: Gender
    plural: bool


def role(text: str, language: Language, gender: Gender | None = None) -> Role:
    """Read a role: article, noun, and the gender mark that may end it."""
    text, marked = _without_mark(text.strip(), language)
    article, noun = _split(text, language, language.grammar.articles)
    known = gender or marked or (article.gender if article else "m")
    return Role(article, noun, known, bool(article and article.plural))


def with_article(text: str, language: Language) -> str | None:
    """The role as it stands in a sentence; None where it carries no article."""
    read = role(text, language)
    return read.article.form + read.noun if read.article else None


def of_role(text: str, language: Language) -> str:
    """The role after "of"; a word without an article elides (E01 to E03, E07)."""
    read = role(text, language)
    return read.article.of + read.noun if read.article else of_word(read.noun, language)


def to_role(text: str, language: Language) -> str:
    """The role after "to" (E04)."""
    read = role(text, language)
    return (read.article.to if read.article else language.grammar.to) + read.noun


def of_word(text: str, language: Language) -> str:
    """A word after "of": elided before a vowel, never guessed before an h (E07, E08)."""
    grammar = language.grammar
    elided = re.match(grammar.elides, fold(text[:20], language))
    return (grammar.of_elided if elided else grammar.of) + typographic(text, language)


def of_place(text: str, language: Language) -> str:
    """A place after "of" (E09, E10)."""
    article, rest = _split(text.strip(), language, language.grammar.places)
    return article.of + rest if article else of_word(rest, language)


def to_place(text: str, language: Language) -> str:
    """A place after "to"."""
    article, rest = _split(text.strip(), language, language.grammar.places)
    return (article.to if article else language.grammar.to) + rest


def typographic(text: str, language: Language) -> str:
    """The text with the apostrophe of the language."""
    return text.replace("'", language.apostrophe)


def _split(
    text: str, language: Language, articles: tuple[Article, ...]
) -> tuple[Article | None, str]:
    """The article a text begins with, in either case, and what follows it."""
    text = typographic(text, language)
    for article in articles:
        size = len(article.form)
        if text[:size].replace("\u00a0", " ").casefold() == article.form and text[size:].strip():
            return article, text[size:].lstrip()
    return None, text


def _without_mark(text: str, language: Language) -> tuple[str, Gender | None]:
    for name, mark in language.grammar.gender_marks.items():
        if text.endswith(mark):
            return text.removesuffix(mark).rstrip(), "f" if name == "f" else "m"
    return text, None
