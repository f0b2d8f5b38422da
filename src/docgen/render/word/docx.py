"""A finished Document and a compiled template to the bytes of a .docx."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docgen.model.document import Block, Clause, Document, Heading, ListItem, Paragraph, Table, plain_text
from docgen.model.language import Language
from docgen.model.numbering import Numbering, Scheme
from docgen.render.package import DeflatedPart, deflate, write_package
from docgen.render.word import parts as p
from docgen.render.word.blocks import Styles, Writer, text_of
from docgen.render.word.contents import contents_xml
from docgen.render.word.template import BODY, CONTENTS, CompiledTemplate, Segments
from docgen.render.word.xml import escape, stable_id
from docgen.stages.flow import Body, ClauseEnd, ClauseStart, FlowItem, Title, flow
from docgen.stages.references import title_bookmark


@dataclass(frozen=True, slots=True)
class Localised:
    """The parts of a template that follow the language of the document."""

    styles: DeflatedPart
    numbering: str
    scheme: Scheme


def localised(template: CompiledTemplate, language: Language) -> Localised:
    """Styles tagged with the language, and the words in front of numbers in that language."""
    styles, numbering = template.texts["word/styles.xml"], template.texts["word/numbering.xml"]
    scheme = template.scheme
    if template.language and template.language != language.tag:
        styles = styles.replace(f'w:lang w:val="{template.language}"', f'w:lang w:val="{language.tag}"')
        numbering = _LEVEL_TEXT.sub(lambda m: m[1] + _worded(m[2], language) + m[3], numbering)
        scheme = Scheme(*(tuple(replace(level, text=_worded(level.text, language)) for level in family)
                          for family in (scheme.headings, scheme.annexes, scheme.items)))  # fmt: skip
    return Localised(deflate(styles.encode()), numbering, scheme)


_LEVEL_TEXT = re.compile(r'(<w:lvlText w:val=")([^"]*)(")')


def _worded(text: str, language: Language) -> str:
    """« Annexe %1 » with the word that the language has for it (17.9.11)."""
    prefix = "numbering."
    for key, word in language.phrases.items():
        if key.startswith(prefix):
            text = text.replace(key.removeprefix(prefix), word)
    return text


@dataclass(slots=True)
class WordPress:
    """One template ready to print, with what its documents share."""

    template: CompiledTemplate
    styles: Styles
    fixed: dict[Any, tuple[Block, str]] = field(default_factory=dict)
    localised: dict[str, Localised] = field(default_factory=dict)

    most: int = 200_000

    def local(self, language: Language) -> Localised:
        """What of the template depends on the language of the document."""
        found = self.localised.get(language.code)
        if found is None:
            found = self.localised[language.code] = localised(self.template, language)
        return found


def press(
    template: CompiledTemplate, paragraph: Mapping[str, str], table: Mapping[str, str]
) -> WordPress:
    """A template with the styles that the classes of a library stand for."""
    return WordPress(template, Styles(template, paragraph, table))


def render_docx(
    document: Document, numbering: Numbering, press_: WordPress, language: Language, day: str
) -> bytes:
    """The bytes of the document.

    :param day: ISO date for the properties of the file; no clock is read.
    """
    if len(press_.fixed) > press_.most:
        press_.fixed.clear()
    template = press_.template
    writer = Writer(press_.styles, press_.fixed, comments=not document.final)
    slots = dict(document.slots)
    body = "".join(_body(document, writer, template))
    contents = contents_xml(document, numbering, template)
    fresh: dict[str, str] = {}
    for name, shell in template.shells.items():
        fresh[name] = _filled(shell, slots, body, contents)
    fresh |= _other_parts(document, writer, press_, language, day)
    if "word/settings.xml" in template.texts:
        fresh["word/settings.xml"] = template.texts["word/settings.xml"]
    stored = {**template.static, "word/styles.xml": press_.local(language).styles}
    stored = {name: part for name, part in stored.items() if name not in fresh}
    return write_package([(n, x.encode()) for n, x in fresh.items()], stored)


def _filled(shell: Segments, slots: Mapping[str, str], body: str, contents: str) -> str:
    out = []
    for is_slot, text in shell:
        if not is_slot:
            out.append(text)
        elif text == BODY:
            out.append(body)
        elif text == CONTENTS:
            out.append(contents)
        else:
            out.append(escape(slots.get(text, "")))
    return "".join(out)


def _other_parts(
    document: Document, writer: Writer, press_: WordPress, language: Language, day: str
) -> dict[str, str]:
    notes, template = writer.notes, press_.template
    title = dict(document.slots).get("titre", document.title)
    parts = {
        "word/numbering.xml": p.numbering_xml(press_.local(language).numbering, template.item_list, notes.nums),
        "docProps/core.xml": p.core_xml(title, language.tag, day),
        "docProps/custom.xml": p.custom_xml(identity(document)),
        **p.manifest_parts(template, p.manifest_xml(document, digests(document))),
    }
    if notes.footnotes or "word/footnotes.xml" in template.texts:
        parts["word/footnotes.xml"] = p.footnotes_xml(template, notes.footnotes)
    if notes.comments:
        texts = [language.phrase("blank_comment", path=path) for path in notes.comments]
        parts["word/comments.xml"] = p.comments_xml(template, texts, "docgen")
    names = list(parts)
    return {
        "[Content_Types].xml": p.content_types_xml(template, names),
        "_rels/.rels": p.package_rels_xml(template, names),
        "word/_rels/document.xml.rels": p.document_rels_xml(template, names),
        **parts,
    }


def identity(document: Document) -> dict[str, str]:
    """What tells a document from every other; nothing of the profile beyond its reference."""
    return {
        "docgen.type": document.type,
        "docgen.key": document.key,
        "docgen.reference": document.reference,
        "docgen.language": document.language,
        "docgen.status": "final" if document.final else "draft",
        "docgen.format": p.FORMAT,
    }


def digests(document: Document) -> dict[str, str]:
    """A short digest of the text of each clause, for the manifest."""
    return {c.id: _digest(c) for c in document.clauses()}


def _digest(clause: Clause) -> str:
    whole = "\n".join(t for b in clause.blocks for t in text_of(b))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


# ---------------------------------------------------------------------- body
def _body(document: Document, writer: Writer, template: CompiledTemplate) -> Iterator[str]:
    items = list(flow(document))
    sideways = landscape_ranges(items)
    control = _Controls(document)
    after_table = False
    for index, item in enumerate(items):
        if index in sideways.starts:
            yield from control.between(_section_break(template, template.section) if index else "")
        match item:
            case Title():
                yield writer.title(item.text, item.level, item.family, item.numbered, title_bookmark(item.key))
                after_table = False
            case ClauseStart():
                yield control.open(item.clause)
                after_table = False
            case ClauseEnd():
                yield control.close()
            case Body():
                following = items[index + 1] if index + 1 < len(items) else None
                yield from _block(item, following, writer, template, after_table, sideways.holds(index))
                after_table = isinstance(item.block, Table)
        if index in sideways.ends:
            ends_clause = index + 1 < len(items) and isinstance(items[index + 1], ClauseEnd)
            turned = _section_break(template, _on_its_side(template.section))
            yield from control.between(turned, again=not ends_clause)
            after_table = False


def _block(
    item: Body, following: object, writer: Writer, template: CompiledTemplate, after_table: bool,
    landscape: bool,
) -> Iterator[str]:  # fmt: skip
    block = item.block
    if isinstance(block, Table) and after_table and not block.caption:
        yield _section_break(template, "")  # two tables would grow together
    yield writer.block(
        block, item.level, item.family, item.clause.id, item.index,
        numbered=item.clause.numbered, keep=_keeps_next(block, following), after_table=after_table,
        landscape=landscape,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sideways:
    """Where pages are turned: indexes of the first and last items of each stretch."""

    starts: frozenset[int]
    ends: frozenset[int]
    inside: frozenset[int]

    def holds(self, index: int) -> bool:
        """True for an item that stands on a turned page."""
        return index in self.inside


def landscape_ranges(items: Sequence[FlowItem]) -> Sideways:
    """A landscape table takes the headings and the paragraph that introduce it with it."""
    stretches: list[tuple[int, int]] = []
    for index, item in enumerate(items):
        if isinstance(item, Body) and isinstance(item.block, Table) and item.block.landscape:
            start = _introduction(items, index)
            if stretches and all(isinstance(i, ClauseEnd) for i in items[stretches[-1][1] + 1 : start]):
                stretches[-1] = (stretches[-1][0], index)
            else:
                stretches.append((start, index))
    inside = frozenset(n for start, end in stretches for n in range(start, end + 1))
    return Sideways(frozenset(s for s, _ in stretches), frozenset(e for _, e in stretches), inside)


def _introduction(items: Sequence[FlowItem], table: int) -> int:
    start = table
    before = items[start - 1] if start else None
    if isinstance(before, Body) and isinstance(before.block, Paragraph):
        start -= 1
    while start and _is_opening(items[start - 1]):
        start -= 1
    return start


def _is_opening(item: FlowItem) -> bool:
    return isinstance(item, Title | ClauseStart) or (
        isinstance(item, Body) and isinstance(item.block, Heading)
    )


def _keeps_next(block: Block, following: object) -> bool:
    """A paragraph that introduces a table or a list stays on the page of what it introduces."""
    if not isinstance(block, Paragraph) or not isinstance(following, Body):
        return False
    if isinstance(following.block, Table):
        return True
    return isinstance(following.block, ListItem) and plain_text(block.inlines).endswith(":")


def _section_break(template: CompiledTemplate, section: str) -> str:
    style = template.styles.get("section break", template.style("Body Text"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{section}</w:pPr></w:p>'


def _on_its_side(section: str) -> str:
    """The section with its page turned (17.6.13)."""
    def turned(match: re.Match[str]) -> str:
        width, height = match[1], match[2]
        return f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'

    return re.sub(r'<w:pgSz w:w="(\d+)" w:h="(\d+)"[^>]*/>', turned, section)


class _Controls:
    """The content control around each clause (17.5.2): its tag names clause and revision."""

    def __init__(self, document: Document) -> None:
        self._document, self._used = document, set[int]()
        self._current: Clause | None = None

    def open(self, clause: Clause) -> str:
        """Begin a control; a clause that a landscape page interrupts gets a second one."""
        self._current = clause
        number, attempt = 0, 0
        while not number or number in self._used:
            number = stable_id(self._document.type, self._document.key, clause.id, str(attempt))
            attempt += 1
        self._used.add(number)
        tag = f"docgen:{clause.id}@r{clause.revision}"
        if len(tag) > 64:
            tag = f"docgen:{clause.id[:40]}~{stable_id(clause.id):08x}@r{clause.revision}"
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{escape(clause.title[:64])}"/><w:tag w:val="{tag}"/>'
            f'<w:id w:val="{number}"/></w:sdtPr><w:sdtContent>'
        )

    def close(self) -> str:
        """End the control, if one is open."""
        was_open, self._current = self._current is not None, None
        return "</w:sdtContent></w:sdt>" if was_open else ""

    def between(self, xml: str, *, again: bool = True) -> Iterator[str]:
        """Something that stands outside the control; it goes on after it when ``again``."""
        clause = self._current
        yield self.close()
        yield xml
        if clause is not None and again:
            yield self.open(clause)


def expected_text(document: Document) -> list[str]:
    """Every paragraph that the written file must hold, in order."""
    out: list[str] = []
    for item in flow(document):
        match item:
            case Title():
                out.append(item.text)
            case Body():
                out.extend(t for t in text_of(item.block) if t)
            case ClauseStart() | ClauseEnd():
                pass
    return out


