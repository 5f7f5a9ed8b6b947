"""Setting how long there is time with a payer."""

from typing import Annotated

import msgspec
from litestar import Response, put
from litestar.params import JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.dependencies import ContextGiven, PartsGiven, VersionGiven
from upstream.application.worklist import set_payer_clock
from upstream.domain.worklist.limits import Period
from upstream.domain.worklist.payer_clock import PAYER_LENGTH_MAX, PERIODS_MAX, SetPayerClock

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=PAYER_LENGTH_MAX)]
PeriodsAsked = Annotated[list[Period], msgspec.Meta(max_length=PERIODS_MAX)]


class PayerClockAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`payer` null: every payer without a clock of its own. No periods: back to the defaults.

    A period holds for decisions (`appeal`) and days of service (`filing`) in `[from_on, to_on)`.
    """

    payer: Name | None
    periods: PeriodsAsked


@put(
    "/payer-clocks",
    operation_id="payer_clocks.set",
    opt=allowed("rules:write", command="worklist.set_payer_clock"),
    status_code=201,
    sync_to_thread=True,
)
def set_clock(
    data: JSONBody[PayerClockAsked],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Say how long there is to appeal and to file with one payer, or with all: all periods."""
    command = SetPayerClock(payer=data.payer, periods=tuple(data.periods))
    return done(set_payer_clock(parts.log, context, command, expected_version=version))
