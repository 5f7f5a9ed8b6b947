"""Cells written down by hand: so many claims a week, so many denied, all decided alike."""

from collections.abc import Sequence
from datetime import date, timedelta

from upstream.domain.drift.detection import Block, Cell, Key
from upstream.domain.drift.windows import Windows

UNTIL = date(2026, 3, 31)
WINDOWS = Windows.ending(UNTIL, current_days=14, baseline_days=90)
WEEKS = {True: WINDOWS.current.weeks, False: WINDOWS.baseline.weeks}


def block(
    *,
    current: bool,
    week: int,
    claims: int = 100,
    denied: int = 10,
    days: Sequence[int] = (9, 10, 11),
    ratio_micro: int = 0,
    price_cents: int = 10_000,
) -> Block:
    """`days` share the claims evenly; every paid claim is allowed its price times e^ratio."""
    paid = claims - denied
    window = WINDOWS.current if current else WINDOWS.baseline
    shares = [claims // len(days)] * len(days)
    shares[0] += claims - sum(shares)
    spread = 40_000
    return Block(
        current,
        week,
        claims,
        denied,
        tuple(days),
        tuple(shares),
        window.week_begins_on(week) - timedelta(days=60),
        paid,
        paid * ratio_micro,
        paid * (ratio_micro**2 + spread**2),
        round(paid * price_cents * (1 + ratio_micro / 1e6)),
        paid * price_cents,
        claims * price_cents,
    )


def steady(payer: str = "Northwind Health", group: str = "Radiology", **week: object) -> Cell:
    """The same week sixteen times, in both windows."""
    return changed(payer, group, before=week, now=week)


def changed(
    payer: str = "Northwind Health",
    group: str = "Radiology",
    *,
    before: dict[str, object] | None = None,
    now: dict[str, object],
) -> Cell:
    """A baseline of equal weeks, then a current window of other equal weeks."""
    blocks = [
        block(current=current, week=week, **facts)  # type: ignore[arg-type]  # a block's own words
        for current, facts in ((False, before or {}), (True, now))
        for week in range(WEEKS[current])
    ]
    return Cell(key=Key(payer, group), blocks=tuple(blocks))
