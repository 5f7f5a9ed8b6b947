"""Which backfills were there, and how far is each of them?"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    RowMapping,
    Table,
    Text,
    Uuid,
    func,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB

from upstream.domain.drift.backfill import (
    BackfillCancelled,
    BackfillCompleted,
    BackfillFailed,
    BackfillRequested,
    untils,
)
from upstream.domain.drift.refusals import BackfillUnknown
from upstream.projections.drift.run_versions import drift_runs as run_versions
from upstream.projections.drift.tables import drift_runs as r
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions
from upstream.projections.tables import metadata, standing
from upstream.projections.view import View

_VERSIONS = RowVersions(table="drift_backfills", key="backfill_id")

table = Table(
    "drift_backfills",
    metadata,
    Column("customer_id", Uuid),
    Column("backfill_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("products", JSONB),
    Column("first_until", Date),
    Column("last_until", Date),
    Column("as_known_then", Boolean),
    Column("state", Text),
    Column("runs", Integer),
    Column("skipped", Integer),
    Column("failure_code", Text),
    Column("requested_by", Text),
    Column("requested_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
)


def changes(batch: Batch) -> Iterator[Change]:
    yield from _VERSIONS.changes(
        _news_of(fact, commit) for commit, facts in batch.by_commit() for fact in facts
    )


def _news_of(fact: Fact, commit: CommitNote) -> News:
    at = commit.recorded_at.isoformat()
    match fact.event():
        case BackfillRequested() as asked:
            patch: dict[str, object] = {
                "state": "requested",
                "products": asked.products,
                "first_until": asked.first_until,
                "last_until": asked.last_until,
                "as_known_then": asked.as_known_then,
                "requested_by": commit.actor,
                "requested_at": at,
            }
        case BackfillCompleted(runs=runs, skipped=skipped):
            patch = {"state": "completed", "runs": runs, "skipped": skipped, "finished_at": at}
        case BackfillCancelled():
            patch = {"state": "cancelled", "finished_at": at}
        case BackfillFailed(code=code):
            patch = {"state": "failed", "failure_code": code, "finished_at": at}
        case other:
            raise AssertionError(type(other).__name__)
    return News(fact.stream_id, fact.position, {**patch, "version": fact.version})


drift_backfills = Projection(
    name="drift_backfills",
    version=1,
    tags=tags_of(BackfillRequested, BackfillCompleted, BackfillCancelled, BackfillFailed),
    changes=changes,
)
NEEDS = (drift_backfills, run_versions)


class Backfill(msgspec.Struct, frozen=True, kw_only=True):
    """`runs_total` = products x weeks; `runs_done` of them are completed or failed. Weeks before
    anything was known, and products switched off meanwhile, are `skipped` and make no run.
    """

    id: UUID
    products: list[str]
    first_until: date
    last_until: date
    as_known_then: bool
    state: str
    weeks: int
    runs_total: int
    runs_done: int
    reached: date | None
    """Where the latest of its runs looked until."""
    findings: int
    """All runs' findings together; a drift seen in ten weeks counts ten times."""
    skipped: int | None
    failure_code: str | None
    requested_by: str
    requested_at: datetime
    finished_at: datetime | None
    version: int


class BackfillPage(msgspec.Struct, frozen=True, kw_only=True):
    """`next` goes back in as `after`."""

    items: list[Backfill]
    next: tuple[str, str] | None


def list_backfills(
    view: View, *, limit: int = 50, after: tuple[str, str] | None = None
) -> BackfillPage:
    """The latest first."""
    statement = select(table).where(standing(table, view))
    if after is not None:
        at, backfill_id = datetime.fromisoformat(after[0]), UUID(after[1])
        before = tuple_(table.c.requested_at, table.c.backfill_id) < (at, backfill_id)
        statement = statement.where(before)
    latest = (table.c.requested_at.desc(), table.c.backfill_id.desc())
    rows = view.connection.execute(statement.order_by(*latest).limit(limit + 1)).mappings().all()
    items = [_backfill(view, row) for row in rows[:limit]]
    more = len(rows) > limit
    return BackfillPage(
        items=items,
        next=(items[-1].requested_at.isoformat(), str(items[-1].id)) if more else None,
    )


def backfill(view: View, backfill_id: UUID) -> Backfill:
    """Raises `BackfillUnknown`."""
    statement = select(table).where(standing(table, view), table.c.backfill_id == backfill_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise BackfillUnknown("there is no such backfill at that moment")
    return _backfill(view, row)


def _backfill(view: View, row: RowMapping) -> Backfill:
    over = r.c.state.in_(("completed", "failed"))
    made = select(
        func.count().label("done"),
        func.max(r.c.until).label("reached"),
        func.coalesce(func.sum(r.c.findings), 0).label("findings"),
    ).where(standing(r, view), r.c.backfill_id == row["backfill_id"], over)
    so_far = view.connection.execute(made).one()
    weeks = len(untils(row["first_until"], row["last_until"]))
    known = {name: row[name] for name in _AS_STORED}
    return Backfill(
        **known,
        id=row["backfill_id"],
        weeks=weeks,
        runs_total=weeks * len(row["products"]),
        runs_done=so_far.done,
        reached=so_far.reached,
        findings=so_far.findings,
    )


_AS_STORED = [name for name in Backfill.__struct_fields__ if name in table.c]
