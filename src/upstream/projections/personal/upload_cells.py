"""Which personal data was found in an upload: in which columns, how often, on which lines?"""

from collections.abc import Iterator
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Column, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import JSONB

from upstream.domain.personal.kinds import (
    IDENTIFIER,
    Kind,
    PersonalCells,
    PersonalColumn,
    Policy,
    added_up,
)
from upstream.domain.uploads.events import ChunkRecorded, UploadRejected
from upstream.infrastructure import arrays
from upstream.projections.projection import Batch, Change, Projection, tags_of
from upstream.projections.tables import metadata
from upstream.projections.uploads.list_uploads import NEEDS as UPLOADS
from upstream.projections.uploads.list_uploads import upload
from upstream.projections.view import View

table = Table(
    "upload_personal_cells",
    metadata,
    Column("customer_id", Uuid),
    Column("upload_id", Uuid),
    Column("position", BigInteger),
    Column("column_name", Text),
    Column("kind", Text),
    Column("cells", BigInteger),
    Column("lines", JSONB),
)
_INSERT = (
    "INSERT INTO upload_personal_cells"
    " (customer_id, upload_id, position, column_name, kind, cells, lines)"
    " SELECT %(customer_id)s, c.* FROM unnest(%(upload_ids)s, %(positions)s, %(columns)s,"
    " %(kinds)s, %(cells)s, %(lines)s::jsonb[])"
    " AS c (upload_id, position, column_name, kind, cells, lines)"
)


def changes(batch: Batch) -> Iterator[Change]:
    found: list[tuple[UUID, int, PersonalCells]] = []
    for fact in batch.facts:
        event = fact.event()
        assert isinstance(event, ChunkRecorded | UploadRejected)
        found += [(fact.stream_id, fact.position, cells) for cells in event.personal]
    if not found:
        return
    yield Change(
        _INSERT,
        {
            "upload_ids": arrays.uuids([upload_id.bytes for upload_id, _, _ in found]),
            "positions": arrays.int8s(position for _, position, _ in found),
            "columns": arrays.texts(cells.column for _, _, cells in found),
            "kinds": arrays.texts(cells.kind for _, _, cells in found),
            "cells": arrays.int8s(cells.cells for _, _, cells in found),
            "lines": [msgspec.json.encode(cells.lines).decode() for _, _, cells in found],
        },
    )


upload_personal_cells = Projection(
    name="upload_personal_cells",
    version=1,
    tags=tags_of(ChunkRecorded, UploadRejected),
    changes=changes,
)
NEEDS = (*UPLOADS, upload_personal_cells)


class CellsFound(msgspec.Struct, frozen=True, kw_only=True):
    """Cells of a column we store that held personal data; what they said is not kept.

    `identifier` is the paragraph of 45 CFR 164.514(b)(2)(i).
    """

    column: str
    kind: Kind
    identifier: str
    cells: int
    lines: list[int]


class PersonalData(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one upload. `columns` come from its first rows, `cells` from all so far."""

    policy: Policy
    columns: list[PersonalColumn]
    cells: list[CellsFound]


def personal_data_of(view: View, upload_id: UUID) -> PersonalData:
    """Raises `UploadUnknown`."""
    known = upload(view, upload_id)
    layout, problem = known.layout, known.problem
    statement = select(table.c.column_name, table.c.kind, table.c.cells, table.c.lines).where(
        table.c.customer_id == view.customer_id,
        table.c.upload_id == upload_id,
        table.c.position <= view.position,
    )
    rows = view.connection.execute(statement.order_by(table.c.position)).all()
    cells = added_up(tuple(PersonalCells(row[0], row[1], row[2], tuple(row[3])) for row in rows))
    screening = layout.screening if layout else None
    usual: Policy = "quarantine" if known.quarantine else "mask"
    return PersonalData(
        policy=screening.policy if screening else usual,
        columns=list(layout.found if layout else problem.found if problem else ()),
        cells=[
            CellsFound(
                column=one.column,
                kind=one.kind,
                identifier=IDENTIFIER[one.kind],
                cells=one.cells,
                lines=list(one.lines),
            )
            for one in cells
        ],
    )
