"""A zip archive with exactly one file of claims in it, judged by its directory alone."""

import stat
import struct
import zipfile
from typing import IO, BinaryIO, Final, cast

from upstream.application.readers.packed.bounded import Bounded, PieceTooLarge
from upstream.domain.uploads.file_problem import FileProblem
from upstream.infrastructure.file_limits import Limits

_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED: Final = 0x1
_LITTER: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    PieceTooLarge,
    NotImplementedError,
    OSError,
    OverflowError,
    UnicodeDecodeError,
    ValueError,
    struct.error,
)
"""All that a directory of nonsense makes `zipfile` raise."""

BROKEN: Final = FileProblem(
    code="upload.packed_broken",
    detail="The archive is damaged or was cut off; pack and send it again.",
)


def directory(file: BinaryIO) -> zipfile.ZipFile | FileProblem:
    """The archive with its table of contents read, nothing else."""
    bounded = Bounded(file)
    try:
        archive = zipfile.ZipFile(cast("IO[bytes]", bounded))
    except _UNREADABLE:
        return BROKEN
    bounded.directory_read = True
    return archive


def entry_problem(entry: zipfile.ZipInfo, limits: Limits) -> FileProblem | None:
    """Why this one file of an archive is not opened; `zipfile` itself never reads on beyond the
    sizes that the directory names.
    """
    if entry.flag_bits & _ENCRYPTED:
        detail = "The archive is protected by a password; send it without one."
        return FileProblem(code="upload.packed_encrypted", detail=detail)
    if entry.compress_type not in _METHODS:
        detail = "The archive is packed by a method that is not known here; use plain zip."
        return FileProblem(code="upload.packed_unknown_method", detail=detail)
    if not limits.allow(expanded=entry.file_size, packed=entry.compress_size):
        return too_large(limits)
    return None


def the_only_entry(archive: zipfile.ZipFile, limits: Limits) -> zipfile.ZipInfo | FileProblem:
    entries = [one for one in archive.infolist() if not _is_litter(one)]
    if len(entries) != 1:
        detail = f"The archive holds {len(entries)} files; pack each file of claims on its own."
        return FileProblem(code="upload.packed_not_one_file", detail=detail)
    entry = entries[0]
    if "/" in entry.filename or "\\" in entry.filename or stat.S_ISLNK(entry.external_attr >> 16):
        detail = "The file in the archive stands in a folder; pack the file itself."
        return FileProblem(code="upload.packed_in_folder", detail=detail)
    return entry_problem(entry, limits) or entry


def too_large(limits: Limits) -> FileProblem:
    detail = (
        f"Unpacked, the file is larger than {limits.expanded_bytes_max >> 20} MB or more than"
        f" {limits.ratio_max} times its packed size; send it in parts, or not packed."
    )
    return FileProblem(code="upload.packed_too_large", detail=detail)


def _is_litter(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    return entry.is_dir() or name.startswith(_LITTER[0]) or name.endswith(_LITTER[1:])
