"""Small pieces of WordprocessingML as text (ECMA-376 part 1, 17.3)."""

from __future__ import annotations

import zlib

from docgen.model.late_pattern import LatePattern

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def escape(text: str) -> str:
    """Text as character data or attribute value."""
    if "&" in text or "<" in text or ">" in text or '"' in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace('"', "&quot;")
    return text


_OPEN, _CLOSE = '<w:t xml:space="preserve">', "</w:t>"


def run_text(text: str) -> str:
    """The content of a run: text, with line breaks and tabs as elements."""
    return f"{_OPEN}{escaped_text(text)}{_CLOSE}"


def escaped_text(text: str) -> str:
    """Text inside ``w:t``; a line break or a tab closes it and opens it again."""
    text = escape(text)
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = text.replace("\n", f"{_CLOSE}<w:br/>{_OPEN}").replace("\t", f"{_CLOSE}<w:tab/>{_OPEN}")
    return text


def run(text: str, properties: str = "") -> str:
    """One run of text."""
    return f"<w:r>{properties}{run_text(text)}</w:r>" if text else ""


def field(instruction: str, result: str, properties: str = "") -> str:
    """A complex field with its cached result (17.16.18)."""
    r = f"<w:r>{properties}"
    return (
        f'{r}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'{r}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'{r}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"{r}{run_text(result)}</w:r>"
        f'{r}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def comment_start(number: int) -> str:
    """Where the text that a comment is about begins (17.13.4.4)."""
    return f'<w:commentRangeStart w:id="{number}"/>'


def comment_end(number: int, properties: str) -> str:
    """Where it ends, with the mark that leads to the comment (17.13.4.3, 17.13.4.5)."""
    mark = f'<w:commentReference w:id="{number}"/>'
    return f'<w:commentRangeEnd w:id="{number}"/><w:r>{properties}{mark}</w:r>'


def commented(xml: str, number: int, properties: str) -> str:
    """A heading or block with a comment at the very beginning of its first paragraph."""
    before, end, after = xml.partition("</w:pPr>")
    return f"{before}{end}{comment_start(number)}{comment_end(number, properties)}{after}"


def marks_first(xml: str) -> str:
    """What begins a content control, with the marks of comments before the text of its first paragraph.

    LibreOffice loses all that stands before such a mark there.
    """
    before, end, rest = xml.partition("</w:pPr>")
    paragraph, close, after = rest.partition("</w:p>")
    marks = "".join(_COMMENT_MARK.findall(paragraph))
    return f"{before}{end}{marks}{_COMMENT_MARK.compiled.sub('', paragraph)}{close}{after}" if marks else xml


_COMMENT_MARK = LatePattern(
    r"<w:commentRange(?:Start|End) [^>]*/>|<w:r>(?:(?!</w:r>).)*?<w:commentReference [^>]*/></w:r>"
)


def stable_id(*parts: str) -> int:
    """A positive 31-bit number that depends on nothing but the parts."""
    return (zlib.crc32("\x1f".join(parts).encode()) & 0x7FFFFFFF) or 1
