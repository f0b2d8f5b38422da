"""References: the words and the numbers of everything that may be cited."""

from __future__ import annotations

import pytest

from docgen.model.diagnostic import Diagnostic
from docgen.model.document import (
    Annex,
    Block,
    Clause,
    Column,
    CrossReference,
    Document,
    Footnote,
    Heading,
    ListItem,
    Marks,
    NumberField,
    Paragraph,
    Part,
    Section,
    Source,
    Table,
    Text,
    plain_text,
)
from docgen.model.numbering import Label, Level, Scheme
from docgen.stages.brackets import parse_reference
from docgen.stages.number import number
from docgen.stages.references import Elsewhere, References, block_bookmark, bookmark, title_bookmark
from docgen.store.languages import load_language

PLAIN = Scheme(
    (Level("decimal", "%1."), Level("decimal", "%1.%2"), Level("decimal", "%1.%2.%3")),
    (Level("decimal", "%1"), Level("decimal", "%1.%2"), Level("decimal", "%1.%2.%3")),
    (Level("lowerLetter", "%1)"), Level("lowerRoman", "%2)")),
)
WORDED = Scheme((Level("decimal", "Article %1."), *PLAIN.headings[1:]), (Level("decimal", "Annexe %1"), *PLAIN.annexes[1:]), PLAIN.items)
PREFIX = "reference.prepositions."


def reference(raw: str, language: str = "fr") -> CrossReference:
    words = {k.removeprefix(PREFIX) for k in load_language(language).phrases if k.startswith(PREFIX)}
    found = parse_reference(raw, Marks.NONE, frozenset(words | {w[:1].upper() + w[1:] for w in words}))
    assert found is not None, raw
    return found


def at(line: int = 7) -> Source:
    return Source("source", 1, "fr", "source.md", line)


def clause(id_: str, *blocks: Block, numbered: bool = True) -> Clause:
    return Clause(id_, id_.title(), 1, "", numbered, blocks, at())


def contract(*blocks: Block) -> Document:
    """Four numbered clauses, the first of which is ``source``, one unnumbered and two annexes."""
    duree = clause(
        "duree",
        Heading(1, (Text("h"),), at(), "fin"),
        Paragraph((Text("p"),), at(), anchor="sans-numero"),
        ListItem(1, True, 1, (Text("i"),), at(), "point-a"),
        ListItem(2, True, 1, (Text("i"),), at(), "point-i"),
        Heading(1, (Text("h"),), at(), "double"),
        Heading(1, (Text("h"),), at(), "double"),
    )
    own = (*blocks, Heading(1, (Text("h"),), at(), "ici"), ListItem(1, True, 9, (Text("i"),), at(), "item"))
    clauses = (clause("source", *own), duree, clause("prix"), clause("parties", numbered=False), clause("fin"))
    parts = (Part("", True, (), clauses), Part("", True, (Section("Groupe", (clause("seul"),)),), ()))
    annexes = (Annex("kpi", "Indicateurs", (clause("mesures"),)), Annex("tarifs", "Tarifs", (clause("t1"), clause("t2"))))
    return Document("contrat", "", "T", "", "fr", "R", False, parts, annexes)


ELSEWHERE = {"besoin": Elsewhere("section", Label("5.", "5", False), "du cahier des charges")}


def cited(raw: str, language: str = "fr", scheme: Scheme = PLAIN, outline: tuple[str, ...] = ()) -> tuple[str, list[Diagnostic]]:
    document = contract(Paragraph((reference(raw, language),), at(3)))
    references = References(
        document, number(document, scheme), load_language(language), "article", ELSEWHERE, outline
    )
    (first, *_) = references.document().clauses()
    (block, *_) = first.blocks
    assert isinstance(block, Paragraph)
    return plain_text(block.inlines).replace("\u00a0", " ").replace("’", "'"), references.found


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("duree", "l'article 2"),
        ("ref:duree", "l'article 2"),
        ("à duree", "à l'article 2"),
        ("au duree", "à l'article 2"),
        ("de duree", "de l'article 2"),
        ("du duree", "de l'article 2"),
        ("dans duree", "dans l'article 2"),
        ("et duree", "et l'article 2"),
        ("L' duree", "L'article 2"),
        ("À duree", "À l'article 2"),
        ("Dans duree", "Dans l'article 2"),
        ("à duree, prix", "aux articles 2 et 3"),
        ("de duree, prix, fin", "des articles 2, 3 et 4"),
        ("duree, prix", "les articles 2 et 3"),
        ("Les duree, prix", "Les articles 2 et 3"),
        ("source", "le présent article"),
        ("à source", "au présent article"),
        ("de source", "du présent article"),
        ("de source, duree", "du présent article et de l'article 2"),
        ("duree#fin", "l'article 2.1"),
        ("de duree#fin, prix", "des articles 2.1 et 3"),
        ("source#ici", "l'article 1.1"),
        ("à duree#point-a", "au point a) de l'article 2"),
        ("duree#point-i", "le point i) de l'article 2"),
        ("de source#item", "du point a) du présent article"),
        ("annexe:kpi", "l'annexe 1"),
        ("à annexe:kpi, annexe:tarifs", "aux annexes 1 et 2"),
        ("à duree, annexe:kpi", "à l'article 2 et à l'annexe 1"),
        ("mesures", "l'annexe 1"),
        ("t2, duree", "l'article 2.2 de l'annexe 2 et l'article 2"),
        ("de t2", "de l'article 2.2 de l'annexe 2"),
        ("de t1, t2", "des articles 2.1 et 2.2 de l'annexe 2"),
        ("t1, mesures, duree", "l'article 2.1 de l'annexe 2, l'annexe 1 et l'article 2"),
        ("t1, duree", "l'article 2.1 de l'annexe 2 et l'article 2"),
        ("t1, t2|num", "2.1 de l'annexe 2 et 2.2 de l'annexe 2"),
        ("seul", "l'article 5"),
        ("duree|num", "2"),
        ("duree, prix|num", "2 et 3"),
        ("source|num", "1"),
        ("duree#point-a|num", "a)"),
        ("annexe:kpi|num", "1"),
        ("à duree|titre", "à l'article 2 (Duree)"),
        ("annexe:kpi|titre", "l'annexe 1 (Indicateurs)"),
        ("de besoin", "de la section 5 du cahier des charges"),
    ],
)
def test_a_reference_says_where(raw: str, text: str) -> None:
    assert cited(raw) == (text, [])


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("duree", "Article 2"),
        ("to duree", "to Article 2"),
        ("of duree", "of Article 2"),
        ("in duree, prix", "in Articles 2 and 3"),
        ("Under duree", "Under Article 2"),
        ("of source", "of this Article"),
        ("annexe:kpi", "Annex 1"),
        ("to annex:kpi, annex:tarifs", "to Annexes 1 and 2"),
        ("in duree#point-a", "in point a) of Article 2"),
        ("duree|num", "2"),
    ],
)
def test_a_reference_in_english(raw: str, text: str) -> None:
    assert cited(raw, "en") == (text, [])


@pytest.mark.parametrize(
    ("raw", "text"),
    [("à duree", "à l'Article 2"), ("L' duree", "L'Article 2"), ("de duree, prix", "de l'Article 2 et de l'Article 3"),
     ("à annexe:kpi", "à l'Annexe 1"), ("duree#fin", "l'article 2.1"), ("duree|num", "Article 2")],
)  # fmt: skip
def test_a_number_that_brings_its_noun_is_not_given_another(raw: str, text: str) -> None:
    assert cited(raw, scheme=WORDED) == (text, [])


@pytest.mark.parametrize(
    ("raw", "code", "message", "hint"),
    [
        ("duré", "XR501", 'no clause "duré"', 'did you mean "duree"?'),
        ("inconnu-du-tout", "XR501", 'no clause "inconnu-du-tout"', "add it to contrat.yaml"),
        ("garantie", "XR501", 'no clause "garantie"', "contrat.yaml names it, but it does not apply here or cannot be read"),
        ("duree#fim", "XR501", 'no anchor "fim"', 'did you mean "fin"?'),
        ("annexe:kpo", "XR501", 'no annex "kpo"', 'did you mean "kpi"?'),
        ("besoin#fin", "XR501", 'no clause "besoin"', ""),
        ("parties", "XR503", "carries no number", "number the clause"),
        ("duree#sans-numero", "XR503", "carries no number", "set the anchor on a heading"),
        ("duree#double", "XR502", "is set twice", ""),
    ],
)
def test_a_reference_that_leads_nowhere_is_reported_with_its_line(raw: str, code: str, message: str, hint: str) -> None:
    text, (found,) = cited(raw, outline=("garantie",))
    assert found.code == code
    assert message in found.message
    assert hint in (found.hint or "")
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("source.md", 3)
    assert code == "XR502" or text.startswith("[à compléter")


def test_references_are_resolved_in_every_place_that_takes_them() -> None:
    inlines = (Text("voir "), reference("à duree"), Footnote((reference("prix"),)))
    blocks: tuple[Block, ...] = (
        Paragraph(inlines, at()),
        Heading(1, inlines, at()),
        ListItem(1, False, 1, inlines, at()),
        Table((Column(),), (inlines,), ((inlines,),), at()),
    )
    document = contract(*blocks)
    document = Document(**{f: getattr(document, f) for f in ("type", "key", "title", "name", "language", "reference", "final")},
                        parts=document.parts, annexes=(Annex("x", "X", (clause("y", *blocks),)),))  # fmt: skip
    made = References(document, number(document, PLAIN), load_language("fr"), "article", {}).document()
    unresolved: list[CrossReference] = []
    for one in made.clauses():
        for block in one.blocks:
            groups = (*block.header, *block.rows[0]) if isinstance(block, Table) else (getattr(block, "inlines", ()),)
            for group in groups:
                for inline in (*group, *(i for n in group if isinstance(n, Footnote) for i in n.inlines)):
                    if isinstance(inline, CrossReference) and not inline.pieces:
                        unresolved.append(inline)
    assert not unresolved


def test_a_number_is_a_field_to_the_bookmark_of_its_target() -> None:
    document = contract(Paragraph((reference("à duree#fin, prix"),), at()))
    made = References(document, number(document, PLAIN), load_language("fr"), "article", {}).document()
    paragraph = next(made.clauses()).blocks[0]
    assert isinstance(paragraph, Paragraph)
    (ref,) = paragraph.inlines
    assert isinstance(ref, CrossReference)
    assert [p for p in ref.pieces if isinstance(p, NumberField)] == [
        NumberField(block_bookmark("duree", 0, "fin"), "2.1"), NumberField(title_bookmark("clause:prix"), "3"),
    ]  # fmt: skip


@pytest.mark.parametrize("id_", ["a", "a-b", "a_b", "é", "x" * 100, "x" * 99 + "y", "a.b", "A" * 27])
def test_a_bookmark_is_a_name_that_word_takes_and_its_own(id_: str) -> None:
    name = bookmark("c", id_)
    assert len(name) <= 40
    assert name.isascii()
    assert all(c.isalnum() or c == "_" for c in name)
    others = {bookmark("c", o) for o in ("a", "a-b", "a_b", "é", "x" * 100, "x" * 99 + "y", "a.b", "A" * 27) if o != id_}
    assert name not in others
