"""Every code that docgen can say is explained, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from docgen.store.catalogue import catalogue

SOURCE = Path(__file__).resolve().parents[3] / "src" / "docgen"
CODE = re.compile(r"^[A-Z]{1,3}[0-9]{3}$")
SEVERITIES = {"error", "warning", "info"}


@cache
def emitted() -> dict[str, set[str]]:
    """Each code of the source with the severities that it is said with, where that is plain to see."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        compared = {id(c) for n in ast.walk(tree) if isinstance(n, ast.Compare) for c in ast.walk(n)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.match(node.value) and id(node) not in compared:
                found[node.value] |= set()
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SEVERITIES and node.args:
                for constant in ast.walk(node.args[0]):
                    if isinstance(constant, ast.Constant) and CODE.match(str(constant.value)):
                        found[str(constant.value)].add(node.func.id)
    return dict(found)


def test_the_source_says_many_codes() -> None:
    assert len(emitted()) > 100
    assert emitted()["LB205"] == {"error"}


def test_every_code_of_the_source_is_in_the_catalogue() -> None:
    assert sorted(set(emitted()) - set(catalogue())) == []


def test_every_code_of_the_catalogue_is_in_the_source() -> None:
    assert sorted(set(catalogue()) - set(emitted())) == []


def test_the_severity_of_the_catalogue_is_one_that_the_source_uses() -> None:
    said = {c: s for c, s in emitted().items() if s and c in catalogue()}
    assert {c: (catalogue()[c].severity, s) for c, s in said.items() if catalogue()[c].severity not in s} == {}


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_an_entry_explains_itself(code: str) -> None:
    entry = catalogue()[code]
    assert CODE.match(entry.code)
    assert entry.severity in SEVERITIES
    assert not entry.title.endswith(".")
    assert entry.explanation.endswith((".", ":", ")"))
    assert entry.bad
    assert entry.good
    assert entry.bad != entry.good


def test_the_catalogue_is_in_the_order_of_its_codes() -> None:
    assert list(catalogue()) == sorted(catalogue())


def test_no_code_is_explained_twice() -> None:
    files = (SOURCE / "data" / "diagnostics").glob("*.yaml")
    codes = [m for f in files for m in re.findall(r"^- code: (\S+)", f.read_text(encoding="utf-8"), re.MULTILINE)]
    assert sorted(codes) == sorted(catalogue())
