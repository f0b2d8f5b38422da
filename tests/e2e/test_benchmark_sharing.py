"""The benchmark of a shared library, on a small one: every command of it ends well."""

from __future__ import annotations

import sys

from support.project import ROOT


def test_the_benchmark_of_a_shared_library_runs() -> None:
    sys.path.insert(0, str(ROOT))
    try:
        from benchmarks.sharing import measured

        figures = measured(12, 3)
    finally:
        sys.path.remove(str(ROOT))
    names = [f.name for f in figures]
    for wanted in ("check, nothing known", "check, one text changed", "library publish", "library status", "library verify", "library add"):
        assert wanted in names, wanted
    assert not [f for f in figures if f.broken]
