"""Why a clock is not set."""

from upstream.domain.messages import Refusal


class PayerClockInvalid(Refusal):
    """`field` names what is wrong."""

    code = "payer_clock.invalid"


class PayerClockUnknown(Refusal):
    code = "payer_clock.not_found"
