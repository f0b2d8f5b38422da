"""Headers and footers: which of the old document became which of the new one."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.render.redline.names import SECT_PR, R, W
from docgen.render.redline.source import Source

_TAGS = (W + "headerReference", W + "footerReference")


class Margins:
    """Pairs of headers and footers, by what they are for (first page, even pages, all others) in order.

    ``pairs``: parts of the old and of the new document; ``lost``: parts that only the old one has.
    """

    def __init__(self, old: Source, new: Source) -> None:
        self._old, self._new = _references(old), _references(new)
        self.pairs: dict[str, str] = {}
        theirs: dict[str, list[str]] = {}
        for kind, part in self._new.values():
            if part not in theirs.setdefault(kind, []):
                theirs[kind].append(part)
        for kind, part in self._old.values():
            free = [p for p in theirs.get(kind, ()) if p not in self.pairs.values()]
            if part not in self.pairs and free:
                self.pairs[part] = free[0]
        self.lost = tuple(dict.fromkeys(part for _, part in self._old.values() if part not in self.pairs))
        self.only_new = tuple(dict.fromkeys(part for _, part in self._new.values() if part not in self.pairs.values()))

    def relation(self, old: str) -> str:
        """The relationship of the new document to the counterpart of an old header or footer, or nothing."""
        found = self.pairs.get(self._old.get(old, ("", ""))[1])
        return next((relation for relation, (_, part) in self._new.items() if part == found), "")


def _references(source: Source) -> dict[str, tuple[str, str]]:
    """Of each relationship to a header or footer: what it is for, and the part."""
    targets = {r.id: r.target for r in source.package.relationships(source.main.part)}
    return {id_: (kind, targets[id_]) for id_, kind in _used(source) if targets.get(id_) in source.package.parts}


def _used(source: Source) -> Iterator[tuple[str, str]]:
    for section in source.main.root.iter(SECT_PR):
        for reference in section.iterchildren(*_TAGS):
            yield reference.get(R + "id", ""), f"{reference.tag} {reference.get(W + 'type', '')}"
