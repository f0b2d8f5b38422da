"""A Word file as one engine likes it: the same words in as few pieces as possible.

Word cuts text into runs wherever a spelling mark, a revision id or a page break of the last print fell, and an
instruction of a field as it likes; two such files differ in everything and say the same. Nothing that a reader
sees changes here.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final
from zlib import crc32

from docgen.render._xml import Element, serialise
from docgen.render.package import Package, write_package
from docgen.render.tracked import Resolve, W
from docgen.render.word_text import stories

_RUN, _RUN_PROPERTIES, _TEXT, _INSTRUCTION = f"{W}r", f"{W}rPr", f"{W}t", f"{W}instrText"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_TRACES: Final = (f"{W}proofErr", f"{W}lastRenderedPageBreak")
_SAVED: Final = re.compile(rf"{re.escape(W)}rsid\w*$")
_JOINED: Final = {_TEXT, _INSTRUCTION}
_WORDS: Final = {_RUN_PROPERTIES, _TEXT, f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen", f"{W}softHyphen"}
"""What may share a run; an engine that finds the beginning of a field beside words loses marks around it."""


def normalised(package: Package, resolve: Resolve | None = None) -> bytes:
    """The same document with its runs and instructions joined.

    :param resolve: what to do with the tracked changes of each part first, such as accepting them.
    """
    fresh = dict(package.parts)
    for story in stories(package):
        if resolve is not None:
            resolve(story.root)
        normalise(story.root)
        fresh[story.part] = serialise(story.root)
    return write_package(list(fresh.items()))


def normalise(root: Element) -> None:
    """One part, in place."""
    _forget_traces(root)
    _join_instructions(root)
    for holder in {run.getparent(): None for run in root.iter(_RUN)}:
        _join_runs(holder)
    _number_controls(root)


def controls(package: Package) -> Counter[str]:
    """The content controls of a file by tag and title, with their number."""
    return Counter(_name(p) for story in stories(package) for p in story.root.iter(f"{W}sdtPr"))


def dissolve_controls(root: Element) -> None:
    """What content controls hold in their place: an engine never looks into one that only one file has."""
    for control in [*root.iter(f"{W}sdt")]:
        parent, content = control.getparent(), control.find(f"{W}sdtContent")
        at = parent.index(control)
        parent[at : at + 1] = [] if content is None else [*content]


def _forget_traces(root: Element) -> None:
    """What Word noted for itself: when a run was saved, what its spelling checker found, where a page ended."""
    for element in [*root.iter(*_TRACES)]:
        element.getparent().remove(element)
    for element in root.iter():
        for name in [n for n in element.attrib if _SAVED.match(n)]:
            del element.attrib[name]
    for properties in [*root.iter(_RUN_PROPERTIES)]:
        if not len(properties):
            properties.getparent().remove(properties)


def _join_instructions(root: Element) -> None:
    """The instruction of a field in its first piece, as far as nothing else stands between the pieces."""
    first: Element | None = None
    for element in [*root.iter(_INSTRUCTION, f"{W}fldChar", _TEXT, f"{W}p")]:
        if element.tag != _INSTRUCTION:
            first = None
        elif first is None:
            first = element
        else:
            first.text = (first.text or "") + (element.text or "")
            _remove_from_run(element)


def _remove_from_run(element: Element) -> None:
    run = element.getparent()
    run.remove(element)
    if not any(child.tag != _RUN_PROPERTIES for child in run):
        run.getparent().remove(run)


def _join_runs(holder: Element) -> None:
    before: Element | None = None
    for run in [*holder]:
        if run.tag != _RUN or any(child.tag not in _WORDS for child in run):
            before = None
        elif before is not None and _look(run) == _look(before):
            before.extend(child for child in [*run] if child.tag != _RUN_PROPERTIES)
            holder.remove(run)
        else:
            before = run
    for run in holder.iter(_RUN):
        _join_texts(run)


def _look(run: Element) -> bytes:
    """How a run looks, to be compared."""
    properties = run.find(_RUN_PROPERTIES)
    return b"" if properties is None else serialise(properties)


def _join_texts(run: Element) -> None:
    before: Element | None = None
    for child in [*run]:
        if before is not None and child.tag == before.tag and child.tag in _JOINED:
            before.text = (before.text or "") + (child.text or "")
            run.remove(child)
        else:
            before = child
        if child.tag in _JOINED:
            child.set(_SPACE, "preserve")


def _number_controls(root: Element) -> None:
    """The id of a content control from what it is called: some programs draw a new one whenever they save."""
    seen: Counter[str] = Counter()
    for properties in root.iter(f"{W}sdtPr"):
        number = properties.find(f"{W}id")
        if number is not None:
            name = _name(properties)
            seen[name] += 1
            number.set(f"{W}val", str(crc32(f"{name}\0{seen[name]}".encode()) & 0x7FFFFFFF or 1))


def _name(properties: Element) -> str:
    return "\0".join(_value(properties, kind) for kind in ("tag", "alias"))


def _value(properties: Element, kind: str) -> str:
    found = properties.find(f"{W}{kind}")
    return "" if found is None else str(found.get(f"{W}val", ""))
