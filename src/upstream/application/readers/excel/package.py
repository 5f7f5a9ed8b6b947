"""A workbook as an archive of XML parts: sound, bounded and complete, before any of it is parsed.

The XML library builds each row and each shared text as a tree before anybody can look at it. So
every part is unpacked and let go once: checksums are seen, and a row or a text without end.
"""

import re
import zipfile
from typing import BinaryIO, Final, NamedTuple

from upstream.application.readers.packed.archive import BROKEN, directory, too_large
from upstream.application.readers.packed.unpacking import opened
from upstream.domain.uploads.file_problem import FileProblem
from upstream.infrastructure.file_limits import Limits
from upstream.infrastructure.sealed_file import FileDamaged

SHARED_TEXTS_BYTES_MAX: Final = 128 << 20
"""They are held in memory as a whole: at worst some 400 MB, in real workbooks a quarter."""
PART_BYTES_MAX: Final = 16 << 20
"""Styles, the workbook itself and other parts without rows."""
ELEMENT_BYTES_MAX: Final = 4 << 20
"""One row, or one shared text."""

_READ_BYTES: Final = 1 << 20
_TAIL_BYTES: Final = 64
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_SHARED: Final = "xl/sharedstrings.xml"
_ROW_END: Final = re.compile(rb"</(?:\w{1,30}:)?row\s*>|<(?:\w{1,30}:)?row(?:\s[^<>]{0,4000})?/>")
_TEXT_END: Final = re.compile(rb"</(?:\w{1,30}:)?si\s*>|<(?:\w{1,30}:)?si\s*/>")
_KINDS: Final = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file (.ods)"),
)


class Checked(NamedTuple):
    """Rows that the XML of all sheets holds, blank ones too."""

    rows: int


def check(file: BinaryIO, limits: Limits) -> Checked | FileProblem:
    archive = directory(file)
    if isinstance(archive, FileProblem):
        return archive
    entries = archive.infolist()
    names = {entry.filename.casefold() for entry in entries}
    for name, kind in _KINDS:
        if name in names:
            detail = f"This is {kind}; save it as an Excel workbook (.xlsx) or as CSV."
            return FileProblem(code="upload.not_a_table", detail=detail)
    if len(names) < len(entries):
        return BROKEN
    packed = sum(entry.compress_size for entry in entries)
    expanded = sum(entry.file_size for entry in entries)
    if not limits.allow(expanded=expanded, packed=packed):
        return too_large(limits)
    rows = 0
    for entry in entries:
        found = _checked(archive, entry, limits)
        if isinstance(found, FileProblem):
            return found
        rows += found
    return Checked(rows)


def _checked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> int | FileProblem:
    """How many rows this part holds."""
    name = entry.filename.casefold()
    is_sheet = _SHEET.fullmatch(name) is not None
    if name == _SHARED and entry.file_size > SHARED_TEXTS_BYTES_MAX:
        return _TOO_MANY_TEXTS
    is_plain = not is_sheet and name != _SHARED
    if is_plain and entry.file_size > PART_BYTES_MAX and name.endswith((".xml", ".rels")):
        return too_large(limits)
    # Pictures and the like are never opened; text that repeats itself packs better than the ratio.
    part = opened(archive, entry, limits._replace(ratio_max=limits.ratio_max * 10))
    if isinstance(part, FileProblem):
        return part
    try:
        if is_plain:
            return _passed_over(part)
        ends = _ends(part, _ROW_END if is_sheet else _TEXT_END)
        return ends if is_sheet or isinstance(ends, FileProblem) else 0
    except FileDamaged:
        return BROKEN


def _passed_over(part: BinaryIO) -> int:
    while part.read(_READ_BYTES):
        pass
    return 0


def _ends(part: BinaryIO, end: re.Pattern[bytes]) -> int | FileProblem:
    """How often the end of an element comes; it must not stay away for too long."""
    count = since = 0
    tail = b""
    while piece := part.read(_READ_BYTES):
        if b"<!" in tail[-1:] + piece:
            return _ODD_XML
        window = tail + piece
        last = 0
        for found in end.finditer(window):
            if found.end() > len(tail):
                count += 1
                last = found.end()
        since = len(window) - last if last else since + len(piece)
        if since > ELEMENT_BYTES_MAX:
            return _ENDLESS
        tail = window[-_TAIL_BYTES:]
    return count


_ODD_XML: Final = FileProblem(
    code="upload.workbook_unreadable",
    detail="The workbook holds XML that no spreadsheet program writes; save it again in Excel.",
)
_ENDLESS: Final = FileProblem(
    code="upload.workbook_unreadable",
    detail="A row or a text of the workbook is larger than 4 MB; export the claims as CSV.",
)
_TOO_MANY_TEXTS: Final = FileProblem(
    code="upload.packed_too_large",
    detail="The workbook holds more text than can be kept in memory; export the claims as CSV.",
)
