"""The formats there are, and which of them a file is."""

from types import MappingProxyType
from typing import BinaryIO, Final

from upstream.application.readers.excel.reader import ExcelReader
from upstream.application.readers.fhir.reader import FhirReader
from upstream.application.readers.packed.archive import BROKEN
from upstream.application.readers.packed.reader import PackedReader
from upstream.application.readers.packed.unpacking import packing_of, unpacked
from upstream.application.readers.reader import HEAD_BYTES, Reader
from upstream.application.readers.strangers import stranger
from upstream.application.readers.table.reader import TableReader
from upstream.application.readers.x12.reader import X12Reader
from upstream.domain.claims.layout import FileKind
from upstream.domain.uploads.file_problem import FileProblem
from upstream.infrastructure.file_limits import LIMITS, Limits
from upstream.infrastructure.sealed_file import FileDamaged

_IN_ORDER: Final[tuple[Reader, ...]] = (FhirReader(), X12Reader(), ExcelReader(), TableReader())
"""The surest marks first: a text with rows and columns has none."""

_BY_KIND: Final = MappingProxyType({reader.kind: PackedReader(reader) for reader in _IN_ORDER})


def reader_of(kind: FileKind) -> Reader:
    """Reads accepted files of this kind, packed or not as their layout says."""
    return _BY_KIND[kind]


def reader_for(file: BinaryIO, limits: Limits = LIMITS) -> Reader | FileProblem:
    """Who can read this file; or what it is, where nobody can."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    reader = _recognising(head)
    if reader is not None:
        return ExcelReader(limits) if isinstance(reader, ExcelReader) else reader
    packing = packing_of(head)
    if packing is None:
        return stranger(head)
    plain = unpacked(file, packing, limits)
    if isinstance(plain, FileProblem):
        return plain
    try:
        inside = plain.read(HEAD_BYTES)
    except FileDamaged:
        return BROKEN
    return _inside(inside, limits)


def _recognising(head: bytes) -> Reader | None:
    return next((one for one in _IN_ORDER if one.recognises(head)), None)


def _inside(head: bytes, limits: Limits) -> Reader | FileProblem:
    reader = _recognising(head)
    if reader is None and packing_of(head) is None:
        return stranger(head)
    if reader is None or head.startswith(b"PK"):
        detail = "There is another archive or a workbook inside the archive; send that one."
        return FileProblem(code="upload.packed_twice", detail=detail)
    return PackedReader(reader, limits)
