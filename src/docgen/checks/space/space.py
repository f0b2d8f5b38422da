"""One exploration: the library, its scenes, the conditions and the solver, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from docgen.checks.space.conditions import Conditions, Scene
from docgen.checks.space.origins import Path
from docgen.checks.space.outside import amendments, shapes
from docgen.checks.space.scenes import Printing, printings, scenes_of
from docgen.checks.space.scopes import AMENDMENT, INPUTS
from docgen.checks.space.solver import Answer, Condition, Facts, Solver, not_all
from docgen.checks.space.ways import Way, literals
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic
from docgen.model.doctype import DocumentType
from docgen.model.library import ClauseSpec, ClauseText, LibraryInfo
from docgen.model.script import Const, Literal

WITNESSES = 6
"""Facts to look for where one example may be refused by the vocabulary or by a rule."""
_TYPES: Mapping[str, Mapping[str, object]] = {
    "integer": {"type": "integer"}, "number": {"type": "number"}, "percent": {"type": "number", "minimum": 0, "maximum": 100},
    "money": {"type": "number", "minimum": 0}, "months": {"type": "integer", "minimum": 0},
    "days": {"type": "integer", "minimum": 0}, "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "boolean": {"type": "boolean"}, "list": {"type": "array", "items": {"type": "object"}}, "object": {"type": "object"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suspect:
    """Something that seems wrong, with facts that show it.

    ``expects`` are the codes that the engine says on drawing these facts; ``form`` is a term that must
    stand there undefined. Without facts the finding is a proof that needs no drawing.
    """

    diagnostic: Diagnostic
    scene: Scene | None = None
    facts: tuple[Facts, ...] = ()
    expects: tuple[str, ...] = ()
    file: str = ""
    form: str = ""


@dataclass(slots=True)
class Space:
    """Everything that the questions about a library need."""

    library: LibraryInfo
    specs: Mapping[str, ClauseSpec]
    types: Sequence[DocumentType]
    conditions: Conditions
    solver: Solver
    progress: Callable[[str], None]
    scenes: tuple[Scene, ...] = field(init=False)
    _printings: dict[str, tuple[Printing, ...]] = field(default_factory=dict)
    _words: dict[int, tuple[ClauseText, tuple[tuple[Way, Literal], ...]]] = field(default_factory=dict)
    _bases: dict[object, tuple[Condition, ...]] = field(default_factory=dict)
    _others: dict[tuple[int, str, str, str], Scene] = field(default_factory=dict)
    _shapes: Mapping[str, Mapping[str, object]] = field(init=False)

    def __post_init__(self) -> None:
        self._shapes = shapes(self.library)
        self.conditions.scopes.types = self.types
        self.solver.roots, self.solver.schema_of = self.root, self.schema_of
        self.solver.samples = {(AMENDMENT,): amendments(self.library)}
        self.scenes = scenes_of([t for t in self.types if self.explored(t)], self.specs, self.library)

    def explored(self, doctype: DocumentType) -> bool:
        """False for an annex that is drawn up by itself: it is looked at in the document that it belongs to."""
        return doctype.annex_of is None

    def ask(self, scene: Scene, conditions: Sequence[Condition], wanted: int = 1) -> Answer:
        """Facts with which a document of the scene is drawn and the conditions hold."""
        return self.solver.ask([*self.base(scene), *conditions, *self._each(scene, conditions)], wanted)

    def base(self, scene: Scene) -> tuple[Condition, ...]:
        """What holds whenever a document of the scene is drawn."""
        key = str(scene)
        if key not in self._bases:
            self._bases[key] = (*self.conditions.variant(scene), *(c for c in [self.wanted(scene)] if c is not None))
        return self._bases[key]

    def printings(self, scene: Scene) -> tuple[Printing, ...]:
        """The texts that a scene may print."""
        key = str(scene)
        if key not in self._printings:
            self._printings[key] = tuple(printings(scene, self.specs))
        return self._printings[key]

    def words(self, text: ClauseText) -> tuple[tuple[Way, Literal], ...]:
        """The words of a text with the ways that lead there."""
        if id(text) not in self._words:
            self._words[id(text)] = (text, tuple(literals(text.script)))
        return self._words[id(text)][1]

    def wanted(self, scene: Scene) -> Condition | None:
        """The document type is drawn by itself; None when it always is, or only by name."""
        when = scene.doctype.applies_when if scene.changed is None else scene.changed.applies_when
        if when is None or self.by_name(scene.changed or scene.doctype):
            return None
        return self.conditions.test(when, scene, name="wanted")

    def by_name(self, doctype: DocumentType) -> bool:
        """True for a document type that is drawn only when it is asked for."""
        return isinstance(doctype.applies_when, Const) and not doctype.applies_when.value

    def _each(self, scene: Scene, conditions: Sequence[Condition]) -> Iterator[Condition]:
        """A document for each item needs an item, and inputs the names of the document, where these matter."""
        read = {self.root(p) for c in conditions for p in c.reading.constants}
        for name, expression, each in scene.own_names():
            if each:
                items = self.conditions.test(expression, scene, name=("each", name))
                if any(self.root(p) in read for p in items.reading.constants):
                    yield items
        if scene.doctype.inputs is not None and (INPUTS,) in read:
            yield self.conditions.known_inputs(scene.doctype.inputs, scene)

    # -- clauses in a set of documents
    def absent(self, id_: str, scene: Scene) -> list[Condition]:
        """The clause stands in no document of the set that a reference in this scene can name."""
        return [self.conditions.present(id_, scene, wanted=False), *self._elsewhere(id_, scene)]

    def _elsewhere(self, id_: str, scene: Scene) -> Iterator[Condition]:
        for other in self.types:
            keyed = other.each is not None and (scene.doctype.each is None or other.each[0] != scene.doctype.each[0])
            if (
                other.id == scene.doctype.id
                or keyed
                or other.alone
                or scene.doctype.alone
                or other.amends
                or scene.doctype.amends
                or not self.explored(other)
                or self.by_name(scene.doctype)
                or self.by_name(other)
            ):
                continue
            there = self._beside(other, scene)
            if id_ in other.clause_ids():
                wanted = self.wanted(there)
                drawn = [*self.conditions.variant(there), *([wanted] if wanted else [])]
                yield not_all([*drawn, self.conditions.present(id_, there)])

    def _beside(self, other: DocumentType, scene: Scene) -> Scene:
        """The scene of another document type that is drawn with this one: the same value each time."""
        key = (id(other), scene.language, scene.day, scene.law)
        if key not in self._others:
            self._others[key] = Scene(other, "", scene.language, scene.day, scene.law)
        return self._others[key]

    def root(self, path: Path) -> Path:
        """The fact that holds a path: a field of the profile, or one choice about one clause."""
        if path[0] == self.library.choices.at and len(path) > 2:
            return path[:3] if path[2] == self.library.choices.position else path[:4]
        return path[:1]

    def schema_of(self, root: Path) -> Mapping[str, object] | None:
        """What a fact may be that no field of the vocabulary is: by the type of a parameter, or by what the engine gives."""
        if len(root) == 1:
            return self._shapes.get(root[0])
        if root[0] != self.library.choices.at or len(root) < 3 or root[1] not in self.specs:
            return None
        if root[2] == self.library.choices.position:
            return {"enum": [p.id for p in self.specs[root[1]].positions]}
        kind = next((p.type for p in self.specs[root[1]].parameters if p.name == root[3]), "string")
        return _TYPES.get(kind, {"type": "string"})
