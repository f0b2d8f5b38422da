"""Pages of a site read by nothing but an HTML parser: their links, ids, headings and tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = {"meta", "link", "br", "input"}


@dataclass
class Seen:
    """What stands on a page."""

    tags: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    attributes: set[str] = field(default_factory=set)
    headings: list[int] = field(default_factory=list)
    text: str = ""


class Page(HTMLParser):
    """Reads a page; fails where its tags are not balanced."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen, self._open = Seen(), []
        self.feed(html)
        self.close()
        assert self._open == [], self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        seen, found = self.seen, dict(attrs)
        seen.tags.append(tag)
        seen.attributes |= set(found)
        seen.ids += [found["id"] or ""] if "id" in found else []
        if tag == "a" and found.get("href"):
            seen.links.append(found["href"] or "")
        if tag in ("script", "link", "img", "iframe"):
            seen.loaded.append(found.get("src") or found.get("href") or "")
        if tag[0] == "h" and tag[1:].isdigit():
            seen.headings.append(int(tag[1]))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        self.seen.text += data


def pages_of(root: Path) -> dict[str, Seen]:
    """Every page of a site by its relative name."""
    return {
        p.relative_to(root).as_posix(): Page(p.read_text(encoding="utf-8")).seen for p in sorted(root.rglob("*.html"))
    }


def broken_links(root: Path, pages: dict[str, Seen]) -> list[tuple[str, str]]:
    """Links that lead nowhere: to no file of the site, or to no place on its page."""
    out = []
    for name, seen in pages.items():
        for link in (*seen.links, *seen.loaded):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                out.append((name, link))
                continue
            target = (root / name).parent / unquote(parts.path) if parts.path else root / name
            file = Path(*target.parts).resolve()
            if (
                not file.is_file()
                or not file.is_relative_to(root.resolve())
                or (
                    parts.fragment
                    and unquote(parts.fragment) not in pages[file.relative_to(root.resolve()).as_posix()].ids
                )
            ):
                out.append((name, link))
    return out
