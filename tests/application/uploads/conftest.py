"""A customer's way in, on a fresh database and an empty folder."""

from pathlib import Path

import pytest
from tests.support.taking_in import Desk, desk_of

from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database


@pytest.fixture
def desk(database: Database, customer_id: CustomerId, tmp_path: Path) -> Desk:
    return desk_of(database, customer_id, tmp_path)


@pytest.fixture
def other_desk(desk: Desk, other_customer_id: CustomerId) -> Desk:
    """Another customer of the same installation."""
    return Desk(desk.intake, other_customer_id)
