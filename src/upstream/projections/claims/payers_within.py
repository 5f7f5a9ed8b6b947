"""What did each payer decide in a range of days? In the cells of the ledgers, cut by the day."""

from datetime import date
from typing import Final

from upstream.infrastructure.database import cursor
from upstream.projections.dashboard.claim_ledgers import DAYS_MAX
from upstream.projections.ledger import Cells
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.view import View

_COUNTED: Final = (
    " FROM (SELECT claims.*, {day} AS day FROM ({known}) AS claims) AS dated"
    " WHERE stage IS DISTINCT FROM 'voided' AND day >= %(since)s AND day < %(until)s"
    " GROUP BY 1, 2"
)
_MONTHS: Final = (
    "SELECT payer, date_trunc('month', day)::date, count(*) FILTER (WHERE outcome = 'PAID'),"
    " count(*) FILTER (WHERE outcome = 'DENIED'), count(*) FILTER (WHERE outcome = 'OTHER'),"
    " count(*) FILTER (WHERE outcome = 'PENDING'), coalesce(sum(billed_cents), 0)::bigint,"
    " coalesce(sum(allowed_cents), 0)::bigint,"
    " coalesce(sum(billed_cents) FILTER (WHERE outcome = 'DENIED'), 0)::bigint" + _COUNTED
)
_DAYS: Final = "SELECT payer, least(day - submitted_on, %(days_max)s), count(*)" + _COUNTED


def months_within(view: View, since: date | None, until: date | None) -> Cells:
    """As `payer_months`: by payer and month of the decision, of the submission without one."""
    return _cells(view, _MONTHS, "coalesce(decided_on, submitted_on)", since, until)


def days_within(view: View, since: date | None, until: date | None) -> Cells:
    """As `decision_days`, of claims decided in the range."""
    return _cells(view, _DAYS, "decided_on", since, until)


def _cells(view: View, statement: str, day: str, since: date | None, until: date | None) -> Cells:
    known, names = known_claims(view)
    bind = {
        **view.bind,
        **names,
        "since": since or date.min,
        "until": until or date.max,
        "days_max": DAYS_MAX,
    }
    written = statement.format(known=known, day=day)
    rows = cursor(view.connection).execute(written.encode(), bind).fetchall()
    return {row[:2]: list(row[2:]) for row in rows}
