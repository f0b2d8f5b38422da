"""The order in which libraries that build on each other are asked, and which of them a clause is taken from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.sharing import Layer


def in_order(top: Layer, layers: Mapping[str, Layer], place: Place) -> Outcome[tuple[Layer, ...]]:
    """The project, then every library under it: one stands before everything that it builds on.

    :param layers: every library that is there, by name.
    :return: SH101 for a circle, SH102 for a library that is not there.
    """
    walk = _Walk(layers, place)
    for name in reversed(top.needs):
        walk.down(name, (top.name,))
    return Outcome((top, *walk.order), tuple(walk.found))


class _Walk:
    """Depth first, so that what is built on comes after all that builds on it."""

    def __init__(self, layers: Mapping[str, Layer], place: Place) -> None:
        self.layers, self.place = layers, place
        self.order: list[Layer] = []
        self.found: list[Diagnostic] = []
        self._met: set[str] = set()

    def down(self, name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = " -> ".join((*path[path.index(name) :], name))
            self.found.append(error("SH101", f"libraries build on each other in a circle: {circle}", self.place,
                                    "one of them has to stop building on the other"))  # fmt: skip
        elif name not in self._met:
            self._met.add(name)
            self._enter(name, path)

    def _enter(self, name: str, path: tuple[str, ...]) -> None:
        layer = self.layers.get(name)
        if layer is None:
            by = f', which "{path[-1]}" builds on,' if len(path) > 1 else ""
            self.found.append(error("SH102", f'the library "{name}"{by} is not here', self.place,
                                    "docgen library add SOURCE brings it"))  # fmt: skip
            return
        for need in reversed(layer.needs):
            self.down(need, (*path, name))
        self.order.insert(0, layer)


def above(layers: Sequence[Layer]) -> dict[str, frozenset[str]]:
    """For each library, every library that it builds on, directly or not."""
    out: dict[str, frozenset[str]] = {}
    for layer in reversed(layers):
        out[layer.name] = frozenset(layer.needs).union(*(out.get(n, frozenset()) for n in layer.needs))
    return out


def provider(
    layers: Sequence[Layer], holds: Callable[[Layer], bool], choose: str = ""
) -> tuple[Layer | None, tuple[Layer, ...]]:
    """The library that a clause (or document type, or template) is taken from.

    :param layers: in the order of :func:`in_order`.
    :param holds: whether a library has one of that name.
    :param choose: the library that the project chose, where two claim it.
    :return: the first that has it, and those that claim it too though the first does not build on them.
    """
    having = [layer for layer in layers if holds(layer)]
    chosen = next((layer for layer in having if layer.name == choose), None) if choose else None
    if chosen is not None or not having:
        return chosen, ()
    under = above(layers)[having[0].name]
    return having[0], tuple(layer for layer in having[1:] if layer.name not in under)


def seen_from(layers: Sequence[Layer], name: str) -> Iterator[Layer]:
    """A library and those under it: what its own clauses can name."""
    under = above(layers).get(name, frozenset())
    return (layer for layer in layers if layer.name == name or layer.name in under)
