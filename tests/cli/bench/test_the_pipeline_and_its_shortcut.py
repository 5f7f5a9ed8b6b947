"""The detection benchmark finds the same through the whole pipeline and past it."""

import pytest

from upstream.application.seed.labelled import simulated_claims, world
from upstream.cli.bench.detection.replaying import replay
from upstream.cli.bench.detection.shortcut import replay_shortly
from upstream.cli.trial import Trial
from upstream.workers.installation import opened

LOOKS = (26, 27, 40)


@pytest.mark.feature("DR-7", "DR-8")
def test_uploads_and_the_shortcut_give_the_same_findings() -> None:
    """Some payers of a year, in which something is to be found."""
    year = world(301)
    payers = {label.payer for label in year.sheet.drifts[:4]}
    claims = [claim for claim in simulated_claims(year) if claim.payer in payers]
    with Trial() as trial, opened(trial.settings) as installation:
        whole = replay(installation, "whole", year.sheet, claims, LOOKS)
        short = replay_shortly(trial, installation, "short", year.sheet, claims, LOOKS)
    assert whole.fired
    assert sorted(whole.fired, key=str) == sorted(short.fired, key=str)
    assert (whole.sha256, whole.key_weeks) == (short.sha256, short.key_weeks)
