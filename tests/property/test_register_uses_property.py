"""Whatever was recorded: a search finds what a reading of every lock finds, and so it does after it was derived anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.model.use import Search
from support.register import opened
from support.register_uses import answer_read, as_read, clause, lock, read_versions, recorded, uses_found, uses_read

DAYS = st.sampled_from(["2027-01-01", "2027-03-01", "2027-06-30", "2028-01-01"])
CLAUSES = st.lists(
    st.builds(
        clause, st.sampled_from(["prix", "secret", "duree"]), st.integers(1, 2), st.sampled_from(["", "ferme", "plafond"]),
        kind=st.sampled_from(["", "standard", "fallback"]), owner=st.sampled_from(["juridique", "rssi"]),
        deviations=st.lists(st.sampled_from(["position", "parameters"]), max_size=2, unique=True),
    ),
    max_size=3,
)  # fmt: skip
LOCKS = st.builds(
    lock, CLAUSES, key=st.sampled_from(["", "clairval"]), type=st.sampled_from(["contrat", "dpa"]), language=st.sampled_from(["fr", "en"]),
    client=st.sampled_from(["", "Été 100% SA", "x_y"]), ends=st.sampled_from(["", "2027-06-30"]),
)  # fmt: skip
VERSIONS = st.lists(
    st.tuples(st.sampled_from(["acme", "bêta", "x%y"]), st.lists(LOCKS, max_size=2), st.sampled_from(["", "sent", "signed", "terminated"]), DAYS),
    min_size=1,
    max_size=8,
)
SEARCHES = st.builds(
    Search, DAYS, clause=st.sampled_from(["", "prix", "none"]), revision=st.integers(0, 2), position=st.sampled_from(["", "plafond"]),
    department=st.sampled_from(["", "rssi"]), client=st.sampled_from(["", "ete", "%", "_", "BETA"]), status=st.sampled_from(["", "signed", "draft"]),
    in_force=st.booleans(), since=st.sampled_from(["", "2027-03-01"]), until=st.sampled_from(["", "2027-06-30"]), deviation=st.booleans(),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(versions=VERSIONS, searches=st.lists(SEARCHES, min_size=3, max_size=8))
def test_a_search_finds_what_the_locks_say(versions: list[tuple[str, list[str], str, str]], searches: list[Search]) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "r.sqlite") as register:
        for dossier, locks, state, on in versions:
            recorded(register, dossier, *locks, state=state, on=on)
        wanted = [uses_read(register, search) for search in searches]
        assert [uses_found(register, search) for search in searches] == wanted
        read = read_versions(register)
        for search in searches:
            found = register.find(search)
            assert (as_read(found), found.counts) == answer_read(read, search, clauses=True)
        assert register.audit() == ()
        assert register.rebuild_uses().value == len(versions)
        assert [uses_found(register, search) for search in searches] == wanted
