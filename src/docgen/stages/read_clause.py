"""The folder of a clause to a ClauseSpec, with every problem that can be seen in it alone.

``clause.yaml`` and the record of seals are read by themselves, the texts one by one: a draft of a few
texts needs no others. ``read_clause`` reads them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, warning
from docgen.model.journal import Journal, Status
from docgen.model.library import (
    ClauseSpec,
    ClauseText,
    Conflict,
    LegalReference,
    Parameter,
    Position,
    Revision,
    Term,
    TermWording,
    TextKey,
    Texts,
)
from docgen.model.obligation import Obligation
from docgen.model.script import Expr
from docgen.stages.adapt_base import Base, Files
from docgen.stages.file_models.clause import ClauseModel, SealsModel, TermModel
from docgen.stages.journal import (
    Covered,
    lost_revisions,
    metadata_digest,
    moved_on,
    published_texts,
    read_journal,
)
from docgen.stages.read_clause_text import digest_of, read_text, unknown_name
from docgen.stages.read_file import Loaded, read_model
from docgen.stages.read_obligations import ObligationReader, names_read
from docgen.stages.script_parse import parse_expression

_TEXT_NAME = re.compile(
    r"^r(?P<revision>[1-9][0-9]{0,3})(?:\.(?P<position>[a-z0-9][a-z0-9-]*))?"
    r"(?:\+(?P<view>[a-z0-9-]+))?\.(?P<language>[a-z]{2})\.md$"
)
METADATA, SEALS, JOURNAL = "clause.yaml", "seals.yaml", "journal.yaml"
Seals = Mapping[str, str]


class _Builder:
    """Builds one clause and collects what is wrong with it."""

    def __init__(self, folder: str, path: str, filters: Collection[str]) -> None:
        self.folder, self.folder_path, self.filters = folder, path, filters
        self.found: list[Diagnostic] = []

    def expression(self, text: str, place: Place) -> Expr | None:
        if not text:
            return None
        outcome = parse_expression(text, place, self.filters)
        self.found += outcome.diagnostics
        return outcome.value

    def parameters(self, loaded: Loaded[ClauseModel]) -> tuple[Parameter, ...]:
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
        out = []
        known = loaded.model.parameters
        for n, p in enumerate(loaded.model.positions):
            for name in p.sets:
                if name not in known:
                    self.found.append(error("LB212", f'position "{p.id}" sets "{name}", which is no parameter',
                                            loaded.place("positions", n, "sets", name)))  # fmt: skip
            condition = self.expression(p.selected_by, loaded.place("positions", n, "selected_by"))
            place = loaded.place("positions", n, "approval") if p.approval else None
            out.append(Position(p.id, p.kind, _label(p.label), condition, dict(p.sets), p.approval, place))
        self._twice([p.id for p in out], "position", loaded.place("positions"))
        return tuple(out)

    def conflicts(self, loaded: Loaded[ClauseModel]) -> tuple[Conflict, ...]:
        out = []
        for n, c in enumerate(loaded.model.conflicts):
            place = loaded.place("conflicts", n)
            if not c.clause and not c.when:
                self.found.append(error("LB213", "a conflict needs `with`, `when` or both", place))
            out.append(Conflict(c.clause, self.expression(c.when, loaded.place("conflicts", n, "when")), c.message, place))
        return tuple(out)

    def terms(self, loaded: Loaded[ClauseModel]) -> tuple[Term, ...]:
        return tuple(
            self._term(loaded, id_, term) for id_, term in loaded.model.terms.items()
        )

    def _term(self, loaded: Loaded[ClauseModel], id_: str, model: TermModel) -> Term:
        wordings = {}
        for language, w in model.__pydantic_extra__.items():
            place = loaded.place("terms", id_, language)
            if not w.definition and not model.inline:
                self.found.append(error("TM402", f'the term "{w.term}" has no definition', place,
                                        "give it one, or say inline: true and define it in the text with [[def:…]]"))  # fmt: skip
            forms = tuple(dict.fromkeys(f for f in (w.term, w.plural, *w.forms) if f))
            wordings[language] = TermWording(w.term, forms, w.definition, place, w.views)
        return Term(id_, self.folder, model.inline, wordings, model.common)

    def revisions(self, loaded: Loaded[ClauseModel], read: Base) -> tuple[Revision, ...]:
        out = []
        for n, r in enumerate(loaded.model.revisions):
            out.append(Revision(r.number, r.change, r.in_force.start or "", r.in_force.end or "",
                                r.supersedes, _label(r.note), r.withdrawn or r.number in read.withdrawn, r.number in read.approved,
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
        reader = ObligationReader(loaded, self.expression, self.filters)
        read = reader.read()
        self.found += reader.found
        return read


def _label(text: Any) -> str:
    if isinstance(text, dict):
        return str(next(iter(text.values()), ""))
    return " ; ".join(text) if isinstance(text, list) else text


def read_clause(
    folder: str, path: str, files: Mapping[str, bytes], filters: Collection[str], base: Base | None = None, *, governed: bool = False
) -> Outcome[ClauseSpec]:
    """One clause with all its texts; see :func:`read_clause_head`."""
    head = read_clause_head(folder, path, files, filters, base, governed=governed)
    return with_texts(head, text_files(files), lambda key, name, declared: read_text(
        key, f"{path}/{name}", files[name], filters, declared))  # fmt: skip


def with_texts(
    head: Outcome[ClauseSpec], files: Files, read: Callable[[TextKey, str, Collection[str] | None], Outcome[ClauseText]]
) -> Outcome[ClauseSpec]:
    """A clause with all its texts, and everything that is wrong in them.

    :param files: the texts of its folder, which are read even where its ``clause.yaml`` cannot be.
    :param read: a text, by its key, its name, and the parameters that the clause declares.
    """
    spec = head.value
    names = spec.files if spec is not None else files
    declared = [p.name for p in spec.parameters] if spec is not None else None
    texts = Texts(names, lambda key: read(key, names[key], declared))
    known = dict(texts)
    if spec is None:
        return Outcome(None, (*head.diagnostics, *texts.found))
    whole = replace(spec, texts=known)
    return Outcome(whole, (*head.diagnostics, *texts.found, *unused_parameters(whole)))


def read_clause_head(
    folder: str, path: str, files: Mapping[str, bytes], filters: Collection[str], base: Base | None = None, *, governed: bool = False
) -> Outcome[ClauseSpec]:
    """One clause without its texts, which are only told by their names.

    :param folder: the name of the folder, which is the id of the clause.
    :param path: the folder as people know it, for messages.
    :param files: every file of the folder by name.
    :param filters: names of the filters that texts may use.
    :param base: the clause of another library that it adapts; its texts are told by their paths.
    :param governed: whether the library says who approves: then only a journal approves, else seals do where there is none.
    """
    builder = _Builder(folder, path, filters)
    read = _read(builder, path, files, base, governed=governed)
    if read is None:
        return Outcome(None, tuple(builder.found))
    spec = _spec(builder, read)
    builder.found += _check_files(spec, path)
    builder.found += _check_obligations(spec)
    return Outcome(spec, tuple(builder.found))


def read_base(
    folder: str, path: str, files: Mapping[str, bytes], filters: Collection[str], below: str, base: Base | None = None, *,
    governed: bool = False,
) -> Outcome[Base]:
    """A clause that another one adapts, see :func:`read_clause_head`.

    :param below: its folder, from the root of the project, with which its texts are named.
    """
    builder = _Builder(folder, path, filters)
    read = _read(builder, path, files, base, governed=governed)
    if read is None:
        return Outcome(None, tuple(builder.found))
    named = {key: name if "/" in name else f"{below}/{name}" for key, name in read.files.items()}
    return Outcome(replace(read, files=named), tuple(builder.found))


def _read(builder: _Builder, path: str, files: Mapping[str, bytes], base: Base | None, *, governed: bool) -> Base | None:
    """What ``clause.yaml`` says, over what the clause says that it adapts, and the texts of both."""
    if METADATA not in files:
        hint = f"write {path}/{METADATA}, or remove the folder"
        builder.found.append(error("LB205", f"{path} has no {METADATA}", Place(path), hint))
        return None
    loaded = _loaded(files[METADATA], f"{path}/{METADATA}", base)
    builder.found += loaded.diagnostics
    builder.found += _strangers(files, path)
    if loaded.value is None:
        return None
    if loaded.value.model.id != builder.folder:
        builder.found.append(error("LB206", f'the id "{loaded.value.model.id}" is not the name of the folder',
                                   loaded.value.place("id"), f"write id: {builder.folder}"))  # fmt: skip
    names = text_files(files)
    journal = _journal(builder, loaded.value, names, files, path)
    sealed = _approved(builder, names, files, {**_seals(builder, files, path), **published_texts(journal)}, path)
    by_journal = journal.having(Status.APPROVED) if governed or journal.entries else frozenset(sealed)
    own = Base(loaded.value, names, by_journal, journal.having(Status.REVIEW), journal.having(Status.WITHDRAWN))
    return own if base is None else _adapted(builder, own, base, path, governed=governed)


def _journal(
    builder: _Builder, loaded: Loaded[Any], names: Files, files: Mapping[str, bytes], path: str
) -> Journal:
    """The steps of the revisions; empty where there are none."""
    if JOURNAL not in files:
        return Journal(builder.folder)
    read = read_journal(files[JOURNAL], f"{path}/{JOURNAL}", builder.folder)
    builder.found += read.diagnostics
    journal = read.value or Journal(builder.folder)
    places = {r.number: loaded.place("revisions", n) for n, r in enumerate(loaded.model.revisions)}
    builder.found += moved_on(journal, lambda n: covered(loaded.model, names, files, n), places, loaded.place())
    builder.found += lost_revisions(journal, places)
    return journal


def covered(model: ClauseModel, names: Files, files: Mapping[str, bytes], revision: int) -> Covered:
    """What a step of a revision covers, as it is in the folder now."""
    texts = {name: digest_of(files[name]) for key, name in sorted(names.items()) if key.revision == revision and name in files}
    return Covered(texts, metadata_digest(model, revision))


def _loaded(data: bytes, file: str, base: Base | None) -> Outcome[Loaded[Any]]:
    if base is None:
        return read_model(data, file, ClauseModel)
    from docgen.stages.sharing_models import AdaptedClauseModel

    return read_model(data, file, AdaptedClauseModel)


def _adapted(builder: _Builder, own: Base, base: Base, path: str, *, governed: bool) -> Base:
    """The clause over the one that it adapts; what a governed library declares itself is approved by its own journal alone."""
    from docgen.stages.adapt import adapted, adapted_approved, adapted_files, adapted_problems

    loaded: Loaded[Any] = own.loaded
    builder.found += adapted_problems(loaded, own.files, base, path)
    whole, found = adapted(loaded, base)
    builder.found += found
    by_itself = governed and bool(loaded.model.revisions)
    approved = own.approved if by_itself else adapted_approved(loaded, own.files, own.approved, base)
    other = base if not loaded.model.revisions else own
    return Base(whole, adapted_files(loaded, own.files, base), approved, other.review, other.withdrawn)


def text_files(names: Collection[str]) -> Files:
    """The files of a folder that are texts of a clause, by what they are for."""
    keys = ((text_key(name), name) for name in sorted(names))
    return {key: name for key, name in keys if key is not None}


def text_key(name: str) -> TextKey | None:
    """What a file of a clause is for; None for one that is no text."""
    m = _TEXT_NAME.match(name)
    return TextKey(int(m["revision"]), m["position"] or "", m["view"] or "", m["language"]) if m else None


def text_name(key: TextKey) -> str:
    """The name of the file of a text."""
    position = f".{key.position}" if key.position else ""
    view = f"+{key.view}" if key.view else ""
    return f"r{key.revision}{position}{view}.{key.language}.md"


def _strangers(files: Collection[str], path: str) -> Iterator[Diagnostic]:
    """LB207 for every file that no clause has."""
    for name in sorted(files):
        if name not in (METADATA, SEALS, JOURNAL) and not name.startswith(".") and _TEXT_NAME.match(name) is None:
            yield warning("LB207", f"{name} is no file of a clause", Place(f"{path}/{name}"),
                          "texts are called r1.fr.md, r1.position.fr.md or r1+view.fr.md")  # fmt: skip


def _seals(builder: _Builder, files: Mapping[str, bytes], path: str) -> Seals:
    """Digest of each published text by file name, from the record beside the texts."""
    if SEALS not in files:
        return {}
    if (quick := quick_seals(files[SEALS])) is not None:
        return quick
    loaded = read_model(files[SEALS], f"{path}/{SEALS}", SealsModel)
    builder.found += loaded.diagnostics
    return loaded.value.model.texts if loaded.value is not None else {}


_QUICK_SEALS = re.compile(
    rb"(?:#[ -~]*\n)*schema: docgen\.seals/1\ntexts:\n((?:  [a-z0-9][a-z0-9.+-]{0,200}\.md: [0-9a-f]{64}\n)+)"
)


def quick_seals(data: bytes) -> Seals | None:
    """A record of seals as docgen writes it, read without a YAML parser; None for one written in any other way."""
    match = _QUICK_SEALS.fullmatch(data)
    lines = match[1].decode("ascii").splitlines() if match else []
    seals = dict(line[2:].split(": ") for line in lines)
    return seals if lines and len(seals) == len(lines) else None


def _approved(
    builder: _Builder,
    texts: Files,
    files: Mapping[str, bytes],
    seals: Seals,
    path: str,
) -> set[int]:
    """Numbers of the revisions whose texts are all sealed; a changed or lost text is an error."""
    sealed: dict[int, int] = {}
    matches = {name: _TEXT_NAME.match(name) for name in seals}
    last = max((*(k.revision for k in texts), *(int(m["revision"]) for m in matches.values() if m)), default=0)
    for name, digest in seals.items():
        match = matches[name]
        if match is None:
            builder.found.append(warning("LB207", f"{SEALS} names {name}, which is no text of a clause",
                                         Place(f"{path}/{SEALS}"), "write seals with: docgen clauses seal"))  # fmt: skip
            continue
        number = int(match["revision"])
        sealed[number] = sealed.get(number, 0) + 1
        data = files.get(name)
        if data is None:
            builder.found.append(error("LB221", f"the published text {name} is gone", Place(f"{path}/{name}"),
                                       "bring the file back from the history of the library"))  # fmt: skip
        elif digest_of(data) != digest:
            builder.found.append(error("LB220", f"the published text {name} was changed", Place(f"{path}/{name}", 1, 1),
                                       f"undo the change and write it as revision r{last + 1} "
                                       f"(copy the files to r{last + 1}.*, declare it in {METADATA})"))  # fmt: skip
    for key, name in texts.items():
        if key.revision in sealed and name not in seals:
            builder.found.append(error("LB222", f"{name} was added to revision r{key.revision}, which is published",
                                       Place(f"{path}/{name}"), f"write it as revision r{last + 1}"))  # fmt: skip
    return set(sealed)


def _spec(builder: _Builder, read: Base) -> ClauseSpec:
    loaded, m = read.loaded, read.loaded.model
    return ClauseSpec(
        builder.folder, m.title, m.category, m.owner, m.numbered,
        builder.expression(m.applies_when, loaded.place("applies_when")),
        builder.parameters(loaded), builder.positions(loaded), tuple(m.requires),
        builder.conflicts(loaded), builder.terms(loaded), builder.revisions(loaded, read),
        {}, _label(m.guidance), m.references.model_dump(exclude_unset=True),
        loaded.place(), builder.obligations(loaded),
        tuple(LegalReference(r.text, r.grade, r.verified) for r in m.references.law),
        read.files, licence=m.licence, authors=tuple(m.authors), owner_place=loaded.place("owner"),
    )  # fmt: skip


def _check_files(spec: ClauseSpec, path: str) -> Iterator[Diagnostic]:
    """Texts of what is not declared, and revisions without any."""
    revisions = {r.number for r in spec.revisions}
    positions = {p.id for p in spec.positions}
    for key, name in spec.files.items():
        if key.revision not in revisions:
            yield error("LB208", f"revision {key.revision} is not declared", Place(f"{path}/{name}"),
                        f"declare it under revisions in {path}/{METADATA}")  # fmt: skip
        if key.position and key.position not in positions:
            yield error("LB209", f'there is no position "{key.position}"', Place(f"{path}/{name}"),
                        f"positions: {', '.join(sorted(positions)) or 'none'}")  # fmt: skip
    for revision in spec.revisions:
        if not any(k.revision == revision.number for k in spec.files):
            yield error("LB210", f"revision {revision.number} has no text", revision.place,
                        f"write {path}/r{revision.number}.<language>.md")  # fmt: skip


def _check_obligations(spec: ClauseSpec) -> Iterator[Diagnostic]:
    """CL320 for every name in an obligation that is no parameter."""
    declared = [p.name for p in spec.parameters]
    for obligation in spec.obligations:
        for name in names_read(obligation):
            yield from unknown_name(name, declared, obligation.place)


def unused_parameters(spec: ClauseSpec) -> Iterator[Diagnostic]:
    """CL321 for every parameter that no text and no obligation uses; it reads all texts."""
    used = {name for text in spec.texts.values() for name in text.names}
    used |= {name for obligation in spec.obligations for name in names_read(obligation)}
    for parameter in spec.parameters:
        if parameter.name not in used:
            yield warning("CL321", f'nothing in this clause uses the parameter "{parameter.name}"', parameter.place,
                          "use it or remove it")  # fmt: skip
