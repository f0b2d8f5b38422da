"""Where a register is: a file or a server; what may be shown of it, and what may not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Outcome, Place, error

if TYPE_CHECKING:
    from sqlalchemy import URL

_SECRET: Final = ("password", "sslpassword", "passfile", "sslkey")


@dataclass(frozen=True, slots=True)
class Target:
    """``file`` for SQLite, ``url`` for a server; ``shown`` is fit for a message."""

    shown: str
    file: Path | None = None
    url: URL | None = None
    secrets: tuple[str, ...] = ()

    def scrubbed(self, text: str) -> str:
        """The text without any password of this target."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


def target_of(where: str | Path) -> Outcome[Target]:
    """The target that a path or URL names; RG402 for a kind of database that no register can be in."""
    if isinstance(where, Path) or "://" not in where:
        return Outcome(Target(str(where), Path(where)))
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        return _unknown(where)
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return Outcome(Target(url.database, Path(url.database)))
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return Outcome(_server(url.set(drivername="postgresql+psycopg")))
    return _unknown(where)


def _server(url: URL) -> Target:
    plain = {name: value for name, value in url.query.items() if name not in _SECRET}
    kept = [value for name, value in url.query.items() if name in _SECRET and isinstance(value, str)]
    bare = url.set(drivername="postgresql", query=plain)._replace(password=None)
    secrets = tuple(secret for secret in (url.password, *kept) if secret)
    return Target(bare.render_as_string(hide_password=False), url=url, secrets=secrets)


def _unknown(where: str) -> Outcome[Target]:
    kind = where.split("://", 1)[0]
    hint = "name a file, or a server as postgresql://user@host/database"
    return Outcome(
        None, (error("RG402", f"a register cannot be kept at this address ({kind}://…)", Place(f"{kind}://…"), hint),)
    )
