"""Typography of finished text: spaces, quotation marks, apostrophes, from a language's data.

The rules are rows of the language file. Each pass below is one scan over the paragraph; the
passes are repeated until nothing changes, which is what makes the result stable: typeset
twice is typeset once. Private-use characters (U+E000 to U+F8FF, U+FFFC) stand for a value and
count as a digit or a letter wherever a rule looks at its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from docgen.model.dataclass import dataclass
from docgen.model.language import Language
from docgen.stages.typography_patterns import (
    NO_BREAK_SPACES,
    SPACES,
    Compiled,
    compiled,
)

MISSING_SPACE = "R-TYP-01"
STRAIGHT_QUOTE = "R-TYP-02"
OTHER = "R-TYP"

_LITERAL = 1
_PROTECTED = 2
_ROUNDS = 8

Span = tuple[int, int]
Change = tuple[int, int, str, str]  # start, end, text, check


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text between ``start`` and ``end``, in coordinates of the original text."""

    start: int
    end: int
    text: str


def edits(text: str, language: Language, literal: Sequence[Span] = ()) -> tuple[Edit, ...]:
    """What typography changes, in order and without overlap.

    ``literal`` are the places of values that came from a profile: there a space may become a
    no-break space and a straight apostrophe a typographic one, nothing is added or removed.
    Each edit replaces, removes or inserts one character, so none reaches across two runs.
    """
    return _edits(text, language, tuple(literal))


@lru_cache(maxsize=4096)
def _edits(text: str, language: Language, literal: tuple[Span, ...]) -> tuple[Edit, ...]:
    """Cells and short paragraphs are met again and again."""
    draft = _settled(text, compiled(language, text), literal)
    return () if draft.text == text else tuple(_character_edits(text, draft))


def typeset(text: str, language: Language, literal: Sequence[Span] = ()) -> str:
    """The text as typography wants it."""
    return _settled(text, compiled(language, text), literal).text


def typeset_value(text: str, language: Language) -> str:
    """A value as it is printed: a plain space may become a no-break space, a straight apostrophe
    a typographic one; every other character stays.
    """
    rules = compiled(language, text)
    if not rules.protecting.search(text):
        return _respaced(text, rules)
    changes = edits(text, language, ((0, len(text)),))
    return _put(text, {e.start: e.text for e in changes if text[e.start : e.end] in (" ", "'")})


def typeset_values(texts: Sequence[str], language: Language) -> list[str]:
    """Every text as :func:`typeset_value` sets it, most of them in one scan.

    The scan goes over all of them, each on a line of its own: a rule sees a line break as it sees the end of a text.
    """
    whole = _LINE.join(texts)
    rules = compiled(language, whole)
    found = _respaced(whole, rules).split(_LINE)
    if len(found) != len(texts):
        return [typeset_value(text, language) for text in texts]
    if rules.protecting.search(whole):
        return [typeset_value(old, language) if rules.protecting.search(old) else new
                for old, new in zip(texts, found, strict=True)]  # fmt: skip
    return found


_LINE = "\n"


def _respaced(text: str, rules: Compiled) -> str:
    """The text with the spaces and apostrophes that the rules want, where nothing in it is protected."""
    puts, each = {}, rules.space_puts
    for match in rules.spaces.finditer(text):
        place = match.start()
        if text[place] == " ":
            puts[place] = each[(match.lastindex or 1) - 1]
    place = text.find("'")
    while place >= 0:
        for rule in rules.apostrophes:
            found = rule.pattern.match(text, max(place - rule.keep, 0))
            if found and (found.start() + rule.keep, found.end()) == (place, place + 1):
                puts[place] = rule.put
        place = text.find("'", place + 1)
    return _put(text, puts)


def _put(text: str, puts: Mapping[int, str]) -> str:
    """The text with other characters at some places."""
    pieces: list[str] = []
    done = 0
    for place in sorted(puts):
        pieces += text[done:place], puts[place]
        done = place + 1
    return "".join((*pieces, text[done:]))


def findings(
    text: str, language: Language, literal: Sequence[Span] = ()
) -> list[tuple[str, int, int]]:
    """What :func:`edits` would still change, as (check, start, end); [] for finished text.

    The check is ``R-TYP-01`` for a missing no-break space, ``R-TYP-02`` for a straight quote
    or apostrophe, ``R-TYP`` for the rest. A straight quotation mark that has no partner is
    found too, though no edit can mend it.
    """
    rules = compiled(language, text)
    draft = _settled(text, rules, literal)
    return sorted({*draft.log, *_leftover_quotes(draft, rules)})


class _Draft:
    """A text on its way: for each character where it came from (-1: nowhere) and its kind."""

    __slots__ = ("kinds", "log", "origins", "text")

    def __init__(self, text: str, kinds: bytearray) -> None:
        self.text = text
        self.kinds = kinds
        self.origins: Sequence[int] = range(len(text))
        self.log: list[tuple[str, int, int]] = []

    def apply(self, changes: Sequence[Change]) -> None:
        """Make the changes, which are in order and do not overlap."""
        text: list[str] = []
        if all(end - start == len(put) for start, end, put, _ in changes):
            self._replace(changes)
            return
        origins: list[int] = []
        kinds = bytearray()
        done = 0
        for start, end, put, check in changes:
            self.log.append((check, *self._original(start, end)))
            kept = min(end - start, len(put))
            text += self.text[done:start], put
            origins += self.origins[done : start + kept]
            origins += [-1] * (len(put) - kept)
            kinds += self.kinds[done : start + kept] + bytes(len(put) - kept)
            done = end
        self.text = "".join(text) + self.text[done:]
        self.origins = origins + list(self.origins[done:])
        self.kinds = kinds + self.kinds[done:]

    def _replace(self, changes: Sequence[Change]) -> None:
        """Make changes that leave every character at its place."""
        text: list[str] = []
        done = 0
        for start, end, put, check in changes:
            self.log.append((check, *self._original(start, end)))
            text += self.text[done:start], put
            done = end
        self.text = "".join(text) + self.text[done:]

    def _original(self, start: int, end: int) -> Span:
        """Where a span of this text lies in the original text."""
        known = [origin for origin in self.origins[start:end] if origin >= 0]
        if known:
            return known[0], known[-1] + 1
        before = start - 1
        while before >= 0 and self.origins[before] < 0:
            before -= 1
        place = self.origins[before] + 1 if before >= 0 else 0
        return place, place

    def allows(self, change: Change) -> bool:
        """True unless the change would harm a value or a protected stretch."""
        start, end, put, _ = change
        if start == end:
            left, right = self.kinds[max(start - 1, 0) : start], self.kinds[start : start + 1]
            return not (left and right and left[0] and right[0])
        kinds = self.kinds[start:end]
        if not any(kinds):
            return True
        return _PROTECTED not in kinds and _is_gentle(self.text[start:end], put)


def _is_gentle(old: str, new: str) -> bool:
    """True when each character stays, but for spaces and apostrophes that change their kind."""
    return len(old) == len(new) and all(
        a == b or (a in SPACES and b in NO_BREAK_SPACES) or a == "'"
        for a, b in zip(old, new, strict=True)
    )


def _settled(text: str, rules: Compiled, literal: Sequence[Span]) -> _Draft:
    draft = _Draft(text, _kinds(text, literal))
    for _ in range(_ROUNDS):
        if not _round(draft, rules):
            break
    return draft


def _kinds(text: str, literal: Sequence[Span]) -> bytearray:
    kinds = bytearray(len(text))
    for start, end in literal:
        start, end = max(start, 0), min(end, len(text))
        kinds[start:end] = bytes([_LITERAL]) * (end - start)
    return kinds


def _round(draft: _Draft, rules: Compiled) -> bool:
    """Run each pass once; True when what they changed may call for another round.

    Spaces come last and every pattern takes one kind of space for another, so they never do.
    """
    _protect(draft, rules)
    unsettled = False
    for scan in _PASSES:
        for changes in scan(draft, rules):
            if allowed := [change for change in changes if draft.allows(change)]:
                unsettled = unsettled or (scan is not _spaces and not _all_gentle(draft, allowed))
                draft.apply(allowed)
    return unsettled


def _all_gentle(draft: _Draft, changes: Sequence[Change]) -> bool:
    return all(_is_gentle(draft.text[start:end], put) for start, end, put, _ in changes)


def _protect(draft: _Draft, rules: Compiled) -> None:
    if not rules.protecting.search(draft.text):
        return
    for hint, pattern in rules.protected:
        if hint not in draft.text:
            continue
        for match in pattern.finditer(draft.text):
            start, end = match.span()
            draft.kinds[start:end] = bytes([_PROTECTED]) * (end - start)


def _cleanups(draft: _Draft, rules: Compiled) -> Iterator[list[Change]]:
    """Doubled and dangling commas, left by conditions that dropped out."""
    for rule in rules.cleanups:
        if rule.pattern.search(draft.text):
            yield [
                (match.start(), match.end(), rule.put, OTHER)
                for match in rule.pattern.finditer(draft.text)
                if not any(draft.kinds[match.start() : match.end()])
            ]


def _gaps(draft: _Draft, rules: Compiled) -> Iterator[list[Change]]:
    """Doubled spaces, and spaces where none belongs: before a comma, inside parentheses."""
    if rules.gaps.search(draft.text):
        yield [
            change
            for match in rules.gaps.finditer(draft.text)
            for change in _gap_changes(draft, rules, *match.span())
        ]


def _gap_changes(draft: _Draft, rules: Compiled, start: int, end: int) -> Iterator[Change]:
    text = draft.text
    gap = range(start, end)
    ours = [i for i in gap if not draft.kinds[i]]
    opened = start > 0 and text[start - 1] in rules.tight_after
    tight = opened or rules.tight_before.match(text, end)
    if len(ours) == len(gap) and not tight:
        keep = next((i for i in gap if text[i] != " "), start)
        ours.remove(keep)
    for i in ours:
        yield i, i + 1, "", OTHER


def _substitutions(draft: _Draft, rules: Compiled) -> Iterator[list[Change]]:
    """Apostrophes and ordinals."""
    for rule in rules.substitutions:
        if rule.pattern.search(draft.text):
            yield [
                (
                    match.start() + rule.keep,
                    match.end(),
                    rule.put,
                    STRAIGHT_QUOTE if match.group() == "'" else OTHER,
                )
                for match in rule.pattern.finditer(draft.text)
            ]


def _quotes(draft: _Draft, rules: Compiled) -> Iterator[list[Change]]:
    """Straight quotation marks in pairs: the outer marks, or the inner ones in a quotation."""
    if rules.straight not in draft.text:
        return
    changes: list[Change] = []
    open_marks: list[tuple[str, int]] = []
    for match in rules.marks.finditer(draft.text):
        place, mark = match.start(), match.group()
        if draft.kinds[place]:
            continue
        if mark != rules.straight:
            _follow(open_marks, mark, rules)
        elif open_marks and open_marks[-1][0] == rules.straight:
            _, opened = open_marks.pop()
            pair = rules.inner if open_marks else rules.outer
            changes.append((opened, opened + 1, pair[0], STRAIGHT_QUOTE))
            changes.append((place, place + 1, pair[1], STRAIGHT_QUOTE))
        elif place == 0 or rules.may_open.match(draft.text, place - 1):
            open_marks.append((mark, place))
    yield sorted(changes)


def _follow(open_marks: list[tuple[str, int]], mark: str, rules: Compiled) -> None:
    """Keep account of a quotation mark that is already typographic."""
    if mark in rules.closing:
        opening = rules.closing[mark]
        places = [i for i, (known, _) in enumerate(open_marks) if known == opening]
        if places:
            del open_marks[places[-1] :]
    else:
        open_marks.append((mark, -1))


def _spaces(draft: _Draft, rules: Compiled) -> Iterator[list[Change]]:
    """Spaces that must not break, and no-break spaces where there is none yet."""
    text = draft.text
    changes: list[Change] = []
    for match in rules.spaces.finditer(text):
        put = rules.space_puts[(match.lastindex or 1) - 1]
        if text[match.start()] != put:
            changes.append((match.start(), match.end(), put, MISSING_SPACE))
    places: set[int] = set()
    for match in rules.insertions.finditer(text):
        side, put = rules.insertion_puts[(match.lastindex or 1) - 1]
        place = match.start() if side == "before" else match.start() + 1
        if place not in places:
            places.add(place)
            changes.append((place, place, put, MISSING_SPACE))
    if changes:
        yield sorted(changes)


_Pass = Callable[[_Draft, Compiled], Iterator[list[Change]]]
_PASSES: tuple[_Pass, ...] = (_cleanups, _gaps, _substitutions, _quotes, _spaces)


def _leftover_quotes(draft: _Draft, rules: Compiled) -> Iterator[tuple[str, int, int]]:
    for match in rules.marks.finditer(draft.text):
        origin = draft.origins[match.start()]
        if match.group() == rules.straight and not draft.kinds[match.start()]:
            yield STRAIGHT_QUOTE, origin, origin + 1


def _character_edits(original: str, draft: _Draft) -> Iterator[Edit]:
    """The difference between the original and the draft, one edit for each character."""
    if isinstance(draft.origins, range):  # nothing was added or removed
        for place in sorted({i for _, start, end in draft.log for i in range(start, end)}):
            if original[place] != draft.text[place]:
                yield Edit(place, place + 1, draft.text[place])
        return
    done = 0
    for character, origin in zip(draft.text, draft.origins, strict=True):
        if origin < 0:
            yield Edit(done, done, character)
            continue
        if origin > done:
            yield from (Edit(i, i + 1, "") for i in range(done, origin))
        if original[origin] != character:
            yield Edit(origin, origin + 1, character)
        done = origin + 1
    yield from (Edit(i, i + 1, "") for i in range(done, len(original)))
