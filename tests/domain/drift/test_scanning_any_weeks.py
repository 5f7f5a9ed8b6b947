"""Whatever the weeks hold, a scan ends in probabilities and is silent where nothing can be told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from upstream.domain.drift.detection import Key
from upstream.domain.drift.driftwatch import DriftWatch
from upstream.domain.drift.panel import Panel
from upstream.domain.drift.scanning import scanned
from upstream.domain.drift.weekly import Floats

SETTINGS = DriftWatch.settings
SERIES = 5
SHAPE = (SETTINGS.weeks, SERIES)
TRIALS = arrays(np.int64, SHAPE, elements=st.integers(0, 5_000) | st.just(0))
SHARES = arrays(np.float64, SHAPE, elements=st.floats(0, 1))


def _panel(trials: Floats, expected: Floats, observed: Floats, *, is_mean: bool = False) -> Panel:
    return Panel(
        kind="allowed_amount" if is_mean else "denial_rate",
        keys=[Key("Northwind Health", f"Group {place}") for place in range(SERIES)],
        peers=[f"Group {place}" for place in range(SERIES)],
        observed=observed,
        expected=expected,
        squares=np.zeros(SHAPE) if is_mean else expected * expected / np.maximum(trials, 1),
        trials=trials,
        is_mean=is_mean,
    )


@pytest.mark.feature("DR-7")
@given(TRIALS, SHARES, SHARES)
def test_any_counts_of_events_end_in_probabilities(
    trials: Floats, usual: Floats, seen: Floats
) -> None:
    """Nothing denied, everything denied, weeks without a claim, cells without a past."""
    panel = _panel(trials, trials * usual, np.round(trials * seen))
    _are_probabilities(panel)


@given(TRIALS, SHARES)
def test_any_means_end_in_probabilities(trials: Floats, means: Floats) -> None:
    weights = trials / 0.01
    panel = _panel(trials, weights, (means - 0.5) * weights, is_mean=True)
    _are_probabilities(panel)


def _are_probabilities(panel: Panel) -> None:
    kind = SETTINGS.of(panel.kind)
    found = scanned(panel, SETTINGS, kind, quiet_below_bps=0)
    assert all(0 <= one.confidence <= 1 for one in found.loud)
    assert found.quiet == []
    usual = scanned(panel, SETTINGS, kind)
    assert len(usual.loud) + len(usual.quiet) == len(found.loud)
    assert {one.key for one in usual.loud} == {
        one.key for one in found.loud if 10_000 * one.confidence >= SETTINGS.keep_open_bps
    }
