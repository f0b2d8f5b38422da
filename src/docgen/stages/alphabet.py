"""Alphabetical order as a language wants it: accents, case and ligatures do not count."""

from __future__ import annotations

import unicodedata

from docgen.model.language import Language

SortKey = tuple[str, str, str]


def fold(text: str, language: Language) -> str:
    """The text in lower case, without accents, ligatures spelt out."""
    lower = text.casefold()
    for ligature, letters in language.alphabet.ligatures.items():
        lower = lower.replace(ligature, letters)
    return "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))


def sort_key(text: str, language: Language) -> SortKey:
    """What to sort by: letters first; accents, then case, only between equals."""
    table = dict.fromkeys(map(ord, language.alphabet.ignored))
    return fold(text, language).translate(table), text.casefold(), text
