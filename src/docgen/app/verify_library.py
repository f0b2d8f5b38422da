"""The part of ``verify`` for the library: who approved what in it, and the libraries that it builds on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docgen.app.libraries import verify as verify_below
from docgen.app.verify_chains import governed, verify_chains
from docgen.app.workshop import Workshop
from docgen.model.diagnostic import Diagnostic

if TYPE_CHECKING:
    from docgen.store.register import Register


def verifiable(workshop: Workshop) -> bool:
    """Whether there is anything for this part to look at."""
    return governed(workshop) or bool(workshop.project.pins())


def verify_library(workshop: Workshop, register: Register | None) -> Iterator[Diagnostic]:
    """What does not hold in journals and approvals, and in the files of the libraries below; without a register, of these alone."""
    yield from verify_below(workshop)
    if governed(workshop):
        yield from verify_chains(workshop, register)
