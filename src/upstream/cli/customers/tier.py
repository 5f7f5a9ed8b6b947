"""`upstream customers tier`: put a customer into a service tier."""

from datetime import UTC, datetime
from getpass import getuser
from typing import get_args
from uuid import uuid4

import msgspec
import rich_click as click

from upstream.application.customers import find_customer
from upstream.application.settings import give_tier, settings_of
from upstream.cli.asking import as_refused
from upstream.domain.context import Context, reason_in
from upstream.domain.settings.quotas import QUOTAS, Tier
from upstream.infrastructure.settings import read_settings
from upstream.workers.installation import opened


@click.command("tier")
@click.argument("slug", metavar="CUSTOMER")
@click.argument("wanted", metavar="TIER", type=click.Choice(get_args(Tier)))
@click.option("--reason", required=True, help="Your own words, for the customer's audit.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
@as_refused
def command(*, slug: str, wanted: Tier, reason: str, as_json: bool) -> None:
    """Put CUSTOMER, a slug or an id, into TIER: trial, standard or enterprise."""
    said = reason_in(reason)
    if not said:
        raise click.BadParameter("say why: it stands in the audit of the customer")
    with opened(read_settings()) as installation:
        customer = find_customer(installation.database, slug)
        context = Context(
            customer_id=customer.customer_id,
            actor=f"cli:{getuser()}",
            command="settings.give_tier",
            now=datetime.now(UTC),
            correlation_id=uuid4(),
            reason=said,
            client="upstream customers",
        )
        before = settings_of(installation.log, customer.customer_id).settings.tier
        answer = give_tier(installation.log, context, wanted)
    quota = QUOTAS[wanted]
    if as_json:
        told = {"before": before, "tier": wanted, "quota": quota, "position": answer.position}
        click.echo(msgspec.json.encode({"customer": customer.slug, **told}))
        return
    click.echo(
        f"{customer.slug}: {wanted} (was {before}): backfills of {quota.backfill_weeks} weeks,"
        f" {quota.contacts} contacts"
    )
