"""Every figure by name: what is divided by what, what is left out, whose definition it is."""

from typing import Final, Literal

import msgspec

Unit = Literal["share", "days"]
Clock = Literal["submitted", "first decision", "decision", "end of range"]

HFMA: Final = "HFMA Claim Integrity Task Force, 2021"
MAP: Final = "HFMA MAP Keys"


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What one figure means. `proxy` says what claims data cannot tell, where that is so."""

    key: str
    name: str
    unit: Unit
    numerator: str
    denominator: str
    excluded: str
    clock: Clock
    """Which day of a claim has to lie in the range."""
    source: str
    proxy: str | None = None
    more_is: Literal["better", "worse"] = "worse"
    kpi: int | None = None
    """Its number among HFMA's six denial figures."""


_VOIDED: Final = "voided claims"
_TURNED_AWAY: Final = "voided claims; claims rejected before any decision (no denials)"

DEFINITIONS: Final = (
    Definition(
        key="initial_denial_rate",
        name="Initial denial rate, by volume",
        unit="share",
        numerator="claims submitted in the range whose first decision was a denial",
        denominator="claims submitted in the range",
        excluded=_TURNED_AWAY,
        clock="submitted",
        source=f"{HFMA}, KPI 1",
        proxy="HFMA divides a month's denials by the same month's submissions, averaged over three"
        " months; here both sides are the same claims. Undecided claims may still be denied, so"
        " the figure of recent days can only rise.",
        kpi=1,
    ),
    Definition(
        key="initial_denial_rate_charges",
        name="Initial denial rate, by charges",
        unit="share",
        numerator="billed amount of claims submitted in the range that were denied first",
        denominator="billed amount of claims submitted in the range",
        excluded=f"{_TURNED_AWAY}; claims without a billed amount",
        clock="submitted",
        source=f"{HFMA}, KPI 1",
        proxy="As by volume: the figure of recent days can only rise.",
        kpi=1,
    ),
    Definition(
        key="primary_denial_rate",
        name="Primary denial rate",
        unit="share",
        numerator="decided claims with nothing paid",
        denominator="decided claims whose payment is known",
        excluded=f"duplicates (CARC 18); paid claims without a paid amount; {_VOIDED}",
        clock="decision",
        source=f"{HFMA}, KPI 2",
        proxy="HFMA takes primary payers and the last four weeks; secondary claims cannot be told"
        " apart here, and the range is the one asked for. Nothing paid is not always a denial:"
        " a deductible counts too.",
        kpi=2,
    ),
    Definition(
        key="denial_write_offs",
        name="Denial write-offs",
        unit="share",
        numerator="billed amount of denied claims that were written off",
        denominator="billed amount of claims that were paid",
        excluded=_VOIDED,
        clock="decision",
        source=f"{HFMA}, KPI 3; MAP key AR-6",
        proxy="HFMA divides by net patient service revenue, which claims do not tell. The share is"
        " the same if written-off claims had been allowed at the rate of the paid ones.",
        kpi=3,
    ),
    Definition(
        key="days_to_appeal",
        name="Days from denial to appeal",
        unit="days",
        numerator="median days from the first denial to the first appeal a file tells of",
        denominator="claims denied first in the range and appealed",
        excluded="appeals that no file tells of, or without a day",
        clock="first decision",
        source=f"{HFMA}, KPI 4",
        proxy="Denials that are not appealed yet are not in it.",
        kpi=4,
    ),
    Definition(
        key="days_to_resolution",
        name="Days from denial to payment",
        unit="days",
        numerator="median days from the first denial to the decision that pays",
        denominator="claims denied first whose payment was decided in the range",
        excluded="denials that stand; claims without both days",
        clock="decision",
        source=f"{HFMA}, KPI 5",
        proxy="Denials resolved without payment carry no day of their own, so they are left out.",
        kpi=5,
    ),
    Definition(
        key="overturn_rate",
        name="Denials overturned",
        unit="share",
        numerator="claims denied first in the range that are paid now",
        denominator="claims denied first in the range",
        excluded=_VOIDED,
        clock="first decision",
        source=f"{HFMA}, KPI 6",
        proxy="However the payer came to pay: appeal, corrected claim or reprocessing. Recent"
        " denials have had little time.",
        more_is="better",
        kpi=6,
    ),
    Definition(
        key="first_pass_yield",
        name="First-pass yield",
        unit="share",
        numerator="claims paid whole at the first decision, and still paid",
        denominator="claims first decided in the range",
        excluded=_VOIDED,
        clock="first decision",
        source="trade practice; target above 90 %",
        more_is="better",
    ),
    Definition(
        key="first_decision_denial_rate",
        name="Denied at first decision",
        unit="share",
        numerator="first decisions in the range that were denials",
        denominator="first decisions in the range",
        excluded=_VOIDED,
        clock="first decision",
        source="Upstream: KPI 1 by the day of decision, so that undecided claims do not bend it",
    ),
    Definition(
        key="final_denial_rate",
        name="Final denial rate",
        unit="share",
        numerator="claims that stand denied",
        denominator="claims paid or denied by their last decision",
        excluded=_VOIDED,
        clock="decision",
        source="Upstream: denied by a true denial code, or as the file says",
    ),
    Definition(
        key="any_zero_rate",
        name="Zero-paid rate",
        unit="share",
        numerator="decided claims with nothing paid, duplicates among them",
        denominator="decided claims whose payment is known",
        excluded=f"paid claims without a paid amount; {_VOIDED}",
        clock="decision",
        source="third way to say denied: whatever brought no money",
    ),
    Definition(
        key="line_denial_rate",
        name="Claims with a denied line",
        unit="share",
        numerator="claims denied, or paid with at least one denied line",
        denominator="claims paid or denied by their last decision",
        excluded=_VOIDED,
        clock="decision",
        source="fourth way to say denied: anything denied",
        proxy="Files with one row a claim do not tell of lines; there it equals the final rate.",
    ),
    Definition(
        key="collection_rate",
        name="Paid of allowed",
        unit="share",
        numerator="paid amount of paid claims",
        denominator="allowed amount of the same claims",
        excluded="claims without both amounts",
        clock="decision",
        source=f"after net collection rate ({MAP})",
        proxy="The payers' part only: what patients pay is not in claims.",
        more_is="better",
    ),
    Definition(
        key="days_in_ar",
        name="Days in A/R (payers)",
        unit="days",
        numerator="billed amount of claims undecided at the end of the range",
        denominator="billed amount submitted per day of the range",
        excluded="decided claims, paid out or not; patients' balances; voided claims",
        clock="end of range",
        source=f"after net days in A/R ({MAP})",
        proxy="Gross charges instead of net revenue, and only what payers have not decided.",
    ),
    Definition(
        key="ar_over_90",
        name="A/R older than 90 days",
        unit="share",
        numerator="billed amount of claims undecided for more than 90 days",
        denominator="billed amount of claims undecided at the end of the range",
        excluded="as for days in A/R",
        clock="end of range",
        source=f"{MAP}, AR-3",
        proxy="By the day of submission instead of discharge.",
    ),
)
