"""Which figures the dashboard leads with, and how each is written."""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from upstream.api.charts import wording
from upstream.api.pages.frame.amounts import cents
from upstream.api.pages.frame.known import Known

Amount = int | float | None


class Figure(NamedTuple):
    """One figure: how to take it out of the document, how to write it, what more of it means."""

    key: str
    name: str
    definition: str
    take: Callable[[Known], Amount]
    short: Callable[[Amount], str]
    exact: Callable[[Amount], str]
    more_is: Literal["worse", "even"] = "even"


def _count(amount: Amount) -> str:
    return wording.count(None if amount is None else round(amount))


def _money(amount: Amount) -> str:
    return wording.money(None if amount is None else round(amount))


def _money_short(amount: Amount) -> str:
    return wording.money_compact(None if amount is None else round(amount))


FIGURES: Final = (
    Figure(
        "claims",
        "Claims",
        "Every claim known at this moment, decided or not. A row seen again is no second claim.",
        lambda k: k.document.claims_total,
        _count,
        _count,
    ),
    Figure(
        "denial_rate",
        "Denial rate",
        "Denied claims as a share of the claims that were paid or denied.",
        lambda k: k.document.denial_rate,
        wording.percent,
        wording.percent,
        "worse",
    ),
    Figure(
        "initial_denial_rate",
        "Initial denial rate",
        "The same by what each payer said first: a claim denied at first and paid later counts.",
        lambda k: k.document.initial_denial_rate,
        wording.percent,
        wording.percent,
        "worse",
    ),
    Figure(
        "days",
        "Median days to decision",
        "Half of the claims with a decision date were decided within so many days of submission."
        " Claims that still wait are not in it: the payers' scorecard counts them in.",
        lambda k: k.document.days_to_decision_median,
        wording.days,
        wording.days,
        "worse",
    ),
    Figure(
        "billed",
        "Billed",
        "The billed amounts of all claims together.",
        lambda k: cents(k.document.billed_total),
        _money_short,
        _money,
    ),
    Figure(
        "allowed",
        "Allowed",
        "The amounts the payers allowed, all claims together.",
        lambda k: cents(k.document.allowed_total),
        _money_short,
        _money,
    ),
    Figure(
        "denied",
        "Denied",
        "The billed amounts of the claims that stand denied.",
        lambda k: cents(k.document.denied_total),
        _money_short,
        _money,
        "worse",
    ),
    Figure(
        "at_risk",
        "Dollars at risk",
        "What the open findings would cost if their drift went on as it is.",
        lambda k: k.at_risk_cents,
        _money_short,
        _money,
        "worse",
    ),
    Figure(
        "alerts",
        "Active alerts",
        "Alerts that are open or acknowledged: nobody has resolved them yet.",
        lambda k: k.active_total,
        _count,
        _count,
        "worse",
    ),
    Figure(
        "quality",
        "File quality",
        "The mean score of the latest seven uploads: validity, completeness, timeliness"
        " and uniqueness.",
        lambda k: k.quality_score,
        wording.percent,
        wording.percent,
    ),
)
