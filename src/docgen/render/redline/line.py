"""An edited paragraph, written word by word."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Protocol

from docgen.model.dataclass import dataclass
from docgen.render.redline.carry import Carrier
from docgen.render.redline.ink import DELETED, INSERTED, Ink
from docgen.render.redline.links import Links
from docgen.render.redline.names import (
    ID,
    NOTE,
    PPR,
    RPR,
    RUN,
    SPACE,
    TEXT,
    Element,
    W,
    make,
)
from docgen.render.redline.nodes import Node
from docgen.render.redline.notes import Notes
from docgen.render.redline.tokens import BOX, MARK, WORD, Token, line_of
from docgen.stages.difference import Stretch, difference


class _View(Protocol):
    """How what stayed, left and came is marked, None where it is not written (what stayed: not marked)."""

    @property
    def stayed(self) -> str | None: ...
    @property
    def left(self) -> str | None: ...
    @property
    def came(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class _Step:
    """A token with its mark; ``former`` is the same word as it was printed before; ``after`` counts new tokens."""

    token: Token
    status: str | None
    former: Token | None
    after: int


@dataclass(frozen=True, slots=True)
class Edit:
    """An edited paragraph, read: its stretches, and the bookmarks of the new one by place."""

    stretches: tuple[Stretch[Token], ...]
    points: list[tuple[int, Element]]
    part: str


def read_edit(old: Node, new: Node, links: Links) -> Edit:
    """What changed between two paragraphs; to be read before either is written to."""
    after = line_of(new, str)
    return Edit(tuple(difference(line_of(old, links.target).tokens, after.tokens)), after.points, old.part)


def write_edit(edit: Edit, base: Element, ink: Ink, carrier: Carrier, notes: Notes, view: _View) -> None:
    """Write the words of both into ``base``: the new paragraph, or a copy of the old one where it moved away from."""
    from_old = view.came is None
    steps = list(_steps(edit.stretches, view, from_old))
    points = [] if from_old else edit.points
    pen = _Pen(ink, carrier, notes, edit.part)
    children = list(pen.written(steps, points))
    if from_old:
        children = _between_bookmarks(base, children)
    properties = base.find(PPR)
    for child in list(base):
        base.remove(child)
    base.extend([e for e in (properties, *children) if e is not None])


def _between_bookmarks(base: Element, children: list[Element]) -> list[Element]:
    """The copy of an old paragraph keeps its bookmarks, around all that is written."""
    opening = [e for e in base if e.tag == W + "bookmarkStart"]
    closing = [e for e in base if e.tag == W + "bookmarkEnd"]
    return [*opening, *children, *closing]


def _steps(stretches: Iterable[Stretch[Token]], view: _View, from_old: bool) -> Iterator[_Step]:
    count = 0
    for stretch in stretches:
        if stretch.stayed:
            (one,), (other,) = stretch.old, stretch.new
            former = one if one.look != other.look and view.stayed is None else None
            yield _Step(one if from_old else other, view.stayed, former, count)
            count += 1
            continue
        if view.left:
            yield from (_Step(token, view.left, None, count) for token in stretch.old)
        for token in stretch.new:
            if view.came:
                yield _Step(token, view.came, None, count)
            count += 1


class _Pen:
    """Writes tokens as runs: neighbours that are marked and printed alike share a run."""

    def __init__(self, ink: Ink, carrier: Carrier, notes: Notes, part: str) -> None:
        self._ink, self._carrier, self._notes, self._part = ink, carrier, notes, part

    def written(self, steps: Iterable[_Step], points: list[tuple[int, Element]]) -> Iterator[Element]:
        """The children of the paragraph; bookmarks stay before the token that they stood before."""
        waiting = list(points)
        batch: list[_Step] = []
        for step in steps:
            split = waiting and waiting[0][0] <= step.after and (step.status != DELETED or not step.after)
            if batch and (split or batch[-1].status != step.status or step.token.kind == BOX):
                yield from self._batch(batch)
                batch = []
            while waiting and waiting[0][0] <= step.after and (step.status != DELETED or not step.after):
                yield waiting.pop(0)[1]
            batch.append(step)
            if step.token.kind == BOX:
                yield from self._batch(batch)
                batch = []
        yield from self._batch(batch)
        yield from (element for _, element in waiting)

    def _batch(self, batch: list[_Step]) -> Iterator[Element]:
        if not batch:
            return
        status = batch[0].status
        if batch[0].token.kind == BOX:
            yield self._box(batch[0])
            return
        runs = list(self._runs(batch))
        if status is None:
            yield from runs
        else:
            yield self._ink.around(runs, status)

    def _box(self, step: _Step) -> Element:
        (element,) = step.token.elements
        out = self._old(element) if step.status not in (None, INSERTED) else copy.deepcopy(element)
        if step.status is not None:
            self._ink.runs(out, step.status)
        return out

    def _runs(self, batch: list[_Step]) -> Iterator[Element]:
        run: Element | None = None
        last: _Step | None = None
        for step in batch:
            if step.token.kind not in (WORD, MARK):
                yield from self._whole(step)
                run = None
                continue
            if run is None or last is None or not _alike(step, last):
                run = self._run(step)
                yield run
            last = step
            if step.token.kind == WORD:
                _append(run, step.token.key)
            else:
                run.append(self._mark(step))

    def _run(self, step: _Step) -> Element:
        out = make(RUN)
        properties = step.token.properties
        if properties is not None:
            out.append(self._old(properties) if _is_old(step) else copy.deepcopy(properties))
        if step.former is not None:
            self._reformatted(out, step.former)
        return out

    def _reformatted(self, run: Element, former: Token) -> None:
        """Words that are printed another way than before (17.13.5.31)."""
        properties = run.find(RPR)
        if properties is None:
            properties = make(RPR)
            run.insert(0, properties)
        before = None if former.properties is None else self._old(former.properties)
        self._ink.changed(properties, before, "rPr")

    def _mark(self, step: _Step) -> Element:
        (element,) = step.token.elements
        if _is_old(step):
            holder = make(RUN)
            holder.append(copy.deepcopy(element))
            return self._carrier.copied(holder, self._part, step.status or "")[0]
        if element.tag == NOTE and step.status == INSERTED:
            self._notes.came(element.get(ID))
        return copy.deepcopy(element)

    def _whole(self, step: _Step) -> Iterator[Element]:
        for element in step.token.elements:
            out = self._old(element) if _is_old(step) else copy.deepcopy(element)
            out.tail = None
            if step.former is not None:
                properties = out.find(RPR)
                if properties is not None:
                    out.remove(properties)
                if step.token.properties is not None:
                    out.insert(0, copy.deepcopy(step.token.properties))
                self._reformatted(out, step.former)
            yield out

    def _old(self, element: Element) -> Element:
        return self._carrier.copied(element, self._part, DELETED)


def _is_old(step: _Step) -> bool:
    return step.status in (DELETED, "moveFrom")


def _alike(one: _Step, other: _Step) -> bool:
    return one.token.look == other.token.look and _former(one) == _former(other)


def _former(step: _Step) -> bytes | None:
    return None if step.former is None else step.former.look


def _append(run: Element, text: str) -> None:
    """Text at the end of a run."""
    last = run[-1] if len(run) else None
    if last is None or last.tag != TEXT:
        last = make(TEXT)
        last.set(SPACE, "preserve")
        run.append(last)
    last.text = (last.text or "") + text
