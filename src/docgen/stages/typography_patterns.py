"""The typographic rules of a language, compiled: one scan for each kind of rule.

Patterns of the language file may name classes in braces. ``{gap}`` (a space of any kind),
``{digit}``, ``{letter}``, ``{alpha}`` (a letter, no digit) and ``{upper}`` belong to the
engine and count a value's token in; the others are the file's own lists of patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from itertools import groupby, product

from docgen.model.dataclass import dataclass
from docgen.model.language import Insertion, Language, Side, SpaceRule, Substitution, Table, Typography
from docgen.model.late_pattern import LatePattern
from docgen.stages.pattern_ends import heads_of, tails_of

SPACES = " \u00a0\u202f"
NO_BREAK_SPACES = "\u00a0\u202f"

_GAP = f"[{SPACES}]"
_TOKEN = "\ue000-\uf8ff\ufffc"
_HAS_TOKEN = re.compile(f"[{_TOKEN}]")
_CLASSES: dict[str, tuple[str, ...]] = {
    "gap": (_GAP,),
    "digit": (f"[0-9{_TOKEN}]",),
    "letter": (f"(?:[^\\W_]|[{_TOKEN}])",),
    "alpha": (f"(?:[^\\W_0-9]|[{_TOKEN}])",),
    "upper": (f"[A-ZÀ-ÖØ-ÞŒŸ{_TOKEN}]",),
}
_PLAIN_CLASSES: dict[str, tuple[str, ...]] = {
    "gap": (_GAP,),
    "digit": ("[0-9]",),
    "letter": ("[^\\W_]",),
    "alpha": ("[^\\W_0-9]",),
    "upper": ("[A-ZÀ-ÖØ-ÞŒŸ]",),
}
"""The same for a text without tokens."""
_CLASS_NAME = re.compile(r"\{([a-z]+)\}")
_NEVER = "(?!)"
_FEW = 2


@dataclass(frozen=True, slots=True)
class Replacement:
    """A compiled substitution."""

    pattern: re.Pattern[str]
    put: str
    keep: int


class Compiled:
    """What the passes of typography need, each compiled when it is first used.

    In patterns for several rules the group that matched says which rule did.
    """

    def __init__(self, rules: Typography, classes: Mapping[str, tuple[str, ...]] = _CLASSES) -> None:
        """:param classes: those of the engine."""
        quotes = rules.quotes
        self._rules = replace(rules, classes=Table({**rules.classes, **classes}))
        self.in_use = False
        self.tight_after = rules.tight_after
        self.straight, self.outer, self.inner = quotes.straight, quotes.outer, quotes.inner
        self.closing = {quotes.outer[1]: quotes.outer[0], quotes.inner[1]: quotes.inner[0]}
        self._spaces = _together(rules.spaces)
        self.space_puts = tuple(rule.put for rule in self._spaces)
        self.insertion_puts: tuple[tuple[Side, str], ...] = tuple((r.side, r.put) for r in rules.insertions)

    @cached_property
    def protecting(self) -> re.Pattern[str]:
        """Anything that hints at a stretch to be left alone."""
        return re.compile("|".join(re.escape(item.hint) for item in self._rules.protected) or _NEVER)

    @cached_property
    def protected(self) -> tuple[tuple[str, LatePattern[str]], ...]:
        """Stretches that are left alone, each after the text that hints at it."""
        return tuple((item.hint, LatePattern(item.pattern)) for item in self._rules.protected)

    @cached_property
    def cleanups(self) -> tuple[Replacement, ...]:
        """What dropped conditions leave behind."""
        return tuple(_replacements(self._rules.cleanups, self._rules))

    @cached_property
    def gaps(self) -> re.Pattern[str]:
        """Two spaces or more, or one that stands where none belongs."""
        return _gaps(self._rules)

    @cached_property
    def tight_before(self) -> re.Pattern[str]:
        """Before this no space belongs."""
        return re.compile(self._rules.tight_before)

    @cached_property
    def substitutions(self) -> tuple[Replacement, ...]:
        """Apostrophes and ordinals."""
        return tuple(_replacements(self._rules.substitutions, self._rules))

    @cached_property
    def apostrophes(self) -> tuple[Replacement, ...]:
        """Those of the substitutions that may put another character in place of an apostrophe."""
        return tuple(r for r in self.substitutions if len(r.put) == 1)

    @cached_property
    def marks(self) -> re.Pattern[str]:
        """Any quotation mark."""
        return re.compile(_one_of(self.straight + "".join(self.outer + self.inner)))

    @cached_property
    def may_open(self) -> re.Pattern[str]:
        """After this a straight quotation mark opens."""
        return re.compile(self._rules.quotes.may_open)

    @cached_property
    def spaces(self) -> re.Pattern[str]:
        """A space that must not break, by rule."""
        return _spaces(self._spaces, self._rules)

    @cached_property
    def insertions(self) -> re.Pattern[str]:
        """A sign that wants a space, by rule."""
        return _insertions(self._rules.insertions)


def compiled(language: Language, text: str) -> Compiled:
    """The rules of a language for a text, compiled.

    A character set with a token in it takes Python ten times as long to compile, and a document whose clauses are known has
    none left. So those with tokens are taken once a text holds one, and then for all.
    """
    plain, whole = _compiled(language)
    whole.in_use = whole.in_use or _HAS_TOKEN.search(text) is not None
    return whole if whole.in_use else plain


@lru_cache(maxsize=16)
def _compiled(language: Language) -> tuple[Compiled, Compiled]:
    """Those for texts without tokens and for any, kept by the code and digest of the language."""
    return Compiled(language.typography, _PLAIN_CLASSES), Compiled(language.typography)


def _replacements(rules: Iterable[Substitution], data: Typography) -> Iterator[Replacement]:
    for rule in rules:
        yield Replacement(re.compile(_expanded(rule.find, data)), rule.put, rule.keep)


def _gaps(rules: Typography) -> re.Pattern[str]:
    """Two spaces or more, or one that stands where none belongs."""
    after = f"(?<={_one_of(rules.tight_after)}{_GAP})"
    return re.compile(f"{_GAP}(?:{_GAP}+|{after}|(?={rules.tight_before}))")


def _together(rules: Iterable[SpaceRule]) -> tuple[SpaceRule, ...]:
    """Rules that follow one another, look for the same before a space and put the same there, as one."""
    return tuple(
        SpaceRule(row=first.row, before=first.before, after="|".join([first.after, *(r.after for r in rest)]), put=first.put)
        for _, (first, *rest) in groupby(rules, lambda rule: (rule.before, rule.put))
    )


def _spaces(rules: Sequence[SpaceRule], data: Typography) -> re.Pattern[str]:
    """One space, then each rule's surroundings; an empty group marks the rule."""
    found = "|".join(_surroundings(rule, data) + "()" for rule in rules)
    loud = "|".join([*_lookbehinds(data.loud_before), f"(?={data.loud_after})"])
    return re.compile(f"{_GAP}(?:{loud}){_gate(rules, data)}(?:{found or _NEVER})")


def _surroundings(rule: SpaceRule, data: Typography) -> str:
    """What stands before the space just read and after it, the cheaper test first."""
    texts = [text for pattern in rule.before for text in _alternatives(pattern, data)]
    behind = f"(?:{'|'.join(_lookbehinds(texts))})"
    if len(texts) > _FEW and (tails := tails_of(rule.before, partial(_classes, data))):
        behind = f"(?<=[{tails}].)" + behind
    ahead = f"(?={_expanded(rule.after, data)})"
    return behind + ahead if len(texts) <= _FEW else ahead + behind


def _gate(rules: Iterable[SpaceRule], data: Typography) -> str:
    """What stands round any space that a rule concerns, by one character: most spaces are done with here."""
    ahead, behind = "", ""
    for rule in rules:
        if heads := heads_of(rule.after, partial(_classes, data)):
            ahead += heads
        elif tails := tails_of(rule.before, partial(_classes, data)):
            behind += tails
        else:
            return ""
    tests = [f"(?=[{ahead}])"] * bool(ahead) + [f"(?<=[{behind}].)"] * bool(behind)
    return f"(?:{'|'.join(tests)})" if tests else ""


def _lookbehinds(texts: Iterable[str]) -> list[str]:
    """One lookbehind over the space just read for each text, for their widths differ."""
    return [f"(?<={text}.)" for text in texts]


def _insertions(rules: tuple[Insertion, ...]) -> re.Pattern[str]:
    """One sign, then each rule's surroundings; an empty group marks the rule."""
    if not rules:
        return re.compile(_NEVER)
    signs = _one_of("".join(rule.signs for rule in rules))
    found = (f"(?<={rule.before}{_one_of(rule.signs)})(?={rule.after})()" for rule in rules)
    return re.compile(f"{signs}(?:{'|'.join(found)})")


def _one_of(characters: str) -> str:
    return f"[{re.escape(characters)}]"


def _classes(data: Typography, name: str) -> tuple[str, ...]:
    return data.classes[name]


def _expanded(pattern: str, data: Typography) -> str:
    """The pattern with each class as one group."""
    return _CLASS_NAME.sub(lambda m: f"(?:{'|'.join(_classes(data, m[1]))})", pattern)


def _alternatives(pattern: str, data: Typography) -> Iterator[str]:
    """The pattern once for each choice of a member of its classes."""
    parts = _CLASS_NAME.split(pattern)
    choices = [_classes(data, part) if i % 2 else (part,) for i, part in enumerate(parts)]
    return ("".join(choice) for choice in product(*choices))
