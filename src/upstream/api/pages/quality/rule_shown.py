"""One validation rule on its page: what it says, its editor, what a dry run found."""

from uuid import UUID

from upstream.api.charts.wording import count
from upstream.api.pages.frame.pieces import Named
from upstream.api.pages.frame.showing import Shown, still
from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.quality.quality_view import RulePage, Tried
from upstream.api.pages.quality.rule_form import form_of
from upstream.api.pages.quality.rule_words import scope_said, test_said
from upstream.api.statuses import STATUS
from upstream.domain.messages import Refusal
from upstream.domain.quality.rule import Text
from upstream.projections.quality.list_rules import NEEDS, RuleRow, rule


def rule_known(visit: Visit, rule_id: UUID, min_position: int = 0) -> RuleRow:
    with visit.parts.views.at(visit.customer_id, needs=NEEDS, min_position=min_position) as view:
        return rule(view, rule_id)


def show_rule(
    visit: Visit,
    known: RuleRow | None,
    *,
    typed: dict[str, str] | None = None,
    refused: Refusal | None = None,
    tried: Tried | None = None,
) -> Shown:
    may_write = visit.may("quality:write")
    own = known is None or known.origin == "own"
    path = visit.path("quality", "rules")
    here = path if known is None else f"{path}/{known.id}"
    page = RulePage(
        title=known.name if known else "New rule",
        rules_href=path,
        action=here if may_write and own else None,
        facts=_facts(known) if known else (),
        is_on=known is not None and known.is_on,
        switch_action=f"{here}/switch" if may_write and known else None,
        try_action=f"{here}/try" if may_write and known else None,
        form=form_of(_text(known), typed) if may_write and own else None,
        version=known.version if known else 0,
        refused=sentence(refused.detail) if refused else None,
        tried=tried,
    )
    status = STATUS[refused.code] if refused else 200
    return still(visit, "quality", page.title, "rule.html", page=page, status=status)


def _text(known: RuleRow | None) -> Text | None:
    if known is None:
        return None
    return Text(name=known.name, severity=known.severity, test=known.test, scope=known.scope)


def _facts(row: RuleRow) -> tuple[Named, ...]:
    told = (
        ("Holds when", test_said(row.test)),
        ("Severity", row.severity.capitalize()),
        ("Limited to", scope_said(row.scope)),
        ("Origin", "Built in" if row.origin == "built_in" else "Your own"),
        ("Version", count(row.version)),
    )
    return tuple(Named(name=name, value=value) for name, value in told)
