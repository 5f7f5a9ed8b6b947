"""Clocks in the words of their page, and as their form sends them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from upstream.api.charts import wording
from upstream.api.pages.frame.asked_on_pages import day_of
from upstream.api.pages.worklist.worklist_view import PeriodField, PeriodLine, PresetLine
from upstream.domain.worklist.defaults import PRESETS
from upstream.domain.worklist.limits import Limit, Period, Periods
from upstream.domain.worklist.refusals import PayerClockInvalid

EMPTY_ROWS: Final = 1
"""Rows a form shows beyond those that are filled in."""
_A_DAY: Final = timedelta(days=1)


def period_line(period: Period) -> PeriodLine:
    moved = ", next working day" if period.next_working_day else ""
    return PeriodLine(
        appeal=f"{limit_said(period.appeal)}{moved}",
        filing=f"{limit_said(period.filing)}{moved}",
        holds=_holds(period),
    )


def limit_said(limit: Limit) -> str:
    unit = limit.unit.removesuffix("s") if limit.count == 1 else limit.unit
    return f"{wording.count(limit.count)} {unit}"


def preset_lines() -> tuple[PresetLine, ...]:
    return tuple(
        PresetLine(
            name=one.name,
            said=f"{limit_said(one.period.appeal)} to appeal,"
            f" {limit_said(one.period.filing)} to file",
            source=one.source,
        )
        for one in PRESETS
    )


def _holds(period: Period) -> str:
    """The last day is meant, as people say it; what is kept is the day after."""
    begin, end = period.from_on, period.to_on
    if begin and end:
        return f"{wording.day(begin)} to {wording.day(end - _A_DAY)}"
    if begin:
        return f"from {wording.day(begin)}"
    return f"until {wording.day(end - _A_DAY)}" if end else "always"


def fields_of(periods: Periods) -> tuple[PeriodField, ...]:
    """What stands, and an empty row to add one."""
    filled = [
        PeriodField(
            appeal=str(one.appeal.count),
            appeal_unit=one.appeal.unit,
            filing=str(one.filing.count),
            filing_unit=one.filing.unit,
            from_on=_text(one.from_on),
            to_on=_text(one.to_on),
            next_working_day=one.next_working_day,
        )
        for one in periods
    ]
    return (*filled, *(PeriodField(),) * EMPTY_ROWS)


def typed_fields(form: Mapping[str, str]) -> tuple[PeriodField, ...]:
    """Row by row as typed, so that nothing has to be typed twice."""
    rows = sorted(
        {
            int(name.rpartition("_")[2])
            for name in form
            if name.startswith("appeal_") and name.rpartition("_")[2].isdigit()
        }
    )
    return tuple(
        PeriodField(
            appeal=form.get(f"appeal_{row}", "").strip(),
            appeal_unit=form.get(f"appealunit_{row}", "days"),
            filing=form.get(f"filing_{row}", "").strip(),
            filing_unit=form.get(f"filingunit_{row}", "days"),
            from_on=form.get(f"from_{row}", ""),
            to_on=form.get(f"to_{row}", ""),
            next_working_day=bool(form.get(f"working_{row}")),
        )
        for row in rows
    )


def periods_of(fields: Iterable[PeriodField]) -> Periods:
    """Rows without any number are left out. Raises `PayerClockInvalid`, `DateUnreadable`."""
    return tuple(
        Period(
            appeal=_limit("appeal", one.appeal, one.appeal_unit),
            filing=_limit("filing", one.filing, one.filing_unit),
            from_on=day_of(one.from_on),
            to_on=day_of(one.to_on),
            next_working_day=one.next_working_day,
        )
        for one in fields
        if one.appeal or one.filing
    )


def _limit(field: str, typed: str, unit: str) -> Limit:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6):
        raise PayerClockInvalid("say how long there is to appeal and to file", field=field)
    return Limit(count=int(typed), unit="months" if unit == "months" else "days")


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
