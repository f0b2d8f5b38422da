"""Ctrl-C: no traceback, also before the command has begun."""

from __future__ import annotations

import pytest

from docgen import __main__


def test_ctrl_c_before_the_command_has_begun(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(**options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("docgen.cli.main", interrupted)
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "\nAborted!\n"
