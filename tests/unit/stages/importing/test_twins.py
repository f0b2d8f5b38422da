"""Texts of the library found again in a candidate."""

from __future__ import annotations

from docgen.model.comparison import Change
from docgen.model.imported import Piece, Run, WordParagraph
from docgen.model.library import ClauseText, TextKey
from docgen.stages.importing.patterns import identifier
from docgen.stages.importing.twin_words import machine, tokens
from docgen.stages.importing.twins import _number, _sketch, candidate, find_twin, shortlist
from docgen.stages.script_parse import parse_script
from support.imports import tools

TEXT = """## Durée {: #duree }

Le **Contrat** dure {{ duree|mois_lettres }} à compter de {% if signature %}sa signature{% else %}sa prise d'effet{% endif %}, selon [[à objet]].

{% for p in parties %}
- {{ p }} paie ;
{% endfor %}

[[table: widths=50,50]]
| Canal | Prix |
|---|---|
| Voix | {{ prix|euros }} |
"""
SAID = ["Durée", "Le Contrat dure trente (30) mois à compter de sa signature, selon l’article 2.", "A paie ;", "B paie.", "Canal", "Prix", "Voix", "12 €"]


def script(text: str = TEXT):
    filters, _ = tools("fr")
    return parse_script(text, "x", frozenset(filters)).value


def text(source: str = TEXT, revision: int = 1) -> ClauseText:
    return ClauseText(TextKey(revision, "", "", "fr"), "x", "", script(source), {})


def piece(*said: str, known: str = "") -> Piece:
    return Piece("Durée", "", 1, tuple(WordParagraph(n, (Run(s),)) for n, s in enumerate(said, 2)), known=known)


def accepts(source: str, *said: str) -> bool:
    return machine(script(source)).accepts(candidate(piece(*said)).said)


def test_a_text_accepts_what_it_can_print_and_nothing_else() -> None:
    assert accepts(TEXT, *SAID)
    assert accepts(TEXT, *(s.replace("sa signature", "sa prise d’effet") for s in SAID if "paie" not in s))
    assert not accepts(TEXT, *(s.replace("dure", "durera") for s in SAID))
    assert not accepts(TEXT, *SAID[:-2])
    assert not accepts(TEXT, *SAID, "De plus.")


def test_words_that_a_value_or_a_condition_completes() -> None:
    assert accepts("un{% if f %}e{% endif %} société{{ s }} anonyme", "une sociétés anonyme")
    assert accepts("un{% if f %}e{% endif %} société{{ s }} anonyme", "un société anonyme")


def test_notes_classes_and_charts_are_passed_over() -> None:
    source = "Un texte[^1] ici.\n{: .apparent }\n\n[[chart: kind=column; alt=x]]\n| a | b |\n|---|---|\n{% for m in mois %}\n| {{ m }} | 3 |\n{% endfor %}\n\nFin \\*.\n\n[^1]: Note."
    assert accepts(source, "Un texte ici.", "Volumes", "Fin *.")
    assert accepts("Avant\n\n[[definitions]]\n\nAprès", "Avant", "« A » : b", "« C » : d", "Après")


def test_tokens_are_small_words() -> None:
    assert tokens("L’Été, n° 2") == ["l", "été", "n", "2"]


def test_the_same_the_same_but_for_words_like_and_none() -> None:
    same = find_twin(candidate(piece(*SAID)), [("duree", text())])
    assert same is not None and (same.kind, same.name, same.differences) == ("same", "duree r1", ())
    long = "Le Prestataire exécute les prestations avec soin et rend compte chaque mois au Client de leur avancement.\n\nIl en répond seul."
    changed = find_twin(candidate(piece(*long.replace("chaque mois", "chaque semaine").split("\n\n"))), [("objet", text(long, 2))])
    assert changed is not None and changed.kind == "words" and changed.name == "objet r2"
    assert [(p.change, p.text) for d in changed.differences for p in d.pieces if p.change is not Change.SAME] == [
        (Change.DELETED, "mois"), (Change.INSERTED, "semaine")]  # fmt: skip
    half = "Le Prestataire exécute les prestations avec soin et rend compte au Client par un rapport annuel. Il en répond."
    like = find_twin(candidate(piece(half)), [("objet", text(long))])
    assert like is not None and like.kind == "like"
    assert find_twin(candidate(piece("Tout autre chose, sans rapport.")), [("objet", text(long))]) is None


def test_a_few_words_are_the_same_as_anything_unless_docgen_says_which_clause() -> None:
    assert find_twin(candidate(piece("Oui.")), [("x", text("{{ a }}"))]) is None
    told = find_twin(candidate(piece("Oui.", known="x")), [("x", text("{{ a }}"))])
    assert told is not None and told.kind == "same"


def test_what_a_value_says_is_no_difference() -> None:
    source = "Le Client paie au Prestataire une somme de {{ prix }} euros, chaque mois, par virement, et en avise sa banque."
    said = "Le Client paie au Prestataire une somme de deux cents euros, chaque mois, par chèque, et en avise sa banque."
    found = find_twin(candidate(piece(said)), [("prix", text(source))])
    assert found is not None
    assert [p.text for d in found.differences for p in d.pieces if p.change is not Change.SAME] == ["virement", "chèque"]


def library(*texts: tuple[str, str, str]):
    return [(id_, (((("fr", _number(identifier(title))),)), ((1, "", "", "fr", _sketch(script(t))),), ())) for id_, title, t in texts]


def test_the_shortlist_holds_texts_that_share_words_or_the_title() -> None:
    one = candidate(piece("Le Prestataire exécute les prestations avec soin et rend compte."))
    shelf = library(("objet", "Objet", "Le Prestataire exécute les prestations avec soin."), ("duree", "Durée", "Tout autre texte de la clause."),
                    ("prix", "Prix", "Le loyer est payé chaque mois au Bailleur."))  # fmt: skip
    assert [id_ for id_, _ in shortlist([one], shelf, "fr")[0]] == ["objet", "duree"]
    assert shortlist([one], shelf, "en") == [[]]


