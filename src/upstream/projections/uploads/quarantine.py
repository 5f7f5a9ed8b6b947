"""Which files were held back for so long that they are to be destroyed?

Asked by the clock of what stands now, never by a rebuild; the upload itself decides again.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from upstream.domain.units import CustomerId
from upstream.projections.row_versions import OPEN
from upstream.projections.uploads.tables import uploads as u


def held_since(connection: Connection, customer_id: CustomerId, instant: datetime) -> list[UUID]:
    """Held back at `instant` or before, and held still."""
    statement = select(u.c.upload_id).where(
        u.c.customer_id == customer_id,
        u.c.to_position == OPEN,
        u.c.quarantine == "held",
        u.c.finished_at <= instant,
    )
    return list(connection.execute(statement.order_by(u.c.upload_id)).scalars())
