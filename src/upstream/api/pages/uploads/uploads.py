"""The list of uploads, and the form that takes a file in while it comes."""

from datetime import datetime
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from upstream.api.access import allowed
from upstream.api.pages.frame.asked_on_pages import PlaceInListUnreadable
from upstream.api.pages.frame.showing import Shown, see_other, still
from upstream.api.pages.frame.travel import Text
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address
from upstream.api.pages.uploads.upload_figures import ASKS, OPEN_QUESTIONS, said_of
from upstream.api.pages.uploads.uploads_form import UploadsForm, filters_of
from upstream.api.pages.uploads.uploads_view import UploadRow as RowShown
from upstream.api.pages.uploads.uploads_view import UploadsPage
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.api.upload_form import receive_form
from upstream.application import uploads
from upstream.domain.messages import Refusal
from upstream.domain.uploads.options import HOLD
from upstream.infrastructure.log import Answer
from upstream.projections.mappings.list_mappings import NEEDS as MAPPINGS
from upstream.projections.uploads.documents import UploadRow
from upstream.projections.uploads.list_uploads import NEEDS, list_uploads

ROWS: Final = 50


@get(
    "/uploads",
    opt=allowed("uploads:read"),
    dependencies={"form": Provide(UploadsForm, sync_to_thread=False)},
    sync_to_thread=True,
)
def uploads_page(
    visit: VisitGiven, form: NamedDependency[SkipValidation[UploadsForm]], after: Text = None
) -> Shown:
    return _show(visit, after, form)


@post(
    "/uploads",
    opt=allowed("uploads:write"),
    status_code=200,
    request_max_body_size=None,
)
async def receive(visit: VisitGiven) -> Shown:
    """Straight into the store while it comes; what is wrong is said beside the form."""
    try:
        answer = await _receive(visit)
    except Refusal as refusal:
        return await sync_to_thread(_refused, visit, refusal)
    path = visit.path("uploads", answer.id)
    return see_other(address(path, {"min_position": answer.position}))


async def _receive(visit: Visit) -> Answer:
    form = await receive_form(visit.request, visit.parts.files, visit.customer_id)
    context = context_of(visit.request, visit.caller, visit.place, command="uploads.receive")
    mapping = {HOLD: "true"} if HOLD in form.fields else {}
    return await sync_to_thread(
        uploads.receive,
        visit.parts.log,
        context,
        form.file,
        file_name=form.file_name,
        mapping=mapping,
    )


def _refused(visit: Visit, refusal: Refusal) -> Shown:
    first = refusal.facts.get("upload_id")
    href = visit.path("uploads", first) if first else None
    status = STATUS[refusal.code]
    return _show(visit, None, problem=sentence(refusal.detail), problem_href=href, status=status)


def _show(
    visit: Visit,
    after: str | None,
    form: UploadsForm | None = None,
    *,
    problem: str | None = None,
    problem_href: str | None = None,
    status: int = 200,
) -> Shown:
    path = visit.path("uploads")
    asked = form or UploadsForm()
    with visit.parts.views.at(visit.customer_id, needs=(*NEEDS, *MAPPINGS)) as view:
        found = list_uploads(view, asked.wanted, limit=ROWS, after=_place(after))
        filters = filters_of(view, asked)
    following = "~".join(found.next) if found.next else None
    page = UploadsPage(
        action=path,
        may_upload=visit.may("uploads:write"),
        uploads=_rows(found.items, path),
        next_href=address(path, {**asked.kept, "after": following}) if following else None,
        search=asked.search or "",
        filters=filters,
        clear_href=path if any(asked.kept.values()) else None,
        sources_href=visit.path("mappings"),
        problem=problem,
        problem_href=problem_href,
    )
    return still(visit, "uploads", "Uploads", "uploads.html", status=status, page=page)


def _rows(items: list[UploadRow], path: str) -> tuple[RowShown, ...]:
    """Newest first; a question is open until the same file was uploaded again."""
    seen: set[str] = set()
    shown = []
    for row in items:
        asks = row.code in OPEN_QUESTIONS and row.sha256 not in seen
        shown.append(_row(row, path, asks=asks))
        seen.add(row.sha256)
    return tuple(shown)


def _row(row: UploadRow, path: str, *, asks: bool) -> RowShown:
    said = ASKS if asks else said_of(row)
    return RowShown(
        file_name=row.file_name,
        href=f"{path}/{row.id}",
        state_said=said.word,
        state_kind=said.kind,
        rows_read=row.rows_read,
        rows_new=row.rows_new,
        rows_changed=row.rows_changed,
        rows_rejected=row.rows_rejected,
        received_at=row.received_at,
    )


def _place(after: str | None) -> tuple[str, str] | None:
    if not after:
        return None
    received_at, _, upload_id = after.partition("~")
    try:
        return datetime.fromisoformat(received_at).isoformat(), str(UUID(upload_id))
    except ValueError:
        raise PlaceInListUnreadable("Begin the list from its first page.") from None
