"""``libraries.yaml``, manifests and signatures, read and written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.diagnostic import Place
from docgen.model.sharing import Manifest, Need, PackagedClause, Pin
from docgen.stages.read_sharing import (
    below_a_library,
    manifest_bytes,
    manifest_problem,
    needs_problems,
    pins_text,
    read_manifest,
    read_pins,
)

HERE = Place("clauses/libraries.yaml", 4, 3)
MANIFEST = Manifest("groupe", "2026.1", "CC-BY-4.0", ("Direction",), (Need("socle", "1", "a" * 64),),
                    (PackagedClause("objet", "juridique", (1, 2), "MIT", ("É. M.",), "socle:objet"),),
                    {"clauses/library.yaml": "b" * 64})  # fmt: skip
PIN = Pin("groupe", "2026.1", "c" * 64, "../groupe", "", HERE)


def test_a_manifest_is_read_as_it_was_written() -> None:
    assert read_manifest(manifest_bytes(MANIFEST), "manifest.json").value == MANIFEST


def test_the_bytes_of_a_manifest_are_canonical() -> None:
    data = manifest_bytes(MANIFEST)
    assert data == json.dumps(json.loads(data), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


names = st.from_regex(r"[a-z0-9][a-z0-9-]{0,10}", fullmatch=True)
digests = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
anything = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=20)  # characters that mean none are refused


@given(st.lists(st.tuples(names, anything, digests, anything), max_size=5, unique_by=lambda t: t[0]), st.dictionaries(names, names, max_size=3))
def test_pins_are_read_as_they_were_written(rows: list[tuple[str, str, str, str]], choose: dict[str, str]) -> None:
    pins = [Pin(name, version or "1", digest, source, "", HERE) for name, version, digest, source in rows]
    outcome = read_pins(pins_text(pins, choose), "libraries.yaml")
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    assert [(p.name, p.version, p.digest, p.source) for p in outcome.value.pins] == [(p.name, p.version, p.digest, p.source) for p in pins]
    assert outcome.value.choose == choose


def test_every_problem_of_the_pins_has_its_place() -> None:
    text = 'schema: docgen.libraries/1\nlibraries:\n- {name: Groupe, version: "1", digest: abc}\n- {name: x, digest: ' + "a" * 64 + "}\nplus: 1\n"
    found = read_pins(text.encode(), "libraries.yaml").diagnostics
    assert [(d.code, str(d.place)) for d in found] == [
        ("LB203", "libraries.yaml:3:4"), ("LB203", "libraries.yaml:3:32"), ("LB202", "libraries.yaml:4:3"), ("LB201", "libraries.yaml:5:1")
    ]  # fmt: skip


def test_one_library_twice() -> None:
    text = pins_text([PIN, PIN], {})
    assert [d.code for d in read_pins(text, "libraries.yaml").diagnostics] == ["SH103"]


@pytest.mark.parametrize("path", ["clauses/objet/r1.fr.md", "templates/docx/contrat.docx", "clauses/é/x y.md"])
def test_paths_below_a_library(path: str) -> None:
    assert below_a_library(path)


@given(st.text(max_size=60))
def test_no_path_that_climbs_or_is_absolute_is_below(path: str) -> None:
    if below_a_library(path):
        steps = path.split("/")
        assert steps[0] in ("clauses", "templates")
        assert ".." not in steps
        assert "" not in steps
        assert "\\" not in path


def test_a_library_that_is_not_the_one_that_is_pinned() -> None:
    assert manifest_problem(MANIFEST, "c" * 64, PIN) is None
    other = manifest_problem(MANIFEST, "d" * 64, PIN)
    assert other is not None
    assert (other.code, other.place, "dddddddddddd" in other.message) == ("SH104", HERE, True)


def test_a_library_made_on_another_state() -> None:
    socle = Pin("socle", "2", "e" * 64, "", "", HERE)
    assert [d.code for d in needs_problems(MANIFEST, [socle])] == ["SH106"]
    assert list(needs_problems(MANIFEST, [Pin("socle", "1", "a" * 64, "", "", HERE)])) == []
    assert list(needs_problems(MANIFEST, [])) == []
