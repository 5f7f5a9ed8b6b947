"""Yardsticks that follow a stream: CUSUM over weeks, and ADWIN claim by claim."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import log, sqrt
from statistics import fmean, stdev

from upstream.application.seed.labelled import AnswerSheet
from upstream.cli.bench.detection.judging import Fired
from upstream.cli.bench.detection.weekly_sums import Watched

BASELINE_WEEKS, BASELINE_WEEKS_MIN = 13, 8
_SLACK, _ALARM = 0.5, 8.0
"""In standard deviations of a week; `_ALARM` was tuned for its best F1, which flatters it."""


def cusum(sheet: AnswerSheet, year: Watched, looks: Sequence[int]) -> Iterator[Fired]:
    """Page 1954 on weekly means, standardised by the thirteen weeks before; begins anew after an
    alarm, and after the alarm stays silent about what it has told.
    """
    for place, by_week in year.weeks.items():
        means = {week: sums.mean for week, sums in by_week.items() if sums.claims >= 4}
        up = down = 0.0
        for week in range(max(looks)):
            if week not in means:
                continue
            known = [means[w] for w in range(week - BASELINE_WEEKS, week) if w in means]
            if len(known) < BASELINE_WEEKS_MIN or not (spread := stdev(known)):
                continue
            z = max(-4.0, min(4.0, (means[week] - fmean(known)) / spread))
            up, down = max(0.0, up + z - _SLACK), max(0.0, down - z - _SLACK)
            if max(up, down) > _ALARM:
                if week + 1 in looks:
                    yield Fired(_day(sheet, week + 1), place, up > down)
                up = down = 0.0


def adwin(sheet: AnswerSheet, year: Watched, looks: Sequence[int]) -> Iterator[Fired]:
    """Bifet and Gavaldà 2007, one window per number, fed every claim as it is decided."""
    first, last = min(looks), max(looks)
    for place, values in year.values.items():
        window = AdaptiveWindow()
        for day, value in values:
            before = window.mean
            week = day // 7 + 1
            if window.takes(value) and first <= week <= last:
                yield Fired(_day(sheet, week), place, window.mean > before)


class AdaptiveWindow:
    """ADWIN2: a window in an exponential histogram that drops its tail when the tail differs.

    As published: `_BUCKETS` buckets of each size, Hoeffding-Bernstein cut at `_DELTA`, and like
    the usual implementations a check at every 32nd value only.
    """

    _DELTA, _BUCKETS, _EVERY, _SIDE_MIN = 0.002, 5, 32, 5

    def __init__(self) -> None:
        self._rows: list[list[tuple[float, float]]] = [[]]
        """Per power of two: (sum, sum of squared distances), the newest last."""
        self._count = self._seen = 0
        self._total = self._scatter = 0.0

    @property
    def mean(self) -> float:
        return self._total / self._count if self._count else 0.0

    def takes(self, value: float) -> bool:
        """Whether the window was cut."""
        if self._count:
            self._scatter += self._count * (value - self.mean) ** 2 / (self._count + 1)
        self._count += 1
        self._seen += 1
        self._total += value
        self._rows[0].append((value, 0.0))
        self._compress()
        cut = False
        if self._seen % self._EVERY == 0 and self._count > 10:
            while self._differs():
                self._drop()
                cut = True
        return cut

    def _compress(self) -> None:
        for size, row in enumerate(self._rows):
            if len(row) <= self._BUCKETS:
                return
            (one, one_scatter), (other, other_scatter) = row.pop(0), row.pop(0)
            claims = 2**size
            apart = (one - other) / claims
            merged = one_scatter + other_scatter + claims / 2 * apart**2
            if size + 1 == len(self._rows):
                self._rows.append([])
            self._rows[size + 1].append((one + other, merged))

    def _differs(self) -> bool:
        old_count, old_total = 0, 0.0
        variance = self._scatter / self._count
        confidence = log(2 * log(self._count) / self._DELTA)
        for size in range(len(self._rows) - 1, -1, -1):
            for total, _ in self._rows[size]:
                old_count += 2**size
                old_total += total
                new_count = self._count - old_count
                if new_count < self._SIDE_MIN:
                    return False
                if old_count < self._SIDE_MIN:
                    continue
                inverse = 1 / (old_count - self._SIDE_MIN + 1) + 1 / (
                    new_count - self._SIDE_MIN + 1
                )
                bound = sqrt(2 * inverse * variance * confidence) + 2 / 3 * inverse * confidence
                if abs(old_total / old_count - (self._total - old_total) / new_count) > bound:
                    return True
        return False

    def _drop(self) -> None:
        """The oldest bucket goes."""
        while not self._rows[-1]:
            self._rows.pop()
        size = len(self._rows) - 1
        total, scatter = self._rows[-1].pop(0)
        claims = 2**size
        apart = total / claims - (self._total - total) / max(1, self._count - claims)
        lost = scatter + claims * (self._count - claims) * apart**2 / self._count
        self._scatter = max(0.0, self._scatter - lost)
        self._count -= claims
        self._total -= total


def _day(sheet: AnswerSheet, week: int) -> date:
    return sheet.begins_on + timedelta(days=7 * week)
