"""A process that sends what is due until it is killed: `python -m tests.support.sender`."""

import os
from uuid import UUID

from tests.support.told import Teller

from upstream.domain.units import CustomerId
from upstream.infrastructure.settings import read_settings
from upstream.workers.installation import opened


def main() -> None:
    customer_id = CustomerId(UUID(os.environ.pop("CUSTOMER_ID")))
    with opened(read_settings()) as installation:
        Teller(installation, customer_id).work()


if __name__ == "__main__":
    main()
