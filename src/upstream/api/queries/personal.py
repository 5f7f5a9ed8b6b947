"""Which personal data came with an upload: columns, kinds, counts and lines, never a value."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from upstream.api.access import allowed
from upstream.api.answers import shown, widened
from upstream.api.dependencies import AskedGiven, PartsGiven, PlaceGiven
from upstream.projections.personal.upload_cells import NEEDS, PersonalData, personal_data_of


class PersonalDataDocument(PersonalData, frozen=True, kw_only=True):
    """What was found in one upload, as known at `position`."""

    position: int


@get(
    "/uploads/{upload_id:uuid}/personal-data",
    operation_id="uploads.personal_data",
    opt=allowed("uploads:read"),
    sync_to_thread=True,
)
def personal_data(
    upload_id: FromPath[UUID], parts: PartsGiven, place: PlaceGiven, asked: AskedGiven
) -> Response[PersonalDataDocument]:
    """Columns that were not stored, and cells that were masked or refused with their rows."""
    with parts.views.at(place.customer_id, needs=NEEDS, **asked.moment) as view:
        found = personal_data_of(view, upload_id)
        document = widened(PersonalDataDocument, found, position=view.position)
        return shown(document, view.position)
