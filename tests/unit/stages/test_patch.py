"""The dated change of a profile: a mapping from paths to new values."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from docgen.stages.differences import differences
from docgen.stages.patch import apply_patch

VOCABULARY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "version": {"type": "integer"},
        "budget": {"type": "object", "title": "Budget", "properties": {"alerte": {"type": "integer", "title": "Seuil"}}},
        "canaux": {
            "type": "array", "title": "Canaux", "x-identifiant": "canal",
            "items": {"type": "object", "properties": {"canal": {"type": "string"}, "horaires": {"title": "Horaires"},
                                                       "sites": {"type": "array", "x-identifiant": "id"}}},
        },
        "flux": {"type": "array", "title": "Flux", "items": {"type": "object"}},
        "reference": {"type": "object"},
    },
}  # fmt: skip
DATA = {
    "version": 1,
    "budget": {"alerte": 80},
    "canaux": [{"canal": "mail", "horaires": "9-17", "sites": [{"id": "a", "etp": 1}]}, {"canal": "chat"}],
    "flux": [{"n": 1}],
    "reference": {"p": 10},
}


@pytest.mark.parametrize(
    ("patch", "path", "expected"),
    [
        ({"version": 2}, ("version",), 2),
        ({"budget.alerte": 75}, ("budget", "alerte"), 75),
        ({"budget": {"mode": "x"}}, ("budget",), {"mode": "x"}),
        ({"nouveau.champ": 1}, ("nouveau", "champ"), 1),
        ({"canaux[mail].horaires": "8-20"}, ("canaux", 0, "horaires"), "8-20"),
        ({"canaux[mail].sites[a].etp": 5}, ("canaux", 0, "sites", 0, "etp"), 5),
        ({"canaux[chat]": {"canal": "chat", "x": 1}}, ("canaux", 1), {"canal": "chat", "x": 1}),
        ({"canaux[chat]+": {"x": 1}}, ("canaux", 1), {"canal": "chat", "x": 1}),
        ({"canaux+": [{"canal": "sms"}]}, ("canaux", 2), {"canal": "sms"}),
        ({"flux+": [{"n": 2}]}, ("flux",), [{"n": 1}, {"n": 2}]),
        ({"reference+": {"q": 20}}, ("reference",), {"p": 10, "q": 20}),
        ({"absents+": [1]}, ("absents",), [1]),
    ],
)
def test_an_entry_sets_selects_or_adds(patch: dict[str, Any], path: tuple[Any, ...], expected: Any) -> None:
    before = deepcopy(DATA)
    done = apply_patch(DATA, patch, VOCABULARY)
    assert done.problems == ()
    value: Any = done.data
    for step in path:
        value = value[step]
    assert value == expected
    assert before == DATA


def test_null_takes_a_field_away() -> None:
    assert "budget" not in apply_patch(DATA, {"budget": None}, VOCABULARY).data


def test_entries_build_on_each_other() -> None:
    done = apply_patch(DATA, {"canaux+": [{"canal": "sms"}], "canaux[sms].horaires": "24/7"}, VOCABULARY)
    assert done.data["canaux"][2] == {"canal": "sms", "horaires": "24/7"}
    assert done.applied["canaux[sms].horaires"] == ("canaux", 2, "horaires")


@pytest.mark.parametrize(
    ("patch", "message"),
    [
        ({"canaux[fax].horaires": 1}, "0 items"),
        ({"flux[1].n": 1}, "no identifying field"),
        ({"version.x": 1}, "holds no fields"),
        ({"a..b": 1}, "no path"),
        ({"a.": 1}, "no path"),
        ({"canaux+": [{"canal": "mail"}]}, "there already"),
        ({"canaux+": {"a": 1}}, "a list is added to a list"),
        ({"version+": [1]}, "a list is added to a list"),
        ({"canaux[mail]+": [1]}, "only keys"),
    ],
)
def test_an_entry_that_cannot_be_applied_is_said_and_the_rest_is_applied(patch: dict[str, Any], message: str) -> None:
    done = apply_patch(DATA, {**patch, "version": 9}, VOCABULARY)
    assert [message in p.message for p in done.problems] == [True]
    assert done.data["version"] == (9 if "version" not in patch else done.data["version"])


def test_differences_are_named_as_people_name_the_fields() -> None:
    patch = {"budget.alerte": 75, "canaux[mail].horaires": "8-20", "canaux+": [{"canal": "sms"}], "flux+": [{"n": 2}]}
    after = apply_patch(DATA, patch, VOCABULARY).data
    assert [(d.path, d.title, d.before, d.after) for d in differences(DATA, after, VOCABULARY)] == [
        ("budget.alerte", "Budget — Seuil", 80, 75),
        ("canaux[mail].horaires", "mail — Horaires", "9-17", "8-20"),
        ("canaux[sms]", "Canaux — sms", None, {"canal": "sms"}),
        ("flux", "Flux", None, {"n": 2}),
    ]


def test_nothing_differs_between_equal_states() -> None:
    assert differences(DATA, deepcopy(DATA), VOCABULARY) == ()
