"""Columns without personal data, many of which look as if they had some."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Final

from upstream.cli.bench.personal_data import words
from upstream.cli.bench.personal_data.people import TODAY

Cell = Callable[[Random, int], str]


def _day(random: Random, *, back_days: int = 700) -> date:
    return TODAY - timedelta(days=random.randint(1, back_days))


def npi(random: Random) -> str:
    """With its check digit."""
    body = f"{random.choice('12')}{random.randint(0, 99_999_999):08}"
    total = 24  # of the prefix 80840
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return f"{body}{-total % 10}"


def _hex(random: Random, digits: int) -> str:
    return f"{random.getrandbits(4 * digits):0{digits}x}"


def _uuid(random: Random) -> str:
    text = _hex(random, 32)
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _icd(random: Random) -> str:
    return f"{random.choice('EIJKMSZ')}{random.randint(0, 99):02}.{random.randint(0, 999)}"


def _provider(random: Random) -> str:
    first, last = random.choice(words.GIVEN), random.choice(words.SURNAMES)
    return random.choice((f"Dr. {first} {last}", f"{first} {last}, MD", f"{last}, {first} DO"))


CLEAN: Final[dict[str, tuple[str, Cell]]] = {
    "npi": ("rendering_npi", lambda r, _: npi(r)),
    "npi, odd header": ("col_f", lambda r, _: npi(r)),
    "claim id": ("claim_id", lambda _, n: f"CLM{n:07}"),
    "claim id, dashes": ("reference", lambda r, n: f"CLM-{r.randint(2024, 2026)}-{n:06}"),
    "claim id, year first": ("claim_no", lambda r, n: f"{r.randint(2024, 2026)}{n:06}"),
    "claim id, ten digits": ("ref", lambda r, _: f"{r.randint(10**9, 10**10 - 1)}"),
    "claim id, nine digits": ("ref_2", lambda r, _: f"{r.randint(10**8, 10**9 - 1)}"),
    "claim id, counted": ("ref_3", lambda _, n: f"{4025550000 + n}"),
    "payer's number": ("icn", lambda r, n: f"{r.randint(20, 26)}{r.randint(1, 365):03}{n:08}"),
    "sixteen digits": ("trace_number", lambda r, _: f"{r.randint(10**15, 10**16 - 1)}"),
    "hexadecimal": ("external_id", lambda r, _: _hex(r, 16)),
    "uuid": ("row_id", lambda r, _: _uuid(r)),
    "letters and digits": ("auth_number", lambda r, _: f"A{r.randint(10**8, 10**9 - 1)}"),
    "group number": ("group_number", lambda r, n: f"GRP-{r.randint(100, 999)}-{n % 90:03}"),
    "employer number": (
        "billing_tax_id",
        lambda r, _: f"{r.randint(10, 95)}-{r.randint(10**6, 10**7 - 1)}",
    ),
    "check number": ("check_number", lambda r, _: f"{r.randint(10**7, 10**8 - 1)}"),
    "service date": ("service_date", lambda r, _: _day(r).isoformat()),
    "service date, American": ("dos", lambda r, _: f"{_day(r):%m/%d/%Y}"),
    "service date, long ago": ("col_9", lambda r, _: f"{_day(r, back_days=3 * 365):%Y%m%d}"),
    "time stamp": ("loaded_at", lambda r, _: f"{_day(r)}T{r.randint(0, 23):02}:15:00Z"),
    "amount": ("billed_amount", lambda r, _: f"{r.randint(1_000, 500_000) / 100:.2f}"),
    "amount, dollars": ("col_12", lambda r, _: f"${r.randint(1, 9)},{r.randint(0, 999):03}.50"),
    "payer": ("payer", lambda r, _: r.choice(words.PAYERS)),
    "payer, odd header": ("field_3", lambda r, _: r.choice(words.PAYERS)),
    "facility": ("facility", lambda r, _: r.choice(words.HOUSES)),
    "facility, odd header": ("field_4", lambda r, _: r.choice(words.HOUSES)),
    "provider": ("rendering_provider", lambda r, _: _provider(r)),
    "provider's name": (
        "provider_name",
        lambda r, _: f"{r.choice(words.GIVEN)} {r.choice(words.SURNAMES)}",
    ),
    "reason": ("denial_reason", lambda r, _: r.choice(words.REASONS)),
    "note": ("notes", lambda r, _: r.choice(words.NOTES)),
    "diagnosis": ("diagnosis_description", lambda r, _: r.choice(words.DIAGNOSES)),
    "diagnosis, odd header": ("text_1", lambda r, _: r.choice(words.DIAGNOSES)),
    "drug": ("drug", lambda r, _: r.choice(words.DRUGS)),
    "department": ("department", lambda r, _: r.choice(words.DEPARTMENTS)),
    "procedure": ("cpt", lambda r, _: str(r.choice((99213, 99214, 70553, 93000, 36415)))),
    "diagnosis code": ("icd10", lambda r, _: _icd(r)),
    "taxonomy": ("taxonomy", lambda r, _: f"{r.randint(100, 390)}{r.choice('RQP')}00000X"),
    "outcome": ("outcome", lambda r, _: r.choice(("PAID", "DENIED", "Pending", "Partially Paid"))),
    "flag": ("is_clean", lambda r, _: r.choice(("Y", "N", ""))),
    "user": ("updated_by", lambda r, _: f"{r.choice('abcjkm')}{r.choice(words.SURNAMES).lower()}"),
    "month": ("billing_month", lambda r, _: f"{_day(r):%B %Y}"),
    "patient's share": ("patient_responsibility", lambda r, _: f"{r.randint(0, 9_000) / 100:.2f}"),
    "days": ("days_to_submit", lambda r, _: str(r.randint(0, 40))),
    "plan": ("plan_type", lambda r, _: r.choice(("PPO", "HMO", "Medicare Advantage", "Exchange"))),
    "file": ("source_file", lambda r, _: f"aetna_claims_2025-{r.randint(1, 12):02}.csv"),
}
"""Header and cells by what they are."""

HOSTS: Final = ("payer", "facility, odd header", "claim id, dashes", "reason", "note")
"""Columns into which personal data strays: names, numbers and free text."""
TEXTS: Final = frozenset({"reason", "note"})
"""In these it stands within a sentence."""
