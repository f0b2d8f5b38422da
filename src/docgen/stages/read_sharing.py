"""``libraries.yaml`` and the manifest of a package to values, every problem with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import MsgspecError
from msgspec.json import decode

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, warning
from docgen.model.sharing import Manifest, Need, PackagedClause, Pin, Signature
from docgen.stages.read_file import read_model
from docgen.stages.sharing_models import ManifestModel, PinsModel, SignatureModel

_NO_NAMES: Final = frozenset({"con", "prn", "aux", "nul"})
_DEEPEST: Final = 12


@dataclass(frozen=True, slots=True)
class Pins:
    """What a library builds on, in its order; ``choose``: id of a clause -> the library it is taken from."""

    pins: tuple[Pin, ...]
    choose: Mapping[str, str]


def read_pins(data: bytes, file: str) -> Outcome[Pins]:
    """``libraries.yaml``; SH103 for a library that is named twice."""
    loaded = read_model(data, file, PinsModel)
    if loaded.value is None:
        return Outcome(None, loaded.diagnostics)
    found = list(loaded.diagnostics)
    pins: dict[str, Pin] = {}
    for n, p in enumerate(loaded.value.model.libraries):
        place = loaded.value.place("libraries", n)
        if p.name in pins:
            found.append(
                error("SH103", f'the library "{p.name}" is named twice', place, f"keep one: see {pins[p.name].place}")
            )
        pins.setdefault(p.name, Pin(p.name, p.version, p.digest, p.source, p.signer, place))
    return Outcome(Pins(tuple(pins.values()), dict(loaded.value.model.choose)), tuple(found))


def read_manifest(data: bytes, file: str) -> Outcome[Manifest]:
    """The manifest of a package: SH130 where it is none, SH131 for a path that leads out of the library."""
    try:
        model = decode(data, type=ManifestModel)
    except (ValueError, RecursionError, MsgspecError) as problem:
        return Outcome(None, (error("SH130", f"this is no manifest of a library: {_first(problem)}", Place(file),
                                    "make the package again with: docgen library publish"),))  # fmt: skip
    bad = [path for path in model.files if not below_a_library(path)]
    found = tuple(error("SH131", f"the package holds a path that leads elsewhere: {path!r}", Place(file),
                        "whoever made this package did not make it with docgen library publish: do not use it")
                  for path in bad)  # fmt: skip
    return Outcome(None if bad else _manifest(model), found)


def _first(problem: Exception) -> str:
    return str(problem).splitlines()[0] if str(problem) else type(problem).__name__


def _manifest(m: ManifestModel) -> Manifest:
    return Manifest(
        m.name, m.version, m.licence, tuple(m.authors),
        tuple(Need(n.name, n.version, n.digest) for n in m.needs),
        tuple(PackagedClause(c.id, c.owner, tuple(c.revisions), c.licence, tuple(c.authors), c.adapts) for c in m.clauses),
        dict(m.files),
    )  # fmt: skip


def manifest_bytes(manifest: Manifest) -> bytes:
    """A manifest as canonical JSON (RFC 8785 for what it holds: texts, whole numbers, sorted keys), one line."""
    m = manifest
    data = {
        "format": "docgen.package/1", "name": m.name, "version": m.version, "licence": m.licence, "authors": list(m.authors),
        "needs": [{"name": n.name, "version": n.version, "digest": n.digest} for n in m.needs],
        "clauses": [
            {"id": c.id, "owner": c.owner, "revisions": list(c.revisions), "licence": c.licence,
             "authors": list(c.authors), "adapts": c.adapts}
            for c in m.clauses
        ],
        "files": dict(m.files),
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def below_a_library(path: str) -> bool:
    """Whether a path leads to a file of clauses or templates, on every system and whatever lies there."""
    steps = path.split("/")
    if len(path) > 240 or len(steps) < 2 or len(steps) > _DEEPEST or steps[0] not in ("clauses", "templates"):
        return False
    return path.isprintable() and not set(path) & set('\\:*?"<>|') and all(_plain(step) for step in steps)


def _plain(step: str) -> bool:
    """A step that every system takes for a name, and none hides or reserves."""
    return (
        bool(step)
        and step == step.strip(" ")
        and step[0] != "."
        and step[-1] != "."
        and step.split(".", maxsplit=1)[0].lower() not in _NO_NAMES
    )


def manifest_problem(found: Manifest, digest: str, pin: Pin) -> Diagnostic | None:
    """SH104 where a library is not the one that is pinned."""
    if digest == pin.digest and found.name == pin.name:
        return None
    what = (
        f'"{found.name}" {found.version}' if found.name != pin.name else f"another state of {pin.name} ({digest[:12]})"
    )
    return error("SH104", f'"{pin.name}" is pinned at {pin.version} ({pin.digest[:12]}), and libraries/{pin.name} holds {what}',
                 pin.place, f"bring the files back, or take the new state with: docgen library update {pin.name}")  # fmt: skip


def needs_problems(manifest: Manifest, pins: Sequence[Pin]) -> Iterator[Diagnostic]:
    """SH106 where a library was made on another state of one that is pinned here too."""
    for need in manifest.needs:
        pin = next((p for p in pins if p.name == need.name), None)
        if pin is not None and pin.digest != need.digest:
            yield warning("SH106", f'"{manifest.name}" was made on {need.name} {need.version}, and {pin.version} is pinned here',
                          pin.place, "what it adapts may have changed: update one of them, then look at docgen library status")  # fmt: skip


def signature_bytes(signature: Signature) -> bytes:
    """A signature as it stands in a package."""
    return (
        json.dumps({"algorithm": "ed25519", "key": signature.key, "value": signature.value}, sort_keys=True).encode()
        + b"\n"
    )


def read_signature(data: bytes, file: str) -> Outcome[Signature]:
    """The signature of a package; SH141 where it is none."""
    try:
        model = decode(data, type=SignatureModel)
    except (ValueError, RecursionError, MsgspecError) as problem:
        return Outcome(None, (error("SH141", f"this is no signature: {_first(problem)}", Place(file),
                                    "ask for the package again: it was changed on its way"),))  # fmt: skip
    return Outcome(Signature(model.key, model.value))


def pins_text(pins: Sequence[Pin], choose: Mapping[str, str]) -> bytes:
    """``libraries.yaml``, as docgen writes it."""
    lines = ["# The libraries that this one builds on, each pinned by the digest of what it holds.",
             "# Written by docgen library add and update; `choose` says which library a clause is taken from where two have it.",
             "schema: docgen.libraries/1"]  # fmt: skip
    lines += ["libraries:"] if pins else ["libraries: []"]
    for p in pins:
        lines.append(f"- name: {p.name}")
        lines += [f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in
                  (("version", p.version), ("digest", p.digest), ("source", p.source), ("signer", p.signer)) if value]  # fmt: skip
    if choose:
        lines += ["choose:", *(f"  {id_}: {name}" for id_, name in sorted(choose.items()))]
    return ("\n".join(lines) + "\n").encode()
