"""Which validation rules are there, and which of them are on?"""

from collections.abc import Iterator
from typing import get_args

import msgspec

from upstream.domain.quality.events import (
    ValidationRuleChanged,
    ValidationRuleDrafted,
    ValidationRuleEvent,
    ValidationRuleSwitchedOff,
    ValidationRuleSwitchedOn,
)
from upstream.domain.quality.rule import Text
from upstream.projections.projection import Batch, Change, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions

_VERSIONS = RowVersions(table="validation_rules", key="rule_id")


def changes(batch: Batch) -> Iterator[Change]:
    yield from _VERSIONS.changes(_news_of(fact) for fact in batch.facts)


def _news_of(fact: Fact) -> News:
    patch = {**_patch(fact), "version": fact.version}
    return News(fact.stream_id, fact.position, patch)


def _patch(fact: Fact) -> dict[str, object]:
    match fact.event():
        case ValidationRuleDrafted(text=written):
            return {"written": _plain(written), "is_on": False}
        case ValidationRuleChanged(text=written):
            return {"written": _plain(written)}
        case ValidationRuleSwitchedOn(built_in=key):
            return {"is_on": True, **_ours(key)}
        case ValidationRuleSwitchedOff(built_in=key):
            return {"is_on": False, **_ours(key)}
        case other:
            raise AssertionError(type(other).__name__)


def _ours(key: str | None) -> dict[str, object]:
    """A built-in rule has nothing else to be told of; it stands here from its first switch on."""
    return {} if key is None else {"built_in": key}


def _plain(written: Text) -> object:
    return msgspec.to_builtins(written)


validation_rules = Projection(
    name="validation_rules",
    version=1,
    tags=tags_of(*get_args(ValidationRuleEvent)),
    changes=changes,
)
