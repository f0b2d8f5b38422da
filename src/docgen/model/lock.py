"""What was chosen for one document, so that it can be made again and reviewed in a diff."""

from __future__ import annotations

from docgen.model.dataclass import dataclass

LOCK_FORMAT = "docgen.lock/1"
RECORDED_FORMAT = "docgen.lock/2"
"""Of a lock in a register: it says more of each clause than the file that goes with a document. Locks that were recorded
before name no format."""


@dataclass(frozen=True, slots=True)
class LockedClause:
    """One clause as it stands in the document; ``text`` is the digest of its file.

    ``kind`` is that of its position, ``owner`` the department that owned it then. ``deviations`` say how it differs
    from what the library offers first: ``position``, ``parameters``, ``adapted`` (from a clause that adapts one of another library). These three are kept in the register only.
    """

    id: str
    revision: int
    position: str
    file: str
    text: str
    why: tuple[str, ...]
    kind: str = ""
    owner: str = ""
    deviations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lock:
    """Everything that a document was made from. Dates are ISO, digests SHA-256 in hex.

    ``version`` names the version of the dossier (``voltea@3``) and ``previous`` the head of its history before, for a
    document that is recorded in a register; both are empty otherwise.
    """

    engine: str
    type: str
    key: str
    language: str
    variant: str
    final: bool
    profile: str
    profile_digest: str
    template: str
    template_digest: str
    as_of: str
    effective: str
    signature: str
    content: str
    version: str
    previous: str
    clauses: tuple[LockedClause, ...]
