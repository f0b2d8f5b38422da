"""Three-way merges: nothing is lost, nothing comes back, and what is not sure is asked."""

from __future__ import annotations

import re
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.model.merging import Conflict, MergedText, Reason, Side
from docgen.stages.merge_text import balanced, merge_texts

quick = settings(deadline=None, max_examples=200)
words = st.sampled_from(["le", "prix", "l’", "10\u00a0000\u00a0€", ",", ".", " ", " ", "mois", "{{ duree|mois }}", "[[à duree]]", "{% if a %}", "{% endif %}", "{#", "|", "\u00a0"])  # fmt: skip
lines = st.lists(words, max_size=8).map("".join) | st.sampled_from(
    ["{% if a %}", "{% else %}", "{% endif %}", "{% for x in b %}", "{% endfor %}", "| a | b |", "- un", "    - deux", "1. trois", "## Titre {: #t }", "[[table: widths=1,2]]", "{: .note }", "[^1]: Note."]
)  # fmt: skip
wild = (
    st.lists(lines, max_size=10).map("\n".join)
    | st.text(alphabet="ab \n\r\t{%}[]|-#.1", max_size=40)
    | st.text(max_size=30)
)

# Texts of words that all differ, so that each can be followed.
LETTERS = "bcdfglmnprstv"


def _word(n: int) -> str:
    return "a" + "".join(LETTERS[n // len(LETTERS) ** k % len(LETTERS)] + "aeio"[k] for k in range(4))


@st.composite
def documents(draw: st.DrawFn) -> list[str]:
    """Paragraphs and items of words that stand nowhere else."""
    fresh = count()
    out = []
    for _ in range(draw(st.integers(1, 8))):
        sentences = [
            " ".join(_word(next(fresh)) for _ in range(draw(st.integers(2, 7)))) for _ in range(draw(st.integers(1, 3)))
        ]
        out.append(draw(st.sampled_from(["", "", "- ", "## "])) + ". ".join(s.capitalize() for s in sentences) + ".")
    return out


@st.composite
def edited(draw: st.DrawFn, base: list[str], first: int) -> list[str]:
    """Some passages reworded, deleted, added, moved."""
    fresh = count(first)
    out = []
    for line in base:
        match draw(st.sampled_from(["keep", "keep", "keep", "word", "cut", "drop", "add", "more"])):
            case "keep":
                out.append(line)
            case "word":
                out.append(_at(draw, line, _word(next(fresh))))
            case "cut":
                out.append(_at(draw, line, ""))
            case "add":
                out += [line, f"Ajout {_word(next(fresh))} {_word(next(fresh))}."]
            case "more":
                out.append(f"{line} Aussi {_word(next(fresh))} {_word(next(fresh))}.")
    if len(out) > 1 and draw(st.integers(0, 3)) == 0:
        out.insert(draw(st.integers(0, len(out) - 1)), out.pop(draw(st.integers(0, len(out) - 1))))
    return out


def _at(draw: st.DrawFn, line: str, word: str) -> str:
    found = [*re.finditer(r"\w+", line)]
    spot = found[draw(st.integers(0, len(found) - 1))]
    return line[: spot.start()] + word + line[spot.end() :]


@st.composite
def trials(draw: st.DrawFn) -> tuple[str, str, str]:
    base = draw(documents())
    sides = base, draw(edited(base, 10_000)), draw(edited(base, 20_000))
    return tuple("\n\n".join(side) + "\n" for side in sides)  # type: ignore[return-value]


def vocabulary(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold())) - {"ajout", "aussi"}


def swapped(merged: MergedText) -> list[tuple[str, ...]]:
    return [(p.ours, p.theirs) if isinstance(p, Conflict) else (p.text,) for p in merged.parts]


@given(wild, wild)
@quick
def test_a_side_that_changed_nothing_takes_the_other_byte_for_byte(base: str, side: str) -> None:
    assert merge_texts(base, base, side).text == side
    assert merge_texts(base, side, base).text == side
    assert merge_texts(base, side, side).text == side


@given(wild, wild, wild)
@quick
def test_any_three_texts_give_a_merge_that_reads_the_same_from_both_sides(base: str, ours: str, theirs: str) -> None:
    there, back = merge_texts(base, ours, theirs), merge_texts(base, theirs, ours)
    assert there.text == back.text
    assert swapped(there) == [tuple(reversed(p)) for p in swapped(back)]
    if there.text is not None and base not in (ours, theirs) and ours != theirs:
        assert balanced(there.text)


@given(wild, wild, wild)
@quick
def test_lines_of_a_conflict_are_those_of_the_files(base: str, ours: str, theirs: str) -> None:
    if "\r" in base + ours + theirs:
        return
    for conflict in merge_texts(base, ours, theirs).conflicts:
        for text, part, line in ((base, conflict.base, conflict.base_line), (ours, conflict.ours, conflict.ours_line)):
            assert "".join(re.findall(r"[^\n]*\n|[^\n]+", text)[line - 1 :]).startswith(part)
        assert conflict.ours != conflict.theirs or conflict.reason in (Reason.DROPPED, Reason.CONTEXT)


@given(trials())
@settings(deadline=None, max_examples=800)
def test_a_clean_merge_has_every_new_word_of_both_and_no_word_that_one_took_away(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    text = merge_texts(*texts).text
    if text is None:
        return
    before, left, right, after = map(vocabulary, (base, ours, theirs, text))
    assert (left | right) - before <= after
    assert not after & ((before - left) | (before - right))
    assert before & left & right <= after
    found = re.findall(r"\w+", text.casefold())
    assert all(found.count(w) == 1 for w in before & after)


@given(trials(), st.sampled_from([Side.OURS, Side.THEIRS]))
@settings(deadline=None, max_examples=400)
def test_a_choice_of_one_side_keeps_the_clean_changes_of_the_other(texts: tuple[str, str, str], side: Side) -> None:
    base, ours, theirs = texts
    merged = merge_texts(*texts)
    text = merged.with_conflicts({c.number: side for c in merged.conflicts})
    clean = "".join(p.text for p in merged.parts if not isinstance(p, Conflict))
    chosen = "".join(getattr(c, side) for c in merged.conflicts)
    assert vocabulary(text) == vocabulary(clean) | vocabulary(chosen)
    conflicting = vocabulary("".join(c.base + c.ours + c.theirs for c in merged.conflicts))
    assert (vocabulary(theirs) | vocabulary(ours)) - vocabulary(base) - conflicting <= vocabulary(text)
    own = ours if side is Side.OURS else theirs
    found = re.findall(r"\w+", text.casefold())
    assert all(found.count(w) <= 1 for w in vocabulary(base))
    assert (vocabulary(own) & vocabulary(base)) - vocabulary(clean) <= vocabulary(chosen) | (
        vocabulary(base) - vocabulary(ours) | vocabulary(base) - vocabulary(theirs)
    )


@given(documents(), st.data())
@quick
def test_other_words_in_different_paragraphs_always_merge(base: list[str], data: st.DataObject) -> None:
    ours, theirs, both = list(base), list(base), list(base)
    for n, line in enumerate(base):
        side = data.draw(st.sampled_from([ours, theirs, None]))
        if side is not None:
            side[n] = both[n] = _at(data.draw, line, _word(30_000 + n))
    texts = ["\n\n".join(t) + "\n" for t in (base, ours, theirs, both)]
    assert merge_texts(*texts[:3]).text == texts[3]


@given(documents(), st.data())
@quick
def test_passages_added_or_dropped_far_apart_always_merge(base: list[str], data: st.DataObject) -> None:
    base = ["Début.", *base, "Milieu sans changement.", *(f"{line} Bis {n}." for n, line in enumerate(base)), "Fin."]
    middle = base.index("Milieu sans changement.")
    ours, theirs = data.draw(_far(base[:middle], 40_000)), data.draw(_far(base[middle + 1 :], 50_000))
    texts = [base, ours + base[middle:], base[: middle + 1] + theirs, [*ours, base[middle], *theirs]]
    base_, left, right, wanted = ("\n\n".join(t) + "\n" for t in texts)
    assert merge_texts(base_, left, right).text == wanted


@st.composite
def _far(draw: st.DrawFn, part: list[str], first: int) -> list[str]:
    at = draw(st.integers(0, len(part) - 1))
    if draw(st.booleans()) and len(part) > 1:
        return part[:at] + part[at + 1 :]
    return [*part[:at], f"Nouveau {_word(first)} {_word(first + 1)}.", *part[at:]]
