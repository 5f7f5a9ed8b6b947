"""Rates of contracts: whole schedules as JSON or as a file, and single ones put right."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Response, post, put
from litestar.concurrency import sync_to_thread
from litestar.openapi.spec import OpenAPIMediaType, Operation, Reference, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.dependencies import (
    AnyRequest,
    CallerGiven,
    ContextGiven,
    PartsGiven,
    PlaceGiven,
    VersionGiven,
)
from upstream.api.dollars import Dollars, cents
from upstream.api.rates_form import receive_rates
from upstream.api.requests import context_of
from upstream.application.contracts import keeping
from upstream.application.contracts.reading import FILE_BYTES_MAX
from upstream.application.repetition import refuse_repetition
from upstream.domain.contracts.commands import LoadRates
from upstream.domain.contracts.rates import Rate

_WRITE: Final = "contracts:write"
_LOAD_FILE: Final = "contracts.load_rates"


class RateAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An amount per unit, or a share of the charge: one of the two. No modifier: any."""

    cpt: Annotated[str, msgspec.Meta(max_length=10)]
    modifier: Annotated[str, msgspec.Meta(max_length=10)] = ""
    place_of_service: Annotated[str, msgspec.Meta(max_length=10)] = ""
    amount: Dollars | None = None
    percent_of_charge: (
        Annotated[float, msgspec.Meta(ge=0, le=2, description="0.65 is 65 %.")] | None
    ) = None

    def rate(self) -> Rate:
        percent = self.percent_of_charge
        return Rate(
            cpt=self.cpt,
            modifier=self.modifier,
            place_of_service=self.place_of_service,
            amount_cents=None if self.amount is None else cents(self.amount),
            percent_bps=None if percent is None else round(percent * 10_000),
        )


class RatesAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All rates for services of `[from, to)`; `replaces` is the schedule that was wrong."""

    begins: date = msgspec.field(name="from")
    ends: date | None = msgspec.field(name="to", default=None)
    rates: tuple[RateAsked, ...]
    replaces: int | None = None


class RateCorrection(RateAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schedule: int


@dataclass
class RatesFormOperation(Operation):
    """The form is read by us, so its fields are described by us."""

    def __post_init__(self) -> None:
        text = OpenAPIType.STRING
        fields: dict[str, Schema | Reference] = {
            "file": Schema(type=text, content_media_type="text/csv"),
            "from": Schema(type=text, description="First day of service.", examples=["2026-01-01"]),
            "to": Schema(type=text, description="The day after the last; none: until further."),
            "replaces": Schema(type=text, description="Number of the schedule that was wrong."),
        }
        form = Schema(type=OpenAPIType.OBJECT, required=["file", "from"], properties=fields)
        content = {"multipart/form-data": OpenAPIMediaType(schema=form)}
        self.request_body = RequestBody(content=content, required=True)


@post(
    "/contracts/{contract_id:uuid}/rates",
    operation_id="contracts.load_rates",
    opt=allowed(_WRITE, command=_LOAD_FILE),
    request_max_body_size=FILE_BYTES_MAX,
    sync_to_thread=True,
)
def load(
    contract_id: FromPath[UUID],
    data: JSONBody[RatesAsked],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """A schedule of rates, whole or not at all. What held until further notice ends where it
    begins; any other period that shares a day with it is in the way (`contract.periods_overlap`).
    """
    command = LoadRates(
        from_on=data.begins,
        to_on=data.ends,
        rates=tuple(rate.rate() for rate in data.rates),
        replaces=data.replaces,
    )
    return done(
        keeping.load_rates(parts.log, context, contract_id, command, expected_version=version)
    )


@post(
    "/contracts/{contract_id:uuid}/rates/file",
    operation_id="contracts.load_rates_file",
    opt=allowed(_WRITE, command=_LOAD_FILE),
    operation_class=RatesFormOperation,
    request_max_body_size=None,  # the form has a limit of its own
)
async def load_file(
    contract_id: FromPath[UUID],
    request: AnyRequest,
    parts: PartsGiven,
    caller: CallerGiven,
    place: PlaceGiven,
    version: VersionGiven,
) -> Response[Done]:
    """The same out of a file with headers: code, modifier, place of service, amount or percent.

    A row that cannot be used is named with its column, and nothing is loaded.
    """
    form = await receive_rates(request, place.customer_id)
    context = context_of(request, caller, place, command=_LOAD_FILE, body=form.said)
    await sync_to_thread(refuse_repetition, parts.log, context)
    command = await sync_to_thread(form.command)
    answer = await sync_to_thread(
        keeping.load_rates, parts.log, context, contract_id, command, expected_version=version
    )
    return done(answer)


@put(
    "/contracts/{contract_id:uuid}/rates",
    operation_id="contracts.correct_rate",
    opt=allowed(_WRITE, command="contracts.correct_rate"),
    status_code=201,
    sync_to_thread=True,
)
def correct(
    contract_id: FromPath[UUID],
    data: JSONBody[RateCorrection],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Put one rate of a schedule right, or add one. What was seen before stays as it was seen."""
    answer = keeping.correct_rate(
        parts.log, context, contract_id, data.schedule, data.rate(), expected_version=version
    )
    return done(answer)
