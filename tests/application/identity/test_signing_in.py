"""Who has the password comes in; everybody else is counted, and hears the same."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import msgspec
import pytest
from argon2 import PasswordHasher
from sqlalchemy import text
from tests.application.identity.conftest import PASSWORD

from upstream.application import identity
from upstream.application.customers import Customer
from upstream.application.identity import Doors, SignedInAs
from upstream.domain.context import Context
from upstream.domain.identity.events import SignedIn, SignedOut, SignInRefused
from upstream.domain.identity.refusals import TooManyAttempts, WrongCredentials
from upstream.domain.messages import Event
from upstream.domain.units import PLATFORM, CustomerId
from upstream.infrastructure import entrance
from upstream.infrastructure.log.recorder import CustomerRecorder, StorageMapper

ANNA = "anna@riverside.example"


def told(doors: Doors, customer_id: CustomerId) -> list[Event]:
    """What a log says, from its beginning."""
    with doors.database.customer(customer_id) as connection:
        notified = CustomerRecorder(connection, customer_id).select_notifications(1, 1000)
    return [StorageMapper.to_recorded(notification).event for notification in notified]


def signed_in(doors: Doors, context: Context, password: str = PASSWORD) -> SignedInAs:
    return identity.sign_in(doors, ANNA, password, "api", context)


def from_elsewhere(context: Context) -> Context:
    return msgspec.structs.replace(context, address=f"198.51.100.{uuid4().int % 250}")


@pytest.mark.feature("ID-4", "ID-5")
def test_signing_in_opens_a_session_and_says_so_everywhere(
    doors: Doors, riverside: Customer, anna: UUID, context: Context
) -> None:
    opened = signed_in(doors, context)

    entry = entrance.by_session(doors.database, opened.session_id, "riverside")
    assert entry is not None
    assert (entry.person_id, entry.role) == (anna, "analyst")
    assert told(doors, PLATFORM)[-1] == SignedIn(person_id=anna, channel="api")
    assert told(doors, riverside.customer_id)[-1] == SignedIn(person_id=anna, channel="api")


def test_the_secret_of_a_session_is_stored_nowhere(
    doors: Doors, anna: UUID, context: Context
) -> None:
    opened = signed_in(doors, context)
    with doors.database.control() as connection:
        rows = connection.execute(text("SELECT s::text FROM session_secrets s")).scalars().all()

    assert len(rows) == 1
    assert opened.secret not in rows[0]
    assert opened.secret.encode().hex() not in rows[0]


def test_a_wrong_password_and_an_unknown_address_hear_the_same(
    doors: Doors, riverside: Customer, anna: UUID, context: Context
) -> None:
    with pytest.raises(WrongCredentials) as wrong:
        signed_in(doors, context, "wrong")
    with pytest.raises(WrongCredentials) as unknown:
        identity.sign_in(doors, "nobody@riverside.example", "wrong", "api", context)

    assert (wrong.value.detail, wrong.value.facts) == (unknown.value.detail, unknown.value.facts)
    refused = SignInRefused(person_id=anna, reason="wrong_credentials")
    nobody = SignInRefused(person_id=None, reason="wrong_credentials")
    assert told(doors, PLATFORM)[-2:] == [refused, nobody]
    assert told(doors, riverside.customer_id)[-1] == refused


@pytest.mark.parametrize("email", ["", "anna", "x" * 10_000, "anna@riverside.example'--"])
def test_what_is_no_address_is_a_wrong_credential_too(
    doors: Doors, context: Context, email: str
) -> None:
    with pytest.raises(WrongCredentials):
        identity.sign_in(doors, email, "wrong", "api", context)


@pytest.mark.feature("ID-6")
def test_the_sixth_try_on_an_account_waits_even_with_the_right_password(
    doors: Doors, riverside: Customer, anna: UUID, context: Context
) -> None:
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            signed_in(doors, from_elsewhere(context), "wrong")
    with pytest.raises(TooManyAttempts) as first:
        signed_in(doors, from_elsewhere(context))
    with pytest.raises(TooManyAttempts):
        signed_in(doors, from_elsewhere(context))

    assert 890 <= int(first.value.facts["retry_after"] or 0) <= 900
    # Said once, not once per try: a flood of tries is not a flood of events.
    refused = [
        event for event in told(doors, riverside.customer_id) if isinstance(event, SignInRefused)
    ]
    assert [event.reason for event in refused] == ["wrong_credentials"] * 5 + ["too_many_attempts"]
    assert {event.person_id for event in refused} == {anna}


@pytest.mark.feature("ID-6")
def test_an_address_that_tries_many_accounts_waits(
    doors: Doors, anna: UUID, context: Context
) -> None:
    for number in range(5):
        with pytest.raises(WrongCredentials):
            identity.sign_in(doors, f"guess{number}@riverside.example", "wrong", "api", context)
    with pytest.raises(TooManyAttempts):
        signed_in(doors, context)
    assert signed_in(doors, from_elsewhere(context)).person_id == anna


def test_the_right_password_starts_the_count_anew(
    doors: Doors, anna: UUID, context: Context
) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongCredentials):
                signed_in(doors, from_elsewhere(context), "wrong")
        assert signed_in(doors, from_elsewhere(context)).person_id == anna


def test_many_people_sign_in_from_one_address(doors: Doors, anna: UUID, context: Context) -> None:
    for _ in range(12):
        assert signed_in(doors, context).person_id == anna


def test_tries_in_parallel_do_not_slip_past_the_limit(
    doors: Doors, anna: UUID, context: Context
) -> None:
    def attempt(_: int) -> type[Exception] | None:
        try:
            signed_in(doors, from_elsewhere(context), "wrong")
        except (WrongCredentials, TooManyAttempts) as refused:
            return type(refused)
        return None

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(12)))

    assert answers.count(WrongCredentials) == 5
    assert answers.count(TooManyAttempts) == 7


@pytest.mark.feature("ID-4")
def test_signing_out_ends_the_session_at_once(
    doors: Doors, riverside: Customer, anna: UUID, context: Context
) -> None:
    opened = signed_in(doors, context)
    identity.sign_out(doors, opened.session_id, anna, context)
    identity.sign_out(doors, opened.session_id, anna, context)

    assert entrance.by_session(doors.database, opened.session_id, "riverside") is None
    assert told(doors, PLATFORM)[-1] == SignedOut(person_id=anna)
    assert told(doors, riverside.customer_id).count(SignedOut(person_id=anna)) == 1


def test_a_hash_made_with_older_parameters_is_made_anew(
    doors: Doors, anna: UUID, context: Context
) -> None:
    weak = "$argon2id$v=19$m=8,t=1,p=1$"
    weaker = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    stored = text("SELECT password_hash FROM credentials WHERE person_id = :person_id")
    with doors.database.customer(PLATFORM) as connection:
        connection.execute(
            text("UPDATE credentials SET password_hash = :weaker"), {"weaker": weaker}
        )
        assert str(connection.execute(stored, {"person_id": anna}).scalar_one()).startswith(weak)

    signed_in(doors, context)

    with doors.database.customer(PLATFORM) as connection:
        now = str(connection.execute(stored, {"person_id": anna}).scalar_one())
    assert now.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert signed_in(doors, context).person_id == anna
