"""Typography of French and English text: the rows of the rules, values, findings, speed."""

from __future__ import annotations

import pickle
import time

import pytest

from docgen.model.language import Language
from docgen.stages.typography import Edit, edits, findings, typeset
from docgen.store.languages import load_language

ROWS = [
    ("T01", "Flux interrompu; que faire? Prévenez!", "Flux interrompu~; que faire~? Prévenez~!"),
    ("T02", "Flux interrompu ; que faire ?", "Flux interrompu~; que faire~?"),
    ("T03", "Objet: reprise du flux", "Objet~: reprise du flux"),
    ("T04", 'Le "Site" principal', "Le «~Site~» principal"),
    ("T05", "Le «Site» et le « Plan »", "Le «~Site~» et le «~Plan~»"),
    ("T06", '« il répond "oui" au client »', "«~il répond “oui” au client~»"),
    ("T07", "l'annexe d'un avenant", "l’annexe d’un avenant"),
    ("T08", "17,5 % puis 90 €", "17,5~% puis 90~€"),
    ("T09", "3 480 000 € HT", "3^480^000~€ HT"),
    ("T10", "36 mois, 15 jours, 48 h, 2 M€", "36~mois, 15~jours, 48~h, 2~M€"),
    ("T11", "de 9 h 30 à 18 h", "de 9~h~30 à 18~h"),
    ("T12", "n° 7, art. 12, article 3, Annexe 2", "n°~7, art.~12, article~3, Annexe~2"),
    ("T13", "article L. 441-10", "article~L.~441-10"),
    ("T14", "M. Ferrat et Mme Oriol", "M.~Ferrat et Mme~Oriol"),
    (
        "T15",
        "le 1er mars 2031, le 14 juin 2031",
        "le 1er~mars~2031, le 14~juin~2031",
    ),
    ("T16", "la 2ème année", "la 2e année"),
    ("T17", "https://exemple.test/a?b=1;c=2", "https://exemple.test/a?b=1;c=2"),
    ("T18", "contact@exemple.test", "contact@exemple.test"),
    ("T19", "à 9:30", "à 9:30"),
    ("T20", "en 2031 à 75001", "en 2031 à 75001"),
    ("T21", "Société {{ x }}", "Société {{ x }}"),
    ("T22", "Œuvre, cœur, Île", "Œuvre, cœur, Île"),
]

MORE_FRENCH = [
    ("Le prix est de 5 %; il", "Le prix est de 5~%~; il"),
    ("Quoi?! Non", "Quoi~?! Non"),
    ("voir https://exemple.test/a; puis", "voir https://exemple.test/a~; puis"),
    ("RCS Nanterre 123 456 789", "RCS Nanterre 123 456 789"),
    ("trente (30) jours", "trente (30)~jours"),
    ("les 3èmes et 2ieme", "les 3es et 2e"),
    ("(« Site »)", "(«~Site~»)"),
    ('l\'"Acheteur" signe', "l’«~Acheteur~» signe"),
    ('un écran de 24" seul', 'un écran de 24" seul'),
    ("à l'annexe a été", "à l’annexe a été"),
    ("Flux^; fin", "Flux~; fin"),
    ("\ue001 mois, article \ue002, \ufffc %", "\ue001~mois, article~\ue002, \ufffc~%"),
    ("l'\ue003; \ue003:", "l’\ue003~; \ue003~:"),
]

CLEAN = [
    ("le Client , le Tiers", "le Client, le Tiers"),
    ("le Client .", "le Client."),
    ("( sauf accord )", "(sauf accord)"),
    ("a  b   c", "a b c"),
    ("a, .", "a."),
    ("a,, b, , c", "a, b, c"),
    ("a , , .", "a."),
    ("le format .docx reste", "le format .docx reste"),
    ("a, ...", "a, ..."),
    ("fin  ; suite", "fin~; suite"),
]

ENGLISH = [
    ('the "Site" is', "the “Site” is"),
    ("the Client's duties; the Parties' duties", "the Client’s duties; the Parties’ duties"),
    ("he said \"the 'Plan'\"", "he said “the ‘Plan’”"),
    ('“he says "yes" now”', "“he says ‘yes’ now”"),
    ("within 30 days of 14 June 2031", "within 30~days of 14~June 2031"),
    ("Article 12, No. 7, Annex B", "Article~12, No.~7, Annex~B"),
    ("thirty (30) business days", "thirty (30)~business days"),
    ("when ? now : yes ; no !", "when? now: yes; no!"),
    ("at 9:30, see https://x.test/a?b;c.", "at 9:30, see https://x.test/a?b;c."),
]


@pytest.fixture(scope="module")
def fr() -> Language:
    return load_language("fr")


@pytest.fixture(scope="module")
def en() -> Language:
    return load_language("en")


def signs(text: str) -> str:
    return text.replace("~", "\u00a0").replace("^", "\u202f")


@pytest.mark.parametrize(("row", "given", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_row(row: str, given: str, expected: str, fr: Language) -> None:
    assert typeset(given, fr) == signs(expected)
    assert typeset(signs(expected), fr) == signs(expected)


@pytest.mark.parametrize(("given", "expected"), MORE_FRENCH + CLEAN)
def test_french(given: str, expected: str, fr: Language) -> None:
    assert typeset(signs(given), fr) == signs(expected)
    assert typeset(signs(expected), fr) == signs(expected)


@pytest.mark.parametrize(("given", "expected"), ENGLISH + CLEAN[:-1])
def test_english(given: str, expected: str, en: Language) -> None:
    assert typeset(given, en) == signs(expected)
    assert typeset(signs(expected), en) == signs(expected)


def test_edits_concern_one_character_each_in_original_coordinates(fr: Language) -> None:
    assert edits("36 mois; la 2ème", fr) == (
        Edit(2, 3, "\u00a0"),
        Edit(7, 7, "\u00a0"),
        Edit(13, 14, "e"),
        Edit(14, 15, ""),
        Edit(15, 16, ""),
    )


def test_finished_text_has_no_edits(fr: Language) -> None:
    assert edits("le Client", fr) == ()


def with_value(before: str, value: str, after: str) -> tuple[str, list[tuple[int, int]]]:
    return before + value + after, [(len(before), len(before) + len(value))]


@pytest.mark.parametrize(
    ("before", "value", "after", "expected"),
    [
        ("pour ", "36", " mois", "pour 36~mois"),
        ('le "', "Site", '" ici', "le «~Site~» ici"),
        ("Société ", 'L\'Île; "A"  B, ,', "", 'Société L’Île; "A"  B, ,'),
        ("prix ", "3 480 € HT;", "; fin", "prix 3^480~€ HT;; fin"),
        ("(", " x ", ")", "( x )"),
        ("a ", " x", " b", "a x b"),
        ("pour ", "36 ", " mois", "pour 36~mois"),
        ("le ", "Client", "; puis", "le Client~; puis"),
        ("la ", "2ème", " année", "la 2ème année"),
        ("le ", "«Site»", " ici", "le «Site» ici"),
        ("", "L'Acheteur", " signe", "L’Acheteur signe"),
    ],
)
def test_a_value_keeps_every_character(
    before: str, value: str, after: str, expected: str, fr: Language
) -> None:
    text, literal = with_value(before, value, after)
    assert typeset(text, fr, literal) == signs(expected)


def test_no_edit_leaves_the_value_it_begins_in(fr: Language) -> None:
    text, literal = with_value("pour ", "36 ", "  mois")
    assert edits(text, fr, literal) == (
        Edit(7, 8, "\u00a0"),
        Edit(8, 9, ""),
        Edit(9, 10, ""),
    )


def test_literal_spans_may_reach_beyond_the_text(fr: Language) -> None:
    assert typeset("36 mois", fr, [(-3, 1), (5, 99), (4, 2)]) == signs("36~mois")


def test_findings_say_which_check(fr: Language) -> None:
    assert findings("36 mois, l'an; ", fr) == [
        ("R-TYP-01", 2, 3),
        ("R-TYP-01", 13, 13),
        ("R-TYP-02", 10, 11),
    ]
    assert findings("la 2ème", fr) == [("R-TYP", 4, 7)]
    assert findings("le Client", fr) == []


def test_a_quotation_mark_without_a_partner_is_found(fr: Language) -> None:
    assert findings('le "Site', fr) == [("R-TYP-02", 3, 4)]
    assert typeset('le "Site', fr) == 'le "Site'


def test_an_equal_language_from_another_process_compiles_nothing_new(fr: Language) -> None:
    copy = pickle.loads(pickle.dumps(fr))
    assert copy == fr
    assert typeset("36 mois", copy) == signs("36~mois")


@pytest.mark.parametrize(
    "text",
    ["," * 100_000, ", " * 50_000, "a" * 100_000 + "@", " " * 100_000, '"' * 20_000, "{{" * 50_000],
    ids=["commas", "spaced commas", "one word", "spaces", "quotes", "braces"],
)
def test_long_text_takes_bounded_time(text: str, fr: Language) -> None:
    start = time.process_time()
    edits(text, fr)
    assert time.process_time() - start < 5


def test_a_quiet_paragraph_is_fast(fr: Language) -> None:
    text = "le prestataire assure la prise en charge des appels entrants du client " * 4
    edits(text, fr)
    best = min(timed(text, fr) for _ in range(20))
    assert best < 150e-6  # measured: 30 to 40 µs; the rest is room for a busy machine


def timed(text: str, language: Language) -> float:
    start = time.process_time()
    for _ in range(50):
        edits(text, language)
    return (time.process_time() - start) / 50
