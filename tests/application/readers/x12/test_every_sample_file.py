"""Every remittance, claim and status file of the corpus, against a count that shares no code."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.application.readers.x12.reading_x12 import ACCEPTED, read
from tests.support.corpus import sample_files
from tests.support.x12_counts import counted

from upstream.domain.claims.facts import ClaimFacts

pytestmark = pytest.mark.feature("IN-3")

REMITTANCES = sample_files("835/*/*", "nasty/6[0-5]_835*")
SUBMITTED = sample_files("837/*/*")
STATUS = sample_files("277/*/*")


def named(path: Path) -> str:
    return path.name


def adjustments_of(claim: ClaimFacts) -> int:
    return len(claim.adjustments) + sum(len(line.adjustments) for line in claim.lines)


@pytest.mark.parametrize("path", REMITTANCES, ids=named)
def test_a_remittance_is_read_whole(path: Path) -> None:
    """Claims that are refused count with the claims; amounts are those of the payments."""
    data = path.read_bytes()
    found, wanted = read(data, ACCEPTED), counted(data)
    payments = [one.facts for one in found.remittances]

    assert found.rows_count == wanted.claims > 0
    assert sum(one.claims_count for one in payments) == wanted.claims
    assert sum(one.lines_count for one in payments) == wanted.lines
    assert Decimal(sum(one.claims_paid_cents for one in payments)) / 100 == wanted.paid
    assert Decimal(sum(one.taken_back_cents for one in payments)) / 100 == wanted.taken_back
    assert found.rejected == []
    told = [claim for claim in found.claims if claim.stage != "reversed"]
    if len(told) == wanted.claims:
        charged = sum(claim.billed_cents or 0 for claim in told)
        assert sum(map(adjustments_of, told)) == wanted.adjustments
        assert sum(len(claim.lines) for claim in told) == wanted.lines
        assert Decimal(charged) / 100 == wanted.charged


@pytest.mark.parametrize("path", SUBMITTED, ids=named)
def test_submitted_claims_are_read_whole(path: Path) -> None:
    data = path.read_bytes()
    found, wanted = read(data, ACCEPTED), counted(data)

    assert len(found.claims) == found.rows_count == wanted.claims > 0
    assert sum(len(claim.lines) for claim in found.claims) == wanted.lines
    charged = sum(claim.billed_cents or 0 for claim in found.claims)
    assert Decimal(charged) / 100 == wanted.charged
    assert {(claim.outcome, claim.stage) for claim in found.claims} == {("PENDING", "submitted")}
    assert all(claim.claim_ref and claim.service_on for claim in found.claims)


@pytest.mark.parametrize("path", STATUS, ids=named)
def test_a_status_file_tells_of_every_claim(path: Path) -> None:
    """One TRN*2 with a status below a patient or subscriber is one claim."""
    data = path.read_bytes()
    found = read(data, ACCEPTED)
    below = data.decode().replace("\n", "").replace("\r", "").split("HL*")
    claims = [one for one in below if one.split("*")[2][:2] in {"PT", "22", "23"}]

    assert len(found.claims) == sum(one.count("TRN*2*") for one in claims) > 0
    rejected = {claim.stage for claim in found.claims} == {"rejected"}
    assert rejected == ("rejected" in path.name)
    assert "DENIED" not in {claim.outcome for claim in found.claims}
