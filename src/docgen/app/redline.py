"""The verb ``redline``: two Word files to one with tracked changes, proven before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docgen.app.docxodus import RESAVE, compare_foreign, failed
from docgen.app.sources import Source, over_an_input, pending, read_source
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors, warning
from docgen.render.normalise import controls, dissolve_controls, normalised
from docgen.render.package import read_package
from docgen.render.tracked import accept_all
from docgen.render.tracked_proof import Deviation, Marked, deviations, marked
from docgen.store.atomic import write_all

ENGINES: Final = ("docgen", "docxodus")
_SHOWN: Final = 60
_LEFT_OUT: Final = "the files have different content controls: the redline has none, so that what they hold can be compared"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants compared, by whom and when, and where the result goes.

    :param engine: one of ``ENGINES``, or empty: docgen's own when docgen made both files.
    """

    old: str
    new: str
    output: Path
    author: str
    date: str
    engine: str = ""
    accept_input: bool = False


@dataclass(frozen=True, slots=True)
class Redlining:
    """What came of it: the file written, how much is marked in it, and everything found."""

    written: Path | None
    marked: Marked
    diagnostics: tuple[Diagnostic, ...]


def redline(asked: Asked) -> Redlining:
    """Compare, prove and write; nothing is written beside an error."""
    left, right = read_source(asked.old), read_source(asked.new)
    found = [*left.diagnostics, *right.diagnostics, *over_an_input(asked.output, asked.old, asked.new)]
    for source in (left.value, right.value):
        found += _came_with(source, accept=asked.accept_input) if source is not None else ()
    if left.value is None or right.value is None or has_errors(found):
        return Redlining(None, Marked(), tuple(found))
    made = _made(asked, *(_accepted(s) for s in (left.value, right.value)))
    found += made.diagnostics
    if made.value is None or has_errors(found):
        return Redlining(None, Marked(), tuple(found))
    data, much = made.value
    problems = write_all({asked.output: data})
    return Redlining(None if problems else asked.output, much, (*found, *problems))


def _made(asked: Asked, old: Source, new: Source) -> Outcome[tuple[bytes, Marked]]:
    """The redline of the engine that was asked for, or that fits, and how much it marks."""
    from docgen.render.redline import made_by_docgen

    own = [made_by_docgen(s.data) for s in (old, new)]
    if asked.engine == "docgen" and not all(own):
        strange = " and ".join(repr(Path(s.name).name) for s, known in zip((old, new), own, strict=True) if not known)
        hint = "leave out --engine docgen: any two Word files can be compared by Docxodus"
        return Outcome(None, (error("WD778", f"docgen did not make {strange}", Place(asked.old), hint),))
    if asked.engine != "docxodus" and all(own):
        return _own(asked, old, new)
    return _foreign(asked, old, new)


def _foreign(asked: Asked, old: Source, new: Source) -> Outcome[tuple[bytes, Marked]]:
    """By Docxodus, over files brought to the same form, and proven against the files as they came."""
    alike = controls(old.package) == controls(new.package)
    sides = [normalised(s.package, None if alike else dissolve_controls) for s in (old, new)]
    made = compare_foreign(*sides, author=asked.author, date=_moment(asked.date))
    if made.value is None:
        return Outcome(None, made.diagnostics)
    package = read_package(made.value, asked.output.name)
    if package.value is None:
        return Outcome(None, (failed(f"its result is no Word file: {package.diagnostics[0].message}"),))
    wrong = tuple(_unproven(d, asked) for d in deviations(package.value, old.package, new.package))
    left_out = () if alike else (warning("WD779", _LEFT_OUT, Place(asked.new), "the files themselves keep theirs"),)
    value = None if wrong else (made.value, marked(package.value))
    return Outcome(value, (*package.diagnostics, *wrong, *left_out))


def _unproven(found: Deviation, asked: Asked) -> Diagnostic:
    resolved, name = ("accepted", asked.new) if found.accepted else ("rejected", asked.old)
    message = (
        f"no redline: with all changes {resolved}, paragraph {found.paragraph} of the {found.story} would not be that of "
        f"{Path(name).name!r} but {_short(found.given, found.wanted)} instead of {_short(found.wanted, found.given)}"
    )
    return error("WD775", message, Place(name), RESAVE)


def _short(text: str | None, other: str | None) -> str:
    """A paragraph around the place where it departs from the other."""
    if text is None:
        return "nothing"
    start = next((n for n, (a, b) in enumerate(zip(text, other or "", strict=False)) if a != b), 0)
    begin = max(0, start - _SHOWN // 3)
    cut = text[begin : begin + _SHOWN]
    return f"« {'…' if begin else ''}{cut}{'…' if begin + _SHOWN < len(text) else ''} »"


def _moment(date: str) -> str:
    """A day as Word writes moments: its midnight."""
    return f"{date}T00:00:00Z"


def _came_with(source: Source, *, accept: bool) -> Iterator[Diagnostic]:
    """Tracked changes and comments that a file brings."""
    yield from pending(source, accept=accept)
    if source.package.related("comments"):
        message = f"comments in {Path(source.name).name!r}: the redline carries them along"
        yield warning("WD776", message, Place(source.name), "delete in Word those that the other side must not read")


def _accepted(source: Source) -> Source:
    """The same file with its tracked changes accepted, where it has any."""
    if not pending(source, accept=True):
        return source
    data = normalised(source.package, accept_all)
    package = read_package(data, source.name).value
    assert package is not None, "a file that could be read can be read again"
    return Source(source.name, data, package)


def _own(asked: Asked, old: Source, new: Source) -> Outcome[tuple[bytes, Marked]]:
    """By docgen's own engine, which proves what it gives; its findings name the files as somebody gave them."""
    from docgen.render.redline import redline as aligned

    made = aligned(old.data, new.data, author=asked.author, date=asked.date)
    found = tuple(_renamed(d, {"old": asked.old, "new": asked.new}) for d in made.diagnostics)
    if made.value is None:
        return Outcome(None, found)
    return Outcome((made.value.data, Marked(made.value.inserted, made.value.deleted, made.value.moved)), found)


def _renamed(found: Diagnostic, names: dict[str, str]) -> Diagnostic:
    if found.place is None:
        return found
    side, colon, rest = found.place.file.partition(":")
    return found.at(Place(f"{names.get(side, side)}{colon}{rest}", found.place.line, found.place.column))
