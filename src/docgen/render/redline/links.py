"""What connects the two documents: the bookmarks and lists of the old one that live on in the new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.render.redline.align import Pair, matched, moved_passages, reopen
from docgen.render.redline.names import BOOKMARK, NAME
from docgen.render.redline.nodes import Node
from docgen.render.redline.numbering import Lists
from docgen.render.redline.source import Source

SUFFIX: Final = "_o"
"""Ends the name of a bookmark of the old text whose own name is taken."""
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Links:
    """``same``: the bookmark of the new document at the same passage, for each of the old one.
    ``places``: the name under which the old text finds its target in the redline.
    ``lists``: the list of the new document that an old one became, one to one.
    """

    same: dict[str, str]
    places: dict[str, str]
    lists: dict[str, str]

    def target(self, name: str) -> str:
        """What an old reference points to, as the new document calls it; unlike any name where it has no such place."""
        if name in self.same:
            return self.same[name]
        return f"\0{name}" if name in self.places else name


def linked(pairs: Sequence[Pair], old: Source, new: Source, lists: Lists) -> Links:
    """The links, after looking again at everything whose references or lists became others."""
    same, kept = dict[str, str](), dict[str, str]()
    votes = Counter[tuple[str, str]]()
    for one, other, moved in matched(pairs):
        found = dict(zip(one.pegs.bookmarks, other.pegs.bookmarks, strict=False))
        same |= found
        kept |= {} if moved else found
        votes.update(() if moved else zip(one.pegs.lists, other.pegs.lists, strict=False))
    for one, other in moved_passages(pairs):
        same |= dict(zip(one.pegs.bookmarks, other.pegs.bookmarks, strict=False))
    links = Links(same, _places(old, new, kept), _one_to_one(votes, lists))
    _look_again(pairs, links)
    return links


def _places(old: Source, new: Source, kept: dict[str, str]) -> dict[str, str]:
    """A name for every old bookmark: of the passage that stayed, or its own, changed where it is taken."""
    taken = {e.get(NAME, "").lower() for e in new.main.root.iter(BOOKMARK)}
    out = {}
    for bookmark in old.main.root.iter(BOOKMARK):
        name = bookmark.get(NAME, "")
        out[name] = kept[name] if name in kept else _free(name, taken)
    return out


def _free(name: str, taken: set[str]) -> str:
    found, count = name, 0
    while found.lower() in taken:
        count += 1
        end = f"{SUFFIX}{count}"
        found = name[: _LONGEST - len(end)] + end
    taken.add(found.lower())
    return found


def _one_to_one(votes: Counter[tuple[str, str]], lists: Lists) -> dict[str, str]:
    """Of each list the one that most of its paragraphs are in now, where both look the same."""
    out: dict[str, str] = {}
    taken = set[str]()
    for (old, new), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if old not in out and new not in taken and lists.alike(old, new):
            out[old] = new
            taken.add(new)
    return out


def _look_again(pairs: Sequence[Pair], links: Links) -> None:
    """Equal text may point elsewhere than before, or stand in another list."""

    def doubtful(one: Node, other: Node) -> bool:
        if any(links.target(name) != name for name in one.pegs.targets):
            return True
        return any(links.lists.get(a) != b for a, b in zip(one.pegs.lists, other.pegs.lists, strict=True))

    reopen(pairs, doubtful)
