"""``docgen preview``: one page for a browser, with the reason of each clause."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from support.project import Cli, profile_with, with_blanks


class Page(HTMLParser):
    """Checks that tags are balanced and collects what matters."""

    VOID = {"meta", "br"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [v or "" for k, v in attrs if k == "id"]
        self.links += [v or "" for k, v in attrs if k in ("href", "src")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_and_loads_nothing(project: Path, docgen: Cli) -> None:
    ran = docgen("preview", "profiles/voltea.yaml", code=0)
    assert [p.as_posix() for p in ran.written] == ["out/voltea.html"]
    page = Page(ran.written[0].read_text(encoding="utf-8"))
    assert not page.tags & {"script", "link", "img", "iframe", "form"}
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    for title in ("Contrat de prestation de services (hexavoix)", "Contrat de prestation de services (amilcar)",
                  "Cahier des charges"):  # fmt: skip
        assert title in page.text
    assert re.search(r"confidentialite r\d+, trois-ans", page.text)


def test_values_are_never_markup(project: Path, docgen: Cli) -> None:
    nasty = "<script>alert(1)</script> & \\\" {{ 7*7 }} ' onload=x"
    ran = docgen("preview", profile_with(project, ("denomination: Mobilys Cycles", f'denomination: "{nasty}"')), code=0)
    html = ran.written[0].read_text(encoding="utf-8")
    page = Page(html)
    assert "script" not in page.tags
    assert "onload" not in page.attributes
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7*7 }}" in page.text


def test_blanks_and_findings_are_shown(project: Path, docgen: Cli) -> None:
    ran = docgen("preview", with_blanks(project), code=0)
    html = ran.written[0].read_text(encoding="utf-8")
    assert "AS520" in html
    assert len(re.findall(r'class="blank"', html)) >= 2


def test_no_page_for_a_profile_that_cannot_be_read(project: Path, docgen: Cli) -> None:
    (project / "profiles/x.yaml").write_text("a: [", encoding="utf-8")
    docgen("preview", "profiles/x.yaml", code=1)
    docgen("preview", "profiles/absent.yaml", code=1)
    assert not (project / "out").exists()
