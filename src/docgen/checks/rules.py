"""The rules of the library over a profile. A rule fires when its condition holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from docgen.model.diagnostic import Diagnostic, Place, Severity, error
from docgen.model.language import Language
from docgen.model.late_pattern import LatePattern
from docgen.model.library import LibraryInfo, Rule
from docgen.model.profile import Path, Profile
from docgen.model.script import Field, Filter, Name
from docgen.stages.assemble import line_of_text
from docgen.stages.compiled import compile_expression
from docgen.stages.data_filters import field_of, none_mentions
from docgen.stages.evaluate import Filters, names_in, value_of
from docgen.stages.wording import FilterError

MAX_ITEMS = 5000
_QUOTED = LatePattern(r'"(.+?)"', re.DOTALL)


def check_rules(
    profile: Profile,
    library: LibraryInfo,
    scope: Mapping[str, Any],
    filters: Filters,
    language: Language,
) -> tuple[Diagnostic, ...]:
    """Every rule over the profile that fires, once for each thing to mend."""
    return _all(library, "profile", scope, filters, language, lambda rule, _, paths: _place(rule.at, paths, profile))


def check_document_rules(
    library: LibraryInfo, scope: Mapping[str, Any], filters: Filters, language: Language, default: Place,
    places: Mapping[Path, Place],
) -> tuple[Diagnostic, ...]:  # fmt: skip
    """Every rule over one document that fires.

    The place is the field that the rule names under ``at`` where the profile (``places``) has it, else an item of the
    document that knows its file and line, else ``default``.
    """

    def where(rule: Rule, bound: Mapping[str, Any], paths: Mapping[str, Path]) -> Place:
        named = places.get(concrete_path(rule.at, {})) if rule.at else None
        return named or _spot(bound, paths, default)

    return _all(library, "document", scope, filters, language, where)


def in_words_of_rules(
    found: Iterable[Diagnostic], library: LibraryInfo, filters: Filters, language: Language
) -> tuple[Diagnostic, ...]:
    """The findings, those that a rule speaks about in the words of that rule."""
    rules = {code: rule for rule in library.rules if rule.scope == "finding" for code in rule.codes}
    if not rules:
        return tuple(found)
    return tuple(_reworded(d, rules[d.code], filters, language) if d.code in rules else d for d in found)


def _reworded(finding: Diagnostic, rule: Rule, filters: Filters, language: Language) -> Diagnostic:
    quoted = _QUOTED.search(finding.message)
    scope = {"finding": {"code": finding.code, "message": finding.message, "hint": finding.hint or "",
                         "quoted": quoted[1] if quoted else ""}}  # fmt: skip
    return _diagnostic(rule, scope, filters, language, finding.place)


Where: TypeAlias = Callable[[Rule, Mapping[str, Any], Mapping[str, Path]], Place | None]


def _all(
    library: LibraryInfo, kind: str, scope: Mapping[str, Any], filters: Filters, language: Language, where: Where
) -> tuple[Diagnostic, ...]:
    out: list[Diagnostic] = []
    for rule in library.rules:
        if rule.scope != kind:
            continue
        try:
            out += _fired(rule, scope, filters, language, where)
        except FilterError as exc:
            out.append(error("RL101", f"the rule {rule.id} cannot be computed: {exc}", rule.place))
    return tuple(out)


def _fired(
    rule: Rule, scope: Mapping[str, Any], filters: Filters, language: Language, where: Where
) -> Iterator[Diagnostic]:
    if rule.when is None or _asks_in_vain(rule, scope, filters):
        return
    holds = compile_expression(rule.when, filters)
    for bound, paths in _bindings(rule, dict(scope), {}, filters, 0):
        if holds(bound):
            yield _diagnostic(rule, bound, filters, language, where(rule, bound, paths))


def _asks_in_vain(rule: Rule, scope: Mapping[str, Any], filters: Filters) -> bool:
    """Whether a rule looks for words in a text of each item, and surely none holds one: a document has hundreds of paragraphs."""
    match rule.when, rule.each:
        case Filter(Field(Name(of), field), "mentions", (words,)), ((name, expression, _),) if of == name:
            if names_in(words) & {name, f"{name}_key"}:
                return False
            found = value_of(expression, scope, filters)
            if not isinstance(found, list):
                return False
            texts = [field_of(item, field) for item in found[:MAX_ITEMS]]
            try:
                return all(type(t) is str for t in texts) and none_mentions(texts, value_of(words, scope, filters))
            except FilterError:
                return False  # it is said where the rule is asked of an item
    return False


def _diagnostic(
    rule: Rule, scope: Mapping[str, Any], filters: Filters, language: Language, place: Place | None
) -> Diagnostic:
    message = _sentence(rule.message, scope, filters, language, rule)
    hint = _sentence(rule.hint, scope, filters, language, rule)
    if rule.source:
        hint = f"{hint} [{', '.join(rule.source)}]".strip()
    return Diagnostic(rule.id, Severity(rule.severity), message, place, hint or None)


def _spot(bound: Mapping[str, Any], paths: Mapping[str, Path], default: Place) -> Place:
    for name in reversed(tuple(paths)):
        item = bound.get(name)
        if isinstance(item, dict) and isinstance(item.get("file"), str):
            return Place(item["file"], int(item.get("line", 0)))
    return default


def _bindings(
    rule: Rule, scope: dict[str, Any], paths: dict[str, Path], filters: Filters, depth: int
) -> Iterator[tuple[dict[str, Any], dict[str, Path]]]:
    """The scope once for each combination of items that the rule goes through; look at one before the next is asked for."""
    if depth == len(rule.each):
        yield scope, paths
        return
    name, expression, path = rule.each[depth]
    found = value_of(expression, scope, filters)
    base = concrete_path(path, paths)
    items: list[tuple[str | int, Any]]
    if isinstance(found, dict):
        items = list(found.items())
    else:
        items = list(enumerate(found if isinstance(found, list) else []))
    bound, name_of_key, inner = dict(scope), f"{name}_key", dict(paths)
    for key, item in items[:MAX_ITEMS]:
        bound[name], bound[name_of_key], inner[name] = item, key, (*base, key)
        yield from _bindings(rule, bound, inner, filters, depth + 1)


def concrete_path(dotted: str, paths: Mapping[str, Path]) -> Path:
    """``p.siege.ville`` as a path of the profile, ``p`` being the item that the rule is at."""
    steps = dotted.partition("|")[0].replace("[", ".").replace("]", "").split(".")
    head, rest = steps[0], tuple(steps[1:])
    return (*paths[head], *rest) if head in paths else (head, *rest)


def _place(at: str, paths: Mapping[str, Path], profile: Profile) -> Place:
    if at:
        return profile.place(concrete_path(at, paths))
    if paths:
        return profile.place(list(paths.values())[-1])
    return Place(profile.file)


def _sentence(
    texts: Mapping[str, Any], scope: Mapping[str, Any], filters: Filters, language: Language, rule: Rule
) -> str:
    script = texts.get(language.code) or next(iter(texts.values()), ())
    return line_of_text(script, scope, filters, language, rule.place.file)[0]
