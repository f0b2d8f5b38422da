"""The conditions of a library as questions over facts: a clause stands there, a text is printed, a test holds."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from docgen.checks.space.atoms import Atom, Names, atoms
from docgen.checks.space.domains import properties_of
from docgen.checks.space.origins import Env, Path, Paths, Reading, origins, read
from docgen.checks.space.scopes import AMENDMENT, DUTIES, FIXED, INPUTS, OVERLAY, PRESENT, RECORDS, Scene, Scopes
from docgen.checks.space.solver import Condition, Facts, constant
from docgen.checks.space.ways import Way, bound_tests, reached, tests_on
from docgen.model.dataclass import dataclass
from docgen.model.library import ClauseSpec, LibraryInfo
from docgen.model.script import Const, Expr, For, If, Listing, Logic
from docgen.stages.data_filters import ABSENT
from docgen.stages.evaluate import Filters, names_in
from docgen.stages.schema_walk import SchemaWalk, document_schema
from docgen.stages.wording import FilterError

__all__ = ["Conditions", "Scene"]


@dataclass(slots=True)
class Conditions:
    """Makes the conditions of one library."""

    library: LibraryInfo
    specs: Mapping[str, ClauseSpec]
    filters_of: Callable[[str], Filters]
    scopes: Scopes = field(init=False)
    _readings: dict[Any, Reading] = field(default_factory=dict)
    _made: dict[Any, Condition] = field(default_factory=dict)
    _present: dict[tuple[int, str, bool], tuple[Scene, Condition]] = field(default_factory=dict)
    _printed: dict[Any, tuple[Any, Condition]] = field(default_factory=dict)
    _says: dict[Any, tuple[Atom, dict[int, tuple[Any, str]]]] = field(default_factory=dict)
    _fields: frozenset[str] | None = None
    _kept: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scopes = Scopes(self.library, self.specs, self.filters_of,
                             lambda e, scene: tuple(sorted(self._reading(e, scene).clauses)))  # fmt: skip

    # -- conditions
    def present(self, id_: str, scene: Scene, *, wanted: bool = True) -> Condition:
        """The clause stands in the document, or does not."""
        asked = (id(scene), id_, wanted)
        if asked not in self._present:
            self._present[asked] = (scene, self._new_present(id_, scene, wanted=wanted))
        return self._present[asked][1]

    def _new_present(self, id_: str, scene: Scene, *, wanted: bool) -> Condition:
        spec = self.specs.get(id_)
        if spec is None or not scene.holds(id_):
            return constant(value=not wanted)
        if spec.applies_when is None:
            return constant(value=wanted)
        there = (PRESENT, id_)
        rough = Condition((*there, wanted), Reading(), lambda facts: facts[there] is wanted, {there: (True, False)})
        return replace(self.test(spec.applies_when, scene, wanted=wanted, name=("present", id_)), outline=rough)

    def variant(self, scene: Scene) -> Sequence[Condition]:
        """Without a variant that is asked for: none is taken by its condition."""
        if scene.variant:
            return ()
        return [self.test(v.when, scene, wanted=False, name=("variant", v.id))
                for v in scene.doctype.variants if v.when is not None]  # fmt: skip

    def test(self, expression: Expr, scene: Scene, *, wanted: bool = True, name: Any = "") -> Condition:
        """An expression over the profile holds, or does not."""
        key = ("test", id(expression), wanted, self.scopes.key(scene, expression), name)
        if key not in self._made:
            self._made[key] = self._new_test(expression, scene, key, wanted=wanted)
        return self._made[key]

    def _new_test(self, expression: Expr, scene: Scene, key: Any, *, wanted: bool) -> Condition:
        names = self.scopes.scene(scene)
        parts: tuple[Condition, ...] = ()
        if wanted and isinstance(expression, Logic) and expression.operator == "and":
            parts = (self.test(expression.left, scene), self.test(expression.right, scene))

        def holds(facts: Facts) -> bool:
            return bool(_quiet(names, expression, facts)) is wanted

        classes = self._classes(lambda: atoms(expression, names, truth=True))
        return Condition(key, self._reading(expression, scene), holds, classes=classes, parts=parts)

    def known_inputs(self, expression: Expr, scene: Scene) -> Condition:
        """Inputs are given under names that the document knows, only."""
        names, reading = self.scopes.scene(scene), Reading()
        reading.add(self._reading(expression, scene))
        reading.constants.setdefault((INPUTS,), set())

        def holds(facts: Facts) -> bool:
            known, given = _quiet(names, expression, facts), facts.get((INPUTS,), ABSENT)
            return not isinstance(given, dict) or set(given) <= set(known if isinstance(known, list) else ())

        return Condition(("inputs", self.scopes.key(scene, expression)), reading, holds)

    def printed(
        self, spec: ClauseSpec, way: Way, scene: Scene, positions: tuple[str, ...], *, wanted: bool = True
    ) -> Condition:
        """A place in a text of the clause is reached in one of the positions, or is not."""
        asked = (id(scene), id(spec), tuple((id(s), b) for s, b in way), positions, wanted)
        if asked not in self._printed:
            found = self._shared(spec, way, scene, positions, wanted=wanted)
            self._printed[asked] = ((scene, spec, way), found)  # kept, so that no other gets their identity
        return self._printed[asked][1]

    def _shared(
        self, spec: ClauseSpec, way: Way, scene: Scene, positions: tuple[str, ...], *, wanted: bool
    ) -> Condition:
        """The same for every scene in which it is the same."""
        if not way and not wanted:
            return constant(value=False)
        if not way and not spec.positions:
            return constant(value=True)
        steps = tuple((id(s), b) for s, b in way)
        key = ("printed", spec.id, steps, positions, wanted, self._way_key(spec, way, scene))
        if key not in self._made:
            self._made[key] = self._new_printed(spec, way, scene, positions, key, wanted=wanted)
        return self._made[key]

    def _new_printed(
        self, spec: ClauseSpec, way: Way, scene: Scene, positions: tuple[str, ...], key: Any, *, wanted: bool
    ) -> Condition:
        tested = sorted({n for e in tests_on(way) for n in names_in(e)})
        names, filters = self.scopes.text(spec, scene), self.filters_of(scene.language)

        def holds(facts: Facts) -> bool:
            values = {n: v for n in tested if (v := _known(names, n, facts)) is not ABSENT}
            return reached(way, values, filters) is wanted

        self._kept.append(way)
        reading = self._way_reading(spec, way, scene)
        asked = [c for c in self._asked_clauses(spec, tested, scene) if scene.holds(c) and c in self.specs]
        choices = {self.position_path(spec.id): positions} if spec.positions else {}
        classes = self._classes(lambda: _way_atoms(way, names))
        rough = None
        if asked:
            free: dict[Path, tuple[Any, ...]] = {(PRESENT, c): (True, False) for c in asked}
            rough = Condition(("rough", key), reading.alone or reading, holds, {**choices, **free}, classes=classes)
        parts = self._parts(spec, way, scene, positions) if wanted else ()
        return Condition(key, reading, holds, choices, rough, classes, parts)

    def _parts(self, spec: ClauseSpec, way: Way, scene: Scene, positions: tuple[str, ...]) -> tuple[Condition, ...]:
        """A way as one condition for each step, up to its first loop: each is then refuted by itself."""
        steps: list[Way] = []
        for number, step in enumerate(way):
            if isinstance(step[0], For):
                steps.append(way[number:])
                break
            steps.append((step,))
        return tuple(self.printed(spec, s, scene, positions) for s in steps) if len(steps) > 1 else ()

    # -- values that cannot be told apart
    def _classes(self, found: Callable[[], Sequence[Atom]]) -> Callable[[Path, Any], Hashable]:
        by_root: dict[Path, list[Atom]] = {}
        known: list[bool] = []

        def classes(root: Path, value: Any) -> Hashable:
            if not known:
                known.append(True)
                for atom in found():
                    by_root.setdefault(atom.root, []).append(atom)
            return tuple(self._said(atom, value) for atom in by_root.get(root, ()))

        return classes

    def _said(self, atom: Atom, value: Any) -> str:
        """What an atom says about a value, computed once."""
        known = self._says.setdefault(atom.key(), (atom, {}))[1]
        if id(value) not in known:
            known[id(value)] = (value, atom.says(value))
        return known[id(value)][1]

    def position_path(self, id_: str) -> Path:
        """The profile path at which the position of a clause is chosen."""
        return (self.library.choices.at, id_, self.library.choices.position)

    def _way_key(self, spec: ClauseSpec, way: Way, scene: Scene) -> Any:
        tests = tests_on(way)
        names = {n for e in tests for n in names_in(e)}
        sources = [e for p in spec.parameters if p.name in names for e in (p.derived or p.source,) if e is not None]
        return self.scopes.key(scene, *tests, *sources)

    def readings(self) -> tuple[Reading, ...]:
        """What every condition that was asked about reads."""
        return tuple(self._readings.values())

    # -- what they read
    def _reading(self, expression: Expr, scene: Scene) -> Reading:
        key = (id(expression), self.scopes.key(scene, expression))
        if key not in self._readings:
            reading = read(expression, self._env(scene))
            self._read_own(reading, scene)
            self._kept.append(expression)
            self._readings[key] = self._with_clauses(reading, scene)
        return self._readings[key]

    def _with_clauses(self, reading: Reading, scene: Scene) -> Reading:
        """A condition on the presence of a clause reads what the presence depends on."""
        alone = replace(reading, constants={p: set(v) for p, v in reading.constants.items()}, links=set(reading.links))
        reading.alone = alone if reading.clauses else None
        for id_ in sorted(reading.clauses):
            spec = self.specs.get(id_)
            if spec is not None and spec.applies_when is not None and scene.holds(id_):
                reading.add(replace(read(spec.applies_when, self._env(scene)), clauses=set()))
        return reading

    def _read_own(self, reading: Reading, scene: Scene) -> None:
        """What reads the value of a name that the document binds also reads what chooses that value."""
        env = self._env(scene)
        for _, expression, _ in reversed([*scene.own_names()]):
            found, inner = _origins(expression, env)
            if any(path[: len(p)] == p for p in found for path in reading.constants):
                reading.add(inner)

    def _env(self, scene: Scene) -> Env:
        calls = self.scopes.calls
        env = Env(self._profile_paths, lambda e: self._fixed(e, scene), calls, self._world_paths)
        if scene.changed is not None:
            env = _with_name(_with_name(env, AMENDMENT, ((AMENDMENT,),)), OVERLAY, ((OVERLAY,),))
        for name, expression, _ in scene.own_names():
            env = _with_name(env, name, _origins(expression, env)[0])
        return env

    def _profile_paths(self, name: str) -> Paths | None:
        if name in FIXED or name == "document":
            return ()
        return ((name,),) if self.knows(name) or name in (self.library.choices.at, RECORDS, INPUTS) else None

    def _world_paths(self, name: str) -> Paths | None:
        if name in FIXED:
            return ()
        return ((name,),) if self.knows(name) or name in (self.library.choices.at, RECORDS, INPUTS) else None

    def knows(self, name: str) -> bool:
        """The vocabulary has a field of that name, or says nothing about fields."""
        if self._fields is None:
            walk = SchemaWalk(self.library.vocabulary)
            flat = walk.flat(walk.start(document_schema(self.library.vocabulary)))
            self._fields = frozenset(k for s in flat for k in properties_of(s))
        return not self._fields or name in self._fields

    def _fixed(self, e: Expr, scene: Scene) -> list[Any]:
        """The values of an expression that no profile changes."""
        if isinstance(e, Const):
            return [] if e.value is None else [e.value]
        if isinstance(e, Listing):
            return [v for i in e.items for v in self._fixed(i, scene)]
        if names_in(e) and names_in(e) <= FIXED:
            found = _quiet(self.scopes.scene(scene), e, {})
            values = found if isinstance(found, list) else [found]
            return [v for v in values if isinstance(v, str | int | bool) and v is not ABSENT][:6]
        return []

    def _way_reading(self, spec: ClauseSpec, way: Way, scene: Scene) -> Reading:
        key = (spec.id, tuple((id(s), b) for s, b in way), self._way_key(spec, way, scene))
        if key not in self._readings:
            total = Reading()
            env = self._text_env(spec, scene, total)
            for expression, bound in bound_tests(way):
                total.add(read(expression, _with_loops(env, bound)))
                total.exact = total.exact and "loop" not in names_in(expression)
            self._read_own(total, scene)
            self._readings[key] = self._with_clauses(total, scene)
        return self._readings[key]

    def _text_env(self, spec: ClauseSpec, scene: Scene, total: Reading) -> Env:
        """The names of a text: its parameters, each with the facts that give it."""
        parameters = {p.name: p for p in spec.parameters}
        outer = self._env(scene)

        def expression_of(name: str) -> Expr | None:
            p = parameters.get(name)
            return (p.derived or p.source) if p else None

        def paths(name: str) -> Paths:
            if name == "document":
                return (DUTIES[:1],)
            if name not in parameters:
                return ()
            expression = expression_of(name)
            if expression is None:
                return ((self.library.choices.at, spec.id, self.library.choices.parameters, name),)
            reader = _origins(expression, outer)
            total.add(reader[1])
            return reader[0]

        def fixed(e: Expr) -> list[Any]:
            names = names_in(e)
            if len(names) == 1 and (inner := expression_of(next(iter(names)))) is not None:
                return self._fixed(inner, scene) if type(e).__name__ == "Name" else []
            return self._fixed(e, scene) if not names else []

        return Env(paths, fixed, outer.calls, outer.world)

    def _asked_clauses(self, spec: ClauseSpec, names: Sequence[str], scene: Scene) -> list[str]:
        """Clauses whose presence the parameters of a text ask for."""
        out: set[str] = set()
        for p in spec.parameters:
            expression = p.derived or p.source
            if p.name in names and expression is not None:
                out |= self._reading(expression, scene).clauses
        return sorted(out)


def _origins(expression: Expr, env: Env) -> tuple[Paths, Reading]:
    reading = Reading()
    return origins(expression, env, reading), reading


def _with_loops(env: Env, loops: tuple[For, ...]) -> Env:
    """The names inside loops: an item has the path of its list."""
    for loop in loops:
        env = _with_loop(env, loop)
    return env


def _with_loop(outer: Env, loop: For) -> Env:
    def paths(name: str) -> Paths | None:
        if name == "loop":
            return ()
        return _origins(loop.items, outer)[0] if name == loop.name else outer.paths(name)

    return Env(paths, lambda e: () if names_in(e) & {loop.name, "loop"} else outer.fixed(e), outer.calls, outer.world)


def _with_name(outer: Env, name: str, found: Paths) -> Env:
    """The names of an environment, and one more that stands for some paths."""
    return Env(lambda n: found if n == name else outer.paths(n),
               lambda e: () if name in names_in(e) else outer.fixed(e), outer.calls, outer.world)  # fmt: skip


def _way_atoms(way: Way, names: Names) -> list[Atom]:
    """The atoms of the tests on a way; the items of its loops are names too."""
    out: list[Atom] = []
    for statement, branch in way:
        if isinstance(statement, If):
            for test, _ in statement.branches[: branch + 1]:
                out += atoms(test, names, truth=True)
        else:
            out += atoms(statement.items, names, truth=branch == 1)
            item = names.items(statement.items)
            names = names.with_names({statement.name: item, "loop": item})
    return out


def _known(names: Names, name: str, facts: Facts) -> Any:
    value = names.bound(name).value
    return ABSENT if value is None else value(facts)


def _quiet(names: Names, expression: Expr, facts: Facts) -> Any:
    """The value of an expression; ABSENT where it has none."""
    try:
        return names.value(expression, facts)
    except FilterError:
        return ABSENT
