"""Footnotes: those of both documents that are one, and the old ones that the redline still needs (17.11)."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from docgen.render.redline.align import Pair, align
from docgen.render.redline.ink import DELETED, INSERTED, Ink
from docgen.render.redline.names import ID, Element
from docgen.render.redline.nodes import CELL, Node
from docgen.render.redline.parts import Parts
from docgen.render.redline.source import Source, notes_of

if TYPE_CHECKING:
    from docgen.render.redline.carry import Carrier

_BOTH: Final = "both"


class Notes:
    """The notes of the new document; ``root`` takes over the old ones that left.

    Makes both documents call notes by one key where they are the same or an edit of each other.
    """

    def __init__(self, old: Source, new: Source, ink: Ink, parts: Parts) -> None:
        self.part, self._old_part = new.part("footnotes"), old.part("footnotes")
        self.root: Element = new.note_root
        self._ink, self._old = ink, old
        self.changed = False
        if self.root is None and old.notes:
            self.part, self.root = self._begun(parts)
        mine = [Node(CELL, note, old, self._old_part) for note in old.notes.values()]
        theirs = [Node(CELL, note, new, self.part) for note in new.notes.values()]
        self.pairs = tuple(_paired(mine, theirs))
        for number, pair in enumerate(self.pairs):
            for node in (pair.old, pair.new):
                assert node is not None
                node.source.note_keys[node.element.get(ID)] = f"{_BOTH}{number}"
        for name, source in (("old", old), ("new", new)):
            for id_ in source.notes:
                source.note_keys.setdefault(id_, f"{name}{id_}")

    def _begun(self, parts: Parts) -> tuple[str, Element]:
        """A part of notes like that of the old document, with nothing but its separators."""
        root = copy.deepcopy(self._old.note_root)
        for note in notes_of(root).values():
            root.remove(note)
        return parts.added(self._old_part), root

    def carried(self, number: str, status: str, carrier: Carrier) -> str:
        """The number of a copy of an old note, marked like the reference to it.

        A note that moved is only copied: with its reference it vanishes from one of the two places.
        """
        note = self._old.notes.get(number)
        if note is None or self.root is None:
            return number
        out = carrier.copied(note, self._old_part, status)
        out.set(ID, str(1 + max((int(n.get(ID, 0)) for n in self.root), default=0)))
        if status == DELETED:
            for paragraph in out:
                self._ink.runs(paragraph, DELETED)
        self.root.append(out)
        self.changed = True
        return str(out.get(ID))

    def came(self, number: str) -> None:
        """Mark the text of a note whose reference was inserted."""
        note = notes_of(self.root).get(number)
        if note is not None:
            for paragraph in note:
                self._ink.runs(paragraph, INSERTED)
            self.changed = True


def _paired(old: list[Node], new: list[Node]) -> Iterator[Pair]:
    """Notes that are the same or an edit of each other, those that changed places with their passage too."""
    pairs = align(old, new)
    left = {pair.node.print: pair.node for pair in pairs if pair.new is None}
    for pair in pairs:
        if pair.old is None:
            pair.old, pair.same = left.pop(pair.node.print, None), True
        if pair.old is not None and pair.new is not None:
            yield pair
