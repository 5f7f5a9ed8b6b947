"""A customer that draws its severity bands itself sees its own labels, and then those of then."""

import pytest
from tests.projections.drift.test_the_drift_timeline import bench, seen, tell
from tests.support.claim_log import context_of
from tests.support.detection import Bench
from tests.support.taking_in import SECRET

from upstream.application.settings import change_settings
from upstream.domain.drift.severity import Bands
from upstream.domain.drift.wishes import DetectionWishes
from upstream.domain.settings.customer_settings import ChangeSettings
from upstream.projections.drift.list_findings import NEEDS, FindingFilter, list_findings
from upstream.projections.moments import AtPosition

__all__ = ["bench"]


def labels(bench: Bench, wanted: FindingFilter, position: int | None = None) -> list[str]:
    moment = None if position is None else AtPosition(position)
    with bench.views.at(bench.customer_id, needs=NEEDS, as_of=moment) as view:
        return [one.severity_label for one in list_findings(view, wanted).items]


@pytest.mark.feature("ID-10", "RD-2")
def test_the_bands_of_the_moment_name_what_is_seen(bench: Bench) -> None:
    tell(bench, seen(0, 4_500))
    before = bench.log.head(bench.customer_id)
    strict = Bands(critical_bps=9_500, high_bps=4_400, medium_bps=1_000)
    wished = ChangeSettings(detection=DetectionWishes(bands=strict))
    change_settings(bench.log, SECRET, context_of(bench.customer_id), wished)
    bench.catch_up()
    high, medium = FindingFilter(severity_label="high"), FindingFilter(severity_label="medium")

    assert labels(bench, FindingFilter()) == ["high"]
    assert (labels(bench, high), labels(bench, medium)) == (["high"], [])
    assert labels(bench, FindingFilter(), before) == ["medium"]
    assert (labels(bench, high, before), labels(bench, medium, before)) == ([], ["medium"])
