"""Bytes through the catalogue of readers and back as claims."""

import io
from collections.abc import Mapping
from datetime import date

from upstream.application.readers.catalogue import reader_for, reader_of
from upstream.application.readers.reader import Instructions, Part, Place
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.layout import Layout
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import choices
from upstream.infrastructure.file_limits import LIMITS, Limits

TODAY = date(2025, 6, 1)
KEY = b"k" * 32
Mapped = Mapping[str, str] | None


def judged(
    content: bytes, limits: Limits = LIMITS, *, mapping: Mapped = None
) -> Layout | FileProblem:
    file = io.BytesIO(content)
    reader = reader_for(file, limits)
    if isinstance(reader, FileProblem):
        return reader
    return reader.judge(file, choices(mapping or {}), today=TODAY)


def layout_of(content: bytes, *, mapping: Mapped = None) -> Layout:
    verdict = judged(content, mapping=mapping)
    assert isinstance(verdict, Layout), verdict
    return verdict


def problem_of(content: bytes, limits: Limits = LIMITS, *, mapping: Mapped = None) -> str:
    verdict = judged(content, limits, mapping=mapping)
    assert isinstance(verdict, FileProblem)
    return verdict.code


def parts_of(
    content: bytes,
    start: Place | None = None,
    *,
    rows_max: int = 10_000,
    mapping: Mapped = None,
) -> list[Part]:
    layout = layout_of(content, mapping=mapping)
    begin = start or Place(layout.shape.first_line, layout.shape.first_offset)
    reader = reader_of(layout.kind)
    told = Instructions(layout, KEY)
    return list(reader.parts(io.BytesIO(content), told, begin, rows_max=rows_max))


def claims_of(content: bytes, *, mapping: Mapped = None) -> list[ClaimFacts]:
    return [claim for part in parts_of(content, mapping=mapping) for claim in part.understood.facts]


def faults_of(content: bytes, *, mapping: Mapped = None) -> list[tuple[int, list[str]]]:
    """Line and codes of every rejected row."""
    return [
        (row.line, [fault.code for fault in row.faults])
        for part in parts_of(content, mapping=mapping)
        for row in part.understood.rejected
    ]
