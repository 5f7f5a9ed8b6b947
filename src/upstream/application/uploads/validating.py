"""A file is judged as a whole, before any claim of it is recorded."""

from typing import BinaryIO

from upstream.application.quality.rules import rules_in_force
from upstream.application.readers.catalogue import reader_for
from upstream.application.transact import transact
from upstream.application.uploads.holding_back import personal_cells_in
from upstream.application.uploads.intake import Intake
from upstream.application.uploads.judging import judged
from upstream.application.uploads.screening import with_screening
from upstream.domain.claims.layout import Layout
from upstream.domain.context import Context
from upstream.domain.units import StreamId
from upstream.domain.uploads.commands import AcceptFile, RejectFile, StartValidation
from upstream.domain.uploads.events import UploadReceived
from upstream.domain.uploads.file_problem import FileProblem, held
from upstream.domain.uploads.options import HOLD, said
from upstream.domain.uploads.quarantine import quarantined
from upstream.domain.uploads.upload import decider
from upstream.infrastructure.log import Along


def validate(
    intake: Intake,
    context: Context,
    upload_id: StreamId,
    file: UploadReceived,
    *,
    keep_lease: Along,
) -> None:
    """Accept the file with its layout, or reject it with what is missing.

    Begun anew after a crash: looking at the same file twice changes nothing.
    """
    log = intake.log
    transact(log, decider, upload_id, StartValidation(), context, along=keep_lease)
    with intake.files.open(context.customer_id, file.sha256) as opened:
        layout = _layout(intake, context, file, opened)
        verdict = (
            RejectFile(problem=layout)
            if isinstance(layout, FileProblem)
            else _unless_held_back(intake, context, opened, layout, keep_lease)
        )
    if isinstance(verdict, Layout) and said(file.mapping, HOLD) == "true":
        verdict = RejectFile(problem=held(verdict))
    command = (
        verdict
        if isinstance(verdict, RejectFile)
        else AcceptFile(layout=verdict, rules=rules_in_force(log, context.customer_id))
    )
    transact(log, decider, upload_id, command, context, along=keep_lease)


def _layout(
    intake: Intake, context: Context, file: UploadReceived, opened: BinaryIO
) -> Layout | FileProblem:
    reader = reader_for(opened, intake.files.limits)
    if isinstance(reader, FileProblem):
        return reader
    layout = judged(reader, opened, intake.log, context, file.mapping)
    if isinstance(layout, FileProblem):
        return layout
    released = file.released_from is not None
    return with_screening(layout, intake.log, context.customer_id, released=released)


def _unless_held_back(
    intake: Intake, context: Context, opened: BinaryIO, layout: Layout, keep_lease: Along
) -> Layout | RejectFile:
    """All rows are looked at only where a customer wants such files held back."""
    if layout.screening is None or layout.screening.policy != "quarantine":
        return layout

    def stay_in_charge() -> None:
        with intake.log.database.customer(context.customer_id) as connection:
            keep_lease(connection)

    cells = personal_cells_in(opened, layout, intake, context.customer_id, stay_in_charge)
    if not cells and not layout.found:
        return layout
    return RejectFile(problem=quarantined(layout, cells), personal=cells)
