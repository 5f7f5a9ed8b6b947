"""A validation rule: drafted and off, on, off again; or built in, and on until switched off."""

from dataclasses import dataclass, replace
from typing import Final

from upstream.domain.decider import Decider
from upstream.domain.quality.built_in import BY_KEY
from upstream.domain.quality.commands import (
    ChangeRule,
    DraftRule,
    RuleCommand,
    SwitchRuleOff,
    SwitchRuleOn,
)
from upstream.domain.quality.events import (
    ValidationRuleChanged,
    ValidationRuleDrafted,
    ValidationRuleEvent,
    ValidationRuleSwitchedOff,
    ValidationRuleSwitchedOn,
)
from upstream.domain.quality.refusals import BuiltInRuleFixed, ValidationRuleUnknown
from upstream.domain.quality.rule import Text
from upstream.domain.quality.wellformed import prove

KIND: Final = "validation-rule"


@dataclass(frozen=True, slots=True)
class Unwritten: ...


@dataclass(frozen=True, slots=True)
class Own:
    """The customer's."""

    text: Text
    is_on: bool


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """Ours; nothing of it is stored but whether it is on."""

    key: str
    is_on: bool


ValidationRule = Unwritten | Own | BuiltIn


def decide(command: RuleCommand, rule: ValidationRule) -> tuple[ValidationRuleEvent, ...]:
    match command:
        case DraftRule(text=text):
            if isinstance(rule, Own):
                return ()
            prove(text)
            return (ValidationRuleDrafted(text=text),)
        case ChangeRule(text=text):
            if _own(rule).text == text:
                return ()
            prove(text)
            return (ValidationRuleChanged(text=text),)
        case SwitchRuleOn(built_in=key):
            return () if _is_on(rule, key) else (ValidationRuleSwitchedOn(built_in=key),)
        case SwitchRuleOff(built_in=key):
            return (ValidationRuleSwitchedOff(built_in=key),) if _is_on(rule, key) else ()


def _own(rule: ValidationRule) -> Own:
    match rule:
        case Own():
            return rule
        case BuiltIn():
            raise BuiltInRuleFixed("a built-in rule can be switched off, not changed")
        case Unwritten():
            raise ValidationRuleUnknown("there is no such rule")


def _is_on(rule: ValidationRule, key: str | None) -> bool:
    """A built-in rule that nobody has touched is on."""
    match rule:
        case Own(is_on=is_on) | BuiltIn(is_on=is_on):
            return is_on
        case Unwritten():
            if key not in BY_KEY:
                raise ValidationRuleUnknown("there is no such rule")
            return True


def evolve(rule: ValidationRule, event: ValidationRuleEvent) -> ValidationRule:
    match event:
        case ValidationRuleDrafted(text=text):
            return Own(text, is_on=False)
        case ValidationRuleChanged(text=text):
            return Own(text, is_on=isinstance(rule, Own) and rule.is_on)
        case ValidationRuleSwitchedOn(built_in=key):
            return _switched(rule, key, is_on=True)
        case ValidationRuleSwitchedOff(built_in=key):
            return _switched(rule, key, is_on=False)


def _switched(rule: ValidationRule, key: str | None, *, is_on: bool) -> ValidationRule:
    return replace(rule, is_on=is_on) if isinstance(rule, Own) else BuiltIn(key or "", is_on)


decider: Decider[RuleCommand, ValidationRule, ValidationRuleEvent] = Decider(
    KIND, Unwritten(), decide, evolve
)
