"""FHIR R4 files that others wrote: every entry accounted for, amounts as counted another way."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.application.readers.reading import claims_of, parts_of, problem_of
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
