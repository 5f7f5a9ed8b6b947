"""What alerts can bring in, out of claims, appeals and clocks told by hand, to the cent."""

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace
from tests.support.claim_log import PENDING, claim_stream, context_of
from tests.support.detection import Bench, bench_of
from tests.support.drifts import UNTIL, drift
from tests.support.words_on_a_claim import Word, told

from upstream.application.transact import transact
from upstream.application.worklist import set_payer_clock
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.drift.commands import ObserveDrift
from upstream.domain.drift.detection import Drift, Key
from upstream.domain.drift.finding import decider as finding
from upstream.domain.streams import stream_of
from upstream.domain.units import Cents, CustomerId
from upstream.domain.worklist.limits import Limit, Period
from upstream.domain.worklist.payer_clock import SetPayerClock
from upstream.domain.worklist.rates import OVERTURNED_BPS, STRENGTH
from upstream.infrastructure.database import Database
from upstream.projections.alerts.list_alerts import NEEDS as ALERTS
from upstream.projections.alerts.list_alerts import AlertFilter, list_alerts
from upstream.projections.worklist.claims import claims_to_work
from upstream.projections.worklist.learned import learned
from upstream.projections.worklist.won import won_back
from upstream.projections.worklist.worklist import NEEDS, WorklistFilter, WorklistRow, worklist

PAYER, GROUP = "Northwind Health", "Radiology"
LONG_AGO, SECOND_TIME = UNTIL - timedelta(days=200), UNTIL - timedelta(days=150)
LATELY = UNTIL - timedelta(days=5)


@pytest.fixture
def bench(database: Database, customer_id: CustomerId) -> Iterator[Bench]:
    made = bench_of(database, customer_id)
    yield made
    made.projector.close()


def tell(bench: Bench, ref: str, *words: Word) -> None:
    """Everything files ever said about a claim, in one commit."""
    stream = claim_stream(bench.customer_id, ref, *told(*words))
    bench.log.append(context_of(bench.customer_id), stream)


def claim(ref: str, outcome: str, decided: date | None, **more: object) -> ClaimFacts:
    plain = replace(
        PENDING,
        claim_ref=ref,
        payer=PAYER,
        cpt="70450",
        cpt_group=GROUP,
        submitted_on=(decided or LATELY) - timedelta(days=30),
        decided_on=decided,
        outcome=outcome,
        billed_cents=Cents(30_000),
        denial_reason="CO-197" if outcome == "DENIED" else None,
    )
    if outcome == "PAID":
        plain = replace(plain, allowed_cents=Cents(20_000), paid_cents=Cents(20_000))
    return replace(plain, **more)


def raise_alert(bench: Bench, seen: Drift) -> UUID:
    finding_id = stream_of(bench.customer_id, finding.kind, seen.natural_key)
    command = ObserveDrift(run_id=UUID(int=1), drift=seen, reported=True)
    transact(bench.log, finding, finding_id, command, context_of(bench.customer_id))
    bench.evaluate(finding_id)
    with bench.views.at(bench.customer_id, needs=ALERTS) as view:
        return list_alerts(view, AlertFilter(finding_id=finding_id)).items[0].id


def rows(
    bench: Bench, today: date = UNTIL, wanted: WorklistFilter | None = None
) -> list[WorklistRow]:
    bench.catch_up()
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        return worklist(view, wanted or WorklistFilter(), today=today)


def appeals(bench: Bench, *, won: int, lost: int) -> None:
    """Denied long ago; decided a second time."""
    for n in range(won):
        ref = f"W-{n}"
        tell(bench, ref, claim(ref, "DENIED", LONG_AGO), claim(ref, "PAID", SECOND_TIME))
    for n in range(lost):
        ref = f"L-{n}"
        tell(bench, ref, claim(ref, "DENIED", LONG_AGO), claim(ref, "DENIED", SECOND_TIME))


def test_dollars_times_rate_times_chance_to_the_cent(bench: Bench) -> None:
    appeals(bench, won=30, lost=10)
    for n in range(3):
        tell(bench, f"D-{n}", claim(f"D-{n}", "DENIED", LATELY))
    raise_alert(bench, drift())

    (row,) = rows(bench)

    rate = round(10_000 * (30 + STRENGTH * OVERTURNED_BPS / 10_000) / 60)
    assert (row.rate, row.rate_claims, row.rate_rests_on) == (rate / 10_000, 40, "payer_and_family")
    assert (row.claims, row.dollars) == (3, "600.00")
    assert (row.days_left, row.due_on) == (85, LATELY + timedelta(days=90))
    chance = round(10_000 * (1 - 2 ** (-86 / 7)))
    cents = 60_000 * rate * chance // 10**8
    assert row.expected_recovery == f"{cents // 100}.{cents % 100:02d}"


def test_a_denial_left_alone_is_no_appeal_and_a_fresh_one_not_ripe(bench: Bench) -> None:
    appeals(bench, won=2, lost=1)
    tell(bench, "S-1", claim("S-1", "DENIED", LONG_AGO))
    tell(bench, "F-1", claim("F-1", "DENIED", LATELY), claim("F-1", "PAID", LATELY))
    bench.catch_up()

    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        rate = learned(view, UNTIL).overturned.of(PAYER, "authorization")

    assert (rate.tried, rate.won) == (3, 2)


def test_what_was_won_meanwhile_is_no_longer_on_the_list(bench: Bench) -> None:
    for n in range(2):
        tell(bench, f"D-{n}", claim(f"D-{n}", "DENIED", LATELY))
    alert_id = raise_alert(bench, drift())
    assert rows(bench)[0].claims == 2
    _, second = told(claim("D-0", "DENIED", LATELY), claim("D-0", "PAID", UNTIL))
    stream = claim_stream(bench.customer_id, "D-0", second, after_version=1)
    bench.log.append(context_of(bench.customer_id), stream)

    assert rows(bench)[0].claims == 1
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        won = won_back(view, alert_id)
        before = won_back(dataclasses.replace(view, position=view.position - 1), alert_id)
    assert (won.count, won.amount) == (1, "200.00")
    assert (before.count, before.amount) == (0, "0.00")


def test_when_time_is_up_it_says_so_and_expects_nothing(bench: Bench) -> None:
    tell(bench, "D-0", claim("D-0", "DENIED", LATELY))
    alert_id = raise_alert(bench, drift())
    day = Period(appeal=Limit(count=10), filing=Limit(count=10))
    command = SetPayerClock(payer=PAYER, periods=(day,))
    set_payer_clock(bench.log, context_of(bench.customer_id), command)

    (last,) = rows(bench, LATELY + timedelta(days=10))
    (late,) = rows(bench, LATELY + timedelta(days=11))

    assert (last.days_left, last.time_is_up, last.clock_set_for) == (0, False, "payer")
    assert (late.days_left, late.time_is_up, late.expected_recovery) == (-1, True, "0.00")
    assert (late.claims, late.claims_too_late, late.dollars_too_late) == (0, 1, "300.00")
    assert rows(bench, LATELY + timedelta(days=11), WorklistFilter(due_within=30)) == []
    with bench.views.at(bench.customer_id, needs=NEEDS) as view:
        (one,) = claims_to_work(view, alert_id, today=LATELY + timedelta(days=11))
    assert (one.time_is_up, one.expected_recovery) == (True, "0.00")


def test_underpaid_claims_lack_what_was_usual(bench: Bench) -> None:
    baseline = drift().baseline.from_on + timedelta(days=5)
    for n in range(4):
        tell(bench, f"P-{n}", claim(f"P-{n}", "PAID", baseline))
    low = claim("U-1", "PAID", LATELY, allowed_cents=Cents(15_000))
    tell(bench, "U-1", low)
    less = drift(kind="allowed_amount", unit="cents", baseline_value=20_000, current_value=15_000)
    raise_alert(bench, less)

    (row,) = rows(bench)

    assert (row.claims, row.dollars, row.clock) == (1, "50.00", "appeal")


def test_good_news_is_nothing_to_work_on(bench: Bench) -> None:
    tell(bench, "D-0", claim("D-0", "DENIED", LATELY))
    raise_alert(
        bench, drift(kind="allowed_amount", unit="cents", baseline_value=1, current_value=2)
    )

    (row,) = rows(bench)

    assert (row.claims, row.expected_recovery, row.days_left) == (0, "0.00", None)


def test_the_list_is_the_same_for_many_alerts_at_once(bench: Bench) -> None:
    """One statement for all: each alert gets its own claims."""
    for n in range(4):
        cell = {"payer": f"Payer {n}", "cpt_group": GROUP}
        for k in range(n + 1):
            tell(bench, f"D-{n}-{k}", claim(f"D-{n}-{k}", "DENIED", LATELY, **cell))
        raise_alert(bench, drift(key=Key(f"Payer {n}", GROUP)))

    assert [(row.payer, row.claims) for row in rows(bench)] == [
        (f"Payer {n}", n + 1) for n in (3, 2, 1, 0)
    ]
