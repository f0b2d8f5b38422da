"""A value is put into YAML text, and everything else stays as it was typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import yaml

from docgen.stages.yaml_edit import NotEditable, Path, with_item, with_value, without_value

ORDER = {(): ("schema", "id", "projet", "client", "missions"), ("projet",): ("nom", "raisons", "amo")}
TEXT = """\
# mine
schema: x/1   # keep  this

projet:
  nom: 'Essai'  # the name
  # about the adviser
  amo: |
    Cabinet
    Lanterne

# the client
client: {denomination: "A", forme: SA}
missions:
- id: un
  # inside
  libelle: Un
"""


def put(text: str, path: Path, value: Any, title: str = "") -> str:
    return with_value(text, 0, path, value, lambda _: title, lambda p: ORDER.get(p, ()))


def value(text: str, *path: str | int) -> Any:
    found: Any = yaml.safe_load(text)
    for step in path:
        found = found[step]
    return found


def kept(before: str, after: str) -> bool:
    """Every line that was there is there still, in its order."""
    lines = iter(after.splitlines())
    return all(line in lines for line in before.splitlines())


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("id",), "essai"),
        (("projet", "raisons"), ["a", "b"]),
        (("projet", "textes", "a"), "Un : deux # trois"),
        (("missions", 0, "sens"), "entrant"),
        (("missions", 1, "id"), "deux"),
        (("kpis", 0, "cible"), Decimal("2.50")),
        (("volume", "x", "y", "z"), True),
    ],
)
def test_new_values_leave_the_rest_alone(path: Path, new: Any) -> None:
    text = put(TEXT, path, new)
    assert kept(TEXT, text)
    found = value(text, *path)
    assert found == (float(new) if isinstance(new, Decimal) else new)


def test_a_field_stands_where_the_vocabulary_has_it() -> None:
    lines = put(TEXT, ("projet", "raisons"), ["a"]).splitlines()
    assert lines.index("  raisons: [a]") == lines.index("  nom: 'Essai'  # the name") + 1
    assert put(TEXT, ("id",), "e").splitlines()[2] == "id: e"


def test_titles_become_comments() -> None:
    assert "\nid: e  # Nom du profil\n" in put(TEXT, ("id",), "e", "Nom du profil")
    long = put(TEXT, ("id",), "mot " * 25 + "fin", "Nom du profil")
    assert "\n# Nom du profil\nid: " in long
    assert "# Titre" not in put(TEXT, ("missions", 1, "id"), "deux", "Titre")
    assert "- id: deux\n" in put(TEXT, ("missions", 1, "id"), "deux", "Titre")


def test_values_are_replaced_in_place() -> None:
    text = put(TEXT, ("projet", "nom"), "Autre")
    assert text == TEXT.replace("'Essai'", "Autre")
    assert value(put(TEXT, ("projet", "amo"), "Personne"), "projet", "amo") == "Personne"
    assert "# about the adviser" in put(TEXT, ("projet", "amo"), "Personne")
    assert put(TEXT, ("client", "forme"), "SAS") == TEXT.replace("forme: SA}", "forme: SAS}")


def test_into_braces() -> None:
    text = put(TEXT, ("client", "siege", "ville"), "Aix, en {haut}")
    assert '{denomination: "A", forme: SA, siege: {ville: "Aix, en {haut}"}}' in text
    assert value(put("a: []\n", ("a", 0, "b"), 1), "a") == [{"b": 1}]


def test_an_empty_field_is_filled() -> None:
    assert value(put("projet:\nclient: {}\n", ("projet", "nom"), "x"), "projet", "nom") == "x"
    assert value(put("projet: ~  # later\n", ("projet",), "x"), "projet") == "x"


def test_windows_line_ends_and_a_last_line_without_one() -> None:
    text = put("schema: x\r\nid: a", ("version",), 1)
    assert text == "schema: x\r\nid: a\r\nversion: 1\r\n"


def test_removing() -> None:
    assert without_value(TEXT, 0, ("missions", 0, "libelle")) == TEXT.replace("  libelle: Un\n", "")
    text = without_value("a: 1\nb:\n  c: 2\n", 0, ("b", "c"))
    assert text == "a: 1\n"
    assert without_value(TEXT, 0, ("id",)) == TEXT
    for path in (("client", "forme"), ("missions", 0, "id"), ("nowhere", "x")):
        with pytest.raises(NotEditable):
            without_value(TEXT, 0, path)


def test_where_no_value_can_stand() -> None:
    for path in (("schema", "x"), ("missions", "x"), ("projet", 0)):
        with pytest.raises(NotEditable):
            put(TEXT, path, 1)


def test_the_second_document_of_a_file() -> None:
    text = with_value("overlay: x\n---\nid: a\n", 1, ("version",), 2, lambda _: "", lambda _: ())
    assert text == "overlay: x\n---\nid: a\nversion: 2\n"


@pytest.mark.parametrize(
    "text", ["NO", "yes", "null", "~", "12:30", "1.10", "01000", "1e3", "0x1F", "- a", "a: b", "a #b", "", " a", "a ",
             "*a", "&a", "!a", "%a", "@a", "{a}", "[a]", "'a'", '"a"', "é", "oui", "=", "<<", "2026-01-31x", "a\\b", "a\tb"],
)  # fmt: skip
def test_texts_stay_texts(text: str) -> None:
    for path in (("id",), ("client", "x"), ("missions", 0, "sens"), ("projet", "textes", text or "k")):
        written = put(TEXT, path, text)
        assert value(written, *path) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n- {nr: 1}  # un\n# fin\nb: 2\n", "a:\n- {nr: 1}  # un\n- {nr: 2, d: 2027-01-01}\n# fin\nb: 2\n"),
        ("a:\n  - {nr: 1}", "a:\n  - {nr: 1}\n  - {nr: 2, d: 2027-01-01}\n"),
        ("a: [{nr: 1}]\nb: 2\n", "a: [{nr: 1}, {nr: 2, d: 2027-01-01}]\nb: 2\n"),
        ("a:\n- nr: 1\n  d: x\r\nb: 2\r\n", "a:\n- nr: 1\n  d: x\r\n- {nr: 2, d: 2027-01-01}\r\nb: 2\r\n"),
    ],
)
def test_an_item_is_added_to_a_list_on_a_line_of_its_own(text: str, expected: str) -> None:
    assert with_item(text, ("a",), {"nr": 2, "d": "2027-01-01"}) == expected


@pytest.mark.parametrize("text", ["a: 1\n", "b: [1]\n", "a: {nr: 1}\n"])
def test_no_item_is_added_where_there_is_no_list(text: str) -> None:
    with pytest.raises(NotEditable):
        with_item(text, ("a",), {"nr": 2})
