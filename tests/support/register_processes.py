"""Processes that write to one register at once, or are killed while they write; run as a program by the tests.

It forks, so that imports are paid once; nothing else runs in this process.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from docgen.store.register import open_register
from support.register import made


def race(where: str, rounds: int) -> dict[str, object]:
    """Two processes read the same head, then both append. What each was told, round by round."""
    told = []
    for _ in range(rounds):
        go_read, go_write = os.pipe()
        said_read, said_write = os.pipe()
        children = []
        for name in ("one", "two"):
            if not (pid := os.fork()):
                _contend(where, name, go_read, go_write, said_write)
            children.append(pid)
        os.close(go_read)
        os.close(said_write)
        ready = b""
        while ready.count(b".") < 2:
            ready += os.read(said_read, 1)
        os.close(go_write)  # both start now
        text = b""
        while part := os.read(said_read, 4096):
            text += part
        os.close(said_read)
        for pid in children:
            os.waitpid(pid, 0)
        told.append(sorted(text.decode().split()))
    return {"told": told}


def _contend(where: str, name: str, go_read: int, go_write: int, said: int) -> None:
    try:
        os.close(go_write)
        register = open_register(where, create=False, patience=30).value
        assert register is not None
        head = register.head("acme")
        new, blobs = made("acme", content=f"{name} {head}".encode(), who=name)
        os.write(said, b".")
        os.read(go_read, 1)
        found = register.append(new, blobs, expected_head=head)
        os.write(said, f" {found.diagnostics[0].code if found.diagnostics else 'won'}".encode())
        register.close()
    finally:
        os._exit(0)


def kill(where: str, rounds: int, log: str) -> dict[str, object]:
    """Kill a process that appends, again and again; ``log`` holds the versions that it was sure of."""
    half_done, chance = 0, random.Random(7)
    journal = Path(f"{where}-journal")
    for turn in range(rounds):
        started_read, started_write = os.pipe()
        if not (pid := os.fork()):
            os.close(started_read)
            _append_for_ever(where, turn, log, started_write)
        os.close(started_write)
        os.read(started_read, 1)
        os.close(started_read)
        time.sleep(chance.uniform(0.0, 0.25))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        half_done += journal.exists() and journal.stat().st_size > 0
    return {"half_done": half_done}


def _append_for_ever(where: str, turn: int, log: str, started: int) -> None:
    try:
        chance, sure = random.Random(turn), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        register = open_register(where, create=False, patience=30).value
        assert register is not None
        os.write(started, b".")
        while True:
            new, blobs = made("acme", content=chance.randbytes(100_000))
            found = register.append(new, blobs, expected_head=register.head("acme"))
            if found.value is None:
                os.write(sure, f"refused {found.diagnostics[0]}\n".encode())
                break
            os.write(sure, f"{found.value.number} {found.value.head}\n".encode())
    finally:
        os._exit(1)


def full(where: str, room: int) -> dict[str, object]:
    """Append where the file may grow by ``room`` bytes only, as on a full disk."""
    import resource

    register = open_register(where, create=False).value
    assert register is not None
    new, blobs = made("acme", content=random.Random(1).randbytes(3_000_000))
    most = os.stat(where).st_size + room
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    found = register.append(new, blobs, expected_head=register.head("acme"))
    return {"codes": [d.code for d in found.diagnostics], "said": [str(d) for d in found.diagnostics]}


if __name__ == "__main__":
    what, place, number, *rest = sys.argv[1:]
    warm = open_register(place, create=False).value  # imports everything, before anything is forked or timed
    assert warm is not None
    warm.append(*made("warm"), expected_head="")
    warm.audit("warm")
    warm.close()
    verbs = {"race": race, "kill": kill, "full": full}
    sys.stdout.write(json.dumps(verbs[what](place, int(number), *rest)))  # type: ignore[operator]
