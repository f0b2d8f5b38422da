"""What a recall lets go of: frames that keep the numbers of one signed contract."""

from __future__ import annotations

from pathlib import Path

from docgen.app.recall import affected, prepare
from docgen.app.recall_one import Bench, _Archive, recalled
from docgen.app.workshop import open_workshop
from docgen.model.recall import DONE, Recall
from docgen.model.use import Search
from docgen.store.register import open_register
from docgen.store.snapshot import take
from support.project import copy_of
from support.recalls import CLAUSE, DAY, revised, signed_contracts


def test_a_contract_that_is_done_leaves_nothing_behind(sealed: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    copy_of(sealed, root)
    signed_contracts(root, "alpha", "beta")
    revised(root)
    workshop, register = open_workshop(root, shown_from=root).value, open_register(root / "register.sqlite", create=False).value
    taken = take(root).value
    assert workshop is not None and register is not None and taken is not None
    with register:
        asked = Recall(CLAUSE, 2, DAY, DAY, "A")
        tasks, _ = affected(register, asked, Search(DAY, CLAUSE), taken.digest)
        assert len(tasks) == 3
        prepare(register, workshop, tasks)
        archive = _Archive(register, workshop, tmp_path / "libraries", current=taken)
        held = []
        for task in tasks:
            bench = Bench(root, str(root / "register.sqlite"), tmp_path / "out", asked, taken.digest)
            assert recalled(register, archive, bench, task).state == DONE
            archive.done()
            held.append((len(workshop.frames._sets), len(workshop.frames._looked), sum(len(o.value.frames) for o in workshop._presses.values() if o.value)))
        assert held[1] == held[2]
        assert held[2][0] == 0
    workshop.close()
