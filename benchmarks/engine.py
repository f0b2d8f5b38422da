"""docgen itself, step by step, with the CPU time of each step."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, TypeVar

from docgen.__main__ import MADE_UNTIL_SEARCHED
from docgen.app import draft
from docgen.app.draft import DraftSet, Made, compose, make
from docgen.app.workshop import Workshop, open_workshop
from docgen.model.plan import Request
from docgen.model.profile import Profile
from docgen.render.verify import read_again, verify
from docgen.render.word.docx import expected_text

DAY = "2026-03-02"
T = TypeVar("T")


@dataclass(slots=True)
class Clock:
    """CPU seconds by name of what was done."""

    spent: dict[str, list[float]] = field(default_factory=dict)

    def run(self, name: str, work: Callable[[], T]) -> T:
        """Do the work and note what it cost."""
        start = process_time()
        result = work()
        self.spent.setdefault(name, []).append(process_time() - start)
        return result

    def total(self, name: str, *steps: str) -> None:
        """Note the last costs of some steps together."""
        self.spent.setdefault(name, []).append(sum(self.spent[step][-1] for step in steps))

    def ms(self, name: str) -> float:
        """The median cost, in milliseconds."""
        return median(self.spent[name]) * 1000

    def add(self, other: Clock) -> None:
        """Take over what another clock has noted."""
        for name, costs in other.spent.items():
            self.spent.setdefault(name, []).extend(costs)


def times(clocks: Iterable[Clock], slow: str, quick: str) -> float:
    """How many times more one way costs than another: the median of what each clock that has both says.

    A machine drifts from minute to minute; what ran within the same seconds can be compared.
    """
    return median(c.ms(slow) / c.ms(quick) for c in clocks if slow in c.spent and quick in c.spent)


@dataclass(frozen=True, slots=True)
class Engine:
    """docgen over one project, with everything loaded."""

    workshop: Workshop
    profile: Profile

    def make(self, data: Mapping[str, Any]) -> DraftSet:
        """Values to documents, with everything that is checked."""
        return make(self.workshop, replace(self.profile, data=data), Request())

    def compose(self, data: Mapping[str, Any]) -> DraftSet:
        """Values to documents that nobody has checked yet."""
        library, types = self.workshop.library().value, self.workshop.document_types().value
        assert library is not None
        assert types is not None
        return compose(self.workshop, library, types, replace(self.profile, data=data), Request())[0]

    def draw(self, data: Mapping[str, Any], clock: Clock) -> tuple[Made, bytes]:
        """Values to bytes and no more, with the cost of each step."""
        made = clock.run("compose", lambda: self.compose(data)).documents[0]
        bytes_ = clock.run("render", lambda: printed(made))
        clock.total("drawn", "compose", "render")
        return made, bytes_

    def issue(self, data: Mapping[str, Any], clock: Clock) -> tuple[Made, bytes]:
        """Values to bytes, profile and document checked, the bytes read again."""
        made = clock.run("make", lambda: self.make(data)).documents[0]
        bytes_ = clock.run("print", lambda: printed(made))
        problems = clock.run("verify", lambda: verify(read_again(bytes_), expected_text(made.document)))
        clock.total("whole", "make", "print", "verify")
        assert not problems, problems[0]
        return made, bytes_

    def draw_all(self, data: Mapping[str, Any]) -> None:
        """Every document of a set, verified."""
        for made in self.make(data).documents:
            verify(read_again(printed(made)), expected_text(made.document))


@contextmanager
def as_the_command() -> Iterator[None]:
    """Python looks for garbage as seldom as in a run of ``docgen``; what it finds in that time is paid for in that time."""
    usual = gc.get_threshold()
    gc.set_threshold(MADE_UNTIL_SEARCHED)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def printed(made: Made) -> bytes:
    """The bytes of a document, not read again."""
    return draft.printed(made, DAY)


def open_engine(root: Path, profile: Path, *, use_index: bool = False) -> Engine:
    """The engine over a project on disk."""
    workshop = open_workshop(root, shown_from=root, use_index=use_index).value
    assert workshop is not None
    read = workshop.profile(profile).value
    assert read is not None
    return Engine(workshop, read)
