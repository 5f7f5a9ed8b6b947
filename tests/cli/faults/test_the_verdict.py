"""The verdict of a fault run is not blind: whatever is wrong with what is left, it says so."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from tests.support.claim_log import UPLOAD, context_of, record_claims

from upstream.application.customers import open_customer
from upstream.cli.faults.verdict import Expected, Verdict, judge
from upstream.cli.trial import Trial
from upstream.domain.units import CustomerId
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.events import UploadCompleted, UploadReceived
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.infrastructure.log import EventLog, StreamEvents
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import catch_up

RIGHT = Expected(uploads=1, claims=4, billed_cents=4 * 21_700)
SOUND = Verdict(0, 0, 0, 0, 0, 0, projections_equal_a_replay=True)


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Trial() as opened:
        yield opened


@pytest.fixture
def customer_id(trial: Trial) -> CustomerId:
    """Four claims and the end of their upload, projected; each test has a customer of its own."""
    slug = f"customer-{uuid4().hex[:12]}"
    database = Database(trial.settings.database_url)
    log = EventLog(database)
    customer = open_customer(database, slug=slug, name="Customer").customer_id
    record_claims(log, customer, *(f"A-{n}" for n in range(4)))
    events = (
        UploadReceived(file_name="claims.csv", size_bytes=1, sha256="ab" * 32),
        UploadCompleted(totals=Counts(rows_read=4, rows_new=4)),
    )
    log.append(context_of(customer), StreamEvents(stream_id=UPLOAD, after_version=0, events=events))
    database.close()
    project(trial)
    return customer


def project(trial: Trial) -> None:
    database = Database(trial.settings.database_url, role=PROJECTOR)
    catch_up(database, PROJECTIONS)
    database.close()


def tamper(trial: Trial, statement: str, customer_id: CustomerId) -> None:
    with trial.administer() as admin:
        assert admin.execute(statement.encode(), [customer_id]).rowcount == 1


def test_what_is_right_is_sound(trial: Trial, customer_id: CustomerId) -> None:
    assert judge(trial, customer_id, RIGHT) == SOUND
    assert SOUND.sound


def test_a_lost_claim_is_missed(trial: Trial, customer_id: CustomerId) -> None:
    tamper(trial, "DELETE FROM events WHERE customer_id = %s AND position = 2", customer_id)
    verdict = judge(trial, customer_id, RIGHT)

    assert (verdict.lost, verdict.gaps) == (1, 1)
    assert not verdict.projections_equal_a_replay
    assert not verdict.sound


def test_a_claim_counted_twice_is_seen(trial: Trial, customer_id: CustomerId) -> None:
    fewer = Expected(uploads=1, claims=3, billed_cents=3 * 21_700)
    verdict = judge(trial, customer_id, fewer)

    assert (verdict.doubled, verdict.cents_off) == (1, 21_700)
    assert not verdict.sound


def test_a_read_model_that_gave_up_is_seen(trial: Trial, customer_id: CustomerId) -> None:
    """Parked at the same event before and after the replay, it would look the same both times."""
    spoil = "UPDATE events SET state = '' WHERE customer_id = %s AND position = 2"
    tamper(trial, spoil, customer_id)
    verdict = judge(trial, customer_id, RIGHT)

    assert verdict.projections_behind == 3
    assert not verdict.sound
    tamper(trial, "DELETE FROM events WHERE customer_id = %s AND position = 2", customer_id)


def test_an_upload_without_an_end_is_seen(trial: Trial, customer_id: CustomerId) -> None:
    verdict = judge(trial, customer_id, RIGHT._replace(uploads=2))

    assert verdict.uploads_unfinished == 1
    assert not verdict.sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claim_versions SET billed_cents = 1 WHERE customer_id = %s AND from_position = 3",
        "DELETE FROM audit_entries WHERE customer_id = %s AND position = 3",
    ],
)
def test_a_read_model_that_differs_from_a_replay_is_seen(
    statement: str, trial: Trial, customer_id: CustomerId
) -> None:
    tamper(trial, statement, customer_id)
    verdict = judge(trial, customer_id, RIGHT)

    assert not verdict.projections_equal_a_replay
    assert not verdict.sound
