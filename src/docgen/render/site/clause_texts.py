"""The texts of one clause as its page shows them: as drafted, its positions side by side, its revisions compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import combinations

from docgen.model.dataclass import dataclass
from docgen.model.drafted import Drafted
from docgen.model.evaluated import Origin
from docgen.model.library import ClauseSpec, Parameter, Position, Revision
from docgen.model.script import Script
from docgen.render.site.context import CLAUSES, Site
from docgen.render.site.differences import compared_lines, counts_of, positions_html, redline_html
from docgen.render.site.lines import Line, lines_of
from docgen.render.site.links import Links
from docgen.render.site.look import Look, Place
from docgen.render.site.phrases import Phrases
from docgen.render.site.text import text_html
from docgen.stages.as_drafted import as_drafted
from docgen.stages.decide import decided
from docgen.stages.library_map import shown_revision
from docgen.stages.terms import TermForms, used_terms

Drafts = dict[tuple[str, Script], Drafted]
ABOVE = "../"
"""From the page of a clause to the other pages of its language."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Which wording of a clause: a view and a position, each empty where there is none."""

    view: str
    position: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A text, and for a clause with positions the rows of the table that shows them side by side."""

    view: str
    html: str
    rows: str


@dataclass(frozen=True, slots=True)
class Redline:
    """What differs between two revisions in the wordings that differ in the same way."""

    old: int
    new: int
    wordings: tuple[int, ...]
    html: str
    came: int
    went: int
    changed: int


class ClauseTexts:
    """The texts of one clause in one language.

    :param forms: gives the written forms of the terms that a text of this clause may use.
    :param prepositions: the words that may begin a reference.
    :param drafts: texts that are known already, in whatever language the site speaks.
    """

    def __init__(
        self, spec: ClauseSpec, site: Site, forms: Callable[[ClauseSpec, str], TermForms],
        prepositions: Callable[[str], frozenset[str]], drafts: Drafts,
    ) -> None:  # fmt: skip
        self._spec, self._site = spec, site
        self._forms, self._prepositions, self._drafts = forms, prepositions, drafts
        self._kept: dict[tuple[int, Wording], tuple[Line, ...]] = {}
        self.used: set[str] = set()

    @cached_property
    def tongue(self) -> str:
        """The language of the texts: that of the site where the clause has it."""
        there = {k.language for k in self._spec.files}
        ordered = (self._site.code, *self._site.library.languages, *sorted(there))
        return next((code for code in ordered if code in there), self._site.code)

    @cached_property
    def revision(self) -> Revision | None:
        """The revision that is shown first."""
        return shown_revision(self._spec, self._site.day)

    def views(self, number: int) -> tuple[str, ...]:
        """The views in which a revision has texts, that without a name first."""
        return tuple(sorted({k.view for k in self._spec.files if k.revision == number and k.language == self.tongue}))

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """The positions, that which is taken when nothing is chosen first."""
        ordered = [p for p in self._spec.positions if p.selected_by is None] + [
            p for p in self._spec.positions if p.selected_by is not None
        ]
        return tuple(ordered)

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        """Every view with every position."""
        views = sorted({k.view for k in self._spec.files if k.language == self.tongue})
        return tuple(Wording(v, p) for v in views for p in (tuple(p.id for p in self.positions) or ("",)))

    def shown(self) -> Iterator[Shown]:
        """The texts of the revision that is shown first."""
        number = self.revision.number if self.revision else 0
        views = self.views(number)
        first = self.positions[0].id if self.positions else ""
        for n, view in enumerate(views):
            drafted = self._text(number, Wording(view, first))
            if drafted is None:
                continue
            self.used |= used_terms(drafted.blocks)
            html = text_html(drafted, self._look(first, 3 + (len(views) > 1), f"t{n}", f"t{n}-" if n else "a-"))
            yield Shown(view, html, self._rows(number, view))

    def words_of(self) -> str:
        """Everything that the texts of the revision that is shown first say, to be searched."""
        number = self.revision.number if self.revision else 0
        found = (self._lines(number, w) for w in self.wordings)
        return "\n".join(line.text for lines in found for line in lines if line.kind != "when")

    def redlines(self) -> Iterator[Redline]:
        """Every two revisions, wording by wording; wordings that differ in the same way are shown once."""
        for old, new in combinations(sorted(r.number for r in self._spec.revisions), 2):
            pairs: dict[tuple[tuple[Line, ...], tuple[Line, ...]], list[int]] = {}
            for n, wording in enumerate(self.wordings):
                both = self._lines(old, wording), self._lines(new, wording)
                if any(both):
                    pairs.setdefault(both, []).append(n)
            for (before, after), numbers in pairs.items():
                compared = compared_lines(before, after) if before != after else ()
                html = redline_html(compared, before, after, self._site.words)
                yield Redline(old, new, tuple(numbers), html, *counts_of(compared))

    def _rows(self, number: int, view: str) -> str:
        if len(self.positions) < 2:
            return ""
        texts = [self._lines(number, Wording(view, p.id)) for p in self.positions]
        return positions_html(texts, self._site.words)

    def _lines(self, number: int, wording: Wording) -> tuple[Line, ...]:
        key = (number, wording)
        if key not in self._kept:
            drafted = self._text(number, wording)
            self._kept[key] = lines_of(drafted, self._look(wording.position, 3, "")) if drafted is not None else ()
        return self._kept[key]

    def _text(self, number: int, wording: Wording) -> Drafted | None:
        if wording.view not in self.views(number):
            return None
        text = self._spec.text(number, wording.position, wording.view, self.tongue)
        if text is None:
            return None
        script = decided(text.script, self._known(wording))
        key = text.file, script
        if key not in self._drafts:
            origin = Origin(self._spec.id, number, self.tongue, text.file, self._prepositions(self.tongue))
            language = self._site.language_of(self.tongue)
            self._drafts[key] = as_drafted(script, origin, self._forms(self._spec, self.tongue), language)
        return self._drafts[key]

    def _known(self, wording: Wording) -> dict[str, str]:
        return {"document.language": self.tongue} | ({"position": wording.position} if wording.position else {})

    # -- how it looks
    def _look(self, position: str, level: int, name: str, anchor: str = "") -> Look:
        return Look(self._phrases, self._links, self._places(position), self._own_terms, level, name, anchor)

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(
            self._site.words, None, {"position": {p.id: self._site.said(p.label or p.id) for p in self._spec.positions}}
        )

    @cached_property
    def _links(self) -> Links:
        site = self._site
        annexes = {id_: (title, ABOVE + page) for id_, (title, page) in site.annexes.items()}
        return Links(
            self._spec.id, site.language_of(self.tongue), site.titles, annexes,
            lambda id_: site.clause_page(id_).removeprefix(CLAUSES),
            lambda id_: ABOVE + page if (page := site.term_page(id_)) else "",
        )  # fmt: skip

    @cached_property
    def _own_terms(self) -> Mapping[str, str]:
        return {t.id: t.wordings[self.tongue].term for t in self._spec.terms if self.tongue in t.wordings}

    def _places(self, position: str) -> dict[str, Place]:
        chosen = next((p for p in self._spec.positions if p.id == position), None)
        return {p.name: self._place(p, chosen) for p in self._spec.parameters}

    def _place(self, parameter: Parameter, position: Position | None) -> Place:
        sets = position.sets if position is not None else {}
        value = sets.get(parameter.name, parameter.default)
        default = amount(value, parameter.type, self._phrases) if value is not None else ""
        field = self._site.fields.get(parameter.path, "")
        about = " · ".join(filter(None, (field, parameter.path, parameter.name)))
        return Place(f"p-{parameter.name}", default if len(default) < LONG else "…", about)


LONG = 40


def amount(value: object, kind: str, phrases: Phrases) -> str:
    """A value of a parameter with the unit of its type."""
    said = phrases.value(value)
    with_unit = phrases.words.known("unit", kind)
    return with_unit.replace("{value}", said) if with_unit != kind else said
