"""Libraries on libraries: what a library builds on, and a library as one file that can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place

PINS_FORMAT: Final = "docgen.libraries/1"
PACKAGE_FORMAT: Final = "docgen.package/1"
SEPARATOR: Final = ":"
"""Between the name of a library and the id of a clause: ``groupe:confidentialite``."""


def split(id_: str) -> tuple[str, str]:
    """Library and id of a clause; the library is empty where none is named."""
    library, separator, rest = id_.partition(SEPARATOR)
    return (library, rest) if separator else ("", id_)


@dataclass(frozen=True, slots=True)
class Pin:
    """A library that another one builds on: ``digest`` is that of its manifest, in hex.

    ``source`` is where it came from, as it was given; ``signer`` the public key that must have signed it, in hex, or "".
    """

    name: str
    version: str
    digest: str
    source: str
    signer: str
    place: Place


@dataclass(frozen=True, slots=True)
class Need:
    """What the manifest of a package says of a library that it builds on."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class PackagedClause:
    """What a manifest says of a clause: the revisions that are approved, who wrote it, and under which licence."""

    id: str
    owner: str
    revisions: tuple[int, ...]
    licence: str
    authors: tuple[str, ...]
    adapts: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package holds. ``files``: path below the project -> SHA-256 of the bytes, in hex."""

    name: str
    version: str
    licence: str
    authors: tuple[str, ...]
    needs: tuple[Need, ...]
    clauses: tuple[PackagedClause, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature (RFC 8032) over the bytes of a manifest: public key and signature in hex."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Package:
    """A library as it is sent: its manifest, as a value and as bytes, and its files by path.

    ``digest`` is the SHA-256 of ``manifest_bytes``: it stands for everything in the package.
    """

    manifest: Manifest
    manifest_bytes: bytes
    digest: str
    files: Mapping[str, bytes]
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """A library that a project reads: its name, the folder that holds it, and what it builds on, in its order.

    The project itself is a layer too, with an empty ``folder``.
    """

    name: str
    folder: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """The project and the libraries under it, in the order in which they are asked.

    ``choose``: id of a clause -> library; ``found``: what is wrong with the libraries.
    """

    order: tuple[Layer, ...]
    choose: Mapping[str, str]
    found: tuple[Diagnostic, ...]
    place: Place

    def libraries(self) -> tuple[Layer, ...]:
        """The libraries under the project."""
        return self.order[1:]
