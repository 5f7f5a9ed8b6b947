"""Why a run is not begun, or not found."""

from upstream.domain.messages import Refusal


class ProductUnknown(Refusal):
    """No detector of that name."""

    code = "drift.product_unknown"


class UntilInTheFuture(Refusal):
    """The current window may end today, not after."""

    code = "drift.until_in_the_future"


class PositionNotReached(Refusal):
    """The log is not that long yet, so nothing was known there."""

    code = "drift.position_not_reached"


class TooManyRepeats(Refusal):
    """`retry_after` in the facts: seconds until somebody's repeated run may have ended."""

    code = "drift.too_many_repeats"


class DriftRunUnknown(Refusal):
    code = "drift_run.not_found"


class FindingUnknown(Refusal):
    code = "finding.not_found"


class BackfillInvalid(Refusal):
    """`field` is what cannot be."""

    code = "drift_backfill.invalid"


class BackfillUnknown(Refusal):
    code = "drift_backfill.not_found"
