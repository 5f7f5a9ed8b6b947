"""`upstream withdraw`: take an upload back and, if asked to, stay until nothing of it counts."""

import time
from datetime import UTC, datetime
from getpass import getuser
from typing import Final
from uuid import UUID, uuid4

import rich_click as click

from upstream.application.customers import find_customer
from upstream.application.uploads import withdraw
from upstream.cli.asking import as_refused
from upstream.cli.upload.report import Report, report, say
from upstream.domain.context import Context
from upstream.infrastructure.settings import read_settings
from upstream.workers.installation import opened

_LOOK_EVERY_SECONDS: Final = 0.3


@click.command()
@click.argument("upload_id", type=click.UUID)
@click.option("--customer", "slug", required=True, help="Slug or id.")
@click.option("--reason", required=True, help="Your own words, for the audit.")
@click.option("--wait", is_flag=True, help="Stay until nothing the upload said counts.")
@as_refused
def command(*, upload_id: UUID, slug: str, reason: str, wait: bool) -> None:
    """Withdraw an upload: its claims leave current views, history keeps them."""
    with opened(read_settings()) as installation:
        customer_id = find_customer(installation.database, slug).customer_id
        context = Context(
            customer_id=customer_id,
            actor=f"cli:{getuser()}",
            command="uploads.withdraw",
            now=datetime.now(UTC),
            correlation_id=uuid4(),
            client="upstream withdraw",
        )
        answer = withdraw(installation.log, context, upload_id, reason)

        def now() -> Report:
            return report(installation.log, customer_id, answer.id, answer.position)

        while wait and now().status != "withdrawn":
            time.sleep(_LOOK_EVERY_SECONDS)
        say(now())
