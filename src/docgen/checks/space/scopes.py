"""What the names of conditions and texts stand for in a scene, as `atoms` and `origins` want it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from docgen.checks.space.atoms import NOTHING, Bound, Facts, Names, Roots, Tools
from docgen.checks.space.origins import Path
from docgen.model.calculation import Calculation
from docgen.model.dataclass import dataclass
from docgen.model.doctype import DocumentType
from docgen.model.library import ClauseSpec, LibraryInfo, Parameter, Position
from docgen.model.script import Call, Expr, Field, Filter
from docgen.stages.calculations import world_of
from docgen.stages.data_filters import ABSENT, DATA_FILTERS
from docgen.stages.evaluate import Filters, names_in
from docgen.stages.expressions import WORLD
from docgen.stages.script_walk import walk
from docgen.stages.wording import FilterError

FIXED = frozenset({"policy", "data", "reference"})
PRESENT = "@present"
DUTIES: Path = ("@obligations",)
"""The list of duties that the engine gives a text which prints them."""
RECORDS, INPUTS, AMENDMENT, OVERLAY = "records", "inputs", "amendment", "overlay"
EMPTY: Mapping[str, Any] = {"list": [], "boolean": False}


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of document: type, variant that was asked for, language, day of effect, day whose law it knows.

    ``changed`` is the document type that an amendment changes.
    """

    doctype: DocumentType
    variant: str
    language: str
    day: str
    law: str
    changed: DocumentType | None = None
    _held: frozenset[str] = field(init=False, repr=False, compare=False)
    _said: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        dropped = next((v.drop for v in self.doctype.variants if v.id == self.variant), frozenset[str]())
        object.__setattr__(self, "_held", frozenset(self.doctype.clause_ids()) - dropped)
        kind = f"{self.doctype.id}{'/' + self.variant if self.variant else ''}"
        object.__setattr__(self, "_said", f"{kind} in {self.language}, effective {self.day}, as of {self.law}")

    def holds(self, id_: str) -> bool:
        """True when the outline holds the clause, whether it applies or not."""
        return id_ in self._held

    def own_names(self) -> Iterator[tuple[str, Expr, bool]]:
        """The names that a document binds for itself, in order; True for the item of the list that it is made once for."""
        for doctype in (self.changed, self.doctype):
            if doctype is not None:
                if doctype.each is not None:
                    yield *doctype.each, True
                yield from ((name, expression, False) for name, expression in doctype.let)

    def __str__(self) -> str:
        return self._said


def deep_names(expression: Expr, calls: Mapping[str, Calculation]) -> frozenset[str]:
    """The names that an expression reads, in the calculations that it calls too."""
    found = set(names_in(expression))
    for e in walk(expression):
        if isinstance(e, Call) and e.name in calls:
            found |= _names_of(calls[e.name], calls)
    return frozenset(found)


def _names_of(c: Calculation, calls: Mapping[str, Calculation]) -> frozenset[str]:
    """The names that a calculation reads and does not bind itself."""
    found, local = set[str](), set(c.takes)
    for name, expression in (*c.let, *((c.each,) if c.each else ()), *c.item):
        found |= deep_names(expression, calls) - local
        local.add(name)
        local |= {f"{name}_index"} if c.each and name == c.each[0] else set()
    results = [e for e in (c.where, c.value, *(e for _, e in c.fields)) if e is not None]
    return frozenset(found.union(*(deep_names(e, calls) - local for e in results)))


def bodies(c: Calculation) -> Iterator[Expr]:
    """Every expression of a calculation."""
    yield from (e for _, e in (*c.let, *c.item, *c.fields))
    yield from (e for e in (c.each[1] if c.each else None, c.where, c.value) if e is not None)


def _speaks(expression: Expr) -> bool:
    """True when an expression uses a filter that may write for people, so that its value may hang on the language."""
    return any(isinstance(e, Filter) and e.name not in DATA_FILTERS for e in walk(expression))


@dataclass(slots=True)
class Scopes:
    """The names of the scenes of one library.

    ``asked`` gives the clauses whose presence an expression asks for.
    """

    library: LibraryInfo
    specs: Mapping[str, ClauseSpec]
    filters_of: Callable[[str], Filters]
    asked: Callable[[Expr, Scene], tuple[str, ...]]
    types: Sequence[DocumentType] = ()
    calls: Mapping[str, Calculation] = field(init=False)
    _dated: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    _scenes: dict[Any, Names] = field(default_factory=dict)
    _texts: dict[Any, Names] = field(default_factory=dict)
    _deep: dict[int, tuple[Expr, frozenset[str], bool]] = field(default_factory=dict)
    _keys: dict[tuple[int, ...], tuple[Scene, tuple[Expr, ...], tuple[str, ...]]] = field(default_factory=dict)
    _choices: tuple[Roots, frozenset[str]] | None = None

    def __post_init__(self) -> None:
        self.calls = {c.id: c for c in self.library.calculations}

    def dated(self, day: str) -> tuple[str, dict[str, Any]]:
        """What the library knows on a day, with a key that is equal where the knowledge is."""
        if day not in self._dated:
            reference = self.library.reference_on(day)
            self._dated[day] = (repr(sorted(reference.items())), reference)
        return self._dated[day]

    def key(self, scene: Scene, *expressions: Expr) -> tuple[str, ...]:
        """Equal for scenes in which expressions give the same for the same facts."""
        asked = (id(scene), *map(id, expressions))
        if asked not in self._keys:  # the scene and the expressions are kept: their identities stay theirs
            self._keys[asked] = (scene, expressions, self._new_key(scene, expressions))
        return self._keys[asked][2]

    def _new_key(self, scene: Scene, expressions: tuple[Expr, ...]) -> tuple[str, ...]:
        own = {AMENDMENT, OVERLAY, *(name for name, _, _ in scene.own_names())}
        names, speaks = set[str](), False
        for e in expressions:
            if id(e) not in self._deep:
                self._deep[id(e)] = (e, deep_names(e, self.calls), self._says(e))
            _, found, spoken = self._deep[id(e)]
            names, speaks = names | found, speaks or spoken
        for _, expression, _ in scene.own_names() if names & own else ():
            names |= deep_names(expression, self.calls)
        mine = bool(names & (own | {"document"}))
        return (
            f"{scene.doctype.id}/{scene.variant}/{scene.changed.id if scene.changed else ''}" if mine else "",
            scene.language if mine or speaks else "",
            self.dated(scene.law)[0] if "reference" in names else "",
        )

    def _says(self, expression: Expr) -> bool:
        called = [self.calls[e.name] for e in walk(expression) if isinstance(e, Call) and e.name in self.calls]
        return _speaks(expression) or any(self._says(e) for c in called for e in bodies(c))

    # -- scenes
    def scene(self, scene: Scene) -> Names:
        """The names of conditions and of derived values in a scene."""
        key = (scene.doctype.id, scene.variant, scene.language, self.dated(scene.law)[0])
        if key not in self._scenes:
            self._scenes[key] = self._new_scene(scene)
        return self._scenes[key]

    def _new_scene(self, scene: Scene) -> Names:
        filters = self.filters_of(scene.language)
        fixed = {"policy": dict(self.library.policy), "data": dict(self.library.data),
                 "reference": self.dated(scene.law)[1]}  # fmt: skip

        def world(facts: Facts) -> Any:
            return world_of({**self.profile_of(facts), **fixed})[WORLD]

        tools = Tools(filters, world, self.calls)
        profile = Names(lambda name: _constant(fixed[name]) if name in fixed else self._field(name), tools)
        local: dict[str, Bound] = {
            "document": _constant({"type": scene.doctype.id, "view": scene.doctype.view, "language": scene.language,
                                   "variant": scene.variant, "clauses": []})}  # fmt: skip
        if scene.changed is not None:
            local |= {name: _fact((name,)) for name in (AMENDMENT, OVERLAY)}
        for name, expression, each in scene.own_names():
            local[name] = _bound(profile.with_names(local), expression, each=each)
        return profile.with_names(local)

    def _field(self, name: str) -> Bound:
        if name == self.library.choices.at:
            return Bound(self._chosen()[0], (), lambda facts: self.profile_of(facts).get(name, ABSENT))
        return _fact((name,))

    def profile_of(self, facts: Facts) -> dict[str, Any]:
        """The fields of a profile with these facts."""
        scope: dict[str, Any] = {path[0]: value for path, value in facts.items() if len(path) == 1}
        for path, value in facts.items():
            if len(path) > 1 and path[0] == self.library.choices.at and value is not ABSENT:
                holder = scope.setdefault(path[0], {})
                for step in path[1:-1]:
                    holder = holder.setdefault(step, {})
                holder[path[-1]] = value
        return scope

    def _chosen(self) -> tuple[Roots, frozenset[str]]:
        """Every choice about a clause that an expression may read, and the parameters among them."""
        if self._choices is None:
            named = frozenset(e.name for e in self._expressions() if isinstance(e, Field))
            keys = self.library.choices
            roots: set[Path] = {(keys.at, s.id, keys.position) for s in self.specs.values() if s.positions}
            roots |= {(keys.at, s.id, keys.parameters, p.name)
                      for s in self.specs.values() for p in s.parameters if p.name in named}  # fmt: skip
            chosen = {e.name for e in self._expressions()
                      if isinstance(e, Field) and isinstance(e.base, Field) and e.base.name == keys.parameters}  # fmt: skip
            self._choices = (frozenset(roots), frozenset(chosen))
        return self._choices

    def _expressions(self) -> Iterator[Expr]:
        parameters = (p for s in self.specs.values() for p in s.parameters)
        whole: list[Expr | None] = [
            *(e for c in self.calls.values() for e in bodies(c)),
            *(e for p in parameters for e in (p.derived, p.source)),
        ]
        whole += [s.applies_when for s in self.specs.values()]
        whole += [p.selected_by for s in self.specs.values() for p in s.positions]
        whole += [c.when for s in self.specs.values() for c in s.conflicts]
        for doctype in (form for t in self.types for form in t.forms()):
            whole += [
                doctype.applies_when,
                doctype.inputs,
                *(e for _, e in doctype.let),
                *(v.when for v in doctype.variants),
            ]
            whole += [doctype.each[1]] if doctype.each else []
        for expression in whole:
            if expression is not None:
                yield from walk(expression)

    # -- texts
    def text(self, spec: ClauseSpec, scene: Scene) -> Names:
        """The names that the tests of a text see: parameters, position, document."""
        key = (spec.id, scene.doctype.id, scene.variant, scene.language, self.dated(scene.law)[0])
        if key not in self._texts:
            self._texts[key] = self._new_text(spec, scene)
        return self._texts[key]

    def _new_text(self, spec: ClauseSpec, scene: Scene) -> Names:
        outer = self.scene(scene)
        parameters = {p.name: p for p in spec.parameters}
        position: Path = (self.library.choices.at, spec.id, self.library.choices.position)

        def find(name: str) -> Bound:
            if name == "document":
                return _printed_document(outer)
            if name == "position":
                return Bound(frozenset({position}) if spec.positions else NOTHING, (),
                             lambda facts: facts.get(position, ""))  # fmt: skip
            parameter = parameters.get(name)
            return self._parameter(spec, parameter, scene) if parameter else _constant(ABSENT)

        return Names(find, outer.tools, outer.world)

    def _parameter(self, spec: ClauseSpec, p: Parameter, scene: Scene) -> Bound:
        expression = p.derived or p.source
        names = self._values(expression, scene)
        keys = self.library.choices
        chosen: Path = (keys.at, spec.id, keys.parameters, p.name)
        place: Path = (keys.at, spec.id, keys.position)
        sets = {position.id: position for position in spec.positions if p.name in position.sets}
        roots = {chosen} if expression is None or p.name in self._chosen()[1] else set[Path]()
        roots |= {place} if sets else set()

        def value(facts: Facts) -> Any:
            first = _quiet(names, expression, facts) if expression is not None else ABSENT
            return _fallback(p, first, facts.get(chosen, ABSENT), sets.get(facts.get(place, "")))

        return Bound(frozenset(roots), ((expression, names),) if expression is not None else (), value)

    def _values(self, expression: Expr | None, scene: Scene) -> Names:
        """The names of derived values: those of the scene, and which of the clauses that they ask for stand there."""
        names = self.scene(scene)
        asked = self.asked(expression, scene) if expression is not None else ()
        if not asked:
            return names
        key = ("values", asked, scene.doctype.id, scene.variant, scene.language, self.dated(scene.law)[0])
        if key not in self._texts:
            self._texts[key] = names.with_names({"document": self._with_clauses(names, asked, scene)})
        return self._texts[key]

    def _with_clauses(self, names: Names, asked: tuple[str, ...], scene: Scene) -> Bound:
        """The document with those of the clauses that stand in it."""
        there = [c for c in asked if scene.holds(c) and c in self.specs]
        when = {c: e for c in there if (e := self.specs[c].applies_when) is not None}
        empty = names.bound("document").value
        assert empty is not None

        def stands(id_: str, facts: Facts) -> bool:
            given = facts.get((PRESENT, id_))
            return bool(given) if given is not None else id_ not in when or bool(_quiet(names, when[id_], facts))

        def value(facts: Facts) -> Any:
            return {**empty(facts), "clauses": [c for c in there if stands(c, facts)]}

        return Bound(frozenset((PRESENT, c) for c in there), tuple((e, names) for e in when.values()), value)


def _printed_document(outer: Names) -> Bound:
    """The document as a text sees it: with the duties, where it prints them."""
    empty = outer.bound("document").value
    assert empty is not None
    return Bound(frozenset({DUTIES}), (), lambda facts: {**empty(facts), "obligations": facts.get(DUTIES, [])})


def _fallback(p: Parameter, first: Any, given: Any, position: Position | None) -> Any:
    """The value of a parameter: from the profile, chosen, of the position, its default, or an empty one."""
    tries = [first, given, position.sets.get(p.name, ABSENT) if position else ABSENT,
             p.default if p.default is not None and not p.optional else ABSENT, EMPTY.get(p.type, ABSENT)]  # fmt: skip
    return next((v for v in tries if v is not ABSENT), ABSENT)


def _quiet(names: Names, expression: Expr, facts: Facts) -> Any:
    try:
        return names.value(expression, facts)
    except FilterError:
        return ABSENT


def _constant(value: Any) -> Bound:
    return Bound(NOTHING, (), lambda facts: value)


def _fact(root: Path) -> Bound:
    return Bound(frozenset({root}), (), lambda facts: facts.get(root, ABSENT))


def _bound(names: Names, expression: Expr, *, each: bool) -> Bound:
    def value(facts: Facts) -> Any:
        found = _quiet(names, expression, facts)
        if each:
            return found[0] if isinstance(found, list) and found else ABSENT
        return found

    return Bound(NOTHING, ((expression, names),), value)
