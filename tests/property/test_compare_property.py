"""Comparing texts: nothing is lost, nothing is invented, and what did not change is not marked."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.model.comparison import Change, Passage
from docgen.stages.compare_texts import compare_paragraphs, compare_texts
from docgen.stages.compare_words import compare_words

words = st.sampled_from(["le", "prix", "l’", "l'", "10\u00a0000\u00a0€", "10 000\u00a0€", "(12)", ",", ".", " ", " ", "\u00a0", "mois", "trente-six", "é", "_", "\n"])
texts = st.lists(words, max_size=14).map("".join) | st.text(max_size=30)
paragraphs = st.lists(texts.filter(bool), max_size=7)
passages = st.lists(
    st.builds(Passage, st.sampled_from("abcdefgh"), st.sampled_from(["", "Objet", "Durée"]), paragraphs.map(tuple)),
    max_size=6, unique_by=lambda p: p.key,
)  # fmt: skip
quick = settings(deadline=None, max_examples=150)


@given(texts, texts)
@quick
def test_words_kept_and_deleted_are_the_old_text_and_words_kept_and_inserted_the_new(old: str, new: str) -> None:
    pieces = compare_words(old, new)
    assert "".join(p.text for p in pieces if p.change is not Change.INSERTED) == old
    assert "".join(p.text for p in pieces if p.change is not Change.DELETED) == new
    assert all(p.text and p.change is not Change.CHANGED for p in pieces)
    assert not any(a.change is b.change for a, b in zip(pieces, pieces[1:], strict=False))


@given(texts)
@quick
def test_a_text_against_itself_has_no_mark(text: str) -> None:
    assert all(p.change is Change.SAME for p in compare_words(text, text))


@given(texts, texts)
@quick
def test_never_more_is_marked_than_both_texts(old: str, new: str) -> None:
    marked = sum(len(p.text) for p in compare_words(old, new) if p.change is not Change.SAME)
    assert marked <= len(old) + len(new)


@given(paragraphs, paragraphs)
@quick
def test_paragraphs_give_both_sides_in_order(old: list[str], new: list[str]) -> None:
    found = compare_paragraphs(old, new)
    assert [p.old for p in found if p.change is not Change.INSERTED] == old
    assert [p.new for p in found if p.change is not Change.DELETED] == new
    for p in found:
        assert (p.change is Change.SAME) == (p.old == p.new)


@given(passages, passages)
@quick
def test_passages_give_both_documents(old: list[Passage], new: list[Passage]) -> None:
    found = compare_texts(old, new).passages
    assert [p.key for p in found if p.change is not Change.DELETED] == [p.key for p in new]
    assert len([p for p in found if p.change is not Change.INSERTED]) == len(old)
    for p in found:
        body = [q for q in p.paragraphs if q.change is not Change.DELETED]
        if p.change is Change.INSERTED:
            assert tuple(q.new for q in body) == next(n.paragraphs for n in new if n.key == p.key)


@given(passages)
@quick
def test_a_document_against_itself_is_the_same(document: list[Passage]) -> None:
    found = compare_texts(document, document)
    assert found.same
    assert not [*found.changed()]


@given(passages, passages)
@quick
def test_the_same_only_when_it_is(old: list[Passage], new: list[Passage]) -> None:
    assert compare_texts(old, new).same == ([(p.key, p.title, p.paragraphs) for p in old] == [(p.key, p.title, p.paragraphs) for p in new])
