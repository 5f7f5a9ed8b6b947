"""From an address to the moment a page shows, and the sticky bar that leads to other moments."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Final

from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter, SkipValidation

from upstream.api.dependencies import MinPosition
from upstream.api.pages.frame.moment_shown import MomentShown, Stop, position_of_stop
from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.frame.words import command_said
from upstream.projections.moments import AtPosition, Moment, parse_moment
from upstream.projections.projection import Projection
from upstream.projections.stops import stops
from upstream.projections.view import View

Text = Annotated[str | None, QueryParameter(max_length=200)]
Whole = Annotated[int | None, QueryParameter(ge=0, le=2**63 - 1)]


@dataclass(frozen=True, slots=True)
class Travel:
    """What an address says about time, as it was written. `stop` is a place of the slider over
    the log's first `upto` positions.
    """

    as_of: str | None
    compare_to: str | None
    stop: int | None
    upto: int | None
    min_position: int


def _travel(
    as_of: Text = None,
    compare_to: Text = None,
    stop: Whole = None,
    upto: Whole = None,
    min_position: MinPosition = 0,
) -> Travel:
    return Travel(as_of, compare_to, stop, upto, min_position)


NOW: Final = Travel(None, None, None, None, 0)
TravelGiven = NamedDependency[SkipValidation[Travel]]
TRAVEL: Final = Provide(_travel, sync_to_thread=False)


@contextmanager
def looking(
    visit: Visit,
    travel: Travel,
    needs: Sequence[Projection],
    *,
    path: str,
    kept: Mapping[str, str | None] | None = None,
) -> Iterator[tuple[View, MomentShown]]:
    """The view to read from and the bar that says where it looks. `kept`: filters that stay."""
    views = visit.parts.views
    as_of = _where(visit, travel, needs)
    compared = views.resolve(visit.customer_id, moment_of(travel.compare_to, visit))
    with views.at(
        visit.customer_id, needs=needs, as_of=as_of, min_position=travel.min_position
    ) as view:
        yield (
            view,
            MomentShown(
                path=path,
                is_now=as_of is None,
                position=view.position,
                recorded_at=view.recorded_at(),
                stops=_stops(view, upto=None),
                zone=visit.zone,
                kept={name: value for name, value in (kept or {}).items() if value},
                compare_to=compared,
            ),
        )


def moment_of(text: str | None, visit: Visit) -> Moment | None:
    """An empty field means now. Raises MomentUnreadable."""
    return parse_moment(text, time_zone=visit.zone) if text else None


def _where(visit: Visit, travel: Travel, needs: Sequence[Projection]) -> Moment | None:
    """The place of the slider goes before the moment in the address: it is where a hand is."""
    if travel.stop is None:
        return moment_of(travel.as_of, visit)
    with visit.parts.views.at(visit.customer_id, needs=needs) as present:
        position = position_of_stop(_stops(present, upto=travel.upto), travel.stop)
    return None if position is None else AtPosition(position)


def _stops(view: View, *, upto: int | None) -> tuple[Stop, ...]:
    return tuple(
        Stop(
            position=each.position,
            recorded_at=each.recorded_at,
            said=command_said(each.command),
            events=each.events,
        )
        for each in stops(view, upto=upto)
    )
