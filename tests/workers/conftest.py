"""Receivers that fail half the time, and an installation that tells people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.told import Teller, telling_settings

from upstream.cli.trial.receivers import ShakyHook, ShakyMailServer
from upstream.domain.units import CustomerId
from upstream.workers.installation import opened


@pytest.fixture
def mail() -> Iterator[ShakyMailServer]:
    with ShakyMailServer() as server:
        yield server


@pytest.fixture
def hook() -> Iterator[ShakyHook]:
    with ShakyHook() as running:
        yield running


@pytest.fixture
def teller(
    database_url: str, tmp_path: Path, customer_id: CustomerId, mail: ShakyMailServer
) -> Iterator[Teller]:
    with opened(telling_settings(database_url, tmp_path, mail)) as installation:
        yield Teller(installation, customer_id)
