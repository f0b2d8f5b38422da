"""The verb ``draft``: from a profile to finished Word files, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.app.frames import NO_BASES, Bases, GatheredDocument, new_frames
from docgen.app.workshop import Workshop
from docgen.checks.document import Looked, check_document, look
from docgen.checks.governance import GIVEN_FOR_FINALS, check_approvals
from docgen.checks.sets import check_set
from docgen.model.comment import NO_COMMENTS, Comments
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place, Severity, error, in_reading_order
from docgen.model.doctype import DocumentType
from docgen.model.document import Document
from docgen.model.language import Language
from docgen.model.library import LibraryInfo
from docgen.model.numbering import Numbering
from docgen.model.plan import Dates, DocumentPlan, Request, main_of
from docgen.model.profile import Profile
from docgen.render.package import digest_of
from docgen.render.verify import read_again, verify
from docgen.render.word.docx import (
    WordPress,
    expected_charts,
    expected_comments,
    expected_notes,
    expected_text,
    print_frame,
)
from docgen.stages.assemble import Assembler
from docgen.stages.evaluate import Values
from docgen.stages.filling import Filling
from docgen.stages.frame import Frame, fill_frame, texts_of
from docgen.stages.number import number
from docgen.stages.references import References
from docgen.stages.resolve import dates_of
from docgen.store.collector import uninterrupted

if TYPE_CHECKING:
    from docgen.app.amend import Amended

BLOCKING = ("Y", "PF", "LB", "CL", "MD", "WD", "IO", "AS501", "AS502", "AS504", "AS505", "AS507", "AS510", "AS511")
"""Codes that stop a draft too: the input cannot be understood, so there is nothing to draw."""


@dataclass(frozen=True, slots=True)
class Made:
    """One document, finished but not yet written."""

    plan: DocumentPlan
    document: Document
    numbering: Numbering
    press: WordPress
    language: Language
    frame: Frame
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftSet:
    """The documents of one profile and everything found on the way."""

    profile: Profile | None
    dates: Dates
    documents: tuple[Made, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def blocked(self) -> bool:
        """True when something in the input stops even a draft."""
        return any(d.severity == "error" and d.code.startswith(BLOCKING) for d in self.diagnostics)


@uninterrupted()
def make(workshop: Workshop, profile: Profile, request: Request) -> DraftSet:
    """Compose and check every document of a profile."""
    library, types = workshop.library(), workshop.document_types()
    found = [*library.diagnostics, *types.diagnostics]
    if library.value is None or types.value is None:
        return DraftSet(profile, Dates("", "", ""), (), in_reading_order(found))
    found += [*unknown_types(request, types.value), *unknown_language(request, library.value)]
    found += unknown_variant(request, types.value)
    workshop.recall(profile)
    composed, plans = compose(workshop, library.value, types.value, profile, request)
    found += composed.diagnostics
    found += checked(workshop, library.value, profile, composed.documents, plans, composed.dates)
    workshop.remember(profile)
    found = [*workshop.document_rules(composed.documents, library.value, found, profile)]
    if request.final:
        found = [stricter(d) for d in found]
    return replace(composed, diagnostics=in_reading_order(found))


def checked(
    workshop: Workshop, library: LibraryInfo, profile: Profile, documents: Sequence[Made], plans: Sequence[DocumentPlan],
    dates: Dates,
) -> list[Diagnostic]:  # fmt: skip
    """What the files of the printed clauses, the rules and the checks of documents and of their set say."""
    found = workshop.clause_findings(dict.fromkeys(c for m in documents for c in m.plan.doctype.clause_ids()))
    found += workshop.rules(profile, library, dates)
    found += check_set(plans, workshop.filters)
    if library.asks:
        found += check_approvals(library, [m.plan for m in documents], profile)
    for made in documents:
        found += _checked(workshop, made, library)
    return found


def _checked(workshop: Workshop, made: Made, library: LibraryInfo) -> tuple[Diagnostic, ...]:
    """What is wrong in a document; what its words show is found out once for all documents of its frame."""

    def words() -> Looked:
        return look(made.frame.document, made.plan, made.language, library, workshop.memo)

    looked = workshop.frames.looked(made.frame, words)
    return check_document(made.document, made.plan, made.language, library, workshop.memo, looked)


@uninterrupted()
def compose(
    workshop: Workshop, library: LibraryInfo, types: Sequence[DocumentType], profile: Profile, request: Request
) -> tuple[DraftSet, tuple[DocumentPlan, ...]]:
    """From values to finished documents: resolve, assemble, number, refer. Nothing is checked yet.

    :return: the documents, and the plans behind them with those of the documents that they only cite.
    """
    dates = dates_of(profile, library, request)
    plans, found = workshop.resolve(profile, library, tuple(types), request, dates)
    made = _assembled(workshop, plans, profile, request, dates, found)
    keys = library.amendments
    if keys is not None and profile.records.get(keys.record):
        made += _amendments(workshop, library, types, profile, request, dates, found)
    return DraftSet(profile, dates, made, tuple(found)), plans


def _amendments(
    workshop: Workshop, library: LibraryInfo, types: Sequence[DocumentType], profile: Profile, request: Request,
    dates: Dates, found: list[Diagnostic],
) -> tuple[Made, ...]:  # fmt: skip
    """The amendments of a profile, and each changed document as its last one leaves it."""
    from docgen.app.amend import amended, consolidated_versions

    changed, problems = amended(
        workshop, library, types, profile, request, dates,
        lambda p, r, d, bases: composed_state(workshop, library, types, p, r, d, bases)[::2],
    )  # fmt: skip
    found += problems
    drawn = tuple(drawn_amendment(workshop, one, profile, request, dates, found) for one in changed)
    return (*(m for m in drawn if m is not None), *consolidated_versions(changed))


def composed_state(
    workshop: Workshop, library: LibraryInfo, types: Sequence[DocumentType], profile: Profile, request: Request,
    dates: Dates, bases: Bases,
) -> tuple[tuple[Made, ...], tuple[DocumentPlan, ...], list[Diagnostic]]:  # fmt: skip
    """The documents of one state of a profile, and the plans behind them; those that amend a signed one keep its numbers."""
    plans, found = workshop.resolve(profile, library, tuple(types), request, dates)
    made = _assembled(workshop, plans, profile, request, dates, found, bases)
    return made, plans, found


def drawn_amendment(
    workshop: Workshop, one: Amended, profile: Profile, request: Request, dates: Dates, found: list[Diagnostic]
) -> Made | None:
    """An amendment: its own clauses, and in their place the articles that change."""
    from docgen.stages.amend import with_amendments

    request = replace(request, amendment="")
    plan, problems = workshop.resolve_amendment(profile, one, request, dates)
    found += problems
    ready = workshop.press(one.doctype.template, one.doctype.place)
    found += ready.diagnostics
    if ready.value is None:
        return None
    gathered = _gather(workshop, plan, ready.value, profile, request, dates, found)
    language = gathered.language
    (drawn,) = new_frames([gathered], NO_BASES, final=request.final)
    whole = _made(gathered, drawn, _slots(gathered, {}, profile, request, dates, found))
    document = with_amendments(whole.document, one.changes, one.after, language)
    numbering = number(document, ready.value.local(language).scheme)
    references = References(document, numbering, language, one.doctype.unit, {}, one.doctype.clause_ids())
    frame = Frame(references.document(), numbering, Filling(()), tuple(references.found))
    found += frame.diagnostics
    return Made(plan, frame.document, numbering, ready.value, language, frame, ())


def stricter(diagnostic: Diagnostic) -> Diagnostic:
    """A final document is made of approved revisions only, and of positions that were approved where they ask for it."""
    blocks = diagnostic.code == "AS506" or diagnostic.code in GIVEN_FOR_FINALS
    return replace(diagnostic, severity=Severity.ERROR) if blocks else diagnostic


def unknown_types(request: Request, types: Sequence[Any]) -> list[Diagnostic]:
    """AS508 for every document type that was asked for and does not exist."""
    from difflib import get_close_matches

    known = [t.id for t in types]
    out = []
    for id_ in request.types:
        if id_ not in known:
            close = get_close_matches(id_, known, 1)
            hint = f'did you mean "{close[0]}"?' if close else f"document types: {', '.join(known)}"
            out.append(error("AS508", f'there is no document type "{id_}"', None, hint))
    return out


def unknown_variant(request: Request, types: Sequence[DocumentType]) -> list[Diagnostic]:
    """AS510 when no document type has the variant that was asked for."""
    known = sorted({v.id for t in types for v in t.variants})
    if request.variant in ("", *known):
        return []
    hint = f"variants: {', '.join(known) or 'none'}"
    return [error("AS510", f'no document type has a variant "{request.variant}"', None, hint)]


def unknown_language(request: Request, library: LibraryInfo) -> list[Diagnostic]:
    """AS501 when the library has nothing in the language that was asked for."""
    if request.language in ("", *library.languages):
        return []
    hint = f"its languages: {', '.join(library.languages)}"
    return [error("AS501", f'the library is not written in "{request.language}"', library.place, hint)]


def _assembled(
    workshop: Workshop, plans: Sequence[DocumentPlan], profile: Profile, request: Request, dates: Dates,
    found: list[Diagnostic], bases: Bases = NO_BASES,
) -> tuple[Made, ...]:  # fmt: skip
    gathered = []
    for plan in plans:
        ready = workshop.press(plan.doctype.template, plan.doctype.place)
        found += ready.diagnostics
        if ready.value is not None:
            gathered.append(_gather(workshop, plan, ready.value, profile, request, dates, found))
    batch = f"{profile.file}:{','.join(request.types)}"
    frames = workshop.frames.of(gathered, bases, batch, final=request.final)
    drawn = tuple(zip(gathered, frames, strict=True))
    made = []
    for one, frame in drawn:
        if not one.plan.context:
            found += frame.diagnostics
            asked = request if _consolidates(one.plan, bases) else replace(request, amendment="")
            slots = _slots(one, annex_place(one, drawn), profile, asked, dates, found)
            made.append(_made(one, frame, slots))
    return tuple(made)


def _consolidates(plan: DocumentPlan, bases: Bases) -> bool:
    """Whether a document says a contract as amended: the contract, or an annex of it that is printed alone."""
    main = plan.doctype.annex_of.type if plan.doctype.annex_of else plan.doctype.id
    return any(type_ == main and key in (plan.key, plan.group) for type_, key in bases)


def annex_place(one: GatheredDocument, drawn: Sequence[tuple[GatheredDocument, Frame]]) -> dict[str, str]:
    """Which annex of which document a document is: what it is called there, and the reference of that document."""
    main = main_of(one.plan, [other.plan for other, _ in drawn])
    wanted = one.plan.doctype.annex_of
    for other, frame in drawn if main is not None and wanted is not None else ():
        label = frame.numbering.titles.get(f"annex:{wanted.annex}")  # type: ignore[union-attr]  # see above
        if other.plan is main and label is not None:
            return {"annex": label.cited, "annex_of": other.reference}
    return {}


def _gather(
    workshop: Workshop, plan: DocumentPlan, ready: WordPress, profile: Profile, request: Request, dates: Dates,
    found: list[Diagnostic],
) -> GatheredDocument:  # fmt: skip
    """The values of a document, and the shapes that its clauses take."""
    language, filters = workshop.language(plan.language), workshop.filters(plan.language)
    library = workshop.library().value
    assert library is not None
    assembler = Assembler(filters=filters, language=language, library=library, shapes=workshop.shapes,
                          prepositions=workshop.prepositions(language), labels=workshop.titles())  # fmt: skip
    scope = _slot_scope(plan, language, request, dates)
    reference, _, problems = assembler.line(plan.doctype.reference, scope, plan.doctype.place.file)
    clauses = assembler.gather(plan)
    if not plan.context:
        found += [*problems, *assembler.found]
        found += [_missing(assembler.label(path), path, profile, str(place)) for path, place in assembler.unknown]
    assembler.found.clear()
    return GatheredDocument(plan, ready, language, assembler, clauses, reference)


def _slots(
    one: GatheredDocument, annex: Mapping[str, str], profile: Profile, request: Request, dates: Dates,
    found: list[Diagnostic],
) -> dict[str, str]:  # fmt: skip
    """The texts of the slots of the template of a document."""
    plan, language, assembler = one.plan, one.language, one.assembler
    scope = Values(_slot_scope(plan, language, request, dates))
    scope["document"] |= {"reference": one.reference, **annex}
    slots: dict[str, str] = {}
    for name, texts in plan.doctype.slots.items():
        script = texts.get(plan.language) or texts.get("") or next(iter(texts.values()), ())
        text, unknown, problems = assembler.line(script, scope, plan.doctype.place.file)
        found += problems
        found += [_missing(assembler.label(u.path), u.path, profile, f"slot {name}") for u in unknown]
        slots[name] = text
    return slots | _phrase_slots(language)


def _made(one: GatheredDocument, frame: Frame, slots: Mapping[str, str]) -> Made:
    texts = texts_of(one.clauses, one.language)
    reasons = {c.chosen.spec.id: c.chosen.reasons for c in one.clauses}
    document = fill_frame(frame, texts, reasons, key=one.plan.key, reference=one.reference, slots=slots)
    return Made(one.plan, document, frame.numbering, one.press, one.language, frame, texts.texts)


@lru_cache(maxsize=16)
def _phrase_slots(language: Language) -> dict[str, str]:
    """Words of the template itself (« Sommaire », « Page ») in the language of the document."""
    prefix = "template."
    return {f"mot_{k.removeprefix(prefix)}": v for k, v in language.phrases.items() if k.startswith(prefix)}


def _slot_scope(plan: DocumentPlan, language: Language, request: Request, dates: Dates) -> dict[str, Any]:
    status = language.phrase("final" if request.final else "draft_status")
    if request.amendment:
        status = language.phrase("amendment.consolidated", number=request.amendment)
    mention = language.phrase("draft") if not request.final else status if request.amendment else ""
    title = plan.doctype.title.get(plan.language, plan.doctype.id)
    document = {**plan.scope["document"], "title": title, "mention": mention, "status": status,
                "date": dates.as_of, "reference": ""}  # fmt: skip
    return {**plan.scope, "document": document}


def _missing(label: str, path: str, profile: Profile, wanted_by: str) -> Diagnostic:
    steps = tuple(int(s) if s.isdigit() else s for s in path.replace("[", ".").replace("]", "").split("."))
    named = f"{label} ({path})" if label != path else path
    return error("AS520", f"a value is missing: {named}", profile.place(_indexed(steps, profile)),
                 f"give it in the profile; {wanted_by} prints it")  # fmt: skip


def _indexed(steps: tuple[int | str, ...], profile: Profile) -> tuple[int | str, ...]:
    """``prestataires[hexavoix].rcs`` with the index of the item in place of its id."""
    out: list[int | str] = []
    value: Any = profile.data
    for step in steps:
        if isinstance(value, list) and isinstance(step, str):
            step = next((n for n, i in enumerate(value) if isinstance(i, dict) and i.get("id") == step), 0)
        out.append(step)
        value = value.get(step) if isinstance(value, dict) else (
            value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None)  # fmt: skip
    return tuple(out)


def comments_on(made: Made) -> Comments:
    """What the library knows about each clause of a draft; nothing of it travels in a final document."""
    if made.document.final:
        return NO_COMMENTS
    from docgen.stages.clause_comment import comments_of  # few drafts want them

    return comments_of(made.plan, made.language)


@uninterrupted()
def printed(made: Made, day: str, comments: Comments = NO_COMMENTS) -> bytes:
    """The bytes of a document, not read again yet."""
    written = made.press.frame(made.frame, made.language, comments)
    return print_frame(written, made.document, made.values, made.press, made.language, day)


class Rendered(NamedTuple):
    """A document as it is handed over: its bytes, what keeps it from being so, and what identifies it (see ``parts_digest``).

    The digest is empty where there is something that cannot be read again.
    """

    data: bytes
    found: tuple[Diagnostic, ...]
    digest: str


def render(made: Made, day: str, *, commented: bool = False) -> Rendered:
    """A document as it is handed over; its bytes are read again once, for what is wrong with them and for what identifies them.

    :param commented: with a comment at each clause, see ``comments_on``.
    """
    comments = comments_on(made) if commented else NO_COMMENTS
    data = printed(made, day, comments)
    document, opened = made.document, read_again(data)
    problems = verify(opened, expected_text(document), expected_notes(document), expected_charts(document),
                      expected_comments(document, comments), [text for _, text in document.slots])  # fmt: skip
    digest = digest_of(opened.value.parts) if opened.value is not None else ""
    return Rendered(data, tuple(d.at(Place(made.plan.name)) for d in problems), digest)
