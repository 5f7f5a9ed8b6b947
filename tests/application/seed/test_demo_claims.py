"""The demo file: as many claims as asked for, the same every time, with its answer sheet."""

import csv
import io
from datetime import date, timedelta

import pytest

from upstream.application.seed import HEADER, HISTORY_DAYS, Plan, plan, write_claims
from upstream.domain.claims.procedures import UNGROUPED, cpt_group

UNTIL = date(2026, 3, 31)


def _written(planned: Plan) -> str:
    file = io.StringIO()
    write_claims(planned, file)
    return file.getvalue()


def _plan(claims: int = 5_000, seed: int = 1, customer: str = "riverside") -> Plan:
    return plan(customer, claims=claims, seed=seed, until=UNTIL)


@pytest.mark.parametrize("claims", [1, 7, 5_000])
def test_it_holds_exactly_as_many_claims_as_asked_for(claims: int) -> None:
    text = _written(_plan(claims))
    assert text.startswith(HEADER)
    assert text.count("\n") == claims + 1


@pytest.mark.feature("OP-9")
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    assert _written(_plan()) == _written(_plan())
    assert _written(_plan()) != _written(_plan(seed=2))
    assert _written(_plan()) != _written(_plan(customer="lakeside"))


def test_every_row_is_a_claim_that_could_be() -> None:
    for row in csv.DictReader(io.StringIO(_written(_plan()))):
        submitted = date.fromisoformat(row["submitted_date"])
        assert UNTIL - timedelta(days=HISTORY_DAYS) <= submitted < UNTIL
        assert cpt_group(row["cpt"]) != UNGROUPED
        assert float(row["billed_amount"]) > 0
        if row["outcome"] == "PENDING":
            assert row["decided_date"] == row["allowed_amount"] == row["paid_amount"] == ""
            continue
        decided = date.fromisoformat(row["decided_date"])
        assert submitted <= decided < UNTIL
        assert decided.weekday() < 5
        assert (row["outcome"] == "DENIED") == bool(row["denial_reason"])
        if row["outcome"] == "PAID":
            allowed, paid = float(row["allowed_amount"]), float(row["paid_amount"])
            assert 0 < paid <= allowed < float(row["billed_amount"])


def test_claim_numbers_are_unique() -> None:
    numbers = [row["claim_id"] for row in csv.DictReader(io.StringIO(_written(_plan())))]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.feature("OP-9")
def test_the_answer_sheet_names_one_drift_of_each_kind_in_three_places() -> None:
    drifts = _plan().labels.drifts
    assert {drift.kind for drift in drifts} == {
        "denial_rate",
        "allowed_amount",
        "days_to_decision",
    }
    assert len({drift.payer for drift in drifts}) == len({d.cpt_group for d in drifts}) == 3
    assert all(drift.begins_on <= UNTIL - timedelta(days=14) for drift in drifts)


def test_the_null_file_holds_no_drift_and_swings_as_the_other_does() -> None:
    null = plan("riverside", claims=5_000, seed=1, until=UNTIL, drifts=False)
    assert null.labels.drifts == ()
    drifting = {(label.payer, label.cpt_group) for label in _plan().labels.drifts}
    for lane, quiet in zip(_plan().lanes, null.lanes, strict=True):
        same = lane.denial_chance == quiet.denial_chance
        assert same or (lane.payer, lane.group) in drifting
