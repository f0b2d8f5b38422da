"""Charts of a .docx read by nothing but zip and XML: what Word would draw, and what its workbook holds."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree

from support.word import Word

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True)
class Drawn:
    """A chart: its plot, its alternative text, series by name, and the cells of its workbook."""

    tag: str
    alt: str
    size: tuple[int, int]
    points: list[str | None]
    series: dict[str, list[str | None]]
    cells: dict[str, str]
    root: Any


def charts_of(word: Word) -> list[Drawn]:
    """The charts of the main part, in order."""
    rels = {r.get("Id"): r.get("Target") for r in word.root("word/_rels/document.xml.rels")}
    return [_drawn(word, inline, rels) for inline in word.main.iter(f"{WP}inline")]


def _drawn(word: Word, inline: Any, rels: dict[str, str]) -> Drawn:
    part = "word/" + rels[next(inline.iter(f"{C}chart")).get(f"{R}id")]
    root = word.root(part)
    (relation,) = word.root(part.replace("charts/", "charts/_rels/") + ".rels")
    assert relation.get("Id") == root.find(f"{C}externalData").get(f"{R}id")
    book = "word/" + relation.get("Target").removeprefix("../")
    (plot,) = [e for e in root.find(f".//{C}plotArea") if e.tag.endswith("Chart")]
    series, points = {}, []
    for one in plot.iter(f"{C}ser"):
        (name,) = _cached(one, "tx")
        series[str(name)] = _cached(one, "yVal") or _cached(one, "val")
        points = _cached(one, "xVal") or _cached(one, "cat")
    extent = inline.find(f"{WP}extent")
    size = (int(extent.get("cx")), int(extent.get("cy")))
    alt = inline.find(f"{WP}docPr").get("descr")
    return Drawn(plot.tag.removeprefix(C), alt, size, points, series, cells_of(word.parts[book]), root)


def _cached(series: Any, tag: str) -> list[str | None]:
    holder = series.find(f"{C}{tag}")
    if holder is None:
        return []
    out: list[str | None] = [None] * int(next(holder.iter(f"{C}ptCount")).get("val"))
    for point in holder.iter(f"{C}pt"):
        out[int(point.get("idx"))] = point.findtext(f"{C}v")
    return out


def cells_of(book: bytes) -> dict[str, str]:
    """The cells of the first sheet of a workbook by their places."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert archive.testzip() is None
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return {c.get("r"): "".join(t.text or "" for t in c.iter(f"{S}t", f"{S}v")) for c in sheet.iter(f"{S}c")}


def at(formula: str) -> list[str]:
    """The places that a reference of one column leads to: ``Data!$B$2:$B$4`` -> B2, B3, B4."""
    found = re.fullmatch(r"Data!\$([A-Z])\$(\d+)(?::\$\1\$(\d+))?", formula)
    assert found, formula
    first, last = int(found[2]), int(found[3] or found[2])
    return [f"{found[1]}{n}" for n in range(first, last + 1)]
