"""How often may somebody try to sign in? Counted per account and per address, in the database."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text

ATTEMPTS_MAX: Final = 5
WINDOW: Final = timedelta(minutes=15)

_TAKE = text(
    "INSERT INTO sign_in_attempts AS known (bucket, attempts, ends_at)"
    " VALUES (:bucket, 1, clock_timestamp() + :window)"
    " ON CONFLICT (bucket) DO UPDATE SET"
    "  attempts = CASE WHEN known.ends_at <= clock_timestamp() THEN 1"
    "             ELSE known.attempts + 1 END,"
    "  ends_at = CASE WHEN known.ends_at <= clock_timestamp() THEN excluded.ends_at"
    "            ELSE known.ends_at END"
    " RETURNING attempts, ceil(extract(epoch FROM ends_at - clock_timestamp()))::int AS seconds"
)
_FORGET = text("DELETE FROM sign_in_attempts WHERE bucket = :bucket")
_GIVE_BACK = text(
    "UPDATE sign_in_attempts SET attempts = greatest(attempts - 1, 0) WHERE bucket = :bucket"
)


class Attempt:
    """One try, already counted. `retry_after` is None where it may go on, else seconds to wait."""

    def __init__(self, attempts: int, seconds: int) -> None:
        self.retry_after = max(seconds, 1) if attempts > ATTEMPTS_MAX else None
        self.first_too_many = attempts == ATTEMPTS_MAX + 1


def take(connection: Connection, account: bytes, address: bytes) -> Attempt:
    """Count a try before it is looked at, so that parallel tries cannot slip past the limit."""
    rows = [
        connection.execute(_TAKE, {"bucket": bucket, "window": WINDOW}).one()
        for bucket in sorted((account, address))  # one order for all, so nobody deadlocks
    ]
    worst = max(rows, key=lambda row: (row.attempts > ATTEMPTS_MAX, row.seconds, row.attempts))
    return Attempt(worst.attempts, worst.seconds)


def give_back(connection: Connection, account: bytes, address: bytes) -> None:
    """The try was good: the account starts anew, the address gets this one back."""
    connection.execute(_FORGET, {"bucket": account})
    connection.execute(_GIVE_BACK, {"bucket": address})
