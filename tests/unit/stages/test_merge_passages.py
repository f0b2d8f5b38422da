"""How the source of a clause text falls into passages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.stages.merge_passages import keys, opened_at, passages, scopes

TEXT = """
## Objet {: #objet }

Une ligne
et la suite.
{: .note }

1. un
    - deux
      suite
{% if a %}
2. trois {% if b %}x{% endif %}
{% else %}
[[table: widths=50,50]]
| A | B |
|---|---|
{% endif %}
[^1]: Note.
"""


def test_kinds() -> None:
    assert [(u.kind, u.prefix, u.line) for u in passages(TEXT)] == [
        ("start", "", 1), ("heading", "## ", 2), ("text", "", 4), ("item", "1. ", 8), ("item", "    - ", 9), ("tag if", "", 11),
        ("item", "2. ", 12), ("tag else", "", 13), ("directive", "", 14), ("row", "", 15), ("row", "", 16), ("tag endif", "", 17), ("note", "", 18),
    ]  # fmt: skip


@given(st.text(alphabet="ab \n\r\t{%}[]|-#.1é\u00a0", max_size=60) | st.text(max_size=40))
def test_passages_are_the_text(text: str) -> None:
    assert "".join(u.text for u in passages(text)) == text


def test_scopes() -> None:
    found = dict(zip((u.body for u in passages(TEXT)), scopes(passages(TEXT)), strict=True))
    assert found["un"] == ("list 1.",)
    assert found["deux\n      suite"] == ("list -",)
    assert found["trois {% if b %}x{% endif %}"] == ("if a", "list 1.")
    assert found["{% else %}"] == ("if a",)
    assert found["| A | B |"] == ("if a / else", "table 3")
    assert found["[^1]: Note."] == ()


def test_cells_are_counted_outside_of_values_and_tags() -> None:
    units = passages("| {{ a|b }} | {% if c|d %}x{% endif %} | [[e|num]] \\| f |\n")
    assert scopes(units)[1] == ("table 4",)


def test_the_end_of_a_block_is_known_by_its_condition() -> None:
    found = keys(passages("{% if a %}\nx\n{% endif %}\n{% if b %}\ny\n{% endif %}\n"))
    assert [k[2] for k in found if k[0] == "tag endif"] == ["if a", "if b"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{% if a %}\nx\n{% else %}\ny\n{% endif %}\n", [(1, 3), (3, 5)]),
        ("{% endif %}\n", []),
        ("{% if a %}x{% endif %}", [(1, 1)]),
    ],
)
def test_tags_of_one_block(text: str, wanted: list[tuple[int, int]]) -> None:
    assert [*opened_at(passages(text))] == wanted
