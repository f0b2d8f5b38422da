"""Files of entries: one form, read back as it was written; what somebody edited is still read, and told."""

from __future__ import annotations

import pytest

from docgen.model.diagnostic import Place
from docgen.model.journal import APPROVALS_FORMAT, JOURNAL_FORMAT, Entry
from docgen.stages import ledger
from docgen.stages.ledger import ledger_text, made_entry, read_ledger

STEP = {"revision": 1, "step": "submitted", "change": "legal", "who": "anne", "when": "2027-01-01T08:00:00Z", "why": 'dit "oui" : é',
        "texts": {"r1.fr.md": "a" * 64, "r1.unilaterale+besoin.fr.md": "0e1"}, "metadata": "b", "digest": "c"}  # fmt: skip


def chain(*records: dict[str, object]) -> tuple[Entry, ...]:
    out: list[Entry] = []
    for record in records:
        out.append(made_entry(JOURNAL_FORMAT, "objet", out[-1].head if out else "", record, Place("j")))
    return tuple(out)


def text(*records: dict[str, object]) -> str:
    return ledger_text(JOURNAL_FORMAT, "objet", chain(*records))


def read(data: str, subject: str = "objet") -> tuple[list[dict[str, object]], list[str]]:
    outcome = read_ledger(data.encode(), "journal.yaml", JOURNAL_FORMAT, subject)
    rows = [dict(e.record) for e in outcome.value.entries] if outcome.value else []
    return rows, [str(d).split(":")[0] + ":" + d.code if d.place is None else f"{d.place} {d.code}" for d in outcome.diagnostics]


def test_what_is_written_is_read_back_without_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_slow", lambda *_: pytest.fail("read as YAML"))
    second = {**STEP, "authors": ["bruno"], "body": "direction", "why": "encore"}
    assert read(text(STEP, second)) == ([STEP, second], [])
    assert read(text()) == ([], [])
    assert read(text(STEP).replace("\n", "\r\n")) == ([STEP], [])


def test_entries_know_their_line() -> None:
    outcome = read_ledger(text(STEP, STEP).encode(), "journal.yaml", JOURNAL_FORMAT, "objet")
    assert outcome.value is not None
    lines = text(STEP, STEP).splitlines()
    assert [lines[e.place.line - 1] for e in outcome.value.entries] == ["- revision: 1"] * 2


def test_what_was_laid_out_anew_says_the_same() -> None:
    loose = text(STEP).replace('who: "anne"', "who:   anne").replace("# A chain", "# Une chaîne")
    assert read(loose) == ([STEP], [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('who: "anne"', 'who: "bruno"', "journal.yaml:6:3 GV121"),
        ('who: "anne"', "who: bruno", "journal.yaml:6:3 GV121"),
        ("revision: 1", "revision: 2", "GV121"),
        ('subject: "objet"', 'subject: "autre"', "journal.yaml:4 GV121"),
        ('step: "submitted"', 'step: "adopted"', "LB203"),
        ("revision: 1", 'revision: "one"', "LB203"),
        ('  why: "dit \\"oui\\" : é"\n', "", "LB202"),
        ('  digest: "c"\n', '  digest: "c"\n  more: "x"\n', "LB201"),
        ("entries:", "entries: [", "Y"),
        ("entries:", "entries: 3\nx:", "LB20"),
        ("docgen.journal/1", "docgen.journal/9", "LB203"),
    ],
)  # fmt: skip
def test_what_was_edited_is_told(old: str, new: str, said: str) -> None:
    whole = text(STEP)
    assert old in whole
    _, found = read(whole.replace(old, new))
    assert any(said.replace(":3 ", " ") in f.replace(":3 ", " ") for f in found), found


@pytest.mark.parametrize("data", ["", "x", "\n\n\n\n\n", "- a", "schema: docgen.journal/1", "\ufeff", "entries:\n- 3\n" * 3])
def test_what_is_no_ledger_is_no_traceback(data: str) -> None:
    outcome = read_ledger(data.encode(), "journal.yaml", JOURNAL_FORMAT, "objet")
    assert outcome.value is None
    assert outcome.diagnostics


def test_an_entry_does_not_move_to_another_subject_or_kind_of_file() -> None:
    _, found = read(text(STEP).replace('subject: "objet"', 'subject: "duree"'), "duree")
    assert found == ["journal.yaml:6 GV121"]
    one = made_entry(APPROVALS_FORMAT, "objet", "", STEP, Place("j"))
    assert one.head != chain(STEP)[0].head
