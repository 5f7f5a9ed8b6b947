"""Who judges alerts, and what came of it."""

from collections.abc import Callable
from datetime import date

from tests.support.claim_log import context_of
from tests.support.detection import Bench

from upstream.infrastructure.log import Answer
from upstream.projections.judgments.recoveries import NEEDS, Recoveries, recoveries
from upstream.projections.moments import AtPosition

ANNA, BEN = "person:anna", "person:ben"
Judge = Callable[..., Answer]


def came_of(bench: Bench, position: int | None = None, time_zone: str = "UTC") -> Recoveries:
    moment = None if position is None else AtPosition(position)
    with bench.views.at(bench.customer_id, needs=NEEDS, as_of=moment) as view:
        return recoveries(view, time_zone=time_zone)


def customers_today(bench: Bench) -> date:
    return context_of(bench.customer_id).now.date()
