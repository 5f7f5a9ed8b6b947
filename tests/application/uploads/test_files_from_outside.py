"""Files that others wrote, and files that were made to be nasty."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from tests.support.corpus import corpus
from tests.support.taking_in import Desk

from upstream.domain.claims.events import ClaimRecorded
from upstream.domain.uploads.counts import Counts
from upstream.infrastructure.log import codec

THIRD_PARTY = ("csv", "denial-analytics-mit", "healthcare_claims.csv")
DOLLARS = {"claim_amount": "billed_cents", "amount_paid": "paid_cents"}


@pytest.mark.feature("IN-1", "IN-9")
def test_a_third_partys_file_goes_in_to_the_cent(desk: Desk) -> None:
    """Its headers are synonyms; it has no decision date and says so before it is taken."""
    path = corpus(*THIRD_PARTY)
    asked = desk.take_in(path.read_bytes())
    ended = desk.take_in(path.read_bytes(), mapping={"decided_date": "none"})
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    claims = recorded_claims(desk)

    assert asked.code == "upload.mapping_needed"
    assert ended.totals == Counts(rows_read=len(rows), rows_new=len(rows))
    for header, field in DOLLARS.items():
        cents = sum(getattr(claim.facts, field) for claim in claims)
        assert cents == 100 * sum(Decimal(row[header]) for row in rows)
    outcomes = {"Approved": "PAID", "Denied": "DENIED"}
    wanted = Counter(
        (row["payer_name"], outcomes[row["claim_status"]], row["carc_code"] or None) for row in rows
    )
    found = Counter((c.facts.payer, c.facts.outcome, c.facts.denial_reason) for c in claims)
    assert found == wanted
    assert all(claim.facts.decided_on is None for claim in claims)


@pytest.mark.feature("IN-13", "DQ-4")
def test_its_patient_ids_are_nowhere_in_clear(desk: Desk, tmp_path: Path, admin_url: str) -> None:
    content = corpus(*THIRD_PARTY).read_bytes()
    desk.take_in(content, mapping={"decided_date": "none"})
    claims = recorded_claims(desk)

    assert b"PAT000298" in content
    assert len({claim.facts.patient_pseudonym for claim in claims}) > 2_000
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"PAT000298" not in path.read_bytes()
    with psycopg.connect(admin_url) as connection:
        for table in ("events", "commits", "reservations"):
            statement = f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%PAT000%'"
            assert connection.execute(statement).fetchone() == (0,)
        states = connection.execute("SELECT state FROM events").fetchall()
        assert not any(b"PAT000" in state for (state,) in states)


def recorded_claims(desk: Desk) -> list[ClaimRecorded]:
    with desk.intake.log.database.customer(desk.customer_id) as connection:
        rows = connection.execute(text("SELECT tag, state FROM events ORDER BY position"))
        events = [codec.decode(tag, bytes(state)) for tag, state in rows]
    return [event for event in events if isinstance(event, ClaimRecorded)]


@pytest.mark.feature("IN-2")
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("00_base.csv", {"new": 3}),
        ("01_utf8_bom.csv", {"new": 3}),
        ("02_utf16le_tab.csv", {"new": 3}),
        ("03_cp1252.csv", {"new": 3}),
        ("05_semicolon_decimal_comma.csv", {"new": 3}),
        ("06_pipe.csv", {"new": 3}),
        ("07_quoted_newline.csv", {"new": 4}),
        ("09_cr_only.csv", {"new": 3}),
        ("10_nul_and_ctrlz.csv", {"new": 2, "rejected": 1, "skipped": 1}),
        ("11_preamble.csv", {"new": 3}),
        ("14_ragged.csv", {"new": 3, "rejected": 2}),
        ("16_header_synonyms.csv", {"new": 3}),
        ("20_huge_field.csv", {"new": 3, "rejected": 1}),
        ("22_excel_serials.csv", {"new": 2}),
        ("23_two_digit_years.csv", {"new": 2}),
        ("25_date_formats.csv", {"new": 5}),
        ("27_negative_delay.csv", {"new": 1, "rejected": 2}),
        ("28_pending.csv", {"new": 2}),
        ("32_placeholders.csv", {"new": 7}),
        ("33_amount_logic.csv", {"new": 3}),
        ("35_payer_variants.csv", {"new": 8}),
        ("39_formula_injection.csv", {"new": 6}),
        ("40_html_sql.csv", {"new": 3}),
        ("19a_zip_renamed.csv", {"new": 3}),
        ("19b_gzip_renamed.csv", {"new": 3}),
        ("41_exact_duplicates.csv", {"new": 3, "repeated": 3}),
        ("42_changed_outcome.csv", {"new": 3, "changed": 1}),
        ("45_phi_columns.csv", {"new": 3}),
        ("60_835_base.835", {"new": 2}),
    ],
)
def test_a_nasty_file_is_taken_row_by_row(desk: Desk, name: str, counts: dict[str, int]) -> None:
    ended = desk.take_in(corpus("nasty", name).read_bytes())
    kinds = ("new", "changed", "repeated", "rejected", "skipped")
    found = {kind: getattr(ended.totals, f"rows_{kind}") for kind in kinds}

    assert ended.how == "completed"
    assert {kind: rows for kind, rows in found.items() if rows} == counts
    assert ended.totals.rows_read == sum(counts.values())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("17_no_header.csv", "upload.header_missing"),
        ("18a_empty.csv", "upload.empty"),
        ("18b_header_only.csv", "upload.no_rows"),
        ("18c_whitespace.csv", "upload.empty"),
        ("19c_html_excel.csv", "upload.not_a_table"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(desk: Desk, name: str, code: str) -> None:
    ended = desk.take_in(corpus("nasty", name).read_bytes())

    assert (ended.how, ended.code) == ("rejected", code)
