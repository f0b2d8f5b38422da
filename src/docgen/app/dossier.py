"""A dossier and its versions: recording, showing and making again what was issued."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.app.versions import Drawn, draw
from docgen.app.workshop import Workshop, open_workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, error, has_errors
from docgen.model.profile import Profile
from docgen.model.recipe import from_plain
from docgen.model.version import State, Version
from docgen.store.project import CACHE
from docgen.store.snapshot import Taken, lay_out, take

if TYPE_CHECKING:
    from docgen.store.register import Register

LIBRARIES = "libraries"
MOST_DIGITS = 9
"""No register counts further."""


@dataclass(frozen=True, slots=True)
class VersionName:
    """``voltea@3``; without a number the last version is meant."""

    dossier: str
    number: int = 0

    def __str__(self) -> str:
        return f"{self.dossier}@{self.number}" if self.number else self.dossier


def version_name(text: str) -> Outcome[VersionName]:
    """A name of a version as somebody types it."""
    dossier, at, number = text.partition("@")
    if dossier and (not at or (number.isdecimal() and len(number) <= MOST_DIGITS and int(number))):
        return Outcome(VersionName(dossier, int(number) if at else 0))
    return Outcome(None, (error("RN620", f'"{text}" names no version', None, "write it as voltea@3, or voltea for the last one"),))


def unknown_dossier(register: Register, dossier: str) -> tuple[Diagnostic, ...]:
    """RN621 for a dossier that the register does not have; nothing for one that it has."""
    if register.dossier(dossier) is not None:
        return ()
    known = [d.id for d in register.dossiers()]
    return (error("RN621", f'the register has no dossier "{dossier}"', None, f"dossiers: {', '.join(known) or 'none'}"),)


def named_version(register: Register, text: str) -> Outcome[Version]:
    """The version that somebody typed."""
    name = version_name(text)
    return find_version(register, name.value) if name.value else Outcome(None, name.diagnostics)


def find_version(register: Register, name: VersionName) -> Outcome[Version]:
    """The version with this name."""
    summary = register.dossier(name.dossier)
    if summary is None:
        return Outcome(None, unknown_dossier(register, name.dossier))
    found = register.version(name.dossier, name.number or summary.last)
    if found is None:
        return Outcome(None, (error("RN621", f"the register has no {name}", None, f"the last is {name.dossier}@{summary.last}"),))
    return Outcome(found)


def day_refused(version: Version, state: State, on: str) -> tuple[Diagnostic, ...]:
    """RN625 for a deed on a day before the one that happened last; the day on which a draft was recorded does not count."""
    last = version.deeds[-1]
    if last.state is State.DRAFT or on >= last.on:
        return ()
    message = f"{version.dossier}@{version.number} was {last.state} on {last.on}: it was not {state} before, on {on}"
    return (error("RN625", message, None, "check the day: what is recorded stays recorded"),)


# ------------------------------------------------------------ made again
@dataclass(slots=True)
class Archive:
    """The versions of a register, each drawn again from its own recipe, profile and library.

    :param here: where libraries of earlier days are laid out; they are made again when they are not there.
    """

    register: Register
    workshop: Workshop
    here: Path
    current: Taken | None = None
    known: dict[tuple[str, int], Drawn] = field(default_factory=dict)

    def drawn(self, version: Version) -> Outcome[Drawn]:
        """A version as it was made, whatever became of the library since; drawn once, for it never changes."""
        kept = self.known.get((version.dossier, version.number))
        if kept is not None:
            return Outcome(kept)
        outcome = self._drawn(version)
        if outcome.value is not None:
            self.known[version.dossier, version.number] = outcome.value
        return outcome

    def _drawn(self, version: Version) -> Outcome[Drawn]:
        name = f"{version.dossier}@{version.number}"
        recipe = from_plain(version.inputs, name)
        data = self.register.blob(version.profile_digest)
        if recipe.value is None or data is None:
            missing = (error("RN622", f"the profile of {name} is not in the register any more", None, _ISSUED),) if data is None else ()
            return Outcome(None, (*recipe.diagnostics, *missing))
        workshop = self.workshop_of(version)
        if workshop.value is None:
            return Outcome(None, workshop.diagnostics)
        profile = workshop.value.profile_from(data, recipe.value.profile, kept_as=name)
        base: Drawn | None = None
        if version.base and recipe.value.amends:
            before = self.register.version(version.dossier, version.base)
            outcome = self.drawn(before) if before else Outcome[Drawn](None, (error("RN621", f"{name} follows a version that is not there"),))
            if outcome.value is None:
                return outcome
            base = outcome.value
        if profile.value is None:
            return Outcome(None, profile.diagnostics)
        drawn = draw(workshop.value, recipe.value, self._approved(version, profile.value), base)
        workshop.value.project.index.save()
        return Outcome(drawn)

    def _approved(self, version: Version, profile: Profile) -> Profile:
        """The profile with the approvals that were recorded with the version."""
        from docgen.stages.approvals import read_approvals

        kept = next((f for f in version.files if f.role == "approvals"), None)
        data = self.register.blob(kept.digest) if kept else None
        given = read_approvals(data, kept.name, profile.id).value if kept and data is not None else None
        return replace(profile, approvals=given) if given else profile

    def workshop_of(self, version: Version) -> Outcome[Workshop]:
        """A workshop on the library as it was: the one of today where nothing changed since."""
        if self.current is None:
            self.current = take(self.workshop.project.root).value
        if self.current is not None and self.current.digest == version.library_digest:
            return Outcome(self.workshop)
        folder = self.here / version.library_digest[:16]
        if not (folder / "complete").is_file():
            problems = self._laid_out(version, folder)
            if problems:
                return Outcome(None, problems)
        return self._opened(folder)

    def _opened(self, folder: Path) -> Outcome[Workshop]:
        return open_workshop(folder, shown_from=folder)

    def _laid_out(self, version: Version, folder: Path) -> tuple[Diagnostic, ...]:
        manifest = self.register.blob(version.library_digest)
        wanted: Mapping[str, str] = json.loads(manifest) if manifest else {}
        blobs = self.register.blobs(set(wanted.values()))
        lost = [path for path, d in wanted.items() if d not in blobs]
        if manifest is None or lost:
            what = f"{len(lost)} files of its library, the first {lost[0]}" if lost else "its library"
            message = f"{version.dossier}@{version.number} cannot be made again: the register lost {what}"
            return (error("RN622", message, None, _ISSUED),)
        problems = lay_out(wanted, blobs, folder)
        if not has_errors(problems):
            (folder / "complete").write_bytes(b"")
        return problems


_ISSUED = "what was issued is there all the same: docgen show writes it"


def archive(register: Register, workshop: Workshop) -> Archive:
    """The versions of a register, with the libraries of earlier days beside the index of the project."""
    return Archive(register, workshop, workshop.project.root / CACHE / LIBRARIES)


def signed_version(register: Register, dossier: str) -> Version | None:
    """The version of a dossier that is signed now."""
    summary = register.dossier(dossier)
    return register.version(dossier, summary.signed) if summary and summary.signed else None


def last_version(register: Register, dossier: str) -> Version | None:
    """The signed version, or the last one where none is signed."""
    found = signed_version(register, dossier)
    if found is not None:
        return found
    history = register.history(dossier)
    return next((v for v in reversed(history) if v.state in (State.DRAFT, State.SENT)), None)


def issued(register: Register, version: Version, roles: frozenset[str] = frozenset()) -> Iterator[tuple[str, bytes]]:
    """The files of a version as they were issued, by name."""
    for file in version.files:
        data = register.blob(file.digest) if not roles or file.role in roles else None
        if data is not None:
            yield file.name, data
