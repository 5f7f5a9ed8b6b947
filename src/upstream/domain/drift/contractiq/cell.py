"""One payer and procedure: its weeks below contract, its window, and the finding they make."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from upstream.domain.drift.contractiq.defaults import (
    OWED_MIN_CENTS,
    STRAY_BPS,
    STRAY_KNOWN_FROM,
)
from upstream.domain.drift.contractiq.habits import began_weeks_ago, evidence_of_habit, surprise
from upstream.domain.drift.counts import WEEK_DAYS, Contracted
from upstream.domain.drift.detection import Drift, Key, Sample, Workings
from upstream.domain.drift.inference import rounded_quotient, significant, two_sided
from upstream.domain.drift.settings import KindSettings, Settings
from upstream.domain.drift.severity import severity_bps
from upstream.domain.drift.weekly import total_of
from upstream.domain.drift.wording import certainty, dollars

_STRAY: Final = STRAY_BPS / 10_000
_CONFIDENCE_MAX_BPS: Final = 9_999
"""Nothing is certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`began` in so many of the newest weeks; None where the payer is as it ever was. The window
    are those weeks, at most all that are scanned; the sums are its own.
    """

    key: Key
    began: int | None
    weeks: int
    lines: int
    short: int
    recoded: int
    """Of the short lines, those paid as another procedure."""
    contracted_cents: int
    """Of the short lines, and so is …"""
    allowed_cents: int
    owed_cents: int
    lines_before: int
    short_before: int
    owed_before_cents: int
    evidence: float

    def natural_key(self, product: str) -> str:
        return f"{product}\x1funderpayment\x1f{self.key.text()}"

    def is_material(self, settings: Settings) -> bool:
        kind = settings.of("underpayment")
        worth_it = self.owed_cents >= OWED_MIN_CENTS and self.short >= kind.events_min
        return worth_it and _reaches_a_floor(self, kind)


def cell_of(counted: Contracted, settings: Settings) -> Cell:
    """Evidence is the mean over the windows that are scanned, as for all products."""
    scanned = max(settings.scan_weeks)
    lines, short = [0] * settings.weeks, [0] * settings.weeks
    for place, week in enumerate(counted.weeks):
        if week < settings.weeks:
            lines[week], short[week] = counted.lines[place], counted.short[place]
    began = began_weeks_ago(short, lines)
    weeks = min(began or scanned, scanned)
    looks = [(sum(short[:length]), sum(lines[:length])) for length in settings.scan_weeks]

    def window(values: list[int]) -> int:
        return total_of(counted.weeks, values, 0, weeks)

    return Cell(
        key=Key(counted.payer, counted.cpt_group, cpt=counted.cpt),
        began=began,
        weeks=weeks,
        lines=sum(lines[:weeks]),
        short=sum(short[:weeks]),
        recoded=window(counted.recoded),
        contracted_cents=window(counted.contracted_cents),
        allowed_cents=window(counted.allowed_cents),
        owed_cents=window(counted.owed_cents),
        lines_before=sum(lines[weeks:]),
        short_before=sum(short[weeks:]),
        owed_before_cents=total_of(counted.weeks, counted.owed_cents, weeks, settings.weeks),
        evidence=sum(map(_evidence, looks)) / len(looks),
    )


def _evidence(look: tuple[int, int]) -> float:
    return evidence_of_habit(*look, _STRAY, STRAY_KNOWN_FROM)


def confidence(cell: Cell, settings: Settings) -> float:
    """That the payer does it as a habit, given how often payers do."""
    prior = settings.of("underpayment").prior_bps / 10_000
    odds = prior / (1 - prior) * cell.evidence
    return odds / (1 + odds)


def drift_of(
    cell: Cell, product: str, q_value: float, until: date, settings: Settings, tests: int
) -> Drift | None:
    """None where nothing is to be said: no line is short, or it is too likely to be a slip."""
    sure = min(_CONFIDENCE_MAX_BPS, round(10_000 * confidence(cell, settings)))
    if not cell.short or sure < settings.keep_open_bps:
        return None
    kind = settings.of("underpayment")
    began_on = until - timedelta(days=WEEK_DAYS * cell.weeks)
    z = surprise(cell.short, cell.lines, _STRAY)
    effect = rounded_quotient(10_000 * cell.owed_cents, cell.contracted_cents)
    current = Sample(from_on=began_on, to_on=until, claims=cell.lines)
    return Drift(
        product=product,
        kind="underpayment",
        key=cell.key,
        unit="cents",
        baseline_value=rounded_quotient(cell.contracted_cents, cell.short),
        current_value=rounded_quotient(cell.allowed_cents, cell.short),
        baseline=Sample(
            from_on=until - timedelta(days=WEEK_DAYS * settings.weeks),
            to_on=began_on,
            claims=cell.lines_before,
        ),
        current=current,
        severity_bps=severity_bps(
            effect_bps=effect,
            half_effect_bps=kind.half_effect_bps,
            weekly_cents=cell.owed_cents / cell.weeks,
            half_cents=settings.half_money_cents,
            worse=True,
        ),
        confidence_bps=sure,
        p_value=significant(two_sided(z)),
        at_risk_cents=cell.owed_cents,
        explanation=_explanation(cell, current, sure, until),
        workings=Workings(
            z=significant(z),
            q_value=significant(q_value),
            weekly_swing="0",
            null_scale="1",
            tests=tests,
            expected=significant(_STRAY * cell.lines),
            observed=significant(cell.short),
        ),
    )


def _reaches_a_floor(cell: Cell, kind: KindSettings) -> bool:
    lacks = rounded_quotient(cell.owed_cents, cell.short)
    agreed = rounded_quotient(cell.contracted_cents, cell.short)
    return any(
        lacks >= floor.at_least and 10_000 * lacks >= floor.relative_bps * agreed
        for floor in kind.floors
    )


def _explanation(cell: Cell, current: Sample, sure_bps: int, until: date) -> str:
    contracted = dollars(rounded_quotient(cell.contracted_cents, cell.short))
    allowed = dollars(rounded_quotient(cell.allowed_cents, cell.short))
    days = (current.to_on - current.from_on).days
    return (
        f"{cell.key.payer} {cell.key.cpt}: {cell.short:,} of {cell.lines:,} lines paid in the"
        f" {days} days to {until.isoformat()} are below contract, on average {allowed} where the"
        f" contract says {contracted}{_recoded(cell)}; {dollars(cell.owed_cents)} owed;"
        f" {_since(cell, until)}; {certainty(sure_bps)} sure that this is a habit and not a few"
        f" slips."
    )


def _recoded(cell: Cell) -> str:
    return f"; {cell.recoded:,} of them paid as another procedure" if cell.recoded else ""


def _since(cell: Cell, until: date) -> str:
    before = f"{cell.short_before:,} of {cell.lines_before:,} lines before"
    owed = f", {dollars(cell.owed_before_cents)} more owed" if cell.owed_before_cents else ""
    if cell.began is None:
        return f"no beginning is in sight: {before}{owed}" if cell.lines_before else "none before"
    since = until - timedelta(days=WEEK_DAYS * cell.began)
    return f"it began about {since.isoformat()}: {before}{owed}"
