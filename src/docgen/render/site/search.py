"""The index of a site: which clause says which word, as a script that a page from a folder may load."""

from __future__ import annotations

import json
import re
import unicodedata
from array import array

from docgen.render.site.context import CLAUSES, Site

_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def folded(text: str) -> str:
    """Text as it is looked for: no accents, no capitals, ligatures spelt out."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(c for c in plain if not unicodedata.combining(c))


def words_in(text: str) -> frozenset[str]:
    """The words of a text as they are looked for, single letters left out."""
    return frozenset(w for w in _WORD.findall(folded(text)) if len(w) > 1)


class SearchIndex:
    """Collects the words of clauses, one clause after the other, in the order of the list."""

    def __init__(self) -> None:
        self._found: dict[str, array[int]] = {}
        self._count = 0

    def add(self, text: str) -> None:
        """The words of the next clause."""
        for word in sorted(words_in(text)):
            self._found.setdefault(word, array("I")).append(self._count)
        self._count += 1

    def script(self) -> str:
        """The index as a script: words in order, and for each the steps from one clause to the next."""
        ordered = sorted(self._found)
        steps = [_steps(self._found[word]) for word in ordered]
        return _script("words", {"words": " ".join(ordered), "clauses": " ".join(steps)})


def list_script(site: Site) -> str:
    """The list of clauses as a script: page, title, id, category, department, state and languages of each, and its
    number in the index.
    """
    rows = [
        [
            (site.clause_page(c.id)).removeprefix(CLAUSES), site.titles[c.id], c.id, c.category, c.owner, c.state,
            " ".join(c.languages), site.numbers[c.id],
        ]
        for c in map(site.map.cards.__getitem__, site.order)
    ]  # fmt: skip
    return _script("clauses", rows)


def _steps(numbers: array[int]) -> str:
    before = -1
    out = []
    for number in numbers:
        out.append(str(number - before))
        before = number
    return ",".join(out)


def _script(name: str, value: object) -> str:
    """ASCII only, so that nothing in it can end a script or a line."""
    data = json.dumps(value, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    return f'"use strict";\n(globalThis.docgenSite ??= {{}}).{name} = {data};\n'
