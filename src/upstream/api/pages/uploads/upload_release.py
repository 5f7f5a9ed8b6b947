"""A file in quarantine is released from the page of its upload."""

from uuid import UUID

from litestar import post
from litestar.params import FromPath, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.pages.frame.showing import Shown, see_other
from upstream.api.pages.frame.visits import VisitGiven
from upstream.api.pages.rendering import address
from upstream.api.requests import context_of
from upstream.application import uploads


@post(
    "/uploads/{upload_id:uuid}/release",
    opt=allowed("uploads:release"),
    status_code=200,
    sync_to_thread=True,
)
def release(
    upload_id: FromPath[UUID], data: URLEncodedBody[dict[str, str]], visit: VisitGiven
) -> Shown:
    """On to the new upload, which masks what was found."""
    context = context_of(visit.request, visit.caller, visit.place, command="uploads.release")
    answer = uploads.release(visit.parts.log, context, upload_id, data.get("reason", ""))
    return see_other(address(visit.path("uploads", answer.id), {"min_position": answer.position}))
