"""Which HTTP status a refusal is: the one table. A test proves that no refusal is missing."""

from typing import Final

STATUS: Final[dict[str, int]] = {
    "access.not_allowed": 403,
    "access.reason_missing": 403,
    "audit.entity_not_found": 404,
    "audit.version_not_found": 404,
    "claim.not_found": 404,
    "customer.not_found": 404,
    "identity.email_invalid": 422,
    "identity.email_taken": 409,
    "identity.session_over": 401,
    "identity.slug_invalid": 422,
    "identity.slug_taken": 409,
    "identity.time_zone_unknown": 422,
    "identity.too_many_attempts": 429,
    "identity.wrong_credentials": 401,
    "log.already_reserved": 409,
    "log.conflict": 409,
    "projection.behind": 409,
    "projection.parked": 503,
    "request.cursor_unreadable": 400,
    "request.date_unreadable": 400,
    "request.idempotency_key_reused": 422,
    "request.idempotency_key_unreadable": 400,
    "request.moment_in_the_future": 400,
    "request.moment_unreadable": 400,
    "request.parameter_unknown": 400,
    "request.position_in_the_future": 400,
    "request.version_unreadable": 400,
}

PLAIN: Final[dict[int, str]] = {
    400: "request.invalid",
    401: "access.sign_in_first",
    403: "access.refused",
    404: "resource.not_found",
    405: "request.method_not_allowed",
    413: "request.too_large",
    415: "request.media_type_unsupported",
    500: "server.error",
    503: "server.unavailable",
}
"""Codes of what the framework refuses before any use case is asked."""
