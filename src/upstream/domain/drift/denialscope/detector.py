"""DenialScope through the detection interface: every reason of every payer against its own past."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from upstream.domain.claims.denials import family_of
from upstream.domain.drift.counts import Counts, Decisions, Question, Reasons
from upstream.domain.drift.denialscope.defaults import DEFAULTS
from upstream.domain.drift.detection import Assessment, Drift, Evidence, Key
from upstream.domain.drift.driftwatch.denial_rate import claims_before, with_market
from upstream.domain.drift.judging import Measurement, assessment
from upstream.domain.drift.rare_rates import Stratum, rare_rate
from upstream.domain.drift.rhythms import sound_by_payer
from upstream.domain.drift.scanning import Scanned, scanned
from upstream.domain.drift.series import Series
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.weekly import total_of
from upstream.domain.drift.windows import Window

_DENIED_MIN = 4
"""Denials of a reason, in all weeks, below which nobody asks how they are spread."""


class DenialScope:
    """The detector. It holds nothing: everything it needs is handed to it."""

    product: Final = "denialscope"
    code_version: Final = "denialscope-3"
    settings: Final = DEFAULTS

    def question(self, until: date, settings: Settings) -> Question:
        return Question(
            tables=("decisions", "reasons", "waiting"),
            until=until,
            weeks=settings.weeks,
            reference_weeks=max(settings.scan_weeks),
        )

    def assess(self, counts: Counts, until: date, settings: Settings) -> Assessment:
        sound = sound_by_payer(counts, until, settings.weeks, max(settings.scan_weeks))
        cells = _by_reason(counts.reasons)
        claims = _by_payer(counts.decisions)
        usual = _everybody(cells, counts.decisions)
        series = [
            _series(payer, reason, members, claims[payer], sound.get(payer), usual, settings)
            for (payer, reason), members in cells.items()
            if reason and sum(sum(one.denied) for one in members) >= _DENIED_MIN
        ]
        found = scanned(series, settings, settings.of("denial_reason"))
        measured = [_measurement(one, cells, settings) for one in found]
        return assessment(self.product, measured, until, settings, len(cells))

    def evidence(self, drift: Drift) -> Evidence:
        window = Window(from_on=drift.current.from_on, to_on=drift.current.to_on)
        return Evidence(of="denied", window=window)


def _by_reason(reasons: Sequence[Reasons]) -> dict[tuple[str, str], list[Reasons]]:
    found: dict[tuple[str, str], list[Reasons]] = {}
    for one in sorted(reasons, key=lambda one: (one.payer, one.denial_reason, one.cpt_group)):
        found.setdefault((one.payer, one.denial_reason), []).append(one)
    return found


def _by_payer(decisions: Sequence[Decisions]) -> dict[str, list[Decisions]]:
    found: dict[str, list[Decisions]] = {}
    for one in sorted(decisions, key=lambda one: (one.payer, one.cpt_group)):
        found.setdefault(one.payer, []).append(one)
    return found


def _everybody(
    cells: Mapping[tuple[str, str], Sequence[Reasons]], decisions: Sequence[Decisions]
) -> dict[str, float]:
    """Share of all decided claims, of all payers, that each reason denies."""
    claims = sum(sum(one.claims) for one in decisions)
    denied: dict[str, int] = {}
    for (_, reason), members in cells.items():
        denied[reason] = denied.get(reason, 0) + sum(sum(one.denied) for one in members)
    return {reason: count / claims for reason, count in denied.items()}


def _series(
    payer: str,
    reason: str,
    members: Sequence[Reasons],
    claims: Sequence[Decisions],
    sound: range | None,
    usual: Mapping[str, float],
    settings: Settings,
) -> Series:
    by_group = {one.cpt_group: one for one in members}
    strata = [
        Stratum(
            cell.weeks,
            cell.claims,
            by_group[cell.cpt_group].weeks if cell.cpt_group in by_group else (),
            by_group[cell.cpt_group].denied if cell.cpt_group in by_group else (),
        )
        for cell in claims
    ]
    rate = rare_rate(
        strata,
        everybody=usual[reason],
        weeks=settings.weeks,
        sound=range(settings.weeks) if sound is None else sound,
        reference_weeks=max(settings.scan_weeks),
    )
    return Series(
        kind="denial_reason",
        key=Key(payer, denial_reason=reason),
        peers=reason,
        observed=rate.observed,
        expected=rate.expected,
        squares=rate.squares,
        trials=rate.trials,
    )


def _measurement(
    one: Scanned,
    cells: Mapping[tuple[str, str], Sequence[Reasons]],
    settings: Settings,
) -> Measurement:
    key, look = one.series.key, one.look
    reason = key.denial_reason or ""
    members = cells[key.payer, reason]
    usual = with_market(look.expected / look.trials, one.market)
    rate = look.observed / look.trials
    exposed = sum(total_of(cell.weeks, cell.exposed_cents, 0, look.weeks) for cell in members)
    before = sum(
        total_of(cell.weeks, cell.denied, look.weeks, look.weeks + settings.baseline_weeks)
        for cell in members
    )
    excess = max(0.0, 1 - usual / rate) if rate > 0 else 0.0
    return Measurement(
        scanned=one,
        unit="basis_points",
        baseline_value=round(10_000 * usual),
        current_value=round(10_000 * rate),
        baseline_claims=claims_before(one, settings),
        current_claims=round(look.trials),
        events=look.observed,
        effect_bps=round(10_000 * abs(rate - usual)),
        worse=rate > usual,
        at_risk_cents=round(excess * exposed),
        because=_because(reason, look.observed, before),
    )


def _because(reason: str, now: float, before: int) -> str:
    family = family_of(reason.rpartition("-")[2]).replace("_", " ")
    seen = (
        f"{now:.0f} denials against {before} in the weeks before"
        if before
        else (f"{now:.0f} denials for a reason this payer had not given before")
    )
    return f"{seen} (family: {family})"
