"""What became of the rows of an upload; every row that was read is exactly one of five things."""

import msgspec


class Counts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """rows_read = new + changed + repeated + rejected + skipped, always."""

    rows_read: int = 0
    rows_new: int = 0
    """First sight of a claim."""
    rows_changed: int = 0
    """A known claim with other facts."""
    rows_repeated: int = 0
    """A known claim with the same facts, or the same row once more."""
    rows_rejected: int = 0
    rows_skipped: int = 0
    """Blank lines, the header once more, totals: no claims."""

    def __post_init__(self) -> None:
        said = self.rows_new + self.rows_changed + self.rows_repeated
        if self.rows_read != said + self.rows_rejected + self.rows_skipped:
            raise ValueError("these counts do not account for every row")

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            rows_read=self.rows_read + other.rows_read,
            rows_new=self.rows_new + other.rows_new,
            rows_changed=self.rows_changed + other.rows_changed,
            rows_repeated=self.rows_repeated + other.rows_repeated,
            rows_rejected=self.rows_rejected + other.rows_rejected,
            rows_skipped=self.rows_skipped + other.rows_skipped,
        )

    @property
    def rows_meant(self) -> int:
        """Rows that are meant to be claims: all but blank lines, totals and their like."""
        return self.rows_read - self.rows_skipped

    @property
    def claims_touched(self) -> int:
        return self.rows_new + self.rows_changed
