"""Small Word files of any other program, written by hand so that every construct can be had."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="Titre maison"/><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>'
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, style: str = "", mark: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    inside = "".join(c if c.startswith("<") else run(c) for c in content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    marked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    properties = f"<w:pPr>{named}{marked}</w:pPr>" if named or marked else ""
    return f"<w:p>{properties}{inside}</w:p>"


def heading(text: str) -> str:
    return p(text, style="Titre1")


def change(kind: str, *content: str) -> str:
    """A tracked change around runs; without any, a mark."""
    inside = "".join(content)
    if kind in ("del", "moveFrom"):
        inside = inside.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    return f'<w:{kind} w:id="9" w:author="Autre" w:date="2027-01-01T00:00:00Z">{inside}</w:{kind}>'


def control(tag: str, title: str, *blocks: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/><w:tag w:val="{tag}"/><w:id w:val="7"/></w:sdtPr>'
        f"<w:sdtContent>{''.join(blocks)}</w:sdtContent></w:sdt>"
    )


def field(instruction: str, result: str) -> str:
    parts = ("begin", "separate", "end")
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in parts)
    return f'{begin}<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>{separate}{run(result)}{end}'


def table(*rows: tuple[str, ...]) -> str:
    body = "".join("<w:tr>" + "".join(f"<w:tc>{p(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{body}</w:tbl>"


def docx(*blocks: str, header: str = "", notes: Mapping[str, str] | None = None, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word file with this body; ``parts`` are added as they are, related to the document by their names."""
    reference = f'<w:headerReference xmlns:r="{R}" w:type="default" r:id="rIdh"/>' if header else ""
    files = {"word/document.xml": _root("document", f"<w:body>{''.join(blocks)}<w:sectPr>{reference}</w:sectPr></w:body>")}
    files["word/styles.xml"] = _root("styles", _STYLES)
    if header:
        files["word/header1.xml"] = _root("hdr", p(header))
    if notes:
        inside = "".join(f'<w:footnote w:id="{k}">{p(v)}</w:footnote>' for k, v in notes.items())
        files["word/footnotes.xml"] = _root("footnotes", inside)
    files |= parts or {}
    kinds = {n: n.rpartition("/")[2].removesuffix(".xml").rstrip("1") for n in files}
    types = "".join(f'<Override PartName="/{n}" ContentType="{_MAIN}.{_kind(k)}+xml"/>' for n, k in kinds.items())
    related = "".join(
        f'<Relationship Id="rId{k[0]}" Type="{R}/{k}" Target="{n.removeprefix("word/")}"/>'
        for n, k in kinds.items() if k != "document"
    )  # fmt: skip
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>'
    )
    files["_rels/.rels"] = _relations(f'<Relationship Id="r" Type="{R}/officeDocument" Target="word/document.xml"/>')
    files["word/_rels/document.xml.rels"] = _relations(related)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def _kind(name: str) -> str:
    return {"document": "document.main", "comments": "comments"}.get(name, name)


def _root(name: str, inside: str) -> str:
    return f'<w:{name} xmlns:w="{W}">{inside}</w:{name}>'


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def with_main(data: bytes, xml: str) -> bytes:
    """The same file with another main document."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return out.getvalue()
