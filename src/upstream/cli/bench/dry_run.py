"""How long does a rule's dry run over a year take, beside a plain scan of the same findings?"""

import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from statistics import median
from typing import Final, NamedTuple

import msgspec
import rich_click as click
from sqlalchemy import text

from upstream.application.alerts.maintenance import plan_maintenance
from upstream.application.customers import Customer, find_customer
from upstream.application.seed.labelled import simulated_claims, world
from upstream.cli.bench.detection.replaying import LAST_LOOK, context_of, replay
from upstream.cli.bench.telling import Figure, measured, tell, this_machine
from upstream.cli.trial import Trial
from upstream.domain.alerts.maintenance_events import Maintenance
from upstream.domain.alerts.rule import DEFAULT
from upstream.domain.alerts.terms import RuleTerms, terms_only
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.projections.alerts.dry_run import NEEDS, DryRun, dry_run
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.runner import catch_up
from upstream.workers.installation import Installation, opened

_SLUG: Final = "rehearsal"
_ZONE: Final = "America/New_York"
_FIRST_WEEK: Final = 4
"""Before that nothing has a past to be held against."""
_MAINTENANCE_WEEKS: Final = (44, 47)
"""In these nobody wanted to hear about any payer."""
_ROUNDS: Final = 5
_SECONDS_MAX: Final = 5.0
"""What issue 4 allows."""

_STRICT: Final = RuleTerms(
    name="Only what is bad",
    severity_min_bps=7_000,
    confidence_min_bps=9_500,
    at_risk_min_cents=100_000,
    cooldown_minutes=14 * 24 * 60,
)
_RULES: Final = {"the default rule": terms_only(DEFAULT), "a strict rule": _STRICT}

# Every version of a finding that a dry run looks at, whole, in the order it looks at them.
_PLAIN: Final = text(
    "SELECT * FROM findings WHERE customer_id = :customer_id AND from_position <= :position"
    " AND status = 'open' ORDER BY from_position"
)


class _Tried(NamedTuple):
    found: DryRun
    seconds: float


@click.command("dry-run")
@click.option("--seed", default=101, show_default=True, type=click.IntRange(min=0))
@click.option(
    "--from-week",
    default=_FIRST_WEEK,
    show_default=True,
    type=click.IntRange(_FIRST_WEEK, LAST_LOOK),
    help="The first weekly run; what lies before comes as one file.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, seed: int, from_week: int, as_json: bool) -> None:
    """A simulated year taken through the whole pipeline with weekly runs of every product, then
    rules tried on it: what would have been raised and kept down, with reasons.

    The yardstick is one SQL statement that fetches the same versions of the same findings.
    """
    machine = this_machine()
    year = world(seed)
    claims = list(simulated_claims(year))
    with Trial() as trial, opened(trial.settings) as installation:
        weeks = range(from_week, LAST_LOOK + 1)
        replay(installation, _SLUG, year.sheet, claims, looks=weeks)
        customer = find_customer(installation.database, _SLUG)
        _plan_maintenance(installation, customer, year.sheet.begins_on)
        _digest(installation)
        customer_id = customer.customer_id
        ended_on = year.sheet.begins_on + timedelta(days=7 * LAST_LOOK)
        now = datetime.combine(ended_on, clock_time(12), tzinfo=UTC)
        plain = median(_scan(installation, customer_id) for _ in range(_ROUNDS))
        tried = {
            name: _try(installation, customer_id, terms, now) for name, terms in _RULES.items()
        }
    figures = [
        Figure(
            name=f"dry run of {name} over {one.found.sightings} sightings",
            value=round(one.seconds, 3),
            unit="s",
            yardstick="one SQL scan of the same versions, s",
            yardstick_value=round(plain, 4),
            ratio=round(one.seconds / plain, 1),
        )
        for name, one in tried.items()
    ]
    result = measured("dry-run", len(claims), machine, figures)
    result.checks.update(_checks(tried))
    for name, one in tried.items():
        said = {**one.found.ended, **{f"because {k}": n for k, n in one.found.reasons.items()}}
        click.echo(f"{name}: {said}", err=True)
    tell(result, as_json=as_json)
    if not all(result.checks.values()):
        raise SystemExit(1)


def _checks(tried: dict[str, _Tried]) -> dict[str, bool]:
    default = tried["the default rule"].found
    return {
        "something would have been raised": default.ended["raised"] > 0,
        "something would have been suppressed": default.ended["suppressed"] > 0,
        "every sighting ended with a reason": all(
            sum(one.found.ended.values()) == one.found.sightings
            and sum(one.found.reasons.values()) + one.found.ended["raised"] == one.found.sightings
            for one in tried.values()
        ),
        f"each takes less than {_SECONDS_MAX:.0f} s": all(
            one.seconds < _SECONDS_MAX for one in tried.values()
        ),
    }


def _plan_maintenance(installation: Installation, customer: Customer, begins_on: date) -> None:
    begins, ends = (
        datetime.combine(begins_on + timedelta(days=7 * week), clock_time(), tzinfo=UTC)
        for week in _MAINTENANCE_WEEKS
    )
    context = msgspec.structs.replace(
        context_of(customer, "alerts.plan_maintenance"), now=begins - timedelta(days=1)
    )
    window = Maintenance(begins_at=begins, ends_at=ends, reason="a new clearinghouse")
    plan_maintenance(installation.log, context, window)


def _digest(installation: Installation) -> None:
    projector = Database(installation.settings.database_url, role=PROJECTOR, pool_size=1)
    catch_up(projector, PROJECTIONS)
    projector.close()


def _scan(installation: Installation, customer_id: CustomerId) -> float:
    with installation.views.at(customer_id, needs=NEEDS) as view:
        began = time.perf_counter()
        view.connection.execute(_PLAIN, view.bind).fetchall()
        return time.perf_counter() - began


def _try(
    installation: Installation, customer_id: CustomerId, terms: RuleTerms, now: datetime
) -> _Tried:
    """The view included, as a request opens one."""
    seconds: list[float] = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        with installation.views.at(customer_id, needs=NEEDS) as view:
            found = dry_run(view, terms, rule_id=None, time_zone=_ZONE, now=now)
        seconds.append(time.perf_counter() - began)
    return _Tried(found, median(seconds))
