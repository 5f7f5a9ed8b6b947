"""Why a validation rule does not do what was asked."""

from upstream.domain.messages import Refusal


class ValidationRuleUnknown(Refusal):
    code = "validation_rule.not_found"


class BuiltInRuleFixed(Refusal):
    """What is built in can be switched off, not rewritten: draft a rule of your own instead."""

    code = "validation_rule.built_in"


class RuleInvalid(Refusal):
    """The rule says something that cannot be checked; `detail` says what, `at` where (from 1)."""

    code = "validation_rule.invalid"


class TooManyRules(Refusal):
    """A customer has at most so many rules of its own."""

    code = "validation_rule.too_many"
