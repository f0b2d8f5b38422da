"""What is written is read back as it was meant."""

from __future__ import annotations

import pytest

from support.docx import heading, p, run
from support.imports import kinds, outline, proposed, texts


def one(*blocks: str) -> str:
    return texts(proposed(outline(heading("Objet"), *blocks)))["objet"]


@pytest.mark.parametrize(("text", "said"), [
    ("2026. Le contrat", "2026\\. Le contrat\n"),
    ("voir {{ x }}", "voir {{ signe }} x {{ signe_2 }}\n"),
    ("a [[b]] c", "a {{ signe }}b{{ signe_2 }} c\n"),
    ("&lt;b&gt;x", "{{ signe }}x\n"),
    ("{# rien #}", "{{ signe }} rien #}\n"),
    ("2*3*4 et a_b_c", "2\\*3\\*4 et a\\_b\\_c\n"),
    ("# pas un titre", "\\# pas un titre\n"),
    ("&gt; pas une citation", "\\> pas une citation\n"),
    ("a &amp; b", "a & b\n"),
    ("fin {: .x }", "fin {{ signe }} .x }\n"),
])  # fmt: skip
def test_signs_stay_what_they_are(text: str, said: str) -> None:
    assert one(p(text)).replace("\\}", "}") == said


def test_emphasis_goes_around_words_not_spaces() -> None:
    assert one(p("Le", run(" Client ", "<w:b/>"), "paie ", run("vite", "<w:i/>"), run("!", "<w:b/><w:i/>"))) == "Le **Client** paie *vite*!\n"
    assert one(p(run("tout", "<w:b/><w:i/>"), run(" gras", "<w:b/>"))) in ("***tout*** **gras**\n", "tout gras\n")


def test_emphasis_that_cannot_be_read_back_gives_way_to_the_words() -> None:
    made = proposed(outline(heading("Objet"), p("a", run("*b", "<w:b/>"), run("c*", "<w:i/>"), "d")))
    assert "abc" in texts(made)["objet"].replace("\\", "").replace("*", "") or "literal" in kinds(made)


def test_line_breaks_and_deep_headings() -> None:
    broken = "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>"
    assert one(p(broken)) == "a[[br]]b\n"


def test_lists_go_on_and_other_kinds_begin_anew() -> None:
    assert one(p("1) a ;"), p("2) b ;"), p("- c"), p("texte"), p("1) d")) == "1. a ;\n2. b ;\n    - c\n\ntexte\n\n1. d\n"


def test_signs_of_symbol_fonts_are_told() -> None:
    made = proposed(outline(heading("Objet"), p("a ", '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', " b")))
    assert texts(made)["objet"] == "a □ b\n"
    assert [d.values["signs"] for d in made.decisions if d.kind == "strange"] == ["U+F0A8"]
