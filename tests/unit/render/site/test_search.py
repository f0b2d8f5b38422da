"""The index of words, read back as the script of the pages reads it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from docgen.render.site.search import SearchIndex, folded, words_in


def looked_up(script: str, beginning: str) -> set[int]:
    data = json.loads(script.partition(".words = ")[2].rstrip().rstrip(";"))
    found: set[int] = set()
    for word, steps in zip(data["words"].split(), data["clauses"].split(), strict=True):
        clause = -1
        for step in steps.split(","):
            clause += int(step)
            if word.startswith(beginning):
                found.add(clause)
    return found


def test_accents_capitals_and_ligatures_do_not_count() -> None:
    assert folded("ÉLÉMENT Œuvre æ ß") == "element oeuvre ae ss"
    assert words_in("L'été à 12 h, e.g. x_y") == {"ete", "12"}


def test_clauses_are_found_by_the_beginning_of_a_word() -> None:
    index = SearchIndex()
    for text in ("La confidentialité", "Rien", "Confidentiel et confié"):
        index.add(text)
    assert looked_up(index.script(), "confid") == {0, 2}
    assert looked_up(index.script(), "confie") == {2}
    assert looked_up(index.script(), "zz") == set()


def test_nothing_in_the_script_can_end_it() -> None:
    index = SearchIndex()
    index.add("</script> \u2028 été 漢字")
    assert index.script().isascii()
    assert "<" not in index.script()


@given(st.lists(st.text(max_size=30), max_size=5))
def test_every_word_leads_back_to_its_clause(texts: list[str]) -> None:
    index = SearchIndex()
    for text in texts:
        index.add(text)
    script = index.script()
    for n, text in enumerate(texts):
        assert all(n in looked_up(script, word) for word in words_in(text))
