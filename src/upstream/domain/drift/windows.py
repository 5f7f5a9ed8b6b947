"""The two windows a run compares: half-open, adjoining, cut into weeks that end where they end."""

from datetime import date, timedelta

import msgspec

WEEK_DAYS = 7


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """`[from_on, to_on)`: the first day belongs to it, the last does not."""

    from_on: date
    to_on: date

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days

    @property
    def weeks(self) -> int:
        """Weekly blocks counted back from the window's end; the oldest may be shorter."""
        return -(-self.days // WEEK_DAYS)

    def week_begins_on(self, week: int) -> date:
        """First day of the block `week`, 0 being the newest."""
        return max(self.from_on, self.to_on - timedelta(days=WEEK_DAYS * (week + 1)))


class Windows(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at (`current`) and what it is held against (`baseline`), just before it."""

    baseline: Window
    current: Window

    @classmethod
    def ending(cls, until: date, *, current_days: int, baseline_days: int) -> "Windows":
        """`until` is the first day no longer looked at."""
        begins_on = until - timedelta(days=current_days)
        return cls(
            baseline=Window(from_on=begins_on - timedelta(days=baseline_days), to_on=begins_on),
            current=Window(from_on=begins_on, to_on=until),
        )
