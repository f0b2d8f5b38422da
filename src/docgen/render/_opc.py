"""Content types and relationships of a package (ECMA-376 Part 2, sections 6.2.3 and 6.5)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.render import _xml

CONTENT_TYPES: Final = "[Content_Types].xml"
_TYPES_NS: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SCHEME: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.\-]*:|//|\\\\)")


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship of a part; ``target`` is a part name, or an address when ``external``."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of the type: ``styles``, ``image``, ``hyperlink`` …"""
        return self.type.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class ContentTypes:
    """What ``[Content_Types].xml`` declares, keyed in lower case."""

    defaults: Mapping[str, str]
    overrides: Mapping[str, str]

    def of(self, part: str) -> str | None:
        """The content type of a part: its override, else the default of its extension."""
        extension = part.rsplit(".", 1)[-1] if "." in part else ""
        return self.overrides.get(part.lower()) or self.defaults.get(extension.lower())

    def declared(self) -> Iterable[str]:
        """Every content type that is declared, used or not."""
        return (*self.defaults.values(), *self.overrides.values())


def content_types(data: bytes) -> ContentTypes:
    """The content types that the part declares; XmlFault when it is no such part."""
    root = _xml.parse(data)
    return ContentTypes(
        {
            e.get("Extension", "").lower(): e.get("ContentType", "")
            for e in root.iter(_TYPES_NS + "Default")
        },
        {
            e.get("PartName", "").lower().removeprefix("/"): e.get("ContentType", "")
            for e in root.iter(_TYPES_NS + "Override")
        },
    )


def relationships(data: bytes, source: str) -> tuple[Relationship, ...]:
    """The relationships that a ``.rels`` part declares for ``source`` ('' for the package)."""
    return tuple(_relationship(element, source) for element in _xml.parse(data).iter(_RELATIONSHIP))


def source_part(name: str) -> str | None:
    """The part whose relationships ``name`` holds, or None when it holds none."""
    folder, file = posixpath.split(name)
    if posixpath.basename(folder).lower() != "_rels" or not file.lower().endswith(".rels"):
        return None
    return posixpath.join(posixpath.dirname(folder), file[: -len(".rels")])


def _relationship(element: _xml.Element, source: str) -> Relationship:
    target = element.get("Target", "")
    external = element.get("TargetMode", "").lower() == "external" or bool(_SCHEME.match(target))
    if not external:
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target))
    return Relationship(
        element.get("Id", ""),
        element.get("Type", ""),
        target if external else target.lstrip("/"),
        external,
    )
