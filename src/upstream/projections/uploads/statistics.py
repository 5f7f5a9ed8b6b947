"""What do all uploads of a customer add up to?"""

from collections.abc import Mapping
from datetime import datetime
from typing import get_args

import msgspec
from sqlalchemy import func, select

from upstream.domain.uploads.counts import Counts
from upstream.projections.tables import standing
from upstream.projections.uploads.documents import Status
from upstream.projections.uploads.tables import uploads as u
from upstream.projections.view import View


class UploadStatistics(msgspec.Struct, frozen=True, kw_only=True):
    """All uploads of a customer in one answer; every status is counted, also where it is 0."""

    uploads_total: int
    by_status: Mapping[Status, int]
    size_bytes_total: int
    rows_read: int
    rows_new: int
    rows_changed: int
    rows_repeated: int
    rows_rejected: int
    rows_skipped: int
    last_received_at: datetime | None


def upload_statistics(view: View) -> UploadStatistics:
    """One query for everything."""
    sums = ("size_bytes", *Counts.__struct_fields__)
    statement = (
        select(
            u.c.status,
            func.count().label("uploads"),
            func.max(u.c.received_at).label("last"),
            *(func.sum(u.c[name]).label(name) for name in sums),
        )
        .where(standing(u, view))
        .group_by(u.c.status)
    )
    rows = view.connection.execute(statement).mappings().all()
    totals = {name: int(sum(row[name] for row in rows)) for name in sums}
    by_status: dict[Status, int] = dict.fromkeys(get_args(Status), 0)
    by_status |= {row["status"]: row["uploads"] for row in rows}
    return UploadStatistics(
        uploads_total=sum(by_status.values()),
        by_status=by_status,
        size_bytes_total=totals.pop("size_bytes"),
        last_received_at=max((row["last"] for row in rows), default=None),
        **totals,
    )
