"""The uploads that were assessed, the newest first: what an assessment compares itself with."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import select

from upstream.application.quality.assessing import ReadHistory
from upstream.domain.quality.anomalies import UPLOADS_MAX, Earlier
from upstream.domain.quality.assessment import Assessment
from upstream.domain.units import CustomerId
from upstream.projections.quality.tables import upload_assessments as a
from upstream.projections.quality.upload_quality import upload_quality
from upstream.projections.tables import standing
from upstream.projections.uploads.list_uploads import NEEDS as UPLOADS
from upstream.projections.uploads.tables import uploads as u
from upstream.projections.view import View, Views

NEEDS = (upload_quality, *UPLOADS)


class Assessed(NamedTuple):
    """One upload with what was made of it."""

    upload_id: UUID
    file_name: str
    received_at: datetime
    assessment: Assessment


def assessed_uploads(view: View, *, limit: int) -> list[Assessed]:
    """The newest first; uploads that were withdrawn no longer count."""
    statement = (
        select(a.c.upload_id, u.c.file_name, u.c.received_at, a.c.assessment)
        .join(u, (u.c.customer_id == a.c.customer_id) & (u.c.upload_id == a.c.upload_id))
        .where(
            a.c.customer_id == view.customer_id,
            a.c.position <= view.position,
            standing(u, view),
            u.c.status == "completed",
        )
        .order_by(a.c.position.desc())
        .limit(limit)
    )
    return [
        Assessed(upload_id, name, received_at, msgspec.convert(document, Assessment))
        for upload_id, name, received_at, document in view.connection.execute(statement)
    ]


def history_through(views: Views) -> ReadHistory:
    """What is known when it is asked; the uploads from the oldest to the newest."""

    def read(customer_id: CustomerId) -> list[Earlier]:
        with views.at(customer_id, needs=NEEDS) as view:
            found = assessed_uploads(view, limit=UPLOADS_MAX)
        return [Earlier(one.assessment.counts, one.assessment.measures) for one in reversed(found)]

    return read
