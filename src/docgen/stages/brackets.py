"""What stands between ``[[`` and ``]]``: references, terms and line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.model.document import CrossReference, Inline, LineBreak, Marks, Target, TermDefinition, TermUse

BRACKETS = "write [[clause]], [[à clause]], [[clause#anchor]], [[annexe:id]], [[def:term]] or [[term:id|form]]"
_ID = re.compile(r"[\w./-]+")


BRACKET = r"\[\[([^\[\]\n]{1,2000})\]\]"
"""What stands between double brackets on one line."""


def brackets_in(text: str, prepositions: frozenset[str]) -> Iterator[Inline]:
    """The inlines that the brackets of a text stand for, those that cannot be read left out."""
    found = (read_bracket(m[1], Marks.NONE, prepositions) for m in re.finditer(BRACKET, text))
    return (inline for inline in found if inline is not None)


def read_bracket(raw: str, marks: Marks, prepositions: frozenset[str]) -> Inline | None:
    """The inline that ``[[raw]]`` stands for; None when it is none."""
    raw = raw.strip()
    kind, _, rest = raw.partition(":")
    if raw == "br":
        return LineBreak()
    if kind == "def":
        return TermDefinition("", rest.strip()) if _ID.fullmatch(rest.strip()) else None
    if kind == "term":
        term, _, shown = rest.partition("|")
        known = _ID.fullmatch(term.strip()) and shown.strip()
        return TermUse(shown.strip(), term.strip(), marks) if known else None
    return parse_reference(raw, marks, prepositions)


_REFERENCE = re.compile(
    r"^(?:(?P<prep>[^\s:|#,]+)\s+)?(?P<targets>[^\s|][^|]*?)(?:\s*\|\s*(?P<form>num|titre|title))?$"
)
_TARGET = re.compile(r"^(?:(?P<kind>ref|annexe|annex):)?\s*(?P<id>[a-z0-9_][\w./-]*)(?:#(?P<anchor>[\w-]+))?$")


def parse_reference(raw: str, marks: Marks, prepositions: frozenset[str]) -> CrossReference | None:
    """``à duree, resiliation`` as a reference; None when it is not one."""
    if not (match := _REFERENCE.match(raw.strip())):
        return None
    preposition = match["prep"] or ""
    if preposition and preposition not in prepositions:
        return None
    targets = [_target(t.strip()) for t in match["targets"].split(",")]
    if any(t is None for t in targets):
        return None
    form = "title" if match["form"] in ("titre", "title") else match["form"] or ""
    return CrossReference(preposition, tuple(t for t in targets if t), form, marks)


def _target(text: str) -> Target | None:
    if not (match := _TARGET.match(text)):
        return None
    kind = "annex" if (match["kind"] or "").startswith("annex") else "clause"
    if kind == "annex" and match["anchor"]:
        return None
    return Target(kind, match["id"], match["anchor"] or "")
