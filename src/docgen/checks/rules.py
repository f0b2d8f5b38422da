"""The rules of the library over a profile. A rule fires when its condition holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.model.diagnostic import Diagnostic, Place, Severity, error
from docgen.model.language import Language
from docgen.model.library import LibraryInfo, Rule
from docgen.model.profile import Path, Profile
from docgen.stages.assemble import line_of_text
from docgen.stages.evaluate import Filters, value_of
from docgen.stages.wording import FilterError

MAX_ITEMS = 5000


def check_rules(
    profile: Profile,
    library: LibraryInfo,
    scope: Mapping[str, Any],
    filters: Filters,
    language: Language,
) -> tuple[Diagnostic, ...]:
    """Every rule that fires, once for each thing to mend."""
    out: list[Diagnostic] = []
    for rule in library.rules:
        try:
            out += _fired(rule, profile, scope, filters, language)
        except FilterError as exc:
            out.append(error("RL101", f"the rule {rule.id} cannot be computed: {exc}", rule.place))
    return tuple(out)


def _fired(
    rule: Rule, profile: Profile, scope: Mapping[str, Any], filters: Filters, language: Language
) -> Iterator[Diagnostic]:
    for bound, paths in _bindings(rule, dict(scope), {}, filters, 0):
        if value_of(rule.when, bound, filters):
            message = _sentence(rule.message, bound, filters, language, rule)
            hint = _sentence(rule.hint, bound, filters, language, rule)
            if rule.source:
                hint = f"{hint} [{', '.join(rule.source)}]".strip()
            place = _place(rule.at, paths, profile)
            yield Diagnostic(rule.id, Severity(rule.severity), message, place, hint or None)


def _bindings(
    rule: Rule, scope: dict[str, Any], paths: dict[str, Path], filters: Filters, depth: int
) -> Iterator[tuple[dict[str, Any], dict[str, Path]]]:
    """The scope once for each combination of items that the rule goes through."""
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
    for key, item in items[:MAX_ITEMS]:
        bound = {**scope, name: item, f"{name}_key": key}
        yield from _bindings(rule, bound, {**paths, name: (*base, key)}, filters, depth + 1)


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
