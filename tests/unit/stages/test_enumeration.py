"""The ends of items: ``;`` for every one but the last, ``.`` for the last, whatever items are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Draft = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("- a\n- b\n- c", ["a ;", "b ;", "c."]),
        ("- a ;\n- b,\n- c ;", ["a ;", "b ;", "c."]),
        ("- a.\n- b.", ["a ;", "b."]),
        ("- A\n- b", ["A", "b"]),
        ("- Une phrase.\n- Une autre.", ["Une phrase.", "Une autre."]),
        ("- {{ x }}\n- B", ["V ;", "B."]),
        ("- **a**\n- *b*", ["a ;", "b."]),
        ("- a ; et\n- b ; ou", ["a ; et", "b."]),
        ("- a, et/ou\n- b", ["a, et/ou", "b."]),
        ("- le prix, TVA\n- b", ["le prix, TVA ;", "b."]),
        ("- a ?\n- b :", ["a ?", "b :"]),
        ("- a, etc.\n- b, etc.", ["a, etc. ;", "b, etc."]),
        ("- prix H.T.\n- prix T.T.C.", ["prix H.T. ;", "prix T.T.C."]),
        ("- a :\n    - b\n    - c\n- d", ["a :", "b ;", "c ;", "d."]),
        ("- a :\n    - b\n        1. c\n        2. d", ["a :", "b", "c ;", "d."]),
        ("1. Le Client :\n    - a\n    - b ;\n2. Le Prestataire agit.", ["Le Client :", "a ;", "b.", "Le Prestataire agit."]),
        ("1. a :\n    - Une phrase.\n    - Deux.\n2. b", ["a :", "Une phrase.", "Deux.", "b."]),
        ("- a\n- b\n\n1. c\n2. d", ["a ;", "b.", "c ;", "d."]),
        ("- a\n\n- b\n\n    suite\n\n- c", ["a ;", "b", "suite", "c."]),
        ("- [[à duree]]\n- b", ["[[à duree]] ;", "b."]),
        ("- [[L' duree]]\n- b", ["[[L' duree]]", "b"]),
        ("- a[^1]\n- b\n\n[^1]: N", ["a[note: N] ;", "b."]),
        ("- a\n\nTexte.\n\n- b", ["a.", "Texte.", "b."]),
    ],
)
def test_the_ends_belong_to_the_list(draft: Draft, text: str, ends: list[str]) -> None:
    assert draft(text, x="V").spoken() == ends


@pytest.mark.parametrize("shown", range(1, 16))
def test_the_last_item_closes_whichever_items_are_there(draft: Draft, shown: int) -> None:
    flags = {f"c{n}": bool(shown & 1 << n) for n in range(4)}
    text = "".join(f"{{% if {name} %}}\n1. item {name} ;\n    - sous {name}\n{{% endif %}}\n" for name in flags)
    made = draft(f"Intro :\n\n{text}", **flags).spoken()[1:]
    there = [name for name, on in flags.items() if on]
    assert [t for t in made if t.startswith("sous")] == [
        f"sous {name}{'.' if name == there[-1] else ' ;'}" for name in there
    ]
