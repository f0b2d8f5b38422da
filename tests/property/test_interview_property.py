"""Whatever somebody types as a text is read back from the file as it was typed."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from docgen.stages.answers import Wrong, parsed
from docgen.stages.characters import FORBIDDEN
from docgen.stages.interview_marks import read_marks, with_marks
from docgen.stages.read_profile import read_profile
from docgen.stages.vocabulary_fields import FieldInfo
from docgen.stages.yaml_edit import Path, with_value

TEXT = {"type": "string"}
VOCABULARY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "nom": TEXT,
        "textes": {"type": "array", "items": TEXT},
        "liste": {"type": "array", "items": {"type": "object", "properties": {"a": TEXT, "b": TEXT}}},
        "table": {"type": "object", "additionalProperties": TEXT},
    },
}
START = "# to begin with\nnom: x  # the name\nliste:\n- a: y\n"
lines = st.text(st.characters(exclude_characters="\n\r"), max_size=60)
paths = st.sampled_from([("nom",), ("liste", 0, "b"), ("liste", 1, "a"), ("liste", 0, "a")])


def put(text: str, path: Path, value: Any) -> str:
    return with_value(text, 0, path, value, lambda p: f"Titre : {p}", lambda p: tuple(VOCABULARY["properties"]))


def read(text: str) -> Any:
    outcome = read_profile(text.encode(), "x.yaml", VOCABULARY)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value.data


def at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


@given(lines, paths)
def test_free_text_comes_back_as_typed(typed: str, path: Path) -> None:
    value = parsed(typed, FieldInfo("text", open=True), {})
    if FORBIDDEN.search(typed):
        assert isinstance(value, Wrong)
        return
    text = put(START, path, value)
    assert at(read(text), path) == typed
    assert at(read(put(text, path, "autre")), path) == "autre"
    assert text.startswith("# to begin with\n")


@given(st.lists(lines.filter(lambda t: not FORBIDDEN.search(t)), max_size=5), lines.filter(lambda t: t and not FORBIDDEN.search(t)))
def test_lists_and_keys_come_back(texts: list[str], key: str) -> None:
    assert read(put(START, ("textes",), texts))["textes"] == texts
    assert read(put(START, ("table", key), key))["table"] == {key: key}
    again = put(put(START, ("textes",), texts), ("textes",), ["autre"])
    assert read(again)["textes"] == ["autre"]


marks = st.sets(st.from_regex(r"[a-z][a-z.\[\]0-9+]{0,20}", fullmatch=True), max_size=6)


@given(marks, marks)
def test_marks_come_back_and_the_rest_stays(first: set[str], second: set[str]) -> None:
    text = with_marks(START, first, "Laissé")
    assert read_marks(text) == first
    assert text.startswith(START.rstrip())
    again = with_marks(text, second, "Laissé")
    assert read_marks(again) == second
    assert with_marks(again, set(), "Laissé") == START
