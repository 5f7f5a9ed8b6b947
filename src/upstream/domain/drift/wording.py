"""A drift in one sentence, with its numbers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, assert_never

from upstream.domain.drift.detection import Sample, Unit
from upstream.domain.drift.settings import Kind

if TYPE_CHECKING:
    from upstream.domain.drift.judging import Measurement

_NEARLY_CERTAIN_BPS = 9_950
"""From here on whole percents would say 100."""


def explanation(one: "Measurement", baseline: Sample, current: Sample, confidence_bps: int) -> str:
    """For a person: what changed, from what to what, on how many claims, how sure we are."""
    key = one.scanned.key
    cell = " ".join(filter(None, (key.payer, key.cpt_group, key.cpt, key.denial_reason)))
    days = (current.to_on - current.from_on).days
    return (
        f"{cell}: {_what(one)} from {shown(one.unit, one.baseline_value)}, which"
        f" {_held_against(one)} ({baseline.claims:,} claims before), to"
        f" {shown(one.unit, one.current_value)} in the {days} days to"
        f" {current.to_on.isoformat()} ({current.claims:,} claims);"
        f" {certainty(confidence_bps)} sure that this is a change and not the usual swing"
        f" between weeks{_money(one)}{_because(one)}."
    )


def certainty(confidence_bps: int) -> str:
    """Whole percents, but never 100: nothing is certain, however little doubt is left."""
    if confidence_bps >= _NEARLY_CERTAIN_BPS:
        return "more than 99 %"
    return f"{confidence_bps / 100:.0f} %"


def shown(unit: Unit, value: int) -> str:
    match unit:
        case "basis_points":
            return f"{value / 100:.1f} %"
        case "hundredth_days":
            return f"{value / 100:.1f} days"
        case "cents":
            return dollars(value)
        case _:
            assert_never(unit)


def dollars(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02d}"


_WHAT: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        "denial_rate": "the denial rate",
        "days_to_decision": "the time to a decision",
        "payment_delay": "the time to a decision, over all its work,",
        "allowed_amount": "the amount allowed for the same procedures",
        "denial_reason": "the share of claims denied for this reason",
        "authorization": "the share of claims denied for want of an authorization",
    }
)


def _what(one: "Measurement") -> str:
    kind = one.scanned.kind
    verb = "rose" if one.delta > 0 else "fell"
    return f"{_WHAT.get(kind, kind.replace('_', ' '))} {verb}"


def _held_against(one: "Measurement") -> str:
    if one.unit == "basis_points":
        return "its own habits and this mix of procedures would give"
    if one.unit == "cents":
        return "the weeks before would have given"
    return "undecided claims counted in, was usual"


def _money(one: "Measurement") -> str:
    if not one.at_risk_cents:
        return ""
    amount = f"about ${round(one.at_risk_cents / 100):,}"
    return f"; {amount} comes later" if one.stock else f"; {amount} at risk in that window"


def _because(one: "Measurement") -> str:
    return f"; {one.because}" if one.because else ""
