"""The rules everybody has from the start. They are code: to change one is to raise `VERSION`.

Compared with the list they come from: a decision on the day of submission is fine; a date in the
future is one that lies after the day of the upload; HCPCS, dental and revenue codes are codes; a
reason is asked of denied claims only; personal data is looked for by itself, in every field.
"""

from typing import Final

from upstream.domain.quality.fields import FieldName
from upstream.domain.quality.rule import (
    CrossField,
    DateOrder,
    Duplicate,
    Format,
    Range,
    ReferenceSet,
    Required,
    Rule,
    Rules,
    Scope,
    Severity,
    Test,
)

VERSION: Final = 1

_CODES: Final = r"\d{5}|\d{4}[A-Z]|[A-Z]\d{4}|0?\d{3}|NONE"
"""CPT I, CPT II/III and PLA, HCPCS level II with dental, revenue codes; X12 without any code."""
_REASONS: Final = r"(CO|PR|OA|PI|CR)-(\d{1,3}|[A-Z]\d{1,2})"
"""Group and CARC."""
_SAME: Final[tuple[FieldName, ...]] = (
    *("claim_id", "payer", "cpt", "service_date", "submitted_date", "decided_date", "outcome"),
    *("billed_amount", "allowed_amount", "paid_amount", "denial_reason", "units"),
)


def _rule(key: str, name: str, severity: Severity, test: Test, *told: FieldName) -> Rule:
    return Rule(
        key=key,
        version=VERSION,
        name=name,
        severity=severity,
        test=test,
        scope=Scope(told=told),
    )


BUILT_IN: Final[Rules] = (
    _rule("REQ_PAYER", "The payer is named", "error", Required("payer"), "payer"),
    _rule("REQ_CPT", "A procedure code is given", "error", Required("cpt"), "cpt"),
    # A remittance without DTM*050 says nothing of its submission, and is none the worse for it.
    _rule(
        "REQ_SUBMITTED",
        "The submission date is given",
        "error",
        Required("submitted_date"),
        "submitted_date",
    ),
    _rule(
        "REQ_DECIDED",
        "A decided claim has its decision date",
        "warning",
        CrossField("outcome in ('PAID', 'DENIED') implies decided_date is present"),
        "decided_date",
    ),
    _rule("REQ_OUTCOME", "The outcome is given", "error", Required("outcome"), "outcome"),
    _rule(
        "FMT_CPT",
        "The procedure code is a CPT or HCPCS code",
        "warning",
        Format("cpt", _CODES),
        "cpt",
    ),
    _rule(
        "FMT_DENIAL_REASON",
        "The denial reason is a group and a code such as CO-197",
        "warning",
        Format("denial_reason", _REASONS),
    ),
    _rule(
        "RNG_ALLOWED",
        "The allowed amount is between 0 and 1,000,000",
        "warning",
        Range("allowed_amount", "0", "1000000"),
    ),
    _rule(
        "DATE_DECIDED",
        "The decision does not come before the submission",
        "error",
        DateOrder("submitted_date", "decided_date"),
    ),
    _rule(
        "DATE_FUTURE",
        "No date lies after the day of the upload",
        "error",
        CrossField(
            "submitted_date <= today and decided_date <= today"
            " and paid_date <= today and service_date <= today"
        ),
    ),
    _rule(
        "REF_OUTCOME",
        "The outcome is paid, denied or pending",
        "info",
        ReferenceSet("outcome", ("PAID", "DENIED", "PENDING")),
    ),
    _rule(
        "BIZ_DENIAL_REASON",
        "A denied claim says why",
        "warning",
        CrossField("outcome = 'DENIED' implies denial_reason is present"),
        "denial_reason",
    ),
    _rule(
        "BIZ_ALLOWED",
        "No more is allowed than was billed",
        "warning",
        CrossField("allowed_amount <= billed_amount"),
    ),
    _rule(
        "DUP_ROW",
        "No row of the file says the same as an earlier one",
        "warning",
        Duplicate(_SAME),
    ),
)

BY_KEY: Final = {rule.key: rule for rule in BUILT_IN}
