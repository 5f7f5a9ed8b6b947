"""`upstream customers`: who there is, and what each of them may use."""

import rich_click as click

from upstream.cli.customers import listing, tier


@click.group()
def command() -> None:
    """Customers, for whoever runs the platform."""


command.add_command(listing.command)
command.add_command(tier.command)
