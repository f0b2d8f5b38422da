"""What an import looks for in a language: patterns from its data file, with numbers, months and letters filled in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from docgen.model.dataclass import dataclass
from docgen.model.language import Language
from docgen.stages.spelling import spell

_SPACES = "[\\s\u00a0\u202f]"
_NAME = "[A-ZÀ-ÖØ-ÞŒ][\\w’'&.-]*"
_SPELT = (*range(1, 101), 120, 150, 180, 200, 250, 300, 365, 400, 500, 600, 700, 800, 900, 1_000, 1_500,
          *range(2_000, 10_000, 1_000), *range(10_000, 100_001, 5_000), 120_000, 150_000, 200_000, 250_000, 300_000,
          400_000, 500_000, 750_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000)  # fmt: skip
"""Numbers that are recognised in letters: those that contracts spell out."""


@lru_cache(maxsize=512)
def pattern(language: Language, key: str) -> re.Pattern[str]:
    """The pattern under ``import.<key>`` of the language data, compiled."""
    return re.compile(language.phrase(f"import.{key}"))


def below(language: Language, prefix: str) -> tuple[str, ...]:
    """The names that stand right below ``import.<prefix>`` in the data, in its order."""
    start = f"import.{prefix}."
    return tuple(dict.fromkeys(k.removeprefix(start).partition(".")[0] for k in language.phrases if k.startswith(start)))


@dataclass(frozen=True, slots=True)
class ValuePattern:
    """One kind of likely value: what it looks like, its type, how its parameter is called and who writes it.

    ``spelt``: it begins with a number in letters, so it need not be looked for anywhere else.
    """

    kind: str
    type: str
    name: str
    filters: tuple[str, ...]
    check: str
    find: re.Pattern[str]
    spelt: bool


@lru_cache(maxsize=16)
def spelt_numbers(language: Language) -> re.Pattern[str]:
    """A number in letters."""
    return re.compile(_letters(language))


@lru_cache(maxsize=16)
def value_patterns(language: Language) -> tuple[ValuePattern, ...]:
    """The kinds of values of a language, in the order in which they are looked for."""
    return tuple(_value_patterns(language))


def _value_patterns(language: Language) -> Iterator[ValuePattern]:
    for kind in below(language, "values"):
        entry = f"import.values.{kind}."
        said = {k.removeprefix(entry): v for k, v in language.phrases.items() if k.startswith(entry)}
        filters = tuple(said.get("filters", "").split())
        find = re.compile(_filled(said["find"], language))
        yield ValuePattern(kind, said["type"], said["name"], filters, said.get("check", ""), find, said["find"].startswith("{letters}"))


def _filled(find: str, language: Language) -> str:
    """A pattern with its placeholders filled in. Of two numbers in one alternative only one can match."""
    find = find.replace("{month}", "|".join(map(re.escape, language.calendar.months))).replace("{name}", _NAME)
    out, used = "", 0
    for piece in re.split(r"(\{number\}|\{letters\})", find):
        used += piece == "{number}"
        out += {"{number}": _number(language, used), "{letters}": f"(?P<w>{_letters(language)})"}.get(piece, piece)
    return out


def _number(language: Language, used: int) -> str:
    group = re.escape(language.phrase("import.grouping"))
    decimal = re.escape(language.figures.decimal)
    name = "n" if used == 1 else f"n{used}"
    return rf"(?P<{name}>(?<![\w.,{group}])\d{{1,3}}(?:[ \u00a0\u202f{group}]\d{{3}})*(?!\d)(?:{decimal}\d{{1,6}}(?![\d]))?|(?<![\w.,])\d{{4,12}}(?:{decimal}\d{{1,6}})?(?!\d))"


@lru_cache(maxsize=16)
def letters(language: Language) -> dict[str, int]:
    """Numbers in letters as they are compared, each with what it says."""
    found: dict[str, int] = {}
    for number in _SPELT:
        for table in ("cardinal", language.spelling.feminine):
            found[plainly(spell(number, language, table))] = number
    return found


@lru_cache(maxsize=16)
def _letters(language: Language) -> str:
    shapes = sorted(letters(language), key=len, reverse=True)
    spaced = (re.escape(s).replace(r"\ ", rf"{_SPACES}+").replace(r"\-", rf"(?:-|\u2011|{_SPACES})") for s in shapes)
    return rf"(?i:(?<!\w)(?<!\w[-\u2011])(?:{'|'.join(spaced)})(?![\w-]))"


def plainly(text: str) -> str:
    """A text as it is compared: small, with plain spaces, apostrophes and hyphens."""
    swapped = text.casefold().replace("’", "'").replace("\u2011", "-").replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(swapped.split())


def identifier(text: str, most: int = 48) -> str:
    """A text as an id: small letters, digits and hyphens, cut at a word; empty where nothing is left."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in bare if not unicodedata.combining(c)))
    out = ""
    for word in words:
        if out and len(out) + len(word) + 1 > most:
            break
        out = f"{out}-{word[:most]}".strip("-")
    return out


def free(name: str, taken: set[str], join: str = "-") -> str:
    """A name that nobody has yet, which is taken from now on."""
    candidate, count = name, 1
    while candidate in taken:
        count += 1
        candidate = f"{name}{join}{count}"
    taken.add(candidate)
    return candidate


def language_of(text: str, languages: tuple[Language, ...], declared: str) -> str:
    """The language that a text is written in, by its small words; the declared one where none stands out."""
    counts = {x.code: len(re.findall(x.phrase("import.words"), text, re.IGNORECASE)) for x in languages}
    best = max(counts.values(), default=0)
    leading = [code for code, count in counts.items() if count == best]
    return leading[0] if best and len(leading) == 1 else next((c for c in counts if declared.startswith(c)), next(iter(counts)))
