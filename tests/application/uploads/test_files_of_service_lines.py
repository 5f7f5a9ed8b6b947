"""Files with a row per service line: one claim each, whichever chunk or file its lines came in."""

import pytest
from tests.support.corpus import corpus
from tests.support.taking_in import Desk, csv_of

from upstream.domain.claims.claim import Known, decider
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.upload import Ended

LINES = {"grain": "line"}
FIRST = "C1,Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10,"
SECOND = "C1,Aetna,85025,2025-01-02,2025-01-20,PAID,40.00,7.00,"
DENIED = "C1,Aetna,80053,2025-01-02,2025-01-20,DENIED,180.00,0.00,CO-50"
OTHER = "C2,Aetna,99213,2025-01-02,2025-01-20,DENIED,150.00,0.00,CO-197"


def known(desk: Desk, claim_ref: str = "C1") -> Known:
    claim = decider.fold(desk.claim(claim_ref))  # type: ignore[arg-type]  # a claim's own events
    assert isinstance(claim, Known)
    return claim


@pytest.mark.feature("IN-8")
def test_the_file_asks_what_a_row_is_and_then_makes_one_claim_of_three_rows(desk: Desk) -> None:
    content = corpus("nasty", "44_line_level.csv").read_bytes()
    asked = desk.take_in(content)
    ended = desk.take_in(content, mapping=LINES)

    assert asked.problem is not None
    assert (asked.code, asked.problem.asks) == ("upload.mapping_needed", ("grain",))
    assert [(one.name, one.value) for one in asked.problem.suggested] == [("grain", "line")]
    assert ended.totals == Counts(rows_read=3, rows_new=1, rows_changed=2)
    facts = known(desk).facts
    assert (facts.outcome, facts.partly_denied, len(facts.lines)) == ("PAID", True, 3)
    assert (facts.billed_cents, facts.allowed_cents) == (45_000, 9_910)
    assert [line.denied for line in facts.lines] == [False, False, True]


@pytest.mark.feature("IN-8")
@pytest.mark.parametrize("rows_max", [1, 2, 100])
def test_chunks_make_no_difference(desk: Desk, rows_max: int) -> None:
    ended = desk.take_in(csv_of(FIRST, OTHER, SECOND, DENIED), mapping=LINES, rows_max=rows_max)
    claim, other = known(desk), known(desk, "C2")

    assert ended.totals == Counts(rows_read=4, rows_new=2, rows_changed=2)
    assert (claim.facts.cpt, claim.facts.billed_cents) == ("80053", 37_000)
    assert (claim.facts.outcome, claim.facts.partly_denied) == ("PAID", True)
    assert claim.facts.denial_reason == "CO-50"
    assert claim.first is not None
    assert (claim.first.outcome, claim.first.allowed_cents) == ("PAID", 9_910)
    assert (other.facts.outcome, other.facts.partly_denied) == ("DENIED", False)


@pytest.mark.feature("IN-8")
def test_a_claim_is_denied_where_every_line_is(desk: Desk) -> None:
    second = SECOND.replace("PAID,40.00,7.00,", "DENIED,40.00,0.00,CO-197")
    desk.take_in(csv_of(second, DENIED), mapping=LINES)
    facts = known(desk).facts

    assert (facts.outcome, facts.partly_denied, facts.denial_reason) == ("DENIED", False, "CO-50")


@pytest.mark.feature("IN-8")
def test_lines_may_come_in_several_files(desk: Desk) -> None:
    """And a line that is told again with another amount replaces itself, not its neighbours."""
    desk.take_in(csv_of(FIRST, SECOND), mapping=LINES)
    more = desk.take_in(csv_of(DENIED, SECOND.replace("7.00", "8.00")), mapping=LINES)
    facts = known(desk).facts

    assert more.totals == Counts(rows_read=2, rows_changed=2)
    assert [(line.cpt, line.allowed_cents) for line in facts.lines] == [
        ("99213", 9_210),
        ("85025", 800),
        ("80053", 0),
    ]
    assert (facts.billed_cents, facts.allowed_cents) == (37_000, 10_010)


@pytest.mark.feature("IN-7", "IN-8")
def test_the_same_lines_again_are_repetitions(desk: Desk) -> None:
    once = desk.take_in(csv_of(FIRST, SECOND, SECOND), mapping=LINES)
    again = desk.take_in(csv_of(SECOND, FIRST), mapping=LINES)

    assert once.totals == Counts(rows_read=3, rows_new=1, rows_changed=1, rows_repeated=1)
    assert again.totals == Counts(rows_read=2, rows_repeated=2)


def test_a_claim_that_came_twice_by_mistake_raises_no_question(desk: Desk) -> None:
    rows = [FIRST.replace("C1", f"N{n}") for n in range(60)]
    ended = desk.take_in(csv_of(*rows, rows[3].replace("99213", "99214")))

    assert isinstance(ended, Ended)
    assert (ended.how, ended.totals.rows_read) == ("completed", 61)
