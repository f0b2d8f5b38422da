"""``draft --watch``: drawn again after each change, a while and no longer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support.project import Cli

PATIENCE = 40


def until(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_a_change_draws_again_and_a_mistake_does_not_stop(project: Path) -> None:
    pytest.importorskip("watchfiles")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts the tests in the background has it ignored
    log = project / "log.txt"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "docgen", "draft", "profiles/mobilys.yaml", "--only", "contrat", "--watch"],
            cwd=project, stdout=stream, stderr=stream,
        )  # fmt: skip
        try:
            document = project / "out/mobilys_contrat_clairval.docx"
            assert until(lambda: b"watching" in log.read_bytes())
            first = document.read_bytes()
            time.sleep(0.5)
            profile = project / "profiles/mobilys.yaml"
            text = profile.read_text(encoding="utf-8")
            profile.write_text(text.replace("Mobilys Cycles", "Mobilys Vélos"), encoding="utf-8")
            assert until(lambda: document.read_bytes() != first), log.read_text()
            profile.write_text("a: [", encoding="utf-8")
            assert until(lambda: b"error Y1" in log.read_bytes())
            second = document.read_bytes()
            profile.write_text(text, encoding="utf-8")
            assert until(lambda: document.read_bytes() == first), "a change back gives the same bytes"
            assert second != first
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) in (0, 1, 130)
            assert b"Traceback" not in log.read_bytes()
        finally:
            process.kill()
            process.wait()


def test_without_the_package_it_says_what_to_install(project: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    ran = docgen("draft", "profiles/mobilys.yaml", "--watch", code=1)
    assert "docgen[watch]" in ran.out + ran.err
