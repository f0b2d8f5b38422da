"""Word packages: reading one that somebody sent, writing one, bytes in and bytes out.

A .docx from outside can hang, deceive or attack whatever opens it, so reading
refuses before it reads: limits, then the container, then every XML part, then
what a contract has no use for (macros, embedded programs, remote content). All
reasons are found in one run.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors
from docgen.render import _opc, _xml
from docgen.render._deflate import DeflatedPart, deflate, deflate_quickly
from docgen.render._opc import CONTENT_TYPES, ContentTypes, Relationship
from docgen.render._zip_read import DEFAULT, Limits, read_members
from docgen.render._zip_write import write_zip

__all__ = [
    "CONTENT_TYPES",
    "DEFAULT",
    "MAIN_TYPE",
    "ContentTypes",
    "DeflatedPart",
    "Limits",
    "Package",
    "Relationship",
    "deflate",
    "digest_of",
    "parts_digest",
    "read_package",
    "write_package",
]

MAIN_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
_TEMPLATE_TYPE: Final = MAIN_TYPE.replace(".document.", ".template.")
_MACRO_TYPES: Final = ("vbaproject", "macroenabled", "vnd.ms-word.vbadata")
_PROGRAM_TYPES: Final = ("activex", "oleobject")
_PROGRAM_NAMES: Final = re.compile(r"/activex/|/embeddings/.*\.bin$")
_EMBEDDED: Final = re.compile(r"(?:^|/)embeddings/")
_WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_INSIDE: Final = re.compile(r"vbaproject|/activex/|/embeddings/|/externallinks/|/connections\.xml|/macrosheets/", re.IGNORECASE)
_WITHIN_CHART: Final = Limits(file=2_000_000, members=100, expanded=8_000_000)
_MACRO_KINDS: Final = {"vbaProject", "wordVbaData"}
_PROGRAM_KINDS: Final = {"oleObject", "control", "activeXControlBinary"}
_XML_NAMES: Final = (".xml", ".rels", ".vml")
_SUSPECT: Final = "Word never writes that: ask the sender for a copy saved by Word"
_RESAVE: Final = "open it in Word and save it again as .docx"
_NO_MACROS: Final = "save it in Word as .docx, which holds no macros"
_FLATTEN: Final = "in Word, replace the object by a picture or by text"
_EMBED: Final = "in Word, break the link (File, Info, Edit links) or embed the content"
_NOTHING: Final[Mapping[str, DeflatedPart]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a .docx in file order, with their content types and relationships."""

    parts: Mapping[str, bytes]
    types: ContentTypes
    relations: Mapping[str, tuple[Relationship, ...]]

    def content_type(self, part: str) -> str | None:
        """The content type of a part, or None when none is declared."""
        return self.types.of(part)

    def relationships(self, part: str = "") -> tuple[Relationship, ...]:
        """The relationships of a part, of the package itself by default."""
        return self.relations.get(part.lower(), ())

    @property
    def main_document(self) -> str:
        """The name of the main document part (ECMA-376 Part 1, 11.3.10)."""
        return self.related("officeDocument", "")[0]

    def related(self, kind: str, part: str | None = None) -> tuple[str, ...]:
        """The parts that ``part`` (by default the main one) refers to by this kind of
        relationship, ``styles`` or ``header`` for instance.
        """
        source = self.main_document if part is None else part
        return tuple(
            r.target
            for r in self.relationships(source)
            if r.kind == kind and not r.external and r.target in self.parts
        )


def read_package(data: bytes, file: str, limits: Limits = DEFAULT) -> Outcome[Package]:
    """The package that the bytes hold, or every reason to refuse it. ``file`` is only named."""
    parts, refused = read_members(data, file, limits)
    if not parts:
        return Outcome(None, refused)
    package = Package(parts, _types(parts), _relations(parts))
    found = (*_faults(package), *_not_word(package), *_unwelcome(package))
    diagnostics = tuple(dict.fromkeys((*refused, *(d.at(Place(file)) for d in found))))
    return Outcome(None if has_errors(diagnostics) else package, diagnostics)


def write_package(
    parts: Sequence[tuple[str, bytes]], stored: Mapping[str, DeflatedPart] = _NOTHING
) -> bytes:
    """A .docx of fresh parts and parts deflated before, the same bytes for the same input.

    ``[Content_Types].xml`` comes first, then ``parts`` and then ``stored`` in the order given.
    """
    entries = [(name, deflate_quickly(data)) for name, data in parts]
    entries += stored.items()
    entries.sort(key=lambda entry: entry[0] != CONTENT_TYPES)
    if len({name.casefold() for name, _ in entries}) < len(entries):
        raise ValueError("two parts of a package have the same name")
    return write_zip(entries)


def parts_digest(data: bytes) -> str:
    """What identifies a .docx on every machine: SHA-256 over its sorted names and contents.

    The bytes of the file themselves depend on the build of the compressor.
    """
    parts, refused = read_members(data, "")
    if refused:
        raise ValueError(refused[0].message)
    return digest_of(parts)


def digest_of(parts: Mapping[str, bytes]) -> str:
    """The same of parts that were read already."""
    whole = hashlib.sha256()
    for name in sorted(parts):
        whole.update(f"{name}\0{hashlib.sha256(parts[name]).hexdigest()}\n".encode())
    return whole.hexdigest()


def _is_xml(package: Package, name: str) -> bool:
    declared = package.content_type(name) or ""
    return name.lower().endswith(_XML_NAMES) or declared.lower().endswith("xml")


def _faults(package: Package) -> Iterator[Diagnostic]:
    """XML parts that a strict reader refuses, whatever their names."""
    for name, data in package.parts.items():
        reason = _xml.fault(data) if _is_xml(package, name) else None
        if reason == _xml.DOCTYPE:
            yield error("WD712", f"{name!r} has {reason}, which may hide text", hint=_SUSPECT)
        elif reason:
            yield error("WD713", f"{name!r} is no well-formed XML: {reason}", hint=_RESAVE)


def _types(parts: Mapping[str, bytes]) -> ContentTypes:
    """The declared content types; none when unreadable, which is a fault already."""
    try:
        return _opc.content_types(parts[CONTENT_TYPES])
    except (_xml.XmlFault, KeyError):
        return ContentTypes({}, {})


def _relations(parts: Mapping[str, bytes]) -> dict[str, tuple[Relationship, ...]]:
    """The relationships by source part in lower case; those unreadable are faults already."""
    relations = {}
    for name, data in parts.items():
        source = _opc.source_part(name)
        if source is not None:
            with suppress(_xml.XmlFault):
                relations[source.lower()] = _opc.relationships(data, source)
    return relations


def _not_word(package: Package) -> Iterator[Diagnostic]:
    """What keeps the package from being a Word document (ECMA-376 Part 1, 11.3.10)."""
    targets = package.related("officeDocument", "")
    if CONTENT_TYPES not in package.parts:
        yield error("WD711", f"{CONTENT_TYPES} is missing: the file is no .docx", hint=_RESAVE)
    elif len(targets) != 1:
        yield error("WD711", f"{len(targets)} main documents: the file is no .docx", hint=_RESAVE)
    elif not _may_be_main(kind := package.content_type(targets[0]) or "nothing"):
        yield error("WD711", f"the main document is declared as {kind!r}", hint=_RESAVE)


def _may_be_main(content_type: str) -> bool:
    return content_type in (MAIN_TYPE, _TEMPLATE_TYPE) or "macroenabled" in content_type.lower()


def _unwelcome(package: Package) -> Iterator[Diagnostic]:
    """Parts, content types and relationships that a contract has no use for."""
    for name in package.parts:
        yield from _unwelcome_part(name, package.content_type(name) or "")
        if _EMBEDDED.search(name.lower()) and not _PROGRAM_NAMES.search(name.lower()):
            yield from _unwelcome_embedded(name, package)
    for declared in sorted(set(package.types.declared())):
        if any(mark in declared.lower() for mark in _MACRO_TYPES):
            yield error("WD714", f"macros are declared: {declared!r}", hint=_NO_MACROS)
    for source, relations in package.relations.items():
        for relation in relations:
            yield from _unwelcome_relation(source or "the package", relation)


def _unwelcome_part(name: str, content_type: str) -> Iterator[Diagnostic]:
    low, kind = name.lower(), content_type.lower()
    if low.endswith(("vbaproject.bin", "vbadata.xml")):
        yield error("WD714", f"the macros {name!r}", hint=_NO_MACROS)
    elif _PROGRAM_NAMES.search(low) or any(mark in kind for mark in _PROGRAM_TYPES):
        yield error("WD715", f"the embedded program or object {name!r}", hint=_FLATTEN)


def _unwelcome_embedded(name: str, package: Package) -> Iterator[Diagnostic]:
    """Only the data of a chart may be embedded: a workbook that holds cells and nothing that runs or fetches."""
    holders = {s for s, relations in package.relations.items() for r in relations if r.target == name}
    charts = all("/charts/" in holder for holder in holders) and bool(holders)
    if not charts or package.content_type(name) != _WORKBOOK_TYPE:
        yield error("WD715", f"the embedded object {name!r} is not the workbook of a chart", hint=_FLATTEN)
        return
    members, refused = read_members(package.parts[name], name, _WITHIN_CHART)
    yield from (error("WD715", f"the embedded workbook {name!r}: {d.message}", hint=_FLATTEN) for d in refused)
    for inner in members:
        if _INSIDE.search(inner):
            yield error("WD715", f"the embedded workbook {name!r} holds {inner!r}", hint=_FLATTEN)


def _unwelcome_relation(source: str, relation: Relationship) -> Iterator[Diagnostic]:
    where = f"{relation.kind} {relation.target!r} of {source}"
    if relation.kind in _MACRO_KINDS:
        yield error("WD714", f"macros: {where}", hint=_NO_MACROS)
    elif relation.kind in _PROGRAM_KINDS:
        yield error("WD715", f"an embedded program or object: {where}", hint=_FLATTEN)
    elif relation.kind == "aFChunk":
        yield error("WD717", f"imported content in another format: {where}", hint=_RESAVE)
    if relation.external and relation.kind != "hyperlink":
        yield error("WD716", f"content from outside: {where}", hint=_EMBED)
