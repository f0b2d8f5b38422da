"""A finished Document and a compiled template to the bytes of a .docx."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.model.document import Block, Clause, Document, ListItem, Paragraph, Table, plain_text
from docgen.model.language import Language
from docgen.model.numbering import Numbering
from docgen.render.package import DeflatedPart, deflate, write_package
from docgen.render.word import parts as p
from docgen.render.word.blocks import Styles, Writer, text_of
from docgen.render.word.contents import contents_xml
from docgen.render.word.template import BODY, CONTENTS, CompiledTemplate, Segments
from docgen.render.word.xml import escape, stable_id
from docgen.stages.flow import Body, ClauseEnd, ClauseStart, Title, flow
from docgen.stages.references import title_bookmark


@dataclass(slots=True)
class WordPress:
    """One template ready to print, with what its documents share."""

    template: CompiledTemplate
    styles: Styles
    fixed: dict[Any, tuple[Block, str]] = field(default_factory=dict)
    localised: dict[str, DeflatedPart] = field(default_factory=dict)

    most: int = 200_000

    def styles_part(self, language: Language) -> DeflatedPart:
        """The styles tagged with the language of the document."""
        part = self.localised.get(language.tag)
        if part is None:
            xml = self.template.texts["word/styles.xml"]
            if self.template.language and self.template.language != language.tag:
                xml = xml.replace(f'w:lang w:val="{self.template.language}"', f'w:lang w:val="{language.tag}"')
            part = self.localised[language.tag] = deflate(xml.encode())
        return part


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
    fresh |= _other_parts(document, writer, template, language, day)
    stored = {**template.static, "word/styles.xml": press_.styles_part(language)}
    if "word/settings.xml" in template.texts:
        fresh["word/settings.xml"] = template.texts["word/settings.xml"]
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
    document: Document, writer: Writer, template: CompiledTemplate, language: Language, day: str
) -> dict[str, str]:
    notes = writer.notes
    title = dict(document.slots).get("titre", document.title)
    parts = {
        "word/numbering.xml": p.numbering_xml(template, notes.nums),
        "docProps/core.xml": p.core_xml(title, language.tag, day),
        "docProps/custom.xml": p.custom_xml(identity(document)),
        "customXml/item1.xml": p.manifest_xml(document, digests(document)),
        **p.MANIFEST_PARTS,
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
    control = _Controls(document)
    after_table = False
    for index, item in enumerate(items):
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
                yield from _block(item, following, writer, template, control, after_table)
                after_table = isinstance(item.block, Table)


def _block(
    item: Body, following: object, writer: Writer, template: CompiledTemplate,
    control: _Controls, after_table: bool,
) -> Iterator[str]:  # fmt: skip
    block = item.block
    keep = _keeps_next(block, following)
    xml = writer.block(
        block, item.level, item.family, item.clause.id, item.index,
        numbered=item.clause.numbered, keep=keep, after_table=after_table,
        landscape=isinstance(block, Table) and block.landscape,
    )  # fmt: skip
    if isinstance(block, Table) and block.landscape:
        yield control.close()
        yield _section_break(template, template.section)
        yield xml
        yield _section_break(template, _on_its_side(template.section))
        yield control.open(item.clause)
        return
    if isinstance(block, Table) and after_table and not block.caption:
        yield f'<w:p><w:pPr><w:pStyle w:val="{template.styles.get("section break", template.style("Body Text"))}"/></w:pPr></w:p>'
    yield xml


def _keeps_next(block: Block, following: object) -> bool:
    """A paragraph that introduces a table or a list stays on the page of what it introduces."""
    if not isinstance(block, Paragraph) or not isinstance(following, Body):
        return False
    if isinstance(following.block, Table):
        return not following.block.landscape
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
        self._document, self._used, self._start = document, set[int](), ""

    def open(self, clause: Clause) -> str:
        """Begin a control; a clause that a landscape page interrupts gets a second one."""
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
        """End the control."""
        return "</w:sdtContent></w:sdt>"


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


