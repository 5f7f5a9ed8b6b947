"""Bytes become text: which encoding, where a physical line begins."""

import codecs
import re
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
_HIGH: Final = bytes(range(0x80, 0x100))
_SEVERAL_BYTES: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
"""What a character beyond ASCII looks like in UTF-8, and hardly ever in anything else."""
ODD_BYTES: Final = "upstream.odd_bytes"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that the encoding does not know are read as Windows-1252, the usual stowaway."""
    assert isinstance(error, UnicodeDecodeError)
    odd = error.object[error.start : error.end]
    read = [one.decode("cp1252", "ignore") or one.decode("latin-1") for one in _each(odd)]
    return "".join(read), error.end


def _each(raw: bytes) -> list[bytes]:
    return [raw[place : place + 1] for place in range(len(raw))]


codecs.register_error(ODD_BYTES, _as_windows_1252)


def encoding_of(head: bytes) -> tuple[str, int]:
    """The encoding of a file that begins like this, and how many bytes its mark takes."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    if min(len(head), 4096) < 4 * max(even, odd):
        return ("utf-16-le" if odd > even else "utf-16-be"), 0
    return ("utf-8" if _is_utf8(head) or _is_mostly_utf8(head) else "cp1252"), 0


def decoded(raw: bytes, encoding: str) -> str:
    """Never fails: what cannot be read is read as Windows-1252, or marked as unreadable."""
    return raw.decode(encoding, "replace" if encoding.startswith("utf-16") else ODD_BYTES)


def offset_of_line(raw: bytes, encoding: str, lines: int) -> int:
    """How many bytes the first `lines` physical lines take."""
    if lines == 0:
        return 0
    if encoding.startswith("utf-16"):
        return _offset_in_utf_16(raw, encoding, lines)
    for count, end in enumerate(_LINE_END.finditer(raw), 1):
        if count == lines:
            return end.end()
    return len(raw)


def _offset_in_utf_16(raw: bytes, encoding: str, lines: int) -> int:
    """Without decoding: text that was cut off or spoiled has lines too."""
    ends = re.compile(b"|".join(end.encode(encoding) for end in ("\r\n", "\n", "\r")))
    place = 0
    for _ in range(lines):
        found = ends.search(raw, place)
        while found and found.start() % 2:
            found = ends.search(raw, found.start() + 1)
        if found is None:
            return len(raw)
        place = found.end()
    return place


def _is_mostly_utf8(head: bytes) -> bool:
    """Files put together out of several: what is not UTF-8 is then read as Windows-1252."""
    sound = sum(map(len, _SEVERAL_BYTES.findall(head)))
    high = len(head) - len(head.translate(None, _HIGH))
    return sound > high // 2


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
