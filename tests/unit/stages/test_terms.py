"""Defined terms: recognised where the author wrote them, whole, in the longest form, never in values."""

from __future__ import annotations

import pytest

from docgen.model.document import (
    Definitions,
    Footnote,
    Heading,
    Marks,
    Paragraph,
    Source,
    Table,
    TermDefinition,
    TermUse,
    Text,
    Value,
)
from docgen.stages.terms import TermForms, all_inlines, defined_terms, mark_inlines, mark_terms, used_terms

AT = Source("c", 1, "fr", "c.md", 1)
TERMS = TermForms({"Client": "client", "Client Final": "final", "Jour Ouvré": "jour", "Date d'Effet": "effet"})


def marked(text: str) -> list[str]:
    return [i.term if isinstance(i, TermUse) else i.text for i in mark_inlines((Text(text),), TERMS)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("le Client paie", ["le ", "client", " paie"]),
        ("Client", ["client"]),
        ("le Client Final", ["le ", "final"]),
        ("le Client\u00a0Final.", ["le ", "final", "."]),
        ("un Jour\u202fOuvré", ["un ", "jour"]),
        ("la Date d’Effet et la Date d'Effet", ["la ", "effet", " et la ", "effet"]),
        ("le client, la Clientèle, SubClient", ["le client, la Clientèle, SubClient"]),
    ],
)
def test_a_term_is_recognised_whole_and_in_its_longest_form(text: str, parts: list[str]) -> None:
    assert marked(text) == parts


@pytest.mark.parametrize("form", ["Date d’Effet", "Date d'Effet", "Date\u00a0d’Effet"])
@pytest.mark.parametrize("text", ["Date d’Effet", "Date d'Effet", "Date\u202fd'Effet"])
def test_a_form_is_recognised_however_its_apostrophe_and_spaces_are_typed(form: str, text: str) -> None:
    assert mark_inlines((Text(text),), TermForms({form: "effet"})) == (TermUse(text, "effet"),)


def test_emphasis_stays_and_values_are_left_alone() -> None:
    inlines = (Text("le Client", Marks.BOLD), Value("Client", "nom"))
    assert mark_inlines(inlines, TERMS) == (
        Text("le ", Marks.BOLD), TermUse("Client", "client", Marks.BOLD), Value("Client", "nom"),
    )  # fmt: skip


@pytest.mark.parametrize("terms", [TERMS, TermForms({})])
def test_a_block_without_terms_is_the_very_same(terms: TermForms) -> None:
    block = Paragraph((Text("rien"),), AT)
    assert mark_terms(block, terms) is block
    assert mark_terms(Definitions(AT), terms) == Definitions(AT)


def test_terms_are_found_in_headings_cells_captions_and_notes() -> None:
    cell = (Text("Client"),)
    table = mark_terms(Table((), (cell,), ((cell, cell),), AT, caption=cell), TERMS)
    heading = mark_terms(Heading(1, (Footnote(cell),), AT), TERMS)
    assert sum(isinstance(i, TermUse) for i in all_inlines((table,))) == 4
    assert used_terms([heading]) == {"client"}
    assert defined_terms([Paragraph((TermDefinition("x", "b"), TermDefinition("y", "a")), AT), Definitions(AT)]) == ("b", "a")
