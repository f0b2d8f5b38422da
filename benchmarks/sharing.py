"""A library that a whole house shares: 10,000 clauses of five revisions, and a department's library on it.

Every command runs in a process of its own, with its CPU time (user and system, of the children that it starts too) and its
highest resident memory. Beside them: reading every file of the library and hashing it, in the same run, so that ratios say
what docgen adds to what the disk and SHA-256 cost.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpus
from benchmarks.corpus import ROOT, Size
from benchmarks.report import Figure, ratio

CLAUSES, REVISIONS, DRAWN, ADAPTED = 10_000, 5, 60, 300
FULL_S, CHANGED_S, STATUS_S, PUBLISH_S, MEMORY_MB = 30, 1, 1, 10, 1_000
FULL_TIMES, CHANGED_TIMES = 100, 4
NOTE = "CPU, user and system"
_SEALS = "# Digests of published texts, written by docgen clauses seal. Published texts never change."
_MEASURED = """
import json, os, resource, sys, time
start = time.perf_counter()
pid = os.fork()
if not pid:
    os.dup2(2, 1)
    os.execv(sys.executable, [sys.executable, "-m", "docgen", *sys.argv[1:]])
_, status, used = os.wait4(pid, 0)
clock = time.perf_counter() - start
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss, clock, os.waitstatus_to_exitcode(status)]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, memory in MB, and seconds on the clock of one command."""

    cpu: float
    memory: float
    clock: float


def run(*, quick: bool = False) -> list[Figure]:
    """Both libraries, made and measured."""
    return measured(500 if quick else CLAUSES, 20 if quick else ADAPTED)


def measured(clauses: int, adapted: int) -> list[Figure]:
    """The figures of a library of so many clauses, and of one that adapts so many of them."""
    with tempfile.TemporaryDirectory() as folder:
        group, unit = Path(folder) / "groupe", Path(folder) / "metier"
        build(group, clauses)
        time.sleep(2.1)  # what was written a moment ago is read again by the next command
        return [*_of_the_group(group, clauses), *_of_the_unit(group, unit, clauses, adapted)]


def _of_the_group(group: Path, clauses: int) -> Iterator[Figure]:
    whole = clauses == CLAUSES
    _plain(group)  # once for nothing: files into memory
    plain = _plain(group)
    count = sum(1 for p in group.rglob("*") if p.is_file())
    yield Figure("reading and hashing every file, plain", plain, "s", note=f"{count:,} files")
    full = docgen(group, "check")
    clock = f"on the clock, with {os.cpu_count()} cores"
    yield Figure("check, nothing known", full.clock, "s", FULL_S if whole else None, note=clock)
    yield Figure("  its CPU: check, nothing known", full.cpu, "s", note=NOTE)
    yield from _memory("check, nothing known", full)
    again = docgen(group, "check")
    yield Figure("check, nothing changed", again.cpu, "s", CHANGED_S if whole else None, note=NOTE)
    change(group, 7)
    changed = docgen(group, "check")
    yield Figure("check, one text changed", changed.cpu, "s", CHANGED_S if whole else None, note=NOTE)
    yield from _memory("check, one text changed", changed)
    yield from _ratios(full, changed, plain, whole=whole)
    published = docgen(group, "library", "publish", "--version", "1")
    yield Figure("library publish", published.cpu, "s", PUBLISH_S if whole else None, note=NOTE)
    yield from _memory("library publish", published)


def _ratios(full: Cost, changed: Cost, plain: float, *, whole: bool) -> Iterator[Figure]:
    """What holds on every machine, where the library is large enough for a ratio to mean anything."""
    if whole:
        yield ratio("check, nothing known / plain", full.cpu / plain, FULL_TIMES)
        yield ratio("check, one text changed / plain", changed.cpu / plain, CHANGED_TIMES)
    yield Figure("check, nothing known / one text changed", full.cpu / changed.cpu, "times")


def _memory(name: str, cost: Cost) -> Iterator[Figure]:
    yield Figure(f"  its memory: {name}", cost.memory, "MB", MEMORY_MB, firm=True)


def _of_the_unit(group: Path, unit: Path, clauses: int, adapted: int) -> Iterator[Figure]:
    whole = clauses == CLAUSES
    (package,) = (group / "out").glob("*.docgenlib")
    _write(unit, "clauses/library.yaml", "schema: docgen.library/1\nname: metier\nlanguages: [fr]\n")
    yield Figure("library add", docgen(unit, "library", "add", str(package)).cpu, "s", note=NOTE)
    for number in range(adapted):
        adapt(unit, number * clauses // adapted)
    first = docgen(unit, "library", "status")
    yield Figure(f"library status, {adapted} adapted, nothing known", first.cpu, "s", note=NOTE)
    status = docgen(unit, "library", "status")
    yield Figure("library status", status.cpu, "s", STATUS_S if whole else None, note=NOTE)
    adapt(unit, 1)
    status = docgen(unit, "library", "status")
    yield Figure("library status, one clause changed", status.cpu, "s", STATUS_S if whole else None, note=NOTE)
    yield Figure("library verify", docgen(unit, "library", "verify").cpu, "s", note=NOTE)
    full = docgen(unit, "check")
    yield Figure("check of what builds on it, nothing known", full.cpu, "s", note=NOTE)
    yield from _memory("check of what builds on it", full)
    adapt(unit, 2)
    changed = docgen(unit, "check")
    yield Figure("check of what builds on it, one changed", changed.cpu, "s", CHANGED_S if whole else None, note=NOTE)


# --------------------------------------------------------------- the libraries
def build(folder: Path, clauses: int) -> None:
    """A library of so many clauses, each sealed, with a document type that uses some of them."""
    size = Size(clauses, min(DRAWN, clauses))
    (folder / "templates/docx").mkdir(parents=True)
    for path, value in corpus.library_files(size).items():
        if path == "clauses/library.yaml":
            value |= {"name": "groupe", "licence": "CC-BY-4.0", "authors": ["Direction juridique"]}
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        corpus.write(folder / path, value)
    shutil.copyfile(corpus.TEMPLATE, folder / "templates/docx/contrat.docx")
    for number in range(clauses):
        _clause(folder, number, size)


def _clause(folder: Path, number: int, size: Size) -> None:
    id_, names = corpus.clause_id(number), corpus.variables(number, size)
    texts = {f"r{r}.fr.md": text_of(number, r, names) for r in range(1, REVISIONS + 1)}
    for name, text in texts.items():
        _write(folder, f"clauses/{id_}/{name}", text)
    _write(folder, f"clauses/{id_}/clause.yaml", _metadata(number, names))
    _seal(folder / "clauses" / id_, texts)


def text_of(number: int, revision: int, names: list[str]) -> str:
    """One revision of a clause: each says a little more than the one before."""
    more = [f"La révision {r} précise que les délais de l'article courent à compter de la notification n° {r}."
            for r in range(2, revision + 1)]  # fmt: skip
    said = [f"Chaque Mesure {number} est consignée par écrit."] if number % 6 == 4 else []
    return "\n\n".join((*corpus.paragraphs(number, names), *said, *more)) + "\n"


def _metadata(number: int, names: list[str]) -> str:
    """``clause.yaml`` as a person writes it."""
    data = corpus.metadata(number, names)
    lines = [f"schema: {data['schema']}", f"id: {data['id']}", "title:", f"  fr: {data['title']['fr']}",
             "category: essai", "owner: juridique", "parameters:"]  # fmt: skip
    for name, p in data["parameters"].items():
        default = ", default: false" if "default" in p else ""
        lines.append(f"  {name}: {{type: {p['type']}, from: {p['from']}{default}}}")
    lines += ["positions:", "- {id: standard, kind: standard, label: standard, sets: {renforce: false}}",
              "- {id: repli, kind: fallback, label: repli, approval: direction-juridique}"]  # fmt: skip
    lines += [f"requires: [{', '.join(data['requires'])}]"] if data["requires"] else []
    lines += ["terms:"] if data["terms"] else []
    for id_, term in data["terms"].items():
        lines += [f"  {id_}:", *(["    inline: true"] if term.get("inline") else []), "    fr:"]
        lines += [f"      {key}: {value}" for key, value in term["fr"].items()]
    lines.append("revisions:")
    for r in range(1, REVISIONS + 1):
        end = f", to: {2020 + r - 1}-12-31" if r < REVISIONS else ""
        lines += [f"- number: {r}", "  change: substantive", f"  in_force: {{from: {2020 + r - 1}-01-01{end}}}",
                  f"  note: Révision de l'année {2020 + r - 1}"]  # fmt: skip
    return "\n".join((*lines, f"guidance: {data['guidance']!r}", ""))


def _seal(folder: Path, texts: dict[str, str]) -> None:
    digests = [f"  {name}: {hashlib.sha256(text.encode()).hexdigest()}" for name, text in texts.items()]
    _write(folder, "seals.yaml", "\n".join((_SEALS, "schema: docgen.seals/1", "texts:", *digests, "")))


def change(folder: Path, number: int) -> None:
    """A word of the last revision of a clause is another one, and it is sealed again."""
    at = folder / "clauses" / corpus.clause_id(number)
    texts = {f"r{r}.fr.md": (at / f"r{r}.fr.md").read_text(encoding="utf-8") for r in range(1, REVISIONS + 1)}
    last = f"r{REVISIONS}.fr.md"
    texts[last] = texts[last].replace("précise", "rappelle")
    _write(at, last, texts[last])
    _seal(at, texts)


def adapt(folder: Path, number: int) -> None:
    """The department adapts a clause: another label, and a sixth revision of its own."""
    id_ = corpus.clause_id(number)
    _write(folder, f"clauses/{id_}/clause.yaml", "\n".join((
        "schema: docgen.clause/1", f"id: {id_}", f"adapts: groupe:{id_}", "guidance: à lire avec le service achats",
        "revisions:", f"- {{number: {REVISIONS + 1}, change: substantive, based_on: {REVISIONS}}}", "",
    )))  # fmt: skip
    names = corpus.variables(number, Size(CLAUSES, DRAWN))
    _write(folder, f"clauses/{id_}/r{REVISIONS + 1}.fr.md", text_of(number, REVISIONS + 1, names))


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


# --------------------------------------------------------------- measuring
def _plain(folder: Path) -> float:
    """What it costs to read and to hash every file of the library, and nothing else."""
    before = os.times()
    for where, _, names in os.walk(folder / "clauses"):
        for name in names:
            with open(os.path.join(where, name), "rb") as stream:
                hashlib.sha256(stream.read()).digest()
    after = os.times()
    return after.user + after.system - before.user - before.system


def docgen(folder: Path, *arguments: str) -> Cost:
    """What a command costs, with the processes that it starts.

    :raises RuntimeError: when it ends otherwise than with 0 (all is well) or 1 (there is something to say).
    """
    command = [sys.executable, "-c", _MEASURED, *arguments, "--project", str(folder)]
    shell = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=ROOT, env=shell, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    cpu, memory, clock, code = json.loads(done.stdout.splitlines()[-1])
    if code:
        raise RuntimeError(f"{arguments} ended with {code}: {done.stderr[-500:]}")
    return Cost(cpu, memory / (1024 * 1024 if sys.platform == "darwin" else 1024), clock)
