"""DenialScope through the detection interface: every reason of every payer against its own past."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Final

import numpy as np

from upstream.domain.claims.denials import family_of
from upstream.domain.drift.counts import Counts, Decisions, Question, Reasons
from upstream.domain.drift.denialscope.defaults import DEFAULTS
from upstream.domain.drift.detection import Assessment, Drift, Evidence, Key
from upstream.domain.drift.driftwatch.denial_rate import with_market
from upstream.domain.drift.judging import Measured, Measurement, assessment
from upstream.domain.drift.panel import Panel, side_by_side
from upstream.domain.drift.rare_rates import rare_rates
from upstream.domain.drift.rhythms import sound_by_payer, sound_weeks
from upstream.domain.drift.scan import Scanned
from upstream.domain.drift.scanning import scanned
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.weekly import Floats, Weekly, total_of
from upstream.domain.drift.windows import Window

_DENIED_MIN = 4
"""Denials of a reason, in all weeks, below which nobody asks how they are spread."""


class DenialScope:
    """The detector. It holds nothing: everything it needs is handed to it."""

    product: Final = "denialscope"
    code_version: Final = "denialscope-4"
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
        asked = {
            cell: members
            for cell, members in cells.items()
            if cell[1] and sum(sum(one.denied) for one in members) >= _DENIED_MIN
        }
        usual = _everybody(cells, counts.decisions)
        panel = _panel(asked, counts.decisions, sound, usual, settings)
        found = scanned(panel, settings, settings.of("denial_reason"))
        measured = [_measurement(one, cells, settings) for one in found.loud]
        return assessment(
            self.product, [Measured(measured, found.quiet)], until, settings, len(cells)
        )

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


def _panel(
    cells: Mapping[tuple[str, str], Sequence[Reasons]],
    decisions: Sequence[Decisions],
    sound: Mapping[str, range],
    usual: Mapping[str, float],
    settings: Settings,
) -> Panel:
    claims = _by_payer(decisions)
    weeks = settings.weeks
    rates = []
    for payer, own in groupby(cells, key=itemgetter(0)):
        reasons = [reason for _, reason in own]
        strata, events = _strata(claims[payer], [cells[payer, reason] for reason in reasons], weeks)
        rates.append(
            rare_rates(
                strata,
                events,
                everybody=np.array([usual[reason] for reason in reasons]),
                sound=sound_weeks([payer], sound, weeks),
                reference_weeks=max(settings.scan_weeks),
            )
        )
    return Panel(
        "denial_reason",
        [Key(payer, denial_reason=reason) for payer, reason in cells],
        [reason for _, reason in cells],
        *side_by_side(rates, weeks),
    )


def _strata(
    claims: Sequence[Decisions], reasons: Sequence[Sequence[Reasons]], weeks: int
) -> tuple[Floats, Floats]:
    """Of one payer: claims and, of each reason, events, by CPT group, week and reason."""
    stratum = {one.cpt_group: place for place, one in enumerate(claims)}
    members = [one for own in reasons for one in own]
    reason = np.repeat(np.arange(len(reasons)), [len(own) for own in reasons])
    events = np.zeros((len(claims), weeks, len(reasons)))
    denied = Weekly([one.weeks for one in members], weeks).of([one.denied for one in members])
    events[[stratum[one.cpt_group] for one in members], :, reason] = denied.T
    of_all = Weekly([one.weeks for one in claims], weeks).of([one.claims for one in claims])
    return of_all.T[:, :, None], events


def _measurement(
    one: Scanned,
    cells: Mapping[tuple[str, str], Sequence[Reasons]],
    settings: Settings,
) -> Measurement:
    key, look = one.key, one.look
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
        baseline_claims=round(look.trials_before),
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
