"""What docgen gives for known profiles, line by line: text, Word body and lock.

``pytest tests/golden --update-goldens`` writes what is expected anew; nothing else does.
A case is a folder with ``case.yaml``; its profile is one of ``profiles/`` or ``profile.yaml`` beside it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from lxml import etree

HERE = Path(__file__).parent
CASES = sorted(p.parent.name for p in HERE.glob("*/case.yaml"))


def given(case: str, project: Path) -> dict[str, str]:
    """Name and content of every file that a case gives."""
    from docgen.app.draft import make, render
    from docgen.app.issue import lock_of, output_name
    from docgen.app.workshop import open_workshop
    from docgen.model.plan import Request
    from docgen.render.markdown import render_markdown
    from docgen.render.package import read_package
    from docgen.stages.lock import lock_text

    asked = yaml.safe_load((HERE / case / "case.yaml").read_text(encoding="utf-8"))
    profile = HERE / case / "profile.yaml"
    if not profile.exists():
        profile = project / "profiles" / f"{asked['profile']}.yaml"
    workshop = open_workshop(project, shown_from=project, use_index=False).value
    assert workshop is not None
    read = workshop.profile(profile)
    assert read.value is not None
    request = Request(tuple(asked.get("types", ())), asked.get("language", ""), final=asked.get("final", False))
    drafts = make(workshop, read.value, request)
    out: dict[str, str] = {}
    for made in drafts.documents:
        data, problems, digest = render(made, drafts.dates.as_of)
        assert problems == ()
        package = read_package(data, "x.docx").value
        assert package is not None
        stem = output_name(read.value.id, made, "")
        out[f"{stem}.md"] = render_markdown(made.document, made.numbering)
        out[f"{stem}.document.xml"] = normalised(package.parts["word/document.xml"])
        out[f"{stem}.lock.yaml"] = lock_text(lock_of(made, drafts, digest))
    findings = [f"{d.severity} {d.code}: {d.message}" for d in (*read.diagnostics, *drafts.diagnostics)]
    out["findings.txt"] = "".join(f"{line}\n" for line in findings)
    return out


def normalised(xml: bytes) -> str:
    """The body, one paragraph or row a line: a difference shows where it is."""
    body = etree.fromstring(xml).find("{*}body")
    text = etree.tostring(body, encoding="unicode")
    text = re.sub(r' xmlns:\w+="[^"]*"', "", text)
    return re.sub(r"(?=<w:(?:p|tbl|tr|tc|sdt|sectPr)[ >])", "\n", text).strip() + "\n"


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, sealed: Path, request: pytest.FixtureRequest) -> None:
    actual = given(case, sealed)
    expected = HERE / case / "expected"
    if request.config.getoption("--update-goldens"):
        shutil.rmtree(expected, ignore_errors=True)
        expected.mkdir()
        for name, text in actual.items():
            (expected / name).write_text(text, encoding="utf-8", newline="\n")
    assert set(actual) == {p.name for p in expected.iterdir()}
    for name, text in sorted(actual.items(), key=lambda item: not item[0].endswith(".md")):
        assert text == (expected / name).read_text(encoding="utf-8"), f"{case}/{name} changed"


def test_there_are_cases() -> None:
    assert {"mobilys-fr", "voltea-fr", "mobilys-en", "voltea-en"} <= set(CASES)
