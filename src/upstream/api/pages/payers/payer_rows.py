"""One payer of the scorecard in words; what may be noise is not called a change."""

from upstream.api.charts.wording import MISSING, days, percent, points
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.frame.tiles import Change
from upstream.api.pages.payers.payers_view import PayerRow
from upstream.api.pages.rendering import address
from upstream.api.ranges import Days
from upstream.projections.figures.scorecard import ChangeShown, Scored


def payer_row(
    row: Scored, claims: str, as_of: str | None, asked: Days, then: str | None
) -> PayerRow:
    since, until = str(asked.since), str(asked.until)
    first = {"first_decided_from": since, "first_decided_to": until}
    decided = {"decided_from": since, "decided_to": until}

    def lead(**filters: str) -> str:
        return address(claims, {"as_of": as_of, "payer": row.payer, **filters})

    return PayerRow(
        rank=str(row.rank) if row.rank else MISSING,
        payer=row.payer,
        href=lead(submitted_from=since, submitted_to=until),
        explanation=row.explanation,
        claims=row.claims,
        denied_first=percent(row.initial_denial_rate),
        denied_first_href=lead(first_outcome="DENIED", **first),
        rate_change=_rate_change(row.rate_change),
        rate_span=_rate_span(row.rate_change),
        final_rate=percent(row.final_denial_rate),
        final_href=lead(outcome="DENIED", **decided),
        denied_cents=cents(row.denied_dollars),
        days=days(row.days_median),
        days_more=f"{row.days_p90} for nine in ten" if row.days_p90 is not None else "",
        days_change=_days_change(row.days_change),
        allowed=MISSING if row.allowed_index is None else f"{row.allowed_index:.2f}",
        overturned=percent(row.overturn_rate),
        overturned_href=lead(first_outcome="DENIED", outcome="PAID", **first)
        if row.overturn_rate is not None
        else None,
        open_claims=row.open_claims,
        open_cents=cents(row.open_dollars),
        open_href=lead(outcome="PENDING", submitted_to=until),
        silence=_silence(row),
        is_silent=row.silence is not None and row.silence.unusual,
        then=then,
    )


def _rate_change(change: ChangeShown) -> Change:
    match change.verdict:
        case "higher":
            return Change(said=points(change.delta), direction="worse")
        case "lower":
            return Change(said=points(change.delta), direction="better")
        case _:
            return Change(said=change.verdict, direction="even")


def _rate_span(change: ChangeShown) -> str:
    if change.low is None or change.high is None or change.verdict == "too few claims":
        return ""
    return f"{points(change.low)} to {points(change.high)}"


def _days_change(change: ChangeShown) -> Change:
    if change.verdict == "higher":
        return Change(said=f"{change.delta:+.0f} days", direction="worse")
    if change.verdict == "lower":
        return Change(said=f"{change.delta:+.0f} days", direction="better")
    return Change(said=change.verdict, direction="even")


def _silence(row: Scored) -> str:
    if row.silence is None:
        return "no decision"
    return f"silent for {days(row.silence.days)}" if row.silence.unusual else ""
