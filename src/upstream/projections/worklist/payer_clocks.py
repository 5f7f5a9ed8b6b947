"""How long is there time with each payer, and since when is that known?"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    RowMapping,
    Select,
    Table,
    Text,
    Uuid,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from upstream.domain.worklist.clocks import Clocks
from upstream.domain.worklist.events import PayerClockSet
from upstream.domain.worklist.limits import Periods
from upstream.domain.worklist.refusals import PayerClockUnknown
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions
from upstream.projections.tables import metadata, standing
from upstream.projections.view import View

_VERSIONS = RowVersions(table="payer_clocks", key="clock_id")

table = Table(
    "payer_clocks",
    metadata,
    Column("customer_id", Uuid),
    Column("clock_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("payer", Text),
    Column("periods", JSONB),
    Column("changed_at", DateTime(timezone=True)),
    Column("changed_by", Text),
)


def changes(batch: Batch) -> Iterator[Change]:
    told = [(fact, commit) for commit, facts in batch.by_commit() for fact in facts]
    yield from _VERSIONS.changes(_news_of(fact, commit) for fact, commit in told)


def _news_of(fact: Fact, commit: CommitNote) -> News:
    event = fact.event()
    assert isinstance(event, PayerClockSet)
    patch = {
        "version": fact.version,
        "payer": event.payer,
        "periods": event.after,
        "changed_at": commit.recorded_at.isoformat(),
        "changed_by": commit.actor,
    }
    return News(fact.stream_id, fact.position, patch)


payer_clocks = Projection(
    name="payer_clocks", version=1, tags=tags_of(PayerClockSet), changes=changes
)
NEEDS = (payer_clocks,)


class PayerClockRow(msgspec.Struct, frozen=True, kw_only=True):
    """`payer` None: every payer without a clock of its own. No periods: the defaults."""

    id: UUID
    payer: str | None
    periods: Periods
    version: int
    changed_at: datetime
    changed_by: str


def list_payer_clocks(view: View) -> list[PayerClockRow]:
    """As they stood at the view's position: the one for everybody first, then by payer."""
    statement = _all(view).order_by(table.c.payer.nulls_first(), table.c.clock_id)
    return [_row(row) for row in view.connection.execute(statement).mappings()]


def payer_clock(view: View, clock_id: UUID) -> PayerClockRow:
    """Raises `PayerClockUnknown`."""
    statement = _all(view).where(table.c.clock_id == clock_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise PayerClockUnknown("nobody has set that clock")
    return _row(row)


def clocks_at(view: View) -> Clocks:
    """Every clock of the customer, ready to be asked."""
    return Clocks({row.payer: row.periods for row in list_payer_clocks(view)})


def _all(view: View) -> Select[tuple[object, ...]]:
    return select(table).where(standing(table, view))


def _row(row: RowMapping) -> PayerClockRow:
    return PayerClockRow(
        id=row["clock_id"],
        payer=row["payer"],
        periods=msgspec.convert(row["periods"], Periods),
        version=row["version"],
        changed_at=row["changed_at"],
        changed_by=row["changed_by"],
    )
