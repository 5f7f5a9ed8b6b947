"""What can be asked of a validation rule, and of an upload that has come to its end."""

from uuid import UUID

from upstream.domain.messages import Command
from upstream.domain.quality.assessment import Assessment
from upstream.domain.quality.rule import Text


class DraftRule(Command):
    """A rule of the customer's own; it is off until somebody switches it on."""

    text: Text


class ChangeRule(Command):
    text: Text


class SwitchRuleOn(Command):
    """`built_in` is the key of a built-in rule, None for one of the customer's own."""

    built_in: str | None = None


class SwitchRuleOff(Command):
    built_in: str | None = None


RuleCommand = DraftRule | ChangeRule | SwitchRuleOn | SwitchRuleOff


class RecordAssessment(Command):
    upload_id: UUID
    assessment: Assessment
