"""Which words stand beside which alerts?"""

from uuid import UUID

from sqlalchemy import RowMapping, and_, select

from upstream.projections.alerts.tables import alert_rules as rules
from upstream.projections.alerts.tables import alerts as a
from upstream.projections.judgments.tables import judgments as j
from upstream.projections.tables import standing
from upstream.projections.view import View


def standing_words(view: View, *, rule_id: UUID | None = None) -> list[RowMapping]:
    """Every operator's standing word with its alert's payer, product, rule and times, in order."""
    of_alert = and_(standing(a, view), a.c.alert_id == j.c.alert_id)
    of_rule = and_(standing(rules, view), rules.c.rule_id == a.c.rule_id)
    statement = (
        select(
            j,
            a.c.payer,
            a.c.cpt_group,
            a.c.product,
            a.c.kind,
            a.c.raised_at,
            a.c.rule_id,
            rules.c.name,
        )
        .join(a, of_alert)
        .outerjoin(rules, of_rule)
        .where(standing(j, view))
        .order_by(j.c.from_position)
    )
    if rule_id is not None:
        statement = statement.where(a.c.rule_id == rule_id)
    return list(view.connection.execute(statement).mappings())
