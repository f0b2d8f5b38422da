"""Impact over a register of 100,000 versions, on SQLite and PostgreSQL, and a recall of contracts of full size.

The register is made in bulk: its chain is that of docs/register.md, its locks are as long as real ones and shared between
versions, and what a search looks in is derived from them by docgen's own rules. An audit of some dossiers shows that it is one.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from benchmarks.corpus import ROOT
from benchmarks.report import Figure
from docgen.app.clauses import seal
from docgen.app.profile_stream import stream_of
from docgen.app.recall import Where, recall
from docgen.app.record import Signed
from docgen.app.start_dossier import start_dossier
from docgen.app.workshop import Workshop, open_workshop
from docgen.model.plan import Request
from docgen.model.recall import DONE, Recall
from docgen.model.use import Impact, Search
from docgen.model.version import Deed, NewVersion, State
from docgen.render.search import as_json
from docgen.stages.data_filters import folded
from docgen.store.register import Register, digest_of, open_register, planes, snapshot_bytes, uses
from docgen.store.register.blobs import packed
from docgen.store.register.chain import canonical, deed_record, head_of, version_record
from docgen.store.register.schema import BLOB, DEED, FILE, LINK, USE, USE_DOSSIER, USE_VERSION, USE_WORDING, VERSION

VERSIONS, PER_DOSSIER, LIBRARY, CLAUSES, KINDS = 100_000, 3, 240, 60, 40
IMPACT_MS, MEMORY_MB = 200, 300
DAY, WHEN = "2027-06-01", "2027-01-04T09:30:00Z"
PROFILE, CONTRACT, CLAUSE = "profiles/mobilys.yaml", "contrat", "responsabilite"
_COLUMNS = tuple(c.name for c in VERSION.columns)
_FACTS = tuple(c.name for c in USE_VERSION.columns)[1:]
EVERYWHERE, SOMETIMES = "clause-0", "clause-1"


def run(*, quick: bool = False) -> list[Figure]:
    """A large register on each database, then a recall of as many contracts as RECALLED says."""
    gc.set_threshold(200_000)  # as docgen sets it when it starts
    figures = [*_impact("SQLite", VERSIONS, 3 if quick else 9)]
    with ExitStack() as stack:
        url = _postgres(stack)
        figures += _impact("PostgreSQL", VERSIONS, 3 if quick else 9, url) if url else []
    return [*figures, *_recall(int(os.environ.get("RECALLED", "0")) or (40 if quick else 200))]


def _postgres(stack: ExitStack) -> str:
    """A database on a server that is started for it; nothing where PostgreSQL is not installed."""
    sys.path.insert(0, str(ROOT / "tests"))  # whoever tests a register starts a server in the same way
    try:
        postgres = import_module("support.postgres")
        server = stack.enter_context(postgres.running())
    except Exception as reason:  # noqa: BLE001 - NoPostgresError, or no driver: both say why
        print(f"  PostgreSQL is left out: {reason}", file=sys.stderr)
        return ""
    url: str = stack.enter_context(server.database())
    return url


# -------------------------------------------------------------------- impact
def _impact(name: str, versions: int, rounds: int, url: str = "") -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        register = open_register(url or Path(folder) / "register.sqlite", create=True).value
        assert register is not None
        with register:
            fill(register, versions)
            made = perf_counter() - start
            assert register.audit("dossier-00007") == (), register.audit("dossier-00007")
            yield from _searches(name, register, versions, rounds)
            yield from _command(name, url or str(Path(folder) / "register.sqlite"), 3)
            yield Figure(f"{name}: making the register", made, "s")


def _searches(name: str, register: Register, versions: int, rounds: int) -> Iterator[Figure]:
    asked = {
        "a clause that all versions hold": Search(DAY, EVERYWHERE),
        "the same, in force": Search(DAY, EVERYWHERE, in_force=True),
        "the same, two versions of three": Search(DAY, EVERYWHERE, status="superseded"),
        "the same, on an earlier day": Search("2027-02-20", EVERYWHERE),
        "the same, in force on an earlier day": Search("2027-02-20", EVERYWHERE, in_force=True),
        "the same, signed since a day": Search(DAY, EVERYWHERE, since="2027-02-01"),
        "the same, of every client, in force": Search(DAY, EVERYWHERE, client="client", in_force=True),
        "the same, one revision": Search(DAY, EVERYWHERE, revision=1),
        "a clause that one in ten holds": Search(DAY, SOMETIMES),
        "that one, in force": Search(DAY, SOMETIMES, in_force=True),
        "that one, one client": Search(DAY, SOMETIMES, client="client 77 "),
        "all clauses of a department": Search(DAY, department="juridique"),
        "all clauses that deviate": Search(DAY, deviation=True),
        "those, in force": Search(DAY, deviation=True, in_force=True),
        "versions in force": Search(DAY, in_force=True),
    }
    for what, search in asked.items():
        totals = _answer(register, search).totals()
        assert totals["contracts"]
        note = f"{totals['versions']:,} versions of {totals['contracts']:,} contracts; warm; counted, the first 50 as values"
        spent, own = _ms(rounds, lambda s=search: _answer(register, s))
        yield Figure(f"{name}, {versions:,} versions: {what}", spent, "ms", IMPACT_MS, note=f"own CPU {own:.0f} ms; {note}")
    found = _answer(register, Search(DAY, EVERYWHERE), 0)
    start, cpu = perf_counter(), process_time()
    size = sum(map(len, as_json(found, register.facts)))
    yield Figure(f"{name}: all of them as JSON, in pieces", perf_counter() - start, "s", note=f"{size / 1e6:.0f} MB; CPU {process_time() - cpu:.1f} s")


def _command(name: str, where: str, rounds: int) -> Iterator[Figure]:
    """The whole command in a process of its own, Python and imports with it."""
    before, spent = os.times(), []
    for _ in range(rounds):
        start = perf_counter()
        command = [sys.executable, "-m", "docgen", "clauses", "impact", EVERYWHERE, "--as-of", DAY, "--project", str(ROOT), "--register", where]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
        spent.append(perf_counter() - start)
    after = os.times()
    cpu = (after.children_user + after.children_system - before.children_user - before.children_system) / rounds
    yield Figure(f"{name}: the whole command, CPU", cpu * 1000, "ms", note=f"on the clock {min(spent) * 1000:.0f} ms")


def _answer(register: Register, search: Search, most: int = 50) -> Impact:
    found = (register.find if search.of_clauses else register.find_versions)(search, most)
    tuple(found.contracts[:50])
    return Impact(search, found.contracts, found.wordings, found.counts)


def _ms(rounds: int, work: Callable[[], object]) -> tuple[float, float]:
    """The median time on the clock, for a server works in another process; and that of the processor in this one."""
    spent, own = [], []
    for _ in range(rounds + 1):
        start, cpu = perf_counter(), process_time()
        work()
        spent.append((perf_counter() - start) * 1000)
        own.append((process_time() - cpu) * 1000)
    return median(spent[1:]), median(own[1:])


def fill(register: Register, versions: int) -> None:
    """A register with so many versions, three to a dossier, in one transaction."""
    with register._engine.connect() as bare:  # noqa: SLF001
        db = bare.execution_options(docgen_writes=True)
        with db.begin():
            raw: Any = db.connection.driver_connection
            for table, rows in _tables(versions):
                _bulk(raw, table, rows, copy=db.dialect.name == "postgresql")
            planes.fill(db)
        if db.dialect.name == "postgresql":
            db.exec_driver_sql("ANALYZE")
            db.commit()


def _bulk(raw: Any, table: Any, rows: Iterable[tuple[Any, ...]], *, copy: bool) -> None:
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    if copy:
        with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as out:
            if table is USE:  # numbers and a short key, millions of them: as text, many at once
                for some in _chunks(rows, 20_000):
                    out.write("".join("\t".join(map(str, row)) + "\n" for row in some))
            else:
                for row in rows:
                    out.write_row(row)
    else:
        raw.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(table.columns))})", rows)


def _chunks(rows: Iterable[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some


def _tables(versions: int) -> Iterator[tuple[Any, Iterable[tuple[Any, ...]]]]:
    """The rows of each table, those of a derived one from the locks by docgen's own rules."""
    locks = [_lock(kind, step) for kind in range(KINDS) for step in range(PER_DOSSIER)]
    digests = [digest_of(text.encode()) for text in locks]
    held = [[*uses.wordings(json.loads(text), lambda _: uses.UNKNOWN)] for text in locks]
    ids = {w: n for n, w in enumerate(sorted({w for each in held for w in each}), 1)}
    snapshot = snapshot_bytes({f"clauses/clause-{n}/r1.fr.md": digest_of(b"text") for n in range(LIBRARY)})
    own = {_own_lock(_client(n * 20)).encode() for n in range(versions // PER_DOSSIER // 20 + 1)}
    given = {digest_of(d): d for d in (snapshot, b"text", b"profile", b"document", *(t.encode() for t in locks), *own)}
    rows = _Rows(digest_of(snapshot), digests)
    for dossier in range(-(-versions // PER_DOSSIER)):
        rows.dossier(dossier, min(PER_DOSSIER, versions - dossier * PER_DOSSIER))
    yield BLOB, (tuple(packed(digest, data)[c.name] for c in BLOB.columns) for digest, data in given.items())
    yield from ((LINK, rows.links), (VERSION, rows.versions), (FILE, rows.files), (DEED, rows.deeds))
    yield USE_DOSSIER, rows.dossiers
    yield USE_VERSION, rows.facts
    yield USE_WORDING, ((n, *w) for w, n in ids.items())
    yield USE, sorted(_uses(rows, held, ids))


def _uses(rows: _Rows, held: list[list[Any]], ids: dict[Any, int]) -> Iterator[tuple[Any, ...]]:
    runs = {(kind, count): _runs(kind, count, held, ids) for kind in range(KINDS) for count in range(1, PER_DOSSIER + 1)}
    for dossier in range(rows.count):
        count = rows.counts[dossier]
        yield from ((wording, dossier + 1, "p1", first, last) for wording, first, last in runs[dossier % KINDS, count])


def _runs(kind: int, count: int, held: list[list[Any]], ids: dict[Any, int]) -> list[tuple[int, int, int]]:
    numbers: dict[Any, list[int]] = {}
    for step in range(count):
        for wording in held[kind * PER_DOSSIER + step]:
            numbers.setdefault(wording, []).append(step + 1)
    return [(ids[w], *run) for w, found in numbers.items() for run in uses.intervals(found)]


def _name(dossier: int) -> str:
    return f"dossier-{dossier:05d}"


def _client(dossier: int) -> str:
    return f"Client {dossier // 20} SAS"


def _lock(kind: int, step: int) -> str:
    """A lock of a version: 60 clauses of the library, some of another revision with each step."""
    chosen = [0, *([1] if kind % 10 == 0 else []), *((2 + kind * 5 + n) % (LIBRARY - 2) + 2 for n in range(CLAUSES))][:CLAUSES]
    clauses = [_clause(n, kind, step) for n in dict.fromkeys(chosen)]
    facts = {"schema": "docgen.lock/2", "engine": "0.1.0", "type": "contrat", "key": "p1", "language": "fr", "variant": "", "final": True}
    return json.dumps({**facts, "kind": kind, "step": step, "client": "", "ends": "2029-12-31", "clauses": clauses})


def _clause(number: int, kind: int, step: int) -> dict[str, Any]:
    revision = 1 + (step if (number + kind) % 10 < 2 * step else 0)
    position = ("plafond-de-douze-mois", "plafond-de-vingt-quatre-mois", "")[number % 3]
    deviates = (number + kind) % 7 == 0
    why = ["always applies", f"position {position}: chosen in the profile", f"r{revision}: in force on 2027-01-04"]
    return {
        "id": f"clause-{number}", "revision": revision, "position": position, "file": f"clauses/clause-{number}/r{revision}.fr.md",
        "text": digest_of(f"{number} {revision}".encode()), "why": why, "kind": "standard", "owner": ("juridique", "achats", "rssi")[number % 3],
        "deviations": ["parameters"] if deviates else [],
    }  # fmt: skip


class _Rows:
    """The rows of every dossier, with the chain of each."""

    def __init__(self, library: str, locks: list[str]) -> None:
        self.library, self.locks, self.count = library, locks, 0
        self.counts: list[int] = []
        self.links: list[tuple[Any, ...]] = []
        self.versions: list[tuple[Any, ...]] = []
        self.files: list[tuple[Any, ...]] = []
        self.deeds: list[tuple[Any, ...]] = []
        self.facts: list[tuple[Any, ...]] = []
        self.dossiers: list[tuple[Any, ...]] = []

    def dossier(self, dossier: int, count: int) -> None:
        """Versions that each supersede the one before; the last is signed."""
        name, client, head, seq, nth = _name(dossier), _client(dossier), "", 0, dict.fromkeys(range(1, count + 1), 1)
        for number in range(1, count + 1):
            seq += 1
            head = self._version(name, dossier, number, seq, head)
            for other, state in ((number - 1, State.SUPERSEDED), (number, State.SIGNED)):
                if other:
                    seq, nth[other] = seq + 1, nth[other] + 1
                    head = self._deed(name, other, nth[other], seq, state, number, head)
            ended = _signed_on(number + 1) if number < count else ""
            state = "superseded" if ended else "signed"
            said = (client, folded(f"{name} {client}"), state, _signed_on(number), _signed_on(number), ended, DAY[:4] + "-01-01", "2029-12-31")
            self.facts.append((dossier + 1, number, *said))
        facts = {f[1]: dict(zip(_FACTS, f[1:], strict=True)) for f in self.facts[-count:]}
        whole = {"id": dossier + 1, "dossier": name, **uses.of_dossier(facts)}
        self.dossiers.append(tuple(whole[c.name] for c in USE_DOSSIER.columns))
        self.counts.append(count)
        self.count += 1

    def _version(self, name: str, dossier: int, number: int, seq: int, head: str) -> str:
        lock = self.locks[dossier % KINDS * PER_DOSSIER + number - 1]
        row = {
            "dossier": name, "number": number, "seq": seq, "format": "docgen.recipe/1", "engine": "0.1.0", "as_of": WHEN[:10], "effective": "2027-01-01",
            "profile_digest": digest_of(b"profile"), "library_digest": self.library, "text_digest": digest_of(b"text"), "base": number - 1,
            "who": "Anna", "when": WHEN, "why": "change of strategy",
        }  # fmt: skip
        inputs = {"format": "docgen.recipe/1", "profile": f"profiles/{name}.yaml", "pins": {}}
        # the client stands in a lock of its own, so that the large one is shared
        locks = [lock, self._own(_client(dossier))]
        files = [{"nth": n, "name": f"{name}_{n}.docx", "type": "contrat", "key": "p1", "language": "fr", "role": "document",
                  "digest": digest_of(b"document"), "size": 8} for n in (1, 2)]  # fmt: skip
        deed = {"dossier": name, "number": number, "nth": 1, "seq": seq, "state": "draft", "who": "Anna", "when": WHEN, "on": WHEN[:10], "why": ""}
        after = head_of(head, version_record(row, files, locks, inputs, deed))
        self.links.append((name, seq, head, after))
        whole = row | {"locks": canonical(locks), "inputs": canonical(inputs)}
        self.versions.append(tuple(whole[name] for name in _COLUMNS))
        self.files += [tuple(({"dossier": name, "number": number} | f)[c.name] for c in FILE.columns) for f in files]
        self.deeds.append(tuple(deed[c.name] for c in DEED.columns))
        return after

    def _own(self, client: str) -> str:
        return sha256(_own_lock(client).encode()).hexdigest()

    def _deed(self, name: str, number: int, nth: int, seq: int, state: State, by: int, head: str) -> str:
        deed = {"dossier": name, "number": number, "nth": nth, "seq": seq, "state": str(state), "who": "Bruno", "when": WHEN, "on": _signed_on(by), "why": ""}
        after = head_of(head, deed_record(deed))
        self.links.append((name, seq, head, after))
        self.deeds.append(tuple(deed[c.name] for c in DEED.columns))
        return after


def _own_lock(client: str) -> str:
    return json.dumps({"schema": "docgen.lock/2", "client": client, "key": "p1"})


def _signed_on(number: int) -> str:
    return f"2027-0{number}-15"


# -------------------------------------------------------------------- recall
def _recall(contracts: int) -> Iterator[Figure]:
    """The shipped contract as many dossiers, all signed; then a new revision of a clause of it, for all of them."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        for name in ("clauses", "templates", "profiles"):
            shutil.copytree(ROOT / name, root / name)
        where = root / "register.sqlite"
        _ungoverned(root)
        _contracts(root, where, contracts)
        _revise(root / "clauses" / CLAUSE)
        workshop, register = open_workshop(root, shown_from=root).value, open_register(where, create=False).value
        assert workshop is not None
        assert register is not None
        with register:
            asked, search = Recall(CLAUSE, 2, DAY, DAY, "A"), Search(DAY, CLAUSE)
            cores = os.cpu_count() or 1
            start, cpu = perf_counter(), process_time()
            found = recall(register, workshop, asked, search, Where(str(where), Path(folder) / "out"), lambda _: None).value
            spent, own = perf_counter() - start, process_time() - cpu
            assert found is not None
            assert found.count(DONE) == contracts, found.results[0]
            peak = max(r.peak for r in found.results)
            note = f"plan, contract as amended, redline, amendment; {cores} processes"
            yield Figure(f"recall of {contracts} contracts of 64 pages", spent, "s", note=note)
            yield Figure("  for each contract, on the clock", spent / contracts * 1000, "ms")
            yield Figure("  by the process that leads, CPU", own, "s")
            yield Figure("  highest resident memory of a process", peak, "MB", MEMORY_MB, firm=True)
            start = perf_counter()
            again = recall(register, workshop, asked, search, Where(str(where), Path(folder) / "out"), lambda _: None).value
            assert again is not None
            assert [replace(r, peak=0.0) for r in again.results] == [replace(r, peak=0.0) for r in found.results]
            yield Figure("  the same again: everything is there", perf_counter() - start, "s")
        workshop.close()


def _contracts(root: Path, where: Path, count: int) -> None:
    workshop, register = open_workshop(root, shown_from=root).value, open_register(where, create=True).value
    assert workshop is not None
    assert register is not None
    with register:
        stream = stream_of(workshop, root / PROFILE).value
        assert stream is not None
        made, _ = start_dossier(register, workshop, stream, Request(types=(CONTRACT,), final=True), root / "out", Signed("A", WHEN), lambda _: None)
        assert made.value is not None, made.diagnostics
        _sign(register, "mobilys")
        _copies(register, workshop, count - 1)
    workshop.close()


def _sign(register: Register, dossier: str) -> None:
    signed = register.add_deed(dossier, 1, Deed(State.SIGNED, "A", WHEN, WHEN[:10], ""), expected_head=register.head(dossier))
    assert signed.value is not None, signed.diagnostics


def _copies(register: Register, workshop: Workshop, count: int) -> None:
    """The signed contract under other names, as if each had been drawn from a profile of its own."""
    first = register.version("mobilys", 1)
    assert first is not None
    profile = register.blob(first.profile_digest)
    assert profile is not None
    with register._engine.connect() as db:  # noqa: SLF001
        db.rollback()
        db.connection.driver_connection.execute("PRAGMA synchronous = OFF")
    for n in range(count):
        name = f"client-{n:04d}"
        own = profile.replace(b"\nid: mobilys\n", f"\nid: {name}\n".encode())
        files = tuple(replace(f, name=f.name.replace("mobilys", name)) for f in first.files)
        values = {k: getattr(first, k) for k in NewVersion.__dataclass_fields__}
        new = NewVersion(**{**values, "dossier": name, "profile_digest": digest_of(own), "files": files})
        done = register.append(new, {digest_of(own): own}, expected_head="")
        assert done.value is not None, done.diagnostics
        _sign(register, name)


def _ungoverned(root: Path) -> None:
    """A library whose clauses are sealed and not approved: what is measured is the recall, not the approvals."""
    library = root / "clauses" / "library.yaml"
    library.write_text(library.read_text(encoding="utf-8").replace("people: people.yaml\n", ""), encoding="utf-8")
    for journal in root.glob("clauses/*/journal.yaml"):
        journal.unlink()
    _seal(root, [path.parent.name for path in root.glob("clauses/*/clause.yaml")])


def _seal(root: Path, ids: Sequence[str]) -> None:
    workshop = open_workshop(root, shown_from=root).value
    assert workshop is not None
    sealed, problems = seal(workshop, sorted(ids))
    assert sealed, problems
    workshop.close()


def _revise(clause: Path) -> None:
    """Revision 2 of the clause, a sentence longer, published."""
    for language in ("fr", "en"):
        text = (clause / f"r1.{language}.md").read_text(encoding="utf-8").rstrip("\n")
        (clause / f"r2.{language}.md").write_text(f"{text}\n\n{'La présente clause a été relue.' if language == 'fr' else 'This clause was read again.'}\n", encoding="utf-8")
    path = clause / "clause.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = max(n for n, line in enumerate(lines) if "number: 1," in line)
    lines.insert(at + 1, '  - {number: 2, change: substantive, in_force: {from: 2027-01-01}, note: "Relecture."}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _seal(clause.parents[1], [clause.name])


if __name__ == "__main__":
    from benchmarks.report import show

    show("impact", run(quick="--quick" in sys.argv))
