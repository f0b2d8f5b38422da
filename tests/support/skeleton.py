"""What a validator of Open XML looks at in a document: everything but the words.

Two documents of one skeleton have the same parts, and in these the same elements in the same order with the same
attributes. Only what may be any string differs: the texts of runs and of the properties that docgen adds to a file. Of a
part in a format of its own (``customXml/``) the names count, for no validator of Open XML knows what may stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from lxml import etree

from support.word import Word, w

FOREIGN = re.compile(r"customXml/item\d+\.xml")
WORDS = {w("t"), "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}lpwstr"}


def skeleton(word: Word) -> str:
    """Equal for documents that differ in words alone."""
    digest = sha256()
    for name in sorted(word.parts):
        parsed = name.endswith((".xml", ".rels"))
        found = _tree(word.root(name), foreign=bool(FOREIGN.fullmatch(name))) if parsed else [word.parts[name]]
        digest.update(repr((name, *found)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _tree(root: Any, *, foreign: bool) -> Iterator[object]:
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield node.tag, sorted(node.attrib if foreign else node.attrib.items())
            yield "" if foreign or node.tag in WORDS else node.text
        elif event == "end":
            yield "end", node.tail
        else:
            yield event, str(node)
