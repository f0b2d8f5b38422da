"""What makes one house style: page, faces, colours, formats, numbering and the cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from templates.formats import Format, Rule, Run

PLAIN_RUN = Run()

HEADINGS, ANNEXES, LETTERS, BULLETS, PARTS = 1, 2, 3, 4, 5
"""The w:numId of the lists, the same in every template; PARTS only where parts stand apart."""


@dataclass(frozen=True, slots=True)
class Page:
    """An A4 page, upright unless it is wider than high; lengths in twentieths of a point."""

    top: int
    bottom: int
    left: int
    right: int
    header: int
    footer: int
    width: int = 11906
    height: int = 16838

    @property
    def orientation(self) -> str | None:
        """What the page says of itself; nothing for an upright one."""
        return "landscape" if self.width > self.height else None

    @property
    def measure(self) -> int:
        """Width of the text."""
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the style it numbers, its format and text, and where the text stands."""

    style: str | None
    number: str
    text: str
    left: int = 0
    hanging: int = 0
    run: Run = PLAIN_RUN
    continuous: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The house table: lines, header band and room inside the cells."""

    outer: tuple[Rule, ...]
    band: str
    under_header: Rule
    pad: int = 60
    side: int = 108


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the cover, header or footer: a style and its pieces.

    A piece is a slot (`{{ … }}`), a text, `\\t` for a tab, `[br]` for a new line, `>` for the right edge of any page,
    or a field (`=PAGE`).
    A text that begins with `@` is a label and takes the label style.
    """

    style: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A whole template."""

    file: str
    subject: str
    body_font: str
    page: Page
    formats: Mapping[str, Format]
    headings: tuple[Level, ...]
    annexes: tuple[Level, ...]
    list_step: int
    grid: Grid
    grid_color: str
    cover: tuple[Line, ...]
    header: tuple[Line, ...]
    footer: tuple[Line, ...]
    fonts: tuple[str, ...]
    cover_rules: tuple[Rule, ...] = ()
    cover_page: bool = True
    """False: the cover lines head the first page of the text, and there are no contents."""
    contents: bool = True
    parts_apart: bool = False
    """Articles count through all parts. Word needs only `w:lvlRestart`, but LibreOffice restarts
    a level under every higher one, so there the parts are numbered by a list of their own."""
