"""What the page of the trade's figures shows, ready for its template."""

import msgspec
from markupsafe import Markup


class FigureLine(msgspec.Struct, frozen=True, kw_only=True):
    """One figure with its definition in words; `href` leads to the claims of its numerator."""

    key: str
    name: str
    value: str
    is_known: bool
    counted: str
    """Numerator and denominator, or why there is no figure."""
    note: str | None
    spark: Markup
    means: str
    excluded: str
    proxy: str | None
    source: str
    clock: str
    href: str | None


class FigureRow(msgspec.Struct, frozen=True, kw_only=True):
    """One payer or month: the figures in the order of the columns."""

    name: str
    claims: int
    cells: tuple[str, ...]
    href: str


class FiguresPage(msgspec.Struct, frozen=True, kw_only=True):
    said: str
    since: str
    until: str
    payers: tuple[tuple[str, bool], ...]
    """Names to choose from; True where chosen."""
    hfma: tuple[FigureLine, ...]
    others: tuple[FigureLine, ...]
    columns: tuple[str, ...]
    by_payer: tuple[FigureRow, ...]
    by_month: tuple[FigureRow, ...]
