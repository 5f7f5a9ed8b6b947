"""An independent count of an X12 file: no part of the reader is used, and nothing is interpreted.

Separators are what stands after `ISA`, before the second segment, and after `HC`, `AD` or `NU`.
"""

import re
from decimal import Decimal
from typing import NamedTuple


class Counts(NamedTuple):
    claims: int
    lines: int
    adjustments: int
    charged: Decimal
    paid: Decimal
    taken_back: Decimal


def counted(data: bytes) -> Counts:
    text = data.decode("utf-8-sig", "replace").replace("\0", "")
    segments = [segment for part in interchanges(text) for segment in part]
    claims = [one for one in segments if one[0] in {"CLP", "CLM"}]
    lines = [one for one in segments if one[0] in {"SVC", "SV1", "SV2", "SV3"}]
    reasons = [r for one in segments if one[0] == "CAS" for r in one[2::3] if r.strip()]
    charged = sum((amount(*one[3 if one[0] == "CLP" else 2 :][:1]) for one in claims), Decimal(0))
    paid = sum((amount(*one[4:5]) for one in claims if one[0] == "CLP"), Decimal(0))
    taken = [amount(a) for one in segments if one[0] == "PLB" for a in one[4::2]]
    return Counts(len(claims), len(lines), len(reasons), charged, paid, sum(taken, Decimal(0)))


def interchanges(text: str) -> list[list[list[str]]]:
    """By their own separators; a bare ST is its own envelope."""
    found = []
    for part in re.split(r"(?=ISA[^A-Za-z0-9\s]\d\d[^A-Za-z0-9\s])", text):
        head = re.search(r"(?:ISA|ST)([^A-Za-z0-9\s])", part)
        end = re.search(r"([^A-Za-z0-9\s:>^*|]|\n)\s*(?:GS|BPR)[^A-Za-z0-9\s]", part)
        if head and end:
            raw = [one.strip().replace("\n", "").replace("\r", "") for one in part.split(end[1])]
            found.append([one.split(head[1]) for one in raw if one])
    return found


def amount(text: str = "") -> Decimal:
    return Decimal(text.strip() or 0)
