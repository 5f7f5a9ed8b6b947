"""What counts as paid below contract, and what looks like it and is not.

Compared is what the payer allowed, never what it paid: a patient's share, interest, and money kept
back for another claim change the payment and not the price.
"""

import re
from types import MappingProxyType
from typing import Final, Literal, get_args

from upstream.domain.claims.denials import carcs_of

TOLERANCE_CENTS: Final = 100
"""A dollar of a line, and …"""
TOLERANCE_BPS: Final = 100
"""… one percent of its contracted amount: payers round per unit and per component, and nobody
appeals for less. A line is short where it lacks more than the larger of the two; then all that
it lacks is owed.
"""

Excuse = Literal[
    "nothing_allowed",
    "other_payer",
    "capitation",
    "payment_reduction",
    "several_procedures",
    "modifier",
    "anesthesia_time",
]
"""Why a line that lacks money is not compared with the contract."""
EXCUSES: Final[tuple[Excuse, ...]] = get_args(Excuse)

EXCUSES_SAID: Final = MappingProxyType[Excuse, str](
    {
        "nothing_allowed": "Paid, with nothing allowed: bundled, or the file does not say",
        "other_payer": "Another payer paid first",
        "capitation": "Paid by capitation",
        "payment_reduction": "Short only by sequestration or another reduction of the payment",
        "several_procedures": "Several procedures on one day: the second pays less",
        "modifier": "A modifier changes the price, and has no rate of its own",
        "anesthesia_time": "Anesthesia is paid by time",
    }
)

OTHER_PAYER: Final = carcs_of("other_payer")
CAPITATION: Final = carcs_of("capitation")
PAYMENT_REDUCTIONS: Final = carcs_of("bookkeeping")
"""Sequestration (253) and its like: where the allowed amount is put together out of what was paid,
they would look like a lower price."""
SEVERAL_PROCEDURES: Final = ("59",)
"""Processed by the rules for several procedures at once."""

NOT_PRIMARY: Final = "^(2|3|20|21) "
"""Claims processed as secondary or tertiary (CLP02), as the outcome was written down."""

SEVERAL_PROCEDURES_MODIFIER: Final = "51"
_PRICE_MODIFIERS: Final = """
26 TC 50 52 53 54 55 56 62 66 73 74 78 80 81 82 AS AA AD QK QX QY QZ CO CQ
"""
PRICE_MODIFIERS: Final = tuple(_PRICE_MODIFIERS.split())
"""Components, both sides, less than the whole, a part of the care, assistants: each has a price of
its own, which a rate without a modifier does not say."""

FAMILY_DIGITS: Final = 4
"""Codes that share these are one procedure at several levels: 99213 and 99214."""


def is_not_primary(outcome_raw: str | None) -> bool:
    """Whether another payer paid first, by the outcome as it was written down."""
    return outcome_raw is not None and re.match(NOT_PRIMARY, outcome_raw) is not None
