"""Cross-references of a Word file, by field or typed, as symbolic references of the clause language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.imported import Piece, Runs, WordParagraph
from docgen.model.language import Language
from docgen.stages.importing.patterns import plainly

_LABEL: Final = re.compile(r"(?<!\w)(\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-Z])(?!\w)")
_FIRST: Final = re.compile(r"(?i)\b(?:premier|1er|first)\b")
_AFTER: Final = 90
_BEFORE: Final = 24
_TURNS: Final = ("the", "to", "of")


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a reference may lead. ``exact``: the clause or the heading itself, not only what holds the place."""

    clause: str
    anchor: str = ""
    annex: bool = False
    exact: bool = True

    @property
    def raw(self) -> str:
        """As it stands in brackets."""
        kind = "annexe:" if self.annex else ""
        return f"{kind}{self.clause}" + (f"#{self.anchor}" if self.anchor else "")


@dataclass(frozen=True, slots=True)
class Goals:
    """Where the numbers and the bookmarks of a file lead. The kind of a number is ``article`` or ``annex``."""

    numbers: Mapping[tuple[str, str], Goal]
    bookmarks: Mapping[str, Goal]


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that cites: the markdown for it, and what was unsure. ``number`` is where only that could not be found."""

    start: int
    end: int
    markdown: str
    doubt: str = ""
    lost: str = ""


def number_of(label: str) -> str:
    """The bare number of a label: « Article 12.1 – » is 12.1, « TITRE PREMIER » is 1."""
    if _FIRST.search(label):
        return "1"
    found = _LABEL.findall(label)
    return found[-1] if found else ""


def goals_of(pieces: Sequence[Piece], ids: Sequence[str], anchors: Sequence[Mapping[int, str]]) -> Goals:
    """Where the numbers of all pieces lead.

    :param ids: the clause that each piece is, or will be.
    :param anchors: for each piece the anchors of the headings inside, by paragraph.
    """
    numbers: dict[tuple[str, str], Goal] = {}
    bookmarks: dict[str, Goal] = {}
    for piece, id_, named in zip(pieces, ids, anchors, strict=True):
        own = Goal(id_, annex=piece.annex)
        if number := number_of(piece.label):
            numbers.setdefault(("annex" if piece.annex else "article", number), own)
        bookmarks.update(dict.fromkeys(piece.bookmarks, own))
        _inside(piece, id_, named, numbers, bookmarks)
    return Goals(numbers, bookmarks)


def _inside(
    piece: Piece, id_: str, anchors: Mapping[int, str], numbers: dict[tuple[str, str], Goal], bookmarks: dict[str, Goal]
) -> None:
    """The headings and numbered paragraphs of a piece; in an annex numbers begin anew and are cited by bookmark only."""
    for block in piece.blocks:
        if not isinstance(block, WordParagraph):
            continue
        anchor = anchors.get(block.number, "")
        goal = Goal(id_, anchor) if anchor else Goal(id_, annex=piece.annex, exact=False)
        label = piece.headings[block.number][1] if block.number in piece.headings else block.label
        number = number_of(label) if label else ""
        if number and not piece.annex and ("." in number or anchor):
            numbers.setdefault(("article", number), goal)
        bookmarks.update({m: goal for m in block.bookmarks if m not in bookmarks})


class Citations:
    """Finds what the paragraphs of one language cite."""

    def __init__(self, language: Language, goals: Goals, prepositions: frozenset[str]) -> None:
        self._language, self._goals = language, goals
        self._find = _typed(language)
        self._law = re.compile(language.phrase("checks.legal_source"))
        self._ways = _phrases(language, prepositions)

    def cited(self, text: str, runs: Runs, clause: str) -> Iterator[Cited]:
        """The citations of a paragraph of a clause, in order; typed ones first, then fields that no words introduce."""
        fields = tuple(_fields(runs))
        done: list[tuple[int, int]] = []
        for match in self._find.finditer(text):
            if self._is_law(text, match.end()):
                continue
            for one in self._typed(text, match, fields, clause):
                done.append((one.start, one.end))
                yield one
        for start, end, bookmark in fields:
            if all(end <= s or start >= e for s, e in done):
                yield from self._field(text, start, end, bookmark)

    def _is_law(self, text: str, end: int) -> bool:
        after = text[end : end + _AFTER]
        return bool(self._law.search(after)) or bool(re.match(r"[-\u2011]\d|\s?[a-z]?\s*(?:bis|ter)\b", after))

    def _typed(self, text: str, match: re.Match[str], fields: tuple[tuple[int, int, str], ...], clause: str) -> Iterator[Cited]:
        annex = match["annex"] is not None
        many = (match["annex"] or match["article"])[-1] in "sS"  # « l'article 3 et 4 jours » cites one
        numbers = [(m.start(), m.end()) for m in _number_pattern(self._language).finditer(text, match.start("numbers"), match.end())]
        numbers = numbers if many else numbers[:1]
        goals = [self._goal(text, span, fields, "annex" if annex else "article") for span in numbers]
        if numbers and all(g is not None for g in goals):
            whole = self._in_words(text, match, numbers, [g for g in goals if g], clause)
            if whole is not None:
                yield whole
                return
        for (start, end), goal in zip(numbers, goals, strict=True):
            if goal is None:
                yield Cited(start, end, "", "unresolved", text[start:end])
            else:
                yield Cited(start, end, f"[[{goal.raw}|num]]", "" if goal.exact else "inexact")

    def _goal(self, text: str, span: tuple[int, int], fields: tuple[tuple[int, int, str], ...], kind: str) -> Goal | None:
        marks = (b for s, e, b in fields if s <= span[0] and span[1] <= e)
        by_field = next((g for b in marks if (g := self._goals.bookmarks.get(b)) is not None), None)
        number = number_of(text[span[0] : span[1]])
        return by_field or self._goals.numbers.get((kind, number)) or self._within(kind, number)

    def _within(self, kind: str, number: str) -> Goal | None:
        """A number below one that is known: the article that holds it."""
        while kind == "article" and "." in number:
            number = number.rpartition(".")[0]
            if (goal := self._goals.numbers.get((kind, number))) is not None:
                return Goal(goal.clause, goal.anchor, goal.annex, exact=False)
        return None

    def _in_words(
        self, text: str, match: re.Match[str], numbers: list[tuple[int, int]], goals: list[Goal], clause: str
    ) -> Cited | None:
        """The whole citation as one reference, where docgen says it in the same words."""
        count = "one" if len(goals) == 1 else "many"
        if any(g.clause == clause and not g.anchor for g in goals) or len({g.annex for g in goals}) > 1:
            return None
        before = text[max(0, match.start() - _BEFORE) : numbers[0][0]]
        shown = [text[s:e] for s, e in numbers]
        if plainly(_listed(shown, self._language)) != plainly(text[numbers[0][0] : numbers[-1][1]]):
            return None
        kind = "annex" if goals[0].annex else "article"
        for said, preposition in self._ways[kind, count]:
            if plainly(before + "x").endswith(said + " x") and not _in_word(before, said):
                start = _start_of(text, numbers[0][0], said)
                raw = self._raw(preposition, goals, capital=text[start].isupper() and said[0].islower())
                doubt = "" if all(g.exact for g in goals) else "inexact"
                return Cited(start, numbers[-1][1], raw, doubt) if raw else None
        return None

    def _raw(self, preposition: str, goals: list[Goal], *, capital: bool) -> str:
        word = preposition
        if capital and not preposition:
            word = next((w for w in ("l'", "the") if (w, "the") in _words(self._language)), "")
            if not word and self._language.phrase("reference.article.one.the")[:1].islower():
                return ""
        if capital:
            word = word[:1].upper() + word[1:]
        inside = ", ".join(g.raw for g in goals)
        return f"[[{word} {inside}]]" if word else f"[[{inside}]]"

    def _field(self, text: str, start: int, end: int, bookmark: str) -> Iterator[Cited]:
        """A field or a link that no words introduce: its number, where it shows one."""
        goal, shown = self._goals.bookmarks.get(bookmark), text[start:end].strip()
        number = re.fullmatch(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6})\.?", shown)
        if goal is not None and number:
            yield Cited(start, end, f"[[{goal.raw}|num]]", "" if goal.exact else "inexact")
        elif shown:
            yield Cited(start, end, "", "field" if goal is not None else "no_target")


def _fields(runs: Runs) -> Iterator[tuple[int, int, str]]:
    """The places of a paragraph that a field or a link wrote, and where they lead; neighbours are one."""
    at, last = 0, ("", 0, 0)
    for run in runs:
        end = at + len(run.text)
        if run.bookmark and run.bookmark == last[0] and last[2] == at:
            last = (run.bookmark, last[1], end)
        else:
            if last[0]:
                yield last[1], last[2], last[0]
            last = (run.bookmark, at, end)
        at = end
    if last[0]:
        yield last[1], last[2], last[0]


def _in_word(before: str, said: str) -> bool:
    rest = plainly(before)[: -len(said)]
    return bool(rest) and rest[-1].isalnum()


def _start_of(text: str, end: int, said: str) -> int:
    """Where the words that introduce a number begin, whatever spaces they hold."""
    start, left = end, len(said.replace(" ", ""))
    while left:
        start -= 1
        left -= not text[start].isspace()
    return start


def _listed(shown: list[str], language: Language) -> str:
    if len(shown) == 1:
        return shown[0]
    return language.phrase("reference.comma").join(shown[:-1]) + language.phrase("reference.and") + shown[-1]


@lru_cache(maxsize=16)
def _typed(language: Language) -> re.Pattern[str]:
    say = language.phrase
    number = say("import.reference.number").replace("?P<number>", "?:")
    sign, join = say("import.reference.sign"), say("import.reference.join")
    return re.compile(
        rf"\b(?:(?P<article>(?i:{say('import.reference.kinds.article')}))|(?P<annex>(?i:{say('import.reference.kinds.annex')})))"
        rf"[\s\u00a0\u202f]+(?:(?i:{sign}))?(?P<numbers>{number}(?:(?:{join}){number}(?![\w%€]))*)(?!\w)"
    )


@lru_cache(maxsize=16)
def _number_pattern(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){language.phrase('import.reference.number')}(?!\w)")


@lru_cache(maxsize=16)
def _words(language: Language) -> frozenset[tuple[str, str]]:
    prefix = "reference.prepositions."
    return frozenset((k.removeprefix(prefix), v) for k, v in language.phrases.items() if k.startswith(prefix))


def _phrases(language: Language, prepositions: frozenset[str]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """How each kind is cited, the longest words first, and the preposition that makes docgen say so."""
    out: dict[tuple[str, str], list[tuple[str, str]]] = {}
    by_turn = {turn: next((w for w in _ordered(language) if (w, turn) in _words(language)), "") for turn in _TURNS}
    for kind in ("article", "annex"):
        for count in ("one", "many"):
            said = [(plainly(language.phrase(f"reference.{kind}.{count}.{turn}")), "" if turn == "the" else by_turn[turn])
                    for turn in _TURNS if turn == "the" or by_turn[turn] in prepositions]  # fmt: skip
            out[kind, count] = sorted(dict.fromkeys(said), key=lambda s: -len(s[0]))
    return out


def _ordered(language: Language) -> list[str]:
    prefix = "reference.prepositions."
    return [k.removeprefix(prefix) for k in language.phrases if k.startswith(prefix)]
