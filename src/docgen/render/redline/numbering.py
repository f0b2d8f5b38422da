"""Lists of two documents: which look the same, and those of the old one that the redline needs too (17.9)."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from functools import cache, cached_property
from typing import Final

from docgen.render.redline.names import NUM_ID, VAL, Element, W, xml_of
from docgen.render.redline.source import Source

_NUM, _ABSTRACT, _ABSTRACT_ID = W + "num", W + "abstractNum", W + "abstractNumId"
_IDENTITIES: Final = (W + "nsid", W + "tmpl")
NO_LIST: Final = "0"
Look = Callable[[str], object]


class Lists:
    """The lists of both documents; ``root`` is the numbering part of the new one, which takes over what it lacks."""

    def __init__(self, old: Source, new: Source) -> None:
        self.part = new.part("numbering")
        self.root: Element = new.story(self.part).root if self.part else None
        self._old, self._new = _Numbering(old), _Numbering(new)
        self.old: Look = self._old.look
        self.new: Look = self._new.look
        self._taken: dict[str, str] = {}
        self._abstracts: dict[str, str] = {}
        self.changed = False

    def alike(self, old: str, new: str) -> bool:
        """True where a list of the old document looks like one of the new one."""
        return self._old.look(old) == self._new.look(new)

    def taken_over(self, number: str) -> str:
        """The number that a list of the old document gets in the redline, its definition copied."""
        if number not in self._taken:
            num = self._old.nums.get(number)
            self._taken[number] = NO_LIST if num is None or self.root is None else self._copied(num)
        return self._taken[number]

    def _copied(self, num: Element) -> str:
        out = copy.deepcopy(num)
        number = str(1 + max((int(n.get(NUM_ID, 0)) for n in self.root.iter(_NUM)), default=0))
        out.set(NUM_ID, number)
        out.find(_ABSTRACT_ID).set(VAL, self._abstract(out.find(_ABSTRACT_ID).get(VAL)))
        before = [n for n in self.root if n.tag in (_NUM, _ABSTRACT)]
        before[-1].addnext(out)
        self.changed = True
        return number

    def _abstract(self, number: str) -> str:
        """The definition with the same look, or a copy of it before the first list."""
        look = self._old.looks.get(number, b"")
        found = next((n for n, own in self._new.looks.items() if own == look), None) or self._abstracts.get(number)
        if found is None:
            out = copy.deepcopy(self._old.abstracts[number])
            for identity in _IDENTITIES:
                for e in out.findall(identity):
                    out.remove(e)
            for e in [*out.iter(W + "pStyle"), *out.iter(W + "styleLink")]:  # a style belongs to one list
                e.getparent().remove(e)
            found = str(1 + max((int(a.get(_ABSTRACT_ID, 0)) for a in self.root.iter(_ABSTRACT)), default=-1))
            out.set(_ABSTRACT_ID, found)
            next(n for n in self.root if n.tag == _NUM).addprevious(out)
            self._abstracts[number] = found
        return found


class _Numbering:
    """The lists of one document, by number, with what they look like."""

    def __init__(self, source: Source) -> None:
        part = source.part("numbering")
        root = source.story(part).root if part else ()
        self.nums: dict[str, Element] = {n.get(NUM_ID): n for n in root if n.tag == _NUM}
        self.abstracts: dict[str, Element] = {a.get(_ABSTRACT_ID): a for a in root if a.tag == _ABSTRACT}
        self.look = cache(self._look)

    @cached_property
    def looks(self) -> dict[str, bytes]:
        """The definitions by number."""
        return {number: look_of(a) for number, a in self.abstracts.items()}

    def _look(self, number: str) -> tuple[bytes, bytes]:
        """The definition of a list and what it overrides."""
        num = self.nums.get(number)
        if num is None:
            return b"", number.encode()
        return self.looks.get(num.find(_ABSTRACT_ID).get(VAL), b""), _overrides(num)


_IDENTITY: Final = re.compile(rb"<w:(?:nsid|tmpl|pStyle|styleLink) [^>]*/>|^<w:\w+[^>]*>")


def look_of(abstract: Element) -> bytes:
    """The levels of a definition, without its identity and the styles that are tied to it."""
    return _IDENTITY.sub(b"", xml_of(abstract))


_KIND: Final = re.compile(rb"<w:abstractNumId [^>]*/>|^<w:\w+[^>]*>")


def _overrides(num: Element) -> bytes:
    return _KIND.sub(b"", xml_of(num))


def looks_of(source: Source) -> Look:
    """What the lists of a document look like, by number."""
    return _Numbering(source).look
