"""A payer that stops deciding, through the whole pipeline: found, and better nowhere."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from tests.api.at_work import ANALYST, upload, work
from tests.api.town import Api
from tests.support.counted_waits import Row
from tests.support.weekly_claims import UNTIL, Habit, others, steady
from tests.support.weekly_files import claims_file

from upstream.domain.drift.products import PRODUCTS

STOPPED_ON = UNTIL - timedelta(days=5)
PAYER = "Northwind Health"


def _stopped(row: Row) -> Row:
    if row.payer != PAYER or row.decided_on is None or row.decided_on < STOPPED_ON:
        return row
    return row._replace(decided_on=None, outcome="PENDING", allowed_cents=None, denial_reason=None)


def _seen(town: Api, path: str) -> Any:  # noqa: ANN401  some document
    answer = town.get(f"/api/v1/customers/riverside/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def _figures(town: Api) -> tuple[Any, Any]:
    """The payer on the dashboard, and on the scorecard of the last four weeks."""
    since = UNTIL - timedelta(days=28)
    cards = _seen(town, f"payers/scorecard?from={since}&to={UNTIL}")
    return (
        next(one for one in _seen(town, "dashboard")["payers"] if one["payer"] == PAYER),
        next(one for one in cards["items"] if one["payer"] == PAYER),
    )


@pytest.mark.feature("DR-3")
def test_five_days_without_a_decision_are_found_and_look_better_nowhere(town: Api) -> None:
    """The same claims twice: as they would have been decided, and with five days of silence."""
    spread = Habit(claims=150, days=(4, 9, 16, 23))
    rows = [*steady(PAYER, habit=spread), *others()]
    assert upload(town, claims_file(map(_stopped, rows))).status_code == 202
    work(town)
    for product in PRODUCTS:
        asked = {"until": str(UNTIL), "product": product.product}
        answer = town.post("/api/v1/customers/riverside/drift-runs", asked, who=ANALYST)
        assert answer.status_code == 202
        work(town)
    findings = _seen(town, "findings")["items"]
    assert {finding["payer"] for finding in findings} == {PAYER}
    assert {finding["kind"] for finding in findings} <= {"payment_delay", "days_to_decision"}
    assert all(finding["delta"] > 0 for finding in findings)
    (delay,) = (finding for finding in findings if finding["product"] == "delayguard")
    assert "nothing was decided since" in delay["explanation"]
    assert float(delay["dollars_at_risk"]) > 0

    evidence = _seen(town, f"findings/{delay['id']}/evidence?limit=200")
    assert evidence["of"] == "waiting"
    assert evidence["total"] > 0
    assert {claim["outcome"] for claim in evidence["items"]} == {"PENDING"}
    assert {claim["denial_reason"] for claim in evidence["items"]} == {None}
    text = town.get(f"/api/v1/customers/riverside/findings/{delay['id']}/evidence.csv").text
    rows_read = list(csv.DictReader(io.StringIO(text)))
    assert len(rows_read) == evidence["total"]
    assert rows_read[0]["id"] == evidence["items"][0]["id"]
    moved = _seen(town, f"findings/{delay['id']}")["moved"]
    assert moved["measure"] == "answers"
    assert all(drill["change"] < 0 for drill in moved["drills"])

    silent = _figures(town)
    assert upload(town, claims_file(rows)).status_code == 202
    work(town)
    usual = _figures(town)
    for place in range(2):
        for name in ("denial_rate", "initial_denial_rate", "days_to_decision_median"):
            if name in usual[place]:
                assert silent[place][name] >= 0.99 * usual[place][name], name
    assert silent[1]["days_median"] >= usual[1]["days_median"]
    assert silent[1]["open_claims"] > usual[1]["open_claims"]
    assert silent[1]["silence"]["days"] > silent[1]["silence"]["longest_gap_days"]
    assert usual[1]["silence"]["days"] == 0
