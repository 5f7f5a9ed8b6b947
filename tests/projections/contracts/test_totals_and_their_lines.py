"""Whatever claims and rates there are: nothing owed is negative, and lines add up to totals."""

import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.support.contracts import EVER, JANUARY, Office, fee, paid, took

from upstream.domain.claims.facts import ClaimFacts, ServiceLine
from upstream.domain.contracts.rates import Rate
from upstream.domain.units import Cents
from upstream.projections.contracts.underpaid_lines import underpaid_lines
from upstream.projections.contracts.underpayments import NEEDS, underpayments

PAYERS = ("Northwind Health", "Harbor Mutual", "Nobody's Plan")
CODES = ("99213", "99214", "99215", "70450", "J1100")


def _line(draw: random.Random, number: int) -> ServiceLine:
    billed = draw.choice((None, 9_000, 21_700, 60_000))
    return ServiceLine(
        number=str(number),
        cpt=draw.choice(CODES),
        modifiers=draw.choice(((), (), ("26",), ("50",), ("51", "RT"))),
        billed_cents=None if billed is None else Cents(billed),
        allowed_cents=draw.choice((None, Cents(0), *(Cents(draw.randrange(30_000)),) * 4)),
        units=draw.choice((None, 1, 1, 3)),
        denied=draw.random() < 0.1,
        submitted_cpt=draw.choice((None, None, None, "99215")),
        adjustments=draw.choice(((), (took("CO", "45", 10),), (took("OA", "23", 5),))),
    )


def _claims(draw: random.Random) -> Iterator[ClaimFacts]:
    for number in range(300):
        decided_on = JANUARY + timedelta(days=5 + draw.randrange(110))
        claim = paid(
            f"A{number}", draw.choice((None, 55.5, 99.0, 120.0)), payer=draw.choice(PAYERS)
        )
        lines = tuple(_line(draw, one) for one in range(1, draw.choice((1, 2, 2, 4, 9))))
        yield replace(
            claim,
            lines=lines,
            cpt=draw.choice(CODES),
            decided_on=decided_on,
            outcome=draw.choice(("PAID", "PAID", "PAID", "DENIED", "OTHER")),
            place_of_service=draw.choice((None, "11", "22")),
            outcome_raw=draw.choice((None, None, "2 processed as secondary")),
        )


@pytest.mark.feature("DR-4", "RD-11")
@pytest.mark.parametrize("seed", range(3))
def test_lines_add_up_to_every_total(office: Office, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311  claims for a test
    for payer in PAYERS[:2]:
        office.agree(
            *(fee(code, draw.randrange(50, 250)) for code in CODES[:4]),
            fee("99214", draw.randrange(20, 80), modifier="26"),
            fee("99213", draw.randrange(80, 120), place_of_service="22"),
            Rate(cpt="J1100", percent_bps=draw.randrange(3_000, 12_000)),
            payer=payer,
            from_on=JANUARY - timedelta(days=30),
        )
    office.bench.record(list(_claims(draw)))

    total, lines = office.owed(), office.lines(limit=10_000)

    assert lines
    assert min(Decimal(line.owed) for line in lines) > 0
    assert {line.payer for line in lines} <= set(PAYERS[:2])
    for line in lines:
        assert Decimal(line.contracted) - Decimal(line.allowed) == Decimal(line.owed)
    for verdict, said in (("underpaid", total.owed), ("recoded", total.recoded_owed)):
        owed = [Decimal(line.owed) for line in lines if line.verdict == verdict]
        assert sum(owed) == Decimal(said)
    for cell in total.cells:
        of_cell = [one for one in lines if (one.payer, one.cpt) == (cell.payer, cell.cpt)]
        below = [one for one in of_cell if one.verdict == "underpaid"]
        assert sum(Decimal(one.owed) for one in below) == Decimal(cell.owed)
        assert (len(below), len({one.id for one in below})) == (
            cell.lines_underpaid,
            cell.claims_underpaid,
        )
    halves = JANUARY + timedelta(days=60)
    parts = [replace(EVER, until=halves), replace(EVER, since=halves)]
    assert sum(Decimal(office.owed(part).owed) for part in parts) == Decimal(total.owed)


@pytest.mark.feature("DR-4")
def test_pages_of_lines_leave_none_out(office: Office) -> None:
    office.agree(fee("99213", 100))
    office.bench.record([paid(f"A{number}", 90 - number % 3) for number in range(20)])

    with office.bench.views.at(office.bench.customer_id, needs=NEEDS) as view:
        seen, after = [], None
        while True:
            page = underpaid_lines(view, EVER, limit=3, after=after)
            seen += [(line.id, line.line) for line in page.items]
            after = page.next
            if after is None:
                break
        assert len(seen) == len(set(seen)) == underpayments(view, EVER).lines_underpaid == 20
