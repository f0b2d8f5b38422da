"""A second reader of tracked changes, which shares nothing with docgen: text only, paragraph by paragraph."""

from __future__ import annotations

import re
from typing import Any

from support.word import Word, w

GONE = {True: ("del", "moveFrom"), False: ("ins", "moveTo")}
_FIELD = ("REF", "PAGE", "NUMPAGES")


def paragraphs(word: Word, *, accept: bool | None = None, part: str = "word/document.xml") -> list[str]:
    """The text of every paragraph, after all changes are accepted or rejected; contents and shown numbers left out."""
    root = word.root(part)
    gone = GONE[accept] if accept is not None else ()
    out: list[str] = []
    for p in root.iter(w("p")):
        if (style := p.find(f"{w('pPr')}/{w('pStyle')}")) is not None and style.get(w("val"), "").startswith("TOC"):
            continue
        if accept is not None and any(_row_is_gone(row, gone) for row in p.iterancestors(w("tr"))):
            continue
        marks = [] if (found := p.find(f"{w('pPr')}/{w('rPr')}")) is None else [e.tag for e in found]
        text = _text(p, gone)
        if any(w(g) in marks for g in gone):
            assert text == "", f"a paragraph that goes leaves {text!r}"
            continue
        out.append(text)
    return out


def _row_is_gone(row: Any, gone: tuple[str, ...]) -> bool:
    return any(row.find(f"{w('trPr')}/{w(g)}") is not None for g in gone if g in ("ins", "del"))


def _text(p: Any, gone: tuple[str, ...]) -> str:
    out, depth, hidden, volatile = [], 0, False, False
    for e in p.iter(w("t"), w("delText"), w("tab"), w("br"), w("fldChar"), w("instrText"), w("delInstrText"), w("footnoteReference")):
        if any(a.tag in [w(g) for g in gone] for a in e.iterancestors()) or e.getparent().tag != w("r"):
            continue
        if e.tag == w("fldChar"):
            kind = e.get(w("fldCharType"))
            depth += (kind == "begin") - (kind == "end")
            hidden, volatile = (kind == "separate" and volatile), volatile and kind != "end"
        elif e.tag in (w("instrText"), w("delInstrText")):
            words = (e.text or "").split()
            volatile = bool(words) and words[0] in _FIELD
            if volatile:
                out.append(f"<{words[0]}>")
        elif e.tag == w("footnoteReference"):
            out.append("<note>")
        elif not hidden:
            out.append(e.text or ("\t" if e.tag == w("tab") else "\n"))
    return "".join(out)


def marked(word: Word) -> tuple[list[str], list[str]]:
    """The text of every insertion and deletion in the main part."""
    root = word.root("word/document.xml")
    return tuple(  # type: ignore[return-value]
        ["".join(t.text or "" for t in e.iter(w("t"), w("delText"))) for e in root.iter(w(kind)) if e.getparent().tag not in (w("rPr"), w("trPr"))]
        for kind in ("ins", "del")
    )


def ideal(old: Word, new: Word) -> int:
    """How many characters differ between two documents, word by word, clause by clause.

    An own measure: the heaviest common subsequence of words by plain dynamic programming.
    """
    before, after = _clauses(old), _clauses(new)
    return sum(_distance(before.get(c, ""), after.get(c, "")) for c in {*before, *after})


def _clauses(word: Word) -> dict[str, str]:
    out: dict[str, str] = {"": ""}
    for element in word.body:
        tag = element.find(f"{w('sdtPr')}/{w('tag')}")
        key = "" if tag is None else re.sub(r"@r\d+$", "", tag.get(w("val")))
        for p in element.iter(w("p")):
            style = p.find(f"{w('pPr')}/{w('pStyle')}")
            if style is None or not style.get(w("val"), "").startswith("TOC"):
                out[key] = out.get(key, "") + _text(p, ()) + "\n"
    return out


def _distance(old: str, new: str) -> int:
    a, b = re.findall(r"\S+|\s", old), re.findall(r"\S+|\s", new)
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    line = [0] * (len(b) + 1)
    for one in a:
        above = line
        line = [0]
        for j, other in enumerate(b):
            line.append(above[j] + len(one) if one == other else max(above[j + 1], line[j]))
    strip = [x for x in (*a, *b) if x != "\n"]
    return sum(map(len, strip)) - 2 * line[-1]
