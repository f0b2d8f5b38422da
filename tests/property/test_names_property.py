"""Whatever somebody typed, the file name is one that every system takes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from docgen.store.names import file_name

PARTS = st.lists(st.text(max_size=120), max_size=4)


@given(PARTS)
def test_every_name_is_safe(parts: list[str]) -> None:
    name = file_name(parts, ".docx")
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*\.docx", name)
    assert len(name) <= 80
    assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)\.", name)
    assert ".." not in name


@given(st.text(max_size=40), st.text(max_size=40))
def test_two_names_never_share_a_file(one: str, two: str) -> None:
    assert (file_name([one], "") == file_name([two], "")) == (one == two)
