"""Typography over a paragraph: across its runs, with values kept literal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from docgen.model.document import (
    Block,
    Chart,
    Footnote,
    Inline,
    Inlines,
    Slot,
    TermUse,
    Text,
    Value,
    with_inlines,
    with_words,
)
from docgen.model.language import Language
from docgen.stages import typography
from docgen.stages.typography import Edit, edits

_OPAQUE, _FIGURE = "\ufffc", "7"
_WITH_TEXT, _FILLED = (Text, TermUse, Value), (Value, Slot)
_BOUND = {" ": "\u00a0", ") ": ")\u00a0"}


def typeset_block(block: Block, language: Language) -> Block:
    """The block with the typography of its language; numbers of a chart stay as they are."""
    if isinstance(block, Chart):
        return with_words(block, lambda inlines: typeset_inlines(inlines, language))
    return with_inlines(block, lambda inlines: typeset_inlines(inlines, language))


def typeset_inlines(inlines: Inlines, language: Language) -> Inlines:
    """The runs of one paragraph with its typography; notes are paragraphs of their own."""
    inlines = _units_bound(inlines)
    parts, literal, length = [], [], 0
    for inline in inlines:
        text = _stand_in(inline)
        if isinstance(inline, _FILLED):
            literal.append((length, length + len(text)))
        parts.append(text)
        length += len(text)
    changes = edits("".join(parts), language, literal)
    if not changes and not any(isinstance(i, Footnote) for i in inlines):
        return inlines
    return _applied(inlines, parts, changes, language)


def _units_bound(inlines: Inlines) -> Inlines:
    """A number and the word that another value puts after it (« 15 jours », « deux (2) jours ») stay on one line."""
    if not any(isinstance(i, Slot) and i.number for i in inlines):
        return inlines
    out = list(inlines)
    for n in range(len(out) - 2):
        number, gap, word = out[n : n + 3]
        if isinstance(number, Slot) and number.number and isinstance(word, Slot) and not word.number:
            out[n + 1] = replace(gap, text=_BOUND[gap.text]) if isinstance(gap, Text) and gap.text in _BOUND else gap
    return tuple(out)


def _stand_in(inline: Inline) -> str:
    """The text of an inline, or one character that the rules take for a word or for a number."""
    if isinstance(inline, _WITH_TEXT):
        return inline.text
    return _FIGURE if isinstance(inline, Slot) and inline.number else _OPAQUE


def _applied(
    inlines: Inlines, parts: list[str], changes: tuple[Edit, ...], language: Language
) -> Inlines:
    out: list[Inline] = []
    start, cursor = 0, 0
    for inline, text in zip(inlines, parts, strict=True):
        end = start + len(text)
        mine: list[Edit] = []
        while cursor < len(changes) and _belongs(changes[cursor], end, inline, inlines):
            mine.append(changes[cursor])
            cursor += 1
        out.extend(_edited(inline, text, mine, start, language))
        start = end
    return tuple(out)


def _belongs(edit: Edit, end: int, inline: Inline, inlines: Inlines) -> bool:
    """An insertion at the end of a value goes to the text after it: values stay as they are."""
    if edit.start < end:
        return True
    at_end = edit.start == edit.end == end
    return at_end and (not isinstance(inline, Value) or inline is inlines[-1])


def _edited(
    inline: Inline, text: str, mine: list[Edit], offset: int, language: Language
) -> list[Inline]:
    if isinstance(inline, Footnote):
        inline = Footnote(typeset_inlines(inline.inlines, language))
    if not mine:
        return [inline]
    if isinstance(inline, Text):
        return [Text(_with_edits(text, mine, offset), inline.marks)]
    if isinstance(inline, TermUse):
        return [TermUse(_with_edits(text, mine, offset), inline.term, inline.marks)]
    if isinstance(inline, Value):
        inside = [e for e in mine if e.end > e.start]
        outside = [e for e in mine if e.end == e.start]
        return _around(replace(inline, text=_with_edits(text, inside, offset)), outside, offset)
    return _around(inline, mine, offset)


def _around(inline: Inline, mine: list[Edit], offset: int) -> list[Inline]:
    """An insertion beside something that is not text becomes text of its own."""
    before = "".join(e.text for e in mine if e.end <= offset)
    after = "".join(e.text for e in mine if e.start > offset)
    left: list[Inline] = [Text(before)] if before else []
    right: list[Inline] = [Text(after)] if after else []
    return [*left, inline, *right]


def _with_edits(text: str, mine: list[Edit], offset: int) -> str:
    for edit in reversed(mine):
        start, end = max(edit.start - offset, 0), max(edit.end - offset, 0)
        text = text[:start] + edit.text + text[end:]
    return text


def typeset_value(text: str, language: Language) -> str:
    """A value as it is printed: every character kept, a space perhaps no-break (docs/typography.md).

    What depends on both a value and the text beside it was settled when the text was typeset
    around an opaque character.
    """
    if is_settled(text):
        return text
    return typeset_values((text,), language)[0]


def typeset_values(texts: Sequence[str], language: Language) -> list[str]:
    """Many values as they are printed, set together."""
    known, before = values_set(language), values_before(language)
    fresh = [text for text in dict.fromkeys(texts) if text not in known]
    if fresh and len(known) + len(fresh) > MOST_VALUES:
        known.clear()
        fresh = list(dict.fromkeys(texts))
    if fresh and before:
        known.update((text, before[text]) for text in fresh if text in before)
        fresh = [text for text in fresh if text not in before]
    if fresh:
        known.update(zip(fresh, typography.typeset_values(fresh, language), strict=True))
    return [known[text] for text in texts]


def is_settled(text: str) -> bool:
    """True for a value that has nothing to set."""
    return " " not in text and "'" not in text


def unsettled(texts: Iterable[str], ready: Iterable[bool]) -> list[int]:
    """The numbers of the values that typography may change, among many; those that are ``ready`` are as they are printed."""
    return [n for n, (text, done) in enumerate(zip(texts, ready, strict=True)) if not done and (" " in text or "'" in text)]


MOST_VALUES = 50_000


@lru_cache(maxsize=16)
def values_set(language: Language) -> dict[str, str]:
    """Values of one language and how they were set in this process."""
    return {}


@lru_cache(maxsize=16)
def values_before(language: Language) -> dict[str, str]:
    """Values that an earlier run has set, for whoever asks for them again."""
    return {}
