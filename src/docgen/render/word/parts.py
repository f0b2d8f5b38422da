"""The parts of the package beside the main one: lists, notes, comments, properties, manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from docgen.model.comment import Comment
from docgen.model.document import Document
from docgen.render.word import chart
from docgen.render.word.template import CompiledTemplate
from docgen.render.word.xml import DECLARATION, NAMESPACES, escape, run

FORMAT = "1"
"""Version of the manifest and of the marks that docgen leaves in a document."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_TYPES = {
    "word/comments.xml": f"{_WORD}.comments+xml",
    "word/footnotes.xml": f"{_WORD}.footnotes+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
STORE = "{5F3C7A52-8E0B-4B52-9D4E-0D0C6E5F1A01}"


def numbering_xml(xml: str, item_list: str, nums: Sequence[int]) -> str:
    """The lists of the template and one more for each list that starts again (17.9.18)."""
    added = "".join(
        f'<w:num w:numId="{num}"><w:abstractNumId w:val="{item_list}"/>{_AGAIN}</w:num>' for num in nums
    )
    cut = xml.find("<w:numIdMacAtCleanup")
    cut = xml.rindex("</w:numbering>") if cut < 0 else cut
    return xml[:cut] + added + xml[cut:]


_AGAIN = "".join(f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="1"/></w:lvlOverride>' for n in range(5))
"""Each level begins anew: lists of one kind share their counters, and a list may begin indented."""


def footnotes_xml(template: CompiledTemplate, notes: Sequence[str]) -> str:
    """The notes after the separators of the template, or after our own."""
    xml = template.texts.get("word/footnotes.xml", _EMPTY_NOTES)
    cut = xml.rindex("</w:footnotes>")
    return xml[:cut] + "".join(notes) + xml[cut:]


_EMPTY_NOTES = (
    f'{DECLARATION}<w:footnotes {NAMESPACES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r>'
    '<w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
)


def comments_xml(template: CompiledTemplate, comments: Sequence[Comment], author: str) -> str:
    """The comments, numbered from 0 (17.13.4); without a date, so that nothing depends on a clock."""
    out = "".join(
        f'<w:comment w:id="{n}" w:author="{escape(author)}" w:initials="{escape(author[:1])}">'
        f"{''.join(_remarks(template, comment))}</w:comment>"
        for n, comment in enumerate(comments)
    )
    return f"{DECLARATION}<w:comments {NAMESPACES}>{out}</w:comments>"


def _remarks(template: CompiledTemplate, comment: Comment) -> Iterator[str]:
    """The paragraphs of a comment; the first bears its mark."""
    style, strong = template.style("annotation text"), template.style("Strong")
    mark = template.style("annotation reference")
    first = f'<w:r><w:rPr><w:rStyle w:val="{mark}"/></w:rPr><w:annotationRef/></w:r>'
    for remark in comment:
        label = run(remark.label, f'<w:rPr><w:rStyle w:val="{strong}"/></w:rPr>')
        text = run(remark.rest)
        yield f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{first}{label}{text}</w:p>'
        first = ""


def core_xml(title: str, language: str, day: str) -> str:
    """Title, language and dates (ECMA-376 part 2, 11.1)."""
    stamp = f"{day}T00:00:00Z"
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>docgen</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        f"<dc:language>{language}</dc:language></cp:coreProperties>"
    )


def custom_xml(properties: Mapping[str, str]) -> str:
    """Custom properties: the identity of the document (15.2.12.2)."""
    out = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" name="{escape(k)}">'
        f"<vt:lpwstr>{escape(v)}</vt:lpwstr></property>"
        for n, (k, v) in enumerate(properties.items(), 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f"{out}</Properties>"
    )


def manifest_xml(document: Document, digests: Mapping[str, str]) -> str:
    """Which clauses the document holds, in order, with a digest of the text of each."""
    out = "".join(
        f'<clause id="{escape(c.id)}" revision="{c.revision}" '
        f'text="{digests[c.id]}"/>'
        for c in document.clauses()
    )
    return (
        f'{DECLARATION}<manifest xmlns="urn:docgen:manifest:1" format="{FORMAT}" type="{escape(document.type)}" '
        f'key="{escape(document.key)}" reference="{escape(document.reference)}" '
        f'language="{document.language}">{out}</manifest>'
    )


def manifest_parts(template: CompiledTemplate, manifest: str) -> dict[str, str]:
    """The manifest as a custom XML part (15.2.5), beside those that the template may hold."""
    number = next(n for n in count(1) if f"customXml/item{n}.xml" not in template.static)
    rels = _MANIFEST_RELS.replace("itemProps1", f"itemProps{number}")
    return {
        f"customXml/item{number}.xml": manifest,
        f"customXml/itemProps{number}.xml": _MANIFEST_PROPERTIES,
        f"customXml/_rels/item{number}.xml.rels": rels,
    }


_MANIFEST_PROPERTIES = (
    f'{DECLARATION}<ds:datastoreItem ds:itemID="{STORE}" '
    f'xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs><ds:schemaRef ds:uri="urn:docgen:manifest:1"/>'
    "</ds:schemaRefs></ds:datastoreItem>"
)
_MANIFEST_RELS = (
    f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/customXmlProps" Target="itemProps1.xml"/>'
    "</Relationships>"
)


def _type_of(part: str) -> str:
    if part.startswith("customXml/itemProps"):
        return _PROPERTIES_TYPE
    if part.startswith("word/charts/chart"):
        return chart.TYPE
    return chart.WORKBOOK if part.startswith("word/embeddings/") else _TYPES.get(part, "")


def content_types_xml(template: CompiledTemplate, parts: Sequence[str]) -> str:
    """The types of the template and of the parts that were added (ECMA-376 part 2, 10.1.2)."""
    xml = template.texts["[Content_Types].xml"]
    added = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name in parts
        if (kind := _type_of(name)) and f'"/{name}"' not in xml
    )
    return xml.replace("</Types>", f"{added}</Types>")


def document_rels_xml(template: CompiledTemplate, parts: Sequence[str], charts: int) -> str:
    """Relationships of the main part, with those to the parts and charts that were added."""
    manifest = next(name for name in parts if name.startswith("customXml/item") and "Props" not in name)
    wanted = {
        "word/comments.xml": (f"{_RELATIONS}/comments", "comments.xml"),
        "word/footnotes.xml": (f"{_RELATIONS}/footnotes", "footnotes.xml"),
        manifest: (f"{_RELATIONS}/customXml", f"../{manifest}"),
    }
    xml = _with_relations(template.texts["word/_rels/document.xml.rels"], wanted, parts)
    return xml.replace("</Relationships>", f"{chart.chart_relations(template, charts)}</Relationships>")


def package_rels_xml(template: CompiledTemplate, parts: Sequence[str]) -> str:
    """Relationships of the package, with those to the properties."""
    wanted = {
        "docProps/custom.xml": (f"{_RELATIONS}/custom-properties", "docProps/custom.xml"),
        "docProps/core.xml": (_CORE, "docProps/core.xml"),
    }
    return _with_relations(template.texts["_rels/.rels"], wanted, parts)


_RELATIONS = f"{_OFFICE}/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def _with_relations(xml: str, wanted: Mapping[str, tuple[str, str]], parts: Sequence[str]) -> str:
    added = "".join(
        f'<Relationship Id="rIdDocgen{n}" Type="{kind}" Target="{target}"/>'
        for n, (part, (kind, target)) in enumerate(wanted.items(), 1)
        if part in parts and not _related(xml, kind, target)
    )
    return xml.replace("</Relationships>", f"{added}</Relationships>")


def _related(xml: str, kind: str, target: str) -> bool:
    """True where there is such a relationship; of custom XML parts there may be many."""
    end = f'Target="{target}"' if kind.endswith("/customXml") else f'Type="{kind}"'
    return end in xml
