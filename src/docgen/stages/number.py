"""Compute the numbers that Word will show, from the numbering of the template.

So references, the table of contents and the plan are right before Word updates a field.
Counting follows ECMA-376 part 1, 17.9 (levels, start, lvlRestart).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from docgen.model.document import Document, Heading, ListItem
from docgen.model.numbering import Label, Level, Numbering, Scheme
from docgen.stages.flow import Body, ClauseEnd, ClauseStart, Title, flow, heading_level

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """1 to 3999 in lower-case Roman figures."""
    out = ""
    for value, sign in _ROMAN:
        while number >= value:
            out, number = out + sign, number - value
    return out


def letters(number: int) -> str:
    """1 = a … 26 = z, 27 = aa, 28 = bb, as Word counts."""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerLetter": letters,
    "upperLetter": lambda n: letters(n).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda n: roman(n).upper(),
    "decimalZero": lambda n: f"{n:02d}",
    "none": lambda n: "",
    "bullet": lambda n: "",
}
FORMATS = frozenset(_FORMATS)


class Counter:
    """The running counters of one multilevel list."""

    def __init__(self, levels: tuple[Level, ...]) -> None:
        self._levels, self._counts = levels, {}  # type: tuple[Level, ...], dict[int, int]

    def next(self, level: int) -> Label:
        """Count one more at this level (from 0) and give its label."""
        mine = self._levels[level]
        self._counts[level] = self._counts.get(level, mine.start - 1) + 1
        for deeper in [k for k in self._counts if k > level]:
            restart = self._levels[deeper].restart
            if restart is None or restart > level:
                del self._counts[deeper]
        return self._label(mine)

    def _label(self, mine: Level) -> Label:
        printed = re.sub(r"%(\d)", lambda m: self._shown(int(m[1]) - 1), mine.text)
        cited = printed.strip().rstrip(".")
        return Label(printed, cited, bool(re.search(r"[^\W\d_]{2,}\s", re.sub(r"%\d", "", mine.text))))

    def _shown(self, level: int) -> str:
        if level >= len(self._levels):
            return ""
        of = self._levels[level]
        return _FORMATS.get(of.format, str)(self._counts.get(level, of.start))


def number(document: Document, scheme: Scheme) -> Numbering:
    """The label of every numbered title, heading and list item of the document."""
    families = {"main": Counter(scheme.headings), "annex": Counter(scheme.annexes)}
    titles: dict[str, Label] = {}
    blocks: dict[tuple[str, int], Label] = {}
    items: dict[tuple[str, int], Counter] = {}
    for item in flow(document, only=(Heading, ListItem)):
        match item:
            case Title(numbered=True):
                titles[item.key] = families[item.family].next(item.level)
            case Body(block=Heading()):
                if numbered_inside(item):
                    label = families[item.family].next(heading_level(item))
                    blocks[item.clause.id, item.index] = label
            case Body(block=ListItem(ordered=True) as block):
                key = (item.clause.id, block.series)
                counter = items.setdefault(key, Counter(scheme.items))
                label = counter.next(min(block.level, len(scheme.items)) - 1)
                blocks[item.clause.id, item.index] = label
            case Title() | ClauseStart() | ClauseEnd() | Body():
                pass
    return Numbering(titles, blocks)


def counted(item: Title | Body, numbering: Numbering) -> Label | None:
    """The number that is counted in front of a heading or an item; None where it has none, or has it in its text."""
    if isinstance(item, Title):
        return numbering.titles.get(item.key) if item.numbered else None
    if isinstance(item.block, Heading) and not item.numbered:
        return None
    return numbering.blocks.get((item.clause.id, item.index))


def numbered_inside(item: Body) -> bool:
    """Headings inside an unnumbered clause or part carry no number either."""
    return item.numbered
