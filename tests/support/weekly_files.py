"""Claims written down by hand as the file a customer would send."""

import csv
import io
from collections.abc import Iterable

from tests.support.counted_waits import Row
from tests.support.weekly_claims import UNTIL

_COLUMNS = (
    *("claim_id", "payer", "cpt", "submitted_date", "decided_date", "outcome"),
    *("billed_amount", "allowed_amount", "denial_reason"),
)


def claims_file(rows: Iterable[Row], *, prefix: str = "C") -> bytes:
    """As known on the day before `UNTIL`: what is decided later waits."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(_COLUMNS)
    for number, row in enumerate(rows):
        decided = row.decided_on if row.decided_on and row.decided_on < UNTIL else None
        allowed = f"{row.allowed_cents / 100:.2f}" if decided and row.allowed_cents else ""
        reason = row.denial_reason if decided else None
        lines.writerow(
            (
                *(f"{prefix}{number:06d}", row.payer, row.cpt, row.submitted_on, decided or ""),
                *(row.outcome if decided else "PENDING", "300.00", allowed, reason or ""),
            )
        )
    return text.getvalue().encode()
