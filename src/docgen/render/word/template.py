"""A Word template compiled once: its slots, styles, numbering, and the parts that never change.

docxtpl opens the template and patches its dialect (``{{ … }}``, ``{{p … }}``) into plain Jinja;
what is left is text with simple slots, which is kept as segments and filled with strings.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.late_pattern import LatePattern
from docgen.model.numbering import Level, Scheme
from docgen.model.script import Literal, Name, Output, Script
from docgen.render.package import DeflatedPart, Package, deflate, read_package
from docgen.render.word.chart_look import ChartLook, chart_look
from docgen.stages.number import FORMATS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Segments = tuple[tuple[bool, str], ...]
BODY, CONTENTS = "corps", "sommaire"

HEADINGS = ("heading 1", "heading 2", "heading 3", "heading 4", "heading 5")
ANNEXES = ("Annex Heading", "Annex Clause", "Annex Subclause")
NUMBERED = ("List Number", *(f"List Number {n}" for n in range(2, 6)))
BULLETS = ("List Bullet", *(f"List Bullet {n}" for n in range(2, 6)))
CONTINUED = ("List Continue", *(f"List Continue {n}" for n in range(2, 6)))
REQUIRED_STYLES = (
    *HEADINGS, *ANNEXES, *NUMBERED, *BULLETS, *CONTINUED, "Part Unnumbered", "Clause Unnumbered",
    "Body Text", "Table Text", "Table Header", "Table Number", "caption", "toc 1", "toc 2",
    "footnote text", "footnote reference", "annotation text", "annotation reference",
    "Hyperlink", "Defined Term", "Blank", "Strong", "Emphasis",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """Everything of a template that a document needs. Plain values: it can be pickled."""

    file: str
    digest: str
    shells: Mapping[str, Segments]
    static: Mapping[str, DeflatedPart]
    texts: Mapping[str, str]
    main: str
    styles: Mapping[str, str]
    scheme: Scheme
    item_list: str
    next_num: int
    section: str
    text_width: int
    landscape_width: int
    language: str
    chart_look: ChartLook

    def style(self, name: str) -> str:
        """The id of the style with this name."""
        return self.styles[name.lower()]

    @property
    def upright(self) -> bool:
        """False for a template whose pages lie on their side already."""
        return not _lies(self.section)

    def slots(self) -> frozenset[str]:
        """Names of every slot in any part."""
        return frozenset(t for s in self.shells.values() for slot, t in s if slot)


def compile_template(data: bytes, file: str) -> Outcome[CompiledTemplate]:
    """Compile a template; WD74x diagnostics say what a lawyer has to mend in Word."""
    opened = read_package(data, file)
    if opened.value is None:
        return Outcome(None, opened.diagnostics)
    package = opened.value
    found: list[Diagnostic] = [*opened.diagnostics, *_embedded(package, file)]
    shells = _shells(data, package, file, found)
    styles, language = _styles(package)
    found += _missing_styles(styles, file)
    found += _missing_slots(shells, file)
    lists = _Lists(package)
    scheme = _scheme(lists, styles, file, found)
    section = _section(shells.get(package.main_document, ()))
    if not section:
        found.append(error("WD745", "the template has no page layout (section) at its end", Place(file)))
    if any(d.severity == "error" for d in found) or scheme is None:
        return Outcome(None, tuple(found))
    portrait, landscape = _widths(section)
    texts = {n: package.parts[n].decode() for n in _REWRITTEN if n in package.parts}
    rewritten = {*shells, *texts}
    static = {n: deflate(d) for n, d in package.parts.items() if n not in rewritten}
    return Outcome(
        CompiledTemplate(
            file, hashlib.sha256(data).hexdigest(), shells, static, texts, package.main_document,
            styles, scheme, lists.abstract(styles, NUMBERED[0]),
            lists.highest + 1, section, portrait, landscape, language, _chart_look(package),
        ),
        tuple(found),
    )  # fmt: skip


def _embedded(package: Package, file: str) -> list[Diagnostic]:
    """A template lends its look: a chart, with the data in it, belongs in a clause."""
    hint = "in Word, replace the chart by a picture, or write it in a clause: [[chart: …]]"
    names = sorted(name for name in package.parts if "/embeddings/" in f"/{name.lower()}")
    return [error("WD715", f"the template embeds {name!r}", Place(file), hint) for name in names]


_REWRITTEN = (
    "[Content_Types].xml", "word/_rels/document.xml.rels", "_rels/.rels", "word/styles.xml",
    "word/numbering.xml", "word/footnotes.xml", "docProps/core.xml", "word/settings.xml",
)  # fmt: skip


# --------------------------------------------------------------------- slots
def _shells(data: bytes, package: Package, file: str, found: list[Diagnostic]) -> dict[str, Segments]:
    """Each part with slots, through docxtpl's own reading of its dialect where that is needed."""
    from docgen.render.word.template_quick import plain_parts  # only when compiling

    parts = plain_parts(package)
    if parts is None:
        parts = _patched(data, package)
    main = package.main_document
    parts[main] = _whole_document(parts[main], package)
    return {name: _segments(xml, file, found) for name, xml in parts.items()}


def _patched(data: bytes, package: Package) -> dict[str, str]:
    """The body of the main part, headers and footers in plain Jinja."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # heavy: only when compiling

    template = DocxTemplate(io.BytesIO(data))
    template.init_docx()
    parts: dict[str, str] = {package.main_document: template.patch_xml(template.get_xml())}
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            parts[str(part.partname).lstrip("/")] = template.patch_xml(template.get_part_xml(part))
    return parts


def _whole_document(body: str, package: Package) -> str:
    """Docxtpl gives the body; the root element around it is that of the template."""
    raw = package.parts[package.main_document].decode()
    start, end = raw.index("<w:body"), raw.rindex("</w:body>") + len("</w:body>")
    inner = body[body.index("<w:body") : body.rindex("</w:body>") + len("</w:body>")]
    inner = re.sub(r"<w:body[^>]*>", "<w:body>", inner, count=1)
    return raw[:start] + inner + raw[end:]


def _segments(xml: str, file: str, found: list[Diagnostic]) -> Segments:
    from docgen.stages.script_parse import parse_script

    outcome = parse_script(xml, file, (), first_line=1, limit=False)
    for d in outcome.diagnostics:
        found.append(error("WD741", f"a slot of the template cannot be read: {d.message}", Place(file),
                           "a template holds simple slots only: {{ titre }} or {{p corps }}"))  # fmt: skip
    return _simple(outcome.value or (), file, found)


def _simple(script: Script, file: str, found: list[Diagnostic]) -> Segments:
    out: list[tuple[bool, str]] = []
    for statement in script:
        match statement:
            case Literal(text, _):
                out.append((False, text))
            case Output(Name(name), _):
                out.append((True, name))
            case _:
                found.append(error("WD742", "the template holds logic, which belongs in clauses", Place(file),
                                   "keep simple slots only: {{ titre }} or {{p corps }}"))  # fmt: skip
    return tuple(out)


def _missing_slots(shells: Mapping[str, Segments], file: str) -> list[Diagnostic]:
    slots = {t for s in shells.values() for slot, t in s if slot}
    hint = f"write {{{{p {BODY} }}}} alone in a paragraph where the document goes"
    return [] if BODY in slots else [error("WD743", f'the slot "{BODY}" is missing', Place(file), hint)]


# -------------------------------------------------------------------- styles
def _styles(package: Package) -> tuple[dict[str, str], str]:
    """Style ids by lower-case name, and the language of the document defaults."""
    names = package.related("styles")
    if not names:
        return {}, ""
    root = _tree(package, names[0])
    out: dict[str, str] = {}
    for style in root.iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            out[name.get(f"{W}val", "").lower()] = style.get(f"{W}styleId", "")
    lang = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    return out, lang.get(f"{W}val", "") if lang is not None else ""


def _tree(package: Package, name: str = "") -> Element:
    """A part as a tree; an empty one where the template has no such part."""
    from xml.etree import ElementTree

    return ElementTree.fromstring(package.parts[name]) if name else ElementTree.Element("none")


def _chart_look(package: Package) -> ChartLook:
    names = package.related("styles")
    return chart_look(_tree(package, names[0] if names else ""), themed=bool(package.related("theme")))


def _missing_styles(styles: Mapping[str, str], file: str) -> list[Diagnostic]:
    return [
        error("WD744", f'the style "{name}" is missing', Place(file), "create it in Word under this very name")
        for name in REQUIRED_STYLES
        if name.lower() not in styles
    ]


# ----------------------------------------------------------------- numbering
class _Lists:
    """numbering.xml and the lists that paragraph styles are tied to (17.9)."""

    def __init__(self, package: Package) -> None:
        part = package.related("numbering")
        root = _tree(package, *part[:1])
        self._abstract = {a.get(f"{W}abstractNumId", ""): a for a in root.iter(f"{W}abstractNum")}
        self._nums = {
            n.get(f"{W}numId", ""): _val(n, "abstractNumId") for n in root.iter(f"{W}num")
        }
        self.highest = max((int(n) for n in self._nums if n.isdigit()), default=0)
        self._styles = self._style_numbers(package)

    def _style_numbers(self, package: Package) -> dict[str, tuple[str, int]]:
        names = package.related("styles")
        root = _tree(package, *names[:1])
        out: dict[str, tuple[str, int]] = {}
        for style in root.iter(f"{W}style"):
            numbering = style.find(f"{W}pPr/{W}numPr")
            if numbering is None:
                continue
            level = _val(numbering, "ilvl") or "0"
            out[style.get(f"{W}styleId", "")] = (_val(numbering, "numId"), int(level))
        return out

    def of(self, style_id: str) -> tuple[str, int] | None:
        """(numId, level) of a style, None when it is not numbered."""
        return self._styles.get(style_id)

    def abstract(self, styles: Mapping[str, str], name: str) -> str:
        """Id of the abstract list behind a style."""
        found = self._styles.get(styles.get(name.lower(), ""))
        return self._nums.get(found[0], "") if found else ""

    def level(self, num: str, level: int) -> Level | None:
        """The definition of one level of a list."""
        abstract = self._abstract.get(self._nums.get(num, ""))
        for e in abstract.iter(f"{W}lvl") if abstract is not None else ():
            if e.get(f"{W}ilvl") == str(level):
                restart = _val(e, "lvlRestart")
                return Level(_val(e, "numFmt") or "decimal", _val(e, "lvlText"),
                             int(_val(e, "start") or 1), int(restart) if restart else None)  # fmt: skip
        return None


def _val(parent: Any, tag: str) -> str:
    found = parent.find(f"{W}{tag}")
    return found.get(f"{W}val", "") if found is not None else ""


def _scheme(
    lists: _Lists, styles: Mapping[str, str], file: str, found: list[Diagnostic]
) -> Scheme | None:
    families = []
    for names in (HEADINGS, ANNEXES, NUMBERED):
        levels = _family(lists, [styles.get(n.lower(), "") for n in names])
        if levels is None:
            found.append(error("WD746", f'the style "{names[0]}" or one of its levels is not tied to a list', Place(file),
                               "define one multilevel list and link each level to its style"))  # fmt: skip
            return None
        families.append(levels)
    for level in (level for levels in families for level in levels):
        if level.format not in FORMATS:
            found.append(error("WD747", f'the number format "{level.format}" is not supported', Place(file),
                               f"supported: {', '.join(sorted(FORMATS))}"))  # fmt: skip
    return Scheme(*families)


def _family(lists: _Lists, style_ids: list[str]) -> tuple[Level, ...] | None:
    out: list[Level] = []
    before = ""
    for style_id in style_ids:
        tied = lists.of(style_id)
        level = lists.level(*tied) if tied else None
        if tied is None or level is None:
            return None
        if before and tied[0] != before:  # a list of its own does not restart with the one above
            level = Level(level.format, level.text, level.start, 0)
        before = tied[0]
        out.append(level)
    return tuple(out)


# -------------------------------------------------------------------- layout
_SECTION = LatePattern(r"<w:sectPr\b(?:(?!</w:sectPr>).)*</w:sectPr>", re.DOTALL)


def _section(shell: Segments) -> str:
    """The last section of the template: that of the body."""
    found = _SECTION.findall("".join(t for slot, t in shell if not slot))
    return found[-1] if found else ""


def _widths(section: str) -> tuple[int, int]:
    """Width of the text in twips, upright and on its side."""
    width, height = _size(section)
    side = _number(section, "w:left", 1417) + _number(section, "w:right", 1417)
    return width - side, max(width, height) - side


def _size(section: str) -> tuple[int, int]:
    return _number(section, "w:w", 11906), _number(section, "w:h", 16838)


def _lies(section: str) -> bool:
    width, height = _size(section)
    return width > height


def _number(section: str, name: str, default: int) -> int:
    found = re.search(rf' {name}="(\d+)"', section)
    return int(found[1]) if found else default
