"""Why an alert, a rule or a maintenance window does not do what it is asked."""

from upstream.domain.messages import Refusal


class AlertUnknown(Refusal):
    code = "alert.not_found"


class AlertAlreadyResolved(Refusal):
    """Reopen it first."""

    code = "alert.already_resolved"


class AlertNotResolved(Refusal):
    """Only what was resolved can be reopened."""

    code = "alert.not_resolved"


class CommentEmpty(Refusal):
    code = "alert.comment_empty"


class CommentTooLong(Refusal):
    """`characters_max` in the facts."""

    code = "alert.comment_too_long"


class SnoozeTooLong(Refusal):
    """`days_max` in the facts; what should be quiet for longer is resolved."""

    code = "alert.snooze_too_long"


class SnoozeOver(Refusal):
    """A snooze ends in the future."""

    code = "alert.snooze_over"


class AlertRuleUnknown(Refusal):
    code = "alert_rule.not_found"


class AlertRuleInvalid(Refusal):
    """`field` names what does not fit."""

    code = "alert_rule.invalid"


class AlertRuleChannelUnknown(Refusal):
    """A rule tells through channels that are there; `channel_id` is not."""

    code = "alert_rule.channel_unknown"


class MaintenanceUnknown(Refusal):
    code = "maintenance_window.not_found"


class MaintenanceInvalid(Refusal):
    """`field` names what does not fit."""

    code = "maintenance_window.invalid"


class MaintenanceOver(Refusal):
    """What has ended, or was cancelled, is not changed any more."""

    code = "maintenance_window.over"
