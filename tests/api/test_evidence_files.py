"""The claims behind a finding as a file: those of its kind, and nothing a spreadsheet would run."""

import csv
import io

import pytest
from tests.api.at_work import ANALYST, upload, work
from tests.api.town import Api
from tests.support.weekly_claims import UNTIL, Habit, changed, others
from tests.support.weekly_files import claims_file

RIVERSIDE = "/api/v1/customers/riverside"


@pytest.mark.feature("DR-5")
def test_evidence_of_a_procedure_that_needs_an_authorization_now(town: Api) -> None:
    asks = changed(now=Habit(denied=30, reasons=("CO-197",)))
    assert upload(town, claims_file([*asks, *others()], prefix="=C")).status_code == 202
    work(town)
    for product in ("authsignal", "denialscope"):
        asked = {"until": str(UNTIL), "product": product}
        assert town.post(f"{RIVERSIDE}/drift-runs", asked, who=ANALYST).status_code == 202
        work(town)
    findings = town.get(f"{RIVERSIDE}/findings").json()["items"]
    assert {finding["product"] for finding in findings} == {"authsignal", "denialscope"}
    for finding in findings:
        path = f"{RIVERSIDE}/findings/{finding['id']}/evidence"
        total = town.get(path).json()["total"]
        answer = town.get(f"{path}.csv")
        assert answer.headers["content-disposition"].startswith("attachment")
        claims = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(claims) == total > 0
        assert {claim["outcome"] for claim in claims} == {"DENIED"}
        assert {claim["denial_reason"] for claim in claims} == {"CO-197"}
        assert {claim["denial_rule"] for claim in claims} == {""}, "the file itself says denied"
        assert all(claim["claim_ref"].startswith("'=C") for claim in claims)
        if finding["product"] == "authsignal":
            assert {claim["cpt"] for claim in claims} == {finding["cpt"]}
