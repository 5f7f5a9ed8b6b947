"""How a file is read: by what was said with it, and where that is silent, as its source was."""

from typing import BinaryIO

from msgspec.structs import replace

from upstream.application.mappings import headers_saved
from upstream.application.readers.reader import Reader
from upstream.domain.claims.layout import Layout
from upstream.domain.context import Context
from upstream.domain.mappings.header_mapping import Remembered, remembered
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.infrastructure.log import EventLog


def judged(
    reader: Reader,
    file: BinaryIO,
    log: EventLog,
    context: Context,
    chosen: tuple[Choice, ...],
) -> Layout | FileProblem:
    """A source is its headers. What was saved for them is used, and the notes say so."""
    today = context.now.date()
    verdict = reader.judge(file, chosen, today=today)
    if not verdict.headers:
        return verdict
    known = headers_saved(log, context.customer_id, verdict.headers)
    told = {choice.name for choice in chosen}
    saved = tuple(choice for choice in remembered(known) if choice.name not in told)
    if not saved or not isinstance(known, Remembered):
        return verdict
    again = reader.judge(file, (*chosen, *saved), today=today)
    if isinstance(again, FileProblem):
        return again
    name = f" ({known.mapping.name})" if known.mapping.name else ""
    note = f"Read as was saved for files with these headers{name}."
    return replace(again, notes=(note, *again.notes))
