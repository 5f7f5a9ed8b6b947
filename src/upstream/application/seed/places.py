"""The two demo customers: which payers they bill, how those usually behave, for what work."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class PayerHabits:
    """How a payer usually behaves; shares and multipliers, days."""

    name: str
    share: float
    """Of the customer's claims, relative to the others."""
    denies: float
    median_days: float
    days_sigma: float
    """Of the logarithm of days."""
    allows: float
    """Of the price list below."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """What is done, how often, and what an average payer allows for it, in cents."""

    cpt: str
    share: float
    price_cents: int
    riskier: float = 1.0
    """Odds of denial, relative to the payer's usual."""


@dataclass(frozen=True, slots=True)
class Place:
    """A demo customer."""

    slug: str
    prefix: str
    """Of its claim numbers."""
    payers: tuple[PayerHabits, ...]
    procedures: tuple[Procedure, ...]


_PROCEDURES = (
    Procedure("99213", 24, 9_250, 0.7),
    Procedure("99214", 18, 13_100, 0.8),
    Procedure("99203", 6, 11_400, 0.8),
    Procedure("99285", 4, 18_800, 1.1),
    Procedure("71046", 8, 3_150, 0.9),
    Procedure("70450", 5, 11_900, 1.4),
    Procedure("72148", 4, 21_700, 1.8),
    Procedure("74177", 4, 32_400, 1.6),
    Procedure("80053", 9, 1_450, 0.8),
    Procedure("85025", 8, 1_080, 0.8),
    Procedure("84443", 5, 2_310, 1.0),
    Procedure("97110", 10, 3_020, 1.2),
    Procedure("93000", 5, 1_890, 0.9),
    Procedure("90834", 6, 10_450, 1.1),
    Procedure("20610", 4, 6_480, 1.0),
    Procedure("27447", 1, 142_000, 1.9),
    Procedure("45378", 3, 38_600, 1.2),
    Procedure("43239", 3, 34_900, 1.3),
)

RIVERSIDE = Place(
    slug="riverside",
    prefix="RV",
    payers=(
        PayerHabits("Northwind Health", 26, 0.085, 11, 0.45, 1.02),
        PayerHabits("Medicare", 24, 0.060, 14, 0.25, 0.86),
        PayerHabits("Harbor Mutual", 18, 0.110, 17, 0.50, 1.08),
        PayerHabits("State Medicaid", 14, 0.140, 21, 0.55, 0.64),
        PayerHabits("Cedar Plans", 11, 0.095, 13, 0.40, 1.15),
        PayerHabits("Summit Employers Trust", 7, 0.075, 9, 0.45, 1.24),
    ),
    procedures=_PROCEDURES,
)

LAKESIDE = Place(
    slug="lakeside",
    prefix="LK",
    payers=(
        PayerHabits("Great Lakes Choice", 30, 0.090, 12, 0.45, 1.00),
        PayerHabits("Medicare", 22, 0.065, 14, 0.25, 0.86),
        PayerHabits("Prairie Benefit", 20, 0.120, 19, 0.50, 0.97),
        PayerHabits("State Medicaid", 16, 0.150, 22, 0.55, 0.61),
        PayerHabits("Beacon Care", 12, 0.080, 10, 0.40, 1.18),
    ),
    procedures=tuple(p for p in _PROCEDURES if p.cpt not in {"27447", "74177"}),
)

PLACES = MappingProxyType({place.slug: place for place in (RIVERSIDE, LAKESIDE)})
