"""Two languages of one text have the same references, parameters and structure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from docgen.app.opening import filter_names
from docgen.model.diagnostic import Diagnostic
from docgen.store.index import Index
from docgen.store.project import Project
from support.facts import check_parity

ROOT = Path(__file__).resolve().parents[3]


def compared(a_library: Any, language: Any, fr: str, en: str) -> list[Diagnostic]:
    bench = a_library({"c": {"r1.fr.md": fr + "\n", "r1.en.md": en + "\n"}})
    (spec,) = [s for s in bench.specs() if s.id == "c"]
    return list(check_parity(spec, ("fr", "en"), bench.types()))


@pytest.mark.parametrize(
    ("fr", "en"),
    [
        ("Voir [[à objet]] et [[annexe:prix]].", "See [[objet]] and [[in annexe:prix]]."),
        ("Voir [[à duree, objet]].", "See [[to duree, objet]]."),
        ("Voir [[objet|num]], [[ref:duree]].", "See [[duree]], [[objet]]."),
        ("Les [[term:site|lieux]].", "The [[term:site|places]]."),
        ("{{ a|euros }} {{ b|date }}", "{{ b|date }} {{ a|euros }}"),
        ("## Un\n\nTexte.\n\n## Deux\n\nTexte.", "## One\n\nText.\n\n## Two\n\nText."),
        ("Vu :\n\n1. a ;\n2. b.", "Given:\n\n1. a;\n2. b."),
        ("{% if a %}x{% elif b %}y{% else %}z{% endif %}", "{% if b %}x{% elif a %}y{% else %}z{% endif %}"),
        ("{% for p in lots %}{{ p.nom }}{% endfor %}", "{% for lot in lots %}{{ lot.nom }}{% endfor %}"),
        ("Un,[[br]]deux.", "One, two."),
        ("[[table: widths=40,60]]\n| A | B |\n|---|---|\n| c | d |", "| A | B |\n|:--|--:|\n| c | d |"),
    ],
)  # fmt: skip
def test_words_and_order_may_differ(a_library: Any, language: Any, fr: str, en: str) -> None:
    assert compared(a_library, language, fr, en) == []


@pytest.mark.parametrize(
    ("fr", "en", "code", "words"),
    [
        ("Voir [[à objet]].", "See it.", "PA101", "lacks objet"),
        ("Voir.", "See [[of objet]].", "PA101", "adds objet"),
        ("Voir [[objet]], [[objet]].", "See [[objet]].", "PA101", "lacks objet"),
        ("Voir [[objet#a]].", "See [[objet#b]].", "PA101", "lacks objet#a; adds objet#b"),
        ("{{ a }} {{ b }}", "{{ a }} {{ c }}", "PA102", "b, c"),
        ("{% if a %}x{% endif %}", "{% if b %}x{% endif %}", "PA102", "a, b"),
        ("## Un\n\nTexte.", "Text.", "PA103", "0 against 1"),
        ("## Un\n\nTexte.", "### One\n\nText.", "PA103", "1 against 1"),
        ("1. a\n2. b", "1. a", "PA104", "1 items and 0 tables against 2 and 0"),
        ("- a\n    - b", "- a", "PA104", "1 items"),
        ("| A |\n|---|\n| b |", "A.", "PA104", "0 tables against 0 and 1"),
        ("{% if a %}x{% else %}{{ a }}{% endif %}", "{{ a }}", "PA105", "0 against 1"),
        ("{% for a in l %}x{% endfor %}{% if l %}{% endif %}", "{% if l %}x{% endif %}", "PA105", "1 against 2"),
    ],
)
def test_what_differs_is_said_at_the_other_language(
    a_library: Any, language: Any, fr: str, en: str, code: str, words: str
) -> None:
    (one,) = compared(a_library, language, fr, en)
    assert (one.code, str(one.place)) == (code, "clauses/c/r1.en.md")
    assert words in one.message
    assert "r1.fr.md" in one.message
    assert str(one.severity) == ("warning" if code == "PA105" else "error")


def test_the_first_language_of_the_library_is_the_measure(a_library: Any, language: Any) -> None:
    bench = a_library({"c": {"r1.fr.md": "Voir [[objet]].\n", "r1.en.md": "See.\n"}})
    (spec,) = bench.specs()
    (one,) = check_parity(spec, ("en", "fr"), bench.types())
    assert (str(one.place), one.message) == ("clauses/c/r1.fr.md", "the references differ from r1.en.md: adds objet")


def missing(bench: Any, language: Any) -> list[tuple[str, str, str | None]]:
    languages = {c: language(c) for c in ("fr", "en")}
    found = [d for s in bench.specs() for d in check_parity(s, tuple(languages), bench.types())]
    return [(d.code, str(d.place), d.hint) for d in found]


def test_a_text_without_its_translation_is_an_error_that_names_the_file(a_library: Any, language: Any) -> None:
    meta = "positions: [{id: a, kind: standard}]\n"
    bench = a_library({"c": {"meta": meta, "r1.fr.md": "A.\n", "r1.en.md": "A.\n", "r1.a.fr.md": "B.\n"}})
    assert missing(bench, language) == [("LB240", "clauses/c/r1.a.fr.md", "write r1.a.en.md")]


@pytest.mark.parametrize(
    ("view", "name", "count"), [("", "r1.fr.md", 1), ("besoin", "r1+besoin.fr.md", 1), ("besoin", "r1+texte.fr.md", 0)]
)
def test_only_the_languages_of_documents_that_print_the_text_are_wanted(
    a_library: Any, type_of: Any, language: Any, view: str, name: str, count: int
) -> None:
    more = f"view: {view}\n" if view else ""
    bench = a_library({"c": {name: "A.\n"}}, types={"contrat": type_of("contrat", ["c"], more)})
    assert len(missing(bench, language)) == count
    only_french = {"contrat": type_of("contrat", ["c"], more + "languages: [fr]\n")}
    assert missing(a_library({"c": {name: "A.\n"}}, types=only_french), language) == []


def test_a_clause_that_no_document_holds_wants_no_translation(a_library: Any, type_of: Any, language: Any) -> None:
    bench = a_library({"c": {"r1.fr.md": "A.\n"}}, types={"contrat": type_of("contrat", ["d"])})
    assert missing(bench, language) == []


def test_the_shipped_library_is_the_same_in_every_language(language: Any) -> None:
    languages = {c: language(c) for c in ("fr", "en")}
    project = Project(ROOT, filter_names(languages), Index(None, ""), ROOT)
    types = project.document_types().value or ()
    specs = [project.clause(i).value for i in project.clause_ids()]
    assert len(specs) > 40
    assert [str(d) for s in specs if s for d in check_parity(s, tuple(languages), types)] == []
    assert None not in specs
