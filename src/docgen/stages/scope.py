"""What conditions, rules and derived values of a library can read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docgen.model.library import LibraryInfo
from docgen.model.plan import Dates
from docgen.model.profile import Profile
from docgen.stages.calculations import world_of

OWN_NAMES = ("policy", "data", "reference", "dates", "records", "inputs")
"""Names beside those of the profile."""


def scope_of(
    profile: Profile, library: LibraryInfo, dates: Dates, inputs: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The fields of the profile, and beside them policy, data, dated reference data, dates, records and inputs."""
    return world_of({
        **profile.data,
        "policy": dict(library.policy),
        "data": dict(library.data),
        "reference": library.reference_on(dates.as_of),
        "dates": {"as_of": dates.as_of, "effective": dates.effective, "signature": dates.signature},
        "inputs": dict(inputs or {}),
        "records": {kind: list(found) for kind, found in profile.records.items()},
    })
