"""Whoever carries out an amendment word by word on the signed contract gets the contract as amended."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.model.document import Annex, Clause, Document, Paragraph, Section, plain_text
from docgen.stages.amend import ADDED, DELETED, REPLACED, RETITLED, Change, changes, paired, with_amendments
from docgen.stages.consolidate import State
from docgen.stages.plan_changes import paragraphs
from docgen.stages.terms import paragraphs_of
from support.contracts import AT, FRENCH, WORDED, amended, clause, contract, part, signed, text

IDS = tuple("abcdef")
WORDS = st.sampled_from(["un", "deux", "trois", "quatre", "cinq"])
bodies = st.lists(WORDS, min_size=1, max_size=6)
texts = st.dictionaries(st.sampled_from(IDS), bodies, min_size=1)


def made(wanted: dict[str, list[str]]) -> Document:
    """A contract of one part, its clauses in alphabetical order."""
    return contract(part("P", *(clause(i, *map(text, wanted[i])) for i in sorted(wanted))))


def carried_out(before: Document, found: tuple[Change, ...]) -> dict[str, list[str]]:
    """The clauses after each article of an amendment was obeyed, in the order of the amendment."""
    kept = {c.id: list(paragraphs(c)) for c in before.clauses() if not c.gone}
    for change in found:
        few = paired(change)
        match change.mode:
            case mode if mode == DELETED:
                del kept[change.clause.id]
            case mode if mode == ADDED or not few:
                kept[change.clause.id] = list(paragraphs(change.clause))
            case _:
                for place in few:
                    kept[change.clause.id][place] = paragraphs(change.clause)[place]
    return kept


def said(clause_: Clause) -> list[str]:
    return list(paragraphs(clause_))


@settings(max_examples=150, deadline=None)
@given(st.lists(texts, min_size=2, max_size=4))
def test_an_amendment_applied_to_the_contract_gives_the_contract_as_amended(steps: list[dict[str, list[str]]]) -> None:
    state = signed(made(steps[0]))
    for step in steps[1:]:
        after = amended(state, made(step))
        found = changes(state, after)
        assert carried_out(state.document, found) == {c.id: said(c) for c in after.document.clauses() if not c.gone}
        assert len({c.clause.id for c in found}) == len(found)
        state = after


titles = st.sampled_from(["Un", "Deux", "Trois"])
drawn = st.tuples(st.dictionaries(st.sampled_from(IDS), st.just(["un"]), min_size=1), titles, titles, titles)


def titled(wanted: dict[str, list[str]], of_part: str, of_section: str, of_annex: str) -> Document:
    """A contract with a title of each kind above its clauses: a part, a section in it and an annex."""
    clauses = [clause(i, *map(text, wanted[i])) for i in sorted(wanted)]
    held = {place: tuple(c for c in clauses if c.id in ids) for place, ids in (("p", "ab"), ("s", "cd"), ("a", "ef"))}
    sections = (Section(of_section, held["s"]),) if held["s"] else ()
    annexes = (Annex("u", of_annex, held["a"]),) if held["a"] else ()
    return contract(part("Cadre", clause("z")), part(of_part, *held["p"], sections=sections), annexes=annexes)


@settings(max_examples=100, deadline=None)
@given(st.lists(drawn, min_size=2, max_size=4))
def test_a_title_that_changes_is_told_and_nothing_else_changes_a_title(
    steps: list[tuple[dict[str, list[str]], str, str, str]],
) -> None:
    state = signed(titled(*steps[0]))
    for step in steps[1:]:
        after = amended(state, titled(*step))
        told = {c.clause.id: c for c in changes(state, after) if c.mode == RETITLED}
        now = _above(after.document)
        for id_, places in _above(state.document).items():
            new = now.get(id_, {}).values()
            assert not new or list(new) == [told[k].clause.title if k in told else title for k, title in places.items()]
        assert all(c.old is not None and c.old.title != c.clause.title for c in told.values())
        state = after


def _above(document: Document) -> dict[str, dict[str, str]]:
    """The titles above each clause that lives, by their keys."""
    out: dict[str, dict[str, str]] = {}
    for n, p in enumerate(document.parts):
        out |= {c.id: {f"part:{n}": p.title} for c in p.clauses}
        for m, s in enumerate(p.sections):
            out |= {c.id: {f"part:{n}": p.title, f"section:{n}.{m}": s.title} for c in s.clauses}
    out |= {c.id: {f"annex:{a.id}": a.title} for a in document.annexes for c in a.clauses}
    living = {c.id for c in document.clauses() if not c.gone}
    return {id_: places for id_, places in out.items() if id_ in living}


def test_a_new_title_is_in_the_contract_as_amended_and_told_in_words() -> None:
    old = signed(titled({"a": ["un"], "b": ["un"], "c": ["un"], "e": ["un"]}, "Prix", "Calcul", "Barème"))
    new = amended(old, titled({"a": ["un"], "b": ["un"], "c": ["un"], "e": ["deux"]}, "Tarifs", "Formule", "Grille"))
    assert [list(above.values()) for above in _above(new.document).values()] == [
        ["Cadre"], ["Tarifs"], ["Tarifs"], ["Tarifs", "Formule"], ["Grille"],
    ]  # fmt: skip
    assert {k: v.cited for k, v in new.numbering.titles.items()} == {k: v.cited for k, v in old.numbering.titles.items()}
    found = changes(old, new)
    assert [(c.mode, c.clause.id) for c in found] == [
        (RETITLED, "part:1"), (RETITLED, "section:1.0"), (RETITLED, "annex:u"), (REPLACED, "e"),
    ]  # fmt: skip
    printed = " ".join(_words(_amendment(found, new))).replace("\u00a0", " ")
    assert "L’intitulé « Prix » (TITRE II) est remplacé par l’intitulé « Tarifs »." in printed
    assert "L’intitulé « Calcul » (4) est remplacé par l’intitulé « Formule »." in printed
    assert "L’intitulé de l’Annexe 1 (Barème) est remplacé par l’intitulé « Grille »." in printed
    assert "L’Annexe 1 (Barème) est remplacée par les stipulations suivantes" in printed


@settings(max_examples=60, deadline=None)
@given(texts, texts)
def test_the_amendment_prints_every_word_that_is_new(before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    old = signed(made(before))
    new = amended(old, made(after))
    found = changes(old, new)
    printed = " ".join(_words(_amendment(found, new)))
    for change in found:
        for place, words in enumerate(paragraphs(change.clause) if change.mode != DELETED else ()):
            few = paired(change)
            assert (few and place not in few) or words in printed
    if not found:
        assert printed.strip() == ""


def _amendment(found: tuple[Change, ...], after: State) -> Document:
    from docgen.model.document import Definitions

    waiting = contract(part("Modifications", clause("m", Definitions(AT, "amendments"))))
    return with_amendments(waiting, found, after, FRENCH)


def _words(document: Document) -> list[str]:
    blocks = (b for c in document.clauses() for b in c.blocks)
    return [plain_text(p) for b in blocks for p in paragraphs_of(b)]


def test_a_change_of_one_paragraph_is_told_as_such() -> None:
    old = signed(made({"a": ["un", "deux", "trois", "quatre"]}))
    new = amended(old, made({"a": ["un", "deux", "cinq", "quatre"]}))
    (change,) = changes(old, new)
    assert change.mode == REPLACED
    assert paired(change) == (2,)
    assert all(isinstance(b, Paragraph) for b in change.clause.blocks)


def test_an_article_whose_number_is_worded_is_named_once() -> None:
    old = signed(made({"a": ["un"], "b": ["deux"], "d": ["quatre"]}), WORDED)
    new = amended(old, made({"a": ["cinq"], "b": ["deux"], "c": ["trois"]}), WORDED)
    printed = " ".join(_words(_amendment(changes(old, new), new))).replace("\u00a0", " ")
    assert "L’article 1 (A) est remplacé" in printed
    assert "Il est ajouté, après l’article 2 (B), un article 2 bis intitulé « C »" in printed
    assert "L’article 3 (D) est supprimé." in printed
    assert "rticle Article" not in printed
