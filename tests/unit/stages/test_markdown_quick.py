"""The quick reader reads what Python-Markdown and its reader read, and leaves the rest to them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.app.opening import all_languages, filter_names
from docgen.model.evaluated import Origin
from docgen.model.script import For, If, Literal, Script
from docgen.stages.markdown_quick import quick_blocks
from docgen.stages.markdown_text import read_blocks
from docgen.stages.script_parse import parse_script

ROOT = Path(__file__).parents[3]
WORD = "reference.prepositions."
PREPOSITIONS = frozenset(k.removeprefix(WORD) for of in all_languages().values() for k in of.phrases if k.startswith(WORD))
ORIGIN = Origin("essai", 1, "fr", "r1.fr.md", PREPOSITIONS)
VALUE, NUMBER = "\U000f0000", "\U00100001"


def agrees(text: str) -> bool:
    """True when the quick reader read the text; what it read is then what the careful one reads."""
    lines = tuple(range(10, 10 * text.count("\n") + 20, 10))
    quick = quick_blocks(text, lines, ORIGIN)
    if quick is not None:
        assert (quick, ()) == read_blocks(text, lines, ORIGIN)
    return quick is not None


READ = [
    "", "\n\n", "A.", "A\nb\nc.\n", "A.\n\n\nB.\n\nC.", "2026 est une année.", "(a) b", "« A »", f"{VALUE}", f"{NUMBER} mois, {VALUE}.\n\n{VALUE}",
    "## T", "## T {: #a-1 }\n\nA.", "### T  \n\n#### U {: #u }", f"## {VALUE} {{: #u }}", "## **T** [[de a]] {: #u }",
    "A.\n{: .note }", "A  \nb.  \n{: .note }\n\nC.", "A [[a]]\n{: .note }", "**A**\n{: .note }",
    "- a\n- b", "* a\n* b\n", "+ a", "1. a\n2. b", "7. a\n7. b", "A :\n\n- a ;\n- b.\n\nB.", "1. a :\n    - b\n    - c\n2. d\n    1. e\n    2. f\n        - g",
    "- a\n\n1. b", "- a\n\nB\n\n- c", "1.  a\n2.  b", "- **a** b\n- [[de a]] c", "- a\n    1. b\n        1. c\n- d\n    1. e",
    "**a**", "a **b** c **d**.", "a **b**, c", f"**{VALUE}**[[br]]{VALUE}", "**a [[de b]] c** d", "**a**[[br]]b", "a\n**b**\nc",
    "[[a]]", "[[à a, b#c]] d [[annexe:e]]", "[[def:a]], [[term:a|b]] et [[term:a|c]] | d", "a[[br]]b", "[[a]][[b]]", "a [[br]] \nb",
    "[[definitions]]", "A\n[[definitions]]\nB", "[[ definitions ]]", "[[amendments]]\n\nA.", "a [[definitions]]",
    "| a | b |\n|---|:-:|\n| c | d |\n| e | f |", "| a |\n|--:|\n| b |", "| a | b |\n|---|---|", "| a | b |\n|---|---|\n| c |\n| d | e | f |",
    "A.\n\n|  | b |\n|---|---|\n| c | d |\n\nB.", "|  | b |\n|---|---|\n| c | d |", "[[table: widths=20,*]]\n\n|  | b |\n|---|---|\n| c | d |",
    "[[table: widths=20,80; style=a; caption=B c; landscape]]\n| a | b |\n|:--|--:|\n| **c** | [[de d]] |\n\n[[table: widths=]]\n| a | b |\n|---|---|\n| a | b |",
    f"A\n[[table: caption={VALUE} et {NUMBER}]]\n| a |\n|---|\n| {VALUE}[[br]]{NUMBER} |", "| a | b |\n|---|---|\n|  |  |\n\nA",
    "[[chart: kind=column; alt=A; caption=B; x=C; y=D]]\n| a | b |\n|---|---|\n| c | 1 |\n| d | 2.5 |\n\nE.",
    f"[[chart: kind=column; alt=A {VALUE}]]\n| a | b |\n|---|---|\n| c | {NUMBER} |\n| d | 2 |",
    "A[^1].\n\n[^1]: Note.", "A[^1] b[^n2].\n\n[^1]: Note **b**.\n[^n2]: [[de a]].\n\n[^x]: Rien.", "| a[^1] |\n|---|\n| b |\n\n[^1]: A",
]  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_well_written_texts_are_read_at_once(text):
    assert agrees(text)


@pytest.mark.parametrize("text", [
    "# T", "##### T", "##T", "## ", "## 1. T", "## # T", "## T #", "## T {: .a }", "## T {: #a .b }", "## T\nA", "A\n## T", "## T {: #a } b",
    "A {: .note }", "{: .note }", "A\n{: .note }\nb", "A\n{: #note }", f"A\n{{: .{VALUE} }}", "a { b", "a } b",
    "A\n- b", "A\n1. b", "A\n---", "A\n===", "---", "***", "> a", "A\n> b", "    a", "A\n  b", " A", "\ta", "a\tb", "\u00a0a", "a\u202f: b",
    "- a\n\n- b", "- a\n\n\n- b", "- a\nb", "- a\n  b", "- a\n1. b", "- a\n      - b", "- a\n        - b", "    - a", "-", "- ", "- - a", "- 1. a",
    "- # a", "1. a\n    - b\n    1. c", "- a {: #b }", "- a\n\n    b",
    "*a*", "***a***", "** a**", "a**b**", "**a**b", "**a", "a ** b", "**a\nb**", "_a_", "a_b", "`a`", "a\\", "\\*", "a\\\nb", "&amp;", "R&D", "<b>", "a < b",
    "[a](b)", "[a]", "[[a", "a]]", "[[[a]]]", "![a](b)", "[a]: b", "[[a b c]]", "[[]]", f"[[{VALUE}]]", "[[à]] [[|]]", "[[a\nb]]",
    "[[table: widths=20,80]]", "[[table: widths=20,80]]\n| a |\n|---|\n| b |", "[[table: widths=20]]\n\nA", "[[table: rien=1]]\n| a |\n|---|\n| b |", "[[table: rien]]\n| a |\n|---|",
    f"[[table: style={VALUE}]]\n| a |\n|---|\n| b |", "[[table: widths=20]]\n[[table: widths=20]]\n| a |\n|---|\n| b |", "  [[definitions]]",
    "| a | b |\n|---|\n| c | d |", "| a | b |", "| a | b |\n| c | d |", "a | b\n--|--\nc | d", "| a | b |\n|---|---|\n| c | d |\nA",
    "| a |\n|---|\n| b |\n\n| b |\n|---|\n| c |", "| a [[term:a|b]] |\n|---|\n| b |",
    "[[chart: kind=column]]\n| a | b |\n|---|---|\n| c | 1 |", "[[chart: kind=column; alt=A]]\n| a | b |\n|---|---|\n| c | d |",
    "[[chart: kind=column; alt=A]]\n| a | b |\n|---|---|\n| c | 1 | 2 |",
    "A[^1]", "A[^1].\n\n[^1]: B.\n\nB.", "A[^1].\n\n[^1]: B[^1].", "A[^1].\n\n[^1]: B\nc", "A[^1].\n\n[^1]: B\n\n[^1]: C", "A[^1].\n\n[^1]:", "[^1]: a\nA",
    "a \x02 b", "a\x0bb", "[" * 401, "a\n\n" * 2_001,
])  # fmt: skip
def test_the_rest_is_left_to_the_careful_reader(text):
    assert quick_blocks(text, tuple(range(1, text.count("\n") + 2)), ORIGIN) is None


def test_a_text_without_lines_is_read():
    assert quick_blocks("- a\n- b", (), ORIGIN) == read_blocks("- a\n- b", (), ORIGIN)[0]


# ------------------------------------------------------------- the shipped library
def _ways(script: Script, random: Random | bool) -> Iterator[str]:
    """One way through the conditions of a text: the first branches, the last, or any."""
    for statement in script:
        if isinstance(statement, Literal):
            yield statement.text
        elif isinstance(statement, If):
            yield from _ways(_branch([b for _, b in statement.branches], statement.otherwise, random), random)
        elif isinstance(statement, For):
            times = random.randrange(4) if isinstance(random, Random) else int(random)
            for _ in range(times):
                yield from _ways(statement.body, random)
            yield from () if times else _ways(statement.otherwise, random)
        else:
            yield VALUE if statement.line % 2 else NUMBER


def _branch(branches: list[Script], otherwise: Script, random: Random | bool) -> Script:
    if isinstance(random, Random):
        return random.choice([*branches, otherwise])
    return branches[0] if random else otherwise


def test_the_shipped_library_does_not_need_python_markdown():
    filters, random = filter_names(all_languages()), Random(7)
    quick = 0
    for file in sorted((ROOT / "clauses").glob("*/*.md")):
        script = parse_script(file.read_text(encoding="utf-8"), file.name, filters).value
        assert script is not None
        for text in {"".join(_ways(script, way)) for way in (True, False, *[random] * 4)}:
            is_quick = agrees(text)
            assert is_quick or read_blocks(text, (), ORIGIN)[1], text
            quick += is_quick
    assert quick > 1_000


def test_a_plain_text_does_not_load_python_markdown():
    code = (
        "import sys; from docgen.stages.markdown_quick import quick_blocks; from docgen.model.evaluated import Origin\n"
        "assert quick_blocks('## A\\n\\n- b\\n- c', (1, 2, 3, 4), Origin('a', 1, 'fr', 'f'))\n"
        "sys.exit('markdown' in sys.modules or 'xml.etree' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ------------------------------------------------------------------ generated texts
PIECES = [
    "a", "B c.", "é", "**", "*", "_", "__", "`", "[[", "]]", "[", "]", "{", "}", "(", ")", "|", "| ", " |", ":", "-", "--", "---", "===", "#", "## ", "#### ",
    "##", "- ", "* ", "+ ", "1. ", "12.", "2026. ", "3) ", "    ", "  ", " ", "\t", "\n", "\n", "\n\n", "\n\n\n", "\\", "\\\n", "<b>", "<a@b.c>", "&amp;",
    "&", "!", "~", "\u00a0", "\u202f", "\u2028", "\x0b", "\r", "\x02", VALUE, NUMBER, "**a**", " **b** ", "*i*", "[[a]]", "[[à a]]", "[[br]]", "[[def:x]]",
    "[[term:x|y]]", "[[table: widths=50,50]]\n", "[[table: caption=A]]", "[[definitions]]", "[[chart: kind=column; alt=A]]\n", "| a | b |\n|---|--:|\n| c | 1 |",
    "\n| c | 2 |", "|---|", "[^1]", "\n\n[^1]: A.", "\n[^2]: b", "[x]: y", "{: .note }", "\n{: .note }", " {: #x }", "\n- a", "\n    - b", "\n1. c", "\n    1. d",
    "\n        - e", "\n\n- f", "\n\n> ", "http://a.b", "$", "%", "«", "»", ",", ".", ";", "\u0661. ",
]  # fmt: skip
LINES = [
    "A b c.", "a", f"{VALUE} b {NUMBER}.", "## T", "### T {: #t }", "- a", "- b **c**", "* d", "1. e", "2. f", "    - g", "    1. h", "        - i", "| a | b |",
    "|---|:-:|", "| c | d |", "| c |", "|  | d |", "|---|", "[[table: widths=50,*]]", "[[definitions]]", "[[chart: kind=column; alt=A]]", "| d | 1 |", "{: .note }", "[^1]: N.",
    "[^2]: A b c.", "B[^1].", "**a** b", "a **b**", "a\u00a0b", "[[a]] b", "[[br]]", " ", "    ", "  a", "---", "> q", "c  ", "2026. d", "a *b* c", "(**a**)", "**a.**, b",
    "**«a»**, b", "**a**.", "a **[[b]]** c", "**(a)** **b**", "**a** **", "a **b** c**", "#", "1.", "-", "[[table:a]]  ", "a | b", "a[[br]]", "\\", "c\\",
]  # fmt: skip


@settings(deadline=None, max_examples=1_500)
@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_no_text_of_pieces_is_read_in_another_way(text):
    agrees(text)


@settings(deadline=None, max_examples=1_500)
@given(st.lists(st.sampled_from(LINES) | st.just(""), max_size=12).map("\n".join))
def test_no_text_of_lines_is_read_in_another_way(text):
    agrees(text)


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(["**", "a", "A", " ", ".", ",", "(", ")", "«", "»", "[[x]]", "[[br]]", VALUE, "\n", "-", "é", "!", "|", "’"]), max_size=9).map("".join))
def test_no_bold_is_read_in_another_way(text):
    agrees(text)
    agrees(f"- {text}")
    agrees(f"| {text} |\n|---|\n| {text} |")
