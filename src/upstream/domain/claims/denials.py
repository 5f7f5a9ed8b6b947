"""Which of a payer's adjustments are denials: one pure rule with a version.

A remittance never says "denied" in one place. Claim status 4 (CLP02) is meant for patients that the
payer does not know (X12 RFI 1423), and nothing paid may as well be a deductible, another payer's
turn or capitation. So the adjustments decide (CAS: group, reason number, amount).

The families are numbers only, sorted in our own words after what the public code list of X12
(Claim Adjustment Reason Codes) uses them for, as in the research notes of the project (2.2, 2.3);
its texts are licensed and not shipped. A changed family or rule is a new `RULE_VERSION`: the facts
of a claim keep the version they were read with, so that a changed number can be explained.
"""

from collections import defaultdict
from collections.abc import Sequence
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from upstream.domain.claims.facts import Adjustment, Outcome

RULE_VERSION: Final = 1

Family = Literal[
    "eligibility",
    "authorization",
    "missing_information",
    "coding",
    "bundling",
    "medical_necessity",
    "timely_filing",
    "duplicate",
    "coordination_of_benefits",
    "non_covered",
    "maximum_reached",
    "provider",
    "contract",
    "patient_share",
    "other_payer",
    "capitation",
    "bookkeeping",
    "uncategorised",
]

_CARCS: Final[dict[Family, str]] = {
    "eligibility": "26 27 31 32 33 177",
    "authorization": "15 39 62 197 198",
    "missing_information": "16 226 252",
    "coding": "4 5 6 7 8 9 10 11 12 13 14 146 181 182 236",
    "bundling": "97 59 231 234",
    "medical_necessity": "50 55 56 150 151",
    "timely_filing": "29",
    "duplicate": "18",
    "coordination_of_benefits": "19 20 109",
    "non_covered": "96 204 272",
    "maximum_reached": "35 119 273",
    "provider": "170 183 185 242 B7",
    # 42 and A2 are what 45 was called before 2008; old files are still sent in.
    "contract": "45 131 42 A2",
    "patient_share": "1 2 3 66",
    "other_payer": "22 23",
    "capitation": "24",
    "bookkeeping": "94 100 104 144 161 223 253",
}
_FAMILY_OF: Final = MappingProxyType(
    {carc: family for family, carcs in _CARCS.items() for carc in carcs.split()}
)
NO_DENIALS: Final[frozenset[Family]] = frozenset(
    {"contract", "patient_share", "other_payer", "capitation", "bookkeeping"}
)
"""Families that make a payment smaller, or none, without denying anything. Whatever nobody has
sorted (`uncategorised`) may be a denial: it is shown under that name and never hidden."""

_PATIENT: Final = "PR"
_STATUS_DENIED: Final = "4"


def family_of(carc: str) -> Family:
    """`uncategorised` for a number that is in no family, never an error."""
    return _FAMILY_OF.get(carc, "uncategorised")


def carcs_of(family: Family) -> tuple[str, ...]:
    """The reason numbers of a family that has some."""
    return tuple(_CARCS[family].split())


def is_denial_reason(adjustment: Adjustment) -> bool:
    """True for a reason that denies, on whoever's account (group) it stands."""
    return adjustment.cents > 0 and family_of(adjustment.carc) not in NO_DENIALS


def is_denied(charge_cents: int, paid_cents: int, adjustments: Sequence[Adjustment]) -> bool:
    """True where nothing was paid and denials take all that the contract leaves of the charge.

    What stands on the patient's account (PR) denies nothing: somebody owes it.
    """
    if paid_cents != 0 or charge_cents <= 0:
        return False
    denied = sum(one.cents for one in adjustments if _denies(one))
    contract = sum(one.cents for one in adjustments if family_of(one.carc) == "contract")
    return denied > 0 and denied >= charge_cents - contract


def _denies(adjustment: Adjustment) -> bool:
    return adjustment.group != _PATIENT and is_denial_reason(adjustment)


class Service(NamedTuple):
    """As much of one line as the rule looks at."""

    charge_cents: int
    paid_cents: int
    adjustments: tuple[Adjustment, ...]


class Verdict(NamedTuple):
    """What a decided claim's adjustments amount to."""

    outcome: Outcome
    partly_denied: bool
    """Paid, though at least one line was denied."""
    reason: str | None
    """Group and number of the denial that took most, `CO-197`; None where nothing was denied."""
    denied_lines: tuple[bool, ...]
    duplicate: bool = False
    """Denied for nothing but having been sent before: OTHER, so that it stays out of the denial
    rate, as the Claim Integrity Task Force of HFMA counts."""


def verdict(
    status: str,
    claim: Service,
    lines: Sequence[Service],
) -> Verdict:
    """`status` is CLP02 of a decided claim; `claim` has the adjustments that stand at no line.

    Status 4 alone counts only where nothing was paid and no reason speaks against it: then even
    what is put on the patient's account, such as coverage that has ended, was denied.
    """
    denied_lines = tuple(is_denied(*line) for line in lines)
    every = claim.adjustments + tuple(one for line in lines for one in line.adjustments)
    charged = [denied for denied, line in zip(denied_lines, lines, strict=True) if line[0] > 0]
    denied = bool(charged) and all(charged) and claim.paid_cents == 0
    denied = denied or is_denied(claim.charge_cents, claim.paid_cents, every)
    reasons = [one for one in every if _denies(one)]
    if not denied and status == _STATUS_DENIED and claim.paid_cents == 0:
        reasons = [one for one in every if is_denial_reason(one)]
        denied = bool(reasons) or not any(one.cents for one in every)
    if not denied:
        partly = any(denied_lines)
        return Verdict("PAID", partly, _heaviest(reasons) if partly else None, denied_lines)
    duplicate = bool(reasons) and {family_of(one.carc) for one in reasons} == {"duplicate"}
    outcome: Outcome = "OTHER" if duplicate else "DENIED"
    return Verdict(outcome, False, _heaviest(reasons), denied_lines, duplicate)


def _heaviest(reasons: Sequence[Adjustment]) -> str | None:
    """Added up per reason over all lines; the first of equals."""
    sums: defaultdict[str, int] = defaultdict(int)
    for one in reasons:
        sums[f"{one.group}-{one.carc}"] += one.cents
    return max(sums, key=sums.__getitem__, default=None)
