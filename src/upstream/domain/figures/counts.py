"""What figures are made of: claims counted and added up under three clocks, and what waits."""

from typing import NamedTuple

DAYS_OLD: int = 90
"""From this age on an open claim counts as old (MAP key AR-3)."""


class Sums(NamedTuple):
    """Claims whose day under one clock lies in the range. Amounts in cents, billed unless named.

    A voided claim is in none of them.
    """

    claims: int = 0
    billed: int = 0
    undecided: int = 0
    """No decision yet that said paid or denied."""
    denied_first: int = 0
    denied_first_billed: int = 0
    clean_first: int = 0
    """Paid at the first decision, whole, and still paid."""
    overturned: int = 0
    """Denied first and paid now."""
    denied: int = 0
    """Standing denied."""
    denied_billed: int = 0
    remitted: int = 0
    """Paid or denied with a known payment, duplicates left out."""
    unpaid: int = 0
    """Of those, with nothing paid."""
    told: int = 0
    """Paid or denied with a known payment, duplicates among them."""
    told_unpaid: int = 0
    judged: int = 0
    """Paid or denied."""
    line_denied: int = 0
    """Of those, denied or with a denied line."""
    collected: int = 0
    """Paid cents of paid claims whose allowed amount is known too."""
    collectable: int = 0
    """Allowed cents of the same claims."""
    written_off: int = 0
    """Billed cents of denied claims that were written off."""
    paid_billed: int = 0
    """Billed cents of claims that stand paid."""
    resolved: int = 0
    """Denied first, paid since: claims for which both days are known."""
    resolved_days: int | None = None
    """Median of the days between."""


class Open(NamedTuple):
    """Undecided claims at the end of the range."""

    claims: int = 0
    billed: int = 0
    old_billed: int | None = None
    """Of claims submitted more than 90 days before; None where that was not counted."""


class Seen(NamedTuple):
    """What the customer's files tell of at all, at any time known.

    What they never tell of is unknown, which is another thing than none.
    """

    waiting: bool = False
    """Claims are told of before they are decided."""
    decided_again: bool = False
    """A claim that was denied first was decided again."""
    appeals: bool = False
    write_offs: bool = False


class Counted(NamedTuple):
    """One group of claims: all of them, a payer's, or those of a month."""

    submitted: Sums
    """By the day of submission; claims rejected before any decision are left out."""
    first: Sums
    """By the day of the first decision."""
    decided: Sums
    """By the day of the decision that stands."""
    open: Open | None
    """None where the group has no end of its own to be counted at."""
    appealed_after: tuple[int, ...]
    """Days from the first denial to the appeal, of claims denied in the range."""
    days: int
    """Length of the range."""
