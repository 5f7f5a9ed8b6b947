"""The refused rows of an upload as a file to be put right, from its page."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Stream

from upstream.api.access import allowed
from upstream.api.pages.frame.visits import VisitGiven
from upstream.api.queries.refused_rows import FETCH, refused_rows_sent
from upstream.api.requests import context_of


@get(
    "/uploads/{upload_id:uuid}/refused-rows.csv", opt=allowed("uploads:write"), sync_to_thread=True
)
def refused_rows_page(upload_id: FromPath[UUID], visit: VisitGiven) -> Stream:
    context = context_of(visit.request, visit.caller, visit.place, command=FETCH)
    return refused_rows_sent(visit.parts, context, upload_id)
