"""The formats there are, and which of them a file is."""

from types import MappingProxyType
from typing import BinaryIO, Final

from upstream.application.readers.reader import HEAD_BYTES, Reader
from upstream.application.readers.strangers import stranger
from upstream.application.readers.table.reader import TableReader
from upstream.domain.claims.layout import FileKind
from upstream.domain.uploads.file_problem import FileProblem

_IN_ORDER: Final[tuple[Reader, ...]] = (TableReader(),)
"""The surest marks first: a text with rows and columns has none."""

_BY_KIND: Final = MappingProxyType({reader.kind: reader for reader in _IN_ORDER})


def reader_of(kind: FileKind) -> Reader:
    return _BY_KIND[kind]


def reader_for(file: BinaryIO) -> Reader | FileProblem:
    """Who can read this file; or what it is, where nobody can."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    reader = next((one for one in _IN_ORDER if one.recognises(head)), None)
    return reader or stranger(head)
