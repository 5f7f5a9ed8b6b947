"""A file that was withdrawn counts in no figure of quality any more; the history keeps it."""

import pytest
from tests.api.at_work import ANALYST, RIVERSIDE, upload, work
from tests.api.conftest import Api, Population

HEADER = "claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount,denial_reason"
SOUND = "{},Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,"
POOR = "{},Aetna,99213,2025-01-02,2025-01-20,DENIED,,"


def file_of(row: str, letter: str) -> bytes:
    rows = [row.format(f"{letter}-{number}") for number in range(4)]
    return "\n".join((HEADER, *rows, "")).encode()


@pytest.mark.feature("IN-15", "DQ-5", "RD-2")
def test_a_withdrawn_file_leaves_the_quality_of_today_and_stays_in_that_of_then(
    api: Api, population: Population
) -> None:
    assert population.people
    kept, poor = (
        upload(api, file_of(row, letter)).json()["id"]
        for row, letter in ((SOUND, "S"), (POOR, "P"))
    )
    work(api)
    before = api.get(f"{RIVERSIDE}/quality").json()
    path = f"{RIVERSIDE}/uploads/{poor}/withdraw"
    assert api.post(path, {"reason": "sent by mistake"}, who=ANALYST).status_code == 202
    work(api)
    now = api.get(f"{RIVERSIDE}/quality").json()
    then = api.get(f"{RIVERSIDE}/quality?as_of=position:{before['position']}").json()

    assert (before["uploads"], before["rows"]) == (2, 8)
    assert (now["uploads"], now["rows"]) == (1, 4)
    assert [point["upload_id"] for point in now["trend"]] == [kept]
    assert now["score"] > before["score"]
    assert then == before
