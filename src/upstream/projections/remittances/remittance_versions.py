"""What was each payment, and which of them still count?"""

from collections.abc import Iterator

from upstream.domain.remittances.events import (
    RemittanceRecorded,
    RemittanceSeenAgain,
    RemittanceWithdrawn,
)
from upstream.domain.remittances.facts import ProviderAdjustment, Telling
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions

_VERSIONS = RowVersions(table="remittances", key="remittance_id")
_SAME = (
    *("payer", "payer_id", "payee", "payee_id", "trace", "method", "paid_cents", "paid_on"),
    *("produced_on", "claims_count", "lines_count", "claims_paid_cents", "taken_back_cents"),
    *("difference_cents", "claims_off_balance", "lines_off_balance"),
)


def changes(batch: Batch) -> Iterator[Change]:
    yield from _VERSIONS.changes(
        _news_of(fact, commit) for commit, facts in batch.by_commit() for fact in facts
    )


def _news_of(fact: Fact, commit: CommitNote) -> News:
    patch = {
        **_patch(fact, commit),
        "version": fact.version,
        "recorded_at": commit.recorded_at.isoformat(),
    }
    return News(fact.stream_id, fact.position, patch)


def _patch(fact: Fact, commit: CommitNote) -> dict[str, object]:
    match fact.event():
        case RemittanceRecorded() | RemittanceSeenAgain() as told:
            return _told(Telling(told.upload_id, told.line, told.facts), commit)
        case RemittanceWithdrawn(left=None):
            return {"withdrawn": True}
        case RemittanceWithdrawn(left=left):
            assert left is not None
            return _told(left, commit)
        case other:
            raise AssertionError(type(other).__name__)


def _told(telling: Telling, commit: CommitNote) -> dict[str, object]:
    """`dated_on` orders payments: the day of payment, or the one it was announced on."""
    facts = telling.facts
    return {
        **{name: getattr(facts, name) for name in _SAME},
        "dated_on": facts.paid_on or facts.produced_on or commit.recorded_at.date(),
        "adjustments": [_row(one) for one in facts.adjustments],
        "upload_id": telling.upload_id,
        "line": telling.line,
        "withdrawn": False,
    }


def _row(adjustment: ProviderAdjustment) -> dict[str, object]:
    """Every field, those without a value too."""
    return {name: getattr(adjustment, name) for name in ProviderAdjustment.__struct_fields__}


remittances = Projection(
    name="remittances",
    version=1,
    tags=tags_of(RemittanceRecorded, RemittanceSeenAgain, RemittanceWithdrawn),
    changes=changes,
)
