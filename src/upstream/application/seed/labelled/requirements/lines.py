"""A year of requirements as files: claims, the whole year or a week's news, and fee schedules."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from upstream.application.seed.labelled.answer_sheet import AnswerSheet
from upstream.application.seed.labelled.lines import line_of
from upstream.application.seed.labelled.requirements.answer_sheet import Schedule
from upstream.application.seed.labelled.requirements.claims import RequiredClaim
from upstream.application.seed.writing import HEADER

_HEADER: Final = f"{HEADER.rstrip()},service_date,modifier,units\n"
RATES_HEADER: Final = "cpt,modifier,amount,percent\n"


def required_file(sheet: AnswerSheet, claims: Iterable[RequiredClaim]) -> Iterator[str]:
    """The whole year as known on its last day, header first."""
    days = (sheet.until - sheet.begins_on).days
    return required_weekly_file(sheet, claims, since=0, until=days)


def required_weekly_file(
    sheet: AnswerSheet, claims: Iterable[RequiredClaim], *, since: int, until: int
) -> Iterator[str]:
    """What was submitted or decided in the days `[since, until)`, as known at their end."""
    whole = (sheet.until - sheet.begins_on).days
    days = [(sheet.begins_on + timedelta(days=day)).isoformat() for day in range(whole + 1)]
    yield _HEADER
    for one in claims:
        claim = one.claim
        new = since <= claim.submitted < until
        if new or (claim.submitted < until and since <= claim.decided < until):
            service = (sheet.begins_on + timedelta(days=one.serviced)).isoformat()
            known = line_of(claim, days, until).rstrip("\n")
            yield f"{known},{service},{one.modifier},{one.units}\n"


def rates_file(schedule: Schedule) -> Iterator[str]:
    """As `upstream contracts load` reads it."""
    yield RATES_HEADER
    for rate in schedule.rates:
        amount = "" if rate.amount_cents is None else f"{rate.amount_cents / 100:.2f}"
        percent = "" if rate.percent_bps is None else f"{rate.percent_bps / 100:.2f}%"
        yield f"{rate.cpt},{rate.modifier},{amount},{percent}\n"
