"""DriftWatch through the detection interface: ask for weeks, scan every cell, report what holds."""

from datetime import date
from typing import Final

from upstream.domain.drift.counts import Counts, Question
from upstream.domain.drift.detection import Assessment, Drift, Evidence, EvidenceOf
from upstream.domain.drift.driftwatch.allowed_amount import allowed_amounts
from upstream.domain.drift.driftwatch.days_to_decision import days_to_decision
from upstream.domain.drift.driftwatch.defaults import DEFAULTS
from upstream.domain.drift.driftwatch.denial_rate import denial_rates
from upstream.domain.drift.judging import assessment
from upstream.domain.drift.rhythms import payers_time
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.windows import Window


class DriftWatch:
    """The detector. It holds nothing: everything it needs is handed to it."""

    product: Final = "driftwatch"
    code_version: Final = "driftwatch-5"
    settings: Final = DEFAULTS

    def question(self, until: date, settings: Settings) -> Question:
        return Question(
            tables=("decisions", "waiting"),
            until=until,
            weeks=settings.weeks,
            reference_weeks=max(settings.scan_weeks),
        )

    def assess(self, counts: Counts, until: date, settings: Settings) -> Assessment:
        times = payers_time(counts, until, settings.weeks, max(settings.scan_weeks))
        parts = [
            allowed_amounts(counts.decisions, settings),
            days_to_decision(times, counts.decisions, settings),
            denial_rates(counts.decisions, times, settings),
        ]
        return assessment(self.product, parts, until, settings, len(counts.decisions))

    def evidence(self, drift: Drift) -> Evidence:
        window = Window(from_on=drift.current.from_on, to_on=drift.current.to_on)
        return Evidence(of=_evidence_of(drift), window=window)


def _evidence_of(drift: Drift) -> EvidenceOf:
    rose = drift.delta > 0
    if drift.kind == "days_to_decision":
        return "slow" if rose else "fast"
    if drift.kind == "allowed_amount":
        return "overpaid" if rose else "underpaid"
    return "denied"
