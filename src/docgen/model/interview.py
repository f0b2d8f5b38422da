"""An interview: what a library asks about a profile, in which order, and what it says about each question."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Place
from docgen.model.library import Localised
from docgen.model.profile import Path
from docgen.model.script import Expr


@dataclass(frozen=True, slots=True)
class Question:
    """One field to ask for, or a list of items with a question for each of their fields.

    ``path`` is dotted and starts where the question stands: at the profile, or at an item of the
    list that it belongs to. ``name`` is what expressions call the item of a list; ``keys`` gives
    the keys of a mapping, each of which is asked for. ``title`` and ``about`` say what the vocabulary
    says about the field, in languages in which the vocabulary is not written.
    """

    path: str
    place: Place
    when: Expr | None = None
    title: Localised | None = None
    about: Localised | None = None
    help: Localised | None = None
    more: Localised | None = None
    source: tuple[str, ...] = ()
    labels: str = ""
    suggest: Expr | None = None
    keys: Expr | None = None
    name: str = ""
    another: Localised | None = None
    items: tuple[Question, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """The names of the path, one by one."""
        return tuple(self.path.split("."))


@dataclass(frozen=True, slots=True)
class InterviewSection:
    """Questions that belong together."""

    id: str
    title: Localised
    intro: Localised
    when: Expr | None
    questions: tuple[Question, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Interview:
    """The sections in the order in which they are walked through."""

    sections: tuple[InterviewSection, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to be asked now: a value at a path, or whether a list has one more item there.

    ``names`` are the items around the question, by the name that expressions give them.
    """

    path: Path
    question: Question
    section: int
    one_more: bool
    answered: bool
    names: Mapping[str, Path]

    @property
    def mark(self) -> str:
        """What is noted when the step is left out on purpose: ``missions+`` closes a list."""
        return f"{written(self.path[:-1])}+" if self.one_more else written(self.path)


def written(path: Path) -> str:
    """A path as people read it: ``missions[1].libelle``, items counted from 1."""
    out = ""
    for step in path:
        out += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return out.removeprefix(".")
