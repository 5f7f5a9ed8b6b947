"""A customer's validation rules: written, changed, switched on and off, and the set in force."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import Connection, text

from upstream.application.folding import folded, folded_many
from upstream.application.mappings.payers import payer_names
from upstream.application.transact import transact
from upstream.domain.context import Context
from upstream.domain.quality.built_in import BUILT_IN, BY_KEY
from upstream.domain.quality.commands import ChangeRule, DraftRule, SwitchRuleOff, SwitchRuleOn
from upstream.domain.quality.refusals import TooManyRules, ValidationRuleUnknown
from upstream.domain.quality.rule import Rule, Rules, Text
from upstream.domain.quality.validation_rule import KIND, BuiltIn, Own, decider
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.infrastructure.log import Along, Answer, EventLog, reserve

RULES_MAX: Final = 500
"""A customer's own."""

_SCOPE: Final = "validation_rule"
_WRITTEN_TO: Final = text(
    "SELECT stream_id FROM reservations WHERE customer_id = :customer_id AND scope = :scope"
    " ORDER BY key"
)


def built_in_id(customer_id: CustomerId, key: str) -> StreamId:
    return stream_of(customer_id, KIND, key)


def key_of(customer_id: CustomerId, rule_id: UUID) -> str | None:
    """Of a built-in rule; None for any other."""
    return next(
        (rule.key for rule in BUILT_IN if built_in_id(customer_id, rule.key) == rule_id), None
    )


def draft_rule(log: EventLog, context: Context, rule: Text) -> Answer:
    """A new rule, off. Raises `RuleInvalid`, `TooManyRules`."""
    rule_id = stream_of(context.customer_id, KIND, str(context.correlation_id))
    if len(_written_to(log, context.customer_id)) >= RULES_MAX:
        raise TooManyRules(f"there are {RULES_MAX} rules already")
    command = DraftRule(text=rule)
    return transact(log, decider, rule_id, command, context, along=_listing(context, rule_id))


def change_rule(
    log: EventLog,
    context: Context,
    rule_id: UUID,
    rule: Text,
    *,
    expected_version: int | None = None,
) -> Answer:
    """Raises `ValidationRuleUnknown`, `BuiltInRuleFixed`, `RuleInvalid`, `Conflict`."""
    if key_of(context.customer_id, rule_id) is not None:
        # Also where nobody has ever switched it: its stream is empty then.
        decider.decide(ChangeRule(text=rule), BuiltIn("", is_on=True))
    command = ChangeRule(text=rule)
    return transact(log, decider, rule_id, command, context, expected_version=expected_version)


def switch_rule(
    log: EventLog,
    context: Context,
    rule_id: UUID,
    *,
    to: bool,
    expected_version: int | None = None,
) -> Answer:
    """From the next upload on. Raises `ValidationRuleUnknown`, `Conflict`."""
    key = key_of(context.customer_id, rule_id)
    return transact(
        log,
        decider,
        rule_id,
        SwitchRuleOn(built_in=key) if to else SwitchRuleOff(built_in=key),
        context,
        expected_version=expected_version,
        along=_listing(context, rule_id),
    )


def rule_standing(log: EventLog, customer_id: CustomerId, rule_id: UUID) -> Rule:
    """One rule, on or off, as an upload would be held against it now.

    Raises `ValidationRuleUnknown`.
    """
    key = key_of(customer_id, rule_id)
    if key is not None:
        return BY_KEY[key]
    place, state = folded(log, customer_id, decider, rule_id)
    if not isinstance(state, Own):
        raise ValidationRuleUnknown("there is no such rule")
    (rule,) = _by_any_name(log, customer_id, [rule_of(state.text, rule_id, place.version)])
    return rule


def rules_in_force(log: EventLog, customer_id: CustomerId) -> Rules:
    """What is on at this moment, straight from the log: the built-in ones, then the own.

    A rule for a payer is one for all names that mean this payer now.
    """
    written = _written_to(log, customer_id)
    states = {
        place.stream_id: (place.version, state)
        for place, state in folded_many(log, customer_id, decider, written)
    }
    rules: list[Rule] = []
    for rule in BUILT_IN:
        _, state = states.get(built_in_id(customer_id, rule.key), (0, None))
        if not (isinstance(state, BuiltIn) and not state.is_on):
            rules.append(rule)
    for rule_id in written:
        version, state = states[rule_id]
        if isinstance(state, Own) and state.is_on:
            rules.append(rule_of(state.text, rule_id, version))
    return _by_any_name(log, customer_id, rules)


def _by_any_name(log: EventLog, customer_id: CustomerId, rules: Sequence[Rule]) -> Rules:
    if not any(rule.scope.payers for rule in rules):
        return tuple(rules)
    names = payer_names(log, customer_id)
    return tuple(
        replace(rule, scope=replace(rule.scope, payers=names.spellings(rule.scope.payers)))
        if rule.scope.payers
        else rule
        for rule in rules
    )


def rule_of(written: Text, rule_id: UUID, version: int) -> Rule:
    return Rule(
        key=str(rule_id),
        version=version,
        name=written.name,
        severity=written.severity,
        test=written.test,
        scope=written.scope,
    )


def _listing(context: Context, rule_id: UUID) -> Along:
    """Streams are not found by what they are, so a customer's rules are listed beside the log."""

    def along(connection: Connection) -> None:
        reserve(
            connection,
            context.customer_id,
            scope=_SCOPE,
            key=rule_id.hex,
            stream_id=rule_id,
        )

    return along


def _written_to(log: EventLog, customer_id: CustomerId) -> list[StreamId]:
    asked = {"customer_id": customer_id, "scope": _SCOPE}
    with log.database.customer(customer_id) as connection:
        return [StreamId(found) for (found,) in connection.execute(_WRITTEN_TO, asked).all()]
