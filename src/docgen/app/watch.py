"""``draft --watch``: draw again whenever a file of the project changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from docgen.store.layers import LIBRARIES
from docgen.store.project import LIBRARY, TEMPLATES


def watching(
    root: Path, profiles: Sequence[Path], once: Callable[[], int], say: Callable[[str], None]
) -> None:
    """Call ``once`` now and after each change, until interrupted."""
    try:
        from watchfiles import watch
    except ImportError:
        say("--watch needs the package watchfiles: pip install 'docgen[watch]'")
        raise SystemExit(1) from None
    folders = [root / LIBRARY, root / TEMPLATES, root / LIBRARIES, *{p.resolve().parent for p in profiles}]
    there = [folder for folder in folders if folder.is_dir()]
    once()
    say("watching; stop with Ctrl-C")
    for changes in watch(*there, raise_interrupt=False):
        names = sorted({Path(path).name for _, path in changes})
        say(f"changed: {', '.join(names[:5])}")
        once()
