"""The table of contents: a TOC field whose entries are right before anybody updates it (17.16.5.68)."""

from __future__ import annotations

from docgen.model.document import Document
from docgen.model.numbering import Numbering
from docgen.render.word.template import CompiledTemplate
from docgen.render.word.xml import run
from docgen.stages.flow import Title, flow
from docgen.stages.references import title_bookmark

INSTRUCTION = 'TOC \\o "1-2" \\h \\z \\u'


def contents_xml(document: Document, numbering: Numbering, template: CompiledTemplate) -> str:
    """One entry for each title of the first two levels: number, text, link."""
    titles = [i for i in flow(document) if isinstance(i, Title) and i.level < 2]
    styles = (template.style("toc 1"), template.style("toc 2"))
    out = []
    for index, title in enumerate(titles):
        label = numbering.titles.get(title.key)
        number = label.printed if label else ""
        entry = (
            f'<w:hyperlink w:anchor="{title_bookmark(title.key)}" w:history="1">'
            f"{run(number)}<w:r><w:tab/></w:r>{run(title.text)}</w:hyperlink>"
        )
        begin = _BEGIN if index == 0 else ""
        end = _END if index == len(titles) - 1 else ""
        out.append(
            f'<w:p><w:pPr><w:pStyle w:val="{styles[title.level]}"/></w:pPr>{begin}{entry}{end}</w:p>'
        )
    return "".join(out)


_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    f'<w:r><w:instrText xml:space="preserve"> {INSTRUCTION.replace(chr(34), "&quot;")} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
