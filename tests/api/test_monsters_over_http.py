"""Files made to exhaust the system come in by HTTP: a typed answer within seconds, no claim, and
the file that comes after them is taken in as ever.
"""

import gzip
import io
import time
import zipfile
from collections.abc import Callable

import pytest
from tests.api.at_work import RIVERSIDE, upload, work
from tests.api.conftest import Api, Population

MEGABYTE = 1 << 20
HEADER = b"claim_id,payer,cpt,submitted_date,decided_date,outcome\n"
ROW = b"C%d,Aetna,99213,2025-01-02,2025-01-20,PAID\n"
SECONDS_MAX = 20
"""Of processor time, on any machine; a quiet one takes two or three."""


def ten_gigabytes_of_gzip() -> bytes:
    """A hundred members of a hundred megabytes each, which is one file to every gzip there is."""
    return gzip.compress(HEADER + ROW % 1) + gzip.compress(b"A" * (100 * MEGABYTE)) * 100


def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("claims.csv", HEADER + ROW % 1 + b"A" * (300 * MEGABYTE))
    return file.getvalue()


def zip_in_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("claims.zip", zip_bomb())
    return file.getvalue()


def cut_off_gzip() -> bytes:
    whole = gzip.compress(HEADER + b"".join(ROW % n for n in range(20_000)))
    return whole[: len(whole) // 2]


def million_columns() -> bytes:
    return b",".join(b"h%d" % n for n in range(1_000_000)) + b"\n" + ROW % 1


def known_among_million_columns() -> bytes:
    return HEADER.strip() + b",x" * 1_000_000 + b"\n" + ROW % 1


def workbook_of_one_row() -> bytes:
    """A row of three hundred megabytes, in a workbook of a few hundred kilobytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        cells = b'<c r="A1"><v>1</v></c>' * (16 * MEGABYTE)
        archive.writestr("xl/worksheets/sheet1.xml", b"<sheetData><row>" + cells)
    return file.getvalue()


@pytest.mark.feature("IN-4")
@pytest.mark.parametrize(
    ("monster", "codes"),
    [
        (ten_gigabytes_of_gzip, {"upload.packed_too_large"}),
        (zip_bomb, {"upload.packed_too_large"}),
        (zip_in_zip, {"upload.packed_twice"}),
        (cut_off_gzip, {"upload.packed_broken"}),
        (million_columns, {"upload.header_missing", "upload.too_many_columns"}),
        (known_among_million_columns, {"upload.too_many_columns"}),
        (workbook_of_one_row, {"upload.packed_too_large", "upload.workbook_unreadable"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_monster_is_refused_as_a_whole_and_harms_no_other(
    monster: Callable[[], bytes], codes: set[str], api: Api, population: Population
) -> None:
    content = monster()
    began = time.process_time()
    refused = upload(api, content)
    work(api)
    seconds = time.process_time() - began
    sound = upload(api, HEADER + ROW % 1)
    work(api)

    first = api.get(f"{RIVERSIDE}/uploads/{refused.json()['id']}").json()
    assert population.people
    assert refused.status_code == 202
    assert (first["status"], first["rows_new"]) == ("rejected", 0)
    assert first["problem"]["code"] in codes
    assert seconds < SECONDS_MAX
    second = api.get(f"{RIVERSIDE}/uploads/{sound.json()['id']}").json()
    assert (second["status"], second["rows_new"]) == ("completed", 1)
    assert len(api.get(f"{RIVERSIDE}/claims").json()["items"]) == 1


@pytest.mark.feature("IN-4")
@pytest.mark.usefixtures("population")
def test_a_cell_of_a_hundred_megabytes_costs_its_own_row(api: Api) -> None:
    """The rest of such a file is sound, and is taken in; the row is told by its line."""
    began = time.process_time()
    monster = ROW % 2 + b"C3," + b"A" * (100 * MEGABYTE) + b",99213,2025-01-02,2025-01-20,PAID\n"
    answer = upload(api, HEADER + ROW % 1 + monster)
    work(api)
    seconds = time.process_time() - began

    taken = api.get(f"{RIVERSIDE}/uploads/{answer.json()['id']}").json()
    assert (taken["status"], taken["rows_new"], taken["rows_rejected"]) == ("completed", 2, 1)
    assert seconds < SECONDS_MAX
    (row,) = api.get(f"{RIVERSIDE}/uploads/{answer.json()['id']}/rejected-rows").json()["items"]
    assert row["line"] == 4
    assert [fault["code"] for fault in row["faults"]] == ["row.line_too_long"]
