"""The demo: two customers with people, a history of uploads, and drifts that wait to be judged."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from uuid import UUID, uuid4

import msgspec

from upstream.application.contracts.keeping import enter_contract, load_rates
from upstream.application.customers import Customer
from upstream.application.drift import request_run, today_in
from upstream.application.identity.doors import Doors, open_doors
from upstream.application.identity.registration import (
    add_member,
    register_customer,
    register_person,
)
from upstream.application.seed import HEADER, agreement, claim_lines, plan
from upstream.application.uploads import receive
from upstream.application.uploads.streams import standing
from upstream.domain.context import Context
from upstream.domain.identity.commands import RegisterCustomer, RegisterPerson
from upstream.domain.identity.roles import ROLES, Role
from upstream.domain.units import PLATFORM, CustomerId
from upstream.domain.uploads.refusals import DuplicateFile
from upstream.domain.uploads.upload import Ended
from upstream.infrastructure import accounts
from upstream.infrastructure.settings import Settings
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.drift.list_runs import NEEDS as RUNS
from upstream.projections.drift.list_runs import list_runs
from upstream.workers.installation import Installation, opened

CLAIMS = 40_000
UPLOADS = 7
DAYS_A_FILE = 30
SEED = 1
PATIENCE_SECONDS = 100.0

CUSTOMERS = (
    RegisterCustomer(slug="riverside", name="Riverside Family Health", time_zone="America/Chicago"),
    RegisterCustomer(slug="lakeside", name="Lakeside Orthopedics", time_zone="America/New_York"),
)
_STATE_FILE = "demo.json"
ADMINISTRATOR = "admin@upstream.example"


class DemoStuck(Exception):
    """An upload of the demo did not come to its end in time."""


class DemoState(msgspec.Struct, frozen=True):
    """What was begun, kept in the data folder: the same day gives the same files again."""

    until: date
    done: bool = False


def prepare(settings: Settings) -> None:
    """Make what is missing of the demo; a second call changes nothing but a changed password."""
    with opened(settings) as installation:
        doors = open_doors(installation.log, data=settings.data, secret_key=settings.secret_key)
        password = settings.demo_password
        assert password, "`up` chooses a password where none is given"
        _person(doors, password, ADMINISTRATOR, "Ada Admin", administrator=True)
        state = _begun(settings)
        for command in CUSTOMERS:
            customer = register_customer(installation.log, command, _context(PLATFORM, "demo"))
            _people(doors, password, customer)
            if not state.done:
                _claims(installation, customer, state.until)
                _contract(installation, customer, state.until)
                _detect(installation, customer, state.until)
        _keep(settings, msgspec.structs.replace(state, done=True))


def _people(doors: Doors, password: str, customer: Customer) -> None:
    for role in ROLES:
        email = f"{role}@{customer.slug}.example"
        name = f"{customer.slug.title()} {role.title()}"
        person_id = _person(doors, password, email, name)
        _member(doors, customer.customer_id, person_id, role)


def _person(
    doors: Doors, password: str, email: str, name: str, *, administrator: bool = False
) -> UUID:
    with doors.database.customer(PLATFORM) as connection:
        known = accounts.account_of(connection, email)
    if known is None:
        command = RegisterPerson(email=email, name=name, administrator=administrator)
        context = _context(PLATFORM, "identity.register_person")
        return register_person(doors.log, doors.passwords, command, password, context)
    if not doors.passwords.matches(known.password_hash, password):
        hashed = doors.passwords.hashed(password)
        with doors.database.customer(PLATFORM) as connection:
            accounts.rehash(connection, known.person_id, hashed)
    return known.person_id


def _member(doors: Doors, customer_id: CustomerId, person_id: UUID, role: Role) -> None:
    add_member(
        doors.log, customer_id, person_id, role, _context(customer_id, "identity.add_member")
    )


def _begun(settings: Settings) -> DemoState:
    """The demo's today is the day it was first prepared."""
    file = settings.data / _STATE_FILE
    if file.exists():
        return msgspec.json.decode(file.read_bytes(), type=DemoState)
    return _keep(settings, DemoState(until=datetime.now(UTC).date()))


def _keep(settings: Settings, state: DemoState) -> DemoState:
    (settings.data / _STATE_FILE).write_bytes(msgspec.json.encode(state))
    return state


def _claims(installation: Installation, customer: Customer, until: date) -> None:
    days = claim_lines(plan(customer.slug, claims=CLAIMS, seed=SEED, until=until))
    for number in range(1, UPLOADS + 1):
        _upload(
            installation, customer, f"claims-{number}-of-{UPLOADS}.csv", islice(days, DAYS_A_FILE)
        )


def _contract(installation: Installation, customer: Customer, until: date) -> None:
    """With the payer that began to allow less; entered and loaded a second time it is no news."""
    log = installation.log
    payer, rates = agreement(plan(customer.slug, claims=CLAIMS, seed=SEED, until=until))
    entering = _context(customer.customer_id, "contracts.enter")
    contract = enter_contract(log, entering, payer=payer)
    load_rates(log, _context(customer.customer_id, "contracts.load_rates"), contract.id, rates)


def _upload(installation: Installation, customer: Customer, name: str, days: Iterator[str]) -> None:
    with installation.files.incoming(customer.customer_id) as incoming:
        incoming.write(HEADER.encode())
        for rows in days:
            incoming.write(rows.encode())
        file = incoming.finish()
    context = _context(customer.customer_id, "uploads.receive")
    try:
        upload_id = receive(installation.log, context, file, file_name=name).id
    except DuplicateFile as duplicate:
        upload_id = UUID(str(duplicate.facts["upload_id"]))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not isinstance(standing(installation.log, customer.customer_id, upload_id).upload, Ended):
        if time.monotonic() > deadline:
            raise DemoStuck(name)
        time.sleep(0.1)


def _detect(installation: Installation, customer: Customer, until: date) -> None:
    """A run over everything and one over contracts, unless there were some before."""
    head = installation.log.head(customer.customer_id)
    needs = (*RUNS, claim_versions)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        with installation.views.at(customer.customer_id, needs=needs) as view:
            if view.position >= head:
                if not list_runs(view).items:
                    break
                return
        if time.monotonic() > deadline:
            raise DemoStuck("read models")
        time.sleep(0.1)
    for product in ("driftwatch", "contractiq"):
        context = _context(customer.customer_id, "drift.request_run")
        request_run(
            installation.log,
            context,
            product=product,
            time_zone=customer.time_zone,
            until=min(until, today_in(customer.time_zone, context.now)),
        )


def _context(customer_id: CustomerId, command: str) -> Context:
    return Context(
        customer_id=customer_id,
        actor="system:demo",
        command=command,
        now=datetime.now(UTC),
        correlation_id=uuid4(),
    )
