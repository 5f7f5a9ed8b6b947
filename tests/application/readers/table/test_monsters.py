"""Texts that are made to exhaust whoever reads them."""

import io
import resource
import time
from collections.abc import Callable

import pytest
from tests.application.readers.reading import claims_of, faults_of, judged

from upstream.domain.uploads.file_problem import FileProblem

HEADER = b"claim_id,payer,cpt,submitted_date,decided_date,outcome\n"
ROW = b"C%d,Aetna,99213,2025-01-02,2025-01-20,PAID\n"
MEGABYTE = 1 << 20
GROWTH_MAX = 150 * MEGABYTE


def timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.feature("IN-4")
@pytest.mark.parametrize("quote", [b"", b'"'], ids=["bare", "quoted"])
def test_a_cell_of_a_hundred_megabytes_costs_its_own_row(quote: bytes) -> None:
    giant = (
        b"C2," + quote + b"A" * (100 * MEGABYTE) + quote + b",99213,2025-01-02,2025-01-20,PAID\n"
    )
    content = HEADER + ROW % 1 + giant + ROW % 3
    before = peak()
    seconds = timed(lambda: faults_of(content))

    assert faults_of(content) == [(3, ["row.line_too_long"])]
    assert [claim.claim_ref for claim in claims_of(content)] == ["C1", "C3"]
    assert seconds < 100
    assert peak() - before < GROWTH_MAX


@pytest.mark.feature("IN-4")
def test_a_million_columns_are_refused_or_a_row_error() -> None:
    wide = b",".join(b"h%d" % n for n in range(1_000_000)) + b"\n"
    before = peak()
    seconds = timed(lambda: judged(wide + ROW % 1))

    assert isinstance(judged(wide + ROW % 1), FileProblem)
    assert seconds < len(wide) / MEGABYTE
    assert [line for line, _ in faults_of(HEADER + ROW % 1 + wide + ROW % 2)] == [3]
    assert peak() - before < GROWTH_MAX


def test_a_known_header_among_a_million_columns_is_named() -> None:
    wide = HEADER.strip() + b",x" * 400_000 + b"\n"
    verdict = judged(wide + b"".join((ROW % n).strip() + b"," * 400_000 + b"\n" for n in range(20)))

    assert isinstance(verdict, FileProblem)
    assert verdict.code == "upload.too_many_columns"


def test_a_file_of_nothing_but_quotation_marks_ends() -> None:
    content = HEADER + ROW % 1 + b'"' * MEGABYTE + b"\n" + b'"\n' * 10_000 + ROW % 2
    seconds = timed(lambda: faults_of(content))

    assert seconds < 2
    assert io.BytesIO(content).read(1) == b"c"
