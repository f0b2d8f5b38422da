"""The facts of every clause of a library: those of the last run, read anew where a file changed.

They lie in the index in a fixed number of entries, so that a large library is read in few steps and one change writes
little. An entry is made of the files whose stamps it carries and of nothing else; what all of them have in common (the
engine, the filters, the languages, the libraries below) is part of the stamp of every entry.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from docgen.app.facts_apart import read_apart
from docgen.app.workshop import Workshop
from docgen.checks.facts import facts_of
from docgen.checks.terms_used import Wanted, terms_used
from docgen.model.facts import ClauseFacts, FreshFacts, KnownClause
from docgen.model.library import ClauseSpec
from docgen.store.index import freeze, thaw

ENTRIES: Final = 64
Progress = Callable[[str], None]


class LibraryFacts:
    """The facts of a library as it is now; ``keep`` writes them down for the next run."""

    def __init__(self, workshop: Workshop, languages: Sequence[str], progress: Progress) -> None:
        self._workshop, self._languages, self._progress = workshop, languages, progress
        self._stamps = workshop.project.clause_stamps()
        self._salt = workshop.project.facts_salt() + " ".join(languages)
        self._fresh: dict[str, FreshFacts] = {}
        self._entries = [self._entry(number) for number in range(ENTRIES)]
        self._before = {id_: known for entry in self._entries for id_, known in entry.items()}
        self._others: dict[str, str] | None = None
        kept = {id_: known for id_ in self._stamps.ids if (known := self._unchanged(id_)) is not None}
        read = self._read([id_ for id_ in self._stamps.ids if id_ not in kept])
        self._now = {id_: kept[id_] if id_ in kept else read[id_] for id_ in self._stamps.ids}
        self._changed = {_number(id_) for id_ in (*self._fresh, *(set(self._before) - set(self._now)))}
        self.all: tuple[ClauseFacts, ...] = tuple(known.facts for known in self._now.values())

    def _entry(self, number: int) -> Mapping[str, KnownClause]:
        return self._workshop.project.index.get(f"facts:{number}", self._salt) or {}

    def _unchanged(self, id_: str) -> KnownClause | None:
        """What is known of a clause, where its files are as they were."""
        before = self._before.get(id_)
        return before if before is not None and before.stamp and before.stamp == self._stamps.of(before.chain) else None

    def _read(self, ids: Sequence[str]) -> dict[str, KnownClause]:
        """What is to be known of these clauses, from their files."""
        out: dict[str, KnownClause] = {}
        for id_, fresh in self._all_fresh(ids):
            if len(out) % 200 == 0:
                self._progress(f"clauses {len(out)}/{len(ids)}")
            self._fresh[id_] = fresh
            chain = self._workshop.project.clause_chain(id_)
            settled = self._stamps.recent.isdisjoint(chain)
            out[id_] = KnownClause(self._stamps.of(chain) if settled else b"", chain, fresh.facts)
        return out

    def _all_fresh(self, ids: Sequence[str]) -> Iterator[tuple[str, FreshFacts]]:
        """The facts of these clauses: by several processes where there are many, and the rest by this one."""
        left = iter(ids)
        for read, _ in zip(read_apart(self._workshop, ids, self._languages), left, strict=False):
            yield read
        whole, languages = self._workshop.project.whole_clause, self._languages
        yield from ((id_, facts_of(id_, whole(id_), languages, freeze)) for id_ in left)

    def specs(self, ids: Iterable[str]) -> Iterator[ClauseSpec]:
        """These clauses of the library by their ids, without what their texts say."""
        known = ((id_, self._now.get(id_)) for id_ in sorted(set(ids)))
        return (thaw(self._spec(id_, k)) for id_, k in known if k is not None and k.facts.readable)

    def _spec(self, id_: str, known: KnownClause) -> bytes:
        """A clause as bytes: as it was just read, or as it was kept; read anew where neither is there."""
        if id_ not in self._fresh:
            kept: bytes | None = self._workshop.project.index.get(f"facts:spec:{id_}", self._salt + _of(known))
            if kept is not None:
                return kept
            self._fresh |= self._all_fresh([id_])
        return self._fresh[id_].spec

    # -- terms
    def uses(self) -> Mapping[Wanted, str]:
        """Which clause uses each term of the library, see :func:`terms_used`."""
        index = self._workshop.project.index
        known: Mapping[Wanted, str] | None = index.get("facts:terms", self._salt + _digest(self._before))
        if known is None:
            self._fresh |= self._all_fresh([id_ for id_ in self._now if id_ not in self._fresh])
            known = {}
        words = {id_: fresh.words for id_, fresh in self._fresh.items()}
        found = terms_used(self.all, self._languages[0], known, words, self._other_words)
        if self._changed or found != known:
            index.put("facts:terms", self._salt + _digest(self._now), found)
        return found

    def _other_words(self) -> Mapping[str, str]:
        """The words of the clauses that did not change."""
        if self._others is None:
            kept = {id_: words for number in range(ENTRIES) for id_, words in self._kept_words(number).items()}
            others = [id_ for id_ in self._now if id_ not in self._fresh]
            read = dict(self._all_fresh([id_ for id_ in others if id_ not in kept]))
            self._others = {id_: kept[id_] if id_ in kept else read[id_].words for id_ in others}
        return self._others

    def _kept_words(self, number: int) -> dict[str, str]:
        """The words of the clauses of an entry, as they were when its facts were written down."""
        stamp = self._salt + _digest(self._entries[number])
        packed: bytes | None = self._workshop.project.index.get(f"facts:words:{number}", stamp)
        words: dict[str, str] = thaw(zlib.decompress(packed)) if packed else {}
        return words

    # -- keeping
    def keep(self) -> None:
        """Write down what differs from what was known."""
        index = self._workshop.project.index
        entries: list[dict[str, KnownClause]] = [{} for _ in range(ENTRIES)]
        for id_, known in self._now.items() if self._changed else ():
            entries[_number(id_)][id_] = known
        for number in sorted(self._changed):
            now = entries[number]
            words = self._kept_words(number)
            words |= {id_: fresh.words for id_, fresh in self._fresh.items() if id_ in now}
            whole = {id_: words[id_] for id_ in now if id_ in words}
            index.put(f"facts:{number}", self._salt, now)
            index.put(f"facts:words:{number}", self._salt + _digest(now), zlib.compress(freeze(whole), 1))
        for id_, fresh in self._fresh.items():
            index.put(f"facts:spec:{id_}", self._salt + _of(self._now[id_]), fresh.spec)


def _number(id_: str) -> int:
    """In which entry a clause is kept."""
    return zlib.crc32(id_.encode("utf-8", "surrogateescape")) % ENTRIES


def _digest(known: Mapping[str, KnownClause]) -> str:
    """Changes when a clause comes, goes or is another one."""
    said = [part for id_ in sorted(known) for part in (id_.encode("utf-8", "surrogateescape"), known[id_].stamp)]
    return hashlib.sha256(b"\0".join(said)).hexdigest()


def _of(known: KnownClause) -> str:
    """Changes when the clause does."""
    return hashlib.sha256(known.stamp).hexdigest()
