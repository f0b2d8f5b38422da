"""A plan becomes a document: clauses in their places, terms defined, blanks labelled."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.model.document import Blank, Blocks, Paragraph, TermDefinition
from docgen.stages.assemble import DEFINITION_STYLE, Assembler, Shapes, line_of_text
from docgen.stages.script_parse import parse_script
from docgen.stages.shape import KeptShape
from docgen.stages.terms import all_inlines


def term(id_: str, word: str, definition: str, more: str = "") -> str:
    return f'  {id_}: {{fr: {{term: {word}, definition: "{definition}"{more}}}}}\n'


def with_terms(text: str, *terms: str, definitions: str = "[[definitions]]\n") -> dict[str, dict[str, str]]:
    return {
        "definitions": {"meta": "terms:\n" + "".join(terms), "r1.fr.md": definitions},
        "corps": {"r1.fr.md": text},
    }


def entries(document: Any) -> list[str]:
    """The terms of the definitions article, in order."""
    blocks = [b for c in document.clauses() for b in c.blocks if isinstance(b, Paragraph) and b.style == DEFINITION_STYLE]
    return [i.text for i in all_inlines(tuple(blocks)) if isinstance(i, TermDefinition)]


# ------------------------------------------------------------ definitions
def test_the_definitions_article_holds_the_terms_that_are_used_and_no_other(a_library: Any) -> None:
    bench = a_library(with_terms("Le Site ouvre.\n", term("site", "Site", "un lieu"), term("prix", "Prix", "une somme")))
    document, _ = bench.document()
    assert (entries(document), bench.found) == (["Site"], [])


def test_a_term_used_in_a_definition_is_defined_too(a_library: Any) -> None:
    terms = (term("a", "Alpha", "un Beta"), term("b", "Beta", "un Gamma"), term("c", "Gamma", "un Alpha"), term("d", "Delta", "un Gamma"))
    document, _ = a_library(with_terms("Un Alpha.\n", *terms)).document()
    assert entries(document) == ["Alpha", "Beta", "Gamma"]


def test_definitions_stand_in_the_alphabetical_order_of_the_language(a_library: Any) -> None:
    words = ["Zone", "Été", "Équipe", "Ecart", "Œuvre", "Offre", "Ouvrage"]
    terms = [term(f"t{n}", w, "x") for n, w in enumerate(words)]
    document, _ = a_library(with_terms(", ".join(words) + ".\n", *terms)).document()
    assert entries(document) == ["Ecart", "Équipe", "Été", "Œuvre", "Offre", "Ouvrage", "Zone"]


def test_an_entry_is_the_term_between_guillemets_and_a_sentence(a_library: Any, shown: Any) -> None:
    terms = (term("site", "Site", "un lieu d'accueil"), term("prix", "Prix", "une somme !"))
    document, _ = a_library(with_terms("Le Site, le Prix.\n", *terms)).document()
    assert shown(document)[:2] == ["« Prix » : une somme !", "« Site » : un lieu d’accueil."]


def test_a_definition_may_be_a_list_and_keeps_its_term(a_library: Any, shown: Any) -> None:
    site = 'terms:\n  site: {fr: {term: Site, definition: "- un lieu ;\\n- un accueil."}}\n'
    clauses = {"definitions": {"meta": site, "r1.fr.md": "[[definitions]]\n"}, "corps": {"r1.fr.md": "Le Site.\n"}}
    assert shown(a_library(clauses).document()[0]) == ["« Site » : ", "un lieu ;", "un accueil.", "Le Site."]


def test_a_term_that_the_language_lacks_is_not_listed(a_library: Any) -> None:
    clauses = with_terms("The [[term:site|place]].\n", term("site", "Site", "un lieu"))
    clauses = {i: {**files, "r1.en.md": files["r1.fr.md"]} for i, files in clauses.items()}
    assert entries(a_library(clauses).document(language="en")[0]) == []


def test_a_plural_and_every_form_count_as_a_use(a_library: Any) -> None:
    bench = a_library(with_terms("Les Sites.\n", term("site", "Site", "un lieu", ", plural: Sites")))
    assert entries(bench.document()[0]) == ["Site"]


def test_a_term_defined_in_the_text_is_not_listed_again(a_library: Any, shown: Any) -> None:
    clauses = with_terms("Ci-après [[def:client]]. Le Client paie le Prix.\n", term("prix", "Prix", "une somme"))
    clauses["corps"]["meta"] = "terms:\n  client: {inline: true, fr: {term: Client}}\n"
    document, _ = a_library(clauses).document()
    assert entries(document) == ["Prix"]
    assert shown(document)[-1] == "Ci-après « Client ». Le Client paie le Prix."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("| Partie | Nom |\n|---|---|\n| [[def:client]] | Acme |\n", "« Client »"),
        ("Acme[^1].\n\n[^1]: Ci-après [[def:client]].\n", "« Client »"),
        ("1. Acme, [[def:client]] ;\n2. fin.\n", "« Client »"),
    ],
)
def test_a_term_may_be_defined_in_a_table_a_note_or_a_list(a_library: Any, text: str, words: str) -> None:
    clauses = {"corps": {"meta": "terms:\n  client: {inline: true, fr: {term: Client}}\n", "r1.fr.md": text}}
    document, _ = a_library(clauses).document()
    found = list(all_inlines(tuple(b for c in document.clauses() for b in c.blocks)))
    at = next(n for n, i in enumerate(found) if isinstance(i, TermDefinition))
    assert "".join(getattr(i, "text", "") for i in found[at - 1 : at + 2]).replace("\u00a0", " ").find(words) >= 0


def test_a_definition_of_a_term_that_the_clause_does_not_declare_is_an_error(a_library: Any) -> None:
    bench = a_library({"corps": {"r1.fr.md": "Ci-après [[def:client]].\n"}})
    bench.document()
    assert [(d.code, str(d.place)) for d in bench.found] == [("TM403", "clauses/corps/clause.yaml:1:1")]


def test_a_document_in_common_words_recognises_no_term(a_library: Any, type_of: Any) -> None:
    clauses = with_terms("Le Site ouvre.\n", term("site", "Site", "un lieu"))
    types = {"contrat": type_of("contrat", list(clauses), "terms: false\n")}
    document, _ = a_library(clauses, types=types).document()
    assert entries(document) == []


def test_terms_of_clauses_that_are_left_out_are_not_recognised(a_library: Any) -> None:
    clauses = with_terms("Le Site ouvre.\n")
    clauses["definitions"]["meta"] = ""
    clauses["lieux"] = {"meta": "terms:\n" + term("site", "Site", "un lieu"), "r1.fr.md": "Fin.\n"}
    bench = a_library(clauses)
    assert entries(bench.document()[0]) == ["Site"]
    assert entries(bench.document("clauses: {lieux: {include: false}}\n")[0]) == []


# ----------------------------------------------------------------- blanks
def test_a_missing_value_is_a_blank_with_the_title_of_its_field(a_library: Any, shown: Any) -> None:
    meta = "parameters: {nom: {type: string, from: client.nom}, x: {type: string, from: autre.chose}}\n"
    bench = a_library({"c": {"meta": meta, "r1.fr.md": "De {{ nom }} et {{ x }}.\n"}})
    document, _ = bench.document()
    assert shown(document) == ["De [à compléter : Nom du client] et [à compléter : autre.chose]."]
    assert bench.unknown == ["client.nom", "autre.chose"]
    blanks = [i for i in all_inlines(next(document.clauses()).blocks) if isinstance(i, Blank)]
    assert len(blanks) == 2


def test_the_title_is_that_of_the_field_whatever_the_item(a_library: Any, language: Any) -> None:
    bench = a_library()
    labels = {"sites.siege.ville": "Ville du site"}
    assembler = Assembler(bench.library(), language("fr"), bench.filters(), Shapes(), frozenset(), labels)
    assert [assembler.label(p) for p in ("sites[3].siege.ville", "sites[a[b]].siege.ville", "x[1]")] == [
        "Ville du site", "Ville du site", "x[1]",
    ]  # fmt: skip


# -------------------------------------------------------------- structure
def test_parts_sections_and_annexes_without_clauses_disappear(a_library: Any, type_of: Any) -> None:
    more = (
        "parts:\n- {title: {fr: Un}, clauses: [a]}\n- {title: {fr: Vide}, clauses: [b]}\n"
        "- title: {fr: Deux}\n  sections: [{title: {fr: S}, clauses: [c]}, {title: {fr: T}, clauses: [b]}]\n"
        "annexes: [{id: x, title: {fr: X}, clauses: [b]}, {id: y, title: {fr: Y}, clauses: [d]}]\n"
    )
    clauses = {i: {"r1.fr.md": f"Clause {i}.\n", "meta": f"applies_when: \"{i != 'b'}\"\n".lower()} for i in "abcd"}
    document, _ = a_library(clauses, types={"contrat": type_of("contrat", [], more)}).document()
    assert [(p.title, [s.title for s in p.sections], [c.id for c in p.all_clauses()]) for p in document.parts] == [
        ("Un", [], ["a"]), ("Deux", ["S"], ["c"]),
    ]  # fmt: skip
    assert [(a.id, a.title) for a in document.annexes] == [("y", "Y")]
    assert [c.id for c in document.clauses()] == ["a", "c", "d"]


def test_a_clause_brings_its_title_position_reasons_and_source(a_library: Any) -> None:
    meta = "positions: [{id: courte, kind: standard}]\nnumbered: false\n"
    document, _ = a_library({"c": {"meta": meta, "r1.fr.md": "Un.\n", "r1.en.md": "One.\n"}}).document(language="en")
    (clause,) = document.clauses()
    assert (clause.title, clause.position, clause.numbered, clause.revision) == ("Title c", "courte", False, 1)
    assert (clause.source.file, clause.source.language) == ("clauses/c/r1.en.md", "en")
    assert clause.reasons[0] == "always applies"
    assert (document.language, document.title) == ("en", "Agreement")


def test_documents_of_a_batch_share_what_holds_no_value(a_library: Any) -> None:
    meta = "parameters: {nom: {type: string, from: client.nom}}\n"
    bench, shapes = a_library({"c": {"meta": meta, "r1.fr.md": "Fixe.\n\nPour {{ nom }}.\n"}}), Shapes()
    one = next(bench.document("client: {nom: A}\n", shapes)[0].clauses()).blocks
    two = next(bench.document("client: {nom: B}\n", shapes)[0].clauses()).blocks
    assert one[0] is two[0]
    assert one[1] != two[1]


def test_shapes_forget_what_is_too_much_and_give_the_same_again(a_library: Any, shown: Any) -> None:
    clauses = {i: {"r1.fr.md": f"Clause {i}.\n"} for i in "abc"}
    bench, shapes = a_library(clauses), Shapes(most=1)
    first, second = (shown(bench.document("", shapes)[0]) for _ in range(2))
    assert first == second == ["Clause a.", "Clause b.", "Clause c."]


def test_a_shape_of_an_earlier_run_is_read_when_it_is_asked_for_and_parsed_where_it_cannot_be_read(a_library: Any, shown: Any) -> None:
    bench, first = a_library({"c": {"r1.fr.md": "Fixe.\n"}}), Shapes()
    whole = bench.document("", first)[0]
    ((digest, shape),) = first.all().items()
    asked: list[str] = []

    def kept(blocks: Blocks | None) -> Shapes:
        def read() -> Blocks | None:
            asked.append(digest)
            return blocks

        return Shapes(known={digest: KeptShape(shape.slotted, shape.diagnostics, read)})

    for blocks, parsed in ((shape.blocks, False), (None, True)):
        shapes = kept(blocks)
        assert shown(bench.document("", shapes)[0]) == shown(whole)
        assert (asked, shapes.fresh) == ([digest], parsed)
        asked.clear()
    unread = kept(shape.blocks)
    (plan, *_), _ = bench.plans("")
    (one,) = bench.assembler(plan, unread).gather(plan)
    assert (one.shape.digest, asked) == (digest, [])
    assert one.shape.blocks == shape.blocks


# ----------------------------------------------------------- short texts
def line(text: str, scope: dict[str, Any], bench: Any, language: Any) -> tuple[str, list[str]]:
    script = parse_script(text, "t.yaml", frozenset({"euros"})).value
    shown, unknown, _ = line_of_text(script or (), scope, bench.filters(), language("fr"), "t.yaml")
    return shown, [u.path for u in unknown]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ a }} / {{ b }}", "Acme / 12"),
        ("  {{ a }}\n\n  {{ b }} ", "Acme 12"),
        ("{{ c|euros }}", "1\u202f200\u00a0€"),
        ("{{ d }} {{ a }}", "\U000f0001 Acme"),
        ("{{ x.y }}", "[à compléter\u00a0: x.y]"),
        ("{{ '**gras**' }} {{ e }}", "**gras** *x*"),
    ],
)
def test_a_short_text_holds_its_values_as_they_are(a_library: Any, language: Any, text: str, shown: str) -> None:
    scope = {"a": "Acme", "b": 12, "c": 1200, "d": "\U000f0001", "e": "*x*"}
    found, unknown = line(text, scope, a_library(), language)
    assert found == shown
    assert unknown == (["x.y"] if "x.y" in text else [])
