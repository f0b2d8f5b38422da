"""Small pieces of WordprocessingML as text (ECMA-376 part 1, 17.3)."""

from __future__ import annotations

import zlib

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


def run_text(text: str) -> str:
    """The content of a run: text, with line breaks and tabs as elements."""
    if "\n" not in text and "\t" not in text and "\r" not in text:
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    out: list[str] = []
    for line_number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if line_number:
            out.append("<w:br/>")
        for cell_number, cell in enumerate(line.split("\t")):
            if cell_number:
                out.append("<w:tab/>")
            if cell:
                out.append(f'<w:t xml:space="preserve">{escape(cell)}</w:t>')
    return "".join(out)


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


def stable_id(*parts: str) -> int:
    """A positive 31-bit number that depends on nothing but the parts."""
    return (zlib.crc32("\x1f".join(parts).encode()) & 0x7FFFFFFF) or 1
