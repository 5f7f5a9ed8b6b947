"""Why a judgment is not taken."""

from upstream.domain.messages import Refusal


class RecoveredNegative(Refusal):
    code = "judgment.recovered_negative"


class RecoveredWithoutDate(Refusal):
    """Money came back on some day; a day without money means nothing either."""

    code = "judgment.recovered_without_date"


class RecoveredInTheFuture(Refusal):
    code = "judgment.recovered_in_the_future"


class RecoveredFromNoise(Refusal):
    """Where nothing was wrong nothing can be won back."""

    code = "judgment.recovered_from_noise"


class NoteTooLong(Refusal):
    """`characters_max` in the facts."""

    code = "judgment.note_too_long"


class PositionNotReached(Refusal):
    """Nobody can have looked at a position that does not exist yet."""

    code = "judgment.position_not_reached"


class AlertNotYetRaised(Refusal):
    """At the position the operator looked at, there was no such alert."""

    code = "judgment.alert_not_yet_raised"
