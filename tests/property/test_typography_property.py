"""Typography applied twice changes nothing more, and values keep every character."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docgen.model.language import Language
from docgen.stages.typography import Edit, edits, findings, typeset, typeset_value, typeset_values
from docgen.stages.typography_patterns import _CLASSES, _PLAIN_CLASSES, Compiled
from docgen.store.languages import load_language

PIECES = [
    *" \u00a0\u202f'\"’«»“”‘,.;:!?()[]{}%€°-/aAéŒ1290hLM\n\ue000\uf8ff\ufffc@\\",
    "  ", "36", "123", "mois", "jours", "article", "Annexe", "n°", "M.", "Mme", "L.", "juin", "1er",
    "2ème", "2031", "https://a", "www.b", "x@y.z", "{{", "}}", "RCS", "30)", "No.", "June", "days",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
LANGUAGES = [load_language("fr"), load_language("en")]
BOTH = pytest.mark.parametrize("language", LANGUAGES, ids=["fr", "en"])


def applied(text: str, changes: tuple[Edit, ...]) -> str:
    for edit in reversed(changes):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@BOTH
@settings(deadline=None, max_examples=600)
@example(text=" .;")
@example(text=" .»;")
@given(text=TEXT | st.text(max_size=40))
def test_twice_is_once(language: Language, text: str) -> None:
    once = typeset(text, language)
    assert typeset(once, language) == once
    assert all(text.count(c) == once.count(c) for c in "\ue000\uf8ff\ufffc")


@BOTH
@settings(deadline=None, max_examples=300)
@given(parts=st.lists(TEXT, min_size=3, max_size=3))
def test_a_value_keeps_its_characters_and_is_stable(language: Language, parts: list[str]) -> None:
    before, value, _ = parts
    text, span = "".join(parts), (len(before), len(before) + len(value))
    changes = edits(text, language, [span])
    assert applied(text, changes) == typeset(text, language, [span])
    assert all(a.end <= b.start for a, b in pairwise(changes))
    inside = [e for e in changes if max(e.start, span[0]) < min(e.end, span[1])]
    assert all(len(e.text) == 1 and e.end - e.start == 1 for e in inside)
    assert all(text[e.start] in " \u00a0\u202f'" for e in inside)
    assert not any(span[0] < e.start == e.end < span[1] for e in changes)


@BOTH
@settings(deadline=None, max_examples=600)
@example(texts=["«\u00a0", "a", " «", "x", "M.", "Aurore", "n°", "5", "12", "000"])
@given(texts=st.lists(TEXT | st.text(max_size=20), max_size=8))
def test_values_set_together_are_set_as_each_alone(language: Language, texts: list[str]) -> None:
    assert typeset_values(texts, language) == [typeset_value(text, language) for text in texts]


@BOTH
@settings(deadline=None, max_examples=300)
@given(parts=st.lists(TEXT, min_size=3, max_size=3))
def test_a_value_filled_in_is_stable(language: Language, parts: list[str]) -> None:
    before, value, _ = parts
    span = (len(before), len(before) + len(value))
    changes = edits("".join(parts), language, [span])
    shift = sum(len(e.text) - (e.end - e.start) for e in changes if e.end <= span[0])
    moved = (span[0] + shift, span[1] + shift)
    once = applied("".join(parts), changes)
    assert typeset(once, language, [moved]) == once


@BOTH
@settings(deadline=None, max_examples=200)
@given(text=TEXT)
def test_findings_are_empty_only_for_finished_text(language: Language, text: str) -> None:
    found = findings(text, language)
    assert all(0 <= start <= end <= len(text) for _, start, end in found)
    assert found or not edits(text, language)


@settings(deadline=None, max_examples=400)
@given(text=(TEXT | st.text(max_size=60)).map(lambda text: re.sub("[\ue000-\uf8ff\ufffc]", "", text)))
def test_rules_without_tokens_find_the_same_where_there_are_none(text: str) -> None:
    for language in LANGUAGES:
        plain, whole = (Compiled(language.typography, classes) for classes in (_PLAIN_CLASSES, _CLASSES))
        for name in ("spaces", "insertions", "gaps", "may_open", "tight_before"):
            one, other = getattr(plain, name), getattr(whole, name)
            assert [(m.span(), m.lastindex) for m in one.finditer(text)] == [(m.span(), m.lastindex) for m in other.finditer(text)]
        for name in ("cleanups", "substitutions"):
            for one, other in zip(getattr(plain, name), getattr(whole, name), strict=True):
                assert [m.span() for m in one.pattern.finditer(text)] == [m.span() for m in other.pattern.finditer(text)]


@pytest.fixture(scope="module")
def ungated() -> list[Compiled]:
    """The rules of both languages, each space tried by every rule."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("docgen.stages.typography_patterns.heads_of", lambda *_: "")
        patch.setattr("docgen.stages.typography_patterns.tails_of", lambda *_: "")
        out = [Compiled(language.typography) for language in LANGUAGES]
        assert all(rules.spaces.pattern for rules in out)
    return out


WORDS = ["", " ", *PIECES, *(p for one in LANGUAGES for rule in one.typography.spaces for p in (*rule.before, rule.after)),
         *(word.strip("\\b?") for one in LANGUAGES for words in one.typography.classes.values() for word in words)]  # fmt: skip


@settings(deadline=None, max_examples=600)
@example(words=["prix", "12", "(n300)", "000", "€", "n°", "5", "Lot", "1", "article", "L.", "3", "1er", "juin", "2031", "12", "h", "30"])
@given(words=st.lists(st.sampled_from(WORDS), max_size=12))
def test_no_rule_concerns_a_space_that_is_not_tried(words: list[str], ungated: list[Compiled]) -> None:
    text = " ".join(words)
    for language, every in zip(LANGUAGES, ungated, strict=True):
        gated = Compiled(language.typography).spaces
        assert gated.pattern != every.spaces.pattern
        assert [(m.start(), m.lastindex) for m in gated.finditer(text)] == [(m.start(), m.lastindex) for m in every.spaces.finditer(text)]
