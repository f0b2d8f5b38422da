"""What a Word template lacks."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.checks.template import check_styles_and_slots

STYLES = frozenset({"definition", "apparent", "house table"})
SLOTS = frozenset({"titre", "corps", "sommaire", "mot_page"})


@pytest.fixture
def said(a_library: Any, type_of: Any) -> Any:
    bench = a_library(types={"contrat": type_of("contrat", ["a"], "slots: {titre: x}\n")})

    def run(styles: frozenset[str] = STYLES, slots: frozenset[str] = SLOTS) -> list[tuple[str, str, str]]:
        found = check_styles_and_slots("maison.docx", styles, slots, bench.library(), bench.types())
        return [(str(d.severity), str(d.place), d.message) for d in found]

    return run


def test_a_template_with_every_style_and_slot_is_right(said: Any) -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("style", "words"),
    [("apparent", 'the class "apparent" needs the style "Apparent"'), ("house table", 'the table style "default" needs the style "House Table"')],
)
def test_a_missing_style_is_an_error(said: Any, style: str, words: str) -> None:
    assert said(styles=STYLES - {style}) == [("error", "maison.docx", f"{words}, which is missing")]


def test_a_slot_that_nobody_fills_is_an_error(said: Any) -> None:
    assert said(slots=SLOTS | {"autre"}) == [("error", "maison.docx", 'the template has a slot "autre" that contrat does not fill')]


def test_a_slot_without_a_place_is_a_warning(said: Any) -> None:
    assert said(slots=SLOTS - {"titre"}) == [("warning", "templates/contrat.yaml:1:1", 'the slot "titre" has no place in maison.docx')]
