"""The quick reader of YAML reads what libyaml reads, and leaves the rest to it."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.stages.characters import forbidden_characters
from docgen.stages.yaml_events import read_events
from docgen.stages.yaml_nodes import Limits, Node
from docgen.stages.yaml_quick import quick_yaml
from docgen.stages.yaml_text import read_yaml

ROOT = Path(__file__).parents[3]
LIMITS = Limits()
OWN = ("clauses", "templates", "profiles", "examples", "src", "tests")
FILES = sorted(path for folder in OWN for path in (ROOT / folder).rglob("*.yaml") if ".docgen" not in path.parts)
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]


def careful(text: str, limits: Limits = LIMITS) -> tuple[Node, ...] | None:
    """What libyaml reads; None where anything is wrong."""
    found = read_events(text, "p.yaml", limits, ())
    return None if found.diagnostics else found.value


def agrees(text: str, limits: Limits = LIMITS) -> bool:
    """True when the quick reader read the text; what it read is then what libyaml reads."""
    quick = None if forbidden_characters(text, "p.yaml") else quick_yaml(text, "p.yaml", limits)
    assert quick is None or quick == careful(text, limits)
    return quick is not None


def test_the_shipped_files_hardly_need_libyaml():
    read = [agrees(text) for text in TEXTS]
    assert len(read) > 200
    assert sum(read) > 0.95 * len(read), [str(path) for path, quick in zip(FILES, read, strict=True) if not quick]


def test_languages_and_a_shipped_clause_are_read_without_pyyaml():
    code = (
        "import sys; from pathlib import Path; from docgen.store.languages import load_language; "
        "from docgen.stages.read_file import read_model; from docgen.stages.file_models.clause import ClauseModel; "
        "load_language('fr'); found = read_model(Path(sys.argv[1]).read_bytes(), 'c', ClauseModel); "
        "sys.exit(found.value is None or 'yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, ROOT / "clauses" / "assurances" / "clause.yaml"], check=False).returncode == 0


READ = [
    "a: b\n", "a:\n", "a:\n  b:\n    c: d\n  e: f\ng:\n", "- a\n- b\n", "-\n- a\n-\n", "a:\n- b\n- c\nd: e\n", "a:\n  - b\n\n  - c\n",
    "- a: b\n  c: d\n- e:\n  - f\n  g: h\n", "-   a: b\n    c: d\n", "  a: b\n  c: d\n", "# x\n\na: b # y\n  # z\nc: d\n", "a: # x\n  b: c\n",
    "a:   b  \n", "a : b\n", "'a b': c\n\"d\": e\n", "l'eau: l'air\n", "a: b:c\nd: http://e#f\n", "a: -1\nb: ?c\nd: :e\n",
    "a: 'b'\nc: \"d\"  # e\n", "a: 'l''eau'\nb: ''\n", 'a: "b\\"c\\\\d\\n\\t\\u00e9"\n', "a: []\nb: {}\n", "a: [b, 'c', \"d\", -1, e f]\n",
    "a: {b: c, 'd e': f, \"g\": [h]}\n", "- [a, {b: c}]\n- {d: {e: [f, g]}}\n", "a: [b,\n  c, # d\n\n  e]\nf: g\n", "a: { b: c , d: [ e , f ] }\n",
    "a: {b: c,\n    d: e}\n", "a: [b:c, d#e, f ?, 12:30]\n", "a: |\n  b\n\n    c\n  # d\n\n\ne: f\n",
    "a: |-\n  b\n  c\n", "a: >\n  b\n  c\n\n  d\n", "- >-\n  b\n  c\n\n\n  d\n- e\n", "a:\n- |\n  b\n", "a: |\n\n  b\n", "---\na: b\n",
    "a: b\n---\nc: d\n---\n- e\n", "a: ~\nb: true\nc: «\u00a0é\u202f»\n", "\u00a0: a\n", "a: b\n\u00a0c: d\n", "a: 𝄞\nb: 1\n",
]  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_plain_files_are_read_at_once(text):
    assert agrees(text)


@pytest.mark.parametrize("text", [
    "", "\n", "# a\n", "a", "a\n", "a: b", "a: 'b\n", "a: b: c\n", "a:\n\tb: c\n", "a: b\tc\n", "a: b\r\nc: d\r\n", "a: &b c\n", "a: *b\n", "a: !b c\n",
    "? a\n: b\n", "a: b\na: c\n", "a: {b: c, b: d}\n", "a: {b: c, 'b': d}\n", "<<: {a: b}\n", "a: {<<: b}\n", "a:\n  b: c\n d: e\n", "a: b\n  c: d\n", "a: b\n  c\n",
    "- a\nb: c\n", "a: b\n- c\n", "a: - b\n", "- - a\n", "a: 'b' c\n", "a: 'b'#c\n", "'a':b\n", 'a: "\\x41"\n', 'a: "\\ud800"\n', 'a: "\\u0007"\n', 'a: "\\q"\n',
    'a: "b\n  c"\n', "a: [b\n", "a: [b, c\nd: e\n", "a: [b]]\n", "a: [b}\n", "a: [b c: d]\n", "a: [b: c]\n", "a: {b}\n", "a: {b: c, d}\n", "a: {b: , c: d}\n",
    "a: {b:\n c}\n", "a: {b: \n  c: d}\n", "a: {b: # c\n  d: e}\n", "a: [b\n c]\n", "a: [b,\nc]\n", "a: [b,, c]\n", "a: [b, ]\n", "a: [,]\n", "a: [[b] c]\n", "a: {[b]: c}\n", "a: {b: c}: d\n", "a: [b]#c\n", "a: [b#]c]\n",
    "a: [?b]\n", "a: [b:]\n", "a: [-]\n", "a: [&b c]\n", "[a, b]\n", "{a: b}\n", "a: |+\n  b\n", "a: |2\n  b\n", "a: | # b\n  c\n", "a: |\nb: c\n", "a: |\n  b\n \n  c\n",
    "a: >\n  b\n    c\n", "a: >\n", "a: |\n\n", "--- a\n", "a: b\n---\n", "---\n---\na: b\n", "a: b\n...\n", "... a: b\n", "%YAML 1.1\n---\na: b\n", "a: @b\n", "a: `b\n", "a: %b\n",
    "a:\n  b\n", "a:\n  'b'\n", ": a\n", 'a: "b": c\n', 'a: ["b":c]\n', f"{'k' * 1100}: a\n", f"a: {{{'k' * 1100}: b}}\n", "|\n  a\n", "'a'\n",
])  # fmt: skip
def test_whatever_is_out_of_the_common_is_left_to_libyaml(text):
    assert not agrees(text)


def test_limits_are_those_of_libyaml():
    nested = ["".join(f"{' ' * level}a:\n" for level in range(deep)) for deep in range(1, 60)]
    nested += [f"a: {'[' * deep}{']' * deep}\n" for deep in range(1, 60)]
    read = [agrees(text) for text in nested]
    assert read[:48] == [True] * 48 and read[59:106] == [True] * 47 and not read[58] and not read[-1]
    few = Limits(nodes=20)
    assert not any(agrees("a: b\n" + "".join(f"b{n}: [c, d]\n" for n in range(more)), few) for more in range(5, 30))
    assert agrees("a: b\n", few)


@pytest.mark.parametrize("text", [
    "a: [b" + " " * 900_000, 'a: ["' + '\\"' * 450_000, "a: ['" + "''" * 450_000 + "x", "a: [" + "'" * 900_001, "a: [" + " :" * 450_000, "a: [b" + ":c" * 450_000,
    "a: " + "'b" * 450_000, "a: " + "[]" * 450_000, "a:\n" + "- |\n" * 200_000, "".join(f"k{i}: |\n\n\n x\n" for i in range(50_000)),
], ids=lambda text: text[:12])  # fmt: skip
def test_no_text_takes_long(text):
    began = time.process_time()
    quick_yaml(text + "\n", "p.yaml", LIMITS)
    assert time.process_time() - began < 2


MORE = ["\n", " ", "  ", ":", ": ", "- ", "-", ", ", ",", "[", "]", "{", "}", "#", " #", "&a", "*a", "!t ", "|", ">-", "'", "''", '"', "\\", "\\u00e9", "? ",
        "---\n", "...\n", "\n---\n", "<<: ", "é", "\u00a0", "~", "\t", "\r", "\ufeff", "\u2028", "%", "@", "`", "\n\n", "\n  ", "# x\n"]  # fmt: skip


def lines_of(text: str, chance: random.Random) -> str:
    """Some lines of a file, as if they were a file of their own."""
    lines = text.split("\n")
    first = chance.randrange(len(lines))
    part = lines[first : first + chance.randint(1, 12)]
    indent = len(part[0]) - len(part[0].lstrip(" "))
    return "\n".join(line[indent:] if not line[:indent].strip(" ") else line for line in part) + "\n"


def changed(text: str, chance: random.Random) -> str:
    """The text with a character or line less, more or other."""
    at = chance.randrange(len(text) + 1)
    lines = text.split("\n")
    line = chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            return text[:at] + text[at + chance.choice([1, 2, 5]) :]
        case 1:
            return text[:at] + chance.choice(MORE) + text[at:]
        case 2:
            return text[:at] + chance.choice(MORE) + text[at + 1 :]
        case 3:
            lines.insert(chance.randrange(len(lines) + 1), lines[line])
        case 4:
            lines[line] = " " * chance.randrange(7) + lines[line].lstrip(" ")
        case _:
            del lines[line]
    return "\n".join(lines)


def test_shipped_files_with_faults_are_never_read_in_another_way():
    chance = random.Random(17)
    read = 0
    for _ in range(4_000):
        text = lines_of(chance.choice(TEXTS), chance)
        for _ in range(chance.choice([0, 1, 1, 2, 3])):
            text = changed(text, chance)
        read += agrees(text)
    assert read > 1_000


@pytest.mark.parametrize("text", READ)
def test_plain_files_with_a_fault_anywhere_are_never_read_in_another_way(text):
    for at in range(len(text) + 1):
        for more in ["", *MORE]:
            agrees(text[:at] + more + text[at:])
            agrees(text[:at] + more + text[at + 1 :])


def test_a_whole_file_with_a_fault_says_the_same_as_before():
    chance = random.Random(5)
    for text in chance.sample([t for t in TEXTS if len(t) < 5_000], 60):
        wrong = changed(text, chance)
        found = read_yaml(wrong, "p.yaml")
        assert found == read_events(wrong.removeprefix("\ufeff"), "p.yaml", LIMITS, forbidden_characters(wrong.removeprefix("\ufeff"), "p.yaml"))


WORDS = ["a", "b", "key", "x y", "1.5", "-1", "'q'", '"d"', "'it''s'", '"\\"\\u00e9"', "é\u00a0", "a: b", "a: [b, c]", "{a: b}", "[x, y]", "c:d", "x#y", "http://x",
         "- - ", "\n- ", "\n  - ", "a:\n", "b:\n  ", "c: |\n    x\n    y\n", "d: >-\n  x\n  y\n\n  z\n", "\n    "]  # fmt: skip
PIECES = st.lists(st.sampled_from(WORDS + MORE), max_size=14).map("".join)
KEYS = st.sampled_from(["a", "b", "c d", "'e'", '"f"', "l'eau", "1", "é"])
LEAVES = st.sampled_from(["x", "x y", "-1", "'q: r'", '"s # t"', "", "[a, 'b']", "{a: b, c: [d]}", "u:v", "[]", "{}", "|\n        text\n\n        more", "~"])


def indented(lines: list[str], by: int) -> list[str]:
    return [" " * by + line for line in lines]


@st.composite
def files(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """The lines of a mapping or a list, with a wrong indentation now and then."""
    out: list[str] = []
    dash = draw(st.booleans())
    for _ in range(draw(st.integers(1, 4))):
        head = "-" if dash else draw(KEYS) + ":"
        if depth < 3 and draw(st.integers(0, 3)) == 0:
            out += [head, *indented(draw(files(depth=depth + 1)), draw(st.sampled_from([0, 1, 2, 2, 4])))]
        elif dash and depth < 3 and draw(st.integers(0, 2)) == 0:
            first, *rest = draw(files(depth=depth + 1))
            out += [f"- {first}", *indented(rest, draw(st.sampled_from([2, 2, 2, 3])))]
        else:
            out += f"{head} {draw(LEAVES)}".split("\n")
        if draw(st.integers(0, 9)) == 0:
            out.append(draw(st.sampled_from(["", "# x", "   # y", "---", "z", " z"])))
    return out


@settings(deadline=None, max_examples=600)
@given(PIECES)
def test_no_text_is_read_in_another_way(text):
    agrees(text)
    agrees(f"{text}\n")
    agrees(f"k: {text}\n")
    agrees(f"k: [{text}]\n")


@settings(deadline=None, max_examples=400)
@given(files())
def test_no_file_is_read_in_another_way(lines):
    agrees("\n".join(lines) + "\n")


def test_places_of_a_read_file_follow_one_another():
    (node,) = quick_yaml("a: b\nc:\n- d\n- {e: f}\n", "p.yaml", LIMITS) or ()

    def places(of: Node) -> list[tuple[int, int]]:
        inner = [part for item in getattr(of, "items", ()) for part in (item if isinstance(item, tuple) else (item,))]
        return [(of.line, of.column), *(place for part in inner for place in places(part))]

    found = places(node)
    assert found == [(1, 1), (1, 1), (1, 4), (2, 1), (3, 1), (3, 3), (4, 3), (4, 4), (4, 7)]
    assert all(one <= two for one, two in pairwise(found))
