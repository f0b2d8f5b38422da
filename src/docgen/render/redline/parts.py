"""Parts that old text brings with it: charts with their workbooks, pictures, addresses of links."""

from __future__ import annotations

import posixpath
import re
from typing import Final
from xml.sax.saxutils import quoteattr

from docgen.render.package import CONTENT_TYPES, Package, Relationship
from docgen.render.redline.source import Source

_CLOSE: Final = b"</Relationships>"
_NUMBER: Final = re.compile(r"(\d*)(\.\w+)$")
_NAMESPACE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY: Final = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_NAMESPACE}"/>'


class Parts:
    """The parts of the redline, which begin as those of the new document."""

    def __init__(self, old: Source, new: Source) -> None:
        self.all = dict(new.package.parts)
        self._old: Package = old.package
        self._new: Package = new.package
        self._main = new.main.part
        self._count = 0
        self._types = list[tuple[str, str]]()
        self._relations = dict[str, list[str]]()

    def taken_over(self, part: str, relation: str) -> str:
        """The id of a relationship of the redline to a copy of what an old part refers to."""
        found = next((r for r in self._old.relationships(part) if r.id == relation), None)
        if found is None:
            return relation
        target = found.target if found.external else self._copied(found.target)
        return self.related(self._main, found.type, target, external=found.external)

    def related(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        """A new relationship of a part of the redline."""
        self._count += 1
        id_ = f"rIdRedline{self._count}"
        shown = target if external else posixpath.relpath(target, posixpath.dirname(source) or ".")
        mode = ' TargetMode="External"' if external else ""
        self._relations.setdefault(source, []).append(
            f'<Relationship Id="{id_}" Type={quoteattr(kind)} Target={quoteattr(shown)}{mode}/>'
        )
        return id_

    def added(self, name: str) -> str:
        """A free name for a part that is like one of the old main document, declared and related as that one is."""
        relation = next(r for r in self._old.relationships(self._old.main_document) if r.target == name)
        free = name if name not in self.all else self._free(name)
        self.related(self._main, relation.type, free)
        self._types.append((free, self._old.content_type(name) or ""))
        return free

    def _copied(self, name: str) -> str:
        """A part of the old document under a free name, with all that it refers to."""
        copy = self._free(name)
        self.all[copy] = self._old.parts[name]
        kind = self._old.content_type(name)
        if kind:
            self._types.append((copy, kind))
        below = self._old.relationships(name)
        if below:
            self.all[_relations_of(copy)] = _written(copy, [(r, self._below(r)) for r in below])
        return copy

    def _below(self, relation: Relationship) -> str:
        return relation.target if relation.external else self._copied(relation.target)

    def _free(self, name: str) -> str:
        taken = {part.lower() for part in self.all}
        stem = _NUMBER.sub("", name)
        extension = posixpath.splitext(name)[1]
        number = 1
        while f"{stem}{number}{extension}".lower() in taken:
            number += 1
        return f"{stem}{number}{extension}"

    def finish(self) -> dict[str, bytes]:
        """All parts, with the relationships and content types that were added."""
        for source, added in self._relations.items():
            name = _relations_of(source)
            xml = self.all.get(name, _EMPTY.encode())
            self.all[name] = _with(xml, "".join(added).encode())
        if self._types:
            overrides = "".join(
                f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"
                for name, kind in self._types
            )
            self.all[CONTENT_TYPES] = self.all[CONTENT_TYPES].replace(b"</Types>", overrides.encode() + b"</Types>")
        return self.all


def _with(xml: bytes, added: bytes) -> bytes:
    if _CLOSE in xml:
        return xml.replace(_CLOSE, added + _CLOSE)
    return re.sub(rb"/>\s*$", b">" + added.replace(b"\\", b"\\\\") + _CLOSE, xml)


def _relations_of(part: str) -> str:
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _written(part: str, relations: list[tuple[Relationship, str]]) -> bytes:
    out = []
    for relation, target in relations:
        shown = target if relation.external else posixpath.relpath(target, posixpath.dirname(part))
        mode = ' TargetMode="External"' if relation.external else ""
        out.append(
            f"<Relationship Id={quoteattr(relation.id)} Type={quoteattr(relation.type)} Target={quoteattr(shown)}{mode}/>"
        )
    return _with(_EMPTY.encode(), "".join(out).encode())
