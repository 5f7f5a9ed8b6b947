"""What can happen to the clocks of a customer. Tags and fields are the storage format."""

from upstream.domain.messages import Event
from upstream.domain.worklist.limits import Periods


class PayerClockSet(Event, tag="worklist.payer_clock_set.v1"):
    """How long there is time with a payer, all periods before and after; none: the defaults.

    `payer` None stands for every payer that has no clock of its own.
    """

    before: Periods
    after: Periods
    payer: str | None = None
