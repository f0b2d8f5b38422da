"""Where the two sides of a comparison come from. Today a path; whatever else a name may mean is decided here only."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, warning
from docgen.render.package import DEFAULT, Package, read_package
from docgen.render.tracked import tracked_changes
from docgen.render.word_text import has_body, stories
from docgen.store.atomic import read_bytes, same_file


@dataclass(frozen=True, slots=True)
class Source:
    """One side: the name that somebody gave, the bytes, and the Word file that they are."""

    name: str
    data: bytes
    package: Package


_RECORDED = re.compile(r"(?P<dossier>[^/@]+)@(?P<number>\d{1,9})/(?P<type>[^/]+)(?:/(?P<key>[^/]+))?\Z")


def source_bytes(text: str) -> Outcome[bytes]:
    """The bytes that ``text`` names: the path of a Word file, or a document of a version (``voltea@1/contrat/hexavoix``)."""
    named = _RECORDED.match(text)
    if named is None or os.path.exists(text):
        return read_bytes(Path(text), DEFAULT.file)
    return _recorded(text, **named.groupdict())


def _recorded(text: str, dossier: str, number: str, type: str, key: str | None) -> Outcome[bytes]:  # noqa: A002  # as the name says it
    """A document of a version in the register of this project, as it was issued."""
    from docgen.app.dossier import VersionName, find_version
    from docgen.store.project import find_project
    from docgen.store.register import DEFAULT_NAME, RegisterTrouble, open_register

    where = os.environ.get("DOCGEN_REGISTER") or (find_project(Path.cwd()) or Path.cwd()) / DEFAULT_NAME
    opened = open_register(where, create=False)
    if opened.value is None:
        return Outcome(None, opened.diagnostics)
    try:
        with opened.value as register:
            version = find_version(register, VersionName(dossier, int(number)))
            files = [f for f in version.value.files if f.name.endswith(".docx") and f.role != "redline"] if version.value else []
            found = next((f for f in files if f.type == type and f.key == (key or "")), None)
            data = register.blob(found.digest) if found else None
    except RegisterTrouble as trouble:
        return Outcome(None, (trouble.diagnostic,))
    if version.value is None:
        return Outcome(None, version.diagnostics)
    if data is None:
        known = ", ".join(f"{f.type}/{f.key}".rstrip("/") for f in files)
        return Outcome(None, (error("RN621", f'"{text}" was not issued', None, f"documents of this version: {known}"),))
    return Outcome(data)


def read_source(text: str) -> Outcome[Source]:
    """A Word file within bounds, or every reason to refuse it."""
    data = source_bytes(text)
    if data.value is None:
        return Outcome(None, data.diagnostics)
    package = read_package(data.value, text)
    if package.value is None:
        return Outcome(None, package.diagnostics)
    if not has_body(package.value):
        hint = "open it in Word and save it again as .docx, not as Strict Open XML"
        return Outcome(None, (*package.diagnostics, error("WD711", "the main document has no body as Word writes it", Place(text), hint)))
    return Outcome(Source(text, data.value, package.value), package.diagnostics)


def changes_in(source: Source) -> str:
    """How many tracked changes a file came with, in words; "" for none."""
    found: Counter[str] = Counter()
    for story in stories(source.package):
        found += tracked_changes(story.root)
    count = sum(found.values())
    return f"{count} tracked change{'s' * (count > 1)} in {Path(source.name).name!r}" if count else ""


def pending(source: Source, *, accept: bool) -> tuple[Diagnostic, ...]:
    """Tracked changes that a file came with: refused, or said when they are accepted first."""
    said, place = changes_in(source), Place(source.name)
    if not said:
        return ()
    if accept:
        return (warning("WD771", f"{said}, accepted before comparing", place, "look at them in Word first"),)
    hint = "accept or reject them in Word, or say --accept-input to compare with all of them accepted"
    return (error("WD770", said, place, hint),)


def over_an_input(output: Path, *inputs: str) -> tuple[Diagnostic, ...]:
    """WD777 for each input that an output would replace."""
    over = [Path(name).name for name in inputs if same_file(output, Path(name))]
    hint = "name another file to write to"
    return tuple(error("WD777", f"{name!r} is compared and would be replaced", Place(str(output)), hint) for name in over)
