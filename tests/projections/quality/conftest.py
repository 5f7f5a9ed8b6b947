"""An office of one customer over a real database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.projections.quality.office import Office
from tests.support.taking_in import Desk, desk_of

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.hints import Hints
from upstream.projections.view import Views


@pytest.fixture
def desk(database: Database, customer_id: CustomerId, tmp_path: Path) -> Desk:
    return desk_of(database, customer_id, tmp_path)


@pytest.fixture
def views(desk: Desk, database: Database, database_url: str) -> Iterator[Views]:
    with Hints(database_url) as hints:
        yield Views(database, desk.intake.log, hints)


@pytest.fixture
def office(desk: Desk, views: Views, projector_database: Database) -> Office:
    return Office(desk, views, projector_database)
