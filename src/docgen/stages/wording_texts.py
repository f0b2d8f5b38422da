"""Filters for texts, lists, roles, names and places."""

from __future__ import annotations

from docgen.model.language import Language
from docgen.stages import articles
from docgen.stages import wording_values as read
from docgen.stages.alphabet import sort_key
from docgen.stages.wording_numbers import figures
from docgen.stages.wording_values import FilterError


def upper(value: object, language: Language) -> str:
    """Capitals, with accents, ligatures and the right apostrophe (V18, V19)."""
    return articles.typographic(read.text(value), language).upper()


def capital(value: object, language: Language) -> str:
    """The first letter as a capital, the rest as it is."""
    found = read.text(value)
    return found[:1].upper() + found[1:]


def listing(value: object, language: Language, conjunction: object = None) -> str:
    """A list in prose, its last two items joined by a conjunction of the language."""
    words = [_item(item, language) for item in read.items(value)]
    known = language.lists.conjunctions
    name = next(iter(known)) if conjunction is None else conjunction
    if not isinstance(name, str) or name not in known:
        raise FilterError(f"no conjunction {read.shown(name)}", f"known are {', '.join(known)}")
    head, last = language.lists.separator.join(words[:-1]), words[-1]
    return read.text(head + known[name] + last if head else last)


def _item(value: object, language: Language) -> str:
    return read.text(value) if isinstance(value, str) else figures(read.number(value), language)


def sorted_(value: object, language: Language, key: object = None) -> list[object]:
    """A list in alphabetical order; of records, by the text they hold under ``key``."""
    return sorted(read.items(value), key=lambda item: sort_key(_under(item, key), language))


def _under(item: object, key: object) -> str:
    if key is None:
        return read.text(item)
    if not isinstance(item, dict) or not isinstance(key, str):
        raise FilterError("expected a list of records", "give the name of the key to sort by")
    return read.text(item.get(key))


def the(value: object, language: Language) -> str:
    """A role with its article, as it stands in a sentence."""
    if (found := articles.with_article(read.filled(value), language)) is None:
        raise FilterError(
            f"{read.shown(value)} carries no article", "write the role with its article"
        )
    return found


def bare(value: object, language: Language) -> str:
    """A role without its article."""
    return articles.role(read.filled(value), language).noun


def of_the(value: object, language: Language) -> str:
    """A role after "of", contracted with its article (E01 to E03)."""
    return articles.of_role(read.filled(value), language)


def to_the(value: object, language: Language) -> str:
    """A role after "to", contracted with its article (E04)."""
    return articles.to_role(read.filled(value), language)


def of(value: object, language: Language) -> str:
    """A word after "of", elided where it begins with a vowel."""
    return articles.of_word(read.filled(value), language)


def of_name(value: object, language: Language, prepositions: object = None) -> str:
    """A name after "of", as the profile states it or by its first letter (E05 to E08)."""
    name = read.filled(value)
    if prepositions is None:
        return articles.of_word(name, language)
    key = language.grammar.name_keys["of"]
    if not isinstance(prepositions, dict) or key not in prepositions:
        raise FilterError("the prepositions of a name are a record", f'it needs the key "{key}"')
    return articles.typographic(read.text(prepositions[key]) + name, language)


def of_place(value: object, language: Language) -> str:
    """A place after "of" (E09, E10)."""
    return articles.of_place(read.filled(value), language)


def to_place(value: object, language: Language) -> str:
    """A place after "to"."""
    return articles.to_place(read.filled(value), language)


def agree(
    value: object,
    language: Language,
    masculine: object,
    feminine: object,
    masculine_plural: object = None,
    feminine_plural: object = None,
    gender: object = None,
) -> str:
    """The form that agrees with a role, by the article the role carries."""
    known = None if gender is None else read.gender(gender)
    found = articles.role(read.filled(value), language, known)
    if found.plural:
        return read.text(feminine_plural if found.gender == "f" else masculine_plural)
    return read.text(feminine if found.gender == "f" else masculine)
