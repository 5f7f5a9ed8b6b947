"""Why somebody is not registered, not added or not let in."""

from upstream.domain.messages import Refusal


class EmailInvalid(Refusal):
    code = "identity.email_invalid"


class EmailTaken(Refusal):
    code = "identity.email_taken"


class SlugTaken(Refusal):
    code = "identity.slug_taken"


class SlugInvalid(Refusal):
    code = "identity.slug_invalid"


class TimeZoneUnknown(Refusal):
    code = "identity.time_zone_unknown"


class WrongCredentials(Refusal):
    """The same answer for an unknown address and for a wrong password."""

    code = "identity.wrong_credentials"


class TooManyAttempts(Refusal):
    """`retry_after` in the facts: seconds until the next attempt is looked at."""

    code = "identity.too_many_attempts"


class SessionOver(Refusal):
    """Signed out, expired, revoked, or never begun: sign in again."""

    code = "identity.session_over"
