"""Which paragraphs of a Word file are headings: by their style, by their number, or by their looks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.document import Marks
from docgen.model.imported import WordBlock, WordParagraph
from docgen.model.language import Language
from docgen.stages.importing.patterns import pattern

_LONGEST: Final = 120
_ENDS: Final = (".", ";", ",", ":")
_NUMBER: Final = re.compile(r"^(?P<label>(?P<number>\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,6})(?:[.)]|\s*[-–—]|(?=\s)))\s+(?P<title>\S.*)$")
_KINDS: Final = ("annex", "group", "article")
_SURE: Final = 2
"""So many headings by style or by word, and paragraphs that merely look like one stay text."""


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: its level, its number and its title. ``kind``: annex, group, article, number or plain."""

    paragraph: int
    level: int
    label: str
    title: str
    kind: str
    guessed: bool = False


def find_headings(blocks: Sequence[WordBlock], language: Language) -> dict[int, Head]:
    """The headings by paragraph number. Those of styles count first, then typed words, then looks."""
    paragraphs = [b for b in blocks if isinstance(b, WordParagraph) and b.text.strip()]
    sure = [h for p in paragraphs if (h := _styled(p, language) or _worded(p, language)) is not None]
    by_list = [h for p in paragraphs if (h := _listed(p)) is not None]
    styled = any(p.level for p in paragraphs)
    found = {h.paragraph: h for h in (by_list if not styled else ())} | {h.paragraph: h for h in sure}
    if not styled and sum(h.kind == "article" for h in found.values()) < _SURE:
        looks = [h for p in paragraphs if p.number not in found and (h := _by_looks(p)) is not None]
        if len(found) < _SURE or any(h.kind == "number" for h in looks):
            found |= {h.paragraph: h for h in looks}
    return _levelled(found, {p.number for p in paragraphs if p.level})


def _styled(p: WordParagraph, language: Language) -> Head | None:
    """By the outline of the document; a number that was typed into the title is taken out of it."""
    if not p.level:
        return None
    worded = _word(p.text, language)
    if worded is not None:
        kind, label, title = worded
        return Head(p.number, p.level, p.label or label, title, kind)
    kind = next((k for k in _KINDS if p.label and pattern(language, f"heading.{k}").match(p.label)), "plain")
    typed = None if p.label else _NUMBER.match(p.text)
    if typed is not None:
        return Head(p.number, p.level, typed["label"].strip(), typed["title"], kind)
    return Head(p.number, p.level, p.label, " ".join(p.text.split()), kind)


def _worded(p: WordParagraph, language: Language) -> Head | None:
    """By a word in front of its number, typed or printed by Word: « Article 1 – Objet »."""
    whole = f"{p.label} {p.text}" if p.label else p.text
    if len(whole) > _LONGEST or p.text.rstrip().endswith((";", ",")):
        return None
    worded = _word(" ".join(whole.split()), language)
    if worded is None:
        return None
    kind, label, title = worded
    short = not title.rstrip().endswith(".") or _is_strong(p)
    begins = not title or title[:1].isupper() or not title[:1].isalpha() or _is_strong(p)
    return Head(p.number, 0, label, title, kind) if short and begins else None


def _word(text: str, language: Language) -> tuple[str, str, str] | None:
    for kind in _KINDS:
        if (m := pattern(language, f"heading.{kind}").match(text)) is not None:
            alone = not m["title"].strip() and m["number"] is None  # « Annexe », « Schedule »: the word is the title
            return (kind, "", text.strip()) if alone else (kind, m["label"].strip(), m["title"].strip())
    return None


def _listed(p: WordParagraph) -> Head | None:
    """By a list of many levels whose items are short and stand out: « 1. OBJET »."""
    if not p.label or not p.ordered or not _short(p.text) or not _NUMBER.match(f"{p.label} x"):
        return None
    return Head(p.number, p.depth, p.label, " ".join(p.text.split()), "number") if _stands_out(p) else None


def _by_looks(p: WordParagraph) -> Head | None:
    """A short line in bold or capitals, or one that a typed number begins: a guess."""
    text = " ".join(p.text.split())
    typed = _NUMBER.match(text)
    if typed is not None and _short(typed["title"]) and (_stands_out(p) or typed["title"].isupper()):
        return Head(p.number, 1 + typed["number"].count("."), typed["label"].strip(), typed["title"], "number", guessed=True)
    if p.depth or not _short(text) or not _stands_out(p) or p.centred or not re.search(r"\w{3}", text):
        return None
    return Head(p.number, 0, "", text, "plain", guessed=True)


def _short(text: str) -> bool:
    return len(text) <= _LONGEST and not text.rstrip().endswith(_ENDS) and "\n" not in text.strip()


def _stands_out(p: WordParagraph) -> bool:
    return _is_strong(p) or p.text.isupper()


def _is_strong(p: WordParagraph) -> bool:
    """All of it in bold, by its style or by each of its runs."""
    return p.strong or all(r.marks & Marks.BOLD for r in p.runs if r.text.strip())


def _levelled(found: dict[int, Head], styled: set[int]) -> dict[int, Head]:
    """Headings without a level of their own take one from their kind, beside those of the styles."""
    kinds = Counter(h.kind for h in found.values())
    by_kind = {k: _common(h.level for h in found.values() if h.kind == k and h.paragraph in styled) for k in kinds}
    group = by_kind.get("group") or 1
    article = by_kind.get("article") or (group + 1 if kinds["group"] else 1)
    shift = article if kinds["article"] else 0
    # Numbers below an article with a word: « 1.1 » belongs to « Article 1 ».
    levels = {"annex": by_kind.get("annex") or group, "group": group, "article": article,
              "plain": article if not kinds["article"] and not kinds["number"] else article + 1}  # fmt: skip
    out = {}
    for number, head in found.items():
        if number in styled:
            out[number] = head
        elif head.kind == "number":
            out[number] = replace(head, level=head.level + max(shift - 1, 0) if shift else head.level + (group if kinds["group"] else 0))
        else:
            out[number] = replace(head, level=levels[head.kind])
    return out


def _common(levels: object) -> int:
    counted = Counter(levels)  # type: ignore[call-overload]
    return int(counted.most_common(1)[0][0]) if counted else 0
