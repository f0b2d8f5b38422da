"""The form and the heads of hash chains: one for registers, journals of clauses and approvals of positions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def canonical(value: Any) -> str:
    """Plain data as JSON that has one form only: keys in the order of their code points, no spaces, no escapes
    but those that JSON demands.

    :raises ValueError: for a number that is not finite.
    :raises TypeError: for anything that is no plain data.
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_mapping
    )


def _mapping(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no plain data")


def head_of(previous: str, record: Mapping[str, Any]) -> str:
    """The head of the chain after this record.

    :raises ValueError: when a text of the record cannot be encoded (a lone surrogate).
    :raises TypeError: for a record that is no plain data.
    """
    return sha256((previous + canonical(record)).encode()).hexdigest()


def digest_of_data(value: Any) -> str:
    """The SHA-256 of plain data in its canonical form, in hex."""
    return sha256(canonical(value).encode()).hexdigest()
