"""Years of requirements: contracts loaded as people do, the pipeline and its shortcut agree."""

import msgspec
import pytest

from upstream.application.seed.labelled.requirements import required_claims, required_world
from upstream.cli.bench.detection.requirements import bench_requirements
from upstream.cli.bench.detection.requirements.replaying import (
    replay_required,
    replay_required_shortly,
)
from upstream.cli.bench.detection.requirements.shares import ANCHORS
from upstream.cli.trial import Trial
from upstream.workers.installation import opened

LOOKS = (34, 46)

pytestmark = pytest.mark.feature("DR-4", "DR-5", "DR-7")


def test_uploads_and_the_shortcut_give_the_same_findings() -> None:
    """Some payers of a year, in which something is to be found for either product."""
    made = required_world(305)
    by_kind = {label.kind: label.payer for label in made.sheet.drifts}
    payers = set(by_kind.values())
    claims = [one for one in required_claims(made) if one.claim.payer in payers]
    with Trial() as trial, opened(trial.settings) as installation:
        whole = replay_required(trial, installation, "whole", made.sheet, claims, LOOKS)
        short = replay_required_shortly(trial, installation, "short", made.sheet, claims, LOOKS)
    assert {one.place.kind for one in whole.replayed.fired} == {"authorization", "underpayment"}
    assert sorted(whole.replayed.fired, key=str) == sorted(short.replayed.fired, key=str)
    assert whole.replayed.sha256 == short.replayed.sha256
    assert whole.replayed.tests == short.replayed.tests


def test_the_benchmark_says_how_each_product_does_beside_its_yardsticks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bench_requirements([303], [], as_json=True, episodes=False, shortcut=True, looks=(33, 38, 43))
    found = msgspec.json.decode(capsys.readouterr().out)

    for product, (ours, sure, *anchors) in found.items():
        assert [one["method"] for one in anchors] == list(ANCHORS[product])
        assert ours["recall"] > 0
        assert ours["precision"] > max(one["precision"] for one in anchors) - 0.2
        assert sure["precision"] >= ours["precision"]
        assert sum(drifts for drifts, *_ in ours["by_kind"].values()) >= 8
