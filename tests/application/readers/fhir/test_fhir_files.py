"""FHIR R4 files that others wrote: every entry accounted for, amounts as counted another way."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.application.readers.reading import claims_of, layout_of, parts_of, problem_of
from tests.support.corpus import corpus

from upstream.domain.claims.facts import ClaimFacts

BFD = (
    "eobByPatientIdAll.json",
    "eobByPatientIdPaged.json",
    "eobReadByPatientWithSamhsa.json",
    "eobReadCarrier.json",
    "eobReadCarrierWithMultipleLines.json",
    "eobReadCarrierWithTaxNumbers.json",
)
CARIN = (
    "c4bb_eob_include_bundle.json",
    "c4bb_eob_inpatient_example.json",
    "explanation_of_benefit_all.json",
)
FILES = [("bfd-v2-r4", name) for name in BFD] + [("carin-inferno", name) for name in CARIN]


def explanations(path: Path) -> tuple[list[dict[str, Any]], int]:
    """All explanations of benefit of a file, and how many resources it has."""
    whole = json.loads(path.read_bytes(), parse_float=Decimal)
    every = [entry["resource"] for entry in whole["entry"]] if "entry" in whole else [whole]
    return [one for one in every if one["resourceType"] == "ExplanationOfBenefit"], len(every)


def stated(adjudications: Iterable[dict[str, Any]], code: str) -> list[int]:
    """Cents of every amount with this code, where no variable of CMS says it is another amount."""
    return [
        round(Decimal(one["amount"]["value"]) * 100)
        for one in adjudications
        if "amount" in one and any(coding["code"] == code for coding in one["category"]["coding"])
    ]


@pytest.mark.feature("IN-3")
@pytest.mark.parametrize(("folder", "name"), FILES)
def test_every_entry_is_a_claim_or_passed_over(folder: str, name: str) -> None:
    path = corpus("fhir", folder, name)
    wanted, entries = explanations(path)
    parts = [part.understood for part in parts_of(path.read_bytes())]

    assert sum(len(part.facts) for part in parts) == len(wanted)
    assert sum(len(part.rejected) for part in parts) == 0
    assert sum(part.skipped for part in parts) == entries - len(wanted)


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_lines_and_totals_are_those_of_an_independent_count(folder: str, name: str) -> None:
    path = corpus("fhir", folder, name)
    found = claims_of(path.read_bytes())
    wanted, _ = explanations(path)

    assert [len(claim.lines) for claim in found] == [len(one.get("item", [])) for one in wanted]
    for claim, one in zip(found, wanted, strict=True):
        assert claim.billed_cents in [
            *stated(one.get("total", []), "submitted"),
            lines_billed(claim),
        ]
        paid = stated(one.get("total", []), "benefit")
        if paid:
            assert [claim.paid_cents] == paid
        elif "amount" in one.get("payment", {}):
            assert claim.paid_cents == round(Decimal(one["payment"]["amount"]["value"]) * 100)
        for line, item in zip(claim.lines, one.get("item", []), strict=True):
            billed = stated(item.get("adjudication", []), "submitted")
            assert line.billed_cents in billed or (line.billed_cents is None and not billed)
            allowed = stated(item.get("adjudication", []), "eligible")
            assert line.allowed_cents in allowed or (line.allowed_cents is None and not allowed)


def lines_billed(claim: ClaimFacts) -> int | None:
    amounts = [line.billed_cents for line in claim.lines if line.billed_cents is not None]
    return sum(amounts) if amounts else None


@pytest.mark.feature("IN-3")
def test_the_variables_of_cms_say_which_of_several_amounts_is_meant() -> None:
    """Submitted, eligible and benefit each stand there more than once on a DME claim."""
    claims = claims_of(corpus("fhir", "bfd-v2-r4", BFD[0]).read_bytes())
    carrier = next(claim for claim in claims if claim.claim_ref == "9991831999")
    dme = next(claim for claim in claims if claim.claim_ref == "2188888888")
    (line,) = carrier.lines

    assert (line.billed_cents, line.allowed_cents, line.paid_cents) == (7500, 4784, 3750)
    assert (line.cpt, line.modifiers, line.units) == ("92999", ("LT",), 1)
    assert (dme.lines[0].billed_cents, dme.lines[0].allowed_cents) == (13_045, 12_945)
    assert (carrier.payer, carrier.submitted_on) == ("CMS", date(1999, 11, 6))
    assert carrier.service_on == date(1999, 10, 27)


def test_a_patient_is_a_pseudonym() -> None:
    content = corpus("fhir", "bfd-v2-r4", BFD[0]).read_bytes()
    claims = claims_of(content)

    assert b"567834" in content
    assert {len(claim.patient_pseudonym or "") for claim in claims} == {32}
    assert len({claim.patient_pseudonym for claim in claims}) == 1
    assert not any("567834" in str(claim) for claim in claims)


def test_a_file_of_other_resources_says_what_it_holds() -> None:
    content = corpus("fhir", "carin-inferno", "c4bb_eob_coverage_example.json").read_bytes()

    assert problem_of(content) == "upload.no_claims"


def explanation(**changes: object) -> dict[str, Any]:
    return {
        "resourceType": "ExplanationOfBenefit",
        "status": "active",
        "use": "claim",
        "outcome": "complete",
        "identifier": [{"type": {"coding": [{"code": "uc"}]}, "value": "ICN1"}],
        "patient": {"reference": "Patient/1"},
        "insurer": {"display": "Aetna"},
        "created": "2025-02-01",
        "billablePeriod": {"start": "2025-01-02", "end": "2025-01-02"},
        "supportingInfo": [
            {"category": {"coding": [{"code": "clmrecvddate"}]}, "timingDate": "2025-01-05"}
        ],
        "item": [line(paid=80)],
        **changes,
    }


def line(*, paid: float, reason: str | None = None) -> dict[str, Any]:
    amounts = {"submitted": 100, "benefit": paid}
    adjudications: list[dict[str, Any]] = [
        {"category": {"coding": [{"code": code}]}, "amount": {"value": value}}
        for code, value in amounts.items()
    ]
    if reason:
        coding = {"coding": [{"code": reason}]}
        category = {"coding": [{"code": "denialreason"}]}
        adjudications.append({"category": category, "reason": coding})
    return {
        "sequence": 1,
        "productOrService": {
            "coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "99213"}]
        },
        "adjudication": adjudications,
    }


def text(*resources: object) -> bytes:
    return b"\n".join(json.dumps(one).encode() for one in resources)


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
