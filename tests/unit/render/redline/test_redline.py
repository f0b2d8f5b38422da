"""Redlines of small documents: what is marked, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.render.redline import accept, made_by_docgen, redline, reject
from support.small import clause, h, li, p, small, table
from support.tracked import marked, paragraphs
from support.word import NS, Word, w

WHO = {"author": "Étude Martin", "date": "2027-01-31"}


def between(old: bytes, new: bytes) -> Word:
    """The redline, read again by the reader of the tests: both documents come back."""
    outcome = redline(old, new, **WHO)
    assert outcome.value is not None, [str(d) for d in outcome.diagnostics]
    word = Word(outcome.value.data, outcome.value)
    assert paragraphs(word, accept=True) == paragraphs(Word(new))
    assert paragraphs(word, accept=False) == paragraphs(Word(old))
    assert paragraphs(Word(accept(word.data))) == paragraphs(Word(new))
    assert paragraphs(Word(reject(word.data))) == paragraphs(Word(old))
    return word


@pytest.fixture
def changed(sealed: Path):
    def make(before: list, after: list) -> Word:
        return between(small(sealed, *before), small(sealed, *after))

    return make


A = "Le Prestataire remet le rapport au Client dans les dix jours de la fin du mois."


def test_nothing_changed_nothing_marked(sealed: Path) -> None:
    data = small(sealed, clause("objet", p(A), li("un"), table(("a", "b"), ("1", "2"))))
    word = between(data, data)
    assert marked(word) == ([], []) and word.made.changes == ()
    assert (word.made.inserted, word.made.deleted, word.made.moved) == (0, 0, 0)


def test_a_word_is_replaced_as_a_whole(changed) -> None:
    word = changed([clause("objet", p(A))], [clause("objet", p(A.replace("dix", "six")))])
    assert marked(word) == (["six"], ["dix"])
    assert (word.made.inserted, word.made.deleted) == (3, 3)
    assert [(c.clause_id, c.title, c.kind) for c in word.made.changes] == [("objet", "Titre objet", "replaced")]


def test_author_and_date_stand_at_every_change_and_numbers_are_unique(changed) -> None:
    word = changed([clause("objet", p(A), p("Une phrase qui part."))], [clause("objet", p(A.replace("dix", "six")), li("tout neuf"))])
    marks = [e for kind in ("ins", "del", "pPrChange") for e in word.main.iter(w(kind))]
    assert {e.get(w("author")) for e in marks} == {"Étude Martin"}
    assert {e.get(w("date")) for e in marks} == {"2027-01-31T00:00:00Z"}
    ids = [e.get(w("id")) for e in (*marks, *word.main.iter(w("bookmarkStart")))]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("old", "new", "left", "came"),
    [
        ("l'article du Contrat", "l’article du Contrat", ["'"], ["’"]),
        ("une durée de 10 mois", "une durée de 10\u00a0mois", [" "], ["\u00a0"]),
        ("le prix de 10\u202f000\u00a0€ par an", "le prix de 12\u202f000\u00a0€ par an", ["10\u202f000\u00a0€"], ["12\u202f000\u00a0€"]),
        ("le Client, alors", "le Client alors", [","], []),
        ("payer vite la facture", "payer la facture", ["vite "], []),
        ("l’indemnité due", "l’amende due", ["indemnité"], ["amende"]),
    ],
)  # fmt: skip
def test_tokens(changed, old: str, new: str, left: list[str], came: list[str]) -> None:
    rest = " par le Prestataire au Client."
    word = changed([clause("objet", p(old + rest))], [clause("objet", p(new + rest))])
    assert marked(word) == (came, left)


def test_a_reference_that_only_shifted_is_not_marked(changed) -> None:
    target = clause("prix", p("Le prix est fixe."))
    word = changed([clause("objet", p("Voir {prix} ici.")), target], [clause("objet", p("Voir {prix} ici.")), clause("duree", p("Deux ans, sans tacite reconduction.")), target])
    assert [c.clause_id for c in word.made.changes] == ["duree"]
    assert [c.kind for c in word.made.changes] == ["added"]
    assert not any("3" in t for side in marked(word) for t in side)


def test_a_reference_to_another_clause_is_marked(changed) -> None:
    others = [clause("prix", p("Le prix est fixe.")), clause("duree", p("Deux ans."))]
    word = changed([clause("objet", p("Voir {prix} ici.")), *others], [clause("objet", p("Voir {duree} ici.")), *others])
    came, left = marked(word)
    assert len(came) == len(left) == 1
    codes = ["".join(e.text for e in m.iter(w("delInstrText"))) for m in word.main.iter(w("del")) if m.getparent().tag != w("rPr")]
    assert "_dg_c_prix" in codes[0]


def test_paragraphs_list_items_and_their_marks(changed) -> None:
    word = changed(
        [clause("objet", p("Les Parties conviennent :"), li("livrer les biens"), li("payer le prix"), p("La fin arrive toujours."))],
        [clause("objet", p("Les Parties conviennent :"), li("livrer les biens"), li("assurer une garantie pleine"), li("payer le prix"))],
    )
    came, left = marked(word)
    assert came == ["assurer une garantie pleine"] and left == ["La fin arrive toujours."]
    for kind, text in (("ins", "assurer"), ("del", "La fin")):
        paragraph = next(q for q in word.main.iter(w("p")) if text in "".join(q.itertext()))
        assert paragraph.find(f"w:pPr/w:rPr/w:{kind}", NS) is not None


def test_rows(changed) -> None:
    head, rows = ("Canal", "Prix"), [("téléphone", "10"), ("courriel", "20"), ("courrier", "30")]
    word = changed(
        [clause("objet", table(head, *rows))],
        [clause("objet", table(head, rows[0], ("visite sur place", "15"), ("courriel", "22"), rows[2]))],
    )
    assert marked(word)[0] == ["visite sur place", "15", "22"] and marked(word)[1] == ["20"]
    assert len(list(word.main.iter(w("tbl")))) == 1
    assert len(word.main.findall(".//w:trPr/w:ins", NS)) == 1


def test_columns(changed) -> None:
    rows = [("téléphone", "10"), ("courriel", "20")]
    wide = [(a, "oui", b) for a, b in rows]
    word = changed([clause("objet", table(("Canal", "Prix"), *rows))], [clause("objet", table(("Canal", "Actif", "Prix"), *wide))])
    assert len(list(word.main.iter(w("cellIns")))) == 3
    assert marked(word) == (["Actif", "oui", "oui"], [])
    back = changed([clause("objet", table(("Canal", "Actif", "Prix"), *wide))], [clause("objet", table(("Canal", "Prix"), *rows))])
    assert len(list(back.main.iter(w("cellDel")))) == 3


def test_a_table_that_is_another(changed) -> None:
    changed([clause("objet", table(("a", "b", "c"), ("1", "2", "3")))], [clause("objet", table(("x", "y"), ("8", "9")))])


def _heavy() -> list:
    """A clause so long that a shorter one moves past it, not it past the other."""
    return [clause("long", *(p(f"La stipulation numéro {n} est longue et ne change pas.") for n in range(20)))]


def test_a_clause_moves_and_bookmarks_stay_unique(changed) -> None:
    moved = clause("prix", h("Montant"), p(A), li("un article assez long"), table(("a", "b"), ("premier poste", "dix euros")))
    first, second = clause("objet", p("L’objet du Contrat, voir {prix} aussi.")), clause("duree", p("La durée est de deux ans."))
    word = changed([first, moved, second, *_heavy()], [first, second, *_heavy(), moved])
    assert marked(word) == ([], [])
    assert [(c.clause_id, c.kind) for c in word.made.changes] == [("prix", "moved")]
    names = [e.get(w("name")) for e in word.main.iter(w("bookmarkStart"))]
    assert len(names) == len(set(names))
    for kind in ("moveFrom", "moveTo"):
        start = word.main.find(f".//w:{kind}RangeStart", NS)
        assert start.get(w("name")) == "clause-prix"
        assert word.main.find(f".//w:{kind}RangeEnd", NS).get(w("id")) == start.get(w("id"))


def test_a_clause_moves_and_changes(changed) -> None:
    first, second = clause("objet", p("L’objet du Contrat est ici dit.")), clause("duree", p("La durée est de deux ans."))
    word = changed([first, clause("prix", p(A), p("Une ligne qui part."), p("Et une autre.")), second, *_heavy()],
                   [first, second, *_heavy(), clause("prix", p(A.replace("dix", "six")), p("Et une autre."))])  # fmt: skip
    assert marked(word) == (["six"], ["dix", "Une ligne qui part."])
    assert word.made.moved == 3


def test_a_paragraph_that_changes_places_is_moved(changed) -> None:
    one, two, three = p(A), p("La facture est payée à trente jours de son émission."), p("Tout retard est signalé sans délai au Client.")
    word = changed([clause("objet", one, two, three)], [clause("objet", two, three, one)])
    assert marked(word) == ([], []) and word.made.moved == 1


def test_a_clause_enters_and_leaves(changed) -> None:
    keep = [clause(f"c{n}", p(f"La stipulation numéro {n} reste.")) for n in range(3)]
    gone, new = clause("vieux", p(A), li("un")), clause("neuf", p("Toute autre chose, jamais dite."), li("deux"))
    word = changed([keep[0], gone, *keep[1:]], [*keep[:2], new, keep[2]])
    assert [(c.clause_id, c.kind) for c in word.made.changes] == [("vieux", "deleted"), ("neuf", "added")]
    last = changed([*keep, gone], keep)
    assert [c.kind for c in last.made.changes] == ["deleted"]


def test_footnotes(changed) -> None:
    base = [clause("objet", p("Le prix ^hors_toutes_taxes_et_frais^ est dû."), p("Le reste suit ^selon_la_loi^ ensuite."))]
    edited = [clause("objet", p("Le prix ^hors_toutes_taxes_mais_frais_compris^ est dû."), p("Le reste suit ^selon_la_loi^ ensuite."))]
    word = changed(base, edited)
    assert marked(word) == ([], [])  # the reference stays
    notes = word.root("word/footnotes.xml")
    assert ["".join(e.itertext()) for e in notes.iter(w("ins"))] == ["mais", " compris"]
    without = changed(base, [clause("objet", p("Le prix est dû."), p("Le reste suit ^selon_la_loi^ ensuite."))])
    texts = ["".join(t.text for t in e.iter(w("delText"))) for e in without.root("word/footnotes.xml").iter(w("del"))]
    assert "hors toutes taxes et frais" in texts[-1]


def test_headers_and_the_cover(sealed: Path) -> None:
    body = clause("objet", p(A))
    word = between(small(sealed, body, parties="Un / Deux"), small(sealed, body, parties="Un / Trois"))
    assert marked(word) == (["Trois"], ["Deux"])
    header = next(n for n in word.parts if n.startswith("word/header") and b"Trois" in word.parts[n])
    assert paragraphs(word, accept=False, part=header) != paragraphs(word, accept=True, part=header)


def test_a_format_is_a_change_of_format(changed) -> None:
    word = changed([clause("objet", p("Un mot compte ici."))], [clause("objet", p("Un *mot* compte ici."))])
    assert marked(word) == ([], [])
    change = word.main.find(".//w:rPr/w:rPrChange", NS)
    assert change is not None and change.getparent().find("w:rStyle", NS) is not None
    before = Word(reject(word.data))
    mot = next(q for q in before.main.iter(w("r")) if "mot" in "".join(q.itertext()))
    assert mot.find("w:rPr/w:rStyle", NS) is None


def test_a_page_is_turned(changed) -> None:
    flat, wide = table(("a", "b"), ("1", "2")), table(("a", "b"), ("1", "2"), landscape=True)
    rest = (h("Suite"), p("Le reste ne change pas."))
    word = changed([clause("objet", p(A), flat, *rest)], [clause("objet", p(A), wide, *rest)])
    assert not any("reste" in text for side in marked(word) for text in side)


def test_another_language_or_template_is_right_though_much_is_marked(sealed: Path) -> None:
    body = [clause("objet", p(A), li("un"), li("deux"), table(("a", "b"), ("1", "2")))]
    other = [clause("objet", p("The Provider delivers the report to the Client within ten days."), li("one"), table(("a", "b"), ("1", "2")))]
    between(small(sealed, *body), small(sealed, *other, language="en"))
    between(small(sealed, *body), small(sealed, *body, template="cabinet"))


def test_the_same_input_gives_the_same_bytes(sealed: Path) -> None:
    old, new = small(sealed, clause("objet", p(A), li("un"))), small(sealed, clause("objet", p(A.replace("dix", "six"))))
    one, other = redline(old, new, **WHO).value, redline(old, new, **WHO).value
    assert one == other


def test_files_of_docgen_are_known(sealed: Path) -> None:
    data = small(sealed, clause("objet", p(A)))
    assert made_by_docgen(data) and not made_by_docgen(b"PK")
