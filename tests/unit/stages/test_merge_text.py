"""Each rule of the merge on a text of a few lines."""

from __future__ import annotations

import time

import pytest

from docgen.model.merging import Own, Reason, Side, Unsettled
from docgen.stages.merge_text import balanced, merge_texts

BASE = """## Objet {: #objet }

Le Prestataire rend le service au Client.

Le prix est de 10 € par mois, payable à terme échu. Il est ferme.

1. un premier point ;
2. un deuxième point ;
3. un troisième point ;
4. un quatrième point.

{% if penalite %}
Une pénalité de {{ penalite|euros }} est due pour chaque jour de retard constaté.
{% endif %}

Les Parties se réunissent chaque trimestre au siège du Client.
"""


def edited(*edits: tuple[str, str], base: str = BASE) -> str:
    for old, new in edits:
        assert base.count(old) == 1, old
        base = base.replace(old, new)
    return base


def reasons(ours: str, theirs: str, base: str = BASE) -> list[Reason]:
    return [c.reason for c in merge_texts(base, ours, theirs).conflicts]


CLEAN = [
    ([("au Client.\n\nLe prix", "au Client final.\n\nLe prix")], [("10 €", "12 €")]),
    ([("10 €", "12 €")], [("Il est ferme.", "Il est révisable.")]),
    ([("10 €", "12 €")], [("Il est ferme.", "Il est ferme. Il comprend tout.")]),
    ([("1. un premier point ;\n", "")], [("4. un quatrième point.", "4. un dernier point.")]),
    ([("1. un premier point ;\n", "1. un premier point ;\n2. ajouté ;\n")], [("4. un quatrième point.\n", "4. un quatrième point.\n5. autre.\n")]),
    ([("{{ penalite|euros }}", "{{ penalite|euros_lettres }}")], [("chaque trimestre", "chaque mois")]),
    ([("## Objet", "## Objet et prix")], [("Le Prestataire rend", "Le Prestataire assure")]),
    ([("10 €", "12 €")], [("{% if penalite %}", "{% if penalite and retard %}")]),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), CLEAN)
def test_changes_apart_merge_to_both(left: list[tuple[str, str]], right: list[tuple[str, str]]) -> None:
    ours, theirs = edited(*left), edited(*right)
    assert merge_texts(BASE, ours, theirs).text == edited(*left, *right)
    assert merge_texts(BASE, theirs, ours).text == edited(*left, *right)


CONFLICTS = [
    ([("10 €", "12 €")], [("10 €", "13 €")], Reason.CHANGED),
    ([("10 €", "12 €")], [("par mois", "par an")], Reason.CHANGED),
    ([("10 €", "12 €")], [("payable à", "exigible à")], Reason.CHANGED),
    ([("2. un deuxième point ;\n", "")], [("un deuxième point", "un second point")], Reason.DELETED),
    ([("2. un deuxième point ;\n", "")], [("3. un troisième point ;\n", "")], Reason.INSERTED),
    ([("2. un deuxième point ;\n", "")], [("2. un deuxième point ;\n", "2. un deuxième point ;\n3. autre ;\n")], Reason.INSERTED),
    ([("4. un quatrième point.\n", "4. un quatrième point.\n5. ici.\n")], [("4. un quatrième point.\n", "4. un quatrième point.\n5. là.\n")], Reason.INSERTED),
    ([("chaque jour de retard", "chaque heure de retard")], [("{% if penalite %}", "{% if penalite and retard %}")], Reason.CONTEXT),
    ([("au Client.\n\nLe prix", "au Client pour {{ penalite }}.\n\nLe prix")], [("{% if penalite %}", "{% if malus %}"), ("{{ penalite|euros }}", "{{ malus|euros }}")], Reason.DROPPED),
    ([("au siège du Client.", "au siège, voir [[objet#objet]].")], [("{: #objet }", "{: #but }")], Reason.DROPPED),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right", "reason"), CONFLICTS)
def test_what_can_be_read_two_ways_is_asked(
    left: list[tuple[str, str]], right: list[tuple[str, str]], reason: Reason
) -> None:
    ours, theirs = edited(*left), edited(*right)
    assert reasons(ours, theirs) == [reason]
    assert reasons(theirs, ours) == [reason]


def test_a_condition_that_goes_while_the_other_adds_to_its_end_is_asked_at_both_tags() -> None:
    ours = edited(("constaté.\n", "constaté.\n\nElle est plafonnée.\n"))
    theirs = edited(("{% if penalite %}\n", ""), ("{% endif %}\n", ""))
    assert reasons(ours, theirs) == reasons(theirs, ours) == [Reason.CONTEXT, Reason.INSERTED]


LONG = "Les Parties se réunissent chaque trimestre au siège du Client.\n"
FIRST = "Le Prestataire rend le service au Client.\n\n"


def test_a_passage_that_moved_is_taken_with_its_move() -> None:
    moved = edited((FIRST, ""), (LONG, LONG + "\n" + FIRST.strip() + "\n"))
    assert merge_texts(BASE, moved, edited(("10 €", "12 €"))).text == moved.replace("10 €", "12 €")


@pytest.mark.parametrize(
    "other",
    [
        [(FIRST, "")],
        [("rend le service", "assure le service")],
        [(FIRST, ""), ("4. un quatrième point.\n\n", "4. un quatrième point.\n\n" + FIRST)],
    ],
)
def test_a_passage_that_moved_while_the_other_touched_it_is_asked_at_both_places(other: list[tuple[str, str]]) -> None:
    moved = edited((FIRST, ""), (LONG, LONG + "\n" + FIRST.strip() + "\n"))
    assert {*reasons(moved, edited(*other))} & {Reason.MOVED, Reason.DELETED}
    assert merge_texts(BASE, moved, edited(*other)).text is None


def test_the_same_passage_added_at_two_places_is_asked() -> None:
    new = "Le Prestataire tient un registre des incidents.\n\n"
    assert reasons(edited((FIRST, FIRST + new)), edited((LONG, new + LONG))) == [Reason.TWICE] * 2


def test_the_same_change_of_both_is_made_once() -> None:
    both = edited(("10 €", "12 €"), ("1. un premier point ;\n", ""))
    assert merge_texts(BASE, both, both + "\nFin.\n").text == both + "\nFin.\n"


def test_a_new_row_of_a_table_that_got_a_column_is_asked() -> None:
    base = "| A | B |\n|---|---|\n| un | deux |\n| cinq | six |\n| sept | huit |\n"
    wider = "| A | B | C |\n|---|---|---|\n| un | deux | x |\n| cinq | six | y |\n| sept | huit | z |\n"
    assert Reason.CONTEXT in reasons(base + "| neuf | dix |\n", wider, base)


def test_a_new_condition_around_what_the_other_added_is_asked() -> None:
    around = edited(
        ("1. un premier", "{% if liste %}\n1. un premier"),
        ("4. un quatrième point.\n", "4. un quatrième point.\n{% endif %}\n"),
    )
    assert reasons(edited(("2. un deuxième point ;\n", "2. un deuxième point ;\n2. ajouté ;\n")), around) == [
        Reason.CONTEXT
    ]


def test_names_that_are_gone_are_asked_wherever_they_stand() -> None:
    merged = merge_texts(BASE, edited(("10 €", "12 €")), BASE, gone=["penalite"])
    assert [c.reason for c in merged.conflicts] == [Reason.DROPPED] * 2
    assert merge_texts(BASE, edited(("10 €", "12 €")), BASE, gone=["autre"]).text == edited(("10 €", "12 €"))


def test_choices_make_the_text() -> None:
    merged = merge_texts(BASE, edited(("10 €", "12 €"), ("chaque trimestre", "chaque mois")), edited(("10 €", "13 €")))
    (conflict,) = merged.conflicts
    assert (conflict.base_line, conflict.ours_line, conflict.theirs_line, conflict.number) == (5, 5, 5, 1)
    wanted = edited(("chaque trimestre", "chaque mois"))
    assert merged.with_conflicts({1: Side.THEIRS}) == wanted.replace("10 €", "13 €")
    assert merged.with_conflicts({1: Side.OURS}) == wanted.replace("10 €", "12 €")
    assert merged.with_conflicts({1: Side.BASE}) == wanted
    own = "Le prix est convenu."
    assert merged.with_conflicts({1: Own(own)}) == wanted.replace(
        "Le prix est de 10 € par mois, payable à terme échu. Il est ferme.", own
    )
    assert own not in merged.with_conflicts({1: Own("")})


def test_a_missing_choice_is_an_error() -> None:
    merged = merge_texts(BASE, edited(("10 €", "12 €")), edited(("10 €", "13 €")))
    with pytest.raises(Unsettled) as raised:
        merged.with_conflicts({})
    assert raised.value.numbers == (1,)
    with pytest.raises(ValueError):
        merged.with_conflicts({1: Side.BOTH})


def test_line_ends_are_no_change() -> None:
    windows = BASE.replace("\n", "\r\n")
    merged = merge_texts(BASE, edited(("10 €", "12 €"), base=windows), edited(("chaque trimestre", "chaque mois")))
    assert merged.text == edited(("10 €", "12 €"), ("chaque trimestre", "chaque mois")).replace("\n", "\r\n")


def test_no_break_spaces_are_words_of_their_value() -> None:
    base = "Le prix est de 10\u00a0000\u00a0€ par an.\n"
    assert reasons(base.replace("10\u00a0", "12\u00a0"), base.replace("000", "500"), base) == [Reason.CHANGED]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("{% if a %}x{% else %}y{% endif %}", True), ("{% if a %}", False), ("{% endif %}", False), ("{% for a in b %}{% endif %}", False),
     ("{% if a %}{% else %}{% else %}{% endif %}", False), ("{% for a in b %}{% elif c %}{% endfor %}", False), ("{# {% if a %} #}", True), ("{{ '{% if' }}", True)],
)  # fmt: skip
def test_balanced(text: str, wanted: bool) -> None:
    assert balanced(text) is wanted


def test_ten_thousand_passages_are_merged_in_moderate_time() -> None:
    base = [f"Article {n} du contrat, qui dit {n * 7} choses.\n" for n in range(10_000)]
    ours = [line.replace("dit", "énonce") if n % 90 == 0 else line for n, line in enumerate(base)]
    theirs = [line.replace("choses", "mots") if n % 70 == 1 else line for n, line in enumerate(base)]
    start = time.process_time()
    merged = merge_texts("\n".join(base), "\n".join(ours), "\n".join(theirs))
    assert time.process_time() - start < 5
    assert merged.text is not None
    assert merged.text.count("énonce") == 112
    assert merged.text.count("mots") == 143
