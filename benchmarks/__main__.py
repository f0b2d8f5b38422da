"""Run all benchmarks or those named: ``python -m benchmarks [warm] [cold] [scale] [register] [renegotiate] [sharing]``."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from benchmarks.report import Figure, as_json, show

TITLES = {
    "warm": "One contract of about 35 pages, warm",
    "cold": "Whole commands, cold",
    "scale": "Growing documents and libraries",
    "register": "A register with a long history",
    "renegotiate": "A contract a year later",
    "sharing": "A library of 10,000 clauses of five revisions",
    "impact": "Impact over 100,000 versions, and a recall",
}
NOISY = "Ratios, and memory, must hold. Times hang on the machine and on what else runs there:\nthey are only told."


def main() -> int:
    """Print every figure beside its bound; 1 when a firm one is broken."""
    options = _options()
    groups: dict[str, list[Figure]] = {}
    for name in options.names or TITLES:
        groups[name] = import_module(f"benchmarks.{name}").run(quick=options.quick)
        if not options.json:
            show(TITLES[name], groups[name])
    print(as_json(groups) if options.json else f"\n{NOISY}")
    return int(any(figure.broken for figures in groups.values() for figure in figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*TITLES, []], metavar="|".join(TITLES))
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, a smaller large library")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
