"""The rows of a demo file, drawn one day of submissions at a time: memory does not grow with it."""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate
from math import exp
from statistics import NormalDist
from typing import TextIO

from upstream.application.seed.plan import HISTORY_DAYS, STEPS, Lane, Plan

HEADER = (
    "claim_id,payer,cpt,submitted_date,decided_date,outcome,"
    "billed_amount,allowed_amount,paid_amount,denial_reason\n"
)

_REASONS = ("CO-16", "CO-197", "CO-50", "CO-97", "CO-11", "PR-96", "CO-29", "CO-18")
_PAYS = (0.8, 0.8, 0.8, 1.0, 1.0, 0.9, 0.75, 1.0)
"""Shares of the allowed amount that payers pay; the rest is the patient's."""

_OTHER = 0.01
"""Share of claims that end as something else: a predetermination, a payment taken back."""

CHARGE = 2.35
"""What the provider bills is this times what an average payer allows."""

_PRICE_SIGMA = 0.08
_SATURDAY = 5
_WEEKEND_WEIGHT = 0.15
"""Submissions on a Saturday or Sunday, relative to a weekday."""


def write_claims(plan: Plan, file: TextIO) -> None:
    """The whole CSV; open the file with `newline=""` to keep its line ends."""
    file.write(HEADER)
    file.writelines(claim_lines(plan))


def claim_lines(plan: Plan) -> Iterator[str]:
    """One string a day of submissions, in order; together exactly the plan's claims."""
    rows = _Rows(plan)
    weights = [_WEEKEND_WEIGHT if weekend else 1.0 for weekend in rows.weekends]
    total = sum(weights)
    done = 0
    for day, reached in enumerate(accumulate(weights)):
        upto = round(plan.labels.claims * reached / total)
        yield rows.submitted_on(day, first=done + 1, count=upto - done)
        done = upto


class _Rows:
    """The tables and the source of chance that all rows of one file are drawn from."""

    def __init__(self, plan: Plan) -> None:
        labels = plan.labels
        # A demo must be the same everywhere; nothing here guards anything.
        self._draw = random.Random(f"{labels.customer}/{labels.seed}/claims")  # noqa: S311
        self._plan = plan
        self._cumulative = list(accumulate(plan.shares))
        dates = [plan.begins_on + timedelta(days=day) for day in range(HISTORY_DAYS)]
        self._iso = [day.isoformat() for day in dates]
        self.weekends = [day.weekday() >= _SATURDAY for day in dates]
        # Payers decide on weekdays: what falls on a Saturday or Sunday waits for Monday.
        self._wait = [
            7 - day.weekday() if weekend else 0
            for day, weekend in zip(dates, self.weekends, strict=True)
        ]
        usual = NormalDist(0, _PRICE_SIGMA)
        self._noise = [exp(usual.inv_cdf((step + 0.5) / STEPS)) for step in range(STEPS)]

    def submitted_on(self, day: int, *, first: int, count: int) -> str:
        lanes = self._draw.choices(self._plan.lanes, cum_weights=self._cumulative, k=count)
        prefix = self._plan.prefix
        return "".join(
            [
                f"{prefix}{number:08d},{self._row(lane, day)}\n"
                for number, lane in enumerate(lanes, first)
            ]
        )

    def _row(self, lane: Lane, day: int) -> str:
        chance = self._draw.random
        noise = self._noise[int(chance() * STEPS)]
        billed = f"{lane.procedure.price_cents * CHARGE * noise / 100:.2f}"
        facts = f"{lane.payer},{lane.procedure.cpt},{self._iso[day]}"
        decided = self._decided(lane, day, lane.days[int(chance() * STEPS)])
        if decided >= HISTORY_DAYS:
            return f"{facts},,PENDING,{billed},,,"
        facts = f"{facts},{self._iso[decided]}"
        roll = chance()
        if roll < lane.denial_chance[decided]:
            return f"{facts},DENIED,{billed},,0.00,{_REASONS[int(chance() * len(_REASONS))]}"
        if roll > 1 - _OTHER:
            return f"{facts},OTHER,{billed},,,"
        allowed = int(lane.allowed_cents[decided] * noise)
        paid = int(allowed * _PAYS[int(chance() * len(_PAYS))])
        return f"{facts},PAID,{billed},{allowed / 100:.2f},{paid / 100:.2f},"

    def _decided(self, lane: Lane, day: int, usual_days: int) -> int:
        decided = day + usual_days
        if decided > lane.slow_from:
            held_from = max(day, lane.slow_from)
            decided = held_from + round((decided - held_from) * lane.slower)
        return decided + self._wait[decided] if decided < HISTORY_DAYS else decided
