"""What every shipped Word document keeps, read by an independent reader."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import yaml

from docgen.render.verify import read_again, verify
from docgen.render.word.docx import expected_charts
from support.project import ROOT
from support.word import NS, Word, text_of, val, w

BOX = "http://schemas.openxmlformats.org/package/2006/relationships"


def each(documents: dict[str, Word]) -> list[tuple[str, Word]]:
    return sorted(documents.items())


def test_ids_and_names_are_unique(documents: dict[str, Word]) -> None:
    for name, word in each(documents):
        for ids in (
            [m.get(w("id")) for m in word.main.iter(w("bookmarkStart"))],
            [m.get(w("name")).lower() for m in word.main.iter(w("bookmarkStart"))],
            [val(c, "w:sdtPr/w:id") for c in word.controls],
            [n.get(w("numId")) for n in word.root("word/numbering.xml").iter(w("num"))],
            [s.get(w("styleId")) for s in word.root("word/styles.xml").iter(w("style"))],
        ):
            assert [i for i, count in Counter(ids).items() if count > 1] == [], name
        starts = [m.get(w("id")) for m in word.main.iter(w("bookmarkStart"))]
        assert sorted(starts) == sorted(m.get(w("id")) for m in word.main.iter(w("bookmarkEnd")))
        assert all(len(m.get(w("name"))) <= 40 for m in word.main.iter(w("bookmarkStart")))


def test_references_show_the_number_that_word_will_compute(documents: dict[str, Word]) -> None:
    seen = 0
    for name, word in each(documents):
        for instruction, shown in word.fields():
            if not instruction.startswith("REF "):
                continue
            _, target, *switches = instruction.split()
            assert switches == ["\\n", "\\h"]
            label = word.labels[word.bookmarks[target]]
            assert shown == label.strip().rstrip("."), f"{name}: {target}"
            seen += 1
    assert seen > 500


def test_the_contents_list_every_heading_with_its_number(documents: dict[str, Word]) -> None:
    outline = {"heading 1": 0, "Part Unnumbered": 0, "Annex Heading": 0, "heading 2": 1, "Clause Unnumbered": 1, "Annex Clause": 1}
    listed = 0
    for name, word in each(documents):
        if not any(i.startswith("TOC ") for i, _ in word.fields()):
            assert word.made.plan.doctype.template not in ("contrat", "cabinet", "cahier-des-charges"), name
            continue  # a short document has no contents
        listed += 1
        headings = [
            (f"toc {outline[word.style_name(p)] + 1}", word.labels.get(p, ""), text_of(p))
            for p in word.paragraphs
            if word.style_name(p) in outline
        ]
        entries = []
        for p in word.styled("toc 1", "toc 2"):
            number, _, text = text_of(p).partition("\t")
            entries.append((word.style_name(p), number, text))
            link = p.find("w:hyperlink", NS)
            assert text_of(word.bookmarks[link.get(w("anchor"))]) == text, name
        assert entries == headings, name
        assert len([i for i, _ in word.fields() if i.startswith("TOC ")]) == 1
    assert listed


def test_each_clause_stands_in_a_control_that_names_it(documents: dict[str, Word]) -> None:
    for name, word in each(documents):
        tags = list(dict.fromkeys(val(c, "w:sdtPr/w:tag") for c in word.controls))
        expected = [f"docgen:{c.spec.id}@r{c.revision.number}" for c in word.made.plan.clauses]
        assert sorted(t for t in tags if t) == sorted(expected), name
        assert all(len(t) <= 64 for t in tags if t)
        assert all(c.find("w:sdtContent", NS) is not None and len(c.find("w:sdtContent", NS)) for c in word.controls)


def test_the_manifest_names_every_clause_in_order(documents: dict[str, Word]) -> None:
    for name, word in each(documents):
        manifest = word.root("customXml/item1.xml")
        rels = word.root("word/_rels/document.xml.rels")
        assert [r.get("Target") for r in rels if r.get("Type").endswith("/customXml")] == ["../customXml/item1.xml"]
        declared = [o.get("PartName") for o in word.root("[Content_Types].xml") if o.get("PartName")]
        assert len(declared) == len(set(declared))
        listed = [c.get("id") for c in manifest]
        order = list(dict.fromkeys(re.sub(r"docgen:|@r\d+", "", val(c, "w:sdtPr/w:tag") or "") for c in word.controls))
        assert listed == order, name
        assert all(re.fullmatch(r"[0-9a-f]{16}", c.get("text")) for c in manifest)
        custom = word.root("docProps/custom.xml")
        found = {p.get("name"): "".join(p.itertext()) for p in custom}
        assert found["docgen.reference"] == manifest.get("reference")
        assert found["docgen.status"] == name.rpartition("/")[2]
        assert set(found) == {"docgen.type", "docgen.key", "docgen.reference", "docgen.language", "docgen.status", "docgen.format"}


def test_no_direct_formatting_no_empty_paragraph(documents: dict[str, Word]) -> None:
    for name, word in each(documents):
        for control in word.controls:
            for run in control.iter(w("rPr")):
                assert {e.tag for e in run} <= {w("rStyle"), w("i")}, name
            for properties in control.iter(w("pPr")):
                assert {e.tag for e in properties} <= {w("pStyle"), w("keepNext"), w("numPr"), w("jc")}, name
            for p in control.iter(w("p")):
                if next(p.iterancestors(w("tc")), None) is None and p.find(".//w:drawing", NS) is None:
                    assert text_of(p), f"{name}: an empty paragraph"


def test_tables(documents: dict[str, Word]) -> None:
    for name, word in each(documents):
        tables = [t for c in word.controls for t in c.iter(w("tbl"))]
        assert tables, name
        for table in tables:
            rows = table.findall("w:tr", NS)
            assert rows[0].find("w:trPr/w:tblHeader", NS) is not None
            assert all(r.find("w:trPr/w:tblHeader", NS) is None for r in rows[1:])
            assert all(r.find("w:trPr/w:cantSplit", NS) is not None for r in rows)
            grid = [int(g.get(w("w"))) for g in table.iterfind("w:tblGrid/w:gridCol", NS)]
            for row in rows:
                assert [int(c.find("w:tcPr/w:tcW", NS).get(w("w"))) for c in row.findall("w:tc", NS)] == grid
                assert all(c[-1].tag == w("p") for c in row.findall("w:tc", NS))
            page = section_of(word, table).find("w:pgSz", NS)
            margins = section_of(word, table).find("w:pgMar", NS)
            room = int(page.get(w("w"))) - int(margins.get(w("left"))) - int(margins.get(w("right")))
            assert sum(grid) == room, name
            before = table.getprevious()
            if before is not None and before.tag == w("p"):
                assert before.find("w:pPr/w:keepNext", NS) is not None or before.find("w:pPr/w:sectPr", NS) is not None \
                    or word.style_name(before).startswith(("heading", "Annex")), text_of(before)


def section_of(word: Word, element: object) -> object:
    """The section that holds an element: the first sectPr after it."""
    after = False
    for e in word.main.iter():
        if e is element:
            after = True
        elif after and e.tag == w("sectPr"):
            return e
    raise AssertionError


def test_numbers_are_those_of_word(documents: dict[str, Word]) -> None:
    """Titles, headings and items: the engine's numbers are those that numbering.xml gives."""
    for name, word in each(documents):
        numbering = word.made.numbering
        computed = [label.printed for label in (*numbering.titles.values(), *numbering.blocks.values())]
        shown = [t for p, t in word.labels.items() if not word.style_name(p).startswith("List Bullet")]
        assert Counter(shown) == Counter(computed), name


def internal() -> set[str]:
    """What the library and the profiles say to their own side only: guidance, notes, labels, law, annotations."""
    secrets: set[str] = set()
    for path in (ROOT / "clauses").glob("*/clause.yaml"):
        clause = yaml.safe_load(path.read_text(encoding="utf-8"))
        secrets |= {str(clause.get("guidance") or "")} | {r.get("note", "") for r in clause.get("revisions", ())}
        secrets |= {p.get("approval", "") for p in clause.get("positions", ())}
    for profile in ("mobilys", "voltea"):
        data = next(iter(yaml.safe_load_all((ROOT / f"profiles/{profile}.yaml").read_text(encoding="utf-8"))))
        secrets |= {str(v) for k, v in data.items() if k.startswith("x_")}
    kept = {"x_approbations", "direction-juridique", "direction-achats"}
    assert secrets >= kept - {"x_approbations"}
    return {s.strip()[:60] for s in secrets if len(s.strip()) > 25} | kept


def test_nothing_internal_travels_along(documents: dict[str, Word]) -> None:
    """No guidance, no note on a revision, no approval, no annotation of the profile in any part."""
    pieces = internal()
    assert len(pieces) > 30
    for name, word in each(documents):
        everything = word.everything
        assert [p for p in pieces if p in everything] == [], name


def test_drafts_and_finals_differ_only_in_what_they_say_of_themselves(documents: dict[str, Word]) -> None:
    for name, word in each(documents):
        if name.endswith("/final"):
            draft = documents[name.removesuffix("/final") + "/draft"]
            assert [text_of(p) for c in word.controls for p in c.iter(w("p"))] == [
                text_of(p) for c in draft.controls for p in c.iter(w("p"))
            ]


def test_a_landscape_page_has_its_own_section(documents: dict[str, Word]) -> None:
    turned = 0
    for name, word in each(documents):
        for section in word.main.iter(w("sectPr")):
            size = section.find("w:pgSz", NS)
            wide = int(size.get(w("w"))) > int(size.get(w("h")))
            assert wide == (size.get(w("orient")) == "landscape"), name
            turned += wide
        last = word.body[-1]
        assert last.tag == w("sectPr")
        if word.made.plan.doctype.template != "grille":  # the grid lies on its side from end to end
            assert last.find("w:pgSz", NS).get(w("orient")) != "landscape"
    assert turned


@pytest.mark.parametrize("template", ["contrat", "contrat-cabinet", "cahier-des-charges"])
def test_docxtpl_gives_the_same_parts(template: str, documents: dict[str, Word], tmp_path: object) -> None:
    """The oracle: docxtpl itself renders the template with the same slots."""
    import io

    from docxtpl import DocxTemplate
    from markupsafe import Markup

    from support.word import canonical

    name = next(n for n in sorted(documents, reverse=True) if f"/{template}" in n.replace(f"{template}-", "-") and n.endswith("/fr/draft"))
    word = documents[name]
    file = word.made.plan.doctype.template
    source = (ROOT / "templates/docx" / f"{file}.docx").read_bytes()
    tpl = DocxTemplate(io.BytesIO(source))
    marks = {k: Markup(f"<w:p><w:r><w:t>{k}</w:t></w:r></w:p>") for k in ("sommaire", "corps")}
    tpl.render({**dict(word.made.document.slots), **marks}, autoescape=True)
    out = io.BytesIO()
    tpl.save(out)
    oracle = Word(out.getvalue())
    parts = sorted(p for p in word.parts if re.fullmatch(r"word/(header|footer)\d*\.xml", p))
    assert parts
    for part in parts:
        assert canonical(word.parts[part]) == canonical(oracle.parts[part]), part
    theirs = list(oracle.body)
    contents, body = (next(n for n, e in enumerate(theirs) if text_of(e) == k) for k in ("sommaire", "corps"))
    ours = list(word.body)
    entries = [n for n, e in enumerate(ours) if e.tag == w("p") and word.style_name(e).startswith("toc ")]
    assert same(ours[: entries[0]], theirs[:contents])
    between = theirs[contents + 1 : body]
    assert same(ours[entries[-1] + 1 : entries[-1] + 1 + len(between)], between)
    after = theirs[body + 1 :]
    assert same(ours[-len(after) :], after)


def same(ours: list[object], theirs: list[object]) -> bool:
    from lxml import etree

    from support.word import canonical

    return [canonical(etree.tostring(e)) for e in ours] == [canonical(etree.tostring(e)) for e in theirs]


def test_a_footnote_that_lost_a_word_is_noticed(documents: dict[str, Word]) -> None:
    name, word = next((n, d) for n, d in each(documents) if d.root("word/footnotes.xml").findall(".//w:footnoteRef", NS))
    notes = [text_of(p) for p in word.root("word/footnotes.xml").iter(w("p")) if p.find(".//w:footnoteRef", NS) is not None]
    charts = expected_charts(word.made.document)
    assert verify(read_again(word.data), [], notes, charts) == ()
    (found,) = verify(read_again(word.data), [], [*notes[:-1], notes[-1] + " mot"], charts)
    assert found.code == "WD721", name
    assert found.place is not None
    assert "footnotes" in found.place.file
