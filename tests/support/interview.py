"""Answers for an interview: what somebody would type who has a profile in mind."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from docgen.app.workshop import Workshop, open_workshop
from docgen.model.interview import Step
from docgen.stages.answers import asked_back
from docgen.stages.expressions import value_of
from docgen.stages.interview_walk import steps, value_at

Answers = list[tuple[str, str]]


def opened(root: Path) -> Workshop:
    """The workshop of a project."""
    workshop = open_workshop(root, shown_from=root, use_index=False).value
    assert workshop is not None
    return workshop


def answers(workshop: Workshop, target: Mapping[str, Any], stem: str) -> Answers:
    """What to type, question by question, so that the profile becomes the target."""
    library = workshop.library().value
    assert library is not None
    questions = workshop.project.interview(library).value
    assert questions is not None
    filters = workshop.filters(library.languages[0])
    data: dict[str, Any] = {"schema": "docgen.profile/1"}
    left: set[str] = set()
    opened: Any = None
    typed: Answers = []

    def evaluate(expression: Any, names: Any) -> Any:
        items = {name: value_at(data, path) or {} for name, path in names.items()}
        return value_of(expression, {**data, "file": stem, **items}, filters)

    while True:
        step = next((s for s in steps(questions, data, left, opened, evaluate) if not s.answered), None)
        if step is None:
            return typed
        wanted = value_at(target, step.path)
        if step.one_more:
            opened = step.path if wanted is not None else None
            left.update(() if opened else {step.mark})
            typed.append((step.mark, "oui" if opened else ""))
        elif wanted is None:
            left.add(step.mark)
            typed.append((step.mark, ""))
        else:
            put(data, step, wanted)
            opened = None
            typed.append((step.mark, asked_back(wanted)))


def put(data: dict[str, Any], step: Step, value: Any) -> None:
    """Set a value in plain data."""
    node: Any = data
    for here, following in zip(step.path, step.path[1:], strict=False):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(node, list):
            if here == len(node):
                node.append(empty)
            node = node[here]
        else:
            node = node.setdefault(here, empty)
    node[step.path[-1]] = deepcopy(value)


def stdin(answered: Answers) -> str:
    """The answers as lines."""
    return "".join(f"{text}\n" for _, text in answered)
