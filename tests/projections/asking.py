"""What a test asks a read model, at a position or now."""

from collections.abc import Callable
from typing import TypeVar

from upstream.domain.units import CustomerId
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.moments import AtPosition
from upstream.projections.view import View, Views

T = TypeVar("T")


def ask(
    views: Views,
    customer_id: CustomerId,
    question: Callable[[View], T],
    position: int | None = None,
) -> T:
    """The answer once everything recorded so far is projected."""
    moment = None if position is None else AtPosition(position)
    with views.at(customer_id, needs=PROJECTIONS, as_of=moment) as view:
        return question(view)
