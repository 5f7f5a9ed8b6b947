"""What nobody can read is named for what it is."""

from typing import Final

from upstream.domain.uploads.file_problem import FileProblem

_KINDS: Final = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"PK\x05\x06", "a zip archive"),
    (b"PK\x07\x08", "a zip archive in several parts"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a Word (RTF) document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls) or another old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ISA", "an X12 interchange"),
    (b"<", "an HTML or XML document"),
    (b"{", "a JSON document"),
)
_BLANK: Final = b"\xff\xfe \t\r\n\x1a\0"


def is_known_stranger(head: bytes) -> bool:
    """True for an empty file too: nobody can read that either."""
    bare = _bare(head)
    return not bare or _kind_of(head, bare) is not None


def stranger(head: bytes) -> FileProblem:
    bare = _bare(head)
    if not bare:
        return FileProblem(code="upload.empty", detail="There is nothing in the file.")
    kind = _kind_of(head, bare) or "a file of a kind that is not known here"
    detail = f"This is {kind}; send the claims as a text file with one row per claim (CSV)."
    return FileProblem(code="upload.not_a_table", detail=detail)


def _bare(head: bytes) -> bytes:
    return head.removeprefix(b"\xef\xbb\xbf").strip(_BLANK)


def _kind_of(head: bytes, bare: bytes) -> str | None:
    for magic, kind in _KINDS:
        if head.startswith(magic) or bare.startswith(magic):
            return kind
    return None
