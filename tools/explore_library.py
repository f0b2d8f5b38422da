"""Explores the shipped library to the end, as ``docgen check --library`` does, and says what each part took.

    python tools/explore_library.py [SECONDS]      the budget in seconds of the processor, 600 without one

Fails when anything is found that is more than a remark, or when the time did not allow for everything.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from time import process_time

from docgen.app.space import explore
from docgen.app.workshop import open_workshop
from docgen.store.project import PROFILES

ROOT = Path(__file__).resolve().parents[1]


class Parts:
    """The seconds of each part, from what it says on the way."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._name, self._since = "reading", process_time()

    def __call__(self, text: str) -> None:
        self._end()
        self._name = re.sub(r" \d+/.*", "", text)

    def _end(self) -> None:
        now = process_time()
        self.spent[self._name] = self.spent.get(self._name, 0) + now - self._since
        self._since = now

    def shown(self) -> str:
        """One line for each part."""
        self._end()
        return "\n".join(f"{seconds:7.1f} s  {name}" for name, seconds in self.spent.items())


def main(seconds: float) -> int:
    """The exit status."""
    begun, parts = process_time(), Parts()
    workshop = open_workshop(ROOT, shown_from=ROOT, use_index=False).value
    if workshop is None:
        return 2
    paths = sorted((ROOT / PROFILES).glob("*.yaml"))
    profiles = [p for path in paths if (p := workshop.profile(path).value) is not None]
    explored = explore(workshop, profiles, lambda: process_time() - begun < seconds, parts)
    print(parts.shown())
    for d in explored.diagnostics:
        print(f"{d.place or ''}: {d.severity} {d.code}: {d.message}")
    print(Counter(d.code for d in explored.diagnostics))
    print(
        f"{explored.scenes} scenes, {explored.questions} questions, {explored.drawn} drawn, {process_time() - begun:.0f} s"
    )
    return int(any(d.severity != "info" for d in explored.diagnostics))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 600))
