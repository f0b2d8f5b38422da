"""Ctrl-C, and a system that fails half way: no traceback, and nothing is lost."""

from __future__ import annotations

from errno import ENOSPC
from pathlib import Path

import pytest

from docgen import __main__
from support.libraries import group, publish, unit
from support.project import Cli


def test_ctrl_c_before_the_command_has_begun(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(**options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("docgen.cli.main", interrupted)
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "\nAborted!\n"


def test_a_version_whose_files_cannot_be_put_in_place(tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system refuses to rename them when the version is recorded already: it stays, and its files can be had."""
    project = unit(tmp_path / "metier")
    docgen("library", "add", publish(group(tmp_path / "groupe"), "1"), "--project", project, code=0)
    record = ("record", project / "profiles/acme.yaml", "--out", project / "out", "--by", "Inès")

    def refused(old: Path, new: Path) -> None:
        raise OSError(ENOSPC, "no space")

    with monkeypatch.context() as full:
        full.setattr("docgen.store.atomic.os.replace", refused)
        told = docgen(*record, "--project", project, code=1)
    assert "IO908" in told.err and "IO911" in told.err
    assert f"docgen show acme@1 --out {(project / 'out').as_posix()}" in told.err
    assert not (project / "out").exists()
    docgen("show", "acme@1", "--out", project / "out", "--project", project, code=0)
    assert len(list((project / "out").glob("*.docx"))) == 1
    assert "acme@2" in docgen(*record, "--project", project, code=0).out
