"""AuthSignal through the detection interface: denials for want of an authorization, by code."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np

from upstream.domain.drift.authsignal.defaults import DEFAULTS
from upstream.domain.drift.counts import Codes, Counts, Question
from upstream.domain.drift.detection import Assessment, Drift, Evidence, Key
from upstream.domain.drift.driftwatch.denial_rate import with_market
from upstream.domain.drift.judging import Measured, Measurement, assessment
from upstream.domain.drift.panel import Panel
from upstream.domain.drift.rare_rates import rare_rates
from upstream.domain.drift.rhythms import sound_by_payer, sound_weeks
from upstream.domain.drift.scan import Scanned
from upstream.domain.drift.scanning import scanned
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.weekly import Weekly, total_of
from upstream.domain.drift.windows import Window

_DENIED_MIN = 3
"""Denials of a code, in all weeks, below which nobody asks how they are spread."""


class AuthSignal:
    """The detector. It holds nothing: everything it needs is handed to it."""

    product: Final = "authsignal"
    code_version: Final = "authsignal-4"
    settings: Final = DEFAULTS

    def question(self, until: date, settings: Settings) -> Question:
        return Question(
            tables=("codes", "waiting"),
            until=until,
            weeks=settings.weeks,
            reference_weeks=max(settings.scan_weeks),
        )

    def assess(self, counts: Counts, until: date, settings: Settings) -> Assessment:
        sound = sound_by_payer(counts, until, settings.weeks, max(settings.scan_weeks))
        claims = sum(sum(one.claims) for one in counts.codes)
        denied = sum(sum(one.denied) for one in counts.codes)
        everybody = denied / claims if claims else 0.0
        codes = sorted(counts.codes, key=lambda one: (one.payer, one.cpt))
        asked = [one for one in codes if sum(one.denied) >= _DENIED_MIN]
        panel = _panel(asked, sound, everybody, settings)
        found = scanned(panel, settings, settings.of("authorization"))
        measured = [_measurement(one, asked[one.place], settings, until) for one in found.loud]
        return assessment(
            self.product, [Measured(measured, found.quiet)], until, settings, len(codes)
        )

    def evidence(self, drift: Drift) -> Evidence:
        window = Window(from_on=drift.current.from_on, to_on=drift.current.to_on)
        return Evidence(of="unauthorized", window=window)


def _panel(
    codes: Sequence[Codes], sound: Mapping[str, range], everybody: float, settings: Settings
) -> Panel:
    """Each code is a stratum of its own."""
    weekly = Weekly([one.weeks for one in codes], settings.weeks)
    rates = rare_rates(
        weekly.of([one.claims for one in codes])[None],
        weekly.of([one.denied for one in codes])[None],
        everybody=np.array(everybody),
        sound=sound_weeks([one.payer for one in codes], sound, settings.weeks),
        reference_weeks=max(settings.scan_weeks),
    )
    return Panel(
        "authorization",
        [Key(one.payer, one.cpt_group, cpt=one.cpt) for one in codes],
        [one.cpt for one in codes],
        *rates,
    )


def _measurement(one: Scanned, code: Codes, settings: Settings, until: date) -> Measurement:
    look = one.look
    usual = with_market(look.expected / look.trials, one.market)
    rate = look.observed / look.trials
    exposed = total_of(code.weeks, code.exposed_cents, 0, look.weeks)
    before = total_of(code.weeks, code.denied, look.weeks, look.weeks + settings.baseline_weeks)
    began = until - timedelta(days=look.current_days)
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
        at_risk_cents=round(max(0.0, rate - usual) * exposed),
        because=(
            f"{look.observed:.0f} such denials against {before} before, since about"
            f" {began.isoformat()}"
        ),
    )
