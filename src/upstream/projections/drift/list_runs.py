"""Which runs were there, the latest first, and how did one of them go?"""

from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, func, select, tuple_

from upstream.domain.drift.refusals import DriftRunUnknown
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.windows import Windows
from upstream.projections.drift.documents import Finding
from upstream.projections.drift.finding_versions import findings as finding_versions
from upstream.projections.drift.list_findings import findings_of_run
from upstream.projections.drift.run_versions import drift_runs as run_versions
from upstream.projections.drift.tables import drift_runs as r
from upstream.projections.settings.settings_versions import NEEDS as SETTINGS
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS = (run_versions, finding_versions, *SETTINGS)


class DriftRun(msgspec.Struct, frozen=True, kw_only=True):
    """One run. `until` ends its current window, `position` is what it knew.

    `standing` is `look_back` where it looked at an earlier time or with earlier knowledge, and so
    left today's findings alone. The same position, `until` and settings give the same
    `findings_sha256`.
    """

    id: UUID
    product: str
    state: str
    until: date
    as_of: int | None
    position: int | None
    windows: Windows | None
    settings: Settings | None
    code_version: str | None
    cells: int | None
    tests: int | None
    findings_count: int | None
    findings_sha256: str | None
    standing: str | None
    failure_code: str | None
    requested_by: str
    requested_at: datetime
    finished_at: datetime | None
    backfill_id: UUID | None
    version: int


class RunFilter(msgspec.Struct, frozen=True, kw_only=True):
    """All given conditions hold. With `backfill_id`: the runs that backfill asked for."""

    product: str | None = None
    status: Literal["requested", "started", "completed", "failed"] | None = None
    backfill_id: UUID | None = None


ANY_RUN: Final = RunFilter()


class DriftRunDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A run with everything it found, in its own order."""

    run: DriftRun
    findings: list[Finding]


class DriftRunPage(msgspec.Struct, frozen=True, kw_only=True):
    """`next` goes back in as `after`."""

    items: list[DriftRun]
    next: tuple[str, str] | None


def list_runs(
    view: View,
    wanted: RunFilter = ANY_RUN,
    *,
    limit: int = 50,
    after: tuple[str, str] | None = None,
) -> DriftRunPage:
    given = {
        r.c.product: wanted.product,
        r.c.state: wanted.status,
        r.c.backfill_id: wanted.backfill_id,
    }
    conditions = [column == value for column, value in given.items() if value is not None]
    statement = select(r).where(standing(r, view), *conditions)
    if after is not None:
        at, run_id = datetime.fromisoformat(after[0]), UUID(after[1])
        statement = statement.where(tuple_(r.c.requested_at, r.c.run_id) < (at, run_id))
    statement = statement.order_by(r.c.requested_at.desc(), r.c.run_id.desc()).limit(limit + 1)
    rows = view.connection.execute(statement).mappings().all()
    items = [_run(row) for row in rows[:limit]]
    more = len(rows) > limit
    return DriftRunPage(
        items=items,
        next=(items[-1].requested_at.isoformat(), str(items[-1].id)) if more else None,
    )


def run(view: View, run_id: UUID) -> DriftRunDetail:
    """Raises `DriftRunUnknown`."""
    statement = select(r).where(standing(r, view), r.c.run_id == run_id)
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise DriftRunUnknown("there is no such run at that moment")
    return DriftRunDetail(run=_run(row), findings=findings_of_run(view, run_id))


def last_run_at(view: View) -> datetime | None:
    """When the latest completed run ended."""
    latest = select(func.max(r.c.finished_at)).where(standing(r, view), r.c.state == "completed")
    found = view.connection.execute(latest).scalar_one_or_none()
    assert found is None or isinstance(found, datetime)
    return found


def _run(row: RowMapping) -> DriftRun:
    settings = msgspec.convert(row["settings"], Settings) if row["settings"] else None
    windows = (
        Windows.ending(
            row["until"],
            current_days=settings.current_days,
            baseline_days=settings.baseline_days,
        )
        if settings
        else None
    )
    return DriftRun(
        id=row["run_id"],
        product=row["product"],
        state=row["state"],
        until=row["until"],
        as_of=row["as_of"],
        position=row["position"],
        windows=windows,
        settings=settings,
        code_version=row["code_version"],
        cells=row["cells"],
        tests=row["tests"],
        findings_count=row["findings"],
        findings_sha256=row["findings_sha256"],
        standing=row["standing"],
        failure_code=row["failure_code"],
        requested_by=row["requested_by"],
        requested_at=row["requested_at"],
        finished_at=row["finished_at"],
        backfill_id=row["backfill_id"],
        version=row["version"],
    )
