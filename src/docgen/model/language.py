"""A language as a value: everything the engine knows about it, read from one data file.

Nothing here is a rule. The stages interpret these tables, so a new language is a new data
file. Every value is frozen, compares cheaply and can be pickled; nothing compiled is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any, Generic, Literal, TypeVar

from docgen.model.dataclass import dataclass

V_co = TypeVar("V_co", covariant=True)

Gender = Literal["m", "f"]
Side = Literal["before", "after"]


class Table(Mapping[str, V_co], Generic[V_co]):
    """A mapping that cannot be changed and can be pickled."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, V_co]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: str) -> V_co:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def get(self, key: str, default: Any = None) -> Any:
        """What stands under a key, or the default; without an exception on the way, as the one of ``Mapping`` has it."""
        return self._items.get(key, default)

    def __repr__(self) -> str:
        return f"Table({self._items!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How numbers, percentages and amounts are written in figures."""

    decimal: str
    group: str
    minus: str
    percent: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How dates are written; ``days`` holds the days of the month with a form of their own."""

    months: tuple[str, ...]
    pattern: str
    days: Table[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alphabet:
    """What alphabetical order makes of letters: ligatures spelt out, signs passed over."""

    ligatures: Table[str]
    ignored: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWords:
    """How a list is said in prose: the usual conjunction first, others by name."""

    separator: str
    conjunctions: Table[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRule:
    """From ``start`` on, a number is said ``exact``, or ``more`` where a remainder is left.

    Both may hold ``{high}`` (the number divided by ``divisor``), ``{rest}`` (the remainder)
    and ``{all}`` (the number itself), each followed by ``:table`` to be said by another table.
    """

    start: int
    divisor: int
    exact: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How numbers are said: tables of rules by name, ordered by where they start."""

    tables: Table[tuple[NumberRule, ...]]
    feminine: str
    minus: str
    count: str
    percent: str
    amount: str
    cents: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinal:
    """The suffix of ordinals whose figures match ``pattern``, by gender."""

    pattern: str
    masculine: str
    feminine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A unit that is counted: singular, plural, gender."""

    one: str
    many: str
    gender: Gender = "m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency; ``round_millions`` is the noun as it follows a round number of millions."""

    symbol: str
    unit: Noun
    cent: Noun
    round_millions: str
    decimals: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A definite article, alone and with the two prepositions that may contract with it."""

    form: str
    of: str
    to: str
    gender: Gender = "m"
    plural: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Articles, contraction and elision.

    ``elides`` is a pattern over a word without accents and in lower case; ``places`` are
    the articles that contract when they begin the name of a place; ``name_keys`` are the
    keys a profile uses to state the prepositions of a name; ``gender_marks`` end a role
    whose article does not show its gender.
    """

    articles: tuple[Article, ...]
    places: tuple[Article, ...]
    of: str
    of_elided: str
    to: str
    elides: str
    plural_from_two: bool
    name_keys: Table[str]
    gender_marks: Table[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """A stretch that typography leaves alone; looked for only where ``hint`` occurs."""

    hint: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """What ``find`` matches, less its first ``keep`` characters, becomes ``put``."""

    row: str
    find: str
    put: str
    keep: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceRule:
    """A space typed between ``before`` and ``after`` becomes ``put``."""

    row: str
    before: tuple[str, ...]
    after: str
    put: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """Where one of ``signs`` stands without a space on ``side``, ``put`` is inserted there."""

    row: str
    signs: str
    side: Side
    before: str
    after: str
    put: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """Quotation marks: the straight one, the outer pair and the pair within a quotation."""

    straight: str
    outer: tuple[str, str]
    inner: tuple[str, str]
    may_open: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """The typographic rules; patterns may name ``{classes}`` beside those of the engine.

    A space that stands neither behind one of ``loud_before`` nor before ``loud_after`` concerns
    no rule of ``spaces``: saying so saves most of the work.
    """

    classes: Table[tuple[str, ...]]
    loud_before: tuple[str, ...]
    loud_after: str
    protected: tuple[Protected, ...]
    tight_before: str
    tight_after: str
    cleanups: tuple[Substitution, ...]
    substitutions: tuple[Substitution, ...]
    quotes: Quotes
    spaces: tuple[SpaceRule, ...]
    insertions: tuple[Insertion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language of documents. Two are equal when their data files are: ``digest`` says so."""

    code: str
    digest: str
    tag: str = field(compare=False)
    apostrophe: str = field(compare=False)
    figures: Figures = field(compare=False)
    calendar: Calendar = field(compare=False)
    alphabet: Alphabet = field(compare=False)
    lists: ListWords = field(compare=False)
    spelling: Spelling = field(compare=False)
    ordinals: tuple[Ordinal, ...] = field(compare=False)
    units: Table[Noun] = field(compare=False)
    currencies: Table[Currency] = field(compare=False)
    grammar: Grammar = field(compare=False)
    typography: Typography = field(compare=False)
    aliases: Table[str] = field(compare=False)
    phrases: Table[str] = field(compare=False)

    def __hash__(self) -> int:
        return hash(self.digest)

    def phrase(self, key: str, **values: str) -> str:
        """A fixed phrase of documents, ``{name}`` filled in; nested keys are joined by dots."""
        text = self.phrases[key]
        return text.format(**values) if values else text
