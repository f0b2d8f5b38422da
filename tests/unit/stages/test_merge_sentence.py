"""Words of one passage that both sides changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.stages.merge_sentence import merged_words, tokens

N = "\u00a0"


def test_tokens() -> None:
    assert tokens(f"L’an {{{{ a|b }}}}, [[à x]] 10{N}000{N}€{{% if c %}}d[^1]") == [
        "L’", "an", " ", "{{ a|b }}", ",", " ", "[[à x]]", " ", f"10{N}000{N}€", "{% if c %}", "d", "[^1]",
    ]  # fmt: skip


@given(st.text())
def test_tokens_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


BASE = "Le Client paie le prix sous trente jours, par virement au compte indiqué. Le Prestataire en accuse réception."


@pytest.mark.parametrize(
    ("left", "right", "merges"),
    [
        (("trente", "dix"), ("accuse", "confirme"), True),
        (("trente", "dix"), ("indiqué", "désigné"), True),
        (("trente", "dix"), ("virement", "chèque"), False),
        (("trente", "dix"), ("jours", "mois"), False),
        (("paie", "verse"), ("trente", "dix"), False),
        (("indiqué. ", "indiqué. Il le fait sans frais. "), ("Prestataire", "Titulaire"), True),
        (("indiqué", "choisi"), ("indiqué.", "indiqué. Il le fait sans frais."), True),
        (
            ("Le Prestataire en accuse réception.", "{% if a %}Le Prestataire en accuse réception.{% endif %}"),
            ("accuse", "confirme"),
            False,
        ),
        (
            ("Le Prestataire en accuse réception.", "{% if a %}Le Prestataire en accuse réception.{% endif %}"),
            ("trente", "dix"),
            True,
        ),
    ],
)
def test_words_apart_merge_and_words_near_do_not(left: tuple[str, str], right: tuple[str, str], merges: bool) -> None:
    ours, theirs = BASE.replace(*left), BASE.replace(*right)
    wanted = BASE.replace(*right).replace(*left) if merges else None
    assert merged_words(BASE, ours, theirs) == wanted
    assert merged_words(BASE, theirs, ours) == wanted


def test_an_abbreviation_ends_no_sentence() -> None:
    base = "La Partie applique l'art. L du code et le paie."
    assert merged_words(base, base.replace("applique", "suit"), base.replace("paie", "verse")) is None
