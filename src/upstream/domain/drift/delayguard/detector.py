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
from upstream.domain.drift.judging import Measurement, assessment
from upstream.domain.drift.life_table import Answers, percentile_age
from upstream.domain.drift.rhythms import PayerTime, payers_time
from upstream.domain.drift.scanning import Scanned, scanned
from upstream.domain.drift.series import Series
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.windows import Window


class DelayGuard:
    """The detector. It holds nothing: everything it needs is handed to it."""

    product: Final = "delayguard"
    code_version: Final = "delayguard-3"
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
        found = scanned(
            [_series(payer, time) for payer, time in times.items()],
            settings,
            settings.of("payment_delay"),
        )
        days = {one.payer: one for one in counts.days}
        paid = _by_payer(counts.decisions)
        measured = []
        for one in found:
            payer = one.series.key.payer
            time, cells = times[payer], paid.get(payer, [])
            delay = _with_aging(measurement_of_time(one, time.usual, cells, settings), time)
            silent = silence(days[payer], time.rhythm, until, settings.weeks, _due_weekly(time))
            if silent and 10_000 * silent.confidence >= settings.report_from_bps:
                delay = _stopped(delay, silent, time, cells)
            measured.append(delay)
        return assessment(self.product, measured, until, settings, len(times))

    def evidence(self, drift: Drift) -> Evidence:
        window = Window(from_on=drift.current.from_on, to_on=drift.current.to_on)
        return Evidence(of="waiting" if drift.delta > 0 else "fast", window=window)


def _series(payer: str, time: PayerTime) -> Series:
    """Its cells' answers added up, each held against its own usual shares."""
    parts = [cell.answers for _, cell in sorted(time.cells.items())]
    whole = Answers(
        *(
            [sum(column) for column in zip(*rows, strict=True)]
            for rows in zip(
                *((p.observed, p.expected, p.squares, p.trials) for p in parts), strict=True
            )
        )
    )
    return Series(
        kind="payment_delay",
        key=Key(payer),
        peers="",
        observed=whole.observed,
        expected=whole.expected,
        squares=whole.squares,
        trials=whole.trials,
    )


def _by_payer(decisions: Sequence[Decisions]) -> Mapping[str, list[Decisions]]:
    found: dict[str, list[Decisions]] = {}
    for one in decisions:
        found.setdefault(one.payer, []).append(one)
    return found


def _waiting_by_age(time: PayerTime) -> list[int]:
    """Claims nobody has decided by now, by age in weeks."""
    newest = zip(time.whole.waited[0], time.whole.decided[0], strict=True)
    return [waited - decided for waited, decided in newest]


def _due_weekly(time: PayerTime) -> float:
    """Of what waits now, how much is usually decided within a week."""
    return sum(n * share for n, share in zip(_waiting_by_age(time), time.usual, strict=True))


def _with_aging(delay: Measurement, time: PayerTime) -> Measurement:
    age = percentile_age(time.usual, 0.9)
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
