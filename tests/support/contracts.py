"""Small contracts by hand, for what keeps the numbers of a signed one."""

from __future__ import annotations

from docgen.model.document import (
    Annex,
    Block,
    Clause,
    CrossReference,
    Document,
    Heading,
    ListItem,
    Paragraph,
    Part,
    Section,
    Source,
    Target,
    Text,
)
from docgen.model.numbering import Level, Scheme
from docgen.stages.consolidate import State, consolidated
from docgen.stages.number import number
from docgen.store.languages import load_language

FRENCH = load_language("fr")
AT = Source("c", 1, "fr", "c.md", 1)
PLAIN = Scheme(
    (
        Level("upperRoman", "TITRE %1"),
        Level("decimal", "%2.", restart=0),
        Level("decimal", "%2.%3"),
        Level("decimal", "%2.%3.%4"),
    ),
    (Level("decimal", "Annexe %1"), Level("decimal", "%2."), Level("decimal", "%2.%3"), Level("decimal", "%2.%3.%4")),
    (Level("lowerLetter", "%1)"), Level("lowerRoman", "%2)")),
)
"""Articles run through the parts; in each annex they begin again."""
WORDED = Scheme(
    (PLAIN.headings[0], Level("decimal", "Article %2.", restart=0), *PLAIN.headings[2:]), PLAIN.annexes, PLAIN.items
)


def text(words: str = "Texte.") -> Paragraph:
    return Paragraph((Text(words),), AT)


def heading(level: int = 1, anchor: str = "") -> Heading:
    return Heading(level, (Text("Intertitre"),), AT, anchor)


def item() -> ListItem:
    return ListItem(1, True, 1, (Text("point"),), AT)


def citing(*targets: Target) -> Paragraph:
    return Paragraph((Text("Voir "), CrossReference("", targets, "full"), Text(".")), AT)


def clause(id_: str, *blocks: Block, numbered: bool = True, title: str = "") -> Clause:
    return Clause(id_, title or id_.capitalize(), 1, "", numbered, blocks or (text(),), AT)


def part(title: str, *clauses: Clause, numbered: bool = True, sections: tuple[Section, ...] = ()) -> Part:
    return Part(title, numbered, sections, clauses)


def contract(*parts: Part, annexes: tuple[Annex, ...] = ()) -> Document:
    return Document("contrat", "", "Contrat", "", "fr", "R", False, parts, annexes)


def signed(document: Document, scheme: Scheme = PLAIN) -> State:
    """A contract that was never amended."""
    return State(document, number(document, scheme))


def amended(before: State, after: Document, scheme: Scheme = PLAIN, *, at_end: bool = False) -> State:
    """The contract after one more amendment."""
    return State(*consolidated(before, after, scheme, FRENCH, at_end=at_end))


def numbers(state: State) -> dict[str, str]:
    """The number of each clause that has one, with plain spaces."""
    found = ((k, label.cited.replace("\u00a0", " ")) for k, label in state.numbering.titles.items())
    return {k.removeprefix("clause:"): cited for k, cited in found if k.startswith("clause:")}


def inside(state: State, clause_id: str) -> list[str]:
    """The numbers of the headings in a clause."""
    return [
        label.cited.replace("\u00a0", " ") for (c, _), label in sorted(state.numbering.blocks.items()) if c == clause_id
    ]


def titles(state: State) -> list[str]:
    return [c.title for c in state.document.clauses()]
