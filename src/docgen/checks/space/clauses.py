"""Questions about clauses: those that nothing brings in, positions, requirements, conflicts, texts that are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.checks.space.conditions import Scene
from docgen.checks.space.scenes import unwritten
from docgen.checks.space.solver import Condition
from docgen.checks.space.space import WITNESSES, Space, Suspect
from docgen.model.diagnostic import Diagnostic, Place, error, info, warning
from docgen.model.library import ClauseSpec, Conflict


def clause_questions(space: Space) -> Iterator[Suspect]:
    """Everything that is asked about clauses as a whole."""
    for number, spec in enumerate(space.specs.values()):
        space.progress(f"clauses {number}/{len(space.specs)}: {spec.id}")
        scenes = [s for s in space.scenes if s.holds(spec.id)]
        yield from _dead(space, spec, scenes)
        yield from _positions(space, spec, scenes)
        contracts = [s for s in scenes if s.doctype.terms and s.changed is None]  # an amendment is part of its contract
        yield from _requires(space, spec, [s for s in contracts if not s.doctype.alone])
        for conflict in spec.conflicts:
            yield from _conflict(space, spec, conflict, contracts)
        yield from _unwritten(space, spec, scenes)
    yield from _untaken(space)


def _never(space: Space, scenes: Sequence[Scene], conditions: Sequence[Sequence[Condition]]) -> bool | None:
    """None when one of the scenes allows its conditions; else whether that none does is a proof."""
    exact = True
    for scene, wanted in zip(scenes, conditions, strict=True):
        answer = space.ask(scene, wanted)
        if answer:
            return None
        exact = exact and answer.exact
    return exact


def _dead(space: Space, spec: ClauseSpec, scenes: Sequence[Scene]) -> Iterator[Suspect]:
    if not scenes:
        if any(spec.id in t.clause_ids() for t in space.types):
            return
        hint = "name it in templates/*.yaml, or remove its folder"
        yield Suspect(error("SP801", f'no document type holds the clause "{spec.id}"', spec.place, hint))
        return
    verdict = _never(space, scenes, [[space.conditions.present(spec.id, s)] for s in scenes])
    if verdict:
        hint = "mend applies_when, or remove the clause"
        yield Suspect(error("SP801", f'no profile brings in the clause "{spec.id}"', spec.place, hint))
    elif verdict is not None:
        yield Suspect(_undecided(f'the clause "{spec.id}" is not brought in', spec.place))


def _undecided(what: str, place: Place) -> Diagnostic:
    return info("SP805", f"{what} by any of the values that were tried", place, "look at it: this is no proof")


def _positions(space: Space, spec: ClauseSpec, scenes: Sequence[Scene]) -> Iterator[Suspect]:
    """A position whose condition never gets its turn can only be chosen by hand."""
    for number, position in enumerate(spec.positions):
        if position.selected_by is None:
            continue
        earlier = [p.selected_by for p in spec.positions[:number] if p.selected_by is not None]
        wanted = [
            [space.conditions.present(spec.id, s), space.conditions.test(position.selected_by, s),
             *(space.conditions.test(e, s, wanted=False) for e in earlier)]
            for s in scenes
        ]  # fmt: skip
        if scenes and _never(space, scenes, wanted):
            hint = f"mend selected_by, or leave it out: a profile can still write {space.library.choices.at}.{spec.id}.{space.library.choices.position}"
            yield Suspect(
                warning("SP802", f'nothing selects the position "{position.id}" of "{spec.id}"', spec.place, hint)
            )


def _requires(space: Space, spec: ClauseSpec, scenes: Sequence[Scene]) -> Iterator[Suspect]:
    for wanted in spec.requires:
        for scene in scenes:
            answer = space.ask(
                scene, [space.conditions.present(spec.id, scene), *space.absent(wanted, scene)], WITNESSES
            )
            if answer:
                message = f'"{spec.id}" can stand without "{wanted}", which it requires'
                hint = f'give "{wanted}" a condition that holds whenever that of "{spec.id}" does'
                yield Suspect(error("SP808", message, spec.place, hint), scene, answer.facts, ("RQ101",), spec.id)
                break


def _conflict(space: Space, spec: ClauseSpec, conflict: Conflict, scenes: Sequence[Scene]) -> Iterator[Suspect]:
    """A pair that conflicts whenever it stands together, or a conflict that nothing reaches."""
    together, apart, exact = None, False, True
    for scene in scenes:
        both = [space.conditions.present(spec.id, scene)]
        if conflict.clause:
            both.append(space.conditions.present(conflict.clause, scene))
        met = space.ask(scene, [*both, *_when(space, conflict, scene, holds=True)], WITNESSES)
        exact = exact and met.exact
        if met and together is None:
            together = (scene, met.facts)
        if conflict.when is not None and space.ask(scene, [*both, *_when(space, conflict, scene, holds=False)]):
            apart = True
    other = f' and "{conflict.clause}"' if conflict.clause else ""
    if together is None and exact and not _elsewhere(space, conflict, scenes):
        yield Suspect(
            warning(
                "SP810",
                f'nothing reaches the conflict of "{spec.id}"{other}',
                conflict.place,
                "drop it, or mend its condition",
            )
        )
    if together is not None and not apart and exact:
        message = f'"{spec.id}"{other} conflict whenever they stand together, and nothing keeps them apart'
        hint = "let applies_when of one exclude the other, or report the cause with a rule of severity error"
        yield Suspect(
            error("SP809", message, conflict.place, hint), together[0], together[1], ("RQ102",), conflict.place.file
        )


def _when(space: Space, conflict: Conflict, scene: Scene, *, holds: bool) -> list[Condition]:
    return [space.conditions.test(conflict.when, scene, wanted=holds)] if conflict.when is not None else []


def _elsewhere(space: Space, conflict: Conflict, scenes: Sequence[Scene]) -> bool:
    """The other clause may stand in another document of the set, which is not looked at here."""
    types = {s.doctype.id for s in scenes}
    return any(conflict.clause in t.clause_ids() for t in space.types if t.id not in types)


def _unwritten(space: Space, spec: ClauseSpec, scenes: Sequence[Scene]) -> Iterator[Suspect]:
    seen: set[object] = set()
    for scene in scenes:
        for revision, position in unwritten(spec, scene):
            key = (revision.number, position, scene.doctype.view, scene.language)
            if key in seen:
                continue
            answer = space.ask(scene, [space.conditions.present(spec.id, scene)])
            if answer:
                seen.add(key)
                facts = {**answer.facts[0], **({space.conditions.position_path(spec.id): position} if position else {})}
                which = f' in the position "{position}"' if position else ""
                message = (
                    f'"{spec.id}" r{revision.number}{which} has no text for {scene.doctype.id} in "{scene.language}"'
                )
                hint = f"write {spec.id}/r{revision.number}.{scene.language}.md"
                yield Suspect(error("SP811", message, revision.place, hint), scene, (facts,), ("LB231",), spec.id)


def _untaken(space: Space) -> Iterator[Suspect]:
    """Document types and variants that no profile takes."""
    for scene in {(s.doctype.id, s.language): s for s in space.scenes if not s.variant}.values():
        doctype = scene.doctype
        if scene.language != (doctype.languages or space.library.languages)[0] or space.by_name(doctype):
            continue
        answer = space.ask(scene, [])
        if not answer and answer.exact and doctype.applies_when is not None:
            yield Suspect(
                error("SP812", f'no profile takes the document type "{doctype.id}"', doctype.place, "mend applies_when")
            )
        for variant in doctype.variants:
            if variant.when is None:
                continue
            taken = space.solver.ask([space.conditions.test(variant.when, scene, name="variant")])
            if not taken and taken.exact:
                yield Suspect(error("SP812", f'no profile takes the variant "{variant.id}" of "{doctype.id}"', doctype.place,
                                    "mend its condition, or leave it out: --variant still takes it"))  # fmt: skip
