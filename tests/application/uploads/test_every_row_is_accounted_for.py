"""rows_read = new + changed + repeated + rejected + skipped, for every file accepted."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.hostile_files import SPOILERS, seeds
from tests.support.taking_in import Desk

from upstream.domain.uploads.refusals import DuplicateFile

SEEDS = seeds()


@pytest.mark.feature("IN-14")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(SEEDS), st.sampled_from(SPOILERS), st.randoms())
def test_of_a_spoiled_file_every_row_is_accounted_for(
    desk: Desk, content: bytes, spoil: object, chance: Random
) -> None:
    """All files go to one customer, so later ones repeat and change what earlier ones said."""
    assert callable(spoil)
    try:
        ended = desk.take_in(spoil(content, chance), rows_max=7)
    except DuplicateFile:
        return
    told = ended.totals

    assert ended.how in {"completed", "rejected"}
    assert told.rows_read == (
        told.rows_new
        + told.rows_changed
        + told.rows_repeated
        + told.rows_rejected
        + told.rows_skipped
    )
    assert (told.rows_read > 0) == (ended.how == "completed")


@pytest.mark.feature("IN-14")
def test_of_a_sound_file_of_every_format_every_row_is_accounted_for(desk: Desk) -> None:
    for content in SEEDS:
        ended = desk.take_in(content, rows_max=7)

        assert ended.how == "completed"
        assert ended.totals.rows_read > 0
