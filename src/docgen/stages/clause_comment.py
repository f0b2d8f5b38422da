"""What stands behind a clause, as a comment: positions, guidance, law, revision.

It travels beside the Document, never in it: a document says nothing of how it was negotiated.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.comment import Comment, Comments, Remark
from docgen.model.language import Language
from docgen.model.library import LegalReference, Position
from docgen.model.plan import Chosen, DocumentPlan
from docgen.stages.wording_dates import date


def comments_of(plan: DocumentPlan, language: Language) -> Comments:
    """The comment of each clause of a document, by clause."""
    return {chosen.spec.id: clause_comment(chosen, language) for chosen in plan.clauses}


def clause_comment(chosen: Chosen, language: Language) -> Comment:
    """The words around it are those of the language; labels, guidance and notes are as the library has them."""
    law = (_legal(reference, language) for reference in chosen.spec.law)
    return (
        *_positions(chosen, language),
        *_labelled("guidance", filter(None, map(str.strip, chosen.spec.guidance.splitlines())), language),
        *_labelled("law", law, language),
        *_labelled("revision", (_revision(chosen, language),), language),
    )


def _labelled(name: str, texts: Iterator[str] | tuple[str, ...], language: Language) -> Iterator[Remark]:
    """Paragraphs of which the first says what they are about."""
    label = language.phrase(f"comment.{name}")
    for text in texts:
        yield Remark(label, text)
        label = ""


def _positions(chosen: Chosen, language: Language) -> Iterator[Remark]:
    """The position that was taken, then the others of the library."""
    taken = chosen.position
    if taken is None:
        return
    yield from _labelled("position", (_position(taken, language),), language)
    others = tuple(_position(p, language) for p in chosen.spec.positions if p.id != taken.id)
    yield from _labelled("others", others, language)


def _position(position: Position, language: Language) -> str:
    kind = language.phrase(f"comment.kind.{position.kind}")
    name = position.label or position.id
    if not position.approval:
        return language.phrase("comment.stance", position=name, kind=kind)
    return language.phrase("comment.approved_by", position=name, kind=kind, who=position.approval)


def _legal(reference: LegalReference, language: Language) -> str:
    """The text with its grade in words and the day on which it was read."""
    said = [language.phrase(f"comment.grade.{reference.grade}")] if reference.grade else []
    if reference.verified:
        said.append(language.phrase("comment.as_of", day=date(reference.verified, language)))
    if not said:
        return reference.text
    return language.phrase("comment.more", text=reference.text, more=language.lists.separator.join(said))


def _revision(chosen: Chosen, language: Language) -> str:
    revision = chosen.revision
    change = language.phrase(f"comment.change.{revision.change}")
    number = language.phrase("comment.number", number=str(revision.number), clause=chosen.spec.id, change=change)
    state = language.phrase("comment.published" if revision.approved else "comment.unpublished")
    text = language.lists.separator.join((number, state, _in_force(chosen, language)))
    return language.phrase("comment.more", text=text, more=revision.note) if revision.note else text


def _in_force(chosen: Chosen, language: Language) -> str:
    first, last = chosen.revision.in_force_from, chosen.revision.in_force_to
    form = f"{'from' if first else ''}{'to' if last else ''}" or "always"
    days = {"first": date(first, language) if first else "", "last": date(last, language) if last else ""}
    return language.phrase(f"comment.in_force.{form}", **days)
