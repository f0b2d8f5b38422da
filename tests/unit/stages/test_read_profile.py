"""A profile file becomes plain data, each value with its place."""

from __future__ import annotations

import pytest

from docgen.model.diagnostic import Place
from docgen.stages.read_profile import profile_digest, read_profile

VOCABULARY = {
    "properties": {"id": {"type": "string"}, "n": {"type": "number"}, "duree": {"properties": {"mois": {"type": "integer"}}}}
}


def test_a_profile_holds_typed_data_and_places() -> None:
    outcome = read_profile(b"id: 012\nduree:\n  mois: 12\n", "p.yaml", VOCABULARY)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    assert (outcome.value.id, outcome.value.data["duree"]) == ("012", {"mois": 12})
    assert outcome.value.place(("duree", "mois")) == Place("p.yaml", 3, 3)
    assert outcome.value.place(("duree", "absent", "x")) == Place("p.yaml", 2, 1)


@pytest.mark.parametrize(("path", "value"), [("duree.mois", 12), ("duree", {"mois": 12}), ("x", None), ("duree.mois.x", None)])
def test_a_value_is_found_by_its_dotted_path(path: str, value: object) -> None:
    profile = read_profile(b"duree: {mois: 12}\n", "p.yaml", VOCABULARY).value
    assert profile is not None
    assert profile.get(path) == value


STREAM = {
    **VOCABULARY,
    "$defs": {"document": {"if": {"required": ["overlay"]}, "else": {"if": {"required": ["bilan"]}}}},
}
"""A vocabulary that tells, as the shipped one does, what else may stand in the file of a profile."""


def test_overlays_and_reviews_in_the_same_file_are_no_profile() -> None:
    data = b"overlay: {numero: 1}\n---\nid: a\n---\nbilan: {}\n"
    profile = read_profile(data, "p.yaml", STREAM).value
    assert profile is not None
    assert profile.data == {"id": "a"}
    assert profile.records == {"overlay": ({"overlay": {"numero": 1}},), "bilan": ({"bilan": {}},)}
    assert str(profile.place(("records", "bilan", 0, "bilan"))) == "p.yaml:5:1"
    assert [record for record, _ in profile.records_placed()] == [{"overlay": {"numero": 1}}, {"bilan": {}}]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"id: a\n---\nid: b\n", ["PF208"]),
        (b"overlay: {}\n", ["PF208"]),
        (b"", ["Y111"]),
        (b"- a\n", ["Y112"]),
        (b"a: [", ["Y101"]),
        (b"id: a\nid: b\n", ["Y102"]),
        (b"\xff\xfea\x00", ["Y104"]),
    ],
)
def test_what_is_no_single_profile_is_said_once(data: bytes, codes: list[str]) -> None:
    outcome = read_profile(data, "p.yaml", STREAM)
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == codes


def test_a_value_of_unsure_meaning_is_a_finding_beside_the_profile() -> None:
    outcome = read_profile(b"n: 1,5\n", "p.yaml", VOCABULARY)
    assert [(d.code, str(d.place)) for d in outcome.diagnostics] == [("Y113", "p.yaml:1:4")]
    assert outcome.value is not None


def test_line_ends_do_not_change_the_digest() -> None:
    assert profile_digest(b"a: 1\r\nb: 2\r\n") == profile_digest(b"a: 1\nb: 2\n")
    assert profile_digest(b"a: 1\n") != profile_digest(b"a: 2\n")
