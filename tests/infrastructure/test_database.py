"""Every transaction takes its role, its customer and its limits, and leaves none of them behind."""

import threading
import time
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import APP, PROJECTOR, Database, cursor
from upstream.infrastructure.log import reserve

_STATE = text(
    "SELECT current_user, current_setting('app.customer', true),"
    " current_setting('statement_timeout'), current_setting('lock_timeout')"
)


def test_a_transaction_has_its_role_customer_and_limits(
    database: Database, projector_database: Database, customer_id: CustomerId
) -> None:
    for opened, role in ((database, APP), (projector_database, PROJECTOR)):
        with opened.customer(customer_id) as connection:
            assert tuple(connection.execute(_STATE).one()) == (
                *(role, str(customer_id)),
                *("1min", "15s"),
            )


def test_nothing_of_it_outlives_the_transaction(database_url: str, customer_id: CustomerId) -> None:
    one_connection = Database(database_url, pool_size=1)
    with one_connection.customer(customer_id):
        pass
    with one_connection.engine.begin() as connection:
        left = tuple(connection.execute(_STATE).one())
    one_connection.close()

    assert left == ("upstream", "", "0", "0")


def test_an_error_rolls_back_and_the_connection_can_be_used_again(
    database: Database, customer_id: CustomerId
) -> None:
    def reserve_and_fail() -> None:
        with database.customer(customer_id) as connection:
            reserve(connection, customer_id, scope="x", key="x", stream_id=uuid4())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        reserve_and_fail()
    with database.customer(customer_id) as connection:
        assert connection.execute(text("SELECT count(*) FROM reservations")).scalar_one() == 0


def test_a_failed_driver_statement_rolls_back_too(
    database: Database, customer_id: CustomerId
) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero), database.customer(customer_id) as connection:
        cursor(connection).execute("SELECT 1 / 0")
    with database.control() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_a_connection_that_was_killed_is_replaced(database: Database, admin_url: str) -> None:
    with database.control() as connection:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with psycopg.connect(admin_url) as admin:
        admin.execute("SELECT pg_terminate_backend(%s)", [pid])
    with database.control() as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != pid


def test_a_connection_killed_in_the_middle_is_an_operational_error(
    database: Database, admin_url: str
) -> None:
    def lose_it() -> None:
        with database.control() as connection, psycopg.connect(admin_url) as admin:
            pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            admin.execute("SELECT pg_terminate_backend(%s)", [pid])
            connection.execute(text("SELECT 1"))

    with pytest.raises(OperationalError):
        lose_it()


def test_who_waits_too_long_for_a_lock_is_told(
    database: Database, admin_url: str, customer_id: CustomerId
) -> None:
    """The wait itself is shortened here; that there is one at all is what counts."""
    with psycopg.connect(admin_url) as holder, database.customer(customer_id) as connection:
        holder.execute("SELECT 1 FROM customer_log FOR UPDATE")
        connection.execute(text("SELECT set_config('lock_timeout', '50ms', true)"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            connection.execute(text("SELECT 1 FROM customer_log FOR SHARE"))


def test_many_threads_share_a_small_pool(database_url: str, customer_id: CustomerId) -> None:
    small = Database(database_url, pool_size=2)
    seen: list[str] = []

    def work() -> None:
        for _ in range(20):
            with small.customer(customer_id) as connection:
                seen.append(connection.execute(_STATE).one()[0])
                time.sleep(0.001)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    small.close()

    assert seen == [APP] * 120
