"""What the files of shared libraries may hold, as the models that they are read into; imported only when a file is read."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from docgen.stages.file_models.base import Identifier, Localised, Name, Strict
from docgen.stages.file_models.clause import (
    ClauseModel,
    ParameterModel,
    ParameterType,
    PositionKind,
    PositionModel,
    RevisionModel,
)

HEX_DIGEST = r"[0-9a-f]{64}"
QUALIFIED = r"[a-z0-9][a-z0-9-]{0,63}:[a-z0-9][a-z0-9-]{0,63}"
Digest = Annotated[str, Meta(pattern=rf"^{HEX_DIGEST}\Z")]
MaybeDigest = Annotated[str, Meta(pattern=rf"^({HEX_DIGEST})?\Z")]
Qualified = Annotated[str, Meta(pattern=rf"^{QUALIFIED}\Z")]
"""Library and clause: ``groupe:confidentialite``."""
MaybeQualified = Annotated[str, Meta(pattern=rf"^({QUALIFIED})?\Z")]


class AdaptedParameterModel(ParameterModel):
    """A parameter of an adapted clause: what it does not say is as it was."""

    type: ParameterType | Literal[""] = ""  # type: ignore[assignment]


class AdaptedPositionModel(PositionModel):
    """A position of an adapted clause: what it does not say is as it was."""

    kind: PositionKind | Literal[""] = ""  # type: ignore[assignment]


class AdaptedRevisionModel(RevisionModel, kw_only=True):
    """A revision of an adapted clause; ``based_on`` is the revision that it was made from."""

    based_on: Annotated[int, Meta(ge=1, le=9999)]


class WithoutModel(Strict):
    """What an adapted clause leaves out, by id."""

    parameters: list[Name] = []
    positions: list[Identifier] = []
    terms: list[Identifier] = []
    obligations: list[Identifier] = []
    requires: list[Identifier] = []


class AdaptedClauseModel(ClauseModel, kw_only=True):
    """``clause.yaml`` of a clause that adapts one of another library."""

    adapts: Qualified
    title: Localised = {}
    parameters: dict[Name, AdaptedParameterModel] = {}  # type: ignore[assignment]
    positions: list[AdaptedPositionModel] = []  # type: ignore[assignment]
    revisions: list[AdaptedRevisionModel] = []  # type: ignore[assignment]
    without: WithoutModel = field(default_factory=WithoutModel)


class PinModel(Strict):
    """One library that a library builds on."""

    name: Identifier
    version: str
    digest: Digest
    source: str = ""
    signer: MaybeDigest = ""


class PinsModel(Strict):
    """``libraries.yaml``"""

    schema_: Literal["docgen.libraries/1"] = field(name="schema")
    libraries: list[PinModel] = []
    choose: dict[Identifier, Identifier] = {}


class NeedModel(Strict):
    """One library that a package builds on."""

    name: Identifier
    version: str
    digest: Digest


class PackagedClauseModel(Strict):
    """What a manifest says of a clause."""

    id: Identifier
    owner: str = ""
    revisions: list[int] = []
    licence: str = ""
    authors: list[str] = []
    adapts: MaybeQualified = ""


class ManifestModel(Strict, kw_only=True):
    """``manifest.json`` of a package"""

    format: Literal["docgen.package/1"]
    name: Identifier
    version: str
    licence: str = ""
    authors: list[str] = []
    needs: list[NeedModel] = []
    clauses: list[PackagedClauseModel] = []
    files: dict[str, Digest]


class SignatureModel(Strict):
    """``signature.json`` of a package (RFC 8032)"""

    algorithm: Literal["ed25519"]
    key: Digest
    value: Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]


class SettledConflictModel(Strict):
    """One conflict and what was chosen."""

    clause: Identifier
    file: str
    number: Annotated[int, Meta(ge=1)]
    take: Literal["", "ours", "theirs", "base", "text"] = ""
    text: str = ""
    base: str = ""
    ours: str = ""
    theirs: str = ""


class SettledModel(Strict):
    """The file of conflicts."""

    schema_: Literal["docgen.settled/1"] = field(name="schema")
    libraries: dict[Identifier, Digest]
    conflicts: list[SettledConflictModel] = []
