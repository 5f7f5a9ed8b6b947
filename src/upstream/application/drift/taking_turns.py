"""Two runs for one customer never interleave: each holds the customer's lock while it works."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database

# The transaction holds nothing but the lock; it ends with the run, or with the process.
_PATIENCE = text("SELECT set_config('idle_in_transaction_session_timeout', '10min', true)")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('drift-run/' || :customer_id, 0))")


@contextmanager
def one_run_at_a_time(database: Database, customer_id: CustomerId) -> Iterator[None]:
    """Waits for the run before; gives up after the database's `lock_timeout`."""
    with database.customer(customer_id) as connection:
        connection.execute(_PATIENCE)
        connection.execute(_LOCK, {"customer_id": str(customer_id)})
        yield
