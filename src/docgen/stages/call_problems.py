"""Whether the calls of an expression lead to calculations that take what they are given."""

from __future__ import annotations

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.script import Expr
from docgen.stages.script_walk import calls_in


def call_problems(expression: Expr, arity: dict[str, int], place: Place) -> list[Diagnostic]:
    """LB252 for every call of a calculation that is not there, or that takes another number of values."""
    found = []
    for call in calls_in(expression):
        wanted = arity.get(call.name)
        if wanted is None:
            from difflib import get_close_matches  # only a mistake asks for it

            close = get_close_matches(call.name, arity, 1)
            hint = f'did you mean "{close[0]}"?' if close else "a calculation calls only those declared before it"
            found.append(error("LB252", f'there is no calculation "{call.name}" here', place, hint))
        elif wanted != len(call.args):
            message = f'"{call.name}" takes {wanted} values, not {len(call.args)}'
            found.append(error("LB252", message, place, "give the values that it takes, in their order"))
    return found
