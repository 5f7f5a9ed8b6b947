"""Which alerts, uploads, runs and backfills moved since a position, and how do they stand now?"""

from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, Table, select

from upstream.domain.drift.severity import Bands, severity_label
from upstream.projections.alerts.alert_versions import alerts as alert_versions
from upstream.projections.alerts.tables import alerts as a
from upstream.projections.drift.backfill_versions import drift_backfills as backfill_versions
from upstream.projections.drift.backfill_versions import table as b
from upstream.projections.drift.run_versions import drift_runs as run_versions
from upstream.projections.drift.tables import drift_runs as r
from upstream.projections.settings.settings_versions import NEEDS as SETTINGS
from upstream.projections.settings.settings_versions import bands_at
from upstream.projections.tables import standing
from upstream.projections.uploads.tables import uploads as u
from upstream.projections.uploads.upload_versions import uploads as upload_versions
from upstream.projections.view import View

NEEDS = (alert_versions, upload_versions, run_versions, backfill_versions, *SETTINGS)

Topic = Literal[
    "alert.raised", "alert.changed", "upload.progress", "run.finished", "backfill.finished"
]

_OVER = ("completed", "failed", "cancelled")
AT_ONCE = 500
"""Who missed more than that reads the lists again."""


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that moved. `position` is where in the log it came to stand as told."""

    position: int
    topic: Topic
    data: dict[str, object]


class Latest(msgspec.Struct, frozen=True, kw_only=True):
    """Everything after a position, in order, up to `position`; `all`: nothing was left out."""

    position: int
    items: list[News]
    all: bool


def news_since(view: View, after: int) -> Latest:
    """Each thing once, as it stands: what happened to it between is in its history."""
    bands = bands_at(view)
    found = [
        *(_alert(row, bands) for row in _moved(view, a, after)),
        *(_upload(row) for row in _moved(view, u, after)),
        *(_run(row) for row in _moved(view, r, after, r.c.state.in_(_OVER))),
        *(_backfill(row) for row in _moved(view, b, after, b.c.state.in_(_OVER))),
    ]
    found.sort(key=lambda news: news.position)
    whole = len(found) <= AT_ONCE
    return Latest(position=view.position, items=found if whole else [], all=whole)


def _moved(view: View, table: Table, after: int, *more: ColumnElement[bool]) -> list[RowMapping]:
    statement: Any = select(table).where(standing(table, view), table.c.from_position > after)
    rows = view.connection.execute(statement.where(*more).limit(AT_ONCE + 1))
    return list(rows.mappings())


def _alert(row: RowMapping, bands: Bands) -> News:
    return News(
        position=row["from_position"],
        topic="alert.raised" if row["version"] == 1 else "alert.changed",
        data={
            "id": _id(row["alert_id"]),
            "status": row["status"],
            "product": row["product"],
            "kind": row["kind"],
            "payer": row["payer"],
            "cpt_group": row["cpt_group"],
            "severity_label": severity_label(row["severity_bps"], bands),
            "version": row["version"],
        },
    )


def _upload(row: RowMapping) -> News:
    return News(
        position=row["from_position"],
        topic="upload.progress",
        data={
            "id": _id(row["upload_id"]),
            "status": row["status"],
            "rows_read": row["rows_read"],
            "bytes_read": row["bytes_read"],
            "size_bytes": row["size_bytes"],
            "version": row["version"],
        },
    )


def _run(row: RowMapping) -> News:
    return News(
        position=row["from_position"],
        topic="run.finished",
        data={
            "id": _id(row["run_id"]),
            "state": row["state"],
            "product": row["product"],
            "findings": row["findings"],
        },
    )


def _backfill(row: RowMapping) -> News:
    return News(
        position=row["from_position"],
        topic="backfill.finished",
        data={
            "id": _id(row["backfill_id"]),
            "state": row["state"],
            "products": row["products"],
            "runs": row["runs"],
        },
    )


def _id(value: UUID) -> str:
    return str(value)
