"""The numbers that Word prints before paragraphs, counted from ``numbering.xml`` (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

import re
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.render._xml import Element, parse
from docgen.render.package import Package
from docgen.render.tracked import W
from docgen.render.word_styles import switched, value

_PLACE: Final = re.compile(r"%([1-9])")
_ROMAN: Final = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                 (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_SILENT: Final = ("bullet", "none")
_ROUNDS: Final = 20
_LARGEST: Final = 5_000
"""Beyond, a number is written in figures whatever its format says."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """What numbering gives a paragraph: its label, its level from 1, and whether it is counted."""

    label: str
    depth: int
    counted: bool
    series: str


class Counters:
    """Counts through one story, paragraph by paragraph. Lists over one abstract list share their numbers."""

    def __init__(self, package: Package) -> None:
        parts = package.related("numbering")
        root = parse(package.parts[parts[0]]) if parts else None
        abstract = [] if root is None else root.findall(f"{W}abstractNum")
        self._abstract = {a.get(f"{W}abstractNumId", ""): a for a in abstract}
        self._links = {v: a.get(f"{W}abstractNumId", "") for a in abstract if (v := value(a, "styleLink"))}
        self._lists = {} if root is None else {n.get(f"{W}numId", ""): n for n in root.findall(f"{W}num")}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def next(self, number: str, level: str, style: str) -> Numbered | None:
        """The number of the next paragraph; None when its list, or its level, does not exist.

        :param style: the id of its style, to which a level of the list may be tied.
        """
        abstract = self._abstract_of(number)
        levels = self._levels(number, abstract)
        at = int(level) if level.isdigit() else next((n for n, e in levels.items() if value(e, "pStyle") == style), 0)
        if at not in levels:
            return None
        kind = value(levels[at], "numFmt") or "decimal"
        counts = self._count(number, abstract, at, levels)
        label = "" if kind in _SILENT else self._label(levels, counts, at)
        return Numbered(label, at + 1, bool(label), f"{abstract}:{number}")

    def _abstract_of(self, number: str) -> str:
        entry = self._lists.get(number)
        name = "" if entry is None else value(entry, "abstractNumId")
        for _ in range(_ROUNDS):
            link = value(self._abstract.get(name), "numStyleLink")
            if not link or self._links.get(link, name) == name:
                return name
            name = self._links[link]
        return ""

    def _levels(self, number: str, abstract: str) -> dict[int, Element]:
        found = self._abstract.get(abstract)
        own = [] if found is None else found.findall(f"{W}lvl")
        overrides = [o.find(f"{W}lvl") for o in self._overrides(number)] if found is not None else []
        levels = [e for e in (*own, *overrides) if e is not None]
        return {int(i): e for e in levels if (i := e.get(f"{W}ilvl", "")).isdigit()}

    def _overrides(self, number: str) -> list[Element]:
        entry = self._lists.get(number)
        return [] if entry is None else entry.findall(f"{W}lvlOverride")

    def _count(self, number: str, abstract: str, at: int, levels: dict[int, Element]) -> dict[int, int]:
        counts = self._counts.setdefault(abstract, {})
        start = self._start_override(number, at)
        if start is not None and (number, at) not in self._restarted:
            self._restarted.add((number, at))
            counts[at] = start
        else:
            counts[at] = counts.get(at, _start(levels.get(at)) - 1) + 1
        for above in range(at):
            counts.setdefault(above, _start(levels.get(above)))
        for deeper in [n for n in counts if n > at and _restarts(levels.get(n), at)]:
            del counts[deeper]
        return counts

    def _start_override(self, number: str, at: int) -> int | None:
        found = (value(o, "startOverride") for o in self._overrides(number) if o.get(f"{W}ilvl") == str(at))
        return next((int(v) for v in found if v.isdigit()), None)

    def _label(self, levels: dict[int, Element], counts: dict[int, int], at: int) -> str:
        legal = bool(switched(levels[at], "isLgl"))
        text = value(levels[at], "lvlText")
        return _PLACE.sub(lambda m: _shown(levels.get(int(m[1]) - 1), counts.get(int(m[1]) - 1, 1), legal), text).strip()


def _start(level: Element | None) -> int:
    said = value(level, "start")
    return int(said) if said.isdigit() else 1


def _restarts(level: Element | None, at: int) -> bool:
    said = value(level, "lvlRestart")
    return not said.isdigit() or int(said) > at


def _shown(level: Element | None, count: int, legal: bool) -> str:
    kind = "decimal" if legal else value(level, "numFmt") or "decimal"
    return number_as(kind, count)


def number_as(kind: str, count: int) -> str:
    """A number in a format of Word (17.18.59); formats that only few languages have are written in figures."""
    if kind == "none":
        return ""
    if not 0 < count < _LARGEST:
        return str(count)
    match kind:
        case "upperRoman" | "lowerRoman":
            said = _roman(count)
        case "upperLetter" | "lowerLetter":
            said = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        case "decimalZero":
            return f"{count:02d}"
        case _:
            return str(count)
    return said if kind.startswith("upper") else said.lower()


def _roman(count: int) -> str:
    out = ""
    for worth, sign in _ROMAN:
        out += sign * (count // worth)
        count %= worth
    return out
