"""Several signed contracts in a copy of the project, and a clause with a second revision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from docgen.model.version import Deed, NewVersion, State
from docgen.store.register import Register, digest_of, open_register
from support.project import Cli, published

CLAUSE, DAY = "responsabilite", "2027-06-01"
SIGNED = "2026-12-10"


def signed_contracts(root: Path, *names: str) -> None:
    """The shipped contract of mobilys recorded and signed, and the same under other names."""
    docgen = Cli()
    docgen("record", root / "profiles/mobilys.yaml", "--only", "contrat", "--final", "--out", root / "out", "--by", "Inès", code=0)
    docgen("mark", "mobilys@1", "signed", "--project", root, "--by", "Hélène", "--on", SIGNED, code=0)
    register = open_register(root / "register.sqlite", create=False).value
    assert register is not None
    with register:
        for name in names:
            copied(register, name)


def copied(register: Register, name: str, profile: bytes | None = None) -> None:
    """The signed contract of mobilys as if it had been drawn from a profile of another name, or from this one."""
    first = register.version("mobilys", 1)
    assert first is not None
    own = profile if profile is not None else (register.blob(first.profile_digest) or b"").replace(b"\nid: mobilys\n", f"\nid: {name}\n".encode())
    files = tuple(replace(f, name=f.name.replace("mobilys", name)) for f in first.files)
    values = {k: getattr(first, k) for k in NewVersion.__dataclass_fields__}
    new = NewVersion(**{**values, "dossier": name, "profile_digest": digest_of(own), "files": files})
    done = register.append(new, {digest_of(own): own}, expected_head=register.head(name))
    assert done.value is not None, done.diagnostics
    deed = Deed(State.SIGNED, "Hélène", "2026-12-10T08:00:00Z", SIGNED, "")
    assert register.add_deed(name, done.value.number, deed, expected_head=register.head(name)).value is not None


def revised(root: Path) -> None:
    """Revision 2 of the clause, published."""
    folder = root / "clauses" / CLAUSE
    for path in folder.glob("r1.*.md"):
        path.with_name(path.name.replace("r1.", "r2.")).write_text(path.read_text(encoding="utf-8").rstrip() + "\n\nTexte relu.\n", encoding="utf-8")
    path = folder / "clause.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "number: 1," in line)
    lines.insert(at + 1, '  - {number: 2, change: substantive, in_force: {from: 2027-01-01}, note: "Relecture."}\n')
    path.write_text("".join(lines), encoding="utf-8")
    published(root, CLAUSE)
