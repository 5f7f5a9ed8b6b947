"""What the pages of the worklist and of the clocks show, ready for their templates."""

from datetime import date

import msgspec

from upstream.api.pages.frame.pieces import Filter, Option


class WorklistLine(msgspec.Struct, frozen=True, kw_only=True):
    alert_id: str
    title: str
    href: str
    claims_href: str
    claims_said: str
    severity_label: str
    expected: int | None
    dollars: int | None
    rate_said: str
    rests_on: str
    left_said: str
    due_on: date | None
    clock_said: str
    urgency: str
    """`bad`, `warn` or nothing, as badges know it."""
    assignee: str | None
    state_said: str


class WorklistPage(msgspec.Struct, frozen=True, kw_only=True):
    filters: tuple[Filter, ...]
    lines: tuple[WorklistLine, ...]
    total: int
    action: str
    may_work: bool
    people: tuple[Option, ...]
    file_href: str
    clocks_href: str
    next_href: str | None = None
    problem: str | None = None
    done: str | None = None


class ClaimLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    href: str
    about: str
    dollars: int | None
    expected: int | None
    rate_said: str
    left_said: str
    due_on: date
    clock_said: str
    urgency: str


class WorklistClaimsPage(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    alert_href: str
    list_href: str
    lines: tuple[ClaimLine, ...]
    total: int
    next_href: str | None = None


class PeriodLine(msgspec.Struct, frozen=True, kw_only=True):
    appeal: str
    filing: str
    holds: str


class ClockLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    periods: tuple[PeriodLine, ...]
    said: str
    audit_href: str | None
    edit_href: str | None


class PresetLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    said: str
    source: str


class PeriodField(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the form, as text."""

    appeal: str = ""
    appeal_unit: str = "days"
    filing: str = ""
    filing_unit: str = "days"
    from_on: str = ""
    to_on: str = ""
    next_working_day: bool = False


class ClockForm(msgspec.Struct, frozen=True, kw_only=True):
    payer: str
    version: int
    fields: tuple[PeriodField, ...]


class ClocksPage(msgspec.Struct, frozen=True, kw_only=True):
    action: str
    list_href: str
    clocks: tuple[ClockLine, ...]
    presets: tuple[PresetLine, ...]
    payers: tuple[str, ...]
    form: ClockForm | None
    problem: str | None = None
    done: str | None = None
