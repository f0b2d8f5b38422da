"""The conditions of a library as questions over facts: a clause stands there, a text is printed, a test holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from docgen.checks.space.domains import properties_of
from docgen.checks.space.origins import Env, Path, Paths, Reading, origins, read
from docgen.checks.space.solver import Condition, Facts, constant
from docgen.checks.space.ways import Way, bound_tests, reached, tests_on
from docgen.model.dataclass import dataclass
from docgen.model.doctype import DocumentType
from docgen.model.library import ClauseSpec, LibraryInfo, Parameter, Position
from docgen.model.script import Const, Expr, For, Listing
from docgen.stages.calculations import world_of
from docgen.stages.data_filters import ABSENT
from docgen.stages.evaluate import Filters, names_in, path_of, value_of
from docgen.stages.schema_walk import SchemaWalk, document_schema
from docgen.stages.wording import FilterError

FIXED = frozenset({"policy", "data", "reference"})
PRESENT = "@present"
EMPTY: Mapping[str, Any] = {"list": [], "boolean": False}


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of document: type, variant that was asked for, language, day of effect, day whose law it knows."""

    doctype: DocumentType
    variant: str
    language: str
    day: str
    law: str

    def dropped(self) -> frozenset[str]:
        """Clauses that the variant leaves out."""
        return next((v.drop for v in self.doctype.variants if v.id == self.variant), frozenset())

    def holds(self, id_: str) -> bool:
        """True when the outline holds the clause, whether it applies or not."""
        return id_ in self.doctype.clause_ids() and id_ not in self.dropped()

    def __str__(self) -> str:
        return f"{self.doctype.id}{'/' + self.variant if self.variant else ''} in {self.language}, effective {self.day}, as of {self.law}"


@dataclass(slots=True)
class Conditions:
    """Makes the conditions of one library."""

    library: LibraryInfo
    specs: Mapping[str, ClauseSpec]
    filters_of: Callable[[str], Filters]
    _readings: dict[Any, Reading] = field(default_factory=dict)
    _dated: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    _printed: dict[Any, Condition] = field(default_factory=dict)
    _fields: frozenset[str] | None = None
    _kept: list[Any] = field(default_factory=list)

    # -- conditions
    def present(self, id_: str, scene: Scene, *, wanted: bool = True) -> Condition:
        """The clause stands in the document, or does not."""
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
        key = ("test", id(expression), wanted, self._key(expression, scene), name)

        def holds(facts: Facts) -> bool:
            return bool(self._value(expression, self.scope(facts, scene), scene.language)) is wanted

        return Condition(key, self._reading(expression, scene), holds)

    def printed(
        self, spec: ClauseSpec, way: Way, scene: Scene, positions: tuple[str, ...], *, wanted: bool = True
    ) -> Condition:
        """A place in a text of the clause is reached in one of the positions, or is not."""
        if not way and not wanted:
            return constant(value=False)
        if not way and not spec.positions:
            return constant(value=True)
        key = (
            "printed",
            spec.id,
            tuple((id(s), b) for s, b in way),
            positions,
            wanted,
            self._way_key(spec, way, scene),
        )
        if key not in self._printed:
            self._printed[key] = self._new_printed(spec, way, scene, positions, key, wanted=wanted)
        return self._printed[key]

    def _new_printed(
        self, spec: ClauseSpec, way: Way, scene: Scene, positions: tuple[str, ...], key: Any, *, wanted: bool
    ) -> Condition:
        names = sorted({n for e in tests_on(way) for n in names_in(e)})
        by_id = {p.id: p for p in spec.positions}
        root = self.position_path(spec.id)

        def holds(facts: Facts) -> bool:
            scope = self.scope(facts, scene)
            values = self._values(spec, by_id.get(facts.get(root, "")), names, scope, scene, facts)
            return reached(way, values, self.filters_of(scene.language)) is wanted

        self._kept.append(way)
        reading = self._way_reading(spec, way, scene)
        asked = [c for c in self._asked_clauses(spec, names, scene) if scene.holds(c) and c in self.specs]
        choices = {root: positions} if spec.positions else {}
        rough = None
        if asked:
            free: dict[Path, tuple[Any, ...]] = {(PRESENT, c): (True, False) for c in asked}
            rough = Condition(("rough", key), reading.alone or reading, holds, {**choices, **free})
        return Condition(key, reading, holds, choices, rough)

    def position_path(self, id_: str) -> Path:
        """The profile path at which the position of a clause is chosen."""
        return (self.library.choices, id_, "position")

    def _key(self, expression: Expr, scene: Scene) -> Any:
        """Equal for scenes in which an expression gives the same for the same facts."""
        dated = self.dated(scene.law)[0] if "reference" in names_in(expression) else ""
        return (scene.doctype.id, scene.variant, scene.language, dated)

    def _way_key(self, spec: ClauseSpec, way: Way, scene: Scene) -> Any:
        names = {n for e in tests_on(way) for n in names_in(e)}
        sources = [p.derived or p.source for p in spec.parameters if p.name in names]
        dated = any(e is not None and "reference" in names_in(e) for e in sources)
        return (scene.doctype.id, scene.variant, scene.language, self.dated(scene.law)[0] if dated else "")

    def dated(self, day: str) -> tuple[str, dict[str, Any]]:
        """What the library knows on a day, with a key that is equal where the knowledge is."""
        if day not in self._dated:
            reference = self.library.reference_on(day)
            self._dated[day] = (repr(sorted(reference.items())), reference)
        return self._dated[day]

    def readings(self) -> tuple[Reading, ...]:
        """What every condition that was asked about reads."""
        return tuple(self._readings.values())

    # -- values
    def scope(self, facts: Facts, scene: Scene) -> dict[str, Any]:
        """What expressions over the profile see."""
        scope: dict[str, Any] = {path[0]: value for path, value in facts.items() if len(path) == 1}
        for path, value in facts.items():
            if path[0] == self.library.choices and value is not ABSENT:
                holder = scope.setdefault(path[0], {})
                for step in path[1:-1]:
                    holder = holder.setdefault(step, {})
                holder[path[-1]] = value
        scope |= {"policy": dict(self.library.policy), "data": dict(self.library.data),
                  "reference": self.dated(scene.law)[1]}  # fmt: skip
        if scene.doctype.each is not None:
            name, items = scene.doctype.each
            found = self._value(items, scope, scene.language)
            scope[name] = found[0] if isinstance(found, list) and found else ABSENT
        scope["document"] = {"type": scene.doctype.id, "view": scene.doctype.view, "language": scene.language,
                             "variant": scene.variant, "clauses": []}  # fmt: skip
        return world_of(scope)

    def _values(
        self, spec: ClauseSpec, position: Position | None, names: Sequence[str], scope: Mapping[str, Any],
        scene: Scene, facts: Facts,
    ) -> dict[str, Any]:  # fmt: skip
        """What the tests of a text see: its parameters, the position and the document."""
        asked = self._asked_clauses(spec, names, scene)
        present = [c for c in asked if facts.get((PRESENT, c)) is not False and scene.holds(c)
                   and ((PRESENT, c) in facts or self._applies(c, scope, scene))]  # fmt: skip
        scope = {**scope, "document": {**scope["document"], "clauses": present}}
        values: dict[str, Any] = {"position": position.id if position else "", "document": scope["document"]}
        for p in spec.parameters:
            if p.name in names:
                given = facts.get((self.library.choices, spec.id, "parametres", p.name), ABSENT)
                values[p.name] = self._parameter(p, position, scope, scene, given)
        return {k: v for k, v in values.items() if v is not ABSENT}

    def _parameter(
        self, p: Parameter, position: Position | None, scope: Mapping[str, Any], scene: Scene, given: Any
    ) -> Any:
        expression = p.derived or p.source
        tries = [self._value(expression, scope, scene.language) if expression is not None else ABSENT, given]
        tries.append(position.sets.get(p.name, ABSENT) if position else ABSENT)
        tries.append(p.default if p.default is not None and not p.optional else ABSENT)
        tries.append(EMPTY.get(p.type, ABSENT))
        return next((v for v in tries if v is not ABSENT), ABSENT)

    def _applies(self, id_: str, scope: Mapping[str, Any], scene: Scene) -> bool:
        spec = self.specs.get(id_)
        if spec is None:
            return False
        document = {**scope["document"], "clauses": []}
        alone = {**scope, "document": document}
        return spec.applies_when is None or bool(self._value(spec.applies_when, alone, scene.language))

    def _value(self, expression: Expr, scope: Mapping[str, Any], language: str) -> Any:
        try:
            return value_of(expression, scope, self.filters_of(language))
        except FilterError:
            return ABSENT

    # -- what they read
    def _reading(self, expression: Expr, scene: Scene) -> Reading:
        key = (id(expression), self._key(expression, scene))
        if key not in self._readings:
            reading = read(expression, self._env(scene))
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

    def _env(self, scene: Scene) -> Env:
        each = scene.doctype.each

        def paths(name: str) -> Paths | None:
            if name in FIXED or name == "document":
                return ()
            if each is not None and name == each[0]:
                return (tuple(path_of(each[1], {}).split(".")),)
            return ((name,),) if self.knows(name) or name == self.library.choices else None

        def world(name: str) -> Paths | None:
            return () if name in FIXED else ((name,),) if self.knows(name) else None

        return Env(paths, lambda e: self._fixed(e, scene), {c.id: c for c in self.library.calculations}, world)

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
            scope = {"policy": self.library.policy, "data": self.library.data, "reference": self.dated(scene.law)[1]}
            found = self._value(e, scope, scene.language)
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
            if name not in parameters:
                return ()
            expression = expression_of(name)
            if expression is None:
                return ((self.library.choices, spec.id, "parametres", name),)
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
