"""Which passage became which."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docgen.stages.merge_align import Edit, aligned, edits
from docgen.stages.merge_passages import passages


def found(base: str, side: str) -> list[Edit]:
    left, right = passages(base), passages(side)
    return edits(left, right, aligned(left, right))


def test_a_reworded_passage_stays_one() -> None:
    assert found("Le prix est fixe.\n\nFin.\n", "Le prix est variable.\n\nFin.\n") == [Edit(1, 2, 1, 2, reworded=True)]


def test_a_new_passage_before_a_reworded_one() -> None:
    base, side = (
        "Un.\n\nLe prix est fixe.\n\nFin.\n",
        "Un.\n\nTout autre chose ici.\n\nLe prix est bien fixe.\n\nFin.\n",
    )
    assert found(base, side) == [Edit(2, 2, 2, 3, reworded=False), Edit(2, 3, 3, 4, reworded=True)]


def test_unlike_passages_are_deleted_and_inserted() -> None:
    base, side = "Un deux trois.\n\nQuatre cinq.\n", "Six sept huit.\n\nNeuf dix.\n\nOnze.\n"
    assert found(base, side) == [Edit(1, 3, 1, 4, reworded=False)]


def test_a_new_block_is_not_mixed_with_the_end_of_another() -> None:
    base = "{% if a %}\nx\n{% endif %}\n"
    assert found(base, base + "{% if b %}\nx\n{% endif %}\n") == [Edit(4, 4, 4, 7, reworded=False)]


def test_two_hundred_reworded_in_a_row_are_paired_in_order() -> None:
    base = [f"Article {n} du contrat dit peu." for n in range(200)]
    got = found("\n\n".join(base), "\n\n".join(f"{line[:-4]}beaucoup." for line in base))
    assert got == [Edit(n, n + 1, n, n + 1, reworded=True) for n in range(1, 201)]


lines = st.lists(st.sampled_from(["a", "b", "a b", "{% if a %}", "{% endif %}", "- a", "c d e", ""]), max_size=12).map(
    "\n".join
)


@given(lines, lines)
def test_pairs_never_cross_and_edits_cover_what_differs(base: str, side: str) -> None:
    left, right = passages(base), passages(side)
    pairs = aligned(left, right)
    assert all(a < c and b < d for (a, b), (c, d) in zip(pairs, pairs[1:], strict=False))
    out, done = [], 0
    for edit in edits(left, right, pairs):
        out += [u.body for u in left[done : edit.start]] + [u.body for u in right[edit.first : edit.last]]
        done = edit.end
    assert out + [u.body for u in left[done:]] == [u.body for u in right]
