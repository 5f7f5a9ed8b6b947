"""Workbooks made for tests, and their parts changed afterwards."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from hashlib import shake_256

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADER = ["claim_id", "payer", "cpt", "submitted_date", "decided_date", "outcome", "billed_amount"]
ROW: list[object] = [
    "C1",
    "Aetna",
    "99213",
    date(2025, 1, 2),
    datetime(2025, 1, 20, 9, 30, tzinfo=UTC).replace(tzinfo=None),
    "PAID",
    1234.5,
]


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def book_of(*rows: Iterable[object], fill: Callable[[Worksheet], None] | None = None) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if fill is not None:
        fill(sheet)
    return saved(book)


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry.filename, change(part) if entry.filename == name else part)
    return file.getvalue()


LONG = shake_256(b"long").hexdigest(3 << 20).encode()
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
NAMESPACE = b"http://schemas.openxmlformats.org"
INLINE = re.compile(rb't="inlineStr"><is><t>([^<]*)</t></is>')


def with_shared_texts(content: bytes) -> bytes:
    """The same workbook as Excel itself writes it: each text once, in a part of its own."""
    found: list[bytes] = []

    def shared(cell: re.Match[bytes]) -> bytes:
        found.append(cell[1])
        return b't="s"><v>%d</v>' % (len(found) - 1)

    content = with_part(content, SHEET, lambda xml: INLINE.sub(shared, xml))
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    relation = b'<Relationship Id="t" Target="sharedStrings.xml" Type="%s"/></Relationships>' % (
        NAMESPACE + b"/officeDocument/2006/relationships/sharedStrings"
    )
    content = with_part(content, TYPES, lambda xml: xml.replace(b"</Types>", override))
    content = with_part(content, RELATIONS, lambda xml: xml.replace(b"</Relationships>", relation))
    texts = b"".join(b"<si><t>%s</t></si>" % text for text in found)
    part = b'<sst xmlns="%s/spreadsheetml/2006/main">%s</sst>' % (NAMESPACE, texts)
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", 8) as archive:
        archive.writestr(TEXTS, part)
    return file.getvalue()
