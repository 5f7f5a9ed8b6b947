"""How much did payers allow in the end that they had not allowed at first, by the claims alone?

Recovered of a claim = final allowed - first allowed, in cents, nothing estimated: first is what the
first decision allowed (nothing, where it denied and named no amount), final what the decision
allows that stands now (nothing, where it denies). Only claims decided more than once count, on the
day of the decision that stands. Whoever wins money back by an appeal finds it here whether or not
an operator wrote it down, and nothing here says that an operator's doing brought it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

import msgspec

from upstream.infrastructure.database import cursor
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.mappings.known_claims import known_claims
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.money import dollars
from upstream.projections.view import View

NEEDS = (claim_versions, mappings)

_CHANGED: Final = """
SELECT payer, decided_on, count(*) FILTER (WHERE cents > 0),
       coalesce(sum(cents) FILTER (WHERE cents > 0), 0)::bigint,
       count(*) FILTER (WHERE cents < 0),
       coalesce(sum(-cents) FILTER (WHERE cents < 0), 0)::bigint
  FROM (
    SELECT payer, decided_on,
           CASE WHEN outcome = 'PAID' THEN allowed_cents ELSE 0 END
         - CASE WHEN first_outcome = 'DENIED' THEN coalesce(first_allowed_cents, 0)
                ELSE first_allowed_cents END AS cents
      FROM ({known}) k
     WHERE first_outcome IS NOT NULL AND outcome IN ('PAID', 'DENIED')
       AND decided_on IS NOT NULL AND stage IS DISTINCT FROM 'voided'
       AND (outcome <> first_outcome
         OR outcome = 'PAID' AND allowed_cents <> first_allowed_cents)
  ) AS changed
 WHERE cents <> 0 GROUP BY 1, 2 ORDER BY 1, 2
"""


class ClaimsRecovered(msgspec.Struct, frozen=True, kw_only=True):
    """Claims allowed more than at first and by how much; those allowed less beside them."""

    count: int
    amount: str
    taken_back_count: int
    taken_back: str


class PayerClaimsRecovered(ClaimsRecovered, frozen=True, kw_only=True):
    """The same for one payer, all time."""

    name: str


class ClaimRecoveries(msgspec.Struct, frozen=True, kw_only=True):
    """By the day of the decision that stands; windows as in `recoveries`."""

    formula: str
    this_month: ClaimsRecovered
    last_30_days: ClaimsRecovered
    all_time: ClaimsRecovered
    by_payer: list[PayerClaimsRecovered]


FORMULA: Final = "final allowed - first allowed, over claims decided more than once"


class _Row(NamedTuple):
    payer: str
    decided_on: date
    claims: int
    cents: int
    taken_count: int
    taken_cents: int


def claim_recoveries(view: View, *, today: date) -> ClaimRecoveries:
    """As known at the view's position; `today` is the customer's."""
    known, names = known_claims(view)
    statement = _CHANGED.format(known=known).encode()
    asked = {**view.bind, **names}
    rows = [_Row(*row) for row in cursor(view.connection).execute(statement, asked)]
    month, days = today.replace(day=1), today - timedelta(days=30)
    return ClaimRecoveries(
        formula=FORMULA,
        this_month=_summed(row for row in rows if month <= row.decided_on <= today),
        last_30_days=_summed(row for row in rows if days < row.decided_on <= today),
        all_time=_summed(rows),
        by_payer=_by_payer(rows),
    )


def _summed(rows: Iterable[_Row]) -> ClaimsRecovered:
    count = cents = taken_count = taken_cents = 0
    for row in rows:
        count, cents = count + row.claims, cents + row.cents
        taken_count, taken_cents = taken_count + row.taken_count, taken_cents + row.taken_cents
    return ClaimsRecovered(
        count=count,
        amount=dollars(cents),
        taken_back_count=taken_count,
        taken_back=dollars(taken_cents),
    )


def _by_payer(rows: Iterable[_Row]) -> list[PayerClaimsRecovered]:
    """The largest amount first."""
    grouped: dict[str, list[_Row]] = {}
    for row in rows:
        grouped.setdefault(row.payer, []).append(row)
    largest_first = sorted(
        grouped, key=lambda name: (-sum(one.cents for one in grouped[name]), name)
    )
    return [
        PayerClaimsRecovered(name=name, **msgspec.structs.asdict(_summed(grouped[name])))
        for name in largest_first
    ]
