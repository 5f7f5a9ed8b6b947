"""`upstream doctor`: what would stop this installation, or make it lose something, said early."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
import psycopg
import redis
import rich_click as click

from upstream.infrastructure.embedded.account import unprivileged_account
from upstream.infrastructure.embedded.cluster import programs
from upstream.infrastructure.embedded.server_folder import ServerFailed
from upstream.infrastructure.settings import (
    Settings,
    SettingsInvalid,
    data_folder,
    is_told,
    read_settings,
    unknown_variables,
)

_FREE_BYTES_MIN: Final = 2_000_000_000
_CLOCK_SECONDS_MAX: Final = 5.0
_POSTGRES_MIN: Final = 180_000


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at. `detail` says what was found, or what to do about it."""

    name: str
    good: bool
    detail: str


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(as_json: bool) -> None:
    """Check machine, settings and servers. Exit code 1 when something is wrong."""
    findings = [*_machine(), *_installation()]
    if as_json:
        click.echo(msgspec.json.encode({"findings": findings}))
    else:
        for finding in findings:
            mark = click.style("ok ", fg="green") if finding.good else click.style("BAD", fg="red")
            click.echo(f"{mark}  {finding.name}: {finding.detail}")
    if not all(finding.good for finding in findings):
        sys.exit(1)


def _machine() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info >= (3, 11), version)
    data = data_folder()
    existing = next(folder for folder in (data, *data.parents) if folder.exists())
    yield Finding("data folder", os.access(existing, os.W_OK), str(data))
    free = shutil.disk_usage(existing).free
    yield Finding("disk", free > _FREE_BYTES_MIN, f"{free / 1e9:.1f} GB free")
    unknown = unknown_variables()
    yield Finding(
        "variables", not unknown, f"unknown: {', '.join(unknown)}" if unknown else "known"
    )
    if not is_told(os.environ, "UPSTREAM_DATABASE_URL"):
        yield _embedded_postgres()


def _embedded_postgres() -> Finding:
    try:
        account = unprivileged_account()
        folder = programs(account)
    except (LookupError, OSError, ServerFailed) as problem:
        return Finding("own PostgreSQL", good=False, detail=str(problem))
    runs_as = account.name if account else "this account"
    return Finding("own PostgreSQL", Path(folder, "postgres").exists(), f"runs as {runs_as}")


def _installation() -> Iterator[Finding]:
    try:
        settings = read_settings()
    except SettingsInvalid as problem:
        if is_told(os.environ, "UPSTREAM_DATABASE_URL"):
            yield Finding("settings", good=False, detail=str(problem))
        else:
            yield Finding("installation", good=True, detail="not running; `upstream up` starts it")
        return
    yield Finding("settings", good=True, detail="complete")
    checks: tuple[Callable[[Settings], Finding], ...] = (_database, _broker)
    yield from (check(settings) for check in checks)


def _database(settings: Settings) -> Finding:
    """Reachable, new enough, migrated, its clock like ours."""
    query = (
        "SELECT clock_timestamp(), to_regclass('schema_migrations') IS NOT NULL,"
        " current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on'"
    )
    try:
        with psycopg.connect(settings.database_url, connect_timeout=5) as connection:
            version = connection.info.server_version
            row = connection.execute(query).fetchone()
    except psycopg.Error as problem:
        return Finding("database", good=False, detail=f"not reachable ({type(problem).__name__})")
    assert row is not None
    skew = abs((datetime.now(UTC) - row[0]).total_seconds())
    faults = [
        *(["older than PostgreSQL 18"] if version < _POSTGRES_MIN else []),
        *([] if row[1] else ["not migrated; run `upstream migrate`"]),
        *([] if row[2] else ["durability is switched off"]),
        *([f"its clock differs by {skew:.0f} s"] if skew > _CLOCK_SECONDS_MAX else []),
    ]
    found = f"PostgreSQL {version // 10_000}.{version % 10_000}"
    return Finding("database", not faults, "; ".join(faults) or found)


def _broker(settings: Settings) -> Finding:
    try:
        with redis.Redis.from_url(settings.redis_url, socket_timeout=5) as client:
            policy = client.config_get("maxmemory-policy")["maxmemory-policy"]
    except redis.RedisError as problem:
        return Finding("broker", good=False, detail=f"not reachable ({type(problem).__name__})")
    kept = policy in {"noeviction", b"noeviction"}
    return Finding("broker", kept, "keeps messages" if kept else "evicts: set noeviction")
