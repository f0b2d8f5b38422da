"""Tracked changes accepted and rejected, one construct after the other."""

from __future__ import annotations

import pytest
from lxml import etree

from docgen.render.package import read_package
from docgen.render.tracked import accept_all, reject_all, tracked_changes
from docgen.render.tracked_proof import deviations, marked, texts
from docgen.render.word_text import paragraph_text, paragraphs
from support.docx import W, change, docx, field, p, run, table

INS, DEL, MOVED_TO, MOVED_FROM = (change(k) for k in ("ins", "del", "moveTo", "moveFrom"))


def part(*blocks: str) -> etree._Element:
    return etree.fromstring(f'<w:body xmlns:w="{W}">{"".join(blocks)}</w:body>')


def read(root: etree._Element) -> list[str]:
    return [paragraph_text(q) for q in paragraphs(root)]


def both(*blocks: str) -> tuple[list[str], list[str]]:
    """What reads with all changes accepted, and with all rejected; no trace is left."""
    out = []
    for resolve in (accept_all, reject_all):
        root = part(*blocks)
        resolve(root)
        assert not tracked_changes(root)
        assert not [e for e in root.iter() if "Range" in etree.QName(e).localname]
        assert not [*root.iter(f"{{{W}}}delText", f"{{{W}}}delInstrText")]
        out.append(read(root))
    return out[0], out[1]


CASES = {
    "words": ([p("a ", change("ins", run("b ")), change("del", run("c ")), run("d"))], ["a b d"], ["a c d"]),
    "a deletion inside an insertion": ([p("a", change("ins", change("del", run("b"))))], ["a"], ["a"]),
    "a paragraph inserted": ([p("a"), p(change("ins", run("b")), mark=INS), p("c")], ["a", "b", "c"], ["a", "c"]),
    "a paragraph deleted": ([p("a"), p(change("del", run("b")), mark=DEL), p("c")], ["a", "c"], ["a", "b", "c"]),
    "a paragraph split": ([p("a", mark=INS), p("b")], ["a", "b"], ["ab"]),
    "paragraphs joined": ([p("a", mark=DEL), p("b")], ["ab"], ["a", "b"]),
    "the last paragraph inserted": ([p("a"), p(change("ins", run("b")), mark=INS)], ["a", "b"], ["a"]),
    "three joined": ([p("a", mark=DEL), p("b", mark=DEL), p("c")], ["abc"], ["a", "b", "c"]),
    "a move": (
        [p(change("moveFrom", run("a")), mark=MOVED_FROM), p("b"), p(change("moveTo", run("a")), mark=MOVED_TO), p("c")],
        ["b", "a", "c"], ["a", "b", "c"],
    ),
    "marks of a moved range": (
        [p('<w:moveFromRangeStart w:id="1" w:name="m"/>', change("moveFrom", run("a")), '<w:moveFromRangeEnd w:id="1"/>', run("b"))],
        ["b"], ["ab"],
    ),
    "a row inserted": ([table(("a", "b"), ("c", "d")).replace('<w:tr><w:tc><w:p><w:r><w:t xml:space="preserve">c', f'<w:tr><w:trPr>{INS}</w:trPr><w:tc><w:p><w:r><w:t xml:space="preserve">c')], ["a", "b", "c", "d"], ["a", "b"]),
    "the only row deleted": ([p("x"), table(("a", "b")).replace("<w:tr>", f"<w:tr><w:trPr>{DEL}</w:trPr>"), p("y")], ["x", "y"], ["x", "a", "b", "y"]),
    "a cell inserted": ([table(("a", "b")).replace("<w:tc>", f"<w:tc><w:tcPr>{change('cellIns')}</w:tcPr>", 1)], ["a", "b"], ["b"]),
    "a cell deleted": ([table(("a", "b")).replace("<w:tc>", f"<w:tc><w:tcPr>{change('cellDel')}</w:tcPr>", 1)], ["b"], ["a", "b"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_text(name: str) -> None:
    blocks, accepted, rejected = CASES[name]
    assert both(*blocks) == (accepted, rejected)


def control(kind: str, content: str) -> str:
    """A control whose own coming or going is tracked (17.13.5.4 to 17.13.5.11): one range at each of its tags."""
    def start(number: int) -> str:
        return change(f"customXml{kind}RangeStart").replace('w:id="9"', f'w:id="{number}"')

    def end(number: int) -> str:
        return f'<w:customXml{kind}RangeEnd w:id="{number}"/>'

    return f'{start(8)}<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>{end(8)}{content}{start(9)}</w:sdtContent></w:sdt>{end(9)}'


@pytest.mark.parametrize(("kind", "came"), [("Ins", True), ("MoveTo", True), ("Del", False), ("MoveFrom", False)])
def test_a_control_that_came_or_left_goes_and_what_it_holds_stays(kind: str, came: bool) -> None:
    blocks = (p("a"), control(kind, p("b") + p("c")), p("d"))
    assert tracked_changes(part(*blocks)) == {f"customXml{kind}RangeStart": 1}
    assert both(*blocks) == (["a", "b", "c", "d"], ["a", "b", "c", "d"])
    for resolve, kept in ((accept_all, came), (reject_all, not came)):
        root = part(*blocks)
        resolve(root)
        assert len(root.findall(f"{{{W}}}sdt")) == kept


def test_a_control_goes_with_the_paragraphs_that_it_holds() -> None:
    gone = p(change("ins", run("b")), mark=INS)
    assert both(p("a"), control("Ins", gone), p("d")) == (["a", "b", "d"], ["a", "d"])


def test_a_paragraph_that_joins_the_next_takes_over_its_look() -> None:
    root = part(p("a", style="Un", mark=DEL), p("b", style="Deux"))
    accept_all(root)
    assert [s.get(f"{{{W}}}val") for s in root.iter(f"{{{W}}}pStyle")] == ["Deux"]


def test_a_cell_keeps_its_last_paragraph() -> None:
    root = part(table(("a",)).replace(p("a"), p(change("del", run("a")), mark=DEL)))
    accept_all(root)
    assert read(root) == [""]


@pytest.mark.parametrize(("resolve", "left"), [(accept_all, ["b"]), (reject_all, ["i"])])
def test_a_change_of_look_gives_the_new_or_the_old_one(resolve, left) -> None:
    old = change("rPrChange", "<w:rPr><w:i/></w:rPr>")
    root = part(p(run("a", f"<w:b/>{old}")))
    resolve(root)
    assert [etree.QName(e).localname for e in root.find(f".//{{{W}}}rPr")] == left


def test_a_paragraph_that_gets_its_old_look_back_keeps_its_mark() -> None:
    old = change("pPrChange", '<w:pPr><w:pStyle w:val="Ancien"/></w:pPr>')
    root = part(f'<w:p><w:pPr><w:pStyle w:val="Neuf"/><w:rPr><w:b/></w:rPr>{old}</w:pPr></w:p>')
    reject_all(root)
    properties = root.find(f".//{{{W}}}pPr")
    assert [etree.QName(e).localname for e in properties] == ["pStyle", "rPr"]
    assert properties[0].get(f"{{{W}}}val") == "Ancien"


def test_every_kind_of_change_is_counted() -> None:
    root = part(p("a", change("ins", run("b")), change("del", run("c")), mark=INS), p(run("d", change("rPrChange", "<w:rPr/>"))))
    assert tracked_changes(root) == {"ins": 2, "del": 1, "rPrChange": 1}


def test_numbers_of_pages_are_no_text() -> None:
    one, other = (part(p("Page ", field(" PAGE ", n), run(" sur "), f'<w:fldSimple w:instr="NUMPAGES">{run(n)}</w:fldSimple>')) for n in "12")
    assert read(one) == read(other) == ["Page # sur #"]
    assert read(part(p(field(" REF a ", "12")))) == ["12"]


# ---------------------------------------------------------------------- proof
def package(*blocks: str, **more):
    found = read_package(docx(*blocks, **more), "x")
    assert found.value is not None, found.diagnostics
    return found.value


def test_a_true_redline_has_no_deviation() -> None:
    old, new = package(p("a b")), package(p("a c"))
    made = package(p("a ", change("del", run("b")), change("ins", run("c"))))
    assert deviations(made, old, new) == ()
    assert (marked(made).inserted, marked(made).deleted, marked(made).moved) == (1, 1, 0)


def test_an_unmarked_change_is_found_with_its_place() -> None:
    old, new = package(p("x"), p("a b")), package(p("x"), p("a c"))
    accepted, rejected = deviations(package(p("x"), p("a b c")), old, new)
    assert (accepted.accepted, accepted.story, accepted.paragraph, accepted.wanted, accepted.given) == (True, "document", 2, "a c", "a b c")
    assert (rejected.accepted, rejected.wanted) == (False, "a b")


def test_a_lost_paragraph_is_found() -> None:
    (found,) = deviations(package(p("a")), package(p("a")), package(p("a"), p("b")))
    assert (found.paragraph, found.wanted, found.given) == (2, "b", None)


def test_headers_and_cited_notes_count_and_notes_that_nobody_cites_do_not() -> None:
    cite = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    one = package(p("a", cite), header="Haut", notes={"2": "Note", "3": "jamais citée"})
    assert texts(one)["header"] == ("Haut",)
    assert texts(one)["footnotes"] == ("Note",)
    other = package(p("a", cite), header="Haut", notes={"2": "Autre note"})
    assert [d.story for d in deviations(one, other, one)] == ["footnotes"]
    assert [d.story for d in deviations(one, one, package(p("a", cite), header="Bas", notes={"2": "Note"}))] == ["header"]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('boîte')}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    root = part(p(f"<mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>", run("dehors")))
    assert read(root) == ["dehors", "boîte"]
