"""The fields of ``clause.yaml`` to values of the model, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.library import Conflict, Parameter, Position, Revision, Term, TermWording
from docgen.model.obligation import Obligation
from docgen.model.script import Expr
from docgen.stages.adapt_base import Base
from docgen.stages.file_models.base import iso
from docgen.stages.file_models.clause import ClauseModel, TermModel
from docgen.stages.read_file import Loaded
from docgen.stages.read_obligations import ObligationReader
from docgen.stages.script_parse import parse_expression


class ClauseBuilder:
    """Builds one clause and collects what is wrong with it."""

    def __init__(self, folder: str, path: str, filters: Collection[str]) -> None:
        self.folder, self.folder_path, self.filters = folder, path, filters
        self.found: list[Diagnostic] = []

    def expression(self, text: str, place: Place) -> Expr | None:
        """An expression of the clause; None for none, and for one that is refused."""
        if not text:
            return None
        outcome = parse_expression(text, place, self.filters)
        self.found += outcome.diagnostics
        return outcome.value

    def parameters(self, loaded: Loaded[ClauseModel]) -> tuple[Parameter, ...]:
        """Its parameters; LB211 for one that is both read and computed."""
        out = []
        for name, p in loaded.model.parameters.items():
            place = loaded.place("parameters", name)
            source = self.expression(p.source, loaded.place("parameters", name, "from"))
            derived = self.expression(p.derived, loaded.place("parameters", name, "derived"))
            if p.source and p.derived:
                self.found.append(error("LB211", f'"{name}" has both from and derived', place,
                                        "keep one: a value is either read or computed"))  # fmt: skip
            out.append(Parameter(name, p.type, place, p.source, source, derived, p.default, p.optional))
        return tuple(out)

    def positions(self, loaded: Loaded[ClauseModel]) -> tuple[Position, ...]:
        """Its positions; LB212 for one that sets what is no parameter, LB215 for two of one id."""
        out = []
        known = loaded.model.parameters
        for n, p in enumerate(loaded.model.positions):
            for name in p.sets:
                if name not in known:
                    self.found.append(error("LB212", f'position "{p.id}" sets "{name}", which is no parameter',
                                            loaded.place("positions", n, "sets", name)))  # fmt: skip
            condition = self.expression(p.selected_by, loaded.place("positions", n, "selected_by"))
            place = loaded.place("positions", n, "approval") if p.approval else None
            out.append(Position(p.id, p.kind, label_of(p.label), condition, dict(p.sets), p.approval, place))
        self._twice([p.id for p in out], "position", loaded.place("positions"))
        return tuple(out)

    def conflicts(self, loaded: Loaded[ClauseModel]) -> tuple[Conflict, ...]:
        """What it must not stand with; LB213 for a conflict with nothing."""
        out = []
        for n, c in enumerate(loaded.model.conflicts):
            place = loaded.place("conflicts", n)
            if not c.clause and not c.when:
                self.found.append(error("LB213", "a conflict needs `with`, `when` or both", place))
            out.append(Conflict(c.clause, self.expression(c.when, loaded.place("conflicts", n, "when")), c.message, place))
        return tuple(out)

    def terms(self, loaded: Loaded[ClauseModel]) -> tuple[Term, ...]:
        """The terms that it defines; TM402 for one without a definition."""
        return tuple(
            self._term(loaded, id_, term) for id_, term in loaded.model.terms.items()
        )

    def _term(self, loaded: Loaded[ClauseModel], id_: str, model: TermModel) -> Term:
        wordings = {}
        for language, w in model.wordings.items():
            place = loaded.place("terms", id_, language)
            if not w.definition and not model.inline:
                self.found.append(error("TM402", f'the term "{w.term}" has no definition', place,
                                        "give it one, or say inline: true and define it in the text with [[def:…]]"))  # fmt: skip
            forms = tuple(dict.fromkeys(f for f in (w.term, w.plural, *w.forms) if f))
            wordings[language] = TermWording(w.term, forms, w.definition, place, w.views)
        return Term(id_, self.folder, model.inline, wordings, model.common)

    def revisions(self, loaded: Loaded[ClauseModel], read: Base) -> tuple[Revision, ...]:
        """Its revisions by number; LB214 where their dates do not follow each other, LB215 for two of one number."""
        out = []
        for n, r in enumerate(loaded.model.revisions):
            out.append(Revision(r.number, r.change, iso(r.in_force.start), iso(r.in_force.end),
                                r.supersedes, label_of(r.note), r.withdrawn or r.number in read.withdrawn, r.number in read.approved,
                                loaded.place("revisions", n), getattr(r, "based_on", 0), r.number in read.review,
                                tuple(r.authors)))  # fmt: skip
        self._twice([str(r.number) for r in out], "revision", loaded.place("revisions"))
        self._overlaps(out)
        return tuple(sorted(out, key=lambda r: r.number))

    def _overlaps(self, revisions: list[Revision]) -> None:
        ordered = sorted(revisions, key=lambda r: r.number)
        for r in ordered:
            if r.in_force_to and r.in_force_from > r.in_force_to:
                self.found.append(error("LB214", f"revision {r.number} ends before it begins", r.place))
        for earlier, later in zip(ordered, ordered[1:], strict=False):
            if earlier.in_force_to and later.in_force_from <= earlier.in_force_to and not (
                earlier.withdrawn or later.withdrawn
            ):
                self.found.append(error("LB214", f"revision {later.number} comes into force before revision "
                                        f"{earlier.number} ends", later.place,
                                        "end the earlier one the day before, or leave its end open"))  # fmt: skip
            elif later.in_force_from < earlier.in_force_from:
                self.found.append(error("LB214", f"revision {later.number} comes into force before revision {earlier.number}",
                                        later.place, "number revisions in the order of their dates"))  # fmt: skip

    def _twice(self, ids: list[str], what: str, place: Place) -> None:
        for id_ in sorted({i for i in ids if ids.count(i) > 1}):
            self.found.append(error("LB215", f'{what} "{id_}" is declared twice', place))

    def obligations(self, loaded: Loaded[ClauseModel]) -> tuple[Obligation, ...]:
        """The duties that it creates."""
        reader = ObligationReader(loaded, self.expression, self.filters)
        read = reader.read()
        self.found += reader.found
        return read


def label_of(text: Any) -> str:
    """A text for people, whichever way it is written: once, in each language, or as a list."""
    if isinstance(text, dict):
        return str(next(iter(text.values()), ""))
    return " ; ".join(text) if isinstance(text, list) else text
