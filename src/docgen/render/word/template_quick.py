"""The parts of a Word template with slots, read without docxtpl where they are plain.

docxtpl decides what its dialect means, but importing it and python-docx costs as much as compiling a template ten
times over. A template that holds nothing but whole slots, ``{{ titre }}`` and ``{{p corps }}``, each in one run of
text, needs none of its repairs; any other is left to it.
"""

from __future__ import annotations

import re

from lxml import etree  # type: ignore[import-untyped,unused-ignore]

from docgen.render.package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SLOT = re.compile(r"\{\{(?:p )? ?[a-z_]+ ?\}\}")
_PARAGRAPH = re.compile(r"<w:p[ >](?:(?!<w:p[ >]).)*\{\{p ([^}%]*\}\}).*?</w:p>", re.DOTALL)


def plain_parts(package: Package) -> dict[str, str] | None:
    """The main part (its body only), headers and footers as docxtpl gives them; None when one is not plain."""
    main = package.main_document
    names = dict.fromkeys((main, *package.related("header"), *package.related("footer")))
    parts = {name: _plain(package.parts[name], body=name == main) for name in names if package.parts[name]}
    plain = {name: xml for name, xml in parts.items() if xml is not None}
    return plain if len(plain) == len(parts) else None


def _plain(data: bytes, *, body: bool) -> str | None:
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True, resolve_entities=False))
    part = root.find(f"{_W}body") if body else root
    if part is None:
        return None
    xml: str = etree.tostring(part, encoding="unicode")
    rest = _SLOT.sub("", xml)
    if "{" in rest or "}" in rest or "<w:t>" in xml:  # docxtpl keeps the spaces of the last
        return None
    return _PARAGRAPH.sub(r"{{ \1", xml)
