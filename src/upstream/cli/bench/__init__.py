"""`upstream bench`: figures, each beside its yardstick measured in the same run."""

from importlib import import_module
from typing import Final

import rich_click as click

BENCHMARKS: Final = (
    *("ingest", "projections", "dashboard", "timetravel", "detection", "runs", "personal-data"),
    *("deliveries", "rules", "forecast", "dry-run", "pages", "contracts"),
)


class _Benchmarks(click.RichGroup):
    """Imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(BENCHMARKS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in BENCHMARKS:
            return None
        found = import_module(f"upstream.cli.bench.{cmd_name.replace('-', '_')}").command
        assert isinstance(found, click.Command)
        return found


@click.group("bench", cls=_Benchmarks)
def command() -> None:
    """Measure, on installations of their own that are gone afterwards.

    Exit code 1 when a check did not hold and the figures therefore mean nothing.
    """
