"""numbering.xml: the lists, nine levels each, tied to the styles both ways."""

from __future__ import annotations

from dataclasses import replace

from templates.formats import Para, Run
from templates.look import ANNEXES, BULLETS, HEADINGS, LETTERS, PARTS, Level, Look
from templates.markup import el, root, val

LETTER_LEVELS = (
    ("lowerLetter", "%1)"),
    ("lowerRoman", "%2)"),
    ("decimal", "%3)"),
    ("upperLetter", "%4)"),
    ("upperRoman", "%5)"),
)
MARKS = ("–", "•", "–", "•", "–")
LEVELS = 9


def numbering_xml(look: Look) -> str:
    """The whole part."""
    lists = {
        HEADINGS: heading_levels(look),
        ANNEXES: look.annexes,
        LETTERS: letter_levels(look.list_step),
        BULLETS: bullet_levels(look),
    }
    if look.parts_apart:
        lists[PARTS] = look.headings[:1]
    return root(
        "numbering",
        *(abstract_xml(number, nine(levels)) for number, levels in lists.items()),
        *(el("num", val("abstractNumId", number), numId=number) for number in lists),
    )


def heading_levels(look: Look) -> tuple[Level, ...]:
    """The headings; where parts stand apart, the first level stays but numbers no style."""
    if not look.parts_apart:
        return look.headings
    return (replace(look.headings[0], style=None), *look.headings[1:])


def letter_levels(step: int) -> tuple[Level, ...]:
    return tuple(
        Level(list_style("ListNumber", depth), number, text, step * (depth + 1), step)
        for depth, (number, text) in enumerate(LETTER_LEVELS)
    )


def bullet_levels(look: Look) -> tuple[Level, ...]:
    face, step = Run(font=look.body_font), look.list_step
    return tuple(
        Level(list_style("ListBullet", depth), "bullet", mark, step * (depth + 1), step, face)
        for depth, mark in enumerate(MARKS)
    )


def list_style(base: str, depth: int) -> str:
    return base if depth == 0 else f"{base}{depth + 1}"


def nine(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """Word wants nine levels: the missing ones repeat the last one, a step deeper."""
    filled = list(levels)
    while len(filled) < LEVELS:
        filled.append(deeper(filled[-1], len(filled) + 1))
    return tuple(filled)


def deeper(last: Level, depth: int) -> Level:
    if last.number == "bullet":
        text = last.text
    elif last.text.endswith(")"):
        text = f"%{depth})"
    else:
        text = f"{last.text.rstrip('.')}.%{depth}"
    number = "bullet" if last.number == "bullet" else "decimal"
    return Level(None, number, text, last.left + 284, last.hanging, last.run)


def abstract_xml(number: int, levels: tuple[Level, ...]) -> str:
    return el(
        "abstractNum",
        val("nsid", f"3D0C{number:04X}"),
        val("multiLevelType", "multilevel"),
        val("tmpl", f"5A1E{number:04X}"),
        *(level_xml(depth, level) for depth, level in enumerate(levels)),
        abstractNumId=number,
    )


def level_xml(depth: int, level: Level) -> str:
    return el(
        "lvl",
        val("start", 1),
        val("numFmt", level.number),
        val("lvlRestart", 0 if level.continuous else None),
        val("pStyle", level.style),
        val("suff", "tab"),
        val("lvlText", level.text),
        val("lvlJc", "left"),
        Para(left=level.left, hanging=level.hanging).xml(),
        level.run.xml(),
        ilvl=depth,
    )
