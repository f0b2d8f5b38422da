"""How findings are printed: text, colours, JSON, annotations."""

from __future__ import annotations

import re
from pathlib import Path

from support.project import Cli, profile_with, run, with_blanks


def test_json_is_one_object_on_stdout(project: Path, docgen: Cli) -> None:
    ran = docgen("draft", with_blanks(project), "--only", "contrat", "--format", "json", code=0)
    assert ran.err == ""
    assert set(ran.json) == {"diagnostics", "written"}
    assert [Path(p).suffix for p in ran.json["written"]] == [".docx", ".yaml"]
    first = ran.json["diagnostics"][0]
    assert set(first) == {"code", "severity", "message", "file", "line", "column", "hint"}
    assert first["severity"] == "error"
    assert first["file"] == "profiles/blancs.yaml"
    assert isinstance(first["line"], int)


def test_json_also_where_nothing_works(project: Path, tmp_path: Path, docgen: Cli) -> None:
    for arguments in (["draft", "profiles/absent.yaml"], ["check", "--project", str(tmp_path / "none")],
                      ["draft", str(with_blanks(project)), "--final"], ["clauses", "show", "rien"],
                      ["template", "check", "rien"], ["preview", "profiles/absent.yaml"]):  # fmt: skip
        ran = docgen(*arguments, "--format", "json", code=1)
        assert ran.json["diagnostics"], arguments
        assert ran.json["written"] == []
        assert ran.err == ""


def test_github_annotations(project: Path, docgen: Cli) -> None:
    profile = profile_with(project, ("capital: 2400000", "capital: beaucoup"), ("tribunal_ville", "tribunal_vile"))
    ran = docgen("check", profile, "--format", "github", code=1)
    lines = ran.out.splitlines()
    assert len([line for line in lines if line.startswith("::error file=profiles/essai.yaml,line=")]) >= 2
    for line in lines:
        assert re.fullmatch(r"::(error|warning|notice)( file=[^:]+,line=\d+,col=\d+,| )title=[\w-]+::.+", line), line


def test_github_annotations_carry_no_raw_line_break(project: Path, docgen: Cli) -> None:
    profile = profile_with(project, ("cotation: cotation Banque de France favorable", 'cotation: "a\\nb%::error::c"'),
                           ("modele: inshore", 'modele: "x\\ny"'))  # fmt: skip
    ran = docgen("check", profile, "--format", "github")
    assert all(line.startswith("::") for line in ran.out.splitlines())


def test_text_counts_at_the_end(project: Path, docgen: Cli) -> None:
    ran = docgen("check", with_blanks(project), code=1)
    assert re.fullmatch(r"\d+ errors?(, \d+ warnings?)?(, \d+ info)?", ran.err.splitlines()[-1])


def test_errors_come_first_each_with_its_place(project: Path, docgen: Cli) -> None:
    profile = profile_with(project, ("capital: 2400000", "capital: beaucoup"), ('siren: "913204875"', "siren: 12"),
                           ("  nom: Externalisation", "  nomm: x\n  nom: Externalisation"))  # fmt: skip
    ran = docgen("check", profile, code=1)
    said = [line for line in ran.err.splitlines() if re.search(r": (error|warning|info) [A-Z]", line)]
    severities = [re.search(r": (error|warning|info) ", line)[1] for line in said]  # type: ignore[index]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert severities.count("error") >= 3
    assert all(re.match(r"profiles/essai\.yaml:\d+:\d+: ", line) for line in said if ": error " in line)
    lines = [int(line.split(":")[1]) for line in said if ": error " in line]
    assert lines == sorted(lines)


def test_no_colour_off_a_terminal_nor_with_no_color(project: Path) -> None:
    for env in ({}, {"NO_COLOR": "1"}, {"NO_COLOR": "", "TERM": "xterm-256color"}):
        ran = run("check", "profiles/voltea.yaml", cwd=project, **env)
        assert ran.code == 0
        assert "\x1b" not in ran.err + ran.out


def test_colour_on_a_terminal_only_when_wanted(project: Path) -> None:
    assert "\x1b[33mwarning" in in_terminal(project, {"TERM": "xterm-256color"})
    for env in ({"NO_COLOR": "1", "TERM": "xterm-256color"}, {"TERM": "dumb"}):
        assert "\x1b[" not in in_terminal(project, env)


def in_terminal(cwd: Path, env: dict[str, str]) -> str:
    """What ``docgen check`` shows in a terminal."""
    import os
    import subprocess
    import sys

    pty = __import__("pytest").importorskip("pty")
    master, slave = pty.openpty()
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")}
    process = subprocess.Popen([sys.executable, "-m", "docgen", "check", "profiles/voltea.yaml"], cwd=cwd,
                               env={**kept, **env}, stdout=slave, stderr=slave, stdin=subprocess.DEVNULL)  # fmt: skip
    os.close(slave)
    shown = b""
    while True:
        try:
            data = os.read(master, 65536)
        except OSError:
            break
        if not data:
            break
        shown += data
    os.close(master)
    assert process.wait(60) == 0
    return shown.decode()


def test_a_console_that_cannot_show_a_character_is_no_crash(project: Path) -> None:
    ran = run("explain", "日本 ✓", cwd=project, PYTHONIOENCODING="cp1252")
    assert ran.code == 1
    assert "there is no diagnostic ?? ?" in ran.err
