"""Connections: every transaction takes its role and its customer, and leaves neither behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Engine, create_engine, text

from upstream.domain.units import CustomerId

APP = "upstream_app"
PROJECTOR = "upstream_projector"

# `set_config(…, true)` lasts for the transaction: safe in any pool, PgBouncer's included.
_ENTER = text(
    "SELECT set_config('role', :role, true), set_config('app.customer', :customer, true),"
    " set_config('statement_timeout', '60s', true), set_config('lock_timeout', '15s', true),"
    " set_config('idle_in_transaction_session_timeout', '60s', true)"
)


class Database:
    """A pool whose transactions run under one role, for one customer, with nothing ambient."""

    def __init__(self, url: str, *, role: str = APP, pool_size: int = 8) -> None:
        self.role = role
        self.url = url
        self.engine: Engine = create_engine(
            url.replace("postgresql://", "postgresql+psycopg://", 1),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=10,
            pool_pre_ping=True,
            pool_recycle=1800,
            connect_args={
                "connect_timeout": 5,
                "application_name": role,
                "keepalives_idle": 5,
                "tcp_user_timeout": 10_000,
            },
        )

    @contextmanager
    def customer(self, customer_id: CustomerId) -> Iterator[Connection]:
        """A transaction that sees this customer's rows and no others; commits on a clean exit."""
        with self.engine.begin() as connection:
            _enter(connection, self.role, customer_id)
            yield connection

    @contextmanager
    def snapshot(self, customer_id: CustomerId) -> Iterator[Connection]:
        """Like `customer`, read only, and every statement sees the same state."""
        with self.engine.connect() as connection:
            still = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            with still.begin():
                _enter(still, self.role, customer_id)
                yield still

    @contextmanager
    def control(self) -> Iterator[Connection]:
        """A transaction without a customer: only the control tables answer."""
        with self.engine.begin() as connection:
            _enter(connection, self.role, None)
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def enter_customer(connection: Connection, role: str, customer_id: CustomerId) -> None:
    """Take the customer inside a transaction that was begun for the control tables."""
    _enter(connection, role, customer_id)


def _enter(connection: Connection, role: str, customer_id: UUID | None) -> None:
    connection.execute(_ENTER, {"role": role, "customer": str(customer_id or "")})


def cursor(connection: Connection) -> "psycopg.Cursor[tuple[Any, ...]]":
    """The psycopg cursor of the running transaction, for large set-based statements."""
    driver = cast("psycopg.Connection[tuple[Any, ...]]", connection.connection.driver_connection)
    return driver.cursor()
