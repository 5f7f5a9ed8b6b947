"""What becomes of personal data in a file, as the customer has set it up."""

import pytest
from tests.support.claim_log import context_of
from tests.support.corpus import corpus
from tests.support.taking_in import SECRET, Desk, csv_of

from upstream.application.settings import change_settings, opened, settings_of
from upstream.domain.claims.events import ClaimRecorded
from upstream.domain.personal.kinds import PersonalCells, Policy
from upstream.domain.settings.customer_settings import ChangeSettings
from upstream.domain.uploads.events import ChunkRecorded, UploadAccepted, UploadReceived

GOOD = "C1,Aetna,99213,2025-01-02,2025-01-20,PAID,150.00,92.10,"
STRAY = (
    "C2,Aetna,99213,2025-01-02,2025-01-20,DENIED,9.00,0.00,call 402-555-0134 re project bluebird"
)
NAMED = "C3,Aetna,99213,2025-01-02,2025-01-20,DENIED,150.00,0.00,patient John Smith moved"
pytestmark = pytest.mark.feature("DQ-4")


def set_up(desk: Desk, policy: Policy, *words: str) -> None:
    context = context_of(desk.customer_id, command="settings.change")
    change_settings(
        desk.intake.log,
        SECRET,
        context,
        ChangeSettings(personal_data=policy),
        sensitive_words=list(words),
    )


def claim_of(desk: Desk, claim_ref: str) -> ClaimRecorded:
    (recorded,) = desk.claim(claim_ref)
    assert isinstance(recorded, ClaimRecorded)
    return recorded


def test_stray_numbers_are_masked_and_their_lines_are_told(desk: Desk) -> None:
    upload_id = desk.receive(csv_of(GOOD, STRAY)).id
    desk.record(upload_id)
    (chunk,) = desk.events_of(upload_id, ChunkRecorded)

    assert chunk.counts.rows_new == 2
    assert chunk.personal == (PersonalCells("denial_reason", "phone", 1, (3,)),)
    assert claim_of(desk, "C2").facts.denial_reason == "call [PHONE] re project bluebird"


def test_a_customers_own_words_are_masked_too_and_kept_sealed(desk: Desk) -> None:
    set_up(desk, "mask", "Project Bluebird")
    desk.take_in(csv_of(GOOD, STRAY))
    settings, version = settings_of(desk.intake.log, desk.customer_id)

    assert claim_of(desk, "C2").facts.denial_reason == "call [PHONE] re [SENSITIVE_WORD]"
    assert version == 1
    assert "luebird" not in settings.sensitive_words[0]
    assert opened(SECRET, desk.customer_id, settings) == ["Project Bluebird"]


def test_rows_are_refused_where_a_customer_wants_that(desk: Desk) -> None:
    set_up(desk, "refuse")
    upload_id = desk.receive(csv_of(GOOD, STRAY, NAMED)).id
    desk.record(upload_id)
    (chunk,) = desk.events_of(upload_id, ChunkRecorded)

    assert {row.line: row.faults[0].code for row in chunk.rejected} == {
        3: "row.personal_data",
        4: "row.personal_data",
    }
    assert chunk.counts.rows_read == 3
    assert desk.claim("C2") == []


def test_claim_numbers_that_are_social_security_numbers_stay_apart_as_pseudonyms(
    desk: Desk,
) -> None:
    rows = [GOOD.replace("C1", f"{500 + number}-41-70{number:02}") for number in range(20)]
    upload_id = desk.receive(csv_of(*rows)).id
    desk.record(upload_id)
    (accepted,) = desk.events_of(upload_id, UploadAccepted)
    (chunk,) = desk.events_of(upload_id, ChunkRecorded)

    assert accepted.layout.found[0].treatment == "pseudonym"
    assert chunk.counts.rows_new == 20
    again = desk.take_in(csv_of(*rows, GOOD))
    assert (again.totals.rows_repeated, again.totals.rows_new) == (20, 1)


def test_names_in_the_place_of_payers_stop_the_file(desk: Desk) -> None:
    names = ("Doe, Jane", "John Smith", "Maria Garcia", "Lee, Susan", "Hill, Eric", "Karen Young")
    ended = desk.take_in(csv_of(*(GOOD.replace("Aetna", f'"{name}"') for name in names)))

    assert (ended.how, ended.code) == ("rejected", "upload.mapping_personal")
    assert ended.problem is not None
    assert not any(name in ended.problem.detail for name in names)


def test_a_name_of_a_file_is_masked(desk: Desk) -> None:
    upload_id = desk.receive(csv_of(GOOD), name="JaneDoe_remits 512-41-7001.csv").id

    (received,) = desk.events_of(upload_id, UploadReceived)
    assert received.file_name == "[NAME] remits [SSN].csv"


@pytest.mark.parametrize(("policy", "how"), [("mask", "completed"), ("refuse", "rejected")])
def test_a_file_with_patients_columns_goes_in_without_them_or_not_at_all(
    desk: Desk, policy: Policy, how: str
) -> None:
    """Its needed columns are all there; what tells who a patient is was never going to be kept."""
    set_up(desk, policy)
    ended = desk.take_in(corpus("nasty", "45_phi_columns.csv").read_bytes())

    assert ended.how == how
    assert ended.totals.rows_new == (3 if policy == "mask" else 0)
    if ended.problem:
        assert ended.problem.code == "upload.personal_data"
        assert "ssn (ssn)" in ended.problem.detail


@pytest.mark.parametrize("name", ["00_base.csv", "16_header_synonyms.csv", "40_html_sql.csv"])
def test_a_clean_file_raises_no_alarm(desk: Desk, name: str) -> None:
    upload_id = desk.receive(corpus("nasty", name).read_bytes()).id
    desk.record(upload_id)
    (accepted,) = desk.events_of(upload_id, UploadAccepted)

    assert accepted.layout.found == ()
    assert all(chunk.personal == () for chunk in desk.events_of(upload_id, ChunkRecorded))
