"""Which rules decide whether somebody is told?"""

from collections.abc import Iterator

import msgspec

from upstream.domain.alerts.events import (
    AlertRuleCreated,
    AlertRuleRevised,
    AlertRuleSwitchedOff,
    AlertRuleSwitchedOn,
)
from upstream.projections.projection import Batch, Change, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions

_VERSIONS = RowVersions(table="alert_rules", key="rule_id")


def changes(batch: Batch) -> Iterator[Change]:
    yield from _VERSIONS.changes(_news_of(fact) for fact in batch.facts)


def _news_of(fact: Fact) -> News:
    match fact.event():
        case AlertRuleCreated() as created:
            patch: dict[str, object] = {**msgspec.structs.asdict(created), "is_on": True}
        case AlertRuleRevised(after=after):
            patch = msgspec.structs.asdict(after)
        case AlertRuleSwitchedOff():
            patch = {"is_on": False}
        case AlertRuleSwitchedOn():
            patch = {"is_on": True}
        case other:
            raise AssertionError(type(other).__name__)
    return News(fact.stream_id, fact.position, {**patch, "version": fact.version})


alert_rules = Projection(
    name="alert_rules",
    version=1,
    tags=tags_of(AlertRuleCreated, AlertRuleRevised, AlertRuleSwitchedOff, AlertRuleSwitchedOn),
    changes=changes,
)
