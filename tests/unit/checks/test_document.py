"""What a finished document says about its own text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.checks import document
from docgen.checks.document import Memo, check_document


def found(bench: Any, **asked: Any) -> list[tuple[str, str]]:
    return [(d.code, str(d.place)) for d in bench.checked(**asked)]


def codes(a_library: Any, text: str, meta: str = "", **asked: Any) -> list[str]:
    bench = a_library({"c": {"meta": meta, f"r1.{asked.get('language', 'fr')}.md": text + "\n"}})
    return [code for code, _ in found(bench, **asked)]


# ---------------------------------------------------------------- leftovers
@pytest.mark.parametrize(
    "text", ["Reste TODO.", "Reste %}.", "Le prix ____ euros.", "Le prix .... euros.", "Le prix ??? ici.", "À voir : XXX."]
)
def test_what_was_left_in_the_text_is_an_error(a_library: Any, text: str) -> None:
    assert codes(a_library, text) == ["CL340"]


LEFT = ["TODO", "FIXME", "XXX", "X", "{", "}", "{{", "%", "[", "]", "?", "??", "*", "**", "_", ".", "...", "a", "é", " ", "1", "-"]


@settings(deadline=None, max_examples=800)
@given(st.lists(st.sampled_from(LEFT), max_size=8).map("".join))
def test_what_was_left_is_found_at_its_first_sign(text: str) -> None:
    plainly = r"\{\{|\}\}|\{%|%\}|\[\[|\]\]|\bTODO\b|\bFIXME\b|\bXXX+\b|\?\?\?|\*\*\w|_{3,}|\.{4,}"
    wanted, found = re.search(plainly, text), document._LEFT_OVER.search(text)
    assert (wanted and (wanted.span(), wanted[0])) == (found and (found.span(), found[0]))


FORMS = ("Force Majeure", "Plan de Progrès", "Sous-traitant Ultérieur", "Plan de", "États Membres", "Œuvre Une", "a b", "straße weg", "kelvin une")
WRITTEN = [*FORMS, *(f.upper() for f in FORMS), *(f.lower() for f in FORMS), *(f.replace(" ", "\u00a0") for f in FORMS),
           " ", "-", "x", ".", "\u212aelvin une", "\u017ftra\u1e9ee weg", "plan", "force ", "\n", "\ufffc"]  # fmt: skip


@settings(deadline=None, max_examples=800)
@given(st.lists(st.sampled_from(WRITTEN), max_size=7).map("".join), st.integers(1, len(FORMS)))
def test_a_term_in_other_letters_is_found_where_a_plain_pattern_finds_it(text: str, count: int) -> None:
    forms = FORMS[:count]
    shapes = "|".join(re.escape(f.lower()).replace(r"\ ", "[ \u00a0]") for f in sorted(forms, key=len, reverse=True))
    plainly = rf"(?<!\w)(?:{shapes})(?!\w)"
    expected = [m[0].replace("\u00a0", " ") for m in re.finditer(plainly, text, re.IGNORECASE)]
    assert list(document._in_other_letters(text, forms)) == expected


@pytest.mark.parametrize("value", ["TODO", "{{ x }}", "[[a]]", "article 12", "Mot Inconnu", 'un "mot'])
def test_a_value_is_printed_as_it_is_and_is_no_finding(a_library: Any, value: str) -> None:
    bench = a_library({"c": {"meta": "parameters: {v: {type: string, from: v}}\n", "r1.fr.md": "Voir {{ v }}.\n"}})
    assert bench.checked(f"v: '{value}'\n") == []


def test_a_quotation_mark_without_partner_is_a_warning_or_more(a_library: Any) -> None:
    assert codes(a_library, 'Le "site est ouvert.') == ["TY602"]
    assert codes(a_library, 'Le "site" est ouvert.') == []


UNIT = "parameters: {v: {type: string, from: v}, n: {type: integer, from: n}}\n"


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("Le délai est de 12 {{ v }}.", "jours", ["TY601"]),  # the space was set before the unit was known
        ("Le délai est de 12 {{ v }}.", "personnes", []),
        ("Le délai est de (12) {{ v }} au plus.", "jours", ["TY601"]),
        ("Le délai est de {{ n }} {{ v }}.", "jours", []),
        ("Le délai est de deux ({{ n }}) {{ v }}.", "jours", []),
        ("Le délai est de 12 {{ v }}.", "jours ouvrés à compter de la réception", ["TY601"]),
        ("Le délai est de {{ v }} jours.", "douze", []),
        ("Le {{ v }} : **{{ v }}** ; « {{ v }} ».", "l'un des 2 sites", []),
    ],
)
def test_the_typography_beside_a_value_is_judged_too(a_library: Any, text: str, value: str, wanted: list[str]) -> None:
    bench = a_library({"c": {"meta": UNIT, "r1.fr.md": text + "\n"}})
    assert [d.code for d in bench.checked(f'v: "{value}"\nn: 2\n')] == wanted


@pytest.mark.parametrize(
    ("text", "count"),
    [("Texte.\n{: .inconnu }", 1), ("Texte.\n{: .apparent }", 0), ("[[table: style=autre]]\n| A |\n|---|\n| b |", 1), ("| A |\n|---|\n| b |", 0)],
)
def test_a_class_that_the_library_does_not_name_is_an_error(a_library: Any, text: str, count: int) -> None:
    assert codes(a_library, text) == ["ST101"] * count


def test_the_hint_names_the_classes_there_are(a_library: Any) -> None:
    (one,) = a_library({"c": {"r1.fr.md": "Texte.\n{: .aparent }\n"}}).checked()
    assert one.hint == "classes: apparent, definition"


# --------------------------------------------------------- typed references
@pytest.mark.parametrize(
    "text", ["Voir l'article 12.", "Voir les articles 3 et 4 ci-dessus.", "Voir l'annexe 2.", "Selon la section 4.2 du contrat.", "Voir l'Article 7."]
)  # fmt: skip
def test_a_typed_number_of_an_article_is_an_error(a_library: Any, text: str) -> None:
    assert codes(a_library, text) == ["XR510"]


@pytest.mark.parametrize(
    "text",
    [
        "Selon l'article 1195 du code civil.",
        "Selon les articles 28 et 32 du RGPD.",
        "Selon l'article L. 441-10 du code de commerce.",
        "Selon l'article 6 de la loi du 6 janvier 1978.",
        "Selon les articles 1231 et suivants du code civil.",
        "Selon l'article 28, paragraphe 3, du règlement.",
        "Selon l'article 8 de la convention.",
        "Trois articles du journal.",
    ],
)
def test_an_article_of_a_law_is_no_finding(a_library: Any, text: str) -> None:
    assert codes(a_library, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See Article 12.", ["XR510"]),
        ("See Article 1195 of the French Civil Code.", []),
        ("See Articles 28 and 32 of the GDPR.", []),
        ("See Article L. 441-10 of the French Commercial Code.", []),
    ],
)
def test_english_has_laws_of_its_own(a_library: Any, text: str, expected: list[str]) -> None:
    assert codes(a_library, text, language="en") == expected


def test_a_typed_number_in_a_table_or_a_list_is_found_too(a_library: Any) -> None:
    assert codes(a_library, "| A |\n|---|\n| article 3 |") == ["XR510"]
    assert codes(a_library, "Vu :\n\n1. l'article 3 ;\n2. rien.") == ["XR510"]


# -------------------------------------------------------------------- terms
TERMS = (
    "terms:\n  site: {fr: {term: Site, definition: un lieu}}\n"
    "  force: {fr: {term: Force Majeure, definition: un fait}}\n  client: {inline: true, fr: {term: Client}}\n"
)
END = "\n\nLe Site, la Force Majeure.\n\n[[def:client]], le Client.\n\n[[definitions]]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il y a un Local ici.", ["TM401"]),
        ("En France, oui.", []),
        ("Le Site ouvre. Local est le premier mot.", []),
        ("Il y a un SLA ici.", []),
        ("Dit « Local » ici.", []),
        ("En cas de force majeure.", ["TM408"]),
        ("En cas de Force majeure.", ["TM401", "TM408"]),
        ("En cas de FORCE MAJEURE.", []),
        ("Le site ouvre.", []),
    ],
)
def test_words_that_look_like_terms_are_looked_at(a_library: Any, text: str, expected: list[str]) -> None:
    assert codes(a_library, text + END, TERMS) == expected


def test_a_document_without_terms_is_not_looked_at_for_capitals(a_library: Any, type_of: Any) -> None:
    bench = a_library({"c": {"meta": TERMS, "r1.fr.md": "Il y a un Local, cas de force majeure.\n"}}, types={"contrat": type_of("contrat", ["c"], "terms: false\n")})
    assert bench.checked() == []


def test_a_common_term_may_be_written_small(a_library: Any) -> None:
    terms = TERMS.replace("force: {fr", "force: {common: true, fr")
    assert codes(a_library, "En cas de force majeure." + END, terms) == []


def test_a_term_that_is_used_and_not_defined_is_an_error(a_library: Any) -> None:
    bench = a_library({"c": {"meta": TERMS, "r1.fr.md": "Un.\n\nLe Site.\n"}})
    (one,) = bench.checked()
    assert (one.code, str(one.place)) == ("TM405", "clauses/c/r1.fr.md:3")
    assert "it belongs to c" in (one.hint or "")


def test_a_term_that_only_a_definition_uses_must_be_defined_too(a_library: Any) -> None:
    terms = "terms:\n  site: {fr: {term: Site, definition: un lieu du Client}}\n  client: {inline: true, fr: {term: Client}}\n"
    assert codes(a_library, "Le Site.\n\n[[definitions]]", terms) == ["TM405"]
    assert codes(a_library, "Le Site.\n\n[[def:client]].\n\n[[definitions]]", terms) == []


def test_a_term_that_a_definition_brings_in_is_used(a_library: Any) -> None:
    terms = "terms:\n  a: {fr: {term: Alpha, definition: un Beta}}\n  b: {fr: {term: Beta, definition: un Beta}}\n"
    assert codes(a_library, "Un Alpha.\n\n[[definitions]]", terms) == []


def test_a_term_defined_and_never_used_is_a_warning(a_library: Any) -> None:
    bench = a_library({"c": {"meta": "terms:\n  client: {inline: true, fr: {term: Client}}\n", "r1.fr.md": "Acme, [[def:client]].\n"}})
    (one,) = bench.checked()
    assert (one.code, str(one.severity), str(one.place)) == ("TM406", "warning", "clauses/c/clause.yaml:4:26")


def test_a_term_defined_twice_is_an_error(a_library: Any) -> None:
    text = "Acme, [[def:client]]. Ou [[def:client]]. Le Client."
    assert codes(a_library, text, "terms:\n  client: {inline: true, fr: {term: Client}}\n") == ["TM407"]


# --------------------------------------------------------------------- memo
def test_what_was_found_once_is_found_again_and_not_looked_for(a_library: Any, language: Any) -> None:
    bench, memo = a_library({"c": {"r1.fr.md": "Reste TODO.\n"}}), Memo()
    document, plan = bench.document()
    first, second = (check_document(document, plan, language("fr"), bench.library(), memo) for _ in range(2))
    assert [d.code for d in first] == ["CL340"]
    assert first == second


def test_a_memo_that_is_full_is_emptied(a_library: Any, language: Any) -> None:
    bench, memo = a_library({"c": {"r1.fr.md": "Un.\n\nDeux.\n"}}), Memo(most=1)
    document, plan = bench.document()
    for _ in range(3):
        check_document(document, plan, language("fr"), bench.library(), memo)
    assert 0 < len(memo.words) <= 2
    assert 0 < len(memo.terms) <= 2
