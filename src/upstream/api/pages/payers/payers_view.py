"""What the pages about payers show, ready for their templates."""

from datetime import date

import msgspec
from markupsafe import Markup

from upstream.api.pages.frame.tiles import Change


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the scorecard; `order` as `aria-sort` says it, None where it sorts nothing."""

    name: str
    href: str
    order: str | None
    more: str = ""
    """Classes of its head."""


class PayerRow(msgspec.Struct, frozen=True, kw_only=True):
    """One payer, every figure written out; `…_href` leads to its claims."""

    rank: str
    payer: str
    href: str
    explanation: str
    claims: int
    denied_first: str
    denied_first_href: str
    rate_change: Change
    rate_span: str
    final_rate: str
    final_href: str
    denied_cents: int
    days: str
    days_more: str
    days_change: Change
    allowed: str
    overturned: str
    overturned_href: str | None
    open_claims: int
    open_cents: int
    open_href: str
    silence: str
    is_silent: bool
    then: str | None
    """What it was at the moment compared with."""


class PayersPage(msgspec.Struct, frozen=True, kw_only=True):
    said: str
    before_said: str
    since: str
    until: str
    forecast_href: str
    how_ranked: str
    columns: tuple[Column, ...]
    rows: tuple[PayerRow, ...]
    chart: Markup
    compares: bool


class ForecastRow(msgspec.Struct, frozen=True, kw_only=True):
    """One cell; the rates are written out, or a dash where they are not shown."""

    payer: str
    cpt_group: str
    href: str
    expected: str
    likely: str
    possible: str
    last_month: str
    last_year: str
    decisions: int
    tested: str
    why_not: str | None


class ForecastPage(msgspec.Struct, frozen=True, kw_only=True):
    month: str | None
    known_through: date | None
    why_none: str | None
    scorecard_href: str
    said: str
    tested: str
    chart: Markup
    shown: tuple[ForecastRow, ...]
    hidden: tuple[ForecastRow, ...]
    hidden_many: int
    """How many there are; the page lists the largest."""
