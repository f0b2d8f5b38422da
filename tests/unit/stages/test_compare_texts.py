"""What a comparison says of typical changes of a contract."""

from __future__ import annotations

import time

import pytest

from docgen.model.comparison import Change, Passage
from docgen.stages.compare_texts import compare_paragraphs, compare_texts
from docgen.stages.compare_words import compare_words

N = "\u00a0"


def shown(old: str, new: str) -> str:
    signs = {Change.SAME: "{}", Change.DELETED: "[-{}]", Change.INSERTED: "[+{}]"}
    return "".join(signs[p.change].format(p.text) for p in compare_words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("un mois", "deux mois", "[-un][+deux] mois"),
        ("l’accord écrit", "l’avis écrit", "l’[-accord][+avis] écrit"),
        (f"10{N}000{N}€ par an", f"12{N}000{N}€ par an", f"[-10{N}000{N}€][+12{N}000{N}€] par an"),
        ("le 28 février 2030.", "le 28 février 2031.", "le 28 février [-2030][+2031]."),
        (f"10 000{N}€", f"10{N}000{N}€", f"10[- ][+{N}]000{N}€"),
        ("l'annexe", "l’annexe", "l[-'][+’]annexe"),
        ("annexe", "annexe ;", "annexe[+ ;]"),
        ("12,5 %", "12,8 %", "[-12,5][+12,8] %"),
        ("a", "", "[-a]"),
        ("", "", ""),
    ],
)
def test_words(old: str, new: str, wanted: str) -> None:
    assert shown(old, new) == wanted


def changes(old: list[str], new: list[str]) -> list[str]:
    return [f"{p.change}: {p.new or p.old}" for p in compare_paragraphs(old, new)]


def test_like_paragraphs_are_compared_and_unlike_ones_are_not() -> None:
    old = ["Le prix est de dix euros par appel.", "Le tribunal de Nantes est compétent."]
    new = ["Le prix est de douze euros par appel.", "Chaque partie garde le secret."]
    assert changes(old, new) == [
        "changed: Le prix est de douze euros par appel.",
        "deleted: Le tribunal de Nantes est compétent.",
        "inserted: Chaque partie garde le secret.",
    ]


def test_an_inserted_paragraph_moves_nothing_else() -> None:
    assert changes(["a b c", "d e f"], ["x y z", "a b c", "d e f"]) == ["inserted: x y z", "same: a b c", "same: d e f"]


def test_clauses_are_found_by_their_key_wherever_they_stand() -> None:
    old = [Passage("objet", "Objet", ("a",)), Passage("duree", "Durée", ("trois ans",)), Passage("prix", "Prix", ("dix",))]
    new = [Passage("prix", "Prix", ("dix",)), Passage("objet", "Objet", ("a",)), Passage("duree", "Durée", ("deux ans",))]
    found = compare_texts(old, new).passages
    assert [(p.key, p.change, p.moved) for p in found] == [
        ("prix", Change.SAME, True), ("objet", Change.SAME, False), ("duree", Change.CHANGED, False),
    ]  # fmt: skip


def test_a_deleted_passage_stands_where_it_stood() -> None:
    old = [Passage(k, k, (k,)) for k in "abcd"]
    new = [Passage(k, k, (k,)) for k in "acx"]
    assert [(p.key, p.change) for p in compare_texts(old, new).passages] == [
        ("a", Change.SAME), ("b", Change.DELETED), ("c", Change.SAME), ("d", Change.DELETED), ("x", Change.INSERTED),
    ]  # fmt: skip


def test_a_heading_that_changed_does_not_part_what_stands_below_it() -> None:
    old = [Passage("#objet", "Objet", ("Le contrat a pour objet le service.",)), Passage("#fin", "Fin", ("z",))]
    new = [Passage("#objet du contrat", "Objet du contrat", ("Le contrat a pour objet le service.",)), Passage("#fin", "Fin", ("z",))]
    first, _ = compare_texts(old, new).passages
    assert first.change is Change.CHANGED
    assert [(p.change, p.new) for p in first.paragraphs] == [
        (Change.CHANGED, "Objet du contrat"), (Change.SAME, "Le contrat a pour objet le service."),
    ]  # fmt: skip


def test_long_texts_take_no_long_time() -> None:
    """Words that all differ, words that are all the same, and thousands of paragraphs."""
    start = time.process_time()
    compare_words("mot " * 20_000, "mot " * 19_999 + "fin")
    compare_words(" ".join(f"a{n}" for n in range(8_000)), " ".join(f"b{n}" for n in range(8_000)))
    compare_paragraphs([f"paragraphe {n} a" for n in range(3_000)], [f"paragraphe {n} b" for n in range(3_000)])
    compare_texts([Passage(f"{n}", "", ()) for n in range(5_000)], [Passage(f"{n}", "", ()) for n in reversed(range(5_000))])
    assert time.process_time() - start < 20
