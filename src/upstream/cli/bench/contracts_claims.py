"""The claims and rates that `upstream bench contracts` takes in: a table, and remittances."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from upstream.application.seed.writing import HEADER
from upstream.domain.contracts.rates import Rate
from upstream.domain.units import Cents

UNTIL: Final = date(2025, 11, 3)
DAYS: Final = 147
"""Twenty-one weeks of decisions: everything a run of ContractIQ counts, and nothing more."""
CHANGES_ON: Final = UNTIL - timedelta(days=90)
"""Services from this day on have the rates of a second schedule."""
BEGINS_ON: Final = UNTIL - timedelta(days=730)

PAYERS: Final = 12
_SCHEDULES: Final = 2
_WITH_A_COMPONENT: Final = 4
"""Of so many codes one has a rate for its professional component (modifier 26) too."""
_PAYMENT_CLAIMS: Final = 2_000
"""Of one payment, of one payer, on one day."""
_SHORT: Final = 0.12
_FALLS_SHORT_BY: Final = 0.92


def payer(number: int) -> str:
    return f"Payer {number:03d} Health"


class Prices(NamedTuple):
    """What was agreed: `rates` in all, over all payers and both schedules."""

    rates: int

    @property
    def codes(self) -> int:
        return self.rates * _WITH_A_COMPONENT // (PAYERS * _SCHEDULES * (_WITH_A_COMPONENT + 1))

    def cents(self, payer_number: int, code: int, *, later: bool, component: bool = False) -> int:
        whole = 2_000 + (code * 7_919 + payer_number * 104_729) % 48_000 + (300 if later else 0)
        return whole * 2 // 5 if component else whole

    def schedule(self, payer_number: int, *, later: bool) -> tuple[Rate, ...]:
        """Rates of every code, and of every fourth its component's."""
        return tuple(
            Rate(
                cpt=_written(code),
                modifier="26" if component else "",
                amount_cents=Cents(
                    self.cents(payer_number, code, later=later, component=component)
                ),
            )
            for code in range(self.codes)
            for component in (False, True)
            if not component or has_component(code)
        )


def _written(code: int) -> str:
    return f"{10_100 + code:05d}"


def has_component(code: int) -> bool:
    return code % _WITH_A_COMPONENT == 0


class _Drawn(NamedTuple):
    """One service: `allowed` is as agreed, or falls short of it."""

    payer: int
    code: int
    component: bool
    submitted_on: date
    decided_on: date
    billed: int
    allowed: int


class _Chance:
    def __init__(self, seed: str, prices: Prices) -> None:
        self.draw = random.Random(seed)  # noqa: S311  reproducible, guards nothing
        self._prices = prices

    def service(self, payer_number: int, decided_on: date, *, components: bool) -> _Drawn:
        """A few codes are most of the work, as everywhere."""
        draw = self.draw.random
        code = int(self._prices.codes * draw() ** 4)
        component = components and has_component(code) and draw() < 0.3
        submitted_on = decided_on - timedelta(days=3 + int(draw() * 40))
        later = submitted_on >= CHANGES_ON
        agreed = self._prices.cents(payer_number, code, later=later, component=component)
        allowed = int(agreed * _FALLS_SHORT_BY) if draw() < _SHORT else agreed
        return _Drawn(payer_number, code, component, submitted_on, decided_on, agreed * 2, allowed)


def table(claims: int, prices: Prices) -> Iterator[str]:
    """A CSV, its header first: a claim is its own line; a tenth denied."""
    chance = _Chance("contracts", prices)
    yield HEADER
    for number in range(claims):
        decided_on = UNTIL - timedelta(days=1 + int(chance.draw.random() * DAYS))
        one = chance.service(number % PAYERS, decided_on, components=False)
        facts = (
            f"CT{number:08d},{payer(one.payer)},{_written(one.code)},{one.submitted_on},"
            f"{one.decided_on}"
        )
        billed, allowed = one.billed / 100, one.allowed / 100
        if chance.draw.random() < 0.1:
            yield f"{facts},DENIED,{billed:.2f},,0.00,CO-197\n"
        else:
            yield f"{facts},PAID,{billed:.2f},{allowed:.2f},{allowed:.2f},\n"


def remittances(claims: int, prices: Prices) -> Iterator[str]:
    """An 835: claims with one to three lines each, with units, modifiers and adjustments.

    What stands before the first claim comes first, then a text for each claim.
    """
    chance = _Chance("remitted", prices)
    who = f"ZZ*{'PAYER':15}*ZZ*{'CLINIC':15}"
    blank = " " * 10
    yield (
        f"ISA*00*{blank}*00*{blank}*{who}*251103*0900*^*00501*000000001*0*P*:~\n"
        "GS*HP*PAYER*CLINIC*20251103*0900*1*X*005010X221A1~\n"
    )
    payments = -(-claims // _PAYMENT_CLAIMS)
    for number in range(payments):
        first = number * _PAYMENT_CLAIMS
        told = _payment(number, range(first, min(claims, first + _PAYMENT_CLAIMS)), chance)
        if number == payments - 1:
            told[-1] += f"GE*{payments}*1~\nIEA*1*000000001~\n"
        yield from told


def _payment(number: int, claims: range, chance: _Chance) -> list[str]:
    paid_on = UNTIL - timedelta(days=1 + number % DAYS)
    told = [_claim(one, number % PAYERS, paid_on, chance) for one in claims]
    paid = sum(cents for _, cents in told) / 100
    head = [
        f"ST*835*{number + 1:04d}",
        f"BPR*I*{paid:.2f}*C*ACH*CCP*01*111*DA*33*1234567890**01*111*DA*22*{paid_on:%Y%m%d}",
        f"TRN*1*EFT{number}*1512345678",
        f"N1*PR*{payer(number % PAYERS)}",
        "N1*PE*Riverside Clinic*XX*1234567893",
        "LX*1",
    ]
    texts = [text for text, _ in told]
    segments = sum(text.count("~") for text in texts) + len(head) + 1
    texts[0] = "".join(f"{segment}~\n" for segment in head) + texts[0]
    texts[-1] += f"SE*{segments}*{number + 1:04d}~\n"
    return texts


def _claim(number: int, payer_number: int, paid_on: date, chance: _Chance) -> tuple[str, int]:
    lines: list[str] = []
    billed = allowed = 0
    first = chance.service(payer_number, paid_on, components=True)
    for place in range(1 + number % 3):
        more = chance.service(payer_number, paid_on, components=True)
        one = more._replace(submitted_on=first.submitted_on) if place else first
        code = f"HC:{_written(one.code)}{':26' if one.component else ''}"
        lines += [
            f"SVC*{code}*{one.billed / 100:.2f}*{one.allowed / 100:.2f}**1",
            f"DTM*472*{first.submitted_on:%Y%m%d}",
            f"CAS*CO*45*{(one.billed - one.allowed) / 100:.2f}",
            f"AMT*B6*{one.allowed / 100:.2f}",
        ]
        billed, allowed = billed + one.billed, allowed + one.allowed
    head = [
        f"CLP*RT{number:08d}*1*{billed / 100:.2f}*{allowed / 100:.2f}**12*ICN{number}*11*1",
        f"DTM*050*{first.submitted_on:%Y%m%d}",
    ]
    return "".join(f"{segment}~\n" for segment in [*head, *lines]), allowed
