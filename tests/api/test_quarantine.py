"""A file with personal data where it does not belong is held back, released, or destroyed."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import Response
from tests.api.at_work import ANALYST, RIVERSIDE, upload, work
from tests.api.conftest import OWNER, Api, Population
from tests.api.pages.browsing import Console
from tests.api.test_uploading import kept_files

from upstream.infrastructure.jobs import send_due
from upstream.workers.sweeping import ask_for_destructions

COMPLIANCE = "compliance@riverside.example"
HEADER = "claim_id,payer,cpt,submitted_date,decided_date,outcome,denial_reason"
GOOD = "C1,Aetna,99213,2025-01-02,2025-01-20,PAID,"
STRAY = "C2,Aetna,99213,2025-01-02,2025-01-20,DENIED,call 402-555-0134 about it"
SOUND = f"{HEADER}\n{GOOD}\n".encode()
TELLING = f"{HEADER}\n{GOOD}\n{STRAY}\n".encode()
pytestmark = pytest.mark.feature("DQ-4")


class Office:
    """Riverside, which wants such files held back."""

    def __init__(self, api: Api) -> None:
        self.api = api
        wanted = {"personal_data": "quarantine", "sensitive_words": []}
        headers = api.headers(OWNER)
        assert api.client.put(f"{RIVERSIDE}/settings", json=wanted, headers=headers).is_success
        work(api)

    def take_in(self, content: bytes) -> Any:  # noqa: ANN401  an upload's document
        upload_id = upload(self.api, content).json()["id"]
        work(self.api)
        return self.get(f"uploads/{upload_id}")

    def get(self, path: str) -> Any:  # noqa: ANN401  some document
        answer = self.api.get(f"{RIVERSIDE}/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def release(self, upload_id: str, reason: str = "A fax line", who: str = OWNER) -> Response:
        path = f"{RIVERSIDE}/uploads/{upload_id}/release"
        answer = self.api.post(path, {"reason": reason}, who=who)
        work(self.api)
        return answer

    def days_later(self, days: float) -> int:
        """What the scheduler asks for then, done; how many files were due."""
        now = datetime.now(UTC) + timedelta(days=days)
        due = ask_for_destructions(
            self.api.parts.database,
            now - timedelta(days=self.api.parts.settings.quarantine_days),
        )
        work(self.api)
        return due

    def audited(self, upload_id: str) -> list[str]:
        history = self.get(f"audit/entities/upload/{upload_id}")
        return [step["action"] for step in history["steps"]]


@pytest.fixture
def office(api: Api, population: Population) -> Office:
    assert population.people
    return Office(api)


def test_such_a_file_is_held_back_and_says_where_but_never_what(office: Office) -> None:
    known = office.take_in(TELLING)
    found = office.get(f"uploads/{known['id']}/personal-data")

    assert (known["status"], known["code"]) == ("rejected", "upload.quarantined")
    assert (known["quarantine"], known["rows_read"]) == ("held", 0)
    assert "denial_reason (phone, line 3)" in known["problem"]["detail"]
    assert [(one["column"], one["kind"], one["lines"]) for one in found["cells"]] == [
        ("denial_reason", "phone", [3])
    ]
    assert found["policy"] == "quarantine"
    assert "402-555" not in str(known) + str(found)
    assert office.get("claims")["items"] == []


def test_a_clean_file_goes_in(office: Office) -> None:
    known = office.take_in(SOUND)

    assert (known["status"], known["quarantine"], known["rows_new"]) == ("completed", None, 1)


def test_what_stands_far_down_is_found_as_well(office: Office) -> None:
    """Beyond the rows a file is judged by."""
    rows = [GOOD.replace("C1", f"D{number}") for number in range(11_000)]
    known = office.take_in("\n".join((HEADER, *rows, STRAY, "")).encode())

    assert (known["quarantine"], known["rows_read"]) == ("held", 0)
    assert "line 11002" in known["problem"]["detail"]


def test_who_may_looks_at_the_file_and_releases_it_with_masking(office: Office) -> None:
    held = office.take_in(TELLING)
    looked = office.api.get(f"{RIVERSIDE}/uploads/{held['id']}/file", who=COMPLIANCE)
    answer = office.release(held["id"], who=COMPLIANCE)
    fresh = office.get(f"uploads/{answer.json()['id']}")
    reasons = [
        office.get(f"claims/{one['id']}")["denial_reason"] for one in office.get("claims")["items"]
    ]

    assert looked.content == TELLING
    assert (answer.status_code, fresh["status"], fresh["rows_new"]) == (202, "completed", 2)
    assert fresh["released_from"] == held["id"]
    assert "call [PHONE] about it" in reasons
    assert office.get(f"uploads/{held['id']}")["quarantine"] == "released"
    assert office.audited(held["id"])[-1] == "uploads.file_released.v1"
    assert office.days_later(30) == 0
    assert len(kept_files(office.api)) == 1


def test_others_may_not_and_it_takes_a_reason_and_happens_once(office: Office) -> None:
    held, sound = office.take_in(TELLING)["id"], office.take_in(SOUND)["id"]

    assert office.release(held, who=ANALYST).status_code == 403
    assert office.release(held, "  ").json()["code"] == "upload.release_reason_missing"
    assert office.release(sound).json()["code"] == "upload.not_quarantined"
    assert office.release(held).status_code == 202
    assert office.release(held).json()["code"] == "upload.not_quarantined"


def test_when_time_is_up_the_bytes_are_gone_and_the_history_stays(office: Office) -> None:
    held = office.take_in(TELLING)["id"]
    assert office.days_later(6.9) == 0
    (kept,) = kept_files(office.api)
    assert office.days_later(7.1) == 1
    known = office.get(f"uploads/{held}")

    assert not kept.exists()
    assert (known["status"], known["quarantine"]) == ("rejected", "destroyed")
    assert office.audited(held)[-1] == "uploads.file_destroyed.v1"
    assert office.release(held).json()["code"] == "upload.file_gone"
    assert office.api.get(f"{RIVERSIDE}/uploads/{held}/file").status_code == 410
    assert office.days_later(30) == 0


def test_bytes_that_came_again_are_the_later_uploads(office: Office) -> None:
    held = office.take_in(TELLING)["id"]
    again = office.take_in(TELLING)["id"]
    due: list[UUID] = []
    send_due(office.api.parts.database, lambda _, job_id: due.append(job_id))

    assert again != held
    assert office.release(held).json()["code"] == "upload.not_quarantined"
    assert office.release(again).status_code == 202
    office.days_later(7.1)
    assert len(kept_files(office.api)) == 1


def test_the_page_says_so_and_has_the_button(office: Office) -> None:
    held = office.take_in(TELLING)["id"]
    console = Console(office.api)
    path = f"/customers/riverside/uploads/{held}"
    console.be(ANALYST)
    for_an_analyst, columns = console.get(path).text, console.get(f"{path}/mapping").text
    console.be(COMPLIANCE)
    page = console.get(path).text
    done = console.post(f"{path}/release", reason="It is a fax line")
    work(office.api)
    after = console.page(done.headers["location"])

    assert "Held back" in for_an_analyst
    assert f"{path}/release" not in for_an_analyst
    assert "none of it is shown" in columns
    assert f"{path}/release" in page
    assert "is destroyed after" in page
    assert done.status_code == 303
    assert "held back for personal data and then released" in " ".join(after.texts)
