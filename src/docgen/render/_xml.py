"""Strict XML for parts of a Word file: nothing recovered, expanded or fetched.

A part may be UTF-8 or UTF-16 and must not carry a document type declaration
(ECMA-376 Part 2, 6.2.5 "XML usage").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final, TypeAlias

from lxml import etree  # type: ignore[import-untyped,unused-ignore]

Element: TypeAlias = Any
"""An lxml element; lxml carries no types."""

DOCTYPE: Final = "a document type declaration"

_PLAIN_SCAN: Final = 8_000_000
_REMEMBERED: Final = 500_000
_MARKUP: Final = 2_000_000
_ENCODING: Final = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


class XmlFault(ValueError):
    """A part that a strict reader refuses; the message says why."""


class _Doctype(Exception):
    pass


class _Sink:
    """Takes no events, so that the parser builds no tree: well-formedness at constant memory."""

    def doctype(self, *_: object) -> None:
        raise _Doctype

    def close(self) -> None:
        return None


def _parser(**options: Any) -> Any:
    """A parser that refuses what it cannot read and keeps lxml's limits on depth and text."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        **options,
    )


def fault(data: bytes) -> str | None:
    """Why a strict reader refuses this part, or None; costs half of building the tree."""
    if len(data) > _PLAIN_SCAN:
        return _fault_of_large(data)
    return _fault_of_small(data) if len(data) < _REMEMBERED else _scan(data)


def _scan(data: bytes) -> str | None:
    parser = _parser(target=_Sink())
    try:
        etree.fromstring(data, parser)
    except _Doctype:
        return DOCTYPE
    except etree.XMLSyntaxError as problem:
        return _sentence(problem)
    # Without a tree libxml2 only logs what breaks the rules of namespaces.
    wrong = parser.error_log.filter_from_errors()
    return str(wrong[0].message) if len(wrong) else _foreign_encoding(data)


def parse(data: bytes) -> Element:
    """The root of a part, or XmlFault."""
    parser = _parser(remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise XmlFault(_sentence(problem)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlFault(DOCTYPE)
    if reason := _foreign_encoding(data):
        raise XmlFault(reason)
    return root


def serialise(root: Element) -> bytes:
    """The tree as UTF-8."""
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def with_prefix(root: Element, prefix: str, namespace: str) -> Element:
    """The tree with this prefix for the namespace everywhere; ``root`` is used up."""
    others = {p: n for p, n in root.nsmap.items() if n != namespace and p != prefix}
    # Elements take over the declarations of the parent that they are moved to.
    renamed = etree.Element(root.tag, root.attrib, nsmap={prefix: namespace, **others})
    renamed.extend(list(root))
    return renamed


@lru_cache(maxsize=32)
def _fault_of_small(data: bytes) -> str | None:
    """The same for small parts, which a template lends to one document after the other."""
    return _scan(data)


def _fault_of_large(data: bytes) -> str | None:
    """For large parts: bounds the nodes first, then keeps the limits that only a tree applies."""
    if data.count(b"<") + data.count(b"=") > _MARKUP:
        return "more markup than any contract holds"
    try:
        parse(data)
    except XmlFault as problem:
        return str(problem)
    return None


def _foreign_encoding(data: bytes) -> str | None:
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    name = declared[1].decode("ascii", "replace") if declared else "UTF-8"
    if data[:2] in _BOMS or name.upper() in ("UTF-8", "UTF-16"):
        return None
    return f"encoding {name}, where only UTF-8 and UTF-16 may stand"


def _sentence(problem: Exception) -> str:
    """libxml2's message without the name of its input."""
    return str(problem).replace(" (<string>, line", ", (line").split(", (line")[0]
