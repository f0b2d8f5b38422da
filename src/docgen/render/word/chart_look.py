"""What charts of a template look like: its own font, ink and colours, so that a chart is of the house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from docgen.model.dataclass import dataclass

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SERIES: Final = 12
_ACCENTS: Final = 6
_INK, _ACCENT, _SIZE = "404040", "1F4E79", 18
_SMALLEST, _LARGEST = 14, 18  # half points
_GREYS: Final = ("595959", "A6A6A6")
_TINTS: Final = ((0.0, "000000"), (0.5, "FFFFFF"), (0.35, "000000"), (0.72, "FFFFFF"))


@dataclass(frozen=True, slots=True)
class ChartLook:
    """``font`` is a typeface, ``size`` in half points; ``colours`` are fills of DrawingML, one a series."""

    font: str
    size: int
    ink: str
    colours: tuple[str, ...]


def chart_look(styles: Any, *, themed: bool) -> ChartLook:
    """The look from the styles of a template; the colours of its theme where it has one.

    :param styles: root of ``word/styles.xml``.
    """
    named = {_name(style): style for style in styles.iter(f"{W}style")}
    by_id = {style.get(f"{W}styleId", ""): style for style in named.values()}
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault")
    text = [*_chain(named.get("table text"), by_id), *([defaults] if defaults is not None else [])]
    heading = [*_chain(named.get("heading 1"), by_id)]
    font = _first(text, "rFonts", "ascii")
    size = _first(text, "sz", "val")
    half_points = min(max(int(size) if size.isdigit() else _SIZE, _SMALLEST), _LARGEST)
    accent = _colour(heading) or _ACCENT
    return ChartLook(font or "+mn-lt", half_points, _colour(text) or _INK, _colours(accent, themed=themed))


def _colours(accent: str, *, themed: bool) -> tuple[str, ...]:
    """Accents of the theme, or shades of the colour of the headings that also differ in grey."""
    if themed:
        found = [f'<a:schemeClr val="accent{n}"/>' for n in range(1, _ACCENTS + 1)]
    else:
        shades = [_mixed(accent, with_, share) for share, with_ in _TINTS]
        ordered = (shades[0], shades[1], _GREYS[0], shades[3], shades[2], _GREYS[1])
        found = [f'<a:srgbClr val="{colour}"/>' for colour in ordered]
    return tuple(found[n % len(found)] for n in range(SERIES))


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(bytes.fromhex(colour), bytes.fromhex(other), strict=True)
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _name(style: Any) -> str:
    name = style.find(f"{W}name")
    return name.get(f"{W}val", "").lower() if name is not None else ""


def _chain(style: Any, by_id: Mapping[str, Any]) -> Iterator[Any]:
    """A style and those that it is based on, the nearest first."""
    seen: set[str] = set()
    while style is not None and (id_ := style.get(f"{W}styleId", "")) not in seen:
        seen.add(id_)
        yield style
        based = style.find(f"{W}basedOn")
        style = by_id.get(based.get(f"{W}val", "")) if based is not None else None


def _first(styles: list[Any], tag: str, attribute: str) -> str:
    for style in styles:
        found = style.find(f"{W}rPr/{W}{tag}")
        if found is not None and (value := found.get(f"{W}{attribute}", "")):
            return str(value)
    return ""


def _colour(styles: list[Any]) -> str:
    colour = _first(styles, "color", "val")
    return colour.upper() if len(colour) == 6 and set(colour.upper()) <= set("0123456789ABCDEF") else ""
