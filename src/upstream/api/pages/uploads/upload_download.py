"""The received file itself, from the page of its upload."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Stream

from upstream.api.pages.frame.visits import VisitGiven
from upstream.api.queries.upload_file import DOWNLOAD, SENT_AS_IS, sent
from upstream.api.requests import context_of
from upstream.application import uploads


@get("/uploads/{upload_id:uuid}/file", opt=SENT_AS_IS, sync_to_thread=True)
def download(upload_id: FromPath[UUID], visit: VisitGiven) -> Stream:
    context = context_of(visit.request, visit.caller, visit.place, command=DOWNLOAD)
    return sent(uploads.fetch(visit.parts.log, visit.parts.files, context, upload_id))
