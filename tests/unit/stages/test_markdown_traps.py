"""What Markdown makes of legal text: each trap has a place and a mend, and shipped texts have none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.model.diagnostic import Place
from docgen.stages import markdown_traps
from docgen.stages.markdown_traps import traps

CLAUSES = Path(__file__).parents[3] / "clauses"


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("2026. Le contrat", "MD201", 1, 1),
        ("A.\n\n  1789. La", "MD201", 3, 1),
        ("1) à tenir", "MD202", 1, 1),
        ("A.\n\na) à tenir", "MD202", 3, 1),
        ("## Titre {#id}", "MD203", 1, 10),
        ("Un <b>mot</b>", "MD204", 1, 4),
        ("Un &nbsp; mot", "MD204", 1, 4),
        ("<!-- note -->", "MD204", 1, 1),
        ("voir [a](b)", "MD205", 1, 6),
        ("![a](b)", "MD205", 1, 1),
        ("a\tb", "MD206", 1, 2),
        ("##Titre", "MD207", 1, 1),
        ("Total : 5\n---", "MD211", 2, 1),
        ("{{ total }}\n---", "MD211", 2, 1),
        ("Titre\n===", "MD211", 2, 1),
        ("Liste :\n- a", "MD212", 2, 1),
        ("Liste :\n1. a", "MD212", 2, 1),
        ("{{ liste }}\n- a", "MD212", 2, 1),
        ("Liste :\n{% if x %}\n- a\n{% endif %}", "MD212", 3, 1),
        ("{% if x %}\nListe :\n{% endif %}\n- a", "MD212", 4, 1),
        ("A.\n\n    code", "MD213", 3, 1),
        ("- a\n  - b", "MD214", 2, 1),
        ("1. a\n   - b", "MD214", 2, 1),
        ("| A |\n|---|\n| b |\nTexte", "MD215", 4, 1),
        ("| A |\n|---|\n{% for i in l %}\n| b |\n{% endfor %}\nTexte", "MD215", 6, 1),
    ],
)
def test_a_trap_is_reported_at_its_place_with_its_mend(text: str, code: str, line: int, column: int) -> None:
    (found,) = traps(text, "r1.fr.md")
    assert (found.code, found.place) == (code, Place("r1.fr.md", line, column))
    assert found.hint or code == "MD205"


@pytest.mark.parametrize(
    "text",
    [
        r"2026\. Le contrat",
        "Le 12. du mois",
        "Liste :\n\n- a\n    - b\n        1. c\n- d",
        "{% if x %}\nTexte.\n{% else %}\n- a\n{% endif %}",
        "{% if x %}\nA\n{% elif y %}\nB\n{% else %}\n\n- a\n{% endif %}",
        "- a\n{% for i in l %}\n- {{ i }}\n{% endfor %}\n- b",
        "- a\n\n    suite de a",
        "[^1]: Une note\n    et sa suite",
        "## Titre {: #ancre }\n- a",
        "| A |\n|---|\n| b |\n\nTexte",
        "| A |\n|---|\n| b |\n{: .note }",
        "{{ a <b> c }} a < b > c & d",
        "{% if a < b %}x{% endif %}",
        "Voir [[duree]](annexe)",
        "Texte.\n\n---",
        "",
    ],
)
def test_legitimate_text_gives_no_alarm(text: str) -> None:
    assert traps(text, "r1.fr.md") == ()


def test_no_shipped_text_holds_a_trap() -> None:
    files = sorted(CLAUSES.glob("*/*.md"))
    assert len(files) > 100
    assert [d for f in files for d in traps(f.read_text(encoding="utf-8"), f"{f.parent.name}/{f.name}")] == []


def test_traps_are_told_in_reading_order() -> None:
    assert [d.place.line for d in traps("a\tb\nListe\n- a\n2026. b\nc\td", "f") if d.place] == [1, 3, 4, 5]


@pytest.mark.parametrize(
    "text",
    ["- a\n" * 40_000, "{% else %}\n- a\n" * 10_000, "{%" * 9_000, "<a" * 9_000, "<!--" * 4_000, "{{" * 9_000,
     "a" * 500_000, "x\n- a\n" * 20_000, "\n    a" * 20_000],
)  # fmt: skip
def test_any_text_is_looked_through_in_bounded_time(text: str) -> None:
    start = time.process_time()
    traps(text, "f")
    assert time.process_time() - start < 2


SIGNS = ["2026", "12", "3", ".", ")", " ", "a", "B", "é", "#", "##", "{#", "<", ">", "<b>", "&", "amp;", "#12;", "[", "]", "](", "!", "![", "\t", "/", "!--",
         "{% if a %}", "{{ x }}", "^", "-", "|", "\u00a0"]  # fmt: skip


@settings(deadline=None, max_examples=1_500)
@given(st.lists(st.sampled_from(SIGNS), max_size=7).map("".join))
def test_every_trap_has_a_sign(line: str) -> None:
    bare = markdown_traps._TAG.sub(lambda m: "x" * len(m[0]) if m[0].startswith("{{") else "", line)
    expected = [code for code, pattern, _, _ in markdown_traps._LINE_TRAPS if pattern.search(bare)]
    assert [code for code, *_ in markdown_traps._found_in(line)] == expected
