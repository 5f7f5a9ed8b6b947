"""Which claims behind these alerts can still be worked on, as known at the view's position?

One statement per sort of claim for all alerts together, however many there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from upstream.domain.drift.detection import Drift, EvidenceOf
from upstream.domain.drift.products import detector_of
from upstream.domain.worklist.recovery import Alike, Sort
from upstream.infrastructure import arrays
from upstream.infrastructure.database import cursor
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.drift.cells import AUTHORIZATION
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.mappings.payer_names import payers
from upstream.projections.view import View
from upstream.projections.worklist.decided import Decided

NEEDS = (claim_versions, mappings)

SORTS: Final[Mapping[EvidenceOf, Sort]] = {
    "denied": "denied",
    "unauthorized": "denied",
    "underpaid": "underpaid",
    "slow": "waiting",
    "waiting": "waiting",
}
"""What there is to do about the claims a finding rests on; nothing where it is good news."""

_WANTED: Final = """
WITH wanted AS MATERIALIZED (
  SELECT * FROM unnest(%(alert_ids)s, %(payers)s, %(cpt_groups)s, %(reasons)s, %(cpts)s,
      %(from_ons)s, %(to_ons)s, %(usual_values)s, %(unauthorized)s)
    AS w (alert_id, payer, cpt_group, denial_reason, cpt, from_on, to_on, usual_value,
      unauthorized)
), known AS NOT MATERIALIZED (
  SELECT * FROM ({known}) AS every WHERE stage IS DISTINCT FROM 'voided'
)"""
_PRICED: Final = (
    f"{_WANTED}, prices AS MATERIALIZED (SELECT * FROM unnest(%(price_payers)s, %(price_cpts)s,"
    " %(price_cents)s) AS p (payer, cpt, cents))"
)
_CELL: Final = (
    "k.payer = w.payer AND (w.cpt_group IS NULL OR k.cpt_group = w.cpt_group)"
    " AND (w.denial_reason IS NULL OR k.denial_reason = w.denial_reason)"
    " AND (w.cpt IS NULL OR k.cpt = w.cpt)"
)
# What the payer usually allows, never more than was billed; what was billed where nobody knows.
_WORTH: Final = "coalesce(least(p.cents, k.billed_cents), p.cents, k.billed_cents, 0)"
_SELECT: Final = (
    "SELECT w.alert_id, k.claim_id, k.claim_ref, k.cpt, k.outcome, k.denial_reason,"
    " k.submitted_on, k.decided_on, coalesce(k.service_on, k.submitted_on) AS served_on,"
    " {cents} AS cents FROM wanted w JOIN known k ON {cell}"
)
_BEHIND: Final[Mapping[Sort, str]] = {
    "denied": f"{_PRICED}, c AS ("
    + _SELECT.format(cents=_WORTH, cell=_CELL)
    + " LEFT JOIN prices p ON p.payer = k.payer AND p.cpt = k.cpt WHERE k.outcome = 'DENIED'"
    " AND k.decided_on >= %(first_on)s AND k.decided_on < %(last_on)s"
    " AND k.decided_on >= w.from_on AND k.decided_on < w.to_on"
    " AND (w.unauthorized = 0 OR k.denial_reason ~ %(authorization)s))",
    "waiting": f"{_PRICED}, c AS ("
    + _SELECT.format(cents=_WORTH, cell=_CELL)
    + " LEFT JOIN prices p ON p.payer = k.payer AND p.cpt = k.cpt WHERE k.outcome = 'PENDING'"
    " AND k.submitted_on < w.to_on AND 100 * (%(today)s - k.submitted_on) > w.usual_value)",
    "underpaid": f"{_WANTED}, usual AS MATERIALIZED (SELECT * FROM unnest(%(usual_alerts)s,"
    " %(usual_cpts)s, %(usual_cents)s) AS u (alert_id, cpt, cents)), c AS ("
    + _SELECT.format(cents="u.cents - k.allowed_cents", cell=_CELL)
    + " JOIN usual u ON u.alert_id = w.alert_id AND u.cpt = k.cpt WHERE k.outcome = 'PAID'"
    " AND k.decided_on >= %(first_on)s AND k.decided_on < %(last_on)s"
    " AND k.decided_on >= w.from_on AND k.decided_on < w.to_on"
    " AND k.allowed_cents > 0 AND u.cents > k.allowed_cents)",
}
_ALIKE: Final = (
    " SELECT alert_id, denial_reason, decided_on, served_on, count(*), sum(cents)::bigint"
    " FROM c GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
)
_EACH: Final = " SELECT * FROM c ORDER BY claim_id"


class Open(NamedTuple):
    """An alert and what its finding said last."""

    alert_id: UUID
    drift: Drift


def sort_of(drift: Drift) -> Sort | None:
    """None where there is nothing to be won."""
    return SORTS.get(detector_of(drift.product).evidence(drift).of)


def claims_behind(
    view: View, alerts: Sequence[Open], today: date, decided: Decided
) -> dict[UUID, list[Alike]]:
    """Of each alert, its claims by what makes them alike."""
    found: dict[UUID, list[Alike]] = {}
    for sort, some in _sorted(alerts).items():
        for alert_id, reason, decided_on, served_on, claims, cents in _rows(
            view, sort, some, today, decided, _ALIKE
        ):
            alike = Alike(sort, reason, decided_on, served_on, claims, cents)
            found.setdefault(alert_id, []).append(alike)
    return found


def each_claim_behind(
    view: View, alert: Open, today: date, decided: Decided
) -> list[dict[str, Any]]:
    """The claims of one alert, one by one, by id."""
    sort = sort_of(alert.drift)
    if sort is None:
        return []
    names = ("alert_id", "id", "claim_ref", "cpt", "outcome", "denial_reason", "submitted_on")
    return [
        dict(zip((*names, "decided_on", "served_on", "cents"), row, strict=True))
        for row in _rows(view, sort, [alert], today, decided, _EACH)
    ]


def _sorted(alerts: Iterable[Open]) -> dict[Sort, list[Open]]:
    found: dict[Sort, list[Open]] = {}
    for alert in alerts:
        sort = sort_of(alert.drift)
        if sort is not None:
            found.setdefault(sort, []).append(alert)
    return found


def _rows(
    view: View,
    sort: Sort,
    alerts: Sequence[Open],
    today: date,
    decided: Decided,
    reading: str,
) -> list[tuple[Any, ...]]:
    known, names = known_claims(view)
    statement = _BEHIND[sort].replace("{known}", known) + reading
    prices = _usual(view, alerts, decided) if sort == "underpaid" else _prices(decided)
    asked = {**view.bind, **names, **_bounds(view, alerts), **prices, "today": today}
    return cursor(view.connection).execute(statement.encode(), asked).fetchall()


def _prices(decided: Decided) -> dict[str, object]:
    prices = decided.prices()
    return {
        "price_payers": arrays.texts(one.payer for one in prices),
        "price_cpts": arrays.texts(one.cpt for one in prices),
        "price_cents": arrays.int8s(one.cents for one in prices),
    }


def _usual(view: View, alerts: Sequence[Open], decided: Decided) -> dict[str, object]:
    """What was usually allowed for each code before the alert's finding."""
    names = payers(view)
    usual = [
        (alert.alert_id, price)
        for alert in alerts
        for price in decided.usual(
            alert.drift.key, names.of(alert.drift.key.payer), alert.drift.baseline
        )
    ]
    return {
        "usual_alerts": arrays.uuids([alert_id.bytes for alert_id, _ in usual]),
        "usual_cpts": arrays.texts(price.cpt for _, price in usual),
        "usual_cents": arrays.int8s(price.cents for _, price in usual),
    }


def _bounds(view: View, alerts: Sequence[Open]) -> dict[str, object]:
    names, drifts = payers(view), [alert.drift for alert in alerts]
    looked = [detector_of(drift.product).evidence(drift) for drift in drifts]
    return {
        "alert_ids": arrays.uuids([alert.alert_id.bytes for alert in alerts]),
        "payers": arrays.texts(names.of(drift.key.payer) for drift in drifts),
        "cpt_groups": arrays.texts(drift.key.cpt_group for drift in drifts),
        "reasons": arrays.texts(drift.key.denial_reason for drift in drifts),
        "cpts": arrays.texts(drift.key.cpt for drift in drifts),
        "from_ons": arrays.dates(one.window.from_on for one in looked),
        "to_ons": arrays.dates(one.window.to_on for one in looked),
        "usual_values": arrays.int8s(drift.baseline_value for drift in drifts),
        "unauthorized": arrays.int8s(int(one.of == "unauthorized") for one in looked),
        "authorization": AUTHORIZATION,
        "first_on": min(one.window.from_on for one in looked),
        "last_on": max(one.window.to_on for one in looked),
    }
