"""The page on which a person says which column is which, with the first rows before the eyes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.pages.frame.showing import Shown, see_other, still
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import field_said, sentence
from upstream.api.pages.mappings.mapping_figures import (
    MappingPage,
    chosen_twice,
    columns_of,
    mapping_in,
    options_of,
)
from upstream.api.pages.rendering import address
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application import mappings, uploads
from upstream.application.uploads.previewing import Preview, preview
from upstream.domain.mappings.header_mapping import Remembered
from upstream.domain.messages import Refusal
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import NONE, Choice
from upstream.infrastructure.file_store import StoredFile
from upstream.projections.uploads.documents import UploadDetail
from upstream.projections.uploads.list_uploads import NEEDS, upload

_EXPLAINED = (
    "Say what each column is. Nothing of the file is recorded before; columns that may tell who"
    " somebody is are not shown."
)
_FROM_THE_NEXT_ON = "This file was taken in already: what you say counts for the next one like it."


@get("/uploads/{upload_id:uuid}/mapping", opt=allowed("uploads:write"), sync_to_thread=True)
def mapping_page(upload_id: FromPath[UUID], visit: VisitGiven) -> Shown:
    known = _upload(visit, upload_id)
    return _show(visit, known, _said(visit, known))


@post(
    "/uploads/{upload_id:uuid}/mapping/take-in",
    opt=allowed("uploads:write"),
    status_code=200,
    sync_to_thread=True,
)
def take_in(
    upload_id: FromPath[UUID], data: URLEncodedBody[dict[str, str]], visit: VisitGiven
) -> Shown:
    """Remember it for the source, if so wished, and begin the upload again with it."""
    known = _upload(visit, upload_id)
    shown = _preview(visit, known, _said(visit, known))
    if isinstance(shown, FileProblem):
        return _show(visit, known, {}, problem=shown.detail)
    headers = [column.header for column in shown.columns]
    mapping = mapping_in(data, headers)
    if twice := chosen_twice(data):
        names = ", ".join(map(field_said, twice))
        return _show(visit, known, mapping, problem=f"Only one column can be this: {names}.")
    try:
        return see_other(_carry_out(visit, known, mapping, headers, data))
    except Refusal as refusal:
        said, status = sentence(refusal.detail), STATUS[refusal.code]
        return _show(visit, known, mapping, problem=said, status=status)


def _carry_out(
    visit: Visit,
    known: UploadDetail,
    mapping: dict[str, str],
    headers: list[str],
    form: Mapping[str, str],
) -> str:
    """Where to go on. Raises what is wrong with the mapping, `DuplicateFile`."""
    position = 0
    if form.get("remember") or known.problem is None:
        context = context_of(visit.request, visit.caller, visit.place, command=_SAVE)
        source = form.get("source", "").strip() or None
        saved = mappings.save_headers(
            visit.parts.log, context, headers=headers, mapping=mapping, name=source
        )
        position = saved.position
    if known.problem is None:
        return address(visit.path("mappings"), {"min_position": position})
    context = context_of(visit.request, visit.caller, visit.place, command="uploads.receive")
    stored = StoredFile(known.sha256, known.size_bytes)
    answer = uploads.receive(
        visit.parts.log, context, stored, file_name=known.file_name, mapping=mapping
    )
    return address(visit.path("uploads", answer.id), {"min_position": answer.position})


_SAVE = "mappings.save_headers"
_HELD_BACK = FileProblem(
    code="upload.quarantined", detail="The file is held back: none of it is shown here."
)


def _upload(visit: Visit, upload_id: UUID) -> UploadDetail:
    with visit.parts.views.at(visit.customer_id, needs=NEEDS) as view:
        return upload(view, upload_id)


def _said(visit: Visit, known: UploadDetail) -> dict[str, str]:
    """What was said with the file, over what was saved for its headers."""
    headers = (known.problem or known.layout or FileProblem(code="", detail="")).headers
    saved = mappings.headers_saved(visit.parts.log, visit.customer_id, headers)
    choices = saved.mapping.choices if isinstance(saved, Remembered) and saved.is_saved else ()
    return {**{one.name: one.value for one in choices}, **known.mapping}


def _preview(visit: Visit, known: UploadDetail, said: Mapping[str, str]) -> Preview | FileProblem:
    if known.quarantine:
        return _HELD_BACK
    chosen = tuple(Choice(name, value) for name, value in said.items())
    today = datetime.now(UTC).date()
    files = visit.parts.files
    return preview(files, visit.customer_id, known.sha256, chosen, today=today)


def _show(
    visit: Visit,
    known: UploadDetail,
    said: Mapping[str, str],
    *,
    problem: str | None = None,
    status: int = 200,
) -> Shown:
    path = visit.path("uploads", known.id)
    found = _preview(visit, known, said)
    shown = Preview(columns=(), rows=0) if isinstance(found, FileProblem) else found
    if isinstance(found, FileProblem):
        problem = problem or found.detail
    headers = [column.header for column in shown.columns]
    saved = mappings.headers_saved(visit.parts.log, visit.customer_id, headers)
    page = MappingPage(
        action=f"{path}/mapping/take-in",
        upload_href=path,
        file_name=known.file_name,
        explained=_EXPLAINED if known.problem else _FROM_THE_NEXT_ON,
        takes_in=known.problem is not None,
        columns=columns_of(shown, said, known.problem),
        options=options_of(said),
        no_decision_date=said.get("decided_date") == NONE,
        source=(saved.mapping.name or "") if isinstance(saved, Remembered) else "",
        problem=problem,
    )
    title = f"Columns of {known.file_name}"
    return still(visit, "uploads", title, "upload_mapping.html", status=status, page=page)
