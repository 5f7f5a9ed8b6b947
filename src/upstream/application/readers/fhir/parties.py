"""Who pays, who was treated (as a pseudonym), who billed, and the numbers they give a claim."""

import re
from typing import Final

from upstream.application.readers.fhir.json_stream import Resource
from upstream.application.readers.fhir.navigating import codes, many, one, said
from upstream.domain.claims.cells import Parse, reference_cell, required, text_cell
from upstream.domain.claims.faults import Fault
from upstream.domain.claims.personal import PseudonymMemo
from upstream.domain.claims.slots import PAYER_LENGTH_MAX, REFERENCE_LENGTH_MAX

_NPI: Final = re.compile(r"\d{10}")
_CLAIM_IDS: Final = ("/variables/clm_id", "/variables/pde_id")
_UNIQUE_CLAIM: Final = "uc"
_ACCOUNT: Final = "patientaccountnumber"
_PAYER: Final = required(text_cell("payer", length_max=PAYER_LENGTH_MAX), "payer")
_REFERENCE: Final[Parse[str | None]] = reference_cell("claim_id", length_max=REFERENCE_LENGTH_MAX)


def payer_of(resource: Resource) -> str | Fault:
    """The insurer's name; else its number; else the last part of the reference to it."""
    insurer = one(resource, "insurer")
    reference = said(insurer, "reference")
    contained = (c for c in many(resource, "contained") if f"#{said(c, 'id')}" == reference)
    named = next((said(found, "name") for found in contained), None)
    display, number = said(insurer, "display"), said(insurer, "identifier", "value")
    return _PAYER(display or named or number or _last_part(reference) or "")


def patient_of(resource: Resource, pseudonyms: PseudonymMemo) -> str | None:
    patient = one(resource, "patient")
    known = _last_part(said(patient, "reference")) or said(patient, "identifier", "value")
    found = pseudonyms[known] if known else None
    return found if isinstance(found, str) else None


def payer_claim_of(resource: Resource) -> str | None:
    """The payer's own number (ICN): the identifier of type `uc`; on the CMS server the claim's,
    not the group's.
    """
    found = many(resource, "identifier")
    by_variable = [i for i in found if (said(i, "system") or "").endswith(_CLAIM_IDS)]
    by_type = [i for i in found if (_UNIQUE_CLAIM in (c for _, c in codes(i.get("type"))))]
    numbers = (said(identifier, "value") for identifier in (*by_variable, *by_type, *found))
    return next(filter(None, numbers), None)


def number_of(resource: Resource) -> str | Fault | None:
    """The provider's own number where the file tells it (CARIN), else the payer's."""
    for info in many(resource, "supportingInfo"):
        if any(code == _ACCOUNT for _, code in codes(info.get("category"))):
            account = said(info, "valueString")
            if account is not None:
                return _REFERENCE(account)
    return _REFERENCE(payer_claim_of(resource) or "")


def provider_of(resource: Resource) -> str | None:
    number = said(resource, "provider", "identifier", "value") or ""
    return number if _NPI.fullmatch(number) else None


def _last_part(reference: str | None) -> str | None:
    """`Patient/1` and `https://somewhere/Patient/1/_history/2` are both `1`."""
    if reference is None:
        return None
    return reference.split("/_history/", 1)[0].rstrip("/").rsplit("/", 1)[-1] or None
