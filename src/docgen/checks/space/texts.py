"""Questions about texts: branches that nothing reaches, references and terms that may lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from docgen.checks.space.conditions import Scene
from docgen.checks.space.scenes import Printing, printings_of
from docgen.checks.space.solver import NEVER, Condition, not_all
from docgen.checks.space.space import WITNESSES, Space, Suspect
from docgen.checks.space.ways import Way, branches
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Place, error, info
from docgen.model.document import PLAIN, Target
from docgen.model.library import Term
from docgen.model.script import For, Literal
from docgen.stages.brackets import parse_reference
from docgen.stages.terms import TermForms

_BRACKET = re.compile(r"\[\[([^\[\]]+)\]\]")
_ANCHOR = re.compile(r"\{:[^}]*#([\w-]+)[^}]*\}")
_DEFINES = re.compile(r"\[\[def:\s*([\w./-]+)\s*\]\]")
_SENTENCE = re.compile(r"(?:^|[.!?:|\n#*«\[-])\s*$")
_MARKUP = re.compile(r"\[\[[^\[\]]+\]\]|\{:[^}]*\}")


# ------------------------------------------------------------------ branches
def dead_branches(space: Space) -> Iterator[Suspect]:
    """Branches of texts that no facts reach, whatever the document, the day and the position."""
    used: dict[int, tuple[Printing, list[Scene]]] = {}
    for scene in space.scenes:
        for printing in space.printings(scene):
            used.setdefault(id(printing.text), (printing, []))[1].append(scene)
    for number, (printing, scenes) in enumerate(used.values()):
        space.progress(f"conditions of texts {number}/{len(used)}")
        yield from _dead_in(space, printing, scenes)


def _dead_in(space: Space, printing: Printing, scenes: Sequence[Scene]) -> Iterator[Suspect]:
    dead: list[Way] = []
    for way in branches(printing.text.script):
        if any(way[: len(d)] == d for d in dead) or _unsaid(way):
            continue
        verdict = _verdict(space, printing, way, scenes)
        if verdict is not None:
            dead.append(way)
            yield _said(printing, way, exact=verdict)


def _unsaid(way: Way) -> bool:
    """The way past a loop without an item, where the text says nothing then."""
    statement, branch = way[-1]
    return isinstance(statement, For) and branch == 1 and not statement.otherwise


def _verdict(space: Space, printing: Printing, way: Way, scenes: Sequence[Scene]) -> bool | None:
    """None when the way can be taken; else whether that it cannot is a proof."""
    exact = True
    for scene in scenes:
        here = next(p for p in printings_of(printing.spec, scene) if p.text is printing.text)
        present = space.conditions.present(printing.spec.id, scene)
        answer = space.ask(scene, [present, space.conditions.printed(printing.spec, way, scene, here.positions)])
        if answer or _by_hand(space, scene, printing, way, here.positions):
            return None
        exact = exact and answer.exact
    return exact


def _by_hand(space: Space, scene: Scene, printing: Printing, way: Way, positions: tuple[str, ...]) -> bool:
    """The way is taken where a profile leaves a clause out, or brings it in, by hand: a guard against that is no fault."""
    rough = space.conditions.printed(printing.spec, way, scene, positions).outline
    return rough is not None and bool(space.ask(scene, [rough]))


def _said(printing: Printing, way: Way, *, exact: bool) -> Suspect:
    statement, branch = way[-1]
    place = Place(printing.text.file, statement.line)
    hint = "mend the condition, or drop it with its text"
    if isinstance(statement, For):
        what = "this loop never has an item" if branch == 0 else "the list of this loop is never empty"
    elif branch == len(statement.branches):
        if not statement.otherwise:
            return Suspect(info("SP804", "this condition always holds where it is asked", place, "drop the condition"))
        what = "the else of this condition is never printed"
    else:
        what = (
            "this condition never holds" if branch == 0 else f"the elif number {branch} of this condition never holds"
        )
    if exact:
        return Suspect(error("SP803", f"{what}, whatever the profile", place, hint))
    return Suspect(
        info("SP805", f"{what} with any of the values that were tried", place, "look at it: this is no proof")
    )


# ---------------------------------------------------------------- references
def dangling(space: Space, prepositions: dict[str, frozenset[str]]) -> Iterator[Suspect]:
    """References that can be printed while what they name is not in the set."""
    seen: set[object] = set()
    for number, scene in enumerate(space.scenes):
        space.progress(f"references {number}/{len(space.scenes)}: {scene}")
        for printing in space.printings(scene):
            for way, literal in space.words(printing.text):
                for target in _targets(literal, prepositions[scene.language]):
                    key = (printing.text.file, literal.line, str(target))
                    found = None if key in seen else _dangling_at(space, scene, printing, way, target)
                    if found is not None:
                        seen.add(key)
                        yield _with_place(found, printing, literal, target)


def _targets(literal: Literal, prepositions: frozenset[str]) -> Iterator[Target]:
    for match in _BRACKET.finditer(literal.text):
        raw = match[1].strip()
        if raw in ("br", "definitions", "amendments") or raw.startswith(("def:", "term:", "table:")):
            continue
        reference = parse_reference(raw, PLAIN, prepositions)
        yield from reference.targets if reference else ()


def _dangling_at(space: Space, scene: Scene, printing: Printing, way: Way, target: Target) -> Suspect | None:
    there = space.conditions.present(printing.spec.id, scene)
    for gone in _gone(space, scene, target):
        if any(c.key == NEVER for c in gone):
            continue
        printed = space.conditions.printed(printing.spec, way, scene, printing.positions)
        answer = space.ask(scene, [there, printed, *gone], WITNESSES)
        if answer:
            blank = error("SP806", f'"{target}" can be cited where it does not stand')
            return Suspect(blank, scene, answer.facts, ("XR501",), printing.text.file)
    return None


def _with_place(found: Suspect, printing: Printing, literal: Literal, target: Target) -> Suspect:
    line = literal.line + literal.text[: literal.text.find(target.id)].count("\n")
    hint = f"print the reference only where {target} stands, or bring {target.id} in under the same condition"
    diagnostic = error("SP806", found.diagnostic.message, Place(printing.text.file, line), hint)
    return Suspect(diagnostic, found.scene, found.facts, found.expects, found.file)


def _gone(space: Space, scene: Scene, target: Target) -> Iterator[list[Condition]]:
    """Each way in which a target may be missing."""
    if target.kind == "annex":
        annex = next((a for a in scene.doctype.annexes if a.id == target.id), None)
        yield [space.conditions.present(c, scene, wanted=False) for c in annex.clauses] if annex else []
        return
    if not target.anchor:
        yield space.absent(target.id, scene)
        return
    yield [space.conditions.present(target.id, scene, wanted=False)]
    spec = space.specs.get(target.id)
    for text in printings_of(spec, scene) if spec is not None and scene.holds(target.id) else ():
        ways = [w for w, li in space.words(text.text) if target.anchor in _ANCHOR.findall(li.text)]
        reached = [space.conditions.printed(text.spec, w, scene, text.positions, wanted=False) for w in ways]
        kept = space.conditions.printed(text.spec, (), scene, text.positions)
        yield [space.conditions.present(target.id, scene), kept, *reached]


# --------------------------------------------------------------------- terms
_Ways: TypeAlias = dict[tuple[str, str, bool], list[tuple[list[Condition], tuple[str, ...]]]]


@dataclass(frozen=True, slots=True)
class _Use:
    term: Term
    form: str
    line: int
    starts: bool


def undefined_terms(space: Space) -> Iterator[Suspect]:
    """Terms that can be used in a contract that does not define them."""
    terms = {t.id: t for s in space.specs.values() for t in s.terms}
    seen: set[object] = set()
    forms: dict[str, TermForms] = {}
    uses: dict[int, tuple[_Use, ...]] = {}
    ways: _Ways = {}
    for number, scene in enumerate(space.scenes):
        if not scene.doctype.terms:
            continue
        space.progress(f"defined terms {number}/{len(space.scenes)}: {scene}")
        known = forms.setdefault(scene.language, _forms(terms, scene.language))
        for printing in space.printings(scene):
            for way, literal in space.words(printing.text):
                if id(literal) not in uses:
                    uses[id(literal)] = tuple(_uses(literal, known, terms))
                for use in uses[id(literal)]:
                    key = (printing.text.file, use.term.id)
                    found = None if key in seen else _undefined_at(space, scene, printing, way, use, ways)
                    if found is not None:
                        seen.add(key)
                        yield found


def _forms(terms: dict[str, Term], language: str) -> TermForms:
    wordings = ((t, t.wordings[language]) for t in terms.values() if language in t.wordings and not t.common)
    return TermForms({form: t.id for t, w in wordings for form in w.forms})


def _uses(literal: Literal, forms: TermForms, terms: dict[str, Term]) -> Iterator[_Use]:
    text = _MARKUP.sub(lambda m: " " * len(m[0]), literal.text)
    for match in forms.pattern.finditer(text) if forms.pattern else ():
        line = literal.line + text[: match.start()].count("\n")
        starts = " " not in match[0] and bool(_SENTENCE.search(text[: match.start()]))
        yield _Use(terms[forms.term_of(match[0])], match[0], line, starts)


def _undefined_at(space: Space, scene: Scene, printing: Printing, way: Way, use: _Use, ways: _Ways) -> Suspect | None:
    there = space.conditions.present(printing.spec.id, scene)
    for gone, expects in _known_ways(space, scene, use, ways):
        printed = space.conditions.printed(printing.spec, way, scene, printing.positions)
        answer = space.ask(scene, [there, printed, *gone], WITNESSES)
        if answer:
            owner = use.term.clause
            message = f'the term "{use.form}" can be used in {scene.doctype.id} where nothing defines it'
            hint = (
                f"it belongs to {owner}: use it only where {owner} stands, or declare it in a clause that always does"
            )
            diagnostic = error("SP807", message, Place(printing.text.file, use.line), hint)
            return Suspect(diagnostic, scene, answer.facts, expects, printing.text.file, "" if expects else use.form)
    return None


def _known_ways(space: Space, scene: Scene, use: _Use, known: _Ways) -> list[tuple[list[Condition], tuple[str, ...]]]:
    """The ways in which a term may be undefined in a scene, without those that cannot be."""
    key = (str(scene), use.term.id, use.starts)
    if key not in known:
        known[key] = [w for w in _undefined_ways(space, scene, use) if all(c.key != NEVER for c in w[0])]
    return known[key]


def _undefined_ways(space: Space, scene: Scene, use: _Use) -> Iterator[tuple[list[Condition], tuple[str, ...]]]:
    owner = use.term.clause
    if not use.starts:
        yield [space.conditions.present(owner, scene, wanted=False)], ()
    if not scene.holds(owner):
        return
    here = space.conditions.present(owner, scene)
    if not use.term.inline:
        yield [here, *_without_list(space, scene)], ("TM405",)
        return
    for text in printings_of(space.specs[owner], scene):
        ways = [w for w, li in space.words(text.text) if use.term.id in _DEFINES.findall(li.text)]
        reached = [space.conditions.printed(text.spec, w, scene, text.positions, wanted=False) for w in ways]
        kept = space.conditions.printed(text.spec, (), scene, text.positions)
        yield [here, kept, *reached], ("TM405",)


def _without_list(space: Space, scene: Scene) -> list[Condition]:
    """No clause prints the generated list of definitions."""
    out: list[Condition] = []
    for text in (p for p in space.printings(scene) if p.text.definitions):
        for way, literal in space.words(text.text):
            if "[[definitions]]" in literal.text:
                printed = space.conditions.printed(text.spec, way, scene, text.positions)
                out.append(not_all([space.conditions.present(text.spec.id, scene), printed]))
    return out
