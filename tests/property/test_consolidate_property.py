"""Whatever enters, leaves, moves or comes back: an article that had a number keeps it for ever, and nobody else gets it."""

from __future__ import annotations

from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from docgen.model.document import Annex, Clause, Document, Part
from docgen.model.numbering import Scheme
from docgen.stages.consolidate import State, moved_numbers
from docgen.stages.number import number
from docgen.stages.retitled import retitled
from support.contracts import PLAIN, WORDED, amended, clause, contract, heading, part, signed, text

PARTS, ANNEXES = ("Préambule", "P", "Q", "R"), ("u", "v", "w")
MAIN, SIDE = tuple("abcdefgh"), tuple("ijklmn")
UNNUMBERED = {"c", "k"}
Chosen = list[tuple[str, str]]


def made(id_: str) -> Clause:
    return clause(id_, text(), heading(), heading(2), numbered=id_ not in UNNUMBERED)


def composed(main: Chosen, side: Chosen) -> Document:
    """A contract of the clauses that were chosen, each in its part or annex."""
    parts = (part(t, *(made(c) for c, at in main if at == t), numbered=t != "Préambule") for t in PARTS)
    annexes = (Annex(a, a.upper(), tuple(made(c) for c, at in side if at == a)) for a in ANNEXES)
    return contract(*(p for p in parts if p.clauses), annexes=tuple(a for a in annexes if a.clauses))


def some(ids: tuple[str, ...], places: tuple[str, ...], least: int) -> st.SearchStrategy[Chosen]:
    """Clauses in any order, each with its place."""
    return st.permutations(ids).flatmap(
        lambda order: st.integers(least, len(order)).flatmap(
            lambda n: st.tuples(*(st.tuples(st.just(i), st.sampled_from(places)) for i in order[:n])).map(list)
        )
    )


contracts = st.builds(composed, some(MAIN, PARTS, 1), some(SIDE, ANNEXES, 0))


def families(state: State) -> dict[str, str]:
    """The family in which each clause is numbered: the contract or one of its annexes."""
    return {c.id: a.id for a in state.document.annexes for c in a.clauses}


def own(state: State) -> dict[str, str]:
    return {k: label.cited for k, label in state.numbering.titles.items() if k.startswith("clause:")}


def of_parts(document: Document, state: State) -> dict[str, str]:
    """The number of each part by its title."""
    named: list[tuple[str, Part]] = [(f"part:{n}", p) for n, p in enumerate(document.parts)]
    return {p.title: state.numbering.titles[k].cited for k, p in named if k in state.numbering.titles}


@settings(max_examples=60, deadline=None)
@given(st.lists(contracts, min_size=2, max_size=5), st.sampled_from([PLAIN, WORDED]), st.booleans())
def test_numbers_last(steps: list[Document], scheme: Scheme, at_end: bool) -> None:
    state = signed(steps[0], scheme)
    ever: dict[str, str] = {}
    parts: dict[str, str] = {}
    for step in steps[1:]:
        ever |= own(state)
        parts |= of_parts(state.document, state)
        after = amended(state, step, scheme, at_end=at_end)
        for title in retitled(state.document, after.document):
            if title.before in parts:  # the number stays with the part, under its new title
                parts[title.after] = parts.pop(title.before)
        now, where = own(after), families(after)

        # what was ever numbered has the same number
        assert {k: now.get(k) for k in ever} == ever
        assert {t: n for t, n in of_parts(after.document, after).items() if t in parts}.items() <= parts.items()
        assert moved_numbers(state, after) == ()

        # no number twice in the contract, or in one annex
        given_ = Counter((where.get(k.removeprefix("clause:"), ""), n) for k, n in now.items())
        assert {k for k, n in given_.items() if n > 1} == set()

        # each clause once; what the step wants is there, whole; what it does not want is there only as deleted
        ids = [c.id for c in after.document.clauses()]
        assert len(ids) == len(set(ids))
        wanted = {c.id for c in step.clauses()}
        assert wanted == {c.id for c in after.document.clauses() if not c.gone}

        # Word counts the same numbers by itself
        native = number(after.document, scheme)
        assert {k: v for k, v in after.numbering.titles.items() if k in native.titles} == native.titles
        texts = {f"clause:{c.id}" for c in after.document.clauses() if c.number}
        assert after.numbering.titles.keys() - native.titles.keys() == texts & after.numbering.titles.keys()

        # headings stand below the number of their article
        for (id_, index), label in after.numbering.blocks.items():
            above = now.get(f"clause:{id_}", "").split(" ")[-1]
            assert not above or label.cited.startswith(f"{above}."), (id_, index, label, above)
        state = after


NOTHING_COUNTED = composed([("c", "P")], [])
COUNTED_LATER = composed([("e", "P"), ("f", "Q"), ("c", "P")], [])


@settings(max_examples=600, deadline=None)
@example(NOTHING_COUNTED, COUNTED_LATER, False)  # an article of a part that enters behind the first one ever
@given(contracts, contracts, st.booleans())
def test_the_same_change_twice_changes_nothing(before: Document, after: Document, at_end: bool) -> None:
    once = amended(signed(before), after, at_end=at_end)
    assert amended(once, after, at_end=at_end) == once
