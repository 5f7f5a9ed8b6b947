"""`upstream drift`: look for drift, catch up on the past, prove what was found."""

import rich_click as click

from upstream.cli.drift import backfill, running, verify


@click.group()
def command() -> None:
    """Detection of drift."""


command.add_command(running.command)
command.add_command(backfill.command)
command.add_command(verify.command)
