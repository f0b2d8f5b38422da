"""The list of requirements of a library becomes values."""

from __future__ import annotations

from docgen.model.requirement import Feature, Requirement
from docgen.stages.read_requirements import read_requirements

LIST = """\
schema: docgen.requirements/1
groups: {A: Avant, AB: {fr: Après, en: After}}
requirements:
- {id: A1, title: Un, fields: [client], documents: [contrat]}
- {id: AB1, title: {en: Two}, features: [{text: "une page", page: docs/x.md}]}
- {id: Z, title: Seul}
"""


def test_texts_without_a_language_are_in_that_of_the_library() -> None:
    found = read_requirements(LIST.encode(), "exigences.yaml", "fr")
    assert found.diagnostics == ()
    assert found.value is not None
    assert found.value.all[0] == Requirement("A1", {"fr": "Un"}, ("client",), ("contrat",))
    assert found.value.all[1] == Requirement("AB1", {"en": "Two"}, features=(Feature({"fr": "une page"}, "docs/x.md"),))
    assert [r.id for r in found.value.group("A")] == ["A1"]
    assert [r.id for r in found.value.group("AB")] == ["AB1"]
    assert [r.id for r in found.value.group("")] == ["Z"]


def test_an_id_stands_once() -> None:
    text = LIST + "- {id: A1, title: Encore}\n"
    (found,) = read_requirements(text.encode(), "exigences.yaml", "fr").diagnostics
    assert found.code == "LB215"
    assert str(found.place) == "exigences.yaml:7:3"


def test_what_is_no_list_is_refused_with_its_place() -> None:
    found = read_requirements(LIST.replace("fields:", "champs:").encode(), "exigences.yaml", "fr")
    assert found.value is None
    assert [d.code for d in found.diagnostics] == ["LB201"]
    assert found.diagnostics[0].place is not None
    assert found.diagnostics[0].place.line == 4
