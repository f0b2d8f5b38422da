"""The smallest possible writer of WordprocessingML: elements are strings, attributes keywords."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def el(tag: str, *children: str, **attributes: object) -> str:
    """`<w:tag w:name="value">children</w:tag>`; an attribute that is None is left out."""
    head = "".join(
        f" w:{name}={quoteattr(str(value))}"
        for name, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<w:{tag}{head}>{inside}</w:{tag}>" if inside else f"<w:{tag}{head}/>"


def val(tag: str, value: object) -> str:
    """An element that has only a value; nothing at all when there is none."""
    return "" if value is None else el(tag, val=value)


def flag(tag: str, wanted: bool | None) -> str:
    """A switch: on, explicitly off, or (None) not said."""
    if wanted is None:
        return ""
    return el(tag) if wanted else el(tag, val="0")


def text(value: str) -> str:
    """A text node that keeps its spaces."""
    return f'<w:t xml:space="preserve">{escape(value)}</w:t>'


def root(tag: str, *children: str) -> str:
    """A whole part whose root element is `w:tag`."""
    spaces = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:w14="{W14}" mc:Ignorable="w14"'
    return f"{DECLARATION}<w:{tag} {spaces}>{''.join(children)}</w:{tag}>"
