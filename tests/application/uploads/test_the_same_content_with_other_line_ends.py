"""Files that say the same in other bytes are other files, but the same claims."""

import gzip

import pytest
from tests.support.taking_in import Desk, csv_of

from upstream.domain.uploads.counts import Counts

ROWS = (
    "C1,Aetna,99213,2025-01-02,2025-01-20,PAID,100.00,80.00,",
    "C2,Aetna,99213,2025-01-02,2025-01-20,DENIED,100.00,,CO-197",
)


@pytest.mark.feature("IN-6")
@pytest.mark.parametrize(
    "other",
    [
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content.replace(b"\n", b"\r"),
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.decode().encode("utf-16"),
        lambda content: content.replace(b",", b";"),
        gzip.compress,
    ],
    ids=["CRLF", "CR", "byte order mark", "UTF-16", "semicolons", "gzip"],
)
def test_the_same_content_is_recognised_as_the_same_claims(desk: Desk, other: object) -> None:
    assert callable(other)
    content = csv_of(*ROWS)
    first, second = desk.take_in(content), desk.take_in(other(content))

    assert first.totals == Counts(rows_read=2, rows_new=2)
    assert second.totals == Counts(rows_read=2, rows_repeated=2)
