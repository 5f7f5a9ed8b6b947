"""By which rules are files held, as they stood? The built-in ones need nobody to write them."""

from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from upstream.domain.quality.built_in import BUILT_IN
from upstream.domain.quality.refusals import ValidationRuleUnknown
from upstream.domain.quality.rule import Scope, Severity, Test, Text
from upstream.domain.quality.validation_rule import KIND
from upstream.domain.streams import stream_of
from upstream.projections.quality.rule_versions import validation_rules as rule_versions
from upstream.projections.quality.tables import validation_rules as v
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (rule_versions,)


class RuleRow(msgspec.Struct, frozen=True, kw_only=True):
    """One rule as it stood. `version` 0: built in, and never switched."""

    id: UUID
    key: str | None
    """Of a built-in rule."""
    name: str
    severity: Severity
    test: Test
    scope: Scope
    is_on: bool
    origin: Literal["built_in", "own"]
    version: int


def list_rules(view: View) -> list[RuleRow]:
    """The built-in ones in their own order, then the customer's by name."""
    statement = select(v).where(standing(v, view))
    rows = {row["rule_id"]: row for row in view.connection.execute(statement).mappings()}
    built_in = [_built_in(view, rows, place) for place in range(len(BUILT_IN))]
    own = [_own(row) for row in rows.values() if row["built_in"] is None]
    return [*built_in, *sorted(own, key=lambda row: (row.name.casefold(), str(row.id)))]


def rule(view: View, rule_id: UUID) -> RuleRow:
    """Raises `ValidationRuleUnknown`."""
    for row in list_rules(view):
        if row.id == rule_id:
            return row
    raise ValidationRuleUnknown("there is no such rule at that moment")


def _built_in(view: View, rows: dict[UUID, RowMapping], place: int) -> RuleRow:
    known = BUILT_IN[place]
    rule_id = stream_of(view.customer_id, KIND, known.key)
    row = rows.get(rule_id)
    return RuleRow(
        id=rule_id,
        key=known.key,
        name=known.name,
        severity=known.severity,
        test=known.test,
        scope=known.scope,
        is_on=row is None or row["is_on"],
        origin="built_in",
        version=row["version"] if row else 0,
    )


def _own(row: RowMapping) -> RuleRow:
    written = msgspec.convert(row["written"], Text)
    return RuleRow(
        id=row["rule_id"],
        key=None,
        name=written.name,
        severity=written.severity,
        test=written.test,
        scope=written.scope,
        is_on=row["is_on"],
        origin="own",
        version=row["version"],
    )
