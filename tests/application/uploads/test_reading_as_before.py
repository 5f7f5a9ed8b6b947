"""Files of one source are read as a person said once; what a person is shown gives nobody away."""

import gzip
from datetime import date

import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import Desk

from upstream.application.mappings import save_headers, withdraw_headers
from upstream.application.uploads.previewing import Preview, preview
from upstream.domain.uploads.events import UploadAccepted, UploadRejected
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.upload import Ended

TODAY = date(2025, 6, 30)
HEADERS = ("Nr", "Kasse", "Ziffer", "Eingereicht", "Erledigt", "Ergebnis")
MAPPING = {
    "claim_id": "Nr",
    "payer": "Kasse",
    "cpt": "Ziffer",
    "submitted_date": "Eingereicht",
    "decided_date": "Erledigt",
    "outcome": "Ergebnis",
}
SAVED = "Read as was saved for files with these headers (Clearinghouse A)."


def file_of(*numbers: int) -> bytes:
    rows = [f"C{n},Aetna,99213,2025-01-02,2025-01-20,PAID" for n in numbers]
    return "\n".join([",".join(HEADERS), *rows, ""]).encode()


def problem_of(desk: Desk, content: bytes, **mapping: str) -> FileProblem:
    upload_id = desk.receive(content, mapping=mapping).id
    desk.record(upload_id)
    (rejected,) = desk.events_of(upload_id, UploadRejected)
    return rejected.problem


def save(desk: Desk, **more: str) -> None:
    context = context_of(desk.customer_id)
    mapping = {**MAPPING, **more}
    save_headers(desk.intake.log, context, headers=HEADERS, mapping=mapping, name="Clearinghouse A")


@pytest.mark.feature("IN-1")
def test_headers_in_words_nobody_taught_us_are_a_question_with_guesses(desk: Desk) -> None:
    problem = problem_of(desk, file_of(*range(40)))

    assert problem.code == "upload.mapping_needed"
    assert problem.headers == HEADERS
    guessed = {guess.name: (guess.header, guess.because) for guess in problem.guesses}
    assert guessed["cpt"] == ("Ziffer", "values")
    assert guessed["outcome"] == ("Ergebnis", "values")
    assert guessed["payer"] == ("Kasse", "values")
    assert {guessed["submitted_date"][0], guessed["decided_date"][0]} == {
        "Eingereicht",
        "Erledigt",
    }
    assert all(40 <= guess.confidence <= 60 for guess in problem.guesses)


@pytest.mark.feature("IN-1")
def test_what_was_said_once_is_used_for_the_next_file_and_the_notes_say_so(desk: Desk) -> None:
    save(desk)

    upload_id = desk.receive(file_of(1, 2)).id
    ended = desk.record(upload_id)

    (accepted,) = desk.events_of(upload_id, UploadAccepted)
    assert accepted.layout.notes[0] == SAVED
    assert accepted.layout.headers == HEADERS
    assert isinstance(ended, Ended)
    assert ended.totals.rows_new == 2


def test_a_persons_word_about_this_file_counts_more(desk: Desk) -> None:
    save(desk, decided_date="none")

    upload_id = desk.receive(file_of(1), mapping={"decided_date": "Erledigt"}).id
    desk.record(upload_id)

    (accepted,) = desk.events_of(upload_id, UploadAccepted)
    assert "decided_date" in {column.name for column in accepted.layout.columns}


def test_what_was_withdrawn_is_not_used(desk: Desk) -> None:
    save(desk)
    context = context_of(desk.customer_id)
    saved = save_headers(desk.intake.log, context, headers=HEADERS, mapping=MAPPING)
    withdraw_headers(desk.intake.log, context, saved.id)

    assert problem_of(desk, file_of(1)).code == "upload.mapping_needed"


def test_rows_without_a_header_are_still_no_header(desk: Desk) -> None:
    rows = file_of(1, 2, 3).split(b"\n", 1)[1]

    assert problem_of(desk, rows).code == "upload.header_missing"


@pytest.mark.feature("IN-1")
def test_a_file_can_be_looked_at_before_anything_is_recorded(desk: Desk) -> None:
    problem = problem_of(desk, file_of(1), hold="true", **MAPPING)

    assert problem.code == "upload.confirmation_needed"
    assert problem.layout is not None
    assert [column.name for column in problem.layout.columns] == list(MAPPING)
    taken = desk.take_in(file_of(1), mapping=MAPPING)
    assert taken.totals.rows_new == 1


PEOPLE = (
    "Patient Name,Note,Payer,CPT,Bill Date,Claim Status,Member\n"
    + "".join(
        f"Maria Gonzales,call 212-555-01{n:02},Aetna,99213,2025-01-02,PAID,{100_000_000 + n}\n"
        for n in range(20)
    )
).encode()


@pytest.mark.parametrize("packed", [False, True])
def test_the_preview_shows_rows_and_gives_nobody_away(desk: Desk, packed: bool) -> None:
    stored = desk.store(gzip.compress(PEOPLE, mtime=0) if packed else PEOPLE)

    shown = preview(desk.intake.files, desk.customer_id, stored.sha256, (), today=TODAY)

    assert isinstance(shown, Preview)
    cells = {column.header: column.cells for column in shown.columns}
    assert cells["Payer"][:2] == ("Aetna", "Aetna")
    assert len(cells["CPT"]) == 8
    assert cells["Patient Name"] == ()
    assert cells["Member"] == ()
    assert "Gonzales" not in str(shown)
    assert "555" not in str(shown)


def test_what_has_no_columns_has_no_preview(desk: Desk) -> None:
    stored = desk.store(b"%PDF-1.7 nothing")

    shown = preview(desk.intake.files, desk.customer_id, stored.sha256, (), today=TODAY)

    assert isinstance(shown, FileProblem)
