"""Struck in the middle of an upload, everything ends by itself and every claim is there once."""

import pytest

from upstream.cli.faults.points import VICTIMS, points
from upstream.cli.faults.running import run


@pytest.mark.timeout(600)
@pytest.mark.feature("OP-8", "IN-5", "RD-8")
def test_an_upload_survives_the_death_of_worker_database_and_projector() -> None:
    """The long form is `upstream faults`."""
    told: list[str] = []
    found = run(seed=1, count=3, rows=25_000, say=told.append)

    assert [one.point.victim for one in found.struck] == ["worker", "postgres", "projector"]
    assert len(told) == 3
    assert found.verdict.sound, found.verdict
    assert all(one.seconds_to_the_end < 120 for one in found.struck)


def test_the_same_seed_gives_the_same_points_and_every_victim_its_turn() -> None:
    one, same, other = (points(seed, 20, chunks=10, megabytes=8) for seed in (3, 3, 4))

    assert one == same != other
    assert {point.victim for point in one} == set(VICTIMS)
    assert len(set(one)) > 10
