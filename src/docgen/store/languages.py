"""Languages, each read once from the data file that ships with the package."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from docgen.model.language import (
    Alphabet,
    Article,
    Calendar,
    Currency,
    Figures,
    Grammar,
    Insertion,
    Language,
    ListWords,
    Noun,
    NumberRule,
    Ordinal,
    Protected,
    Quotes,
    SpaceRule,
    Spelling,
    Substitution,
    Table,
    Typography,
)

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Data = Mapping[str, Any]


class UnknownLanguage(KeyError):
    """No data file for this language code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return f'no language "{self.code}"; there are: {", ".join(language_codes())}'


@lru_cache(maxsize=1)
def language_codes() -> tuple[str, ...]:
    """The codes of all languages that have a data file, in alphabetical order."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _files() if file.name.endswith(".yaml")))


def _files() -> Iterator[Traversable]:
    from importlib import resources  # heavy too

    return resources.files("docgen").joinpath("languages").iterdir()


@lru_cache
def load_language(code: str) -> Language:
    """The language with this code; raises :class:`UnknownLanguage` where there is none."""
    if code not in language_codes():
        raise UnknownLanguage(code)
    from docgen.stages.typed import plain  # heavy: an index keeps languages that were read once
    from docgen.stages.yaml_text import document, read_yaml

    raw = next(file for file in _files() if file.name == f"{code}.yaml").read_bytes()
    root = document(read_yaml(raw, code).value or (), code).value
    assert root is not None  # the file is docgen's own
    data: Any = plain(root)
    return _language(data, hashlib.sha256(raw).hexdigest())


def _language(data: Data, digest: str) -> Language:
    return Language(
        code=data["code"],
        digest=digest,
        tag=data["tag"],
        apostrophe=data["apostrophe"],
        figures=Figures(**data["figures"]),
        calendar=_calendar(data["calendar"]),
        alphabet=Alphabet(
            ligatures=Table(data["alphabet"]["ligatures"]), ignored=data["alphabet"]["ignored"]
        ),
        lists=ListWords(
            separator=data["lists"]["separator"],
            conjunctions=Table(data["lists"]["conjunctions"]),
        ),
        spelling=_spelling(data["spelling"]),
        ordinals=tuple(Ordinal(**entry) for entry in data["ordinals"]),
        units=Table({name: Noun(**entry) for name, entry in data["units"].items()}),
        currencies=Table({name: _currency(entry) for name, entry in data["currencies"].items()}),
        grammar=_grammar(data["grammar"]),
        typography=_typography(data["typography"]),
        aliases=Table(data["aliases"]),
        phrases=Table(dict(_flat(data["phrases"]))),
    )


def _calendar(data: Data) -> Calendar:
    days = {str(day): form for day, form in data["days"].items()}
    return Calendar(months=tuple(data["months"]), pattern=data["pattern"], days=Table(days))


def _currency(data: Data) -> Currency:
    return Currency(**{**data, "unit": Noun(**data["unit"]), "cent": Noun(**data["cent"])})


def _spelling(data: Data) -> Spelling:
    return Spelling(**{**data, "tables": Table(dict(_number_tables(data["tables"])))})


def _number_tables(data: Data) -> Iterator[tuple[str, tuple[NumberRule, ...]]]:
    """Number tables in order of start; a table says which other one it is ``like``."""
    for name, table in data.items():
        rows = {**data.get(table.get("like"), {}), **table}
        rules = (_number_rule(str(key), say) for key, say in rows.items() if key != "like")
        yield name, tuple(sorted(rules, key=lambda rule: rule.start))


def _number_rule(key: str, say: str | list[str]) -> NumberRule:
    """``200: [exact, with a remainder]``; ``80/20`` divides by 20 and not by a power of ten."""
    start, _, divisor = key.partition("/")
    exact, more = (say, say) if isinstance(say, str) else say
    power = 10 ** (len(start) - 1)
    return NumberRule(start=int(start), divisor=int(divisor or power), exact=exact, more=more)


def _grammar(data: Data) -> Grammar:
    return Grammar(
        **{
            **data,
            "articles": tuple(Article(**entry) for entry in data["articles"]),
            "places": tuple(Article(**entry) for entry in data["places"]),
            "name_keys": Table(data["name_keys"]),
            "gender_marks": Table(data["gender_marks"]),
        }
    )


def _typography(data: Data) -> Typography:
    return Typography(
        classes=Table({name: tuple(words) for name, words in data["classes"].items()}),
        loud_before=tuple(data["loud_before"]),
        loud_after=data["loud_after"],
        protected=tuple(Protected(**entry) for entry in data["protected"]),
        tight_before=data["tight_before"],
        tight_after=data["tight_after"],
        cleanups=tuple(Substitution(**entry) for entry in data["cleanups"]),
        substitutions=tuple(Substitution(**entry) for entry in data["substitutions"]),
        quotes=_quotes(data["quotes"]),
        spaces=tuple(_space_rule(entry) for entry in data["spaces"]),
        insertions=tuple(Insertion(**entry) for entry in data["insertions"]),
    )


def _quotes(data: Data) -> Quotes:
    return Quotes(**{**data, "outer": tuple(data["outer"]), "inner": tuple(data["inner"])})


def _space_rule(data: Data) -> SpaceRule:
    return SpaceRule(**{**data, "before": tuple(data["before"])})


def _flat(data: Data, prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, str):
            yield prefix + key, value
        else:
            yield from _flat(value, f"{prefix}{key}.")
