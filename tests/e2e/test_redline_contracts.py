"""Redlines of the shipped contracts after changes that happen: how much is marked, and that both come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.render.redline import redline
from support.redline import CHANGES, Maker, States
from support.tracked import ideal, marked, paragraphs
from support.word import Word

CASES = [(profile, change) for profile, changes in CHANGES.items() for change in changes]
MOVES = ("a clause moves", "a clause is edited and moves")


@pytest.fixture(scope="module")
def maker(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return Maker(sealed, tmp_path_factory.mktemp("states"))


def pairs(states: States) -> list[tuple[bytes, bytes]]:
    return [(states.before[name], states.after[name]) for name in states.after]


@pytest.mark.parametrize(("profile", "change"), CASES)
def test_a_change(profile: str, change: str, maker: Maker) -> None:
    for old, new in pairs(maker.states(profile, change)):
        outcome = redline(old, new, author="docgen", date="2027-01-31")
        assert outcome.value is not None, [str(d) for d in outcome.diagnostics]
        word, before, after = Word(outcome.value.data), Word(old), Word(new)
        assert paragraphs(word, accept=True) == paragraphs(after)
        assert paragraphs(word, accept=False) == paragraphs(before)
        came, left = marked(word)
        assert not {t for t in came if len(t) > 20} & {t for t in left if len(t) > 20}
        size = sum(map(len, (*came, *left)))
        least = ideal(before, after)
        if change in MOVES:  # a move costs nothing; the measure knows none
            assert outcome.value.moved == 14 and size < 200
        elif change != "a footnote changes":
            assert 0 < size <= 1.1 * least, (size, least)


def test_languages(printed: dict[str, Word]) -> None:
    """Every paragraph differs, and both documents still come back."""
    old, new = printed["mobilys/contrat/clairval/fr/final"], printed["mobilys/contrat/clairval/en/final"]
    outcome = redline(old.data, new.data, author="docgen", date="2027-01-31")
    assert outcome.value is not None, [str(d) for d in outcome.diagnostics]
    word = Word(outcome.value.data)
    assert paragraphs(word, accept=True) == paragraphs(new)
    assert paragraphs(word, accept=False) == paragraphs(old)
