"""How long one answer of live updates may go on before the listener is asked again."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from upstream.api.callers import Caller
from upstream.api.queries.stream import lasts

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
pytestmark = pytest.mark.feature("AL-9", "ID-3")


def caller(**more: object) -> Caller:
    known = {"person_id": uuid4(), "session_id": uuid4(), "administrator": True}
    return Caller(**known | more)  # type: ignore[arg-type]


def test_a_member_listens_as_long_as_anybody_may() -> None:
    assert lasts(caller(role="viewer"), NOW, 600.0) == 600.0


def test_a_visiting_administrator_is_asked_again_every_minute() -> None:
    assert lasts(caller(), NOW, 600.0) == 60.0
    assert lasts(caller(), NOW, 0.3) == 0.3


@pytest.mark.parametrize(("left", "seconds"), [(3600, 60.0), (20, 20.0), (0, 0.0), (-5, 0.0)])
def test_nobody_listens_beyond_the_door(left: int, seconds: float) -> None:
    until = NOW + timedelta(seconds=left)
    assert lasts(caller(inside_until=until), NOW, 600.0) == seconds
