"""Why a payment cannot be shown."""

from upstream.domain.messages import Refusal


class RemittanceUnknown(Refusal):
    code = "remittance.not_found"
