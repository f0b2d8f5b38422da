"""Runs and instructions joined; nothing that a reader sees changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from docgen.render.normalise import normalise, normalised
from docgen.render.package import read_package
from docgen.render.tracked import accept_all
from docgen.render.tracked_proof import texts
from docgen.render.word_text import paragraph_text, paragraphs
from support.docx import W, change, control, docx, field, p, run


def after(*blocks: str) -> str:
    root = etree.fromstring(f'<w:body xmlns:w="{W}">{"".join(blocks)}</w:body>')
    normalise(root)
    return re.sub(r' xmlns:\w+="[^"]*"| xml:space="preserve"', "", etree.tostring(root, encoding="unicode"))


def test_runs_of_one_look_are_one() -> None:
    assert after(p(run("a"), run("b"), run("c", "<w:b/>"), run("d", "<w:b/>"))) == (
        "<w:body><w:p><w:r><w:t>ab</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>cd</w:t></w:r></w:p></w:body>"
    )


def test_an_empty_look_is_no_look() -> None:
    assert after(p(run("a"), "<w:r><w:rPr/><w:t>b</w:t></w:r>")).count("<w:r>") == 1


def test_what_word_notes_for_itself_goes() -> None:
    noted = '<w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1"><w:lastRenderedPageBreak/><w:t>b</w:t></w:r>'
    assert after(f'<w:p w:rsidP="00A2" w:rsidRDefault="00A3">{run("a")}{noted}</w:p>') == (
        "<w:body><w:p><w:r><w:t>ab</w:t></w:r></w:p></w:body>"
    )


def test_the_spaces_at_the_edge_of_a_run_stay() -> None:
    root = etree.fromstring(after(p(run("a "), run(" b"))).replace("<w:body", f'<w:body xmlns:w="{W}"'))
    assert paragraph_text(next(paragraphs(root))) == "a  b"


def test_the_instruction_of_a_field_is_one_piece() -> None:
    cut = field(" REF _dg_c_duree \\n ", "4").replace(" _dg", "</w:instrText></w:r><w:r><w:rPr><w:b/></w:rPr><w:instrText> _dg")
    assert re.findall("<w:instrText>(.*?)</w:instrText>", after(p(cut))) == [" REF _dg_c_duree \\n "]


def test_two_fields_keep_their_own_instructions() -> None:
    found = after(p(field(" REF a ", "1"), field(" REF b ", "2")))
    assert re.findall("<w:instrText>(.*?)</w:instrText>", found) == [" REF a ", " REF b "]


def test_the_edges_of_a_field_keep_runs_of_their_own() -> None:
    """An engine that finds them beside words loses the marks around them."""
    assert after(p(run("a"), field(" REF a ", "1"), run("b"))).count("<w:r>") == 7


def test_a_content_control_has_the_same_number_whoever_saved_it() -> None:
    one, two = (after(control("t", "Titre", p("a")).replace('w:val="7"', f'w:val="{n}"')) for n in (7, 12345))
    assert one == two
    numbers = re.findall(r'<w:id w:val="(\d+)"', after(control("t", "Titre", p("a")), control("t", "Titre", p("b"))))
    assert len(set(numbers)) == 2
    assert all(0 < int(n) < 2**31 for n in numbers)


def test_done_twice_is_done_once() -> None:
    once = after(p(run("a"), run("b"), field(" REF a ", "1")), control("t", "T", p("c")))
    assert after(once.replace("<w:body>", "").replace("</w:body>", "")) == once


def test_tracked_changes_are_accepted_on_demand() -> None:
    data = docx(p("a ", change("ins", run("b")), change("del", run("c"))))
    package = read_package(data, "x").value
    done = read_package(normalised(package, accept_all), "x").value
    assert texts(done)["document"] == ("a b",)
    assert texts(package, accept_all)["document"] == ("a b",)
    assert done.parts["word/styles.xml"] == package.parts["word/styles.xml"]


pieces = st.lists(
    st.tuples(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="<>&"), max_size=6), st.sampled_from(["", "<w:b/>", "<w:i/>"])),
    max_size=12,
)


@given(pieces)
@settings(deadline=None)
def test_no_character_is_lost_and_no_look(found) -> None:
    root = etree.fromstring(f'<w:body xmlns:w="{W}">{p(*(run(t, look) for t, look in found))}</w:body>')
    wanted = [(c, look) for text, look in found for c in text]
    normalise(root)
    given_ = [
        (c, "" if r[0].tag == f"{{{W}}}t" else f"<w:{etree.QName(r[0][0]).localname}/>")
        for r in root.iter(f"{{{W}}}r") for t in r.iter(f"{{{W}}}t") for c in t.text or ""
    ]  # fmt: skip
    assert given_ == wanted
    looks = [given_[n][1] for n in range(len(given_)) if not n or given_[n][1] != given_[n - 1][1]]
    assert len([r for r in root.iter(f"{{{W}}}r") if "".join(t.text or "" for t in r.iter(f"{{{W}}}t"))]) >= len(looks)


@pytest.mark.parametrize("pieces_", [["", ""], ["a", "", "b"]])
def test_empty_pieces_do_no_harm(pieces_) -> None:
    assert "".join(pieces_) in after(p(*(run(t) for t in pieces_)))
