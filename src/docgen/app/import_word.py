"""The verb ``clauses import``: a foreign Word file to drafts in the library and a report, all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from docgen.app.opening import filter_names
from docgen.app.sources import Source, changes_in, read_source
from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors, warning
from docgen.model.imported import Proposal, WordOutline, text_of
from docgen.model.language import Language
from docgen.model.library import LibraryInfo, TextKey
from docgen.render.import_report import as_data, as_markdown, as_page
from docgen.render.tracked import accept_all, reject_all
from docgen.render.word_outline import read_outline
from docgen.stages.importing.patterns import language_of, pattern
from docgen.stages.importing.propose import Shelf, Wish, propose
from docgen.stages.importing.twins import Sketches, sketches_of
from docgen.stages.known_people import unknown_department
from docgen.store.atomic import write_all
from docgen.store.languages import language_codes
from docgen.store.project import LIBRARY

_RESOLVE: Final[dict[str, Callable[[Any], None]]] = {"accept": accept_all, "reject": reject_all, "": lambda _: None}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of an import. ``out``: the folder for the drafts, None for the library; ``changes``: accept or reject."""

    file: str
    language: str = ""
    out: Path | None = None
    report: Path | None = None
    everything: bool = False
    changes: str = ""
    owner: str = ""
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import proposed, the report as data, and the files that were written."""

    proposal: Proposal
    data: dict[str, Any]
    written: tuple[Path, ...]


def import_word(workshop: Workshop, asked: Asked) -> Outcome[Imported]:
    """Propose clauses from a Word file and write them with the report; nothing is written beside an error."""
    library, source = workshop.library(), read_source(asked.file)
    if library.value is None or source.value is None:
        return Outcome(None, (*library.diagnostics, *source.diagnostics))
    found = [*library.diagnostics, *source.diagnostics, *_changes(source.value, asked.changes), *_owner(library.value, asked.owner)]
    if has_errors(found):
        return Outcome(None, tuple(found))
    languages = tuple(workshop.language(code) for code in library.value.languages if code in language_codes())
    outline = read_outline(source.value.package, _RESOLVE[asked.changes], pattern(languages[0], "heading_style"))
    found += _beside(outline, asked.file)
    language = _language(outline, languages, asked)
    if isinstance(language, Diagnostic):
        return Outcome(None, (*found, language))
    return _proposed(workshop, library.value, outline, language, asked, found)


def _proposed(
    workshop: Workshop, library: LibraryInfo, outline: WordOutline, language: Language, asked: Asked, found: list[Diagnostic]
) -> Outcome[Imported]:
    root = asked.out if asked.out is not None else workshop.project.root / LIBRARY
    shelf = _shelf(workshop, language)
    wish = Wish(Path(asked.file).name, asked.everything, asked.owner, frozenset(_names(root)))
    proposal = propose(outline, language, shelf, workshop.filters(language.code), workshop.prepositions(language), wish)
    if not proposal.clauses:
        return Outcome(None, (*found, _nothing(asked.file)))
    files = {root / c.id / name: data for c in proposal.clauses for name, data in c.files.items()}
    found += _checked(workshop, proposal, root)
    readable = workshop.language(library.languages[0])
    report = asked.report or _free_report(asked, readable)
    page = as_page if report.suffix.lower() in (".html", ".htm") else as_markdown
    files[report] = page(proposal, readable).encode()
    found += () if asked.dry else _in_the_way(files)
    if has_errors(found):
        return Outcome(None, tuple(found))
    found += () if asked.dry else write_all(files)
    written = () if asked.dry or has_errors(found) else tuple(files)
    workshop.project.forget()
    return Outcome(Imported(proposal, as_data(proposal, readable), written), tuple(found))


# ------------------------------------------------------------ what is refused
def _changes(source: Source, wanted: str) -> tuple[Diagnostic, ...]:
    """Tracked changes of a file: refused, or said when they are settled first."""
    said, place = changes_in(source), Place(source.name)
    if not said:
        return ()
    if wanted:
        return (warning("IM802", f"{said}, all {wanted}ed before reading", place, "look at them in Word first"),)
    return (error("IM801", said, place, "settle them in Word, or say --accept or --reject"),)


def _owner(library: LibraryInfo, owner: str) -> Iterator[Diagnostic]:
    """GV101 for an owner that is no department of a library that has some."""
    if owner and library.people is not None:
        yield from unknown_department(owner, library.people, library.people.place)


def _beside(outline: WordOutline, file: str) -> Iterator[Diagnostic]:
    if outline.broken:
        first = ", ".join(str(n) for n in outline.broken[:5])
        yield warning("IM804", f"the numbering of {len(outline.broken)} paragraphs leads nowhere (paragraphs {first} …)", Place(file),
                      "number them anew in Word, or check their references in the report")  # fmt: skip
    kinds = Counter(a.kind for a in outline.asides if a.kind not in ("header", "footer"))
    if kinds:
        counted = ", ".join(f"{n} × {kind}" for kind, n in sorted(kinds.items()))
        yield warning("IM805", f"what stands beside the text enters no clause: {counted}", Place(file), "the report holds their texts")


def _language(outline: WordOutline, languages: Sequence[Language], asked: Asked) -> Language | Diagnostic:
    """The language of the file: as told, else by its words."""
    known = {x.code: x for x in languages}
    text = "\n".join((*(p.text for p in outline.paragraphs()), *(text_of(n) for n in outline.notes.values())))
    if not text.strip():
        return _nothing(asked.file)
    code = asked.language or language_of(text, tuple(languages), outline.language)
    if code not in known:
        return error("IM803", f'the library has no language "{code}"', Place(asked.file), f"languages: {', '.join(known)}")
    return known[code]


def _nothing(file: str) -> Diagnostic:
    return error("IM807", f"there is no text in {Path(file).name!r} to make clauses of", Place(file), "check that it is the file you mean")


def _in_the_way(files: dict[Path, bytes]) -> Iterator[Diagnostic]:
    for path in files:
        if path.exists():
            yield error("IM806", f"{path.name!r} exists already", Place(str(path)), "an import writes over nothing: name another file or folder")


# ------------------------------------------------------------ the library
def _shelf(workshop: Workshop, language: Language) -> Shelf:
    """What the import has to know of the library; what follows from a clause alone is kept in the index."""
    project = workshop.project
    ids = project.clause_ids()
    sketches = [(id_, project.derived("sketches", id_, partial(_sketches, workshop, id_))) for id_ in ids]
    terms = [(term, id_, code, forms) for id_, (_, _, declared) in sketches for term, code, forms in declared]
    forms = {form: (term, id_) for term, id_, code, written in terms if code == language.code for form in written}

    def texts(id_: str) -> Sequence[TextKey]:
        spec = workshop.clause(id_)
        return [] if spec is None else [*spec.files]

    def text(id_: str, key: TextKey) -> Any:
        spec = workshop.clause(id_)
        return None if spec is None else spec.texts.get(key)

    return Shelf(frozenset(ids), sketches, text, texts, forms, frozenset(t for t, *_ in terms), workshop.titles())


def _sketches(workshop: Workshop, id_: str) -> Sketches:
    spec = workshop.clause(id_)
    return ((), (), ()) if spec is None else sketches_of(spec)


def _checked(workshop: Workshop, proposal: Proposal, root: Path) -> Iterator[Diagnostic]:
    """What is wrong in the drafts, read as the library reads its clauses."""
    from docgen.stages.read_clause import read_clause

    names = filter_names({code: workshop.language(code) for code in language_codes()})
    for clause in proposal.clauses:
        if clause.files:
            shown = workshop.project.shown(root / clause.id)
            yield from read_clause(clause.id, shown, clause.files, names).diagnostics


# ------------------------------------------------------------ names
def _names(root: Path) -> list[str]:
    """What stands in the folder already."""
    try:
        return [entry.name for entry in root.iterdir()]
    except OSError:
        return []


def _free_report(asked: Asked, language: Language) -> Path:
    """Where the report goes when nobody said: beside the drafts, or into out/; a name that nothing has."""
    word = language.phrase("import.report.file")
    folder, stem = (asked.out, word) if asked.out is not None else (Path("out"), f"{Path(asked.file).stem}.{word}")
    number = 1
    while (path := folder / f"{stem}{f'-{number}' if number > 1 else ''}.md").exists():
        number += 1
    return path
