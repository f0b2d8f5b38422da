"""Comments on the clauses of a draft: one at each, in a part of their own, and nowhere else."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from docgen.app.draft import comments_on, printed
from docgen.model.comment import Comments, Remark
from docgen.model.diagnostic import Place
from docgen.model.document import Blank, Clause, Column, Document, ListItem, Paragraph, Part, Source, Table, Text
from docgen.render.verify import read_again, verify
from docgen.render.word.blocks import Writer
from docgen.render.word.docx import WordPress, expected_comments, expected_text, press, print_frame, word_frame
from docgen.render.word.xml import marks_first
from docgen.stages.number import number
from docgen.store.languages import load_language
from support.project import made
from support.word import NS, Word, text_of, val, w

sys.path.insert(0, str(Path(__file__).parent))
from test_word_documents import internal

NASTY = '<w:p/> & "guillemets" {{ 7*7 }} [[article:duree]] ]]>'
KINDS = ("contrat", "accord-confidentialite", "annexe-indicateurs", "cahier-des-charges", "grille-evaluation", "avenant")


@pytest.fixture(scope="module")
def commented(sealed: Path) -> dict[str, Word]:
    """Drafts of the richer profile with comments, French and English."""
    out = {}
    for language in ("fr", "en"):
        for one, data in made(sealed, "voltea", commented=True, types=KINDS, language=language):
            out[f"{one.plan.name}/{language}"] = Word(data, one)
    return out


def comments_of(word: Word) -> dict[str, list[str]]:
    """The paragraphs of each comment, by id."""
    root = word.root("word/comments.xml")
    return {c.get(w("id")): [text_of(p) for p in c.findall("w:p", NS)] for c in root.iter(w("comment"))}


def test_each_clause_has_one_comment_at_its_heading_or_first_paragraph(commented: dict[str, Word]) -> None:
    assert len(commented) > 10
    headings = 0
    for name, word in commented.items():
        comments, seen = comments_of(word), set()
        for control in word.controls:
            clause = re.sub(r"docgen:|@r\d+", "", val(control, "w:sdtPr/w:tag") or "")
            if clause in seen:
                continue  # a landscape page cuts a clause in two
            seen.add(clause)
            first = next(control.iter(w("p")))
            marks = [m.get(w("id")) for m in first.iter(w("commentReference"))]
            about = [i for i in marks if len(comments[i]) > 1]
            assert len(about) == 1, f"{name}: {clause}"
            assert f" {clause} (" in comments[about[0]][-1]
            headings += "eading" in word.style_name(first) or "Clause" in word.style_name(first)
        assert seen == {c.spec.id for c in word.made.plan.clauses}, name
    assert headings > 100


def test_marks_and_comments_belong_together(commented: dict[str, Word]) -> None:
    for name, word in commented.items():
        ids = [c.get(w("id")) for c in word.root("word/comments.xml").iter(w("comment"))]
        assert ids == [str(n) for n in range(len(ids))], name
        for kind in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            assert sorted(m.get(w("id")) for m in word.main.iter(w(kind))) == sorted(ids), name
        for comment in word.root("word/comments.xml"):
            assert comment.get(w("author")) == "docgen"
            assert comment.get(w("date")) is None
            assert [p.find(".//w:annotationRef", NS) is not None for p in comment] == [True, *[False] * (len(comment) - 1)]
            assert all(word.style_name(p) == "annotation text" for p in comment)


def test_no_text_stands_before_a_mark_at_the_beginning_of_a_control(commented: dict[str, Word]) -> None:
    """LibreOffice would lose it."""
    for name, word in commented.items():
        for control in word.controls:
            first = next(control.iter(w("p")))
            tags = [e.tag for e in first.iter(w("t"), w("commentReference"))]
            assert tags == sorted(tags, key=lambda tag: tag == w("t")), name


def test_what_is_internal_stands_in_the_comments_and_nowhere_else(commented: dict[str, Word]) -> None:
    pieces, seen = internal(), set()
    for name, word in commented.items():
        told = "\n".join("\n".join(c) for c in comments_of(word).values())
        seen |= {p for p in pieces if p in told}
        rest = Word(word.data)
        del rest.parts["word/comments.xml"]
        assert [p for p in pieces if p in rest.everything] == [], name
        assert "à valider par un juriste" not in rest.text
    assert len(seen) > 40


def test_comments_change_nothing_but_themselves(commented: dict[str, Word], sealed: Path) -> None:
    plain = {f"{one.plan.name}/fr": Word(data) for one, data in made(sealed, "voltea", types=KINDS, language="fr")}
    assert plain
    for name, word in plain.items():
        beside = commented[name]
        assert [text_of(p) for p in beside.paragraphs] == [text_of(p) for p in word.paragraphs], name
        differ = {n for n in {*word.parts, *beside.parts} if word.parts.get(n) != beside.parts.get(n)}
        assert differ <= {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}


def test_a_final_document_never_has_comments(sealed: Path) -> None:
    for one, data in made(sealed, "mobilys", commented=True, final=True, types=("contrat", "contrat-cabinet")):
        assert comments_on(one) == {}
        word = Word(data)
        assert "word/comments.xml" not in word.parts
        assert not list(word.main.iter(w("commentReference"), w("commentRangeStart")))
        assert "commentaire" not in word.everything.lower()


def test_a_document_printed_both_ways_in_turn_is_each_time_the_same(sealed: Path) -> None:
    """What is kept of a printed frame knows whether it has comments; nothing of one way is left in the other."""
    (one, plain), *_ = made(sealed, "mobilys", types=("contrat",))
    day, comments = "2026-11-20", comments_on(one)
    first = printed(one, day)
    with_comments = printed(one, day, comments)
    other = {id_: (Remark("", "autre"),) for id_ in comments}
    with_other = printed(one, day, other)
    assert len({first, with_comments, with_other}) == 3
    assert "autre" in Word(with_other).text_in("comments")
    for _ in range(2):
        assert printed(one, day) == first
        assert printed(one, day, comments) == with_comments
    assert plain == first or "word/comments.xml" not in Word(plain).parts


# ------------------------------------------------------------ made by hand
AT = Source("objet", 1, "fr", "clauses/objet/r1.fr.md", 1)
BLANK = Paragraph((Text("Le SIREN est "), Blank("[à compléter]", "client.siren"), Text(".")), AT, fixed=True)
TABLE = Table((Column(),), ((Text("A"),),), (((Text("1"),),),), AT)


@pytest.fixture
def ready(sealed: Path) -> WordPress:
    from docgen.app.workshop import open_workshop

    workshop = open_workshop(sealed, shown_from=sealed, use_index=False).value
    assert workshop is not None
    found = workshop.press("contrat", Place("x")).value
    assert found is not None
    return press(found.template, found.styles.paragraph, found.styles.table)


def document(*clauses: Clause, final: bool = False) -> Document:
    parts = tuple(Part(c.title, True, (), (c,)) for c in clauses)  # a part of its own: no heading of the clause
    return Document("contrat", "", "C", "le contrat", "fr", "r", final, parts, ())


def clause(id_: str, *blocks: Paragraph | Table | ListItem) -> Clause:
    return Clause(id_, id_.upper(), 1, "", True, blocks, AT)


def drawn(ready: WordPress, one: Document, comments: Comments) -> bytes:
    language = load_language("fr")
    written = word_frame(one, number(one, ready.local(language).scheme), ready, language, comments)
    return print_frame(written, one, (), ready, language, "2026-11-20")


def test_words_of_a_comment_are_never_markup(ready: WordPress) -> None:
    one, comments = document(clause("objet", BLANK)), {"objet": (Remark(NASTY, NASTY), Remark("", NASTY))}
    data = drawn(ready, one, comments)
    assert comments_of(Word(data))["1"] == [f"{NASTY} {NASTY}", NASTY]
    assert verify(read_again(data), expected_text(one), (), (), expected_comments(one, comments)) == ()
    lost = expected_comments(one, comments | {"objet": (*comments["objet"], Remark("", "perdu"))})
    (found,) = [d for d in verify(read_again(data), expected_text(one), (), (), lost) if d.code == "WD721"]
    assert found.place is not None
    assert found.place.file == "word/comments.xml"


def test_a_comment_finds_the_first_paragraph_whatever_block_begins_the_clause(ready: WordPress) -> None:
    item = ListItem(1, True, 1, (Text("un"),), AT)
    one = document(clause("a", TABLE), clause("b", item), clause("c"), clause("d", BLANK, BLANK))
    comments = {c.id: (Remark("", f"sur {c.id}"),) for c in one.clauses()}
    word = Word(drawn(ready, one, comments))
    found = {i: c[0] for i, c in comments_of(word).items()}
    first = [next(c.iter(w("p")), None) for c in word.controls]
    said = [[found[m.get(w("id"))] for m in p.iter(w("commentReference"))] for p in first if p is not None]
    assert [s[0] for s in said] == ["sur a", "sur b", "sur d"]
    assert len(said[2]) == 2  # and that on the blank
    assert "sur c" not in found.values()
    assert expected_comments(one, comments) == ["sur a", "sur b", "sur d"]
    assert expected_comments(document(*one.clauses(), final=True), comments) == []


def test_a_block_with_a_blank_or_a_note_is_written_anew_each_time(ready: WordPress) -> None:
    """The number of a comment is that of one document: what is kept for others must not hold it."""
    one = document(clause("objet", Paragraph((Text("Fixe."),), AT, fixed=True), BLANK))
    first, second = drawn(ready, one, {}), drawn(ready, one, {})
    assert first == second
    assert len(comments_of(Word(first))) == 1
    kept = Writer(ready.styles, ready.fixed, comments=True)
    assert [block for block, _ in ready.fixed.values()] == [one.parts[0].clauses[0].blocks[0]]
    assert kept.notes.met() == (0, 0)


def test_marks_go_before_the_text_of_the_first_paragraph_only() -> None:
    mark = '<w:commentRangeEnd w:id="0"/><w:r><w:rPr/><w:commentReference w:id="0"/></w:r>'
    text = "<w:r><w:t>avant</w:t></w:r>"
    begin, start = "<w:p><w:pPr/><w:pPr></w:pPr>", '<w:commentRangeStart w:id="0"/>'
    last = f"<w:p>{text}{start}{text}{mark}</w:p>"
    assert marks_first(f"{begin}{text}{start}{text}{mark}</w:p>{last}") == f"{begin}{start}{mark}{text}{text}</w:p>{last}"
    assert marks_first(last.replace(start, "").replace(mark, "")) == last.replace(start, "").replace(mark, "")
