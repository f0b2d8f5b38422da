"""A register that is open: what can be asked of it, and the three things that can be added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from docgen.model.diagnostic import Diagnostic, Outcome, Place
from docgen.model.use import Facts, Found, Search
from docgen.model.version import Deed, DossierSummary, NewVersion, Version
from docgen.model.witness import WitnessedStep
from docgen.store.register.trouble import RegisterTrouble, damaged, explained

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

    from docgen.store.register.target import Target


class Register:
    """Every method is one transaction. Those that read raise :class:`RegisterTrouble` when the
    database fails under them (RG405 to RG409, RG415); those that write give it as a finding.
    """

    def __init__(self, engine: Engine, target: Target) -> None:
        self._engine = engine
        self._target = target

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the server."""
        self._engine.dispose()

    @property
    def where(self) -> str:
        """The path or URL, without a password."""
        return self._target.shown

    # ------------------------------------------------------------------ asking
    def dossiers(self) -> tuple[DossierSummary, ...]:
        """Every dossier by its id."""
        from docgen.store.register import reading

        with self._reading() as db:
            return reading.dossiers(db)

    def dossier(self, dossier: str) -> DossierSummary | None:
        """One dossier; None when it is not there."""
        from docgen.store.register import reading

        with self._reading() as db:
            return next(iter(reading.dossiers(db, dossier)), None) if dossier else None

    def history(self, dossier: str) -> tuple[Version, ...]:
        """Every version, oldest first; ``locks`` are left empty. Nothing for a dossier that is not there."""
        from docgen.store.register import reading

        with self._reading() as db:
            return reading.history(db, dossier)

    def version(self, dossier: str, number: int) -> Version | None:
        """One version, whole; None when there is none of this number."""
        from docgen.store.register import reading

        with self._reading() as db:
            return reading.version(db, dossier, number)

    def blob(self, digest: str) -> bytes | None:
        """The bytes of this digest, checked; None when there are none."""
        from docgen.store.register import blobs

        with self._reading() as db:
            return blobs.fetch(db, digest)

    def blobs(self, digests: Iterable[str]) -> dict[str, bytes]:
        """The bytes of each of these digests that is there, checked: many at once cost less than one by one."""
        from docgen.store.register import blobs

        with self._reading() as db:
            return blobs.several(db, digests)

    def head(self, dossier: str) -> str:
        """The head of the chain of a dossier; nothing when it is not there."""
        from docgen.store.register import reading

        with self._reading() as db:
            return reading.head(db, dossier)

    def last_heads(self, dossiers: Sequence[str]) -> dict[str, str]:
        """The head of each of these dossiers that is there: many at once cost less than one by one."""
        from docgen.store.register import reading

        with self._reading() as db:
            return reading.last_heads(db, dossiers)

    def libraries(self, dossiers: Sequence[str]) -> tuple[tuple[str, int, str], ...]:
        """Dossier, number and digest of the library of every version of these dossiers."""
        from docgen.store.register import reading

        with self._reading() as db:
            return tuple(reading.libraries(db, dossiers))

    def heads(self, dossier: str) -> tuple[str, ...]:
        """Every head that the dossier ever had, oldest first: one printed on paper must be among them."""
        from docgen.store.register import reading

        with self._reading() as db:
            return reading.heads(db, dossier)

    def chains(self) -> dict[str, tuple[str, ...]]:
        """Every chain of steps that was witnessed, with its heads, oldest first."""
        from docgen.store.register import steps

        with self._reading() as db:
            return steps.heads(db)

    def step(self, chain: str, head: str) -> dict[str, Any] | None:
        """What is known of the step with this head: step, who, when, why, digest; None when there is none."""
        from docgen.store.register import steps

        with self._reading() as db:
            return steps.described(db, chain, head)

    def find(self, search: Search, most: int = 0) -> Found:
        """Every use of a clause that the search asks for, by contract in the order of their dossiers, and how many are alike;
        of many contracts the first ``most`` (0: all), and all are counted.
        """
        from docgen.store.register import searching

        with self._reading() as db:
            return searching.find(db, search, clauses=True, most=most)

    def find_versions(self, search: Search, most: int = 0) -> Found:
        """The same of whole versions; what the search asks of clauses does not count."""
        from docgen.store.register import searching

        with self._reading() as db:
            return searching.find(db, search, clauses=False, most=most)

    def facts(self, dossiers: Sequence[str]) -> tuple[Facts, ...]:
        """What a search knows of every version of these dossiers."""
        from docgen.store.register import searching

        with self._reading() as db:
            return tuple(searching.facts(db, dossiers))

    def used(self, clause: str = "") -> tuple[tuple[str, ...], ...]:
        """The names of every clause that some version holds; and of every position and every owner of that clause, or of all."""
        from docgen.store.register import searching

        with self._reading() as db:
            return searching.names(db, "clause", ""), searching.names(db, "position", clause), searching.names(db, "owner", clause)

    def audit(self, dossier: str = "") -> tuple[Diagnostic, ...]:
        """What does not hold any more, in one dossier or in all: RG421 to RG425, and RG406. Never raises."""
        from docgen.store.register import auditing

        try:
            with self._reading() as db:
                found = auditing.audit(db, dossier)
        except RegisterTrouble as trouble:
            return (trouble.diagnostic,)
        return self._placed(found)

    # ------------------------------------------------------------------ adding
    def append(self, new: NewVersion, blobs: Mapping[str, bytes], *, expected_head: str) -> Outcome[Version]:
        """Record a version with its files and blobs, as a draft. Refused, with nothing written, when the
        head of its dossier is not the expected one (RG410), when a value cannot be kept (RG413), or when
        the bytes of anything that it names are neither given nor kept (RG414).
        """
        from docgen.store.register import checks, writing

        wrong = checks.of_version(new) + checks.of_blobs(blobs)
        if wrong:
            return Outcome(None, self._placed(wrong))
        return self._written(new.dossier, lambda db: writing.append(db, new, blobs, expected_head))

    def add_deed(self, dossier: str, number: int, deed: Deed, *, expected_head: str) -> Outcome[Version]:
        """Record what became of a version. Refused, with nothing written, when the head moved (RG410), the
        version is not there (RG411), the state may not follow (RG412) or a value cannot be kept (RG413).
        """
        from docgen.store.register import checks, writing

        wrong = checks.of_deed(deed)
        if wrong:
            return Outcome(None, self._placed(wrong))

        def work(db: Connection) -> int:
            writing.add_deed(db, dossier, number, deed, expected_head)
            return number

        return self._written(dossier, work)

    def witness(self, steps: Sequence[WitnessedStep]) -> tuple[Diagnostic, ...]:
        """Record steps of chains, all or none. Refused when one does not follow the head of its chain (RG410), or is not
        what its head says (RG413).
        """
        from docgen.store.register import steps as kept
        from docgen.store.register.engine import writing
        from docgen.store.register.writing import RefusedError

        if wrong := tuple(kept.check(steps)):
            return self._placed(wrong)
        try:
            with self._trouble(), writing(self._engine, "steps") as db:
                refused = kept.add(db, steps)
                if refused is not None:
                    raise RefusedError([refused])
        except RefusedError as undone:
            return self._placed(undone.diagnostics)
        except RegisterTrouble as trouble:
            return (trouble.diagnostic,)
        return ()

    def _written(self, dossier: str, work: Callable[[Connection], int]) -> Outcome[Version]:
        """Do the work in one transaction and give the version that it names, as it was in that transaction."""
        from docgen.store.register import reading
        from docgen.store.register.engine import writing
        from docgen.store.register.writing import RefusedError

        try:
            with self._trouble(), writing(self._engine, dossier) as db:
                version = reading.version(db, dossier, work(db))
        except RefusedError as refused:
            return Outcome(None, self._placed(refused.diagnostics))
        except RegisterTrouble as trouble:
            return Outcome(None, (trouble.diagnostic,))
        return Outcome(version)

    def rebuild_uses(self) -> Outcome[int]:
        """Derive anew what a search looks in, in one transaction; the number of versions that were read."""
        from docgen.store.register import deriving
        from docgen.store.register.engine import writing

        try:
            with self._trouble(), writing(self._engine, "uses") as db:
                return Outcome(deriving.rebuild(db))
        except RegisterTrouble as trouble:
            return Outcome(None, (trouble.diagnostic,))

    # ----------------------------------------------------------------- trouble
    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        from docgen.store.register.engine import reading

        with self._trouble(), reading(self._engine) as db:
            yield db

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """Whatever a database refuses, as :class:`RegisterTrouble`."""
        import sqlite3

        from sqlalchemy.exc import SQLAlchemyError

        from docgen.store.register.blobs import DamagedBlobError
        from docgen.store.register.reading import DamagedRowError

        try:
            yield
        except (DamagedBlobError, DamagedRowError) as problem:
            raise RegisterTrouble(damaged(self._target, str(problem))) from None
        except (SQLAlchemyError, sqlite3.Error) as problem:
            raise RegisterTrouble(explained(problem, self._target)) from None

    def _placed(self, found: Any) -> tuple[Diagnostic, ...]:
        return tuple(replace(d, place=d.place or Place(self._target.shown)) for d in found)
