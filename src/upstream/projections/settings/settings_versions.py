"""How has a customer set things up, and since when?"""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Column, DateTime, Integer, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import JSONB

from upstream.domain.drift.severity import Bands
from upstream.domain.settings.customer_settings import CustomerSettings, SettingsChanged, TierGiven
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions
from upstream.projections.tables import metadata, standing
from upstream.projections.view import View

_VERSIONS = RowVersions(table="customer_settings", key="settings_id")

table = Table(
    "customer_settings",
    metadata,
    Column("customer_id", Uuid),
    Column("settings_id", Uuid),
    Column("from_position", BigInteger),
    Column("to_position", BigInteger),
    Column("version", Integer),
    Column("settings", JSONB),
    Column("changed_at", DateTime(timezone=True)),
    Column("changed_by", Text),
)


def changes(batch: Batch) -> Iterator[Change]:
    told = [(fact, commit) for commit, facts in batch.by_commit() for fact in facts]
    yield from _VERSIONS.changes(_news_of(fact, commit) for fact, commit in told)


def _news_of(fact: Fact, commit: CommitNote) -> News:
    event = fact.event()
    assert isinstance(event, SettingsChanged | TierGiven)
    patch = {
        "version": fact.version,
        "settings": event.after,
        "changed_at": commit.recorded_at.isoformat(),
        "changed_by": commit.actor,
    }
    return News(fact.stream_id, fact.position, patch)


customer_settings = Projection(
    name="customer_settings", version=1, tags=tags_of(SettingsChanged, TierGiven), changes=changes
)
NEEDS = (customer_settings,)


class SettingsRow(msgspec.Struct, frozen=True, kw_only=True):
    """Sensitive words are sealed. Version 0: nobody has changed anything."""

    settings: CustomerSettings = CustomerSettings()
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str | None = None


def settings_at(view: View) -> SettingsRow:
    """As they stood at the view's position."""
    row = view.connection.execute(select(table).where(standing(table, view))).mappings().first()
    if row is None:
        return SettingsRow()
    return SettingsRow(
        settings=msgspec.convert(row["settings"], CustomerSettings),
        version=row["version"],
        changed_at=row["changed_at"],
        changed_by=row["changed_by"],
    )


def bands_at(view: View) -> Bands:
    """From which severity on something is medium, high, critical; the view must need `NEEDS`."""
    return settings_at(view).settings.detection.bands
