"""Paragraph and run formats as values, written in the order that the schema wants."""

from __future__ import annotations

from dataclasses import dataclass

from templates.markup import el, flag, val


@dataclass(frozen=True, slots=True)
class Rule:
    """One border line: side, thickness in eighths of a point, distance in points, colour."""

    side: str
    size: int
    color: str
    space: int = 1
    kind: str = "single"

    def xml(self) -> str:
        return el(self.side, val=self.kind, sz=self.size, space=self.space, color=self.color)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab stop, in twentieths of a point."""

    at: int
    kind: str = "left"
    leader: str | None = None

    def xml(self) -> str:
        return el("tab", val=self.kind, leader=self.leader, pos=self.at)


SIDES = ("top", "left", "bottom", "right")


def box(size: int, color: str, space: int) -> tuple[Rule, ...]:
    """Four equal border lines."""
    return tuple(Rule(side, size, color, space) for side in SIDES)


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph format; lengths in twentieths of a point, `line` in 240ths of a line."""

    before: int | None = None
    after: int | None = None
    line: int | None = None
    line_rule: str = "auto"
    left: int | None = None
    right: int | None = None
    first: int | None = None
    hanging: int | None = None
    align: str | None = None
    keep_next: bool | None = None
    keep_lines: bool | None = None
    page_break: bool | None = None
    widows: bool | None = None
    hyphens: bool | None = None
    contextual: bool | None = None
    borders: tuple[Rule, ...] = ()
    fill: str | None = None
    tabs: tuple[Tab, ...] = ()
    outline: int | None = None
    number: tuple[int, int] | None = None

    def xml(self) -> str:
        inside = self._flow() + self._frame() + self._space()
        return el("pPr", inside) if inside else ""

    def _flow(self) -> str:
        return (
            flag("keepNext", self.keep_next)
            + flag("keepLines", self.keep_lines)
            + flag("pageBreakBefore", self.page_break)
            + flag("widowControl", self.widows)
            + number_xml(self.number)
        )

    def _frame(self) -> str:
        lines = "".join(rule.xml() for rule in self.borders)
        stops = "".join(tab.xml() for tab in self.tabs)
        quiet = None if self.hyphens is None else not self.hyphens
        return (
            (el("pBdr", lines) if lines else "")
            + fill_xml(self.fill)
            + (el("tabs", stops) if stops else "")
            + flag("suppressAutoHyphens", quiet)
        )

    def _space(self) -> str:
        return (
            self._spacing()
            + self._indent()
            + flag("contextualSpacing", self.contextual)
            + val("jc", self.align)
            + val("outlineLvl", self.outline)
        )

    def _spacing(self) -> str:
        rule = None if self.line is None else self.line_rule
        said = (self.before, self.after, self.line)
        if said == (None, None, None):
            return ""
        return el("spacing", before=said[0], after=said[1], line=said[2], lineRule=rule)

    def _indent(self) -> str:
        said = (self.left, self.right, self.hanging, self.first)
        if said == (None, None, None, None):
            return ""
        return el("ind", left=said[0], right=said[1], hanging=said[2], firstLine=said[3])


@dataclass(frozen=True, slots=True)
class Run:
    """A run format; `size` in half points, `track` (letter spacing) in twentieths of a point."""

    font: str | None = None
    size: int | None = None
    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    small_caps: bool | None = None
    color: str | None = None
    track: int | None = None
    underline: str | None = None
    fill: str | None = None
    vertical: str | None = None
    lang: str | None = None
    tabular: bool = False

    def xml(self) -> str:
        inside = self._face() + self._ink() + self._figures()
        return el("rPr", inside) if inside else ""

    def _face(self) -> str:
        return (
            fonts_xml(self.font)
            + "".join(flag(tag, self.bold) for tag in ("b", "bCs"))
            + "".join(flag(tag, self.italic) for tag in ("i", "iCs"))
            + flag("caps", self.caps)
            + flag("smallCaps", self.small_caps)
        )

    def _ink(self) -> str:
        return (
            val("color", self.color)
            + val("spacing", self.track)
            + "".join(val(tag, self.size) for tag in ("sz", "szCs"))
            + val("u", self.underline)
            + fill_xml(self.fill)
            + val("vertAlign", self.vertical)
            + lang_xml(self.lang)
        )

    def _figures(self) -> str:
        if not self.tabular:
            return ""
        return '<w14:numForm w14:val="lining"/><w14:numSpacing w14:val="tabular"/>'


Format = tuple[Para, Run]


def fonts_xml(font: str | None) -> str:
    if font is None:
        return ""
    return el("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)


def lang_xml(lang: str | None) -> str:
    return "" if lang is None else el("lang", val=lang, eastAsia=lang, bidi="ar-SA")


def fill_xml(fill: str | None) -> str:
    return "" if fill is None else el("shd", val="clear", color="auto", fill=fill)


def number_xml(number: tuple[int, int] | None) -> str:
    """Link to (list, level); list 0 takes an inherited number away."""
    if number is None:
        return ""
    num, level = number
    inner = val("ilvl", level) if num else ""
    return el("numPr", inner, val("numId", num))
