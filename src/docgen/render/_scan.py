"""One pass over a WordprocessingML part: its paragraphs' text, its ids and what it refers to.

Building a tree of a contract costs more than drawing it up, so parts are scanned
as text, after a strict parser has accepted them. Parts written in an unusual way
(other prefixes, comments, text boxes) take the way through a tree and come back
in the usual one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.late_pattern import LatePattern
from docgen.render import _xml

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"

_DECLARED: Final = re.compile(rb'xmlns:w="([^"]*)"')
_DELETED: Final = LatePattern(rb"<w:(del|moveFrom) [^>]*[^>/]>.*?</w:\1>", re.DOTALL)
_TOKEN: Final = re.compile(
    rb"<w:(t|p|tab/|br|cr/|noBreakHyphen/|softHyphen/|pStyle|rStyle|tblStyle|numId|id"
    rb"|bookmarkStart|hyperlink|fldSimple|instrText)(?=[\s/>])([^>]*)>([^<]*)"
)
_LINE: Final = b"\1"  # these two characters cannot stand in XML
_PARAGRAPH: Final = b"\0"
# A tab or hyphen of a run has no attributes; with attributes it is a tab stop.
_CHARACTERS: Final = {
    b"tab/": b"\t",
    b"cr/": _LINE,
    b"noBreakHyphen/": "\u2011".encode(),
    b"softHyphen/": "\u00ad".encode(),
}
_REFERENCE: Final = re.compile(
    r'^[ \t]*(?:REF|PAGEREF|NOTEREF)[ \t]+"?([^\s"\\]+)', re.IGNORECASE | re.MULTILINE
)
_ENTITY: Final = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CELL_START: Final = re.compile(rb"<w:tc[\s>]|</w:tbl>")
_CELL_TEXT: Final = re.compile(rb"<w:p[\s/>]")
_CELL_END: Final = re.compile(rb"</w:tc>")


@dataclass(frozen=True, slots=True)
class Scan:
    """What one part holds, in document order."""

    paragraphs: list[str]
    styles: set[str]
    numbers: set[str]
    bookmark_names: list[str]
    bookmark_ids: list[str]
    controls: list[str]
    references: set[str]
    cells_without_paragraph: int


def scan(data: bytes) -> Scan:
    """What a well-formed part holds. Deleted and moved-away text does not count as text."""
    body = usual(data)
    pieces: list[bytes] = []
    noted: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for name, attributes, content in _TOKEN.findall(_without_deleted(body)):
        if name == b"t":
            # The outer spaces go unless they are preserved (ECMA-376 Part 1, 17.3.3.31).
            pieces.append(content if b"preserve" in attributes else content.strip())
        elif name == b"p":
            pieces.append(_PARAGRAPH)
        elif name == b"br":
            pieces.append(b"" if b'="page"' in attributes or b'="column"' in attributes else _LINE)
        elif name in _CHARACTERS:
            pieces.append(_CHARACTERS[name])
        else:
            noted[name].append(content if name == b"instrText" else attributes)
    text = b"".join(pieces).replace(b"\n", b" ").replace(_LINE, b"\n").decode()
    return Scan(
        paragraphs=unescape(text).split("\0")[1:],
        styles=set(_values({*noted[b"pStyle"], *noted[b"rStyle"], *noted[b"tblStyle"]}, "w:val")),
        numbers=set(_values(set(noted[b"numId"]), "w:val")),
        bookmark_names=_values(noted[b"bookmarkStart"], "w:name"),
        bookmark_ids=_values(noted[b"bookmarkStart"], "w:id"),
        controls=_values(noted[b"id"], "w:val"),
        references=_references(noted),
        cells_without_paragraph=_bare_cells(body),
    )


def _values(attributes: Iterable[bytes], name: str) -> list[str]:
    """The values of one attribute of many elements."""
    found = re.findall(name + '="([^"]*)"', b"\n".join(attributes).decode())
    return unescape("\0".join(found)).split("\0") if found else []


def _references(noted: Mapping[bytes, list[bytes]]) -> set[str]:
    """The bookmarks that fields and links lead to (Part 1, 17.16.5.51 and 17.16.22)."""
    codes = unescape(b"\n".join(noted.get(b"instrText", ())).decode())
    simple = "\n".join(_values(noted.get(b"fldSimple", ()), "w:instr"))
    targets = {*_REFERENCE.findall(codes), *_REFERENCE.findall(simple)}
    return (targets | set(_values(noted.get(b"hyperlink", ()), "w:anchor"))) - {"", "_top"}


def usual(data: bytes) -> bytes:
    """The part in UTF-8 with prefix ``w``, double quotes and no comments; each text once."""
    body = data[data.find(b"?>") + 2 :] if data.startswith(b"<?xml") else data
    if set(_DECLARED.findall(body)) == {W.encode()} and not _unusual(body):
        return body
    return _through_tree(data)


def _unusual(body: bytes) -> bool:
    # One character is found much faster than two, and is rare.
    return (
        (b"'" in body and b"='" in body)
        or (b"!" in body and b"<!" in body)
        or b"Fallback>" in body
        or b"txbxContent" in body
    )


def _without_deleted(body: bytes) -> bytes:
    """The part with deleted text marked as such (ECMA-376 Part 1, 17.3.3.7), which Word does
    itself for ``w:del`` and not for ``w:moveFrom``.
    """
    if b"</w:del>" in body or b"</w:moveFrom>" in body:
        return _DELETED.compiled.sub(lambda m: re.sub(rb"<w:t(?=[\s/>])", b"<w:delText", m[0]), body)
    return body


def unescape(text: str) -> str:
    """The characters that predefined entities and character references stand for (XML 1.0, 4.6)."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    return _NAMED[name] if name else chr(int(hexadecimal or decimal, 16 if hexadecimal else 10))


def _through_tree(data: bytes) -> bytes:
    """The same part in the usual form: of alternatives the first is kept (ECMA-376 Part 3, 7.6),
    and the paragraphs of a text box follow the paragraph that holds it.
    """
    root = _xml.parse(data)
    for fallback in list(root.iter(f"{{{_MC}}}Fallback")):
        fallback.getparent().remove(fallback)
    for box in reversed(list(root.iter(f"{{{W}}}txbxContent"))):
        anchor = next(box.iterancestors(f"{{{W}}}p"), None)
        if anchor is not None:
            for block in reversed(list(box)):
                anchor.addnext(block)
    serialised = _xml.serialise(_xml.with_prefix(root, "w", W))
    return serialised[serialised.find(b"?>") + 2 :]


_REACH: Final = 20_000  # where a cell without </w:p> at its end is looked for


def _bare_cells(body: bytes) -> int:
    """Cells that do not end with a paragraph of their own, which Word repairs
    (ECMA-376 Part 1, 17.4.65).
    """
    bare = 0
    for found in _CELL_END.finditer(body):
        at = found.start()
        if body[at - 6 : at] != b"</w:p>":
            own = _CELL_START.split(body[max(0, at - _REACH) : at])[-1]
            bare += _CELL_TEXT.search(own) is None
    return bare
