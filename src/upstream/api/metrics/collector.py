"""What several processes do together: asked of the database whenever somebody scrapes."""

from collections.abc import Iterable, Iterator
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, text

from upstream.infrastructure.database import Database, enter_customer
from upstream.infrastructure.swept import swept_so_far
from upstream.infrastructure.tallies import evaluations_counted
from upstream.projections.catalogue import PROJECTIONS, REACTIONS

_JOBS: Final = text("SELECT kind, state, count(*) FROM jobs GROUP BY 1, 2 ORDER BY 1, 2")
# The farthest behind of all customers: a name would say who they are.
_LAG: Final = text(
    "SELECT n.name, max(l.head - coalesce(c.position, 0)), count(c.parked_at)"
    "  FROM customer_log l CROSS JOIN unnest(cast(:names AS text[]), cast(:versions AS int[]))"
    "       AS n (name, version)"
    "  LEFT JOIN projection_checkpoints c ON c.projection = n.name AND c.version = n.version"
    "        AND c.customer_id = l.customer_id GROUP BY 1 ORDER BY 1"
)
_CUSTOMERS: Final = text("SELECT customer_id FROM customers")
_OF_A_CUSTOMER: Final = text(
    "SELECT 'run', product, state, count(*) FROM drift_runs"
    " WHERE customer_id = :customer_id AND to_position = 9223372036854775807 GROUP BY 2, 3"
    " UNION ALL SELECT 'delivery', state, NULL, count(*) FROM deliveries"
    " WHERE customer_id = :customer_id AND to_position = 9223372036854775807 GROUP BY 2"
    " UNION ALL SELECT 'alert', status, NULL, count(*) FROM alerts"
    " WHERE customer_id = :customer_id AND to_position = 9223372036854775807 GROUP BY 2"
)


class InstallationCollector(Collector):
    """One transaction a scrape; a handful of small statements, and one for each customer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterable[Metric]:
        with self._database.control() as connection:
            yield _evaluations(connection)
            yield from _projections(connection)
            yield _jobs(connection)
            yield _swept(connection)
            yield from self._work(connection)

    def _work(self, connection: Connection) -> Iterator[Metric]:
        """Row-level security shows one customer at a time; what is added up is nobody's."""
        counts: dict[tuple[str, ...], int] = {}
        for customer_id in connection.execute(_CUSTOMERS).scalars().all():
            enter_customer(connection, self._database.role, customer_id)
            for row in connection.execute(_OF_A_CUSTOMER, {"customer_id": customer_id}):
                labels = tuple(part for part in row[:3] if part is not None)
                counts[labels] = counts.get(labels, 0) + row[3]
        for of, name, labels, said in _WORK:
            family = GaugeMetricFamily(name, said, labels=labels)
            for key in sorted(key for key in counts if key[0] == of):
                family.add_metric(key[1:], counts[key])
            yield family


_WORK: Final = (
    ("run", "upstream_drift_runs", ("product", "outcome"), "Detection runs by how they ended."),
    ("delivery", "upstream_deliveries", ("outcome",), "Messages by what became of them."),
    ("alert", "upstream_alerts", ("status",), "Alerts by their status."),
)


def _evaluations(connection: Connection) -> Metric:
    family = CounterMetricFamily(
        "upstream_alert_evaluations",
        "Sightings held against a rule, by how that ended and why.",
        labels=("result", "reason"),
    )
    for ended, count in evaluations_counted(connection):
        family.add_metric(ended, count)
    return family


def _projections(connection: Connection) -> Iterator[Metric]:
    followers = (*PROJECTIONS, *REACTIONS)
    asked = {
        "names": [projection.name for projection in followers],
        "versions": [projection.version for projection in followers],
    }
    lag = GaugeMetricFamily(
        "upstream_projection_lag_positions",
        "Events of the farthest customer that a projection has not taken in.",
        labels=("projection",),
    )
    parked = GaugeMetricFamily(
        "upstream_projection_parked",
        "Customers for whom a projection stopped at an event it cannot digest.",
        labels=("projection",),
    )
    for name, behind, stopped in connection.execute(_LAG, asked):
        lag.add_metric((name,), behind)
        parked.add_metric((name,), stopped)
    yield lag
    yield parked


def _swept(connection: Connection) -> Metric:
    family = CounterMetricFamily(
        "upstream_swept", "Sessions that were over, and what proved them.", labels=("what",)
    )
    for what, count in swept_so_far(connection):
        family.add_metric((what,), count)
    return family


def _jobs(connection: Connection) -> Metric:
    family = GaugeMetricFamily("upstream_jobs", "Jobs by kind and state.", labels=("kind", "state"))
    for kind, state, count in connection.execute(_JOBS):
        family.add_metric((kind, state), count)
    return family
