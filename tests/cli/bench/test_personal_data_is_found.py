"""The promises of `docs/personal-data.md`, on a seed that no other run uses."""

import pytest

from upstream.cli.bench.personal_data.command import FALSE_ALARMS_MAX, RECALL_MIN
from upstream.cli.bench.personal_data.measuring import measure


@pytest.mark.feature("DQ-4")
def test_recall_and_false_alarms_are_within_what_is_promised() -> None:
    table = measure((7_001,))

    assert len(table.recalls) == 36
    assert table.recall >= RECALL_MIN
    assert table.alarm_rate <= FALSE_ALARMS_MAX
    assert all(one.masked >= 0.9 * one.cells for one in table.recalls)
