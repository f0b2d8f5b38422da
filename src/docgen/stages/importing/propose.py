"""A Word file to proposals: candidates, twins in the library, references, terms, parameters, drafts, doubts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.imported import (
    Decision,
    DraftClause,
    DraftParameter,
    Piece,
    Proposal,
    Sureness,
    Twin,
    WordOutline,
    WordParagraph,
)
from docgen.model.language import Language
from docgen.model.library import ClauseText, TextKey
from docgen.stages.evaluate import Filters
from docgen.stages.importing.citations import Citations, goals_of
from docgen.stages.importing.drafts import clause_yaml
from docgen.stages.importing.escaping import cleaned
from docgen.stages.importing.inline import Surroundings, Writer
from docgen.stages.importing.parties import identities
from docgen.stages.importing.patterns import free, identifier
from docgen.stages.importing.pieces import cut
from docgen.stages.importing.text import Composer, anchors_of
from docgen.stages.importing.twins import Candidate, Sketches, candidate, find_twin, shortlist
from docgen.stages.script_source import MAX_TEXT

_SHOWN: Final = 300
_PRINTED: Final = re.compile(r"\{\{ (\w+)")
_TAKES_OVER: Final = ("same", "words")
"""A reference to what the library has already leads to the clause of the library."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What an import has to know of a library.

    ``sketches`` are read once; ``text`` gives one text of a clause, ``texts`` the keys of all its texts. ``forms`` are
    the terms by form with their id and clause, ``term_ids`` the ids that are taken, ``paths`` the fields of a profile.
    """

    ids: frozenset[str]
    sketches: Iterable[tuple[str, Sketches]]
    text: Callable[[str, TextKey], ClauseText | None]
    texts: Callable[[str], Sequence[TextKey]]
    forms: Mapping[str, tuple[str, str]]
    term_ids: frozenset[str]
    paths: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of an import. ``everything``: write also what the library has; ``taken``: names of folders in use."""

    file: str
    everything: bool = False
    owner: str = ""
    taken: frozenset[str] = frozenset()


def propose(
    outline: WordOutline, language: Language, shelf: Shelf, filters: Filters, prepositions: frozenset[str], wish: Wish
) -> Proposal:
    """Everything that an import of the file proposes; nothing is written by it."""
    pieces, decisions = cut(outline, language)
    twins = _twins(pieces, shelf, language)
    ids = _ids(pieces, twins, shelf, wish)
    anchors = [anchors_of(p) for p in pieces]
    whole = "\n".join(p.text for p in outline.paragraphs())
    around = Surroundings(
        language, Citations(language, goals_of(pieces, ids, anchors), prepositions), shelf.forms,
        identities(pieces, language, shelf.forms, shelf.paths), outline.notes, whole, term_ids={*shelf.term_ids},
    )  # fmt: skip
    made = [_draft(p, id_, twin, named, around, filters, prepositions, wish, pieces)
            for p, id_, twin, named in zip(pieces, ids, twins, anchors, strict=True)]  # fmt: skip
    found = (*decisions, *(d for _, more in made for d in more), *_asides(outline))
    placed = tuple(_placed(d, pieces) for d in found)
    ordered = sorted(placed, key=lambda d: d.paragraph)
    return Proposal(wish.file, language.code, tuple(c for c, _ in made), tuple(ordered))


# ------------------------------------------------------------ what the library has
def _twins(pieces: Sequence[Piece], shelf: Shelf, language: Language) -> list[Twin | None]:
    candidates = [candidate(p) for p in pieces]
    lists = shortlist(candidates, shelf.sketches, language.code)
    return [_twin(one, likely, shelf, language.code) for one, likely in zip(candidates, lists, strict=True)]


def _twin(one: Candidate, likely: list[tuple[str, TextKey]], shelf: Shelf, language: str) -> Twin | None:
    piece = one.piece
    own = [k for k in shelf.texts(piece.known) if k.language == language] if piece.known in shelf.ids else []
    own.sort(key=lambda k: (k.revision != piece.revision, k.view != "", k.position != "", k))
    keys = dict.fromkeys([*((piece.known, k) for k in own), *likely])
    texts = ((id_, shelf.text(id_, key)) for id_, key in keys)
    return find_twin(one, [(id_, text) for id_, text in texts if text is not None])


def _ids(pieces: Sequence[Piece], twins: Sequence[Twin | None], shelf: Shelf, wish: Wish) -> list[str]:
    """The id of each clause: that of the library where it has the text and no draft is written, else one from the title."""
    taken = {*shelf.ids, *wish.taken}
    out = []
    for number, (piece, twin) in enumerate(zip(pieces, twins, strict=True), 1):
        if twin is not None and twin.kind in _TAKES_OVER and not wish.everything:
            out.append(twin.clause)
        else:
            out.append(free(piece.known or identifier(piece.title) or f"clause-{number}", taken))
    return out


# ------------------------------------------------------------ one clause
def _draft(
    piece: Piece, id_: str, twin: Twin | None, anchors: Mapping[int, str], around: Surroundings, filters: Filters,
    prepositions: frozenset[str], wish: Wish, pieces: Sequence[Piece],
) -> tuple[DraftClause, tuple[Decision, ...]]:  # fmt: skip
    told = _told(piece, id_, twin)
    bare = DraftClause(id_, piece.title, piece.article, piece.number, twin=twin, annex=piece.annex)
    if twin is not None and twin.kind in _TAKES_OVER and not wish.everything:
        return bare, told
    writer = Writer(id_, piece.article, around)
    text = Composer(piece, writer, filters, prepositions, anchors).text()
    if len(text) > MAX_TEXT:
        return bare, (*told, Decision("too_long", piece.number, id_, passage=piece.title, sureness=Sureness.HIGH))
    printed = set(_PRINTED.findall(text))
    parameters = tuple(p for p in writer.parameters if p.name in printed)
    title, _ = cleaned(piece.title)
    yaml = clause_yaml(id_, title, around.language.code, parameters, writer.terms, _note(piece, wish), wish.owner,
                       numbered=_numbered(piece, pieces))  # fmt: skip
    files = {"clause.yaml": yaml.encode(), f"r1.{around.language.code}.md": text.encode()}
    made = replace(bare, parameters=parameters, terms=tuple(writer.terms), files=files, references=writer.references)
    return made, (*told, *writer.decisions, *(_of_parameter(p, id_) for p in parameters))


def _note(piece: Piece, wish: Wish) -> str:
    return cleaned(f"{wish.file}, {piece.article}")[0]


def _numbered(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether its heading carries a number: as in the file, where any heading does."""
    return bool(piece.label) or not any(p.label for p in pieces)


def _told(piece: Piece, id_: str, twin: Twin | None) -> tuple[Decision, ...]:
    if twin is None and piece.known:
        return (Decision("twin_gone", piece.number, id_, passage=piece.title, values={"twin": f"{piece.known} r{piece.revision}"}),)
    if twin is None:
        return ()
    values = {"twin": twin.name, "score": f"{twin.score:.0%}", "owner": twin.clause, "next": f"r{twin.revision + 1}"}
    sure = Sureness.HIGH if twin.kind == "same" else Sureness.MEDIUM
    return (Decision(f"twin_{twin.kind}", piece.number, id_, passage=piece.title, sureness=sure, values=values),)


def _of_parameter(p: DraftParameter, id_: str) -> Decision:
    kind = f"parameter_{p.reason}" if p.reason in ("as_text", "control", "reference", "blank", "literal") else "parameter"
    return Decision(kind, p.paragraph, id_, passage=p.passage, sureness=p.sureness,
                    values={"name": p.name, "type": p.type, "path": p.path or "–"})  # fmt: skip


# ------------------------------------------------------------ what stands beside
def _asides(outline: WordOutline) -> Iterator[Decision]:
    for aside in outline.asides:
        yield Decision(f"aside_{aside.kind}", aside.paragraph, passage=aside.text[:_SHOWN], sureness=Sureness.HIGH,
                       values={"author": aside.author})  # fmt: skip
    for number in outline.broken:
        text = next((p.text for p in outline.paragraphs() if p.number == number), "")
        yield Decision("broken", number, passage=text[:_SHOWN], sureness=Sureness.HIGH)


def _placed(decision: Decision, pieces: Sequence[Piece]) -> Decision:
    """A decision with the article that its paragraph stands in."""
    if decision.article or not decision.paragraph:
        return decision
    holder = next((p for p in reversed(pieces) if p.number <= decision.paragraph and _reaches(p, decision.paragraph)), None)
    return decision if holder is None else replace(decision, article=holder.article)


def _reaches(piece: Piece, number: int) -> bool:
    last = piece.blocks[-1] if piece.blocks else None
    if isinstance(last, WordParagraph) or last is None:
        return number <= (last.number if last is not None else piece.number)
    inside = [p.number for row in last.rows for cell in row for p in cell]
    return number <= max(inside, default=last.number)
