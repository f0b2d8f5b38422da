"""Reading an output again before it is handed over.

Whatever went wrong on the way, nobody gets a contract with text missing, with
something left to fill in, or that Word has to repair.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.late_pattern import LatePattern
from docgen.model.plot import Plot
from docgen.render import _xml
from docgen.render._scan import Scan, scan, unescape, usual
from docgen.render.package import Package, read_package

_BUG: Final = "this is a fault of docgen or of its template, not of your text: please report it"
_TEMPLATE: Final = "correct the Word template, or write the text as a value of the profile"
_STORIES: Final = ("header", "footer", "footnotes", "endnotes", "comments")
_PROPERTIES: Final = ("core-properties", "extended-properties", "custom-properties")
_OPEN: Final = LatePattern(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\[\[.*?\]\]|\{\{|\{%|\{#|\[\[", re.DOTALL
)
_TOKEN: Final = re.compile("[\ue000-\uf8ff]")
_STYLE_ID: Final = re.compile(rb'<w:style [^>]*?w:styleId="([^"]*)"')
_NUM_ID: Final = re.compile(rb'<w:num [^>]*?w:numId="([^"]*)"')
_STYLE_LIST: Final = re.compile(rb'<w:numId w:val="([^"]*)"')
_TEXT_ATTRIBUTE: Final = LatePattern(rb' (?:descr|title|w:val)="([^"]*)"')


_LEFT_OVERS: Final[tuple[tuple[str, Callable[[str], object], Callable[[str], list[str]], str], ...]] = (
    ("WD722", lambda text: "{" in text or "[[" in text, _OPEN.findall, "left to fill in"),
    ("WD723", _TOKEN.search, _TOKEN.findall, "a private-use character stands where a value belongs"),
)


def read_again(data: bytes) -> Outcome[Package]:
    """An output as anybody would read it who was sent it, for :func:`verify`."""
    return read_package(data, "output.docx")


def verify(
    opened: Outcome[Package],
    expected_text: Sequence[str],
    expected_notes: Sequence[str] = (),
    expected_charts: Sequence[Plot] = (),
    expected_comments: Sequence[str] = (),
    slots: Sequence[str] = (),
) -> tuple[Diagnostic, ...]:
    """What keeps an output that was read again from being handed over.

    ``expected_text`` is the text of paragraphs of the main part in document order, whole
    paragraphs each; the main part may hold others in between. ``expected_notes`` are the
    paragraphs of the footnotes, ``expected_comments`` those of the comments, likewise;
    ``expected_charts`` are the charts in order. ``slots`` are the texts of the slots of the
    template: what they hold, however it looks, is no mark that was left.
    """
    if opened.value is None:
        return opened.diagnostics
    package = opened.value
    scans = {name: scan(package.parts[name]) for name in _stories(package)}
    main = package.main_document
    beside = {"footnotes": expected_notes, "comments": expected_comments}
    found = [*_missing_text(scans[main].paragraphs, expected_text, main), *_missing_beside(package, scans, beside)]
    ours = (*expected_text, *expected_notes, *expected_comments, *(plot.alt for plot in expected_charts), *slots)
    for name, one in scans.items():
        found += _left_over(name, one, package, ours)
    found += _left_in_properties(package, ours)
    found += [*_identities(scans, main), *_undefined(package, scans)]
    if expected_charts or any(name.startswith("word/embeddings/") for name in package.parts):
        from docgen.render.verify_charts import wrong_charts

        found += wrong_charts(package, expected_charts)
    return (*opened.diagnostics, *found, *_dangling(package))


def _stories(package: Package) -> list[str]:
    """The parts that hold text, the main one first."""
    kinds = (package.related(kind) for kind in _STORIES)
    return list(dict.fromkeys((package.main_document, *(n for names in kinds for n in names))))


def _missing_text(
    paragraphs: Sequence[str], expected: Sequence[str], part: str
) -> Iterator[Diagnostic]:
    """The expected paragraphs that do not follow one another in the part."""
    remaining = iter(paragraphs)
    for index, text in enumerate(expected):
        if text not in remaining:
            yield error(
                "WD721",
                f"paragraph {index + 1} of {len(expected)} is missing or changed: {_short(text)!r}",
                Place(part),
                _BUG,
            )
            return


def _missing_beside(
    package: Package, scans: Mapping[str, Scan], expected: Mapping[str, Sequence[str]]
) -> Iterator[Diagnostic]:
    """The same of the parts of each kind that hold text of their own."""
    for kind, texts in expected.items():
        if texts:
            part = next(iter(package.related(kind)), "")
            paragraphs = scans[part].paragraphs if part in scans else ()
            yield from _missing_text(paragraphs, texts, part or f"word/{kind}.xml")


def _left_over(
    part: str, one: Scan, package: Package, expected: Sequence[str]
) -> Iterator[Diagnostic]:
    """Slots and tokens that nobody filled, unless they are the client's own text."""
    whole, allowed = "\n".join(one.paragraphs), None
    for code, suspect, find, what in _LEFT_OVERS:
        for found in dict.fromkeys(find(whole) if suspect(whole) else ()):
            allowed = "\n".join(expected) if allowed is None else allowed
            if found not in allowed:
                yield error(code, f"{what}: {_short(found)!r}", Place(part), _TEMPLATE)
    if _may_be_open(package.parts[part]):
        values = b"\n".join(_TEXT_ATTRIBUTE.findall(usual(package.parts[part])))
        yield from _open_in(part, unescape(values.decode()), expected)


def _may_be_open(data: bytes) -> bool:
    # One character is found much faster than two, and is rare.
    return b"{" in data and (b"{{" in data or b"{%" in data)


def _left_in_properties(package: Package, expected: Sequence[str]) -> Iterator[Diagnostic]:
    for relation in package.relationships():
        data = package.parts.get(relation.target, b"")
        if relation.kind in _PROPERTIES and _may_be_open(data):
            text = "\n".join(_xml.parse(data).itertext())
            yield from _open_in(relation.target, text, expected)


def _open_in(part: str, text: str, expected: Sequence[str]) -> Iterator[Diagnostic]:
    allowed = "\n".join(expected)
    for found in dict.fromkeys(_OPEN.findall(text)):
        if found not in allowed:
            yield error("WD722", f"left to fill in: {_short(found)!r}", Place(part), _TEMPLATE)


def _identities(scans: Mapping[str, Scan], main: str) -> Iterator[Diagnostic]:
    """Names and ids that must be unique, references that must lead somewhere."""
    names = [name.lower() for one in scans.values() for name in one.bookmark_names]
    known = set(names)
    for name in _repeated(names):
        yield error("WD724", f"two bookmarks are named {name!r}", Place(main), _BUG)
    for part, one in scans.items():
        for id_ in _repeated(one.bookmark_ids):
            yield error("WD724", f"two bookmarks have the id {id_}", Place(part), _BUG)
        for reference in sorted(r for r in one.references if r.lower() not in known):
            yield error("WD725", f"no bookmark {reference!r} to refer to", Place(part), _BUG)
        if one.cells_without_paragraph:
            count = one.cells_without_paragraph
            yield error("WD726", f"{count} cells do not end with a paragraph", Place(part), _BUG)
    for id_ in _repeated(id_ for one in scans.values() for id_ in one.controls):
        yield error("WD727", f"two content controls have the id {id_}", Place(main), _BUG)


def _repeated(values: Iterable[str]) -> list[str]:
    return sorted(value for value, count in Counter(values).items() if count > 1)


def _undefined(package: Package, scans: Mapping[str, Scan]) -> Iterator[Diagnostic]:
    """Styles and lists that are used and not defined (ECMA-376 Part 1, 17.7.4 and 17.9)."""
    styles = _defined(package, "styles", _STYLE_ID)
    numbers = _defined(package, "numbering", _NUM_ID) | {"0"}
    for part, one in scans.items():
        for style in sorted(one.styles - styles):
            yield error("WD728", f"the style {style!r} is not defined", Place(part), _TEMPLATE)
    used: dict[str, AbstractSet[str]] = {part: one.numbers for part, one in scans.items()}
    used |= {part: _found(package, part, _STYLE_LIST) for part in package.related("styles")}
    for part, lists in used.items():
        for number in sorted(lists - numbers):
            yield error("WD729", f"the list {number} is not defined", Place(part), _TEMPLATE)


def _defined(package: Package, kind: str, pattern: re.Pattern[bytes]) -> set[str]:
    """What the pattern finds in all parts of this kind."""
    return {id_ for part in package.related(kind) for id_ in _found(package, part, pattern)}


def _found(package: Package, part: str, pattern: re.Pattern[bytes]) -> frozenset[str]:
    return _found_in(package.parts[part], pattern)


@lru_cache(maxsize=32)
def _found_in(data: bytes, pattern: re.Pattern[bytes]) -> frozenset[str]:
    """Remembered, since a template lends its styles to one document after the other."""
    return frozenset(unescape(id_.decode()) for id_ in pattern.findall(usual(data)))


def _dangling(package: Package) -> Iterator[Diagnostic]:
    """Relationships to parts that are not there, which Word refuses."""
    for source, relations in package.relations.items():
        for relation in relations:
            if not relation.external and relation.target not in package.parts:
                message = f"{relation.kind} {relation.target!r} is not in the file"
                yield error("WD730", message, Place(source or "_rels/.rels"), _BUG)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
