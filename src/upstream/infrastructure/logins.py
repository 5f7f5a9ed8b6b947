"""Login roles of PostgreSQL: made with a hash, so that no statement ever carries a password."""

from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

_SCRAM = b"scram-sha-256"


def create_login(connection: psycopg.Connection, login: str, password: str) -> None:
    """A role that may log in and nothing else; one that exists is left as it is."""
    query = "SELECT 1 FROM pg_roles WHERE rolname = %s"
    if connection.execute(query, [login]).fetchone():
        return
    hashed = connection.pgconn.encrypt_password(password.encode(), login.encode(), _SCRAM)
    statement = sql.SQL("CREATE ROLE {} LOGIN NOINHERIT PASSWORD {}")
    connection.execute(statement.format(sql.Identifier(login), sql.Literal(hashed.decode())))


def create_login_of(database_url: str, *, admin_url: str) -> None:
    """The login that `database_url` names, with its password."""
    parts = urlsplit(database_url)
    if parts.username and parts.password:
        with psycopg.connect(admin_url, autocommit=True) as connection:
            create_login(connection, unquote(parts.username), unquote(parts.password))
