"""What an explanation of benefit or a claim says, entry by entry."""

from datetime import date

import pytest
from tests.application.readers.fhir.writing import explanation, line, text
from tests.application.readers.reading import claims_of, layout_of, parts_of, problem_of


@pytest.mark.feature("IN-3", "IN-8")
@pytest.mark.parametrize(
    ("changes", "outcome", "stage"),
    [
        ({}, "PAID", None),
        ({"item": [line(paid=0, reason="CO-197")]}, "DENIED", None),
        ({"item": [line(paid=0, reason="PR1")]}, "PAID", None),
        ({"status": "cancelled"}, "OTHER", "reversed"),
        ({"outcome": "queued"}, "PENDING", "pended"),
        ({"outcome": "error"}, "OTHER", "rejected"),
        ({"use": "predetermination"}, "OTHER", "predetermined"),
    ],
)
def test_paid_or_denied_comes_from_amounts_and_reasons(
    changes: dict[str, object], outcome: str, stage: str | None
) -> None:
    """`outcome: complete` stands on paid and on denied claims alike."""
    (claim,) = claims_of(text(explanation(**changes)))

    assert (claim.outcome, claim.stage) == (outcome, stage)


def test_a_denied_line_beside_a_paid_one_is_a_partial_denial() -> None:
    lines = [line(paid=80), line(paid=0, reason="CO-197")]
    (claim,) = claims_of(text(explanation(item=lines)))

    assert (claim.outcome, claim.partly_denied, claim.denial_reason) == ("PAID", True, "CO-197")
    assert [one.denied for one in claim.lines] == [False, True]
    assert claim.paid_cents == 8_000


def test_a_claim_is_open_until_an_explanation_comes() -> None:
    claim = {
        "resourceType": "Claim",
        "use": "claim",
        "created": "2025-01-05",
        "identifier": [{"value": "C1"}],
        "insurer": {"display": "Aetna"},
        "total": {"value": 125.5},
        "item": [{"sequence": 1, "productOrService": {"coding": [{"code": "99213"}]}}],
    }
    (found,) = claims_of(text(claim))

    assert (found.outcome, found.stage, found.claim_ref) == ("PENDING", "submitted", "C1")
    assert (found.billed_cents, found.submitted_on) == (12_550, date(2025, 1, 5))


@pytest.mark.feature("IN-3")
def test_one_resource_per_line_an_array_and_a_bundle_say_the_same() -> None:
    three = [explanation(identifier=[{"value": f"N{n}"}]) for n in range(3)]
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in three]}

    assert claims_of(text(*three)) == claims_of(text(three)) == claims_of(text(bundle))
    assert len(claims_of(text(*three))) == 3
    assert claims_of(b"\xef\xbb\xbf" + text(bundle)) == claims_of(text(bundle))


@pytest.mark.feature("IN-5")
def test_reading_goes_on_at_the_entry_where_it_stopped() -> None:
    content = text(*(explanation(identifier=[{"value": f"N{n}"}]) for n in range(7)))
    first, second, *_ = parts_of(content, rows_max=3)

    assert parts_of(content, first.next, rows_max=3)[0] == second
    assert list(second.understood.lines) == [4, 5, 6]


def test_an_entry_that_lacks_what_a_claim_needs_is_rejected_with_every_fault() -> None:
    whole = explanation()
    bare = {key: whole[key] for key in ("resourceType", "status", "use", "outcome")}
    (part,) = parts_of(text(whole, bare))
    (row,) = part.understood.rejected

    assert row.line == 2
    assert {fault.column for fault in row.faults} == {"payer", "cpt", "submitted_date"}


def test_a_negative_amount_costs_its_entry() -> None:
    (part,) = parts_of(text(explanation(), explanation(item=[line(paid=-1)])))

    assert [row.faults[0].code for row in part.understood.rejected] == ["row.amount_negative"]


@pytest.mark.feature("IN-4")
@pytest.mark.parametrize(
    "content",
    [
        text(explanation())[:-20],
        text(explanation()) + b"\n{",
        text(explanation()).replace(b"80", b"8" * 5_000),
        text(explanation()).replace(b"80", b"[" * 5_000 + b"]" * 5_000),
        text(explanation()).replace(b"Aetna", b"A" * (6 << 20)),
        text(explanation()) + b"\0" * 100,
    ],
    ids=["cut off", "one brace more", "a number", "depth", "a text", "NULs"],
)
def test_json_that_breaks_off_or_never_ends_is_refused_as_a_whole(content: bytes) -> None:
    assert problem_of(content) == "upload.json_broken"


def test_stu3_is_named() -> None:
    old = explanation(outcome={"coding": [{"code": "complete"}]}, totalCost={"value": 5})

    assert problem_of(text(old)) == "upload.fhir_version"


def test_what_is_passed_over_is_noted() -> None:
    content = text(explanation(), {"resourceType": "Patient", "name": [{"family": "Doe"}]})

    assert any("Patient" in note for note in layout_of(content).notes)
    assert not any("Doe" in note for note in layout_of(content).notes)
