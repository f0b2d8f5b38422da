"""Styles that old text needs and the new document does not have (17.7)."""

from __future__ import annotations

import copy
from functools import cached_property
from typing import Final

from docgen.render.redline.names import NUM_ID, VAL, Element, W
from docgen.render.redline.numbering import NO_LIST, Lists
from docgen.render.redline.source import Source

_STYLE, _STYLE_ID = W + "style", W + "styleId"
_OTHERS: Final = (W + "basedOn", W + "next", W + "link")


class StyleSheet:
    """The styles of the new document; ``root`` takes over what it lacks."""

    def __init__(self, old: Source, new: Source, lists: Lists) -> None:
        self.part = new.part("styles")
        self.changed = False
        self._lists = lists
        self._old, self._new = old, new
        theirs = old.part("styles")
        self._same = bool(theirs) and old.package.parts[theirs] == new.package.parts.get(self.part)

    def taken_over(self, name: str) -> str:
        """The style under the same name, copied with those that it builds on when it is missing."""
        if not self._same and name not in self._known and self.root is not None:
            self._known.add(name)
            style = self._theirs.get(name)
            if style is not None:
                self._copy(style)
        return name

    @cached_property
    def root(self) -> Element:
        """The styles, read when old text needs one."""
        return self._new.story(self.part).root if self.part else None

    @cached_property
    def _known(self) -> set[str]:
        return set(_by_id(self.root))

    @cached_property
    def _theirs(self) -> dict[str, Element]:
        part = self._old.part("styles")
        return _by_id(self._old.story(part).root if part else None)

    def _copy(self, style: Element) -> None:
        out = copy.deepcopy(style)
        out.attrib.pop(W + "default", None)
        for number in out.iter(NUM_ID):
            if number.get(VAL) != NO_LIST:
                number.set(VAL, self._lists.taken_over(number.get(VAL)))
        self.root.append(out)
        self.changed = True
        for other in out.iter(*_OTHERS):
            self.taken_over(other.get(VAL))


def _by_id(root: Element) -> dict[str, Element]:
    return {} if root is None else {s.get(_STYLE_ID): s for s in root.iterchildren(_STYLE)}
