"""A step of a journal or of a file of approvals, as a register keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docgen.model.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class WitnessedStep:
    """``chain`` is the name of the chain, ``record`` plain data that ``head`` covers together with the head before."""

    chain: str
    record: Mapping[str, Any]
    previous: str
    head: str
