"""A Word file cut into passages: the clauses of docgen where there are any, else what stands below each heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from docgen.model.comparison import Passage
from docgen.render._xml import Element, parse
from docgen.render.package import Package
from docgen.render.tracked import Resolve, W
from docgen.render.tracked_proof import texts
from docgen.render.word_text import paragraph_text, paragraphs, stories

_VALUE: Final = f"{W}val"
_CLAUSE: Final = re.compile(r"docgen:(?P<id>.+)@r\d+")
_CONTENTS: Final = re.compile(r"toc \d", re.IGNORECASE)
_UNLETTERED: Final = re.compile(r"^[\W\d_]+")
_BODY_LEVEL: Final = 9
"""The outline level of ordinary text (17.3.1.20)."""
_APART: Final = ("footnotes", "endnotes", "header", "footer")


def has_clauses(package: Package) -> bool:
    """Whether clauses of docgen can be told apart in the file."""
    body = next(stories(package)).root
    return any(_CLAUSE.fullmatch(tag.get(_VALUE, "")) for tag in body.iter(f"{W}tag"))


def word_passages(package: Package, resolve: Resolve, *, by_clause: bool) -> tuple[Passage, ...]:
    """The text of a file in reading order, each passage under a key of its own; empty paragraphs are left out.

    :param resolve: what to do with tracked changes first, such as accepting them.
    :param by_clause: the passages are the clauses of docgen, and headings outside them; else all headings.
    """
    body = next(stories(package)).root
    resolve(body)
    seen: Counter[str] = Counter()
    found = [p for p in [*_cut(body, _Styles(package), _clause if by_clause else _no_clause)] if p[1] or p[2]]
    cut = [_keyed(seen, *p) for p in found]
    others = texts(package, resolve)
    return (*cut, *(Passage(f"\0{kind}", kind, said) for kind in _APART if (said := _said(others[kind]))))


def language_of(package: Package) -> str:
    """The language that the styles of a file declare, ``fr-FR``; empty when they do not."""
    return _Styles(package).language


def _said(found: tuple[str, ...]) -> tuple[str, ...]:
    """What a header says in one section after the other is said once."""
    return tuple(dict.fromkeys(p for p in found if p.strip()))


def _keyed(seen: Counter[str], clause: str, title: str, said: list[str]) -> Passage:
    """The key of a passage: its clause, else its heading without a typed number; the second of a name is another."""
    name = clause or "#" + _UNLETTERED.sub("", title).casefold()
    seen[name] += 1
    return Passage(f"{name}\0{seen[name]}" if seen[name] > 1 else name, title, tuple(said))


def _cut(
    body: Element, styles: _Styles, clause_of: Callable[[Element], tuple[str, str]]
) -> Iterator[tuple[str, str, list[str]]]:
    """Clause, title and paragraphs of each passage; a clause that is interrupted goes on in its first piece."""
    clauses: dict[str, list[str]] = {}
    said: list[str] = []
    last, title = "", ""
    yield "", "", said
    for paragraph in paragraphs(body):
        text = paragraph_text(paragraph)
        if not text.strip() or styles.of_contents(paragraph):
            continue
        clause, name = clause_of(paragraph)
        if clause and clause not in clauses:
            clauses[clause] = []
            yield clause, name, clauses[clause]
        elif not clause and styles.is_heading(paragraph):
            said, title = [], text
            yield "", title, said
        elif not clause and last:
            said = []
            yield "", title, said
        if clause or not styles.is_heading(paragraph):
            (clauses[clause] if clause else said).append(text)
        last = clause


def _clause(paragraph: Element) -> tuple[str, str]:
    """The clause whose content control holds the paragraph, and its title."""
    for control in paragraph.iterancestors(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        found = _CLAUSE.fullmatch(tag.get(_VALUE, "")) if tag is not None else None
        if found:
            alias = control.find(f"{W}sdtPr/{W}alias")
            return found["id"], alias.get(_VALUE, "") if alias is not None else found["id"]
    return "", ""


def _no_clause(_: Element) -> tuple[str, str]:
    return "", ""


class _Styles:
    """What the styles of a file say about paragraphs: which are headings, which a table of contents."""

    def __init__(self, package: Package) -> None:
        parts = package.related("styles")
        root = parse(package.parts[parts[0]]) if parts else None
        found = [] if root is None else [*root.iter(f"{W}style")]
        self._styles: Mapping[str, Element] = {s.get(f"{W}styleId", ""): s for s in found}
        lang = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        self.language: str = "" if lang is None else lang.get(_VALUE, "")

    def is_heading(self, paragraph: Element) -> bool:
        """Whether the outline of the document shows it."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        level = own if own is not None else next((e for s in self._chain(paragraph) for e in s.iter(f"{W}outlineLvl")), None)
        return level is not None and _number(level.get(_VALUE, "")) < _BODY_LEVEL

    def of_contents(self, paragraph: Element) -> bool:
        """Whether it is an entry of a table of contents, which repeats headings."""
        names = (s.find(f"{W}name") for s in self._chain(paragraph))
        return any(_CONTENTS.match(n.get(_VALUE, "")) for n in names if n is not None)

    def _chain(self, paragraph: Element) -> Iterator[Element]:
        """The style of a paragraph and those that it is based on."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        seen: set[str] = set()
        name = "" if named is None else named.get(_VALUE, "")
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            base = self._styles[name].find(f"{W}basedOn")
            name = "" if base is None else base.get(_VALUE, "")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _BODY_LEVEL
