"""Reading YAML: what becomes a tree, and what is refused with its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from docgen.model.diagnostic import Place
from docgen.stages import yaml_events
from docgen.stages.yaml_text import (
    Limits,
    MapNode,
    ScalarNode,
    SeqNode,
    document,
    documents,
    read_yaml,
)

CATALOGUE = Path(yaml_events.__file__).parents[1] / "data" / "diagnostics" / "files.yaml"
BILLION_LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture(params=["C", "Python"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "Python":
        monkeypatch.setattr(yaml_events, "_Loader", yaml.SafeLoader)


def said(text: bytes | str, **limits: int) -> list[tuple[str, str]]:
    found = read_yaml(text, "p.yaml", limits=Limits(**limits)).diagnostics
    return [(d.code, str(d.place)) for d in found]


def only(text: str) -> str:
    (finding,) = read_yaml(text, "p.yaml").diagnostics
    return f"{finding.message} / {finding.hint}"


def test_scalars_stay_text_and_every_node_has_its_place() -> None:
    found = read_yaml("a: NO\nb: ['012', 1.10]\n", "p.yaml")
    assert found.diagnostics == ()
    assert found.value == (
        MapNode("p.yaml", 1, 1, (
            (ScalarNode("p.yaml", 1, 1, "a", False), ScalarNode("p.yaml", 1, 4, "NO", False)),
            (
                ScalarNode("p.yaml", 2, 1, "b", False),
                SeqNode("p.yaml", 2, 4, (
                    ScalarNode("p.yaml", 2, 5, "012", True), ScalarNode("p.yaml", 2, 12, "1.10", False),
                )),
            ),
        )),
    )  # fmt: skip
    assert found.value[0].place == Place("p.yaml", 1, 1)


def test_a_block_text_counts_as_quoted() -> None:
    (node,) = read_yaml("|\n  12\n", "p.yaml").value or ()
    assert node == ScalarNode("p.yaml", 1, 1, "12\n", True)


def test_a_stream_gives_one_node_per_document() -> None:
    assert len(read_yaml("a: 1\n---\nb: 2\n---\nc: 3\n", "p.yaml").value or ()) == 3


def test_a_byte_order_mark_at_the_beginning_is_dropped() -> None:
    for text in (b"\xef\xbb\xbfa: 1", "\ufeffa: 1"):
        (node,) = read_yaml(text, "p.yaml").value or ()
        assert node.place == Place("p.yaml", 1, 1)
        assert isinstance(node, MapNode)
        assert node.get("a") is not None
        assert node.get("b") is None


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a:b\nc: d", "p.yaml:2:2", "a space after the colon"),
        ("a: b: c", "p.yaml:1:5", "second colon"),
        ("key\nb: 1", "p.yaml:2:2", "lack its colon"),
        ('a: "x\nb: 2', "p.yaml:1:4", "never closed"),
        ("a: 'l'eau'", "p.yaml:1:7", "after the closing quote"),
        ("a: [1, 2\nb: 3", "p.yaml:1:4", "bracket is never closed"),
        ("a:\n  - b\n c: 1", "p.yaml:3:2", "does not continue"),
        ("a: @x", "p.yaml:1:4", "cannot begin with this character"),
        ("a: *", "p.yaml:1:5", "meaning of their own"),
        ("a: - b", "p.yaml:1:4", "list cannot begin"),
        ('a: "\\q"', None, "backslash"),
        ("a: >x\n b", "p.yaml:1:5", "on the next line"),
        ("a: b\n---\n...\nfoo", "p.yaml:4:1", "outside of the documents"),
        (": x", "p.yaml:1:1", "does not continue"),
        ("?\n: x", None, "without a key"),
        ("{: x}", "p.yaml:1:2", "missing before this sign"),
        ("a: 1\nb: [\n", "p.yaml:3:1", "a bracket above is never closed"),
        ("a: [1,\n", None, "never closed"),
        ("a: {{ x }}", None, "cannot be a key"),
        ("a: {b: 12,5}", "p.yaml:1:11", "decimals with a dot"),
    ],
)
def test_y101_says_in_plain_words_what_the_syntax_lacks(
    text: str, place: str | None, words: str
) -> None:
    *_, finding = read_yaml(text, "p.yaml").diagnostics
    assert finding.code == "Y101"
    assert words in f"{finding.message} {finding.hint}"
    assert place in (None, str(finding.place))


def test_an_unknown_complaint_of_the_parser_is_still_a_finding() -> None:
    assert said("- a\nb: c") == [("Y101", "p.yaml:2:1")]


def test_y102_names_both_places_and_keeps_the_tree() -> None:
    found = read_yaml("a: 1\nb: {c: 1, 'c': 2}\na: 3", "p.yaml")
    assert [str(d.place) for d in found.diagnostics] == ["p.yaml:2:11", "p.yaml:3:1"]
    assert "first at p.yaml:2:5" in found.diagnostics[0].message
    assert found.value is not None


@pytest.mark.parametrize("text", ["a:\n\tb: 1", "a: |\n\tx"])
def test_y103_refuses_tabs_as_indentation(text: str) -> None:
    assert said(text) == [("Y103", "p.yaml:2:1")]


def test_y103_counts_the_lines_with_tabs() -> None:
    assert "2 lines" in only("a:\n\tb: 1\n\tc: 2")


def test_a_tab_inside_a_line_is_nobodys_business() -> None:
    assert said("a: 'b\tc'") == []


def test_y104_tells_the_byte_and_the_line() -> None:
    (finding,) = read_yaml("a: 1\nnom: Société".encode("cp1252"), "p.yaml").diagnostics
    assert (finding.code, str(finding.place)) == ("Y104", "p.yaml:2:10")
    assert "byte 15 (0xE9)" in finding.message
    assert '"é"' in str(finding.hint)


def test_y104_knows_utf_16() -> None:
    (finding,) = read_yaml("a: 1".encode("utf-16"), "p.yaml").diagnostics
    assert (finding.code, "UTF-16" in finding.message) == ("Y104", True)


@pytest.mark.parametrize(
    "character", ["\0", "\x07", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe", "\ufdd0", "\ud800", "\U0001ffff"]
)  # fmt: skip
def test_y105_refuses_characters_that_word_cannot_carry(character: str) -> None:
    assert said(f"a: 1\nb: x{character}y") == [("Y105", "p.yaml:2:5")]
    assert read_yaml(f"a: x{character}", "p.yaml").value is None


@pytest.mark.parametrize(
    "escape", ["\\ud800", "\\uffff", "\\x07", "\\0", "\\a", "\\N", "\\U0001FFFE"]
)
def test_y105_refuses_them_as_escapes_too(escape: str) -> None:
    assert said(f'a: 1\nb: "\\\\ \\n é{escape}"') == [("Y105", "p.yaml:2:12")]


def test_an_escape_that_is_only_text_is_text() -> None:
    assert said("a: \\ud800\nb: '\\x07'\nc: \"\\t\\\\x07 \\u00e9\"") == []


def test_y105_lists_all_of_them_beside_the_other_findings() -> None:
    text = 'a: \x01\na: 2\nb: "\\x07 \\ud800"\nc: *d'
    assert sorted(code for code, _ in said(text)) == ["Y102", "Y105", "Y105", "Y105", "Y108"]


def test_other_characters_are_welcome() -> None:
    assert said("a: « été » – 1\u202f000\u00a0€ 𝄞 \U0010fffd") == []


def test_y106_refuses_a_large_file_before_reading_it() -> None:
    assert said("x" * 3_000_000) == [("Y106", "p.yaml")]


@pytest.mark.parametrize("bomb", ["[", "{", "- ", "? ", "[a, ", "{a: "])
def test_y107_stops_a_bomb_of_levels_at_once(bomb: str) -> None:
    began = time.process_time()
    assert [code for code, _ in said(bomb * 100_000)] == ["Y107"]
    assert time.process_time() - began < 3


def test_y107_stops_nested_block_mappings() -> None:
    text = "".join(f"{' ' * level}a:\n" for level in range(1_900))
    assert said(text) == [("Y107", "p.yaml:50:50")]
    deeper = "".join(f"{' ' * level}a:\n" for level in range(10_000))
    assert [code for code, _ in said(deeper)] == ["Y106"]


def test_fifty_levels_are_read() -> None:
    assert said("[" * 50 + "]" * 50) == []
    assert said("[" * 51 + "]" * 51) == [("Y107", "p.yaml:1:51")]


def test_y108_refuses_anchors_aliases_and_merge_keys_each_with_its_place() -> None:
    assert said("a: &x {b: 1}\nc: *x\n<<: {}") == [
        ("Y108", "p.yaml:1:4"),
        ("Y108", "p.yaml:2:4"),
        ("Y108", "p.yaml:3:1"),
    ]
    assert said("? *x\n: 1") == [("Y108", "p.yaml:1:3")]
    assert said("'<<': 1") == []


def test_y108_billion_laughs_never_grow() -> None:
    assert {code for code, _ in said(BILLION_LAUGHS)} == {"Y108"}


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!foo", "!!str", "!"])
def test_y109_refuses_tags(tag: str) -> None:
    assert said(f"a: {tag} x") == [("Y109", "p.yaml:1:4")]


def test_y110_refuses_too_many_values() -> None:
    assert [code for code, _ in said("[a, b, c]", nodes=3)] == ["Y110"]


def test_a_long_list_of_findings_is_cut() -> None:
    found = said("a: *x\nb: *x\nc: *x\n", findings=2)
    assert found == [("Y108", "p.yaml:1:4"), ("Y108", "p.yaml:2:4"), ("Y108", "p.yaml")]


def test_y111_empty_file_and_wrong_number_of_documents() -> None:
    assert [d.code for d in documents((), "p.yaml").diagnostics] == ["Y111"]
    nodes = read_yaml("a: 1\n---\nb: 1", "p.yaml").value or ()
    (finding,) = document(nodes, "p.yaml").diagnostics
    assert (finding.code, str(finding.place)) == ("Y111", "p.yaml:3:1")
    assert len(documents(nodes, "p.yaml").value or ()) == 2


@pytest.mark.parametrize(
    ("text", "words"), [("- a", "a list"), ("a:b", "a text"), ("---\n", "is empty")]
)
def test_y112_a_document_is_a_mapping(text: str, words: str) -> None:
    (finding,) = document(read_yaml(text, "p.yaml").value or (), "p.yaml").diagnostics
    assert (finding.code, words in finding.message) == ("Y112", True)


def test_the_only_document_of_a_file() -> None:
    found = document(read_yaml("a: 1", "p.yaml").value or (), "p.yaml")
    assert (type(found.value), found.diagnostics) == (MapNode, ())


def entries() -> list[dict[str, str]]:
    loaded: list[dict[str, str]] = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    return [entry for entry in loaded if entry["code"].startswith("Y")]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["code"])
def test_the_examples_of_the_catalogue_are_true(entry: dict[str, str]) -> None:
    assert read_yaml(entry["good"], "p.yaml").diagnostics == ()
    if entry["code"] in {"Y101", "Y102", "Y103", "Y105", "Y107", "Y108", "Y109"}:
        assert {code for code, _ in said(entry["bad"])} == {entry["code"]}
