"""An independent reader of .docx files: nothing of docgen is used to read what docgen wrote."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {"w": W, "ct": "http://schemas.openxmlformats.org/package/2006/content-types"}


def w(tag: str) -> str:
    return f"{{{W}}}{tag}"


def val(element: Any, path: str = "") -> str | None:
    """The value of an element, or of the one at a path below it."""
    found = element.find(path, NS) if path and element is not None else element
    return found.get(w("val")) if found is not None else None


def text_of(element: Any) -> str:
    """The text of a paragraph or part as it is shown: tabs and line breaks included."""
    out = []
    for e in element.iter():
        if e.tag == w("t"):
            out.append(e.text or "")
        elif e.tag == w("tab") and e.getparent().tag == w("r"):
            out.append("\t")
        elif e.tag == w("br"):
            out.append("\n")
    return "".join(out)


class Word:
    """A .docx, opened."""

    def __init__(self, data: bytes, made: Any = None) -> None:
        self.data, self.made = data, made
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            assert len(set(archive.namelist())) == len(archive.namelist())
            self.parts = {n: archive.read(n) for n in archive.namelist()}
            self.infos = archive.infolist()

    def root(self, part: str) -> Any:
        return etree.fromstring(self.parts[part])

    @cached_property
    def main(self) -> Any:
        return self.root("word/document.xml")

    @cached_property
    def body(self) -> Any:
        return self.main.find("w:body", NS)

    @cached_property
    def paragraphs(self) -> list[Any]:
        return list(self.main.iter(w("p")))

    @cached_property
    def texts(self) -> list[str]:
        return [text_of(p) for p in self.paragraphs]

    @cached_property
    def text(self) -> str:
        return "\n".join(self.texts)

    def text_in(self, kind: str) -> str:
        """The text of every header, footer, footnotes or comments part."""
        names = [n for n in self.parts if re.fullmatch(rf"word/{kind}\d*\.xml", n)]
        return "\n".join(text_of(self.root(n)) for n in sorted(names))

    @cached_property
    def everything(self) -> str:
        """Every string of every part: text, attributes and all."""
        return "\n".join(f"{name}\n{data.decode()}" for name, data in self.parts.items() if not name.endswith(("/", ".xlsx")))

    # -- styles and numbers
    @cached_property
    def styles(self) -> dict[str, Any]:
        return {s.get(w("styleId")): s for s in self.root("word/styles.xml").iter(w("style"))}

    def style_name(self, paragraph: Any) -> str:
        style = val(paragraph, "w:pPr/w:pStyle")
        return (val(self.styles[style], "w:name") or "") if style else ""

    def styled(self, *names: str) -> list[Any]:
        return [p for p in self.paragraphs if self.style_name(p) in names]

    def list_of(self, paragraph: Any) -> tuple[str, int] | None:
        """(numId, level) of a paragraph: its own, else that of its style or of those below it."""
        own = paragraph.find("w:pPr/w:numPr", NS)
        style = val(paragraph, "w:pPr/w:pStyle")
        level = val(own, "w:ilvl") if own is not None else None
        num = val(own, "w:numId") if own is not None else None
        while style and num is None:
            entry = self.styles[style].find("w:pPr/w:numPr", NS)
            if entry is not None:
                num = val(entry, "w:numId") or num
                level = level or val(entry, "w:ilvl")
            style = val(self.styles[style], "w:basedOn")
        return None if num in (None, "0") else (str(num), int(level or 0))

    @cached_property
    def labels(self) -> dict[Any, str]:
        """What Word prints before each numbered paragraph of the main part."""
        return dict(Counters(self).labels())

    @cached_property
    def bookmarks(self) -> dict[str, Any]:
        """The paragraph in which each bookmark begins."""
        out = {}
        for mark in self.main.iter(w("bookmarkStart")):
            paragraph = next(mark.iterancestors(w("p")), None)
            out[mark.get(w("name"))] = paragraph
        return out

    def fields(self, part: str = "word/document.xml") -> Iterator[tuple[str, str]]:
        """(instruction, cached result) of every complex field, also nested."""
        open_: list[list[Any]] = []
        for e in self.root(part).iter(w("fldChar"), w("instrText"), w("t"), w("tab")):
            if e.tag == w("fldChar"):
                kind = e.get(w("fldCharType"))
                if kind == "begin":
                    open_.append(["", "", False])
                elif kind == "separate":
                    open_[-1][2] = True
                else:
                    instruction, result, _ = open_.pop()
                    yield instruction.strip(), result
            elif e.tag == w("instrText"):
                open_[-1][0] += e.text or ""
            else:
                for one in open_:
                    one[1] += (e.text or "") if one[2] and e.tag == w("t") else ""
        assert not open_, "a field is not closed"

    @cached_property
    def controls(self) -> list[Any]:
        return list(self.main.iter(w("sdt")))


class Counters:
    """Counting as Word does it (ECMA-376 part 1, 17.9), from numbering.xml alone.

    Lists of one abstract list share their counters; an override restarts a level once.
    """

    def __init__(self, word: Word) -> None:
        self.word = word
        root = word.root("word/numbering.xml")
        self.abstract = {a.get(w("abstractNumId")): a for a in root.findall("w:abstractNum", NS)}
        self.nums = {n.get(w("numId")): n for n in root.findall("w:num", NS)}
        self.counts: dict[str, dict[int, int]] = {}
        self.restarted: set[tuple[str, int]] = set()

    def labels(self) -> Iterator[tuple[Any, str]]:
        for paragraph in self.word.paragraphs:
            found = self.word.list_of(paragraph)
            if found is not None:
                yield paragraph, self._next(*found)

    def _next(self, num: str, level: int) -> str:
        abstract = val(self.nums[num], "w:abstractNumId") or ""
        levels = {int(e.get(w("ilvl"))): e for e in self.abstract[abstract].findall("w:lvl", NS)}
        counts = self.counts.setdefault(abstract, {})
        start = self._override(num, level)
        if start is not None and (num, level) not in self.restarted:
            self.restarted.add((num, level))
            counts[level] = start
        else:
            counts[level] = counts.get(level, self._start(levels[level]) - 1) + 1
        for deeper in [d for d in counts if d > level]:
            restart = val(levels[deeper], "w:lvlRestart")
            if restart is None or int(restart) > level:
                del counts[deeper]
        return re.sub(r"%(\d)", lambda m: self._shown(int(m[1]) - 1, levels, counts), val(levels[level], "w:lvlText") or "")

    def _override(self, num: str, level: int) -> int | None:
        for override in self.nums[num].findall("w:lvlOverride", NS):
            if override.get(w("ilvl")) == str(level):
                return int(val(override, "w:startOverride") or 1)
        return None

    def _start(self, level: Any) -> int:
        return int(val(level, "w:start") or 1)

    def _shown(self, level: int, levels: dict[int, Any], counts: dict[int, int]) -> str:
        number = counts.get(level, self._start(levels[level]))
        match val(levels[level], "w:numFmt"):
            case "upperRoman":
                return _roman(number)
            case "lowerRoman":
                return _roman(number).lower()
            case "lowerLetter":
                return _letter(number)
            case "upperLetter":
                return _letter(number).upper()
            case "decimal":
                return str(number)
            case "bullet" | "none":
                return ""
            case other:
                raise AssertionError(other)


def _roman(number: int) -> str:
    units = (("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50),
             ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))  # fmt: skip
    out = ""
    for sign, value in units:
        out += sign * (number // value)
        number %= value
    return out


def _letter(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26] * ((number - 1) // 26 + 1)


def canonical(xml: bytes | str) -> bytes:
    """XML that can be compared: canonical, without white space between elements."""
    parser = etree.XMLParser(remove_blank_text=True)
    root = etree.fromstring(xml.encode() if isinstance(xml, str) else xml, parser)
    return etree.tostring(root, method="c14n")
