"""Whatever is done to a journal but cutting off its end: it is found. What cuts its end off, a register finds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from docgen.app.stewards import clause_chain
from docgen.app.verify_chains import compared
from docgen.model.diagnostic import Place
from docgen.model.journal import JOURNAL_FORMAT, Entry, Journal
from docgen.stages.journal import journal_text, read_journal
from docgen.stages.ledger import made_entry

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
RECORDS = st.lists(
    st.fixed_dictionaries({
        "revision": st.integers(1, 9), "step": st.sampled_from(["submitted", "approved", "withdrawn"]),
        "change": st.sampled_from(["editorial", "substantive", "legal"]), "who": NAMES, "when": WORDS, "why": WORDS,
        "digest": st.text("0123456789abcdef", min_size=8, max_size=8),
        "texts": st.dictionaries(st.from_regex(r"r[1-9]\.(fr|en)\.md", fullmatch=True), WORDS, max_size=3),
    }),
    min_size=2, max_size=6,
)  # fmt: skip


def journal(records: list[dict[str, object]]) -> Journal:
    entries: list[Entry] = []
    for record in records:
        entries.append(made_entry(JOURNAL_FORMAT, "duree", entries[-1].head if entries else "", record, Place("journal.yaml")))
    return Journal("duree", tuple(entries))


def broken(found: Journal) -> list[str]:
    outcome = read_journal(journal_text(found), "journal.yaml", "duree")
    return [d.code for d in outcome.diagnostics if d.code == "GV121"]


@given(RECORDS)
def test_what_was_written_is_read_back(records: list[dict[str, object]]) -> None:
    whole = journal(records)
    outcome = read_journal(journal_text(whole), "journal.yaml", "duree")
    assert outcome.value is not None
    assert [(dict(e.record), e.head) for e in outcome.value.entries] == [(dict(e.record), e.head) for e in whole.entries]
    assert broken(whole) == []


@given(RECORDS, st.data())
def test_any_edit_deletion_insertion_or_move_is_found(records: list[dict[str, object]], data: st.DataObject) -> None:
    entries = list(journal(records).entries)
    at = data.draw(st.integers(0, len(entries) - 1))
    what = data.draw(st.sampled_from(["edit", "delete", "insert", "move"]))
    if what == "edit":
        field = data.draw(st.sampled_from(["revision", "who", "why", "digest", "when", "head", "previous"]))
        other = data.draw(st.integers(10, 99)) if field == "revision" else data.draw(NAMES.map("x-".__add__))
        one = entries[at]
        entries[at] = replace(one, **{field: other}) if field in ("head", "previous") else replace(one, record={**one.record, field: other})
    elif what == "delete":
        del entries[data.draw(st.integers(0, len(entries) - 2))]  # not the last: that is for the register
    elif what == "insert":
        entries.insert(at, entries[data.draw(st.integers(0, len(entries) - 1))])
    else:
        other = data.draw(st.integers(0, len(entries) - 1).filter(lambda n: n != at))
        entries[at], entries[other] = entries[other], entries[at]
    assert broken(Journal("duree", tuple(entries))) != [], what


class Witness:
    """A register that knows one chain."""

    def __init__(self, heads: tuple[str, ...]) -> None:
        self.heads = heads

    def chains(self) -> dict[str, tuple[str, ...]]:
        return {"clause:duree": self.heads}

    def step(self, chain: str, head: str) -> dict[str, str]:
        return {"step": "approved", "who": "anne", "when": "2027-01-01T00:00:00Z"}


@given(RECORDS, st.data())
def test_an_end_that_was_cut_off_or_written_anew_is_found_by_the_register(records: list[dict[str, object]], data: st.DataObject) -> None:
    whole = journal(records)
    kept = data.draw(st.integers(0, len(records) - 1))
    forged = journal([*records[:kept], *({**r, "who": "z-forger"} for r in records[kept:])])
    cut = Journal("duree", whole.entries[:kept])
    register = Witness(tuple(e.head for e in whole.entries))
    for other in (forged, cut):
        found = compared([clause_chain(other.chain, other.entries)], register)  # type: ignore[arg-type]
        assert [d.code for d in found] == ["GV131"]
    assert [*compared([clause_chain(whole.chain, whole.entries)], register)] == []  # type: ignore[arg-type]
    longer = journal([*records, {**records[0], "who": "z-forger"}])
    assert [d.code for d in compared([clause_chain(longer.chain, longer.entries)], register)] == ["GV132"]  # type: ignore[arg-type]
