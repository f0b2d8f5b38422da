"""A profile and the changes that stand in files of their own, read as one stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors
from docgen.model.profile import Profile
from docgen.stages.characters import decoded
from docgen.store.atomic import read_bytes
from docgen.store.project import MAX_FILE

_BETWEEN = b"\n---\n"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Changes that a recorded version holds and that came from files of their own, and the name of that version."""

    name: str = ""
    changes: bytes = b""


NOTHING_RECORDED = Recorded()


@dataclass(frozen=True, slots=True)
class Stream:
    """The bytes of a profile with its changes behind it; ``starts`` says from which line on another file speaks.

    ``own`` is the number of bytes of the profile's own file, 0 where no other file follows; ``path`` is that file.
    """

    shown: str
    data: bytes
    starts: tuple[tuple[int, str], ...] = ()
    own: int = 0
    path: Path | None = None

    def profile(self, workshop: Workshop) -> Outcome[Profile]:
        """The profile, every place in the file that was written."""
        others = "".join(f"+{name}" for _, name in self.starts)
        read = workshop.profile_from(self.data, self.shown, kept_as=self.shown + others)
        found = tuple(replace(d, place=self._placed(d.place)) for d in read.diagnostics)
        given = workshop.with_approvals(Outcome(read.value, found), self.path) if self.path is not None else Outcome(read.value, found)
        if given.value is None or not self.starts:
            return given
        places = {path: place for path, at in given.value.places.items() if (place := self._placed(at)) is not None}
        return Outcome(replace(given.value, places=places), given.diagnostics)

    def _placed(self, place: Place | None) -> Place | None:
        """A place in the file that holds it."""
        if place is None or place.file != self.shown:
            return place
        for start, name in reversed(self.starts):
            if place.line >= start:
                return replace(place, file=name, line=place.line - start + 1)
        return place


def stream_of(
    workshop: Workshop, profile: Path, changes: Sequence[Path] = (), recorded: Recorded = NOTHING_RECORDED
) -> Outcome[Stream]:
    """A profile file, and behind it the changes that a version holds already, then files that hold further ones."""
    found: list[Diagnostic] = []
    texts: list[tuple[str, bytes]] = []
    for path in (profile, *changes):
        data = read_bytes(path, MAX_FILE)
        found += data.diagnostics
        text = (data.value or b"").replace(b"\r\n", b"\n").rstrip(b"\n")
        text = text if path is profile else text.removeprefix(_BOM)
        if data.value is not None and path is not profile:
            found += _unreadable(text, workshop.project.shown(path))
        if path is profile or not _holds(recorded.changes, text):
            texts.append((workshop.project.shown(path), text))
    if has_errors(found):
        return Outcome(None, tuple(found))
    if recorded.changes:
        texts.insert(1, (recorded.name, recorded.changes.strip(b"\n")))
    whole, starts = texts[0][1], []
    for name, text in texts[1:]:
        whole += b"\n" if _begins(text) else _BETWEEN
        starts.append((whole.count(b"\n") + 1, name))
        whole += text
    return Outcome(Stream(texts[0][0], whole + b"\n", tuple(starts), len(texts[0][1]) if starts else 0, profile), tuple(found))


def _unreadable(text: bytes, shown: str) -> tuple[Diagnostic, ...]:
    """What keeps a file with changes from being read behind another one: said of it alone, since bytes and lines count in it."""
    if not text.strip():
        return (error("Y111", "the file is empty", Place(shown), "write a dated change in it, or leave it out"),)
    return decoded(text, shown).diagnostics


def _holds(changes: bytes, text: bytes) -> bool:
    """Whether recorded changes hold a file, the whole of it: one that was cut short is another one."""
    _, found, rest = (b"\n" + changes + b"\n").partition(b"\n" + text + b"\n")
    return bool(text and found) and (not rest.strip() or _begins(rest))


def _begins(text: bytes) -> bool:
    """Whether a file begins a document of its own, below comments at most."""
    said = (line for line in text.split(b"\n") if line.strip() and not line.startswith((b"#", b"%")))
    return next(said, b"").split(b" ")[0].rstrip() == b"---"
