"""Whatever two documents say: accepting gives the new one, rejecting the old one, and no more is marked than must be."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from docgen.model.document import Block, Clause
from docgen.render.redline import redline
from support.small import clause, h, li, p, small, table
from support.tracked import marked, paragraphs
from support.word import Word

WORDS = ("le", "Client", "paie", "dix", "jours", "après", "l’envoi", "l'avis", "10\u00a0000\u00a0€", "fin,", "*gras*", "{a}", "^une_note^", "mois.")
text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
words = st.lists(st.sampled_from(WORDS[:10]), min_size=1, max_size=3).map(" ".join)
rows = st.integers(1, 3).flatmap(lambda n: st.lists(st.lists(words, min_size=n, max_size=n), min_size=2, max_size=4))
block: st.SearchStrategy[Block] = st.one_of(
    text.map(p), words.map(h),
    st.builds(li, text, ordered=st.booleans(), level=st.integers(1, 2), series=st.integers(1, 2)),
    st.builds(lambda cells, wide: table(cells[0], *cells[1:], landscape=wide), rows, st.sampled_from([False, False, False, True])),
)  # fmt: skip
blocks = st.lists(block, min_size=1, max_size=5)
IDS = ("a", "b", "c", "d")


def _clauses(order: list[str], texts: dict[str, list[Block]]) -> list[Clause]:
    return [clause(id_, *texts[id_]) for id_ in order]


@st.composite
def documents(draw: st.DrawFn) -> tuple[list[Clause], list[Clause]]:
    """Two documents; the second is the first after clauses came, left, moved and were edited, or another one."""
    before = {id_: draw(blocks) for id_ in IDS}
    after = {}
    for id_, old in before.items():
        kept = list(old)
        for _ in range(draw(st.integers(0, 2))):
            place = draw(st.integers(0, len(kept)))
            kept[place : place + draw(st.integers(0, 1))] = draw(st.lists(block, max_size=1))
        if draw(st.booleans()):
            kept = draw(st.permutations(kept))
        after[id_] = kept or [p("reste")]
    others = ["b", "c", "d"]  # "a" is referred to
    return (
        _clauses(["a", *draw(st.lists(st.sampled_from(others), unique=True))], before),
        _clauses(draw(st.permutations(["a", *draw(st.lists(st.sampled_from(others), unique=True))])), after),
    )


@given(documents())
@example(([clause("a", p("le")), clause("b", p("le"))], [clause("a", p("le")), clause("c", p("le"))]))  # one clause for another that says the same
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_documents_come_back(sealed: Path, both: tuple[list[Clause], list[Clause]]) -> None:
    old, new = (small(sealed, *clauses) for clauses in both)
    outcome = redline(old, new, author="x", date="2027-01-31")
    assert outcome.value is not None, [str(d) for d in outcome.diagnostics]
    word, before, after = Word(outcome.value.data), Word(old), Word(new)
    assert paragraphs(word, accept=True) == paragraphs(after)
    assert paragraphs(word, accept=False) == paragraphs(before)
    came, left = marked(word)
    size = sum(map(len, (*paragraphs(before), *paragraphs(after))))
    assert outcome.value.inserted + outcome.value.deleted <= size
    if old == new:
        assert came == left == []


@given(documents())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_document_against_itself_has_no_marks(sealed: Path, both: tuple[list[Clause], list[Clause]]) -> None:
    data = small(sealed, *both[1])
    outcome = redline(data, data, author="x", date="2027-01-31")
    assert outcome.value is not None
    assert outcome.value.changes == () and marked(Word(outcome.value.data)) == ([], [])
