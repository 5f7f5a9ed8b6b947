"""One upload: how far it is, which rows were rejected and why, and what it has to be told."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Stream

from upstream.api.access import allowed
from upstream.api.answers import POSITION
from upstream.api.dependencies import MinPosition
from upstream.api.pages.frame.showing import Shown, html, see_other, still
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.rendering import address, render
from upstream.api.pages.settings.personal_figures import lines_of
from upstream.api.pages.uploads.upload_figures import (
    ASKS,
    BUSY,
    OPEN_QUESTIONS,
    TAKEN_BACK,
    counts_of,
    facts_of,
    failure_of,
    may_withdraw,
    progress_said,
    question_of,
    said_of,
    stages_of,
)
from upstream.api.pages.uploads.upload_links import (
    corrected,
    held_back,
    lasting,
    links_of,
    reasons_of,
)
from upstream.api.pages.uploads.uploads_view import RejectedRow, UploadPage
from upstream.api.requests import context_of
from upstream.application import uploads
from upstream.infrastructure.file_store import StoredFile
from upstream.projections.personal.upload_cells import NEEDS as PERSONAL_NEEDS
from upstream.projections.personal.upload_cells import personal_data_of
from upstream.projections.uploads.documents import UploadDetail, UploadFilter
from upstream.projections.uploads.list_uploads import NEEDS, list_uploads, upload
from upstream.projections.uploads.rejected_rows import rejected_rows, rejected_rows_csv
from upstream.projections.view import View

REJECTED_SHOWN: Final = 25


@get("/uploads/{upload_id:uuid}", opt=allowed("uploads:read"), sync_to_thread=True)
def upload_page(
    upload_id: FromPath[UUID], visit: VisitGiven, min_position: MinPosition = 0
) -> Shown:
    """For htmx, which asks again while the upload is busy: its progress alone."""
    needs = PERSONAL_NEEDS
    with visit.parts.views.at(visit.customer_id, needs=needs, min_position=min_position) as view:
        page, position = _page(visit, view, upload_id), view.position
    if visit.by_htmx:
        headers = {POSITION: str(position)}
        return html(render("upload_progress.html", page=page), headers=headers)
    return still(visit, "uploads", page.file_name, "upload.html", page=page)


@get(
    "/uploads/{upload_id:uuid}/rejected-rows.csv", opt=allowed("uploads:read"), sync_to_thread=True
)
def rejected_rows_file(upload_id: FromPath[UUID], visit: VisitGiven) -> Stream:
    """Read from one snapshot while it is sent."""
    with visit.parts.views.at(visit.customer_id, needs=NEEDS) as view:
        known = upload(view, upload_id)

    def lines() -> Iterator[str]:
        with visit.parts.views.at(visit.customer_id, needs=NEEDS) as view:
            yield from rejected_rows_csv(view, upload_id)

    name = f"rejected-rows-{str(known.id)[:8]}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Stream(lines(), media_type="text/csv; charset=utf-8", headers=headers)


@post(
    "/uploads/{upload_id:uuid}/mapping",
    opt=allowed("uploads:write"),
    status_code=200,
    sync_to_thread=True,
)
def answer_question(
    upload_id: FromPath[UUID], data: URLEncodedBody[dict[str, str]], visit: VisitGiven
) -> Shown:
    """The same file once more, as a new upload, with what it could not say itself."""
    with visit.parts.views.at(visit.customer_id, needs=NEEDS) as view:
        before = upload(view, upload_id)
    context = context_of(visit.request, visit.caller, visit.place, command="uploads.receive")
    answer = uploads.receive(
        visit.parts.log,
        context,
        StoredFile(before.sha256, before.size_bytes),
        file_name=before.file_name,
        mapping={**lasting(before.mapping), **data},
    )
    path = visit.path("uploads", answer.id)
    return see_other(address(path, {"min_position": answer.position}))


@post(
    "/uploads/{upload_id:uuid}/cancel",
    opt=allowed("uploads:write"),
    status_code=200,
    sync_to_thread=True,
)
def cancel(upload_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    context = context_of(visit.request, visit.caller, visit.place, command="uploads.cancel")
    answer = uploads.cancel(visit.parts.log, context, upload_id)
    path = visit.path("uploads", upload_id)
    return see_other(address(path, {"min_position": answer.position}))


@post(
    "/uploads/{upload_id:uuid}/withdraw",
    opt=allowed("uploads:write"),
    status_code=200,
    sync_to_thread=True,
)
def withdraw(
    upload_id: FromPath[UUID], data: URLEncodedBody[dict[str, str]], visit: VisitGiven
) -> Shown:
    context = context_of(visit.request, visit.caller, visit.place, command="uploads.withdraw")
    answer = uploads.withdraw(visit.parts.log, context, upload_id, data.get("reason", ""))
    path = visit.path("uploads", upload_id)
    return see_other(address(path, {"min_position": answer.position}))


def _page(visit: Visit, view: View, upload_id: UUID) -> UploadPage:
    known = upload(view, upload_id)
    path = visit.path("uploads", upload_id)
    may_write = visit.may("uploads:write")
    may_have = visit.may("uploads:download") and known.quarantine != "destroyed"
    again = _uploaded_again(view, known)
    asks = may_write and again is None
    question = question_of(known.problem, f"{path}/mapping") if asks else None
    open_question = question or (asks and known.code in OPEN_QUESTIONS)
    busy, said = known.status in BUSY, ASKS if open_question else said_of(known)
    return UploadPage(
        file_name=known.file_name,
        size=known.size_bytes,
        received_at=known.received_at,
        actor=visit.names([known.received_by])[known.received_by],
        href=path,
        list_href=visit.path("uploads"),
        audit_href=visit.path("audit", "upload", upload_id) if visit.may("audit:read") else None,
        rejected_href=f"{path}/rejected-rows.csv",
        quality_href=f"{path}/quality",
        file_href=f"{path}/file" if may_have else None,
        state_said=said.word,
        state_kind=said.kind,
        busy=busy,
        may_cancel=busy and known.status not in TAKEN_BACK and may_write,
        may_withdraw=may_withdraw(known) and may_write,
        stages=stages_of(known.status),
        octets_read=known.bytes_read,
        octets_total=max(known.size_bytes, 1),
        progress_said=progress_said(known),
        counts=counts_of(known),
        facts=facts_of(known.layout),
        rejected=_rejected(view, known),
        question=question,
        again_href=visit.path("uploads", again) if again else None,
        failure=failure_of(known),
        look=known.problem.detail if asks and known.problem and known.problem.layout else None,
        **links_of(known, path, may_write=may_write),
        **held_back(known, visit),
        corrects_href=corrected(known, visit.path("uploads")),
        reasons=reasons_of(view, known),
        personal=lines_of(personal_data_of(view, upload_id)),
    )


def _uploaded_again(view: View, known: UploadDetail) -> UUID | None:
    """The newest upload of the same bytes, where that is another one."""
    if known.problem is None:
        return None
    newest = list_uploads(view, UploadFilter(search=known.sha256), limit=1).items[0]
    return None if newest.id == known.id else newest.id


def _rejected(view: View, known: UploadDetail) -> tuple[RejectedRow, ...]:
    if not known.rows_rejected:
        return ()
    found = rejected_rows(view, known.id, limit=REJECTED_SHOWN)
    return tuple(
        RejectedRow(line=row.line, column=row.column, reason=row.reason) for row in found.items
    )
