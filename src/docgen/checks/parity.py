"""Parity between the languages of one revision: same references, terms, parameters, structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place, error, warning
from docgen.model.doctype import DocumentType
from docgen.model.library import ClauseSpec, ClauseText, TextKey
from docgen.model.script import For, If, Literal, Output, Script
from docgen.stages.evaluate import names_of

_REFERENCE = re.compile(r"\[\[(?!br\]\])([^\[\]]+)\]\]")
_HEADING = re.compile(r"^(#{2,4})\s", re.MULTILINE)
_ITEM = re.compile(r"^(\s*)(?:[-*+]|\d{1,2}\.)\s+\S", re.MULTILINE)
_TABLE = re.compile(r"^(?=.*\|)(?=.*--)[ \t:|-]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Outline:
    """What two languages of one text must share."""

    references: Counter[str]
    names: frozenset[str]
    headings: tuple[int, ...]
    items: int
    tables: int
    tags: int


def check_missing(
    spec: ClauseSpec, languages: Collection[str], types: Sequence[DocumentType]
) -> Iterator[Diagnostic]:
    """LB240: a language is missing that a document needs."""
    for key, texts in _groups(spec).items():
        yield from _missing(spec, key, texts, _languages(spec.id, key.view, types) & set(languages))


def check_languages(spec: ClauseSpec, languages: Sequence[str]) -> Iterator[Diagnostic]:
    """PA10x: two languages of one text differ; the first of ``languages`` is what the others are held against."""
    for texts in _groups(spec).values():
        if len(texts) > 1:
            yield from _differences(texts, languages)


def _groups(spec: ClauseSpec) -> dict[TextKey, dict[str, ClauseText]]:
    """The texts by what they are for, whatever their language."""
    groups: dict[TextKey, dict[str, ClauseText]] = {}
    for key, text in spec.texts.items():
        groups.setdefault(TextKey(key.revision, key.position, key.view, ""), {})[key.language] = text
    return groups


def _languages(id_: str, view: str, types: Sequence[DocumentType]) -> set[str]:
    """Languages of the document types that print this text of the clause."""
    forms = [f for t in types for f in t.forms()]
    users = [f for f in forms if id_ in f.clause_ids() and (f.view_of(id_) == view or not view)]
    return {language for t in users for language in t.languages}


def _missing(
    spec: ClauseSpec, key: TextKey, texts: Mapping[str, ClauseText], wanted: set[str]
) -> Iterator[Diagnostic]:
    one = next(iter(texts.values()))
    for language in sorted(wanted - set(texts)):
        name = one.file.rpartition("/")[2].replace(f".{one.key.language}.md", f".{language}.md")
        yield error("LB240", f'"{spec.id}" r{key.revision} is missing in "{language}"', Place(one.file), f"write {name}")


def _differences(texts: Mapping[str, ClauseText], order: Sequence[str]) -> Iterator[Diagnostic]:
    """Each language against the first of the library that has this text."""
    ranks = {code: rank for rank, code in enumerate(order)}
    first, *others = (texts[k] for k in sorted(texts, key=lambda c: (ranks.get(c, len(ranks)), c)))
    base = _outline(first.script)
    for other in others:
        mine = _outline(other.script)
        yield from _compared(first, base, other, mine)


def _compared(
    first: ClauseText, base: _Outline, other: ClauseText, mine: _Outline
) -> Iterator[Diagnostic]:
    at = Place(other.file)
    versus = first.file.rpartition("/")[2]
    if base.references != mine.references:
        less, more = base.references - mine.references, mine.references - base.references
        parts = [f"lacks {', '.join(sorted(less))}" if less else "", f"adds {', '.join(sorted(more))}" if more else ""]
        yield error("PA101", f"the references differ from {versus}: {'; '.join(p for p in parts if p)}", at)
    if base.names != mine.names:
        differing = ", ".join(sorted(base.names ^ mine.names))
        yield error("PA102", f"the parameters differ from {versus}: {differing}", at)
    if base.headings != mine.headings:
        yield error("PA103", f"the headings differ from {versus}: {len(mine.headings)} against {len(base.headings)}", at)
    if (base.items, base.tables) != (mine.items, mine.tables):
        yield error("PA104", f"the structure differs from {versus}: {mine.items} items and {mine.tables} tables "
                             f"against {base.items} and {base.tables}", at)  # fmt: skip
    if base.tags != mine.tags:
        yield warning("PA105", f"the conditions and loops differ from {versus}: {mine.tags} against {base.tags}", at)


def _outline(script: Script) -> _Outline:
    text = words_of(script)
    references = Counter(_target(m[1]) for m in _REFERENCE.finditer(text) if not m[1].startswith(("table:", "chart:")))
    return _Outline(references, frozenset(names_of(script)), tuple(len(m[1]) for m in _HEADING.finditer(text)),
                    len(_ITEM.findall(text)), len(_TABLE.findall(text)), _tags(script))  # fmt: skip


def words_of(script: Script) -> str:
    """All words of a text, whatever the conditions."""
    out: list[str] = []
    for s in script:
        match s:
            case Literal(text, _):
                out.append(text)
            case Output():
                out.append("x")
            case If(branches, otherwise, _):
                out += [words_of(body) for _, body in branches]
                out.append(words_of(otherwise))
            case For(_, _, body, otherwise, _):
                out += [words_of(body), words_of(otherwise)]
    return "".join(out)


def _tags(script: Script) -> int:
    """Number of conditions and loops."""
    count = 0
    for s in script:
        match s:
            case If(branches, otherwise, _):
                count += len(branches) + _tags(otherwise) + sum(_tags(body) for _, body in branches)
            case For(_, _, body, otherwise, _):
                count += 1 + _tags(body) + _tags(otherwise)
            case Literal() | Output():
                pass
    return count


def _target(raw: str) -> str:
    """A reference without its preposition and its form, or a term without its shown form."""
    bare = raw.partition("|")[0].strip()
    head, _, rest = bare.partition(" ")
    return (rest if rest and not head.endswith(",") and ":" not in head else bare).removeprefix("ref:")
