"""A finished Document and a compiled template to the bytes of a .docx."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from docgen.model.comment import NO_COMMENTS, Comment, Comments, Remark
from docgen.model.dataclass import dataclass
from docgen.model.document import Block, Chart, Document, Footnote, plain_text
from docgen.model.language import Language
from docgen.model.late_pattern import LatePattern
from docgen.model.numbering import Numbering, Scheme
from docgen.model.plot import Plot
from docgen.render.package import DeflatedPart, deflate, write_package
from docgen.render.word import parts as p
from docgen.render.word.blocks import Styles, Writer, text_of
from docgen.render.word.body import body_xml
from docgen.render.word.chart import attribute, chart_parts, plot_of
from docgen.render.word.chart import names as chart_names
from docgen.render.word.contents import contents_xml
from docgen.render.word.pattern import Pattern, Shell, encoded, pattern, shell
from docgen.render.word.template import BODY, CONTENTS, CompiledTemplate
from docgen.render.word.xml import escaped_text
from docgen.stages.chart import plotted
from docgen.stages.flow import Body, ClauseEnd, ClauseStart, Title, flow, printed_clauses
from docgen.stages.frame import Frame
from docgen.stages.terms import all_inlines, paragraphs_of


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
        numbering = _LEVEL_TEXT.compiled.sub(lambda m: m[1] + _worded(m[2], language) + m[3], numbering)
        scheme = Scheme(*(tuple(replace(level, text=_worded(level.text, language)) for level in family)
                          for family in (scheme.headings, scheme.annexes, scheme.items)))  # fmt: skip
    return Localised(deflate(styles.encode()), numbering, scheme)


_LEVEL_TEXT = LatePattern(r'(<w:lvlText w:val=")([^"]*)(")')


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
    frames: dict[tuple[int, bool], tuple[Frame, Comments, WordFrame]] = field(default_factory=dict)

    most: int = 200_000

    def local(self, language: Language) -> Localised:
        """What of the template depends on the language of the document."""
        found = self.localised.get(language.code)
        if found is None:
            found = self.localised[language.code] = localised(self.template, language)
        return found

    def frame(self, frame: Frame, language: Language, comments: Comments = NO_COMMENTS) -> WordFrame:
        """A frame as far as it can be written without values; written once with comments and once without."""
        key = (id(frame), bool(comments))
        kept = self.frames.get(key)
        if kept is None or kept[1] != comments:
            if len(self.frames) > MOST_FRAMES:
                self.frames.clear()
            written = word_frame(frame.document, frame.numbering, self, language, comments)
            kept = self.frames[key] = (frame, comments, written)
        return kept[2]

    def written(self, frame: Frame) -> WordFrame | None:
        """A frame as it was written without comments, None when it was not."""
        kept = self.frames.get((id(frame), False))
        return kept[2] if kept is not None and not kept[1] else None

    def recall(self, frame: Frame, written: WordFrame) -> None:
        """Know how a frame of an earlier run was written without comments."""
        self.frames[id(frame), False] = (frame, NO_COMMENTS, written)

    def keep_only(self, wanted: Container[int]) -> None:
        """Let go of how frames were written, but for those with these identities."""
        for key in [key for key in self.frames if key[0] not in wanted]:
            del self.frames[key]


MOST_FRAMES = 200


def press(
    template: CompiledTemplate, paragraph: Mapping[str, str], table: Mapping[str, str]
) -> WordPress:
    """A template with the styles that the classes of a library stand for."""
    return WordPress(template, Styles(template, paragraph, table))


# ------------------------------------------------------------------- frames
@dataclass(frozen=True, slots=True)
class WordFrame:
    """Everything of a file that does not depend on values, ready to be joined with them.

    ``parts`` are filled with values and slots of the template; ``stored`` are deflated already.
    ``texts`` are the texts of the clauses, for the manifest; ``charts`` are drawn when their values are known.
    """

    parts: Mapping[str, Shell]
    stored: Mapping[str, DeflatedPart]
    notes: Shell | None
    texts: Mapping[str, Shell]
    charts: tuple[Chart, ...] = ()


def word_frame(
    document: Document, numbering: Numbering, press_: WordPress, language: Language, comments: Comments = NO_COMMENTS
) -> WordFrame:
    """Write a document, or one that still has slots, as far as it goes without values.

    :param comments: stand at the clauses of a draft; a final document takes none.
    """
    if len(press_.fixed) > press_.most:
        press_.fixed.clear()
    template = press_.template
    writer = Writer(press_.styles, press_.fixed, comments=not document.final)
    patterns = {
        BODY: pattern("".join(body_xml(document, writer, template, NO_COMMENTS if document.final else comments))),
        CONTENTS: pattern(contents_xml(document, numbering, template)),
    }
    parts = {name: shell(segments, patterns) for name, segments in template.shells.items()}
    texts = {c.id: encoded(pattern("\n".join(t for b in c.blocks for t in text_of(b)))) for c in document.clauses()}
    notes = _notes(writer, template)
    stored = _stored(writer, press_, language, notes)
    kept = encoded(notes) if notes is not None and notes.order else None
    return WordFrame(parts, stored, kept, texts, tuple(writer.notes.charts))


def _notes(writer: Writer, template: CompiledTemplate) -> Pattern | None:
    if not writer.notes.footnotes and "word/footnotes.xml" not in template.texts:
        return None
    return pattern(p.footnotes_xml(template, writer.notes.footnotes))


def _stored(
    writer: Writer, press_: WordPress, language: Language, notes: Pattern | None
) -> dict[str, DeflatedPart]:
    """The parts that are the same for every document of a frame."""
    template, local = press_.template, press_.local(language)
    parts = {"word/numbering.xml": p.numbering_xml(local.numbering, template.item_list, writer.notes.nums)}
    if "word/settings.xml" in template.texts:
        parts["word/settings.xml"] = template.texts["word/settings.xml"]
    if notes is not None and not notes.order:
        parts["word/footnotes.xml"] = notes.fill(())
    if writer.notes.comments:
        comments = [_on_blank(c, language) if isinstance(c, str) else c for c in writer.notes.comments]
        parts["word/comments.xml"] = p.comments_xml(template, comments, "docgen")
    manifest = p.manifest_parts(template, "")
    parts |= {name: xml for name, xml in manifest.items() if xml}
    properties = ("docProps/custom.xml", "docProps/core.xml")
    charts = range(1, len(writer.notes.charts) + 1)
    drawn = (name for n in charts for name in chart_names(template, n) if not name.endswith(".rels"))
    written = (*parts, *manifest, *properties, *drawn, *(["word/footnotes.xml"] if notes is not None else []))
    names = list(dict.fromkeys(written))  # each once: Word refuses a part that is declared twice
    parts["[Content_Types].xml"] = p.content_types_xml(template, names)
    parts["_rels/.rels"] = p.package_rels_xml(template, names)
    parts["word/_rels/document.xml.rels"] = p.document_rels_xml(template, names, len(charts))
    fixed = {name: deflate(xml.encode()) for name, xml in parts.items()}
    return {**template.static, "word/styles.xml": local.styles, **fixed}


def _on_blank(path: str, language: Language) -> Comment:
    return (Remark("", language.phrase("blank_comment", path=path)),)


def print_frame(
    frame: WordFrame, document: Document, values: Sequence[str], press_: WordPress, language: Language, day: str
) -> bytes:
    """The bytes of a document: its frame with its values.

    :param document: for its identity and the slots of its template.
    :param values: text of every value, in the order in which the frame counts its slots.
    :param day: ISO date for the properties of the file; no clock is read.
    """
    slots = dict(document.slots)
    shown = {name: escaped_text(text).encode() for name, text in slots.items()}
    plots = [plot_of(chart, values) for chart in frame.charts]
    escaped, plain = _each(values, escaped_text), _each(values, str)
    escaped += [attribute(plot.alt).encode() for plot in reversed(plots)]
    fresh = {name: part.fill(escaped, shown) for name, part in frame.parts.items()}
    if frame.notes is not None:
        fresh["word/footnotes.xml"] = frame.notes.fill(escaped)
    texts = {
        "docProps/core.xml": p.core_xml(slots.get("titre", document.title), language.tag, day),
        "docProps/custom.xml": p.custom_xml(identity(document)),
    }
    digests = {id_: digest(text.fill(plain)) for id_, text in frame.texts.items()}
    manifest = p.manifest_parts(press_.template, p.manifest_xml(document, digests))
    texts |= {name: xml for name, xml in manifest.items() if name not in frame.stored}
    fresh |= {name: xml.encode() for name, xml in texts.items()}
    for n, plot in enumerate(plots, 1):
        fresh |= chart_parts(press_.template, n, plot, language.tag)
    stored = {name: part for name, part in frame.stored.items() if name not in fresh}
    return write_package(list(fresh.items()), stored)


def _each(values: Sequence[str], change: Callable[[str], str]) -> list[bytes]:
    """Every value changed and encoded: all of them at once, which costs a tenth of one by one."""
    found = change("\0".join(values)).encode().split(b"\0")
    return found if len(found) == len(values) else [change(v).encode() for v in values]


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


def digest(text: bytes) -> str:
    """A short digest of the text of a clause, for the manifest."""
    return hashlib.sha256(text).hexdigest()[:16]


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


def expected_notes(document: Document) -> list[str]:
    """The paragraph of every footnote, in order; a space parts the mark from the text."""
    blocks = [block for clause in document.clauses() for block in clause.blocks if not _is_note_free(block)]
    return [f" {plain_text(i.inlines)}" for i in all_inlines(tuple(blocks)) if isinstance(i, Footnote)]


def expected_comments(document: Document, comments: Comments) -> list[str]:
    """Every paragraph of the comments on clauses, in order; a clause that prints nothing has none."""
    if document.final:
        return []
    return [remark.line for clause in printed_clauses(document) for remark in comments.get(clause, ())]


def expected_charts(document: Document) -> tuple[Plot, ...]:
    """What every chart of the written file must show, in order."""
    blocks = (item.block for item in flow(document, (Chart,)) if isinstance(item, Body))
    return tuple(plotted(block) for block in blocks if isinstance(block, Chart))


def _is_note_free(block: Block) -> bool:
    return not any(isinstance(i, Footnote) for inlines in paragraphs_of(block) for i in inlines)
