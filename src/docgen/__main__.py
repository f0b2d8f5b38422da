"""``python -m docgen`` and the ``docgen`` command."""

from __future__ import annotations

import gc
import sys
from typing import Final

MADE_UNTIL_SEARCHED: Final = 200_000
"""So many values are made before Python looks for garbage in cycles: a short run makes many and leaves few."""


def main() -> None:
    """Run the command line; output that a console cannot show is replaced, never a crash.

    Ctrl-C ends it as click does, also where it comes before click is there.
    """
    try:
        _run()
    except KeyboardInterrupt:
        sys.stderr.write("\nAborted!\n")
        sys.exit(1)


def _run() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    gc.set_threshold(MADE_UNTIL_SEARCHED)
    from docgen.cli import main as command

    try:
        command(prog_name="docgen")
    finally:
        gc.freeze()  # Python looks through everything once more on its way out, in vain


if __name__ == "__main__":
    main()
