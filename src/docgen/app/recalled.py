"""What one run of a profile leaves for the next: shapes of texts, values as typography set them, what they show beside numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

from docgen.checks.document import Memo
from docgen.model.diagnostic import Diagnostic
from docgen.model.language import Language
from docgen.stages.assemble import Shapes
from docgen.stages.shape import KeptShape
from docgen.stages.typeset_blocks import values_before, values_set
from docgen.store.index import Index, freeze, thawed

MOST_SHAPED = 4
"""Profiles whose shapes a new one may use."""
MOST_VALUES = 2_000
"""Values of a run that are kept: those of a few long contracts. A batch of many leaves none."""

_Values = Mapping[str, Mapping[str, str]]
_Beside = Mapping[tuple[str, ...], tuple[Diagnostic, ...]]


class Recalled:
    """What is known of the profiles of a workshop from earlier runs, and what is kept of this one."""

    def __init__(self, index: Index, languages: Iterable[Language]) -> None:
        self._index, self._languages = index, tuple(languages)
        self._recalled: set[str] = set()

    def recall(self, file: str, shapes: Shapes, memo: Memo) -> None:
        """Know what an earlier run of the profile knew, and the shapes of other profiles where it is new.

        :param file: of the profile, as diagnostics show it.
        """
        if file in self._recalled:
            return
        shapes.known |= {digest: KeptShape(slotted, found, partial(thawed, blocks)) for digest, (slotted, found, blocks) in self._shapes(file).items()}
        kept: tuple[_Values, _Beside] | None = self._index.get(f"values:{file}", self._stamp())
        self._earlier(*(kept or ({}, {})), memo)
        self._recalled.add(file)

    def remember(self, file: str, shapes: Shapes, memo: Memo) -> None:
        """Keep what this run has found out beside what it knew."""
        if shapes.fresh:
            self._index.put(f"shapes:{file}", "", {d: (s.slotted, s.diagnostics, freeze(s.blocks)) for d, s in shapes.all().items()})
            others = [other for other in self._index.get("shaped", "") or () if other != file]
            self._index.put("shaped", "", (file, *others[: MOST_SHAPED - 1]))
        if self._has_news(memo):
            values, beside = {language.code: dict(values_set(language)) for language in self._languages}, dict(memo.beside)
            self._index.put(f"values:{file}", self._stamp(), (values, beside))
            self._earlier(values, beside, memo)

    def _earlier(self, values: _Values, beside: _Beside, memo: Memo) -> None:
        """Take this for what an earlier run knew, in place of that of another profile: what is not asked for again is forgotten."""
        for language in self._languages:
            before = values_before(language)
            before.clear()
            before.update(values.get(language.code, {}))
        memo.before = beside

    def _has_news(self, memo: Memo) -> bool:
        """Whether this run knows few things enough to be kept, and one at least that was not known before."""
        each: list[tuple[AbstractSet[Any], AbstractSet[Any]]] = [(memo.beside.keys(), memo.before.keys())]
        each += [(values_set(language).keys(), values_before(language).keys()) for language in self._languages]
        return sum(len(now) for now, _ in each) <= MOST_VALUES and not all(now <= before for now, before in each)

    def _shapes(self, file: str) -> Mapping[str, tuple[tuple[int, ...], tuple[Diagnostic, ...], bytes]]:
        own: dict[str, tuple[tuple[int, ...], tuple[Diagnostic, ...], bytes]] | None = self._index.get(f"shapes:{file}", "")
        if own is None:
            others = [self._index.get(f"shapes:{other}", "") or {} for other in self._index.get("shaped", "") or ()]
            own = {digest: shape for known in others for digest, shape in known.items()}
        return own

    def _stamp(self) -> str:
        """Values are set by the rules of their language."""
        return " ".join(language.digest for language in self._languages)
