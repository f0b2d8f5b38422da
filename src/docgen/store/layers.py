"""The libraries under a project on disk: which are there, in which order they are asked, where a clause lies."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.sharing import Layer, Manifest, Pin, Stack, split
from docgen.stages.layers import above, in_order, provider, seen_from
from docgen.store.atomic import read_bytes

if TYPE_CHECKING:
    from docgen.stages.read_sharing import Pins

LIBRARIES: Final = "libraries"
PINS: Final = "libraries.yaml"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "signature.json"
MAX_MANIFEST: Final = 64_000_000
ALONE: Final = Layer("", "", ())
"""The project itself, when it builds on nothing."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a clause lies: its library, its id there, its folder below the root of the project, and who else claims it."""

    layer: Layer
    id: str
    folder: str
    claims: tuple[str, ...]
    beneath: tuple[str, ...]


ONLY_PROJECT: Final = Stack((ALONE,), {}, (), Place(""))


def stack_stamp(root: Path) -> str:
    """Changes when a library comes, goes or is replaced; "" for a project that builds on nothing."""
    stamps = [_stamp(root / "clauses" / PINS)]
    if not stamps[0]:
        return ""
    try:
        names = sorted(os.listdir(root / LIBRARIES))
    except OSError:
        names = []
    return ";".join((*stamps, *(f"{n}={_stamp(root / LIBRARIES / n / MANIFEST)}" for n in names)))


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}"


def read_project_pins(root: Path, shown: Callable[[Path], str]) -> Outcome[Pins]:
    """``libraries.yaml`` of the project; no value and nothing to say where there is none."""
    from docgen.stages.read_sharing import read_pins

    path = root / "clauses" / PINS
    if not path.exists():
        return Outcome(None)
    data = read_bytes(path, MAX_MANIFEST)
    return read_pins(data.value, shown(path)) if data.value is not None else Outcome(None, data.diagnostics)


def read_manifest_of(root: Path, name: str, shown: Callable[[Path], str]) -> Outcome[Manifest]:
    """The manifest of a library under the project."""
    from docgen.stages.read_sharing import read_manifest

    file = root / LIBRARIES / name / MANIFEST
    data = read_bytes(file, MAX_MANIFEST)
    return read_manifest(data.value, shown(file)) if data.value is not None else Outcome(None, data.diagnostics)


def read_stack(root: Path, shown: Callable[[Path], str]) -> Stack:
    """The libraries that ``libraries.yaml`` pins, with the libraries that these need (SH101 to SH106)."""
    pins = read_project_pins(root, shown)
    path = root / "clauses" / PINS
    place, found = Place(shown(path), 1, 1), list(pins.diagnostics)
    if pins.value is None:
        return Stack((ALONE,), {}, tuple(found), place)
    layers: dict[str, Layer] = {}
    for pin in pins.value.pins:
        if (root / LIBRARIES / pin.name / MANIFEST).exists():  # else SH102 says that it is missing
            layer, problems = _layer(root, pin, pins.value.pins, shown)
            found += problems
            layers |= {pin.name: layer} if layer is not None else {}
    top = Layer("", "", tuple(p.name for p in pins.value.pins))
    ordered = in_order(top, layers, place)
    return Stack(ordered.value or (top,), dict(pins.value.choose), (*found, *ordered.diagnostics), place)


def _layer(
    root: Path, pin: Pin, pins: tuple[Pin, ...], shown: Callable[[Path], str]
) -> tuple[Layer | None, list[Diagnostic]]:
    """A library as it lies under the project, and what is wrong with it."""
    from docgen.stages.read_sharing import manifest_problem, needs_problems

    manifest = read_manifest_of(root, pin.name, shown)
    if manifest.value is None:
        return None, list(manifest.diagnostics)
    data = read_bytes(root / LIBRARIES / pin.name / MANIFEST, MAX_MANIFEST).value or b""
    problem = manifest_problem(manifest.value, _digest(data), pin)
    found = [*([problem] if problem else []), *needs_problems(manifest.value, pins)]
    return Layer(pin.name, f"{LIBRARIES}/{pin.name}/", tuple(n.name for n in manifest.value.needs)), found


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def home(root: Path, stack: Stack, id_: str) -> Home | None:
    """Where a clause lies; ``groupe:objet`` is looked for as the library ``groupe`` sees it. None where there is none."""
    library, bare = split(id_)
    if not bare or bare.startswith(".") or "/" in bare or "\\" in bare:
        return None
    order = tuple(seen_from(stack.order, library)) if library else stack.order

    def holds(layer: Layer) -> bool:
        return (root / layer.folder / "clauses" / bare / "clause.yaml").is_file()

    if not order:
        return None
    if len(stack.order) == 1:
        return Home(order[0], bare, f"{order[0].folder}clauses/{bare}", (), ())
    choose = "" if library or holds(order[0]) else stack.choose.get(bare, "")
    layer, claims = provider(order, holds, choose)
    if layer is None:
        return None
    under = above(order)[layer.name] if layer.name else {la.name for la in order[1:]}
    beneath = tuple(other.name for other in order if other.name in under and holds(other))
    return Home(layer, bare, f"{layer.folder}clauses/{bare}", tuple(c.name for c in claims), beneath)


def ids(root: Path, stack: Stack) -> tuple[str, ...]:
    """Ids of every clause of the project and of the libraries under it."""
    return tuple(sorted({id_ for layer in stack.order for id_ in _ids_in(root / layer.folder / "clauses")}))


def _ids_in(folder: Path) -> Iterable[str]:
    try:
        with os.scandir(folder) as entries:
            return [e.name for e in entries if e.is_dir() and os.path.exists(os.path.join(e.path, "clause.yaml"))]
    except OSError:
        return []


def claimed(home_: Home, adapts: str, place_of: Callable[[], Place]) -> Diagnostic | None:
    """SH110 for an id that a library under this one has already, SH111 where two libraries claim it.

    :param place_of: the place to tell, asked for only where there is something to tell.
    """
    names = ", ".join((home_.layer.name, *home_.claims))
    if home_.claims:
        return error("SH111", f'the libraries {names} each have a clause "{home_.id}"', place_of(),
                     f"say which: choose: {{{home_.id}: {home_.layer.name}}} in libraries.yaml, or adapt one of them")  # fmt: skip
    if home_.beneath and not adapts:
        first = home_.beneath[0]
        return error("SH110", f'the library "{first}" has a clause "{home_.id}" too', place_of(),
                     f"write `adapts: {first}:{home_.id}` here, or choose another id")  # fmt: skip
    return None
