"""A PostgreSQL server for tests: the one named by DOCGEN_TEST_POSTGRES, or one started here, without any network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Any

PASSWORD = "s3cr3t-Gr4nit"


class NoPostgresError(Exception):
    """Raised with the reason why there is no server."""


@dataclass(frozen=True)
class Postgres:
    """A server that runs; ``url`` leads to a database from which others are made."""

    url: str
    own: bool

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of an empty database, dropped at the end."""
        import psycopg
        from sqlalchemy import make_url

        url = make_url(self.url)
        name = f"docgen_test_{os.urandom(6).hex()}"
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as db:
            db.execute(f'CREATE DATABASE "{name}"')
            try:
                yield url.set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)
            finally:
                db.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running() -> Iterator[Postgres]:
    """The server that is named, or a fresh one that listens on a socket in a folder of its own."""
    named = os.environ.get("DOCGEN_TEST_POSTGRES")
    if named:
        yield Postgres(named, own=False)
        return
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="docgen-pg-"))
    who = _owner(folder)
    try:
        secret = folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        data = folder / "data"
        _run(
            [
                initdb,
                "-D",
                str(data),
                "-U",
                "docgen",
                "-A",
                "scram-sha-256",
                "--pwfile",
                str(secret),
                "-N",
                "--no-locale",
                "-E",
                "UTF8",
            ],
            who,
        )
        options = f"-F -c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=20"
        _run([pg_ctl, "-D", str(data), "-w", "-t", "60", "-l", str(folder / "log"), "-o", options, "start"], who)
        try:
            yield Postgres(f"postgresql+psycopg://docgen:{PASSWORD}@/postgres?host={folder}", own=True)
        finally:
            _run([pg_ctl, "-D", str(data), "-w", "-m", "immediate", "stop"], who)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    found = shutil.which(name) or max(glob(f"/usr/lib/postgresql/*/bin/{name}"), default=None)
    if found is None:
        raise NoPostgresError(f"no {name} on this machine, and DOCGEN_TEST_POSTGRES is not set")
    return found


def _owner(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: there, the folder and the server are somebody else's."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names.get("nobody")
    if entry is None:
        raise NoPostgresError("no user but root, as whom PostgreSQL does not run")
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _run(command: list[str], who: dict[str, Any]) -> None:
    done = (
        subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/", check=False, timeout=120, **who
        )
        if "start" not in command
        else _start(command, who)
    )
    if done.returncode:
        raise NoPostgresError(f"{Path(command[0]).name} fails: {(done.stdout or b'').decode(errors='replace')[-300:]}")


def _start(command: list[str], who: dict[str, Any]) -> subprocess.CompletedProcess[bytes]:
    """The server would keep a pipe open: its output goes to its log."""
    null = subprocess.DEVNULL
    return subprocess.run(command, stdin=null, stdout=null, stderr=null, cwd="/", check=False, timeout=120, **who)
