"""The verb ``library update``: the new state of a library as a proposal, and the proposal carried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from docgen.app.libraries import bring, from_project, pin_of, write_pinned
from docgen.app.trial import trial_of
from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors
from docgen.model.library import ClauseSpec, TextKey
from docgen.model.merging import Choice, Unsettled
from docgen.model.sharing import Manifest, Package, Pin
from docgen.model.update import AdaptedUpdate, MergedFile, Proposal, Taken, Update
from docgen.stages.clause_files import METADATA, text_name
from docgen.stages.merge_text import merge_texts
from docgen.stages.overrides import overrides
from docgen.stages.settled import read_settled, settled_text
from docgen.stages.yaml_edit import with_value
from docgen.store.atomic import read_bytes, write_all
from docgen.store.layers import read_manifest_of
from docgen.store.project import LIBRARY, MAX_FILE, Project
from docgen.store.signing import check_signature

Choices = Mapping[tuple[str, str, int], Choice]
"""Clause, file and number of a conflict -> what was chosen."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of an update: of one library or of all (""), from where, and with what was chosen in conflicts."""

    name: str
    source: str
    signer: str
    settled: Path | None
    out: Path
    apply: bool


def update(workshop: Workshop, wanted: Wanted, shown_from: Path) -> Outcome[Update]:
    """Propose, and carry out where that is asked for.

    Conflicts are written as a page and as a file to fill in, below ``wanted.out``; while one is open, nothing else is.

    :return: SH170 for a library that is not here, SH171 for a conflict that is not settled, SH172 for a choice that
        does not fit, SH173 for a merged text that cannot be read.
    """
    pins = workshop.project.pins()
    chosen = [p for p in pins if wanted.name in ("", p.name)]
    if not chosen:
        known = ", ".join(p.name for p in pins) or "none"
        return Outcome(
            None, (error("SH170", f'the library builds on no "{wanted.name}"', None, f"it builds on: {known}"),)
        )
    found: list[Diagnostic] = []
    proposals = [p for pin in chosen if (p := _proposal(workshop, pin, wanted, shown_from, found)) is not None]
    if has_errors(found):
        return Outcome(None, tuple(found))
    return _carried_out(workshop, wanted, Update(tuple(proposals)), found)


def _proposal(
    workshop: Workshop, pin: Pin, wanted: Wanted, shown_from: Path, found: list[Diagnostic]
) -> Proposal | None:
    """What the new state of one library would change."""
    source = from_project(wanted.source, workshop.project.root, shown_from) if wanted.source else pin.source
    brought = bring(source, workshop.project.root, shown_from)
    found += brought.diagnostics
    now = read_manifest_of(workshop.project.root, pin.name, workshop.project.shown)
    found += now.diagnostics
    old = now.value
    if brought.value is None or old is None:
        return None
    package = brought.value
    found += check_signature(package, wanted.signer or pin.signer, pin.place)
    if package.manifest.name != pin.name:
        found.append(error("SH174", f'{source} holds the library "{package.manifest.name}", not "{pin.name}"', pin.place,
                           f"name its source: docgen library update {pin.name} --from SOURCE"))  # fmt: skip
        return None
    new_pin = replace(pin, source=source, signer=wanted.signer or pin.signer)
    adapting = [s for s in _own(workshop.project) if s.adapts.startswith(f"{pin.name}:")]
    with ExitStack() as stack:
        after = stack.enter_context(trial_of(workshop, package, [s.adapts for s in adapting]))
        adapted = tuple(u for s in adapting if (u := _Merge(workshop.project, after, s).proposed(found)) is not None)
    return _compared(new_pin, package, old, {s.adapts.partition(":")[2] for s in adapting}, adapted)


def _own(project: Project) -> Iterator[ClauseSpec]:
    for id_ in project.own_clause_ids():
        if project.may_adapt(id_) and (spec := project.clause(id_).value) is not None:
            yield spec


def _compared(
    pin: Pin, package: Package, old: Manifest, adapted_ids: set[str], adapted: tuple[AdaptedUpdate, ...]
) -> Proposal:
    new = package.manifest
    before, after = ({c.id: c.revisions for c in m.clauses} for m in (old, new))
    both = sorted((set(before) & set(after)) - adapted_ids)
    taken = tuple(Taken(i, before[i], after[i]) for i in both if _of(old, i) != _of(new, i))
    clauses = tuple(f"{LIBRARY}/{i}/" for i in {*before, *after})
    other = sum(
        1 for p in {*old.files, *new.files} if old.files.get(p) != new.files.get(p) and not p.startswith(clauses)
    )
    return Proposal(
        pin,
        package,
        taken,
        tuple(sorted(set(after) - set(before))),
        tuple(sorted(set(before) - set(after))),
        adapted,
        other,
    )


def _of(manifest: Manifest, id_: str) -> dict[str, str]:
    prefix = f"{LIBRARY}/{id_}/"
    return {p: d for p, d in manifest.files.items() if p.startswith(prefix)}


class _Merge:
    """One adapted clause: its newest revision, what it is based on, and the newest revision of the library."""

    def __init__(self, now: Project, after: Project, spec: ClauseSpec) -> None:
        self.now, self.after, self.spec = now, after, spec
        self.before, self.theirs = now.clause(spec.adapts).value, after.clause(spec.adapts).value

    def proposed(self, found: list[Diagnostic]) -> AdaptedUpdate | None:
        """What is proposed for it; None where the library has nothing new for it."""
        spec, theirs = self.spec, self.theirs
        if theirs is None or self.before is None:
            found.append(error("SH113", f'there is no clause "{spec.adapts}" to adapt', spec.place,
                               "it left the library: write the clause as your own, without `adapts`"))  # fmt: skip
            return None
        mine = overrides(spec, self.before, theirs)
        own = max((r for r in spec.revisions if r.based_on), key=lambda r: r.number, default=None)
        newest = max(
            (r for r in theirs.revisions if r.approved and not r.withdrawn), key=lambda r: r.number, default=None
        )
        if own is None or newest is None or newest.number <= own.based_on:
            return AdaptedUpdate(spec.id, spec.adapts, 0, 0, "", "", "", (), mine) if mine else None
        number = own.number + 1
        files = tuple(self._files(own.number, own.based_on, newest.number, number))
        since = max(newest.in_force_from, own.in_force_from)
        return AdaptedUpdate(
            spec.id, spec.adapts, number, newest.number, newest.change, newest.note, since, files, mine
        )

    def _files(self, own: int, base: int, newest: int, number: int) -> Iterator[MergedFile]:
        """The texts that the adaptation has itself, each merged with what became of the text that it stands for."""
        for key, name in sorted(self.spec.files.items()):
            if key.revision == own and "/" not in name:
                file = text_name(replace(key, revision=number))
                base_name, base_text = self._text(self.now, replace(key, revision=base))
                their_name, their_text = self._text(self.after, replace(key, revision=newest))
                ours = self._text(self.now, key, own=True)
                yield MergedFile(file, ours[0], base_name, their_name, merge_texts(base_text, ours[1], their_text, self._gone()))

    def _gone(self) -> frozenset[str]:
        """The parameters, positions and terms that the library no longer declares."""
        assert self.before is not None
        assert self.theirs is not None
        return _declared(self.before) - _declared(self.theirs)

    def _text(self, project: Project, key: TextKey, *, own: bool = False) -> tuple[str, str]:
        """Path and content of a text; both empty where there is none."""
        id_, spec = (self.spec.id, self.spec) if own else (self.spec.adapts, project.clause(self.spec.adapts).value)
        folder = project.clause_folder(id_)
        if spec is None or folder is None or key not in spec.files:
            return "", ""
        path, below = folder.text_path(spec.files[key])
        data = read_bytes(path, MAX_FILE).value
        return below, data.decode("utf-8-sig") if data is not None else ""


def _declared(spec: ClauseSpec) -> frozenset[str]:
    return frozenset((*(p.name for p in spec.parameters), *(p.id for p in spec.positions), *(t.id for t in spec.terms)))


def _carried_out(workshop: Workshop, wanted: Wanted, proposed: Update, found: list[Diagnostic]) -> Outcome[Update]:
    """The page of conflicts where there are any, and the new state where it is asked for and everything is settled."""
    choices, problems = _choices(workshop, wanted, proposed)
    found += problems
    open_ = [(p, u) for p in proposed.proposals for u in p.adapted if not _all_settled(u, choices)]
    pages = _pages(workshop, wanted, proposed) if open_ and wanted.settled is None else {}
    if wanted.apply and open_ and not problems:
        first, count = open_[0][1], sum(len(u.conflicts) for _, u in open_)
        are = "conflict is open" if count == 1 else "conflicts are open"
        found.append(error("SH171", f"{count} {are}, the first in {first.id}",
                           Place(workshop.project.shown(workshop.project.root / LIBRARY / first.id)),
                           "choose in the file of conflicts, then: docgen library update --apply --settled FILE"))  # fmt: skip
    found += write_all(pages) if pages else ()
    shown = tuple(workshop.project.shown(p) for p in pages)
    if not wanted.apply or has_errors(found):
        return Outcome(replace(proposed, written=shown), tuple(found))
    files = dict(_new_files(workshop, proposed, choices, found))
    if has_errors(found):
        return Outcome(proposed, tuple(found))
    found += _write(workshop, proposed, files)
    return Outcome(replace(proposed, written=tuple(workshop.project.shown(p) for p in files)), tuple(found))


def _all_settled(one: AdaptedUpdate, choices: Choices) -> bool:
    return all((one.id, f.file, c.number) in choices for f, c in one.conflicts)


def _choices(workshop: Workshop, wanted: Wanted, proposed: Update) -> tuple[Choices, tuple[Diagnostic, ...]]:
    if wanted.settled is None:
        return {}, ()
    data = read_bytes(wanted.settled, MAX_FILE)
    if data.value is None:
        return {}, data.diagnostics
    outcome = read_settled(data.value, workshop.project.shown(wanted.settled), proposed)
    return outcome.value or {}, outcome.diagnostics


def _pages(workshop: Workshop, wanted: Wanted, proposed: Update) -> dict[Path, bytes]:
    from docgen.app.conflict_page import conflict_page

    library = workshop.library().value
    language = workshop.language(library.languages[0] if library is not None else "")
    return {wanted.out / "conflicts.html": conflict_page(proposed, language), wanted.out / "conflicts.yaml": settled_text(proposed)}


def _new_files(
    workshop: Workshop, proposed: Update, choices: Choices, found: list[Diagnostic]
) -> Iterator[tuple[Path, bytes]]:
    """The new revisions of adapted clauses: their texts, and their entry in ``clause.yaml``."""
    root = workshop.project.root
    for one in (u for p in proposed.proposals for u in p.adapted if u.revision):
        folder = root / LIBRARY / one.id
        for file in one.files:
            try:
                text = file.merged.with_conflicts(
                    {c.number: choices[one.id, file.file, c.number] for c in file.merged.conflicts}
                )
            except (Unsettled, KeyError):
                continue  # SH171 said so
            if text:
                found += _unreadable(workshop, one.id, file.file, text)
                yield folder / file.file, text.encode()
        yield folder / METADATA, _with_entry(workshop, one)


def _unreadable(workshop: Workshop, id_: str, file: str, text: str) -> list[Diagnostic]:
    """SH173 for a merged text that cannot be read as a clause."""
    from docgen.stages.clause_files import text_key

    folder, key = workshop.project.clause_folder(id_), text_key(file)
    assert folder is not None
    assert key is not None
    outcome = folder.text(key, file, None, {file: text.encode()})
    return [error("SH173", f"the merged text cannot be read: {d.message}", d.place, d.hint)
            for d in outcome.diagnostics if d.severity == "error"]  # fmt: skip


def _with_entry(workshop: Workshop, one: AdaptedUpdate) -> bytes:
    path = workshop.project.root / LIBRARY / one.id / METADATA
    data = read_bytes(path, MAX_FILE).value or b""
    spec = workshop.clause(one.id)
    count = sum(1 for r in spec.revisions if r.based_on) if spec is not None else 0
    entry: dict[str, object] = {"number": one.revision, "based_on": one.based_on, "change": one.change}
    if one.in_force_from:
        entry["in_force"] = {"from": one.in_force_from}
    entry["note"] = one.note or f"{one.adapts} r{one.based_on}"
    return with_value(data.decode("utf-8-sig"), 0, ("revisions", count), entry, lambda _: "", lambda _: ()).encode()


def _write(workshop: Workshop, proposed: Update, files: dict[Path, bytes]) -> tuple[Diagnostic, ...]:
    """The libraries, their pins and the new revisions, all or nothing."""
    project = workshop.project
    changed = [p for p in proposed.proposals if p.changed]
    fresh = {p.pin.name: pin_of(p.package, p.pin.source, p.pin.signer, p.pin.place) for p in changed}
    pins = [fresh.get(pin.name, pin) for pin in project.pins()]
    found = write_pinned(workshop, pins, {p.pin.name: p.package for p in changed}, files)
    if found:
        return found
    ids = [u.id for p in proposed.proposals for u in p.adapted]
    return tuple(d for id_ in ids for d in project.all_clause_findings(id_) if d.severity == "error")
