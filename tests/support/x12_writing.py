"""X12 files for tests, written segment by segment with any separators."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Claim = Sequence[str]
"""Segments without separators: elements by `*`, components by `:`."""


class Separated(NamedTuple):
    """What stands between the pieces."""

    element: str = "*"
    component: str = ":"
    terminator: str = "~"


USUAL = Separated()
HEAD = (
    "BPR*I*{paid}*C*ACH*CCP*01*111*DA*33*1234567890**01*111*DA*22*{paid_on}",
    "TRN*1*{trace}*1512345678",
    "DTM*405*20250601",
    "N1*PR*{payer}",
    "N1*PE*Riverside Clinic*XX*1234567893",
    "LX*1",
)


def remittance(
    claims: Iterable[Claim],
    *,
    paid: str = "0",
    payer: str = "Aetna",
    trace: str = "EFT1",
    paid_on: str = "20250602",
    adjustments: Sequence[str] = (),
) -> list[str]:
    """One ST of an 835."""
    head = [
        line.format(paid=paid, paid_on=paid_on, trace=trace, payer=payer).strip() for line in HEAD
    ]
    body = [*head, *(segment for claim in claims for segment in claim), *adjustments]
    return transaction("835", body)


def transaction(number: str, body: Sequence[str], version: str = "") -> list[str]:
    suffix = f"*{version}" if version else ""
    return [f"ST*{number}*0001{suffix}", *body, f"SE*{len(body) + 2}*0001"]


def claim(
    number: str,
    charge: str,
    paid: str,
    *more: str,
    status: str = "1",
    received: str | None = "20250503",
    served: str = "20250502",
) -> list[str]:
    """One CLP with a patient, its dates, and `more` segments such as CAS and SVC."""
    first_line = next((n for n, one in enumerate(more) if one.startswith("SVC")), len(more))
    whole = more[:first_line]
    claim_level = [one for one in whole if one.split("*")[0] in {"CAS", "MOA", "MIA"}]
    rest = [*(one for one in whole if one not in claim_level), *more[first_line:]]
    dates = [f"DTM*232*{served}"] if served else []
    dates += [f"DTM*050*{received}"] if received else []
    return [
        f"CLP*{number}*{status}*{charge}*{paid}**12*ICN{number}*11*1",
        *claim_level,
        "NM1*QC*1*CANARY*ANNIE****MI*MEMBER77",
        *dates,
        *rest,
    ]


def interchange(
    *transactions: Sequence[str],
    group: str = "HP",
    usage: str = "P",
    control: str = "000000001",
    separated: Separated = USUAL,
    between: str = "",
) -> bytes:
    """ISA … IEA around transactions; `between` stands after every terminator."""
    blank, who = " " * 10, f"ZZ*{'PAYER':15}*ZZ*{'CLINIC':15}"
    segments = [
        f"ISA*00*{blank}*00*{blank}*{who}*250602*0900*^*00501*{control}*0*{usage}*:",
        f"GS*{group}*PAYER*CLINIC*20250602*0900*1*X*005010X221A1",
        *(segment for each in transactions for segment in each),
        f"GE*{len(transactions)}*1",
        f"IEA*1*{control}",
    ]
    return written(segments, separated, between=between)


def written(segments: Iterable[str], separated: Separated = USUAL, *, between: str = "") -> bytes:
    text = "".join(segment + "\0" for segment in segments)
    text = text.replace("*", "\1").replace(":", "\2")
    text = text.replace("\1", separated.element).replace("\2", separated.component)
    return text.replace("\0", separated.terminator + between).encode("latin-1")
