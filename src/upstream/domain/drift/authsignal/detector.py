"""AuthSignal through the detection interface: denials for want of an authorization, by code."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from upstream.domain.drift.authsignal.defaults import DEFAULTS
from upstream.domain.drift.counts import Codes, Counts, Question
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

_DENIED_MIN = 3
"""Denials of a code, in all weeks, below which nobody asks how they are spread."""


class AuthSignal:
    """The detector. It holds nothing: everything it needs is handed to it."""

    product: Final = "authsignal"
    code_version: Final = "authsignal-3"
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
        codes = {
            (one.payer, one.cpt): one
            for one in sorted(counts.codes, key=lambda one: (one.payer, one.cpt))
        }
        found = scanned(
            [
                _series(one, sound.get(one.payer), everybody, settings)
                for one in codes.values()
                if sum(one.denied) >= _DENIED_MIN
            ],
            settings,
            settings.of("authorization"),
        )
        measured = [_measurement(one, codes, settings, until) for one in found]
        return assessment(self.product, measured, until, settings, len(codes))

    def evidence(self, drift: Drift) -> Evidence:
        window = Window(from_on=drift.current.from_on, to_on=drift.current.to_on)
        return Evidence(of="unauthorized", window=window)


def _series(code: Codes, sound: range | None, everybody: float, settings: Settings) -> Series:
    rate = rare_rate(
        [Stratum(code.weeks, code.claims, code.weeks, code.denied)],
        everybody=everybody,
        weeks=settings.weeks,
        sound=range(settings.weeks) if sound is None else sound,
        reference_weeks=max(settings.scan_weeks),
    )
    return Series(
        kind="authorization",
        key=Key(code.payer, code.cpt_group, cpt=code.cpt),
        peers=code.cpt,
        observed=rate.observed,
        expected=rate.expected,
        squares=rate.squares,
        trials=rate.trials,
    )


def _measurement(
    one: Scanned, codes: Mapping[tuple[str, str], Codes], settings: Settings, until: date
) -> Measurement:
    key, look = one.series.key, one.look
    code = codes[key.payer, key.cpt or ""]
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
        baseline_claims=claims_before(one, settings),
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
