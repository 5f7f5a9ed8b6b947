"""Through which channels can people be told?"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from upstream.domain.deliveries.events import (
    ChannelOpened,
    ChannelRevised,
    ChannelSecretTurned,
    ChannelSwitchedOff,
    ChannelSwitchedOn,
)
from upstream.domain.deliveries.refusals import ChannelUnknown
from upstream.projections.deliveries.tables import channels as c
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions
from upstream.projections.tables import standing
from upstream.projections.view import View

_VERSIONS = RowVersions(table="channels", key="channel_id")


def changes(batch: Batch) -> Iterator[Change]:
    yield from _VERSIONS.changes(
        _news_of(fact, commit) for commit, facts in batch.by_commit() for fact in facts
    )


def _news_of(fact: Fact, commit: CommitNote) -> News:
    match fact.event():
        case ChannelOpened(terms=terms, secret_id=secret_id):
            patch: dict[str, object] = {
                **msgspec.structs.asdict(terms),
                "secret_id": secret_id,
                "is_on": True,
            }
        case ChannelRevised(after=after):
            patch = msgspec.structs.asdict(after)
        case ChannelSecretTurned(secret_id=secret_id):
            patch = {"secret_id": secret_id, "turned_at": commit.recorded_at.isoformat()}
        case ChannelSwitchedOff():
            patch = {"is_on": False}
        case ChannelSwitchedOn():
            patch = {"is_on": True}
        case other:
            raise AssertionError(type(other).__name__)
    return News(fact.stream_id, fact.position, {**patch, "version": fact.version})


channels = Projection(
    name="channels",
    version=1,
    tags=tags_of(
        ChannelOpened, ChannelRevised, ChannelSecretTurned, ChannelSwitchedOff, ChannelSwitchedOn
    ),
    changes=changes,
)

NEEDS = (channels,)


class ChannelRow(msgspec.Struct, frozen=True, kw_only=True):
    """One channel; no secret. `address` is where a webhook is posted to, of Slack the host."""

    id: UUID
    kind: str
    name: str
    recipients: list[str]
    address: str | None
    is_on: bool
    turned_at: datetime | None
    version: int


def list_channels(view: View) -> list[ChannelRow]:
    """By name."""
    statement = select(c).where(standing(c, view)).order_by(c.c.name, c.c.channel_id)
    return [_row(row) for row in view.connection.execute(statement).mappings()]


def channel(view: View, channel_id: UUID) -> ChannelRow:
    """Raises `ChannelUnknown`."""
    statement = select(c).where(standing(c, view), c.c.channel_id == channel_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise ChannelUnknown("there is no such channel at that moment")
    return _row(row)


def _row(row: RowMapping) -> ChannelRow:
    same = set(ChannelRow.__struct_fields__) & set(row)
    return ChannelRow(id=row["channel_id"], **{name: row[name] for name in same})
