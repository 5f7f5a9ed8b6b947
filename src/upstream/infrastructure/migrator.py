"""Brings a database to the newest schema: numbered SQL files, once each, one migrator at a time."""

from hashlib import sha256
from importlib.resources import files

import psycopg
from psycopg import sql

ROLES = ("upstream_owner", "upstream_app", "upstream_projector", "upstream_migrator")
BACKUP_ROLE = "upstream_backup"
_LOCK = 0x75707374726D  # "upstrm": the advisory lock every migrator of this database takes


class MigrationChanged(Exception):
    """A migration that was applied before has another content now; history is not edited."""


def migrate(admin_url: str, *, service_login: str | None = None) -> list[str]:
    """Create the roles, apply what is missing, and return the names of what was applied.

    `admin_url` may create roles and owns the database. `service_login` is the login role of the
    running services: it may become the app and projector roles and has no rights of its own.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        _create_roles(connection)
        _grant_membership(connection, service_login)
        return _apply_missing(connection)


def _create_roles(connection: psycopg.Connection) -> None:
    for role in ROLES:
        _create_role(connection, role, "NOLOGIN NOBYPASSRLS NOINHERIT")
    _create_role(connection, BACKUP_ROLE, "NOLOGIN BYPASSRLS NOINHERIT")


def _create_role(connection: psycopg.Connection, role: str, attributes: str) -> None:
    # Roles belong to the whole server, the advisory lock to one database: another migrator may win.
    try:
        with connection.transaction():
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if known.fetchone() is None:
                statement = sql.SQL("CREATE ROLE {} " + attributes).format(sql.Identifier(role))
                connection.execute(statement)
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        return


def _grant_membership(connection: psycopg.Connection, service_login: str | None) -> None:
    become = sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE")
    logins = {service_login or connection.info.user: ROLES[1:3], connection.info.user: ROLES}
    for login, roles in logins.items():
        for role in roles:
            statement = become.format(sql.Identifier(role), sql.Identifier(login))
            _tolerate_concurrent_grant(connection, statement)
    schema = sql.SQL("GRANT CREATE, USAGE ON SCHEMA public TO {}")
    _tolerate_concurrent_grant(connection, schema.format(sql.Identifier(ROLES[0])))


def _tolerate_concurrent_grant(connection: psycopg.Connection, statement: sql.Composed) -> None:
    for _ in range(20):
        try:
            connection.execute(statement)
        except psycopg.errors.InternalError_:  # "tuple concurrently updated"
            continue
        return
    raise TimeoutError("another migrator keeps changing the same roles")


def _apply_missing(connection: psycopg.Connection) -> list[str]:
    with connection.transaction():
        connection.execute("SET LOCAL ROLE upstream_owner")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations (number integer PRIMARY KEY,"
            " name text NOT NULL, sha256 bytea NOT NULL,"
            " applied_at timestamptz NOT NULL DEFAULT clock_timestamp())"
        )
        rows = connection.execute("SELECT number, sha256 FROM schema_migrations").fetchall()
    known = {int(number): bytes(digest) for number, digest in rows}
    return [name for name, text in _scripts() if _apply(connection, name, text, known)]


def _apply(connection: psycopg.Connection, name: str, text: str, known: dict[int, bytes]) -> bool:
    number, digest = int(name[:4]), sha256(text.encode()).digest()
    if number in known:
        if known[number] != digest:
            raise MigrationChanged(f"{name} was applied with another content; add a new migration")
        return False
    with connection.transaction():
        connection.execute("SET LOCAL ROLE upstream_owner")
        connection.execute(text.encode())
        connection.execute(
            "INSERT INTO schema_migrations (number, name, sha256) VALUES (%s, %s, %s)",
            [number, name, digest],
        )
    return True


def _scripts() -> list[tuple[str, str]]:
    folder = files("upstream.infrastructure.migrations")
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    return sorted((entry.name, entry.read_text(encoding="utf-8")) for entry in found)
