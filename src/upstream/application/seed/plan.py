"""What a demo file will hold: every payer and procedure day by day, but no rows yet."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log
from statistics import NormalDist

from upstream.application.seed.labels import DriftKind, Label, Labels
from upstream.application.seed.places import PLACES, PayerHabits, Place, Procedure
from upstream.domain.claims.procedures import cpt_group

HISTORY_DAYS = 210
"""Both windows (104 days) and before them as long again, so that slow claims are there too."""

CLAIMS_DEFAULT = 60_000
"""Enough for nearly every drift of every seed to be found; a fraction of a second to write."""

DENIAL_SWING, PAYER_SWING, DAYS_SWING = 0.10, 0.08, 0.03
"""Standard deviations between weeks: of a cell's and a payer's denial odds, of a payer's speed."""

_BEGINS_BEFORE: dict[DriftKind, int] = {
    "denial_rate": 16,
    "allowed_amount": 15,
    # A slowdown shows with the claims it held back, so it has to begin earlier to be seen.
    "days_to_decision": 28,
}
_FACTORS: dict[DriftKind, float] = {
    "denial_rate": 4.0,
    "allowed_amount": 0.86,
    "days_to_decision": 2.4,
}
STEPS = 1024
"""Size of every table that stands for a distribution."""

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Lane:
    """One payer and procedure: tables by day of decision, counted from the file's first day."""

    payer: str
    procedure: Procedure
    group: str
    denial_chance: Sequence[float]
    allowed_cents: Sequence[float]
    days: Sequence[int]
    """Quantiles of the usual days to decision, `STEPS` of them."""
    slow_from: int
    """Day from which what is left of the way to a decision is stretched …"""
    slower: float
    """… by this."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a row is drawn from."""

    labels: Labels
    prefix: str
    begins_on: date
    lanes: tuple[Lane, ...]
    shares: tuple[float, ...]
    """Of the claims, per lane."""


def plan(customer: str, *, claims: int, seed: int, until: date, drifts: bool = True) -> Plan:
    """The demo customer's file of the last `HISTORY_DAYS` days; without drifts: the null file.

    Raises `KeyError` for a customer that is not one of the two.
    """
    place = PLACES[customer]
    # A demo must be the same everywhere; nothing here guards anything.
    draw = random.Random(f"{customer}/{seed}")  # noqa: S311
    labels = Labels(
        customer=customer,
        claims=claims,
        seed=seed,
        until=until,
        drifts=_drifts(draw, place, until) if drifts else (),
    )
    # Its own source, so that the null file swings exactly as the file with drifts does.
    swings = random.Random(f"{customer}/{seed}/swings")  # noqa: S311
    lanes = tuple(_lanes(swings, place, labels))
    return Plan(
        labels=labels,
        prefix=place.prefix,
        begins_on=until - timedelta(days=HISTORY_DAYS),
        lanes=lanes,
        shares=tuple(p.share * c.share for p in place.payers for c in place.procedures),
    )


def _drifts(draw: random.Random, place: Place, until: date) -> tuple[Label, ...]:
    """One of each kind, each with another payer and other work, in cells with claims enough."""
    payers = draw.sample(sorted(place.payers, key=lambda payer: -payer.share)[:3], 3)
    groups = draw.sample(_large_groups(place), 3)
    kinds: list[DriftKind] = ["denial_rate", "allowed_amount", "days_to_decision"]
    return tuple(
        Label(
            kind=kind,
            payer=payer.name,
            cpt_group=group,
            begins_on=until - timedelta(days=_BEGINS_BEFORE[kind]),
            factor=_FACTORS[kind],
        )
        for kind, payer, group in zip(kinds, payers, groups, strict=True)
    )


def _large_groups(place: Place) -> list[str]:
    shares: dict[str, float] = {}
    for procedure in place.procedures:
        group = cpt_group(procedure.cpt)
        shares[group] = shares.get(group, 0) + procedure.share
    return sorted(shares, key=lambda group: -shares[group])[:4]


def _lanes(swings: random.Random, place: Place, labels: Labels) -> list[Lane]:
    groups = sorted({cpt_group(procedure.cpt) for procedure in place.procedures})
    weeks = HISTORY_DAYS // _WEEK + 1
    lanes = []
    for payer in place.payers:
        of_payer = [swings.gauss(0, PAYER_SWING) for _ in range(weeks)]
        by_group = {
            group: [common + swings.gauss(0, DENIAL_SWING) for common in of_payer]
            for group in groups
        }
        for procedure in place.procedures:
            group = cpt_group(procedure.cpt)
            lanes.append(_lane(payer, procedure, by_group[group], labels))
    return lanes


def _lane(
    payer: PayerHabits, procedure: Procedure, logits: Sequence[float], labels: Labels
) -> Lane:
    group = cpt_group(procedure.cpt)
    usual_odds = procedure.riskier * payer.denies / (1 - payer.denies)
    price = procedure.price_cents * payer.allows
    factors = {
        label.kind: (HISTORY_DAYS - (labels.until - label.begins_on).days, label.factor)
        for label in labels.drifts
        if (label.payer, label.cpt_group) == (payer.name, group)
    }
    days = range(HISTORY_DAYS)
    odds = [
        usual_odds * exp(logits[day // _WEEK]) * _factor(factors, "denial_rate", day)
        for day in days
    ]
    slow_from, slower = factors.get("days_to_decision", (HISTORY_DAYS, 1.0))
    return Lane(
        payer=payer.name,
        procedure=procedure,
        group=group,
        denial_chance=tuple(one / (1 + one) for one in odds),
        allowed_cents=tuple(price * _factor(factors, "allowed_amount", day) for day in days),
        days=_quantiles(payer),
        slow_from=slow_from,
        slower=slower,
    )


def _factor(factors: dict[DriftKind, tuple[int, float]], kind: DriftKind, day: int) -> float:
    begins, factor = factors.get(kind, (HISTORY_DAYS, 1.0))
    return factor if day >= begins else 1.0


def _quantiles(payer: PayerHabits) -> tuple[int, ...]:
    usual = NormalDist(log(payer.median_days), payer.days_sigma)
    return tuple(max(1, round(exp(usual.inv_cdf((step + 0.5) / STEPS)))) for step in range(STEPS))
