"""What the yardsticks look at: plain sums by week of decision, for every watched number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log, log1p

from upstream.application.seed.labelled import SimulatedClaim
from upstream.cli.bench.detection.judging import Place


@dataclass(slots=True)
class Sums:
    """One week: how many, sum and sum of squares of the watched value."""

    claims: int = 0
    total: float = 0.0
    squares: float = 0.0

    def add(self, value: float) -> None:
        self.claims += 1
        self.total += value
        self.squares += value * value

    def merge(self, other: "Sums") -> None:
        self.claims += other.claims
        self.total += other.total
        self.squares += other.squares

    @property
    def mean(self) -> float:
        return self.total / self.claims if self.claims else 0.0

    @property
    def variance(self) -> float:
        """Of single values."""
        if self.claims < 2:
            return 0.0
        return max(0.0, (self.squares - self.total**2 / self.claims) / (self.claims - 1))


_PRICED_WEEKS = 24
RATES = frozenset({"denial_rate", "denial_reason"})


@dataclass(slots=True)
class Watched:
    """Every watched number of a year, by week of decision counted from its first day."""

    weeks: dict[Place, dict[int, Sums]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Sums))
    )
    values: dict[Place, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))
    """Claim by claim in the order of decision, for methods that take a stream; not of reasons,
    which would be nine streams a claim."""

    def window(self, place: Place, from_week: int, to_week: int) -> Sums:
        total = Sums()
        weeks = self.weeks[place]
        for week in range(from_week, to_week):
            if week in weeks:
                total.merge(weeks[week])
        return total


def watched(claims: Iterable[SimulatedClaim], reasons: Iterable[str], days: int) -> Watched:
    """Rates are zeros and ones; days and amounts are logarithms, as every fair method does."""
    found = Watched()
    names = tuple(reasons)
    claims = list(claims)
    prices = _prices(claims)
    decided = [claim for claim in claims if claim.decided < days and claim.outcome != "OTHER"]
    decided.sort(key=lambda claim: (claim.decided, claim.number))
    weekly: dict[tuple[str, int], int] = defaultdict(int)
    denied: dict[tuple[str, str, int], int] = defaultdict(int)
    for claim in decided:
        week = claim.decided // 7
        weekly[claim.payer, week] += 1
        if claim.denial_reason:
            denied[claim.payer, claim.denial_reason, week] += 1
        for place, value in _values(claim, prices):
            found.weeks[place][week].add(value)
            found.values[place].append((claim.decided, value))
    for (payer, week), count in weekly.items():
        for reason in names:
            events = float(denied[payer, reason, week])
            place = Place("denial_reason", payer, None, reason)
            found.weeks[place][week] = Sums(count, events, events)
    return found


def _prices(claims: Iterable[SimulatedClaim]) -> dict[tuple[str, str], float]:
    """Mean logarithm by payer and code in the weeks before the first look: another mix of codes
    is not held against anybody.
    """
    sums: dict[tuple[str, str], Sums] = defaultdict(Sums)
    for claim in claims:
        if claim.allowed_cents and claim.decided < 7 * _PRICED_WEEKS:
            sums[claim.payer, claim.cpt].add(log(claim.allowed_cents))
    return {key: of_code.mean for key, of_code in sums.items()}


def _values(
    claim: SimulatedClaim, prices: dict[tuple[str, str], float]
) -> Iterable[tuple[Place, float]]:
    waited = log1p(claim.decided - claim.submitted)
    cell = claim.payer, claim.cpt_group
    yield Place("denial_rate", *cell), float(claim.outcome == "DENIED")
    yield Place("days_to_decision", *cell), waited
    yield Place("payment_delay", claim.payer), waited
    price = prices.get((claim.payer, claim.cpt))
    if claim.allowed_cents and price is not None:
        yield Place("allowed_amount", *cell), log(claim.allowed_cents) - price
