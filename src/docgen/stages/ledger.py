"""Files that hold a chain of entries: written in one form, read back without a YAML reader where they are in that form.

What somebody edited by hand is still YAML: then it is read as that, with the place of everything that does not fit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.journal import APPROVALS_FORMAT, JOURNAL_FORMAT, STEPS, Entry
from docgen.stages.hash_chain import head_of

if TYPE_CHECKING:
    from docgen.stages.file_models.governance import LedgerModel

_LINE: Final = re.compile(r"(- |  |    )([A-Za-z][A-Za-z0-9_.+-]*):(?: (.+))?\Z")
_ABOUT: Final = {
    JOURNAL_FORMAT: "The steps of this clause, written by docgen clauses submit, approve and withdraw.",
    APPROVALS_FORMAT: "Who approved which position, written by docgen approve.",
}
_LINKS: Final = ("previous", "head")
_FIRST: Final = 5
"""The line of the first entry."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A file of entries: ``subject`` is the clause or the profile that they are about."""

    schema: str
    subject: str
    entries: tuple[Entry, ...]


def made_entry(schema: str, subject: str, previous: str, record: Mapping[str, Any], place: Place) -> Entry:
    """The entry that follows a head."""
    return Entry(record, previous, head_of(previous, chained(schema, subject, record)), place)


def chained(schema: str, subject: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """What a head covers besides the head before: the record, and what it belongs to, so that nothing moves elsewhere."""
    return {"schema": schema, "subject": subject, **record}


def ledger_text(schema: str, subject: str, entries: Iterable[Entry]) -> str:
    """The file: one field on each line, in an order that never changes."""
    lines = _head_lines(schema, subject)
    for entry in entries:
        fields = {**entry.record, "previous": entry.previous, "head": entry.head}
        written = [line for name, value in fields.items() for line in _field(name, value)]
        lines += [f"- {written[0]}", *(f"  {line}" for line in written[1:])]
    return "\n".join(lines) + "\n"


def _head_lines(schema: str, subject: str) -> list[str]:
    """The lines before the first entry."""
    return [f"# {_ABOUT[schema]}", "# A chain: nothing that stands here may change. New entries come last.",
            f"schema: {schema}", f"subject: {_word(subject)}", "entries:"]  # fmt: skip


def _field(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{name}:"
        yield from (f"  {k}: {_word(v)}" for k, v in value.items())
    else:
        yield f"{name}: {_word(value)}"


def _word(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def read_ledger(data: bytes, file: str, schema: str, subject: str) -> Outcome[Ledger]:
    """The entries of a file, with what is wrong in its form or in its chain (GV121).

    :param subject: what the file must be about; an empty one takes what the file says.
    """
    quick = _quick(data, file, schema)
    outcome = Outcome(quick) if quick is not None else _slow(data, file, schema)
    found = outcome.value
    if found is None:
        return outcome
    if subject and found.subject != subject:
        problem = error("GV121", f'the entries are about "{found.subject}", not "{subject}"', Place(file, _FIRST - 1),
                        "entries stay where they were written: bring the file back from the history of the library")  # fmt: skip
        return Outcome(found, (*outcome.diagnostics, problem))
    return Outcome(found, (*outcome.diagnostics, *_broken(found)))


def _broken(ledger: Ledger) -> Iterator[Diagnostic]:
    """GV121 for each entry that does not follow the one before, or is not what was written."""
    before = ""
    for entry in ledger.entries:
        if entry.previous != before:
            yield error("GV121", "this entry does not follow the one before: entries were taken out, put in or moved", entry.place, _BACK)
        elif head_of(entry.previous, chained(ledger.schema, ledger.subject, entry.record)) != entry.head:
            yield error("GV121", "this entry was changed after it was written", entry.place, _BACK)
        before = entry.head


_BACK: Final = "bring the file back from the history of the library, and find out who changed it"


def _quick(data: bytes, file: str, schema: str) -> Ledger | None:
    """The entries of a file in the form that docgen writes, each value as JSON; None for any other form."""
    try:
        text = data.decode().replace("\r\n", "\n")
        lines = text.split("\n")
        subject = json.loads(lines[3].removeprefix("subject: ")) if len(lines) >= _FIRST else ""
        if lines[:_FIRST] != _head_lines(schema, subject) or lines[-1]:
            return None
        entries = tuple(_entries(lines[_FIRST:-1], file, schema))
    except (ValueError, LookupError, AttributeError, TypeError):
        return None
    return Ledger(schema, subject, entries)


def _entries(lines: Sequence[str], file: str, schema: str) -> Iterator[Entry]:
    """:raises ValueError: for a line that docgen does not write; LookupError, AttributeError and TypeError likewise."""
    fields: dict[str, Any] = {}
    start, inner = _FIRST + 1, ""
    for number, line in enumerate(lines, _FIRST + 1):
        match = _LINE.match(line)
        if match is None:
            raise ValueError(line)
        indent, name, value = match.groups()
        if indent == "- ":
            if fields:
                yield _entry(fields, Place(file, start), schema)
            fields, start = {}, number
        table = fields[inner] if indent == "    " else fields
        if name in table:
            raise ValueError(line)
        table[name] = json.loads(value) if value is not None else {}
        inner = inner if indent == "    " else name
    if fields:
        yield _entry(fields, Place(file, start), schema)


def _entry(fields: dict[str, Any], place: Place, schema: str) -> Entry:
    """:raises ValueError: for what the models of file_models would refuse or leave out."""
    wanted, more = _FIELDS[schema]
    texts = [fields[name] for name in wanted]
    tables = [fields.get(name, {}) for name in _TABLES]
    texts += [value for table in tables for value in table.values()]
    texts += (*fields.get("authors", ()), fields.get("library", ""))
    if type(fields["revision"]) is not int or fields["step"] not in STEPS[schema] or not all(isinstance(t, str) for t in texts):
        raise ValueError(place)
    if not fields.keys() <= {*wanted, *more}:
        raise ValueError(place)
    previous, head = (fields.pop(name) for name in _LINKS)
    return Entry(fields, previous, head, place)


_ALWAYS: Final = ("step", "who", "when", "why", "digest", *_LINKS)
_TABLES: Final = ("texts", "values")
_FIELDS: Final = {
    JOURNAL_FORMAT: ((*_ALWAYS, "change"), ("revision", "body", "authors", "metadata", "texts")),
    APPROVALS_FORMAT: ((*_ALWAYS, "clause", "position"), ("revision", "body", "library", "values")),
}
"""The texts that each entry has, and what else it may have."""


def _slow(data: bytes, file: str, schema: str) -> Outcome[Ledger]:
    """The entries of a file that is YAML at least."""
    from msgspec import structs

    from docgen.stages.file_models.governance import ApprovalsModel, JournalModel
    from docgen.stages.read_file import read_model

    model: type[LedgerModel] = JournalModel if schema == JOURNAL_FORMAT else ApprovalsModel
    loaded = read_model(data, file, model)
    if loaded.value is None:
        return Outcome(None, loaded.diagnostics)
    entries = []
    for n, one in enumerate(loaded.value.model.rows()):
        written = loaded.value.data["entries"][n]
        fields = {f.encode_name: written[f.encode_name] for f in structs.fields(one) if f.encode_name in written}
        previous, head = (fields.pop(name) for name in _LINKS)
        entries.append(Entry(fields, previous, head, loaded.value.place("entries", n)))
    return Outcome(Ledger(schema, loaded.value.model.subject, tuple(entries)), loaded.diagnostics)
