"""What can happen to the quality of files. Tags and fields are the storage format."""

from uuid import UUID

from upstream.domain.messages import Event
from upstream.domain.quality.assessment import Assessment
from upstream.domain.quality.rule import Text


class ValidationRuleDrafted(Event, tag="quality.rule_drafted.v1"):
    """Somebody wrote a rule. It is off: no upload is held against it yet."""

    text: Text


class ValidationRuleChanged(Event, tag="quality.rule_changed.v1"):
    """Uploads that have begun keep the rule as it was."""

    text: Text


class ValidationRuleSwitchedOn(Event, tag="quality.rule_switched_on.v1"):
    """From the next upload on."""

    built_in: str | None = None


class ValidationRuleSwitchedOff(Event, tag="quality.rule_switched_off.v1"):
    """From the next upload on."""

    built_in: str | None = None


ValidationRuleEvent = (
    ValidationRuleDrafted
    | ValidationRuleChanged
    | ValidationRuleSwitchedOn
    | ValidationRuleSwitchedOff
)


class UploadQualityAssessed(Event, tag="quality.upload_assessed.v1"):
    """A file has come in to its end; this is how good it was, and what was unusual about it."""

    upload_id: UUID
    assessment: Assessment
