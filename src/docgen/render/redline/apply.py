"""A file with tracked changes, all of them accepted or rejected."""

from __future__ import annotations

from docgen.render import _xml
from docgen.render.package import Package, read_package, write_package
from docgen.render.redline.names import ID, NOTE
from docgen.render.redline.resolve import resolve
from docgen.render.redline.source import notes_of


def accept(data: bytes) -> bytes:
    """The file with every tracked change accepted. ValueError when it cannot be read."""
    return _applied(data, accept=True)


def reject(data: bytes) -> bytes:
    """The file with every tracked change rejected. ValueError when it cannot be read."""
    return _applied(data, accept=False)


def _applied(data: bytes, *, accept: bool) -> bytes:
    opened = read_package(data, "document")
    if opened.value is None:
        raise ValueError(opened.diagnostics[0].message)
    package = opened.value
    parts = dict(package.parts)
    roots = {part: resolve(_xml.parse(parts[part]), accept=accept) for part in stories(package)}
    used = {e.get(ID) for root in roots.values() for e in root.iter(NOTE)}
    for part in package.related("footnotes"):
        for number, note in notes_of(roots[part]).items():
            if number not in used:
                roots[part].remove(note)
    parts |= {part: _xml.serialise(root) for part, root in roots.items()}
    return write_package(list(parts.items()))


def stories(package: Package) -> list[str]:
    """The parts of a package that hold text of the document."""
    kinds = ("header", "footer", "footnotes", "endnotes")
    return list(dict.fromkeys((package.main_document, *(p for kind in kinds for p in package.related(kind)))))
