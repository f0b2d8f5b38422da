"""Likely parameters: amounts, dates, terms, names. A passage counts only if a filter gives back the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from docgen.model.dataclass import dataclass
from docgen.model.imported import Sureness
from docgen.model.language import Language
from docgen.stages.importing.patterns import ValuePattern, letters, pattern, plainly, spelt_numbers, value_patterns
from docgen.stages.wording import FILTERS, FilterError

PLACE: Final = "\ufffc"
"""Stands for the name of a parameter that has none yet."""
_FIGURES: Final = re.compile(r"\d[\d.,\s\u00a0\u202f]*\d|\d")
_BEFORE: Final = 60
_SURE: Final = {"string": Sureness.LOW, "date": Sureness.HIGH}


@dataclass(frozen=True, slots=True)
class Likely:
    """A passage that is likely a value. ``markdown`` holds PLACE for the name; ``problem`` names why it stays text."""

    start: int
    end: int
    kind: str
    type: str
    name: str
    value: Any
    markdown: str
    sureness: Sureness
    problem: str = ""


def likely_values(text: str, language: Language) -> Iterator[Likely]:
    """The likely values of a paragraph; they may overlap, and the first is the likeliest."""
    law = pattern(language, "law_before")
    spelt = [m.start() for m in spelt_numbers(language).finditer(text)]
    for kind in value_patterns(language):
        anywhere = () if kind.spelt else kind.find.finditer(text)
        begins = (kind.find.match(text, at) for at in spelt) if kind.spelt else ()
        for match in (*anywhere, *filter(None, begins)):
            if kind.type != "date" or not law.search(text[max(0, match.start() - _BEFORE) : match.start()]):
                yield from _likely(match, kind, language)


def _likely(match: re.Match[str], kind: ValuePattern, language: Language) -> Iterator[Likely]:
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    if "s" in groups:
        if kind.check != "luhn" or luhn(groups["s"]):
            start, end = match.span("s")
            yield Likely(start, end, kind.kind, "string", kind.name, groups["s"], f"{{{{ {PLACE} }}}}", Sureness.LOW)
        return
    value, problem = _value(groups, language)
    if value is None:
        if problem:
            yield Likely(*match.span(), kind.kind, kind.type, kind.name, match[0], "", Sureness.LOW, problem)
        return
    written = next((m for m in _ways(match, kind, language) if _says(m, value, match[0], language)), None)
    if written is not None:
        sureness = Sureness.HIGH if kind.filters and written.count("{{") == 1 else Sureness.MEDIUM
        yield Likely(*match.span(), kind.kind, kind.type, kind.name, value, written, sureness)
    else:
        shown = f"{{{{ {PLACE} }}}}"
        yield Likely(*match.span(), kind.kind, "string", kind.name, match[0], shown, Sureness.LOW, "as_text")


def _value(groups: dict[str, str], language: Language) -> tuple[Any, str]:
    """The value that the groups say, or what is wrong with it."""
    if "year" in groups:
        return _day(groups, language)
    figures = next((v for k, v in groups.items() if re.fullmatch(r"n\d?", k)), "")
    if re.match(r"0\d", figures):
        return None, ""  # no number that a filter would write, such as 010
    number = _number(figures, language) if figures else None
    said = letters(language).get(plainly(groups["w"])) if "w" in groups else None
    if said is None and number is None:
        return None, ""
    if said is not None and number is not None and said != number:
        return None, "disagree"
    return (said if number is None else number), ""


def _number(figures: str, language: Language) -> int | Decimal:
    """Figures as they are grouped in a language, exactly: 12,50 is not 12,5."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", figures).replace(language.phrase("import.grouping"), "")
    value = Decimal(bare.replace(language.figures.decimal, "."))
    return int(value) if "." not in str(value) else value


def _day(groups: dict[str, str], language: Language) -> tuple[str | None, str]:
    months = [m.casefold() for m in language.calendar.months]
    month = int(groups["monthno"]) if "monthno" in groups else months.index(groups["month"].casefold()) + 1
    try:
        return date(int(groups["year"]), month, int(groups["day"])).isoformat(), ""
    except ValueError:
        return None, "no_date"


# ------------------------------------------------------------ how it is written
def _ways(match: re.Match[str], kind: ValuePattern, language: Language) -> Iterator[str]:
    """How the passage may be written with a value, the best first."""
    for name in kind.filters:
        yield f"{{{{ {PLACE}|{filter_name(name, language)} }}}}"
    places = {k: match.span(k) for k, v in match.groupdict().items() if v is not None and re.fullmatch(r"n\d?|w", k)}
    out, done = "", match.start()
    for group, (start, end) in sorted(places.items(), key=lambda p: p[1]):
        name = "in_words" if group == "w" else "number"
        out += f"{match.string[done:start]}{{{{ {PLACE}|{filter_name(name, language)} }}}}"
        done = end
    if places:
        yield out + match.string[done : match.end()]


@lru_cache(maxsize=256)
def filter_name(name: str, language: Language) -> str:
    """What drafters of a language call a filter."""
    return next((alias for alias, known in language.aliases.items() if known == name), name)


def _says(markdown: str, value: Any, passage: str, language: Language) -> bool:
    return _compared(printed(markdown, value, language) or "", language) == _compared(passage, language)


def printed(markdown: str, value: Any, language: Language) -> str | None:
    """What a text with values prints; None when a filter refuses the value."""

    def put(match: re.Match[str]) -> str:
        name = match[1]
        return str(FILTERS[language.aliases.get(name, name)](value, language))

    try:
        return re.sub(rf"\{{\{{ {PLACE}\|(\w+) \}}\}}", put, markdown)
    except FilterError:
        return None


def _compared(text: str, language: Language) -> str:
    """A passage up to typography: figures without groups, no spaces, one kind of apostrophe and hyphen."""
    figures = _FIGURES.sub(lambda m: _exact(m[0], language), text)
    return re.sub(r"\s", "", plainly(figures))


def _exact(figures: str, language: Language) -> str:
    try:
        return str(_number(figures, language))
    except ArithmeticError:
        return figures


def luhn(text: str) -> bool:
    """Whether the digits of a registration number check out (ISO/IEC 7812-1, annex B)."""
    digits = [int(c) for c in text if c.isdigit()][::-1]
    return sum(d if n % 2 == 0 else sum(divmod(2 * d, 10)) for n, d in enumerate(digits)) % 10 == 0
