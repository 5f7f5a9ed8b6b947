"""DelayGuard through the detection interface: payers as a whole, undecided claims counted in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from upstream.domain.drift.counts import Counts, Decisions, Question
from upstream.domain.drift.delayguard.defaults import DEFAULTS
from upstream.domain.drift.delayguard.silence import Silence, silence
from upstream.domain.drift.detection import Assessment, Drift, Evidence, Key
from upstream.domain.drift.driftwatch.days_to_decision import measurement_of_time
from upstream.domain.drift.judging import Measured, Measurement, assessment
from upstream.domain.drift.life_table import percentile_age
from upstream.domain.drift.panel import Panel, side_by_side
from upstream.domain.drift.rhythms import PayerTime, payers_time
from upstream.domain.drift.scan import Scanned
from upstream.domain.drift.scanning import scanned
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.windows import Window


class DelayGuard:
    """The detector. It holds nothing: everything it needs is handed to it."""

    product: Final = "delayguard"
    code_version: Final = "delayguard-4"
    settings: Final = DEFAULTS

    def question(self, until: date, settings: Settings) -> Question:
        return Question(
            tables=("decisions", "waiting"),
            until=until,
            weeks=settings.weeks,
            reference_weeks=max(settings.scan_weeks),
        )

    def assess(self, counts: Counts, until: date, settings: Settings) -> Assessment:
        times = {
            payer: time
            for payer, time in sorted(
                payers_time(counts, until, settings.weeks, max(settings.scan_weeks)).items()
            )
            if time.watches
        }
        # Silence may speak where the waits do not, so each payer is measured.
        kind = settings.of("payment_delay")
        found = scanned(_panel(times, settings.weeks), settings, kind, quiet_below_bps=0).loud
        days = {one.payer: one for one in counts.days}
        paid = _by_payer(counts.decisions)
        measured = []
        for one in found:
            payer = one.key.payer
            time, cells = times[payer], paid.get(payer, [])
            delay = _with_aging(
                measurement_of_time(one, time.usual.tolist(), cells, settings), time
            )
            silent = silence(days[payer], time.rhythm, until, settings.weeks, _due_weekly(time))
            if silent and 10_000 * silent.confidence >= settings.report_from_bps:
                delay = _stopped(delay, silent, time, cells)
            measured.append(delay)
        return assessment(self.product, [Measured(measured, [])], until, settings, len(times))

    def evidence(self, drift: Drift) -> Evidence:
        window = Window(from_on=drift.current.from_on, to_on=drift.current.to_on)
        return Evidence(of="waiting" if drift.delta > 0 else "fast", window=window)


def _panel(times: Mapping[str, PayerTime], weeks: int) -> Panel:
    """Each payer's answers added up, its cells held against their own usual shares."""
    wholes = (time.answers.whole() for time in times.values())
    return Panel(
        "payment_delay",
        [Key(payer) for payer in times],
        [""] * len(times),
        *side_by_side(wholes, weeks),
    )


def _by_payer(decisions: Sequence[Decisions]) -> Mapping[str, list[Decisions]]:
    found: dict[str, list[Decisions]] = {}
    for one in decisions:
        found.setdefault(one.payer, []).append(one)
    return found


def _waiting_by_age(time: PayerTime) -> list[int]:
    """Claims nobody has decided by now, by age in weeks."""
    left: list[int] = (time.whole.waited - time.whole.decided)[:, 0, 0].tolist()
    return left


def _due_weekly(time: PayerTime) -> float:
    """Of what waits now, how much is usually decided within a week."""
    shares: list[float] = time.usual.tolist()
    return sum(n * share for n, share in zip(_waiting_by_age(time), shares, strict=True))


def _with_aging(delay: Measurement, time: PayerTime) -> Measurement:
    age = percentile_age(time.usual.tolist(), 0.9)
    overdue = sum(_waiting_by_age(time)[age:])
    waiting = sum(_waiting_by_age(time))
    because = f"{waiting:,} claims wait now, {overdue:,} of them longer than {age} weeks, by which"
    return replace(delay, because=f"{because} nine in ten usually are decided")


def _stopped(
    delay: Measurement, silent: Silence, time: PayerTime, cells: Sequence[Decisions]
) -> Measurement:
    """The silence says more than the slowdown that it makes."""
    missed = silent.due
    decided = sum(sum(cell.claims) for cell in cells)
    allowed = sum(sum(cell.allowed_cents) for cell in cells)
    sure = max(delay.scanned.confidence, silent.confidence)
    scanned_as: Scanned = replace(delay.scanned, confidence=sure)
    return replace(
        delay,
        scanned=scanned_as,
        baseline_value=round(100 * time.rhythm.usual_gap),
        current_value=100 * silent.days,
        events=missed,
        effect_bps=round(10_000 * (silent.days / max(1.0, time.rhythm.usual_gap) - 1)),
        worse=True,
        at_risk_cents=round(missed * allowed / decided) if decided else 0,
        because=(
            f"nothing was decided since {silent.last_on.isoformat()}, when about"
            f" {missed:.0f} decisions were due; {delay.because}"
        ),
    )
