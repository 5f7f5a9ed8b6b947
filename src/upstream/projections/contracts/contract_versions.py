"""Which rates did we agree with which payer, for services of which days?"""

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid5

from upstream.domain.contracts.events import (
    ContractEntered,
    ContractRevised,
    RateCorrected,
    RateScheduleEnded,
    RateScheduleLoaded,
    RateScheduleWithdrawn,
    RatesListed,
    Terms,
)
from upstream.domain.contracts.rates import Rate
from upstream.infrastructure import arrays
from upstream.projections.projection import Batch, Change, Fact, Projection, tags_of
from upstream.projections.row_versions import OPEN, News, RowVersions

_CONTRACTS = RowVersions(table="contracts", key="contract_id")
_SCHEDULES = RowVersions(table="contract_schedules", key="schedule_id")

_CLOSE = (
    "UPDATE contract_rates SET to_position = %(position)s WHERE customer_id = %(customer_id)s"
    " AND contract_id = %(contract_id)s AND schedule = %(schedule)s AND cpt = ANY(%(cpts)s)"
    " AND (cpt, modifier, place_of_service) IN (SELECT * FROM"
    "   unnest(%(cpts)s, %(modifiers)s, %(places)s))"
    f" AND to_position = {OPEN}"
)
_INSERT = (
    "INSERT INTO contract_rates (customer_id, contract_id, schedule, from_position, to_position,"
    " cpt, modifier, place_of_service, amount_cents, percent_bps)"
    f" SELECT %(customer_id)s, %(contract_id)s, %(schedule)s, %(position)s, {OPEN}, r.*"
    " FROM unnest(%(cpts)s, %(modifiers)s, %(places)s, %(amounts)s, %(percents)s) AS r"
)


def changes(batch: Batch) -> Iterator[Change]:
    yield from _CONTRACTS.changes(filter(None, map(_contract, batch.facts)))
    yield from _SCHEDULES.changes(filter(None, map(_schedule, batch.facts)))
    for fact in batch.facts:
        yield from _rates(fact)


def schedule_id(contract_id: UUID, number: int) -> UUID:
    return uuid5(contract_id, str(number))


def _contract(fact: Fact) -> News | None:
    """Every event of a contract is a new version of it."""
    patch: dict[str, object] = {"version": fact.version}
    match fact.event():
        case ContractEntered(payer=payer, terms=terms):
            patch |= {"payer": payer, **_terms(terms)}
        case ContractRevised(after=after):
            patch |= _terms(after)
        case _:
            pass
    return News(fact.stream_id, fact.position, patch)


def _terms(terms: Terms) -> dict[str, object]:
    return {"name": terms.name, "lesser_of_charges": terms.lesser_of_charges}


def _schedule(fact: Fact) -> News | None:
    match fact.event():
        case RateScheduleLoaded(schedule=number) as loaded:
            patch: dict[str, object] = {
                "contract_id": fact.stream_id,
                "schedule": number,
                "from_on": loaded.from_on,
                "to_on": loaded.to_on,
                "rates": loaded.rates,
                "source": loaded.source,
                "is_withdrawn": False,
            }
        case RateScheduleEnded(schedule=number, to_on=to_on):
            patch = {"to_on": to_on}
        case RateScheduleWithdrawn(schedule=number):
            patch = {"is_withdrawn": True}
        case _:
            return None
    return News(schedule_id(fact.stream_id, number), fact.position, patch)


def _rates(fact: Fact) -> Iterator[Change]:
    match fact.event():
        case RatesListed(schedule=number, rates=rates):
            yield Change(_INSERT, _columns(fact, number, rates))
        case RateCorrected(schedule=number, rate=rate):
            columns = _columns(fact, number, [rate])
            yield Change(_CLOSE, columns)
            yield Change(_INSERT, columns)
        case _:
            pass


def _columns(fact: Fact, number: int, rates: Sequence[Rate]) -> dict[str, object]:
    return {
        "contract_id": fact.stream_id,
        "schedule": number,
        "position": fact.position,
        "cpts": arrays.texts(rate.cpt for rate in rates),
        "modifiers": arrays.few_texts([rate.modifier for rate in rates]),
        "places": arrays.few_texts([rate.place_of_service for rate in rates]),
        "amounts": arrays.int8s(rate.amount_cents for rate in rates),
        "percents": arrays.int4s(rate.percent_bps for rate in rates),
    }


contracts = Projection(
    name="contracts",
    version=1,
    tags=tags_of(
        ContractEntered,
        ContractRevised,
        RatesListed,
        RateScheduleLoaded,
        RateScheduleEnded,
        RateScheduleWithdrawn,
        RateCorrected,
    ),
    changes=changes,
)
