"""An alert rule as its page shows it: the form with what can be chosen, and its record."""

from typing import get_args

from upstream.api.pages.alerts.alert_rule_figures import (
    lessons_of,
    months_of,
    precision_said,
    suppressed_of,
)
from upstream.api.pages.alerts.alert_rule_form import RuleForm, chosen
from upstream.api.pages.alerts.alert_rules_view import RulePage
from upstream.api.pages.frame.pieces import Option, options
from upstream.api.pages.frame.signals import kind_said
from upstream.api.pages.frame.visits import Visit
from upstream.domain.drift.products import PRODUCTS
from upstream.domain.drift.settings import Kind
from upstream.projections.alerts.rule_record import RuleRecord
from upstream.projections.deliveries.channels import ChannelRow


def rule_shown(
    visit: Visit, known: RuleRecord | None, form: RuleForm, channels: list[ChannelRow]
) -> RulePage:
    path = visit.path("alert-rules")
    here = f"{path}/{known.id}" if known else path
    switch = f"{here}/{'switch-off' if known.is_on else 'switch-on'}" if known else None
    may_change = visit.may("rules:write")
    audit = visit.path("audit", "alert-rule", known.id) if known else None
    return RulePage(
        title=known.name if known else "New alert rule",
        list_href=path,
        action=here,
        try_action=f"{here}/dry-run",
        switch_action=switch if may_change else None,
        forget_action=f"{here}/forget" if known and may_change else None,
        audit_href=audit if visit.may("audit:read") else None,
        is_on=known.is_on if known else True,
        may_change=may_change,
        form=form,
        products=options(
            [(each.product, each.product.capitalize()) for each in PRODUCTS],
            form.product,
            anything="Any product",
        ),
        kinds=options(
            [(kind, kind_said(kind).capitalize()) for kind in get_args(Kind)],
            form.kind,
            anything="Any kind of change",
        ),
        channels=_channels(channels, form.channels),
        escalation_channels=_channels(channels, form.escalation_channels),
        zone=visit.zone,
        precision_said=precision_said(known.precision) if known else "",
        months=months_of(known.precision_by_month) if known else (),
        lessons=lessons_of(known.lessons) if known else (),
        suppressed=suppressed_of(known.suppressed) if known else (),
    )


def _channels(known: list[ChannelRow], ticked: str | list[str]) -> tuple[Option, ...]:
    ids = chosen(ticked)
    return tuple(
        Option(
            value=str(each.id),
            label=f"{each.name} ({each.kind}{'' if each.is_on else ', off'})",
            chosen=str(each.id) in ids,
        )
        for each in known
    )
