"""Where the two sides of a comparison come from. Today a path; whatever else a name may mean is decided here only."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, warning
from docgen.render.package import DEFAULT, Package, read_package
from docgen.render.tracked import tracked_changes
from docgen.render.word_text import stories
from docgen.store.atomic import read_bytes


@dataclass(frozen=True, slots=True)
class Source:
    """One side: the name that somebody gave, the bytes, and the Word file that they are."""

    name: str
    data: bytes
    package: Package


def source_bytes(text: str) -> Outcome[bytes]:
    """The bytes that ``text`` names: the path of a Word file."""
    return read_bytes(Path(text), DEFAULT.file)


def read_source(text: str) -> Outcome[Source]:
    """A Word file within bounds, or every reason to refuse it."""
    data = source_bytes(text)
    if data.value is None:
        return Outcome(None, data.diagnostics)
    package = read_package(data.value, text)
    if package.value is None:
        return Outcome(None, package.diagnostics)
    return Outcome(Source(text, data.value, package.value), package.diagnostics)


def pending(source: Source, *, accept: bool) -> tuple[Diagnostic, ...]:
    """Tracked changes that a file came with: refused, or said when they are accepted first."""
    found: Counter[str] = Counter()
    for story in stories(source.package):
        found += tracked_changes(story.root)
    if not found:
        return ()
    count = sum(found.values())
    said = f"{count} tracked change{'s' * (count > 1)} in {Path(source.name).name!r}"
    place = Place(source.name)
    if accept:
        return (warning("WD771", f"{said}, accepted before comparing", place, "look at them in Word first"),)
    hint = "accept or reject them in Word, or say --accept-input to compare with all of them accepted"
    return (error("WD770", said, place, hint),)
