"""The columns a claim file may have, and the many headers they go by."""

import re
from types import MappingProxyType
from typing import Literal

ColumnName = Literal[
    "claim_id",
    "payer",
    "cpt",
    "submitted_date",
    "decided_date",
    "outcome",
    "billed_amount",
    "allowed_amount",
    "paid_amount",
    "paid_date",
    "denial_reason",
    "denial_group",
    "remark_codes",
    "modifiers",
    "place_of_service",
    "provider_npi",
    "facility",
    "patient_id",
    "prior_authorization",
    "units",
    "service_date",
]
NEEDED: tuple[ColumnName, ...] = ("payer", "cpt", "submitted_date", "decided_date", "outcome")
DATES: tuple[ColumnName, ...] = ("submitted_date", "decided_date", "paid_date", "service_date")
AMOUNTS: tuple[ColumnName, ...] = ("billed_amount", "allowed_amount", "paid_amount")
MANY: frozenset[ColumnName] = frozenset({"modifiers"})
"""Columns that may stand in a file more than once."""

_HEADERS: dict[ColumnName, str] = {
    "claim_id": """claim_number claim_no claim_num claimid claim claim_ref claim_reference
        claim_identifier claim_key patient_control_number pcn claim_control_number
        payer_claim_control_number icn external_claim_id""",
    "payer": """payer_name payor payor_name insurance_carrier ins_carrier carrier carrier_name
        insurance_company insurance_name ins_name insurance insurer insurer_name primary_payer
        health_plan payer_organization plan_name payer_id payor_id""",
    "cpt": """cpt_code cptcode cpt_hcpcs cpt_hcpcs_code hcpcs_cpt hcpcs hcpcs_code procedure_code
        proc_code procedure proc service_code billed_cpt""",
    "submitted_date": """submission_date submit_date date_submitted submitted_on submitted
        claim_submitted_date claim_submission_date bill_date billed_date billing_date date_billed
        claim_date filed_date received_date date_received""",
    "decided_date": """decision_date adjudication_date adjudicated_date date_adjudicated
        remit_date remittance_date processed_date process_date date_processed determination_date
        finalized_date date_decided decided_on decided response_date era_date""",
    "outcome": """claim_outcome claim_status adjudication_status claim_decision decision
        disposition status payment_status result""",
    "billed_amount": """billed amount_billed billed_amt total_billed charge_amount charge_amt
        claim_amount total_charges total_charge total_charge_amount charges charge gross_charges
        gross_charge submitted_amount""",
    "allowed_amount": """allowed amount_allowed allowed_amt contract_allowed approved_amount
        eligible_amount""",
    "paid_amount": """paid amount_paid paid_amt payment_amount payment_amt payer_paid
        insurance_paid total_paid reimbursement_amount reimbursed_amount""",
    "paid_date": "payment_date date_paid paid_on check_date eft_date",
    "denial_reason": """denial_reason_code carc_code carc denial_code denial_carc
        adjustment_reason_code adj_reason_code claim_adjustment_reason_code reason_code
        denial_reason_text denial_description reason""",
    "denial_group": "group_code adjustment_group_code adjustment_group carc_group cas_group",
    "remark_codes": "remark_code rarc rarc_code rarc_codes remittance_remark_code",
    "modifiers": """modifier modifier_codes modifier_code mod mods modifier_1 modifier_2 modifier_3
        modifier_4 modifier1 modifier2 modifier3 modifier4 mod1 mod2 mod3 mod4""",
    "place_of_service": "pos pos_code place_of_service_code",
    "provider_npi": """npi rendering_npi rendering_provider_npi billing_npi billing_provider_npi
        npi_number""",
    "facility": "facility_name location location_name site site_name clinic clinic_name hospital",
    "patient_id": """patient_ref patient_reference patient patient_number patient_no patientid
        mrn medical_record_number member_id subscriber_id""",
    "prior_authorization": """prior_authorization_number prior_auth_number prior_auth
        authorization_number auth_number auth_no prior_auth_id pa_number""",
    "service_date": """service_from service_from_date service_start service_start_date
        date_of_service dos dos_from from_date service_dt""",
    "units": "unit_count service_units units_of_service quantity qty procedure_count",
}
_CODED_FIRST = ("denial_reason_code", "carc_code", "carc", "denial_code", "denial_carc")
"""A column of codes is worth more than the words beside it, even under our own name."""


def _ranked(name: ColumnName, headers: str) -> tuple[str, ...]:
    known = (*_CODED_FIRST, name) if name == "denial_reason" else (name,)
    return tuple(dict.fromkeys((*known, *headers.split())))


HEADERS: MappingProxyType[ColumnName, tuple[str, ...]] = MappingProxyType(
    {name: _ranked(name, headers) for name, headers in _HEADERS.items()}
)
"""Normalised headers by column, the surest first."""

KNOWN_HEADERS = frozenset(header for headers in HEADERS.values() for header in headers)

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def normalised(header: str) -> str:
    """`Claim #`, ` claim-no. ` and `ClaimNumber` alike: lower case words joined by `_`."""
    text = header.strip("\ufeff \t\r\n'\"").replace("#", " number ")
    return _NOT_A_WORD.sub("_", _CAMEL.sub("_", text).lower()).strip("_")
