"""The processes of a pool: one for each core, and none that outlives the run."""

from __future__ import annotations

import os


def cores() -> int:
    """How many processes may work at once: the cores that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on Windows and macOS
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def end_with_parent() -> None:
    """Make a process of a pool ready: Ctrl-C is for whoever started it, and it ends when that one is killed."""
    import signal
    import threading
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def wait() -> None:
        assert parent is not None
        parent.join()
        os._exit(1)

    if parent is not None:
        threading.Thread(target=wait, daemon=True).start()
