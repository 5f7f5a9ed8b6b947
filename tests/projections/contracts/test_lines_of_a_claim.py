"""Claims of several lines, and lines that were paid as another procedure."""

from typing import Any

import pytest
from tests.support.contracts import Office, fee, paid

from upstream.domain.claims.facts import ServiceLine
from upstream.domain.units import Cents

pytestmark = pytest.mark.feature("DR-4")


def line(cpt: str, allowed: float | None, **more: Any) -> ServiceLine:  # noqa: ANN401  any field
    cents = None if allowed is None else Cents(round(allowed * 100))
    return ServiceLine(number="1", cpt=cpt, allowed_cents=cents, **more)


def test_lines_are_compared_one_by_one(office: Office) -> None:
    office.agree(fee("99213", 100), fee("70450", 200))
    lines = (
        line("99213", 90),
        line("70450", None, denied=True),
        line("70450", 195),
        line("36415", 3),
    )
    office.bench.record([paid("A", 288, lines=lines, partly_denied=True)])

    found = office.lines()

    owed = [(one.line, one.cpt, one.owed) for one in found]
    assert owed == [(1, "99213", "10.00"), (3, "70450", "5.00")]
    assert office.owed().owed == "15.00"


def test_another_code_than_the_billed_one_is_recoding_and_kept_apart(office: Office) -> None:
    office.agree(fee("99213", 100), fee("99214", 150), fee("99215", 200))
    told = (line("99213", 100, submitted_cpt="99214"),)
    office.bench.record(
        [
            paid("said so", 100, cpt="99213", lines=told),
            paid("quietly", 150, cpt="99215"),
            paid("just less", 141, cpt="99215"),
        ]
    )

    found = office.owed()

    assert (found.owed, found.recoded_owed) == ("59.00", "100.00")
    recoded = office.lines(verdicts=["recoded"])
    assert {(one.claim_ref, one.cpt, one.paid_as, one.owed) for one in recoded} == {
        ("said so", "99214", "99213", "50.00"),
        ("quietly", "99215", "99214", "50.00"),
    }
