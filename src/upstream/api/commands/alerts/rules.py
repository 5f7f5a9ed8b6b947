"""Writing, changing, switching and trying out alert rules; making one forget what it learned."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, Router, post, put
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done, shown
from upstream.api.dependencies import (
    AskedGiven,
    ContextGiven,
    PartsGiven,
    PlaceGiven,
    VersionGiven,
)
from upstream.api.dollars import Dollars, cents
from upstream.application.alerts.lessons import forget_lesson
from upstream.application.alerts.rules import create_rule, revise_rule, switch_rule
from upstream.domain.alerts.commands import CreateAlertRule, ReviseAlertRule
from upstream.domain.alerts.lesson import ForgetLesson
from upstream.domain.alerts.terms import QuietHours, RuleTerms
from upstream.domain.drift.settings import Kind
from upstream.projections.alerts.dry_run import NEEDS, DryRun, dry_run

Share = Annotated[float, msgspec.Meta(ge=0, le=1, description="0 to 1, four decimals count.")]
Minutes = Annotated[int, msgspec.Meta(ge=0)]


class RuleAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All terms of a rule. None, or an empty list, means any."""

    name: str
    severity_min: Share = 0.4
    confidence_min: Share = 0.5
    dollars_at_risk_min: Dollars = "0"
    product: str | None = None
    kind: Kind | None = None
    payers: tuple[str, ...] = ()
    cpt_groups: tuple[str, ...] = ()
    channels: tuple[UUID, ...] = ()
    quiet_hours: QuietHours | None = None
    cooldown_minutes: Minutes = 240
    learns: bool = True
    escalate_after_minutes: Minutes | None = None
    escalation_channels: tuple[UUID, ...] = ()

    def terms(self) -> RuleTerms:
        return RuleTerms(
            name=self.name,
            severity_min_bps=round(self.severity_min * 10_000),
            confidence_min_bps=round(self.confidence_min * 10_000),
            at_risk_min_cents=cents(self.dollars_at_risk_min),
            product=self.product,
            kind=self.kind,
            payers=self.payers,
            cpt_groups=self.cpt_groups,
            channels=self.channels,
            quiet_hours=self.quiet_hours,
            cooldown_minutes=self.cooldown_minutes,
            learns=self.learns,
            escalate_after_minutes=self.escalate_after_minutes,
            escalation_channels=self.escalation_channels,
        )


class RehearsalAsked(RuleAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The terms to try, whether a rule has them yet or not."""

    rule_id: UUID | None = None
    """What this rule has learned from verdicts counts; default: nothing learned."""


class LessonAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    payer: str
    kind: Kind


@post(
    "/alert-rules",
    operation_id="alert_rules.create",
    opt=allowed("rules:write", command="alerts.create_rule"),
    sync_to_thread=True,
)
def create(data: JSONBody[RuleAsked], parts: PartsGiven, context: ContextGiven) -> Response[Done]:
    """Write a rule; it is on from the start. Try it out first: `alert-rules/dry-run`."""
    command = CreateAlertRule(**msgspec.structs.asdict(data.terms()))
    return done(create_rule(parts.log, context, command))


@put(
    "/alert-rules/{rule_id:uuid}",
    operation_id="alert_rules.revise",
    opt=allowed("rules:write", command="alerts.revise_rule"),
    status_code=201,
    sync_to_thread=True,
)
def revise(
    rule_id: FromPath[UUID],
    data: JSONBody[RuleAsked],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """All terms at once; what is left out goes back to its default."""
    command = ReviseAlertRule(terms=data.terms())
    return done(revise_rule(parts.log, context, rule_id, command, expected_version=version))


@post(
    "/alert-rules/{rule_id:uuid}/switch-on",
    operation_id="alert_rules.switch_on",
    opt=allowed("rules:write", command="alerts.switch_rule_on"),
    sync_to_thread=True,
)
def switch_on(
    rule_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Let it raise alerts again."""
    return done(switch_rule(parts.log, context, rule_id, on=True, expected_version=version))


@post(
    "/alert-rules/{rule_id:uuid}/switch-off",
    operation_id="alert_rules.switch_off",
    opt=allowed("rules:write", command="alerts.switch_rule_off"),
    sync_to_thread=True,
)
def switch_off(
    rule_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Raise nothing more by it; what it raised stays."""
    return done(switch_rule(parts.log, context, rule_id, on=False, expected_version=version))


@post(
    "/alert-rules/{rule_id:uuid}/forget",
    operation_id="alert_rules.forget",
    opt=allowed("rules:write", command="alerts.forget_lesson"),
    sync_to_thread=True,
)
def forget(
    rule_id: FromPath[UUID], data: JSONBody[LessonAsked], parts: PartsGiven, context: ContextGiven
) -> Response[Done]:
    """Set what verdicts taught about one payer and kind back to nothing; judgments stay."""
    command = ForgetLesson(rule_id=rule_id, payer=data.payer, kind=data.kind)
    return done(forget_lesson(parts.log, context, command))


@post(
    "/alert-rules/dry-run",
    operation_id="alert_rules.dry_run",
    opt=allowed("alerts:read"),
    status_code=200,
    sync_to_thread=True,
)
def rehearse(
    data: JSONBody[RehearsalAsked], parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[DryRun]:
    """What these terms would have raised over the last year, and what would have been kept down,
    with reasons. Changes nothing.
    """
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        known_at = datetime.now(UTC) if asked.as_of is None else view.recorded_at()
        found = dry_run(
            view,
            data.terms(),
            rule_id=data.rule_id,
            time_zone=place.time_zone,
            now=known_at or datetime.now(UTC),
        )
    return shown(found, found.position)


rule_commands = Router(
    "/", route_handlers=[create, revise, switch_on, switch_off, forget, rehearse]
)
