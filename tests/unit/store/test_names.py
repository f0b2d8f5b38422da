"""File names from what people type."""

import pytest

from docgen.store.names import file_name


@pytest.mark.parametrize("id_", ["acme-2027", "acme", "contrat_cadre.v2", "lot-20270101"])
def test_a_plain_id_stays_as_it_is(id_: str) -> None:
    assert file_name([id_], ".docx") == f"{id_}.docx"


def test_names_that_differ_only_in_lost_characters_differ() -> None:
    assert file_name(["A/B"], ".docx") != file_name(["A:B"], ".docx")


def test_parts_stay_apart() -> None:
    assert file_name(["contrat", "acme-2027"], ".docx") == "contrat_acme-2027.docx"
    assert file_name(["a-b", "c"], "") != file_name(["a", "b-c"], "")
    assert file_name(["a_b", "c"], "") != file_name(["a", "b_c"], "")
    assert file_name([], "") != ""


@pytest.mark.parametrize("name", ["CON", "con", "nul", "COM1", "lpt9.txt", "aux", "prn.", "..", ""])
def test_reserved_and_empty_names_are_avoided(name: str) -> None:
    stem = file_name([name], ".docx").split(".")[0]
    assert stem not in ("con", "nul", "com1", "lpt9", "aux", "prn", "")


def test_accents_become_letters() -> None:
    assert file_name(["Société Générale d’Œuvres"], ".docx").startswith(
        "societe-generale-d-oeuvres-"
    )


def test_direction_overrides_are_gone() -> None:
    assert file_name(["acme\u202excod"], ".docx").startswith("acmexcod-")


def test_long_names_are_cut_and_stay_apart() -> None:
    one, two = file_name(["a" * 200], ".docx"), file_name(["a" * 201], ".docx")
    assert one != two
    assert max(len(one), len(two)) <= 80


def test_an_id_cannot_imitate_a_name_with_digest() -> None:
    lossy = file_name(["A/B"], "")
    assert file_name([lossy], "") != lossy
