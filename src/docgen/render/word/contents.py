"""The table of contents: a TOC field whose entries are right before anybody updates it (17.16.5.68)."""

from __future__ import annotations

from docgen.model.dataclass import dataclass
from docgen.model.document import Document, Heading, plain_text
from docgen.model.numbering import Numbering
from docgen.render.word.template import CompiledTemplate
from docgen.render.word.xml import run
from docgen.stages.flow import Body, FlowItem, Title, flow, heading_level
from docgen.stages.number import counted
from docgen.stages.references import block_bookmark, title_bookmark

INSTRUCTION = 'TOC \\o "1-2" \\h \\z \\u'


def contents_xml(document: Document, numbering: Numbering, template: CompiledTemplate) -> str:
    """One entry for each title of the first two levels: number, text, link."""
    entries = [e for e in (_entry(i, numbering) for i in flow(document, only=(Heading,))) if e is not None]
    styles = (template.style("toc 1"), template.style("toc 2"))
    out = []
    for index, entry in enumerate(entries):
        begin = _BEGIN if index == 0 else ""
        end = _END if index == len(entries) - 1 else ""
        link = (
            f'<w:hyperlink w:anchor="{entry.target}" w:history="1">'
            f"{run(entry.number)}<w:r><w:tab/></w:r>{run(entry.text)}</w:hyperlink>"
        )
        out.append(f'<w:p><w:pPr><w:pStyle w:val="{styles[entry.level]}"/></w:pPr>{begin}{link}{end}</w:p>')
    return "".join(out)


@dataclass(frozen=True, slots=True)
class _Entry:
    level: int
    number: str
    text: str
    target: str


def _entry(item: FlowItem, numbering: Numbering) -> _Entry | None:
    """The entry of a heading of the first two levels, None for everything else."""
    match item:
        case Title(key, text, level) if level < 2:
            label = counted(item, numbering)
            return _Entry(level, label.printed if label else "", text, title_bookmark(key))
        case Body(block=Heading() as heading) if heading_level(item) < 2:
            label = counted(item, numbering)
            target = block_bookmark(item.clause.id, item.index, heading.anchor)
            text = plain_text(heading.inlines)
            return _Entry(heading_level(item), label.printed if label else "", text, target)
    return None


_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    f'<w:r><w:instrText xml:space="preserve"> {INSTRUCTION.replace(chr(34), "&quot;")} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
