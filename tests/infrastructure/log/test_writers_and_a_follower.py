"""Whoever follows a log that four processes write to sees every event, once, in order."""

import pytest
from benchmarks.concurrent_writers import run
from tests.conftest import TestDatabase


@pytest.mark.feature("RD-8")
def test_nothing_is_missed_or_doubled_and_positions_have_no_gap(
    test_database: TestDatabase,
) -> None:
    """The full size is a command: `python -m benchmarks.concurrent_writers`."""
    outcome = run(test_database.url, test_database.admin_url, events=20_000)

    assert outcome.stored == 20_000
    assert outcome.sound, outcome


def test_without_the_row_lock_the_same_follower_misses_events(test_database: TestDatabase) -> None:
    """The canary: if this fails, the test above has become blind."""
    outcome = run(test_database.url, test_database.admin_url, events=20_000, locked=False)

    assert outcome.stored == 20_000
    assert outcome.missed > 0, outcome
