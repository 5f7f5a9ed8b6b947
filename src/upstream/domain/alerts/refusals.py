"""Why an alert does not do what it is asked."""

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


class AlertRuleUnknown(Refusal):
    code = "alert_rule.not_found"
