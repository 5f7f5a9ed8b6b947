"""A row becomes a claim, or every reason why it cannot, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.claim_rows import KEY, layout_of, layouts, rows_for

from upstream.domain.claims.chunks import RawRows, understand
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.faults import ADVICE, Fault, RejectedRow
from upstream.domain.claims.identity import natural_key
from upstream.domain.claims.layout import Layout
from upstream.domain.claims.rows import RowRules

BASE = layout_of("claim_id", "payer", "cpt", "submitted_date", "decided_date", "outcome")
SOUND = ["C1", "Aetna", "99213", "2025-01-02", "2025-01-20", "PAID"]


def verdict(*row: str, layout: Layout = BASE) -> ClaimFacts | tuple[Fault, ...] | None:
    return RowRules(layout, KEY).verdict(row)


def codes(*row: str) -> list[str]:
    faults = verdict(*row)
    assert isinstance(faults, tuple)
    return [fault.code for fault in faults]


def raw(layout: Layout, rows: list[list[str]], first_line: int = 2) -> RawRows:
    """Rows by column, as a reader hands them over."""
    regular = [(n, row) for n, row in enumerate(rows, first_line) if len(row) == layout.width]
    odd = [(n, row) for n, row in enumerate(rows, first_line) if len(row) != layout.width]
    columns = [[row[index] for _, row in regular] for index in range(layout.width)]
    return RawRows([line for line, _ in regular], columns, odd, [])


@pytest.mark.feature("IN-9")
def test_a_sound_row_is_a_claim() -> None:
    claim = verdict("C1", " Aetna  Health", "99213-25", "1/2/2025", "2025-01-20", "Approved")

    assert isinstance(claim, ClaimFacts)
    assert (claim.claim_ref, claim.cpt, claim.modifiers) == ("C1", "99213", ("25",))
    assert (claim.payer, claim.payer_raw) == ("Aetna Health", "Aetna  Health")
    assert (claim.outcome, claim.outcome_raw) == ("PAID", "Approved")


def test_every_fault_of_a_row_is_named_at_once() -> None:
    assert codes("C1", "", "0450", "2025-02-30", "", "PAID") == [
        "row.missing",
        "row.code_malformed",
        "row.date_unreadable",
    ]


def test_every_fault_says_what_to_do() -> None:
    for code in ADVICE:
        assert Fault(None, code).advice.endswith(".")


@pytest.mark.feature("IN-10")
@pytest.mark.parametrize(
    ("decided", "code"),
    [("2025-01-01", "row.decided_before_submitted"), ("2031-01-01", "row.date_in_future")],
)
def test_dates_that_contradict_each_other_are_refused(decided: str, code: str) -> None:
    assert codes("C1", "Aetna", "99213", "2025-01-02", decided, "PAID") == [code]


def test_an_impossible_delay_is_refused() -> None:
    assert codes("C1", "Aetna", "99213", "2019-01-02", "2025-01-02", "PAID") == [
        "row.delay_impossible"
    ]


@pytest.mark.parametrize(
    "row",
    [
        [],
        [""],
        ["", " ", "", "", "", ""],
        ["claim_id", "payer", "CPT ", "submitted_date", "decided_date", "outcome"],
        ["TOTAL", "", "", "", "", "15"],
        ["Grand total: 3 claims", "", "", "", "", ""],
        ["*** END OF REPORT ***"],
        ["Record count: 3"],
        ["\x1a"],
    ],
)
def test_what_is_no_claim_is_skipped(row: list[str]) -> None:
    assert verdict(*row) is None


def test_a_claim_is_never_taken_for_a_total() -> None:
    assert isinstance(verdict("TOTAL-1", *SOUND[1:]), ClaimFacts)
    assert codes("TOTAL 1", "Aetna", "0450", *SOUND[3:]) == ["row.code_malformed"]


@pytest.mark.parametrize(("row", "code"), [(SOUND[:3], "few"), ([*SOUND, "x"], "many")])
def test_a_row_of_another_width_is_refused(row: list[str], code: str) -> None:
    assert codes(*row) == [f"row.too_{code}_fields"]


@pytest.mark.feature("IN-8")
@given(st.data())
def test_thousands_at_once_are_understood_like_each_alone(data: st.DataObject) -> None:
    """The bulk path and the one-by-one path agree on every row, whatever is in it."""
    layout = data.draw(layouts())
    rows = data.draw(rows_for(layout))
    rules = RowRules(layout, KEY)
    claims, rejected, skipped = [], [], 0
    for line, row in enumerate(rows, 2):
        match RowRules(layout, KEY).verdict(row):
            case None:
                skipped += 1
            case ClaimFacts() as facts:
                claims.append((line, facts))
            case faults:
                rejected.append(RejectedRow(line, faults))

    for _ in range(2):  # once with nothing remembered, once with everything
        understood = understand(rules, raw(layout, rows))
        assert list(zip(understood.lines, understood.facts, strict=True)) == claims
        assert understood.keys == [natural_key(facts) for _, facts in claims]
        assert understood.rejected == rejected
        assert understood.skipped == skipped
