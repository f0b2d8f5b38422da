"""What a register takes: texts that every database keeps, days, times in UTC, digests, blobs that are whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from unicodedata import category

from docgen.model.diagnostic import Diagnostic, error
from docgen.model.journal import CHAINS
from docgen.model.version import Deed, NewVersion
from docgen.store.register.chain import digest_of

_DIGEST: Final = re.compile(r"[0-9a-f]{64}\Z")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)\Z", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_LARGEST: Final = 2**31 - 1
_ODD: Final = ("Cc", "Cs", "Zl", "Zp")
"""Controls, halves of characters, ends of lines and paragraphs."""


def of_version(new: NewVersion) -> tuple[Diagnostic, ...]:
    """RG413 for each value of the version that cannot be kept."""
    return (
        *_named("dossier", new.dossier), *_free(new.dossier), *_named("who", new.who), *_time("when", new.when),
        *_day("as_of", new.as_of, may_lack=True), *_day("effective", new.effective, may_lack=True),
        *_digests(new), *_number("base", new.base), *_plain("inputs", new.inputs),
        *_plain("version", [new.format, new.engine, new.why, *new.locks]), *_files(new),
    )  # fmt: skip


def of_deed(deed: Deed) -> tuple[Diagnostic, ...]:
    """RG413 for each value of the deed that cannot be kept."""
    return (*_named("who", deed.who), *_time("when", deed.when), *_day("on", deed.on), *_plain("why", deed.why))


def of_blobs(blobs: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """RG414 for each blob whose digest is another."""
    return tuple(
        error("RG414", f"the bytes given as {digest[:12]} have another digest", None, _NOT_YOURS)
        for digest, data in sorted(blobs.items())
        if digest_of(data) != digest
    )


def missing(digests: Iterable[str]) -> tuple[Diagnostic, ...]:
    """RG414 for each digest that a version names and nobody gave the bytes of."""
    return tuple(
        error("RG414", f"the version names {digest[:12]}, and its bytes were neither given nor kept", None, _NOT_YOURS)
        for digest in sorted(digests)
    )


_NOT_YOURS: Final = "nothing was recorded; make the documents again, and report this if it stays"


def _refused(name: str, why: str, hint: str) -> Diagnostic:
    return error("RG413", f"the register cannot keep {name!r}: {why}", None, hint)


def _named(name: str, value: str) -> Iterator[Diagnostic]:
    if not value.strip() or value != value.strip() or any(category(c) in _ODD for c in value):
        yield _refused(name, f"{value!r} is no name", "give a name of visible characters on one line")


def _free(dossier: str) -> Iterator[Diagnostic]:
    """A name that is kept for chains of steps would mix them with a contract."""
    if dossier.startswith(CHAINS):
        yield _refused("dossier", f"{dossier!r} is the name of a chain of steps", f"a dossier cannot begin with {' or '.join(CHAINS)}")


def _time(name: str, value: str) -> Iterator[Diagnostic]:
    try:
        right = bool(_TIME.match(value)) and datetime.fromisoformat(value) is not None
    except ValueError:
        right = False
    if not right:
        yield _refused(name, f"{value!r} is no time in UTC", "write it as 2027-03-01T09:30:00Z")


def _day(name: str, value: str, *, may_lack: bool = False) -> Iterator[Diagnostic]:
    if may_lack and not value:
        return
    try:
        right = bool(_DAY.match(value)) and date.fromisoformat(value) is not None
    except ValueError:
        right = False
    if not right:
        yield _refused(name, f"{value!r} is no day", "write it as 2027-03-01")


def _number(name: str, value: int) -> Iterator[Diagnostic]:
    if not 0 <= value <= _LARGEST:
        yield _refused(name, f"{value} is out of range", "give the number of a version, or 0")


def _digests(new: NewVersion) -> Iterator[Diagnostic]:
    named = {"profile_digest": new.profile_digest, "library_digest": new.library_digest, "text_digest": new.text_digest}
    for name, value in named.items():
        if value and not _DIGEST.match(value):
            yield _refused(name, f"{value!r} is no SHA-256 in hex", "give 64 digits of 0-9 and a-f")


def _files(new: NewVersion) -> Iterator[Diagnostic]:
    for file in new.files:
        yield from _named("name of a file", file.name)
        yield from _number("size of a file", file.size)
        yield from _plain(file.name, [file.type, file.key, file.language, file.role])
        if not _DIGEST.match(file.digest):
            yield _refused(file.name, f"{file.digest!r} is no SHA-256 in hex", "give 64 digits of 0-9 and a-f")


def _plain(name: str, value: Any) -> Iterator[Diagnostic]:
    """Nothing but what JSON and both databases keep as it is: no fraction, no NUL, no half of a character."""
    for leaf in _leaves(value):
        if isinstance(leaf, str):
            if "\0" in leaf or any("\ud800" <= c <= "\udfff" for c in leaf):
                yield _refused(name, "a text holds a character that cannot be stored", "remove it")
        elif leaf is not None and not isinstance(leaf, (bool, int)):
            yield _refused(name, f"{leaf!r} is no plain data", "give fractions, days and amounts as texts")


def _leaves(value: Any) -> Iterator[Any]:
    """What stands in plain data, names among it; a name that is no text comes as a set, which is no plain data."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield key if isinstance(key, str) else {key}
            yield from _leaves(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _leaves(one)
    else:
        yield value
