"""Clause texts as closures: the same results as ``evaluate``, several times faster.

The fast way gives up (``None``) whenever anything is out of the ordinary: a filter that refuses,
a value that cannot be printed, too much work. ``evaluate`` then says what is wrong, and where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from operator import itemgetter
from typing import Any, TypeAlias

from docgen.model.evaluated import FIRST_NUMBER, FIRST_TOKEN, Filled, Slotted, Unknown
from docgen.model.script import Choice, Const, Expr, Field, Filter, For, If, Literal, Name, Output, Script
from docgen.stages.compiled import Budgeted, GiveUp, compile_expression
from docgen.stages.data_filters import ABSENT
from docgen.stages.expressions import Filters, Values, is_ready, path_of
from docgen.stages.script_names import names_of
from docgen.stages.wording import FilterError

MAX_FAST_STEPS = 20_000
MAX_FAST_WORK = 100_000
MAX_FAST_TEXT = 1_000_000


# -------------------------------------------------------------------- paths
Locate: TypeAlias = Callable[[Mapping[str, str]], str]


def compile_path(expression: Expr) -> Locate:
    """A function of the paths of names that gives the profile path of an expression."""
    match expression:
        case Name(name):
            return lambda paths: paths.get(name, name)
        case Field(base, name):
            inner = compile_path(base)
            return lambda paths: f"{inner(paths)}.{name}"
        case Filter(base, _, _):
            return compile_path(base)
    return lambda paths: path_of(expression, Values({}, paths))


# --------------------------------------------------------------------- text
class Run:
    """One evaluation: text with tokens, and the values kept aside."""

    __slots__ = ("out", "steps", "values")

    def __init__(self) -> None:
        self.out: list[str] = []
        self.values: list[Slotted] = []
        self.steps = 0


Step: TypeAlias = Callable[[Run, Budgeted], None]
Fast: TypeAlias = Callable[[Mapping[str, Any], Mapping[str, str]], tuple[str, tuple[Slotted, ...]] | None]
"""Values of names and their paths to text and values, or None where ``evaluate`` must look."""


def compile_script(script: Script, filters: Filters) -> Fast:
    """A clause text as a function."""
    body = _script(script, filters)

    def run(scope: Mapping[str, Any], paths: Mapping[str, str]) -> tuple[str, tuple[Slotted, ...]] | None:
        one = Run()
        try:
            body(one, Budgeted(scope, paths, [MAX_FAST_WORK]))
        except (GiveUp, FilterError, RecursionError):
            return None
        if len(one.values) > MAX_FAST_STEPS or sum(map(len, map(_TEXT, one.values))) > MAX_FAST_TEXT:
            return None
        return "".join(one.out), tuple(one.values)

    return run


_TEXT = itemgetter(0)


def _script(script: Script, filters: Filters) -> Step:
    steps = list(_steps(script, filters))
    if len(steps) == 1:
        return steps[0]

    def run(one: Run, scope: Budgeted) -> None:
        for step in steps:
            step(one, scope)

    return run


def _steps(script: Script, filters: Filters) -> Iterator[Step]:
    """A step for each statement; the text before a value is written together with it."""
    before = ""
    for statement in script:
        if isinstance(statement, Literal):
            before += statement.text
        elif isinstance(statement, Output):
            yield _output(statement, filters, before)
            before = ""
        else:
            if before:
                yield _written(before)
            yield _if(statement, filters) if isinstance(statement, If) else _for(statement, filters)
            before = ""
    if before:
        yield _written(before)


def _written(text: str) -> Step:
    return lambda one, scope: one.out.append(text)


def _output(statement: Output, filters: Filters, before: str) -> Step:
    expression, line = statement.expression, statement.line
    if isinstance(expression, Choice):
        ways = (expression.then, expression.otherwise)
        then, otherwise = (_output(Output(way, line), filters, before) for way in ways)
        test = compile_expression(expression.test, filters)
        return lambda one, scope: then(one, scope) if test(scope) else otherwise(one, scope)
    if isinstance(expression, Const):
        return _constant(expression, before)
    compute, place = compile_expression(expression, filters), compile_path(expression)
    ready = is_ready(expression, filters)

    def run(one: Run, scope: Budgeted) -> None:
        value, values = compute(scope), one.values
        if type(value) is not str:
            value = _text(value)
            if value is None:
                one.out.append(before + chr(FIRST_TOKEN + len(values)))
                values.append(Unknown(place(scope.paths), line))
                return
        first = FIRST_NUMBER if value[-1:].isdigit() else FIRST_TOKEN
        one.out.append(before + chr(first + len(values)))
        values.append(_filled((value, place(scope.paths), ready)))

    return run


_filled = partial(tuple.__new__, Filled)
"""``Filled`` of a tuple: most of what a text costs is making these."""


def _constant(constant: Const, before: str) -> Step:
    """A literal of the author; what prints otherwise than it stands is left to ``evaluate``."""
    value = constant.value
    return _written(before + value) if isinstance(value, str) else _give_up


def _give_up(one: Run, scope: Budgeted) -> None:
    raise GiveUp


def _text(value: Any) -> str | None:
    if value is ABSENT or value is None:
        return None
    if type(value) is int:
        return str(value)
    if type(value) is Decimal and value.is_finite() and abs(value.adjusted()) < 40:
        return format(value, "f")
    raise GiveUp


def _if(statement: If, filters: Filters) -> Step:
    branches = [(compile_expression(test, filters), _script(body, filters)) for test, body in statement.branches]
    otherwise = _script(statement.otherwise, filters) if statement.otherwise else None

    def run(one: Run, scope: Budgeted) -> None:
        for test, body in branches:
            if test(scope):
                body(one, scope)
                return
        if otherwise is not None:
            otherwise(one, scope)

    return run


def _for(statement: For, filters: Filters) -> Step:
    compute, name = compile_expression(statement.items, filters), statement.name
    place = compile_path(statement.items)
    body = _script(statement.body, filters)
    otherwise = _script(statement.otherwise, filters)
    counts = "loop" in names_of(statement.body)

    def run(one: Run, scope: Budgeted) -> None:
        items = compute(scope)
        if not items or not isinstance(items, list):
            otherwise(one, scope)
            return
        one.steps += len(items)
        if one.steps > MAX_FAST_STEPS:
            raise GiveUp
        path, last, inner = place(scope.paths), len(items), Budgeted(scope, scope.paths, scope.budget)
        for number, item in enumerate(items, 1):
            inner[name] = item
            inner.paths[name] = f"{path}[{number - 1}]"
            if counts:
                inner["loop"] = {"first": number == 1, "last": number == last, "index": number, "length": last}
            body(one, inner)

    return run
