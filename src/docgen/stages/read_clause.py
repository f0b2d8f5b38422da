"""The folder of a clause to a ClauseSpec, with every problem that can be seen in it alone.

``clause.yaml`` and the record of seals are read by themselves, the texts one by one: a draft of a few
texts needs no others. ``read_clause`` reads them all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, warning
from docgen.model.journal import Journal, Status
from docgen.model.library import ClauseSpec, ClauseText, LegalReference, TextKey, Texts
from docgen.stages.adapt_base import Base
from docgen.stages.clause_builder import ClauseBuilder, label_of
from docgen.stages.clause_files import JOURNAL, METADATA, Files, strangers, text_files
from docgen.stages.file_models.base import iso
from docgen.stages.file_models.clause import ClauseModel
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
from docgen.stages.read_obligations import names_read
from docgen.stages.seals import read_seals, sealed_revisions


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
    builder = ClauseBuilder(folder, path, filters)
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
    builder = ClauseBuilder(folder, path, filters)
    read = _read(builder, path, files, base, governed=governed)
    if read is None:
        return Outcome(None, tuple(builder.found))
    named = {key: name if "/" in name else f"{below}/{name}" for key, name in read.files.items()}
    return Outcome(replace(read, files=named), tuple(builder.found))


def _read(builder: ClauseBuilder, path: str, files: Mapping[str, bytes], base: Base | None, *, governed: bool) -> Base | None:
    """What ``clause.yaml`` says, over what the clause says that it adapts, and the texts of both."""
    if METADATA not in files:
        hint = f"write {path}/{METADATA}, or remove the folder"
        builder.found.append(error("LB205", f"{path} has no {METADATA}", Place(path), hint))
        return None
    loaded = _loaded(files[METADATA], f"{path}/{METADATA}", base)
    builder.found += loaded.diagnostics
    builder.found += strangers(files, path)
    if loaded.value is None:
        return None
    if loaded.value.model.id != builder.folder:
        builder.found.append(error("LB206", f'the id "{loaded.value.model.id}" is not the name of the folder',
                                   loaded.value.place("id"), f"write id: {builder.folder}"))  # fmt: skip
    names = text_files(files)
    journal = _journal(builder, loaded.value, names, files, path, base)
    sealed = sealed_revisions(builder, names, files, {**read_seals(builder, files, path), **published_texts(journal)}, path)
    by_journal = journal.having(Status.APPROVED) if governed or journal.entries else frozenset(sealed)
    own = Base(loaded.value, names, by_journal, journal.having(Status.REVIEW), journal.having(Status.WITHDRAWN))
    return own if base is None else _adapted(builder, own, base, path, governed=governed)


def _journal(
    builder: ClauseBuilder, loaded: Loaded[Any], names: Files, files: Mapping[str, bytes], path: str, base: Base | None
) -> Journal:
    """The steps of the revisions, or of those that an adaptation without any of its own takes over; empty where there are none."""
    if JOURNAL not in files:
        return Journal(builder.folder)
    read = read_journal(files[JOURNAL], f"{path}/{JOURNAL}", builder.folder)
    builder.found += read.diagnostics
    journal = read.value or Journal(builder.folder)
    places = {r.number: loaded.place("revisions", n) for n, r in enumerate(loaded.model.revisions)}
    if base is not None and not places:
        places = {r.number: loaded.place() for r in base.loaded.model.revisions}
    builder.found += moved_on(journal, lambda n: covered(loaded.data, names, files, n), places, loaded.place())
    builder.found += lost_revisions(journal, places)
    return journal


def covered(said: Mapping[str, Any], names: Files, files: Mapping[str, bytes], revision: int) -> Covered:
    """What a step of a revision covers, as it is in the folder now; ``said`` is the data of ``clause.yaml``."""
    texts = {name: digest_of(files[name]) for key, name in sorted(names.items()) if key.revision == revision and name in files}
    return Covered(texts, metadata_digest(said, revision))


def _loaded(data: bytes, file: str, base: Base | None) -> Outcome[Loaded[Any]]:
    if base is None:
        return read_model(data, file, ClauseModel)
    from docgen.stages.sharing_models import AdaptedClauseModel

    return read_model(data, file, AdaptedClauseModel)


def _adapted(builder: ClauseBuilder, own: Base, base: Base, path: str, *, governed: bool) -> Base:
    """The clause over the one that it adapts; what a governed library says itself is approved by its own journal alone."""
    from docgen.stages.adapt import adapted, adapted_approved, adapted_files, adapted_problems, changes_documents

    loaded: Loaded[Any] = own.loaded
    builder.found += adapted_problems(loaded, own.files, base, path)
    whole, found = adapted(loaded, base)
    builder.found += found
    by_itself = governed and changes_documents(loaded)
    approved = own.approved if by_itself else adapted_approved(loaded, own.files, own.approved, base)
    withdrawn, review = own.withdrawn, own.review
    if not loaded.model.revisions:
        approved, withdrawn = approved & base.approved, withdrawn | base.withdrawn
        review = review if by_itself else base.review
    return Base(whole, adapted_files(loaded, own.files, base), approved, review, withdrawn)


def _spec(builder: ClauseBuilder, read: Base) -> ClauseSpec:
    loaded, m = read.loaded, read.loaded.model
    return ClauseSpec(
        builder.folder, m.title, m.category, m.owner, m.numbered,
        builder.expression(m.applies_when, loaded.place("applies_when")),
        builder.parameters(loaded), builder.positions(loaded), tuple(m.requires),
        builder.conflicts(loaded), builder.terms(loaded), builder.revisions(loaded, read),
        {}, label_of(m.guidance), loaded.data.get("references", {}),
        loaded.place(), builder.obligations(loaded),
        tuple(LegalReference(r.text, r.grade, iso(r.verified)) for r in m.references.law),
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
