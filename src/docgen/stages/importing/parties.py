"""The parties of a contract: their names and numbers, which stand for a role wherever they are said again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docgen.model.document import Marks
from docgen.model.imported import Piece, WordParagraph
from docgen.model.language import Language
from docgen.stages.importing.definitions import inline_terms
from docgen.stages.importing.escaping import cleaned
from docgen.stages.importing.inline import Identity
from docgen.stages.importing.patterns import below, identifier, pattern
from docgen.stages.importing.values import likely_values

_FEWEST: Final = 3
_NAMES: Final = ("company", "firm", "person")


def identities(
    pieces: Sequence[Piece], language: Language, forms: Mapping[str, tuple[str, str]], paths: Mapping[str, str]
) -> tuple[Identity, ...]:
    """Names and numbers of the parties, the longest first.

    :param forms: the terms of the library by form; a role that is one of them may have fields of the profile.
    :param paths: what the vocabulary of the library calls each field of the profile.
    """
    found = [i for p in _party_paragraphs(pieces, language) for i in _of_party(p, language, forms, paths)]
    unique = {i.text: i for i in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda i: (-len(i.text), i.text)))


def _party_paragraphs(pieces: Sequence[Piece], language: Language) -> Iterator[WordParagraph]:
    """Paragraphs at the beginning of a contract that name somebody and say how he is called from there on."""
    for piece in pieces[:2]:
        for block in piece.blocks:
            if isinstance(block, WordParagraph) and any(True for _ in inline_terms(block.text, language)):
                yield block


def _of_party(
    p: WordParagraph, language: Language, forms: Mapping[str, tuple[str, str]], paths: Mapping[str, str]
) -> Iterator[Identity]:
    term = [t for _, _, t in inline_terms(p.text, language)][-1]
    role = forms[term][0] if term in forms else identifier(term)
    likely = [*likely_values(cleaned(p.text)[0], language)]
    said = {"name": _name(p, [x.value for x in likely if x.kind in _NAMES and x.type == "string"]),
            "siren": next((x.value for x in likely if x.kind == "siren"), "")}  # fmt: skip
    for kind in below(language, "fields"):
        if len(said.get(kind, "")) >= _FEWEST:
            path = _path(role.replace("-", "_"), kind, language, paths)
            leaf = path.rpartition(".")[2] if path else language.phrase(f"import.names.{kind}")
            yield Identity(said[kind], f"{role}_{leaf}".replace("-", "_"), path)


def _name(p: WordParagraph, found: Sequence[str]) -> str:
    """The name of a party: what is in bold at the beginning of its paragraph, else what looks like a company."""
    first = next((r for r in p.runs if r.text.strip()), None)
    if first is not None and first.marks & Marks.BOLD and re.search(r"[A-ZÀ-Ý]", first.text) and len(first.text) < len(p.text):
        return cleaned(first.text)[0].strip(" ,;:\u00a0\n")
    return found[0] if found else ""


def _path(role: str, kind: str, language: Language, paths: Mapping[str, str]) -> str:
    """The field of the profile that holds it, where the vocabulary has one right below the role."""
    shape = pattern(language, f"fields.{kind}")
    return next((p for p, title in paths.items() if p.rpartition(".")[0] == role and (shape.search(title) or shape.search(p.rpartition(".")[2]))), "")
