"""Sessions that are over are swept with what proved them; those that live go on."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from tests.application.identity.conftest import PASSWORD

from upstream.application import identity
from upstream.application.identity import Doors, SignedInAs
from upstream.domain.context import Context
from upstream.domain.identity.refusals import SessionOver
from upstream.domain.units import PLATFORM
from upstream.infrastructure.database import Database
from upstream.infrastructure.session_sweep import KEPT_AFTER, sweep_sessions
from upstream.infrastructure.sessions import LIFETIMES
from upstream.infrastructure.swept import Swept, swept_so_far
from upstream.workers.sweeping import Sweep

pytestmark = pytest.mark.feature("ID-4")
LONG = LIFETIMES["api"] + KEPT_AFTER


def sign_in(doors: Doors, context: Context) -> SignedInAs:
    return identity.sign_in(doors, "anna@riverside.example", PASSWORD, "api", context)


def let_pass(admin_url: str, opened: SignedInAs, time: timedelta) -> None:
    """That session, and whatever it did, happened so much earlier."""
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            "UPDATE sessions SET expires_at = expires_at - %s, ended_at = ended_at - %s"
            " WHERE session_id = %s",
            [time, time, opened.session_id],
        )


def left(admin_url: str) -> tuple[int, int]:
    with psycopg.connect(admin_url) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM session_secrets)"
        ).fetchone()
    assert row is not None
    return row


def sweep(database: Database, at_once: int = 100) -> dict[Swept, int]:
    with database.control() as connection:
        return dict(sweep_sessions(connection, at_once=at_once))


def test_what_expired_goes_with_its_whole_family_and_the_rest_stays(
    doors: Doors, anna: UUID, context: Context, admin_url: str
) -> None:
    assert str(anna)
    old, fresh = sign_in(doors, context), sign_in(doors, context)
    token = identity.renew(doors, old.secret, context).refresh_token
    let_pass(admin_url, old, LONG)
    head = doors.log.head(PLATFORM)

    assert sweep(doors.database) == {"sessions": 1, "secrets": 2, "sign_in_attempts": 0}
    assert left(admin_url) == (1, 1)
    assert sweep(doors.database)["sessions"] == 0
    for spent in (old.secret, token):
        with pytest.raises(SessionOver):
            identity.renew(doors, spent, context)
    assert identity.renew(doors, fresh.secret, context).session_id == fresh.session_id
    assert doors.log.head(PLATFORM) == head, "nothing of it is a fact of anybody"


def test_one_that_ended_early_goes_a_day_after_its_end(
    doors: Doors, anna: UUID, context: Context, admin_url: str
) -> None:
    opened = sign_in(doors, context)
    identity.sign_out(doors, opened.session_id, anna, context)
    let_pass(admin_url, opened, KEPT_AFTER - timedelta(minutes=1))
    early = sweep(doors.database)["sessions"]
    let_pass(admin_url, opened, timedelta(minutes=2))

    assert early == 0
    assert sweep(doors.database)["sessions"] == 1


def test_a_sweep_is_bounded_and_the_next_goes_on(
    doors: Doors, anna: UUID, context: Context, admin_url: str
) -> None:
    assert str(anna)
    for _ in range(5):
        let_pass(admin_url, sign_in(doors, context), LONG)

    assert [sweep(doors.database, at_once=2)["sessions"] for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.feature("OP-3")
def test_the_scheduler_sweeps_and_counts_what_it_swept(
    doors: Doors, anna: UUID, context: Context, admin_url: str
) -> None:
    assert str(anna)
    let_pass(admin_url, sign_in(doors, context), LONG)
    Sweep(doors.database, timedelta(days=30))()

    assert left(admin_url) == (0, 0)
    with doors.database.control() as connection:
        assert swept_so_far(connection) == [("secrets", 1), ("sessions", 1)]
