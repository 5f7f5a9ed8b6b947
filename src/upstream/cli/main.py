"""The `upstream` command: each subcommand's module is loaded only when it is asked for."""

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Final

import rich_click as click

from upstream.infrastructure.embedded.server_folder import ServerFailed
from upstream.infrastructure.settings import SettingsInvalid

_PROCESSES: Final = "upstream.cli.processes"
COMMANDS: Final = {
    "up": "upstream.cli.up:command",
    "upload": "upstream.cli.upload:command",
    "withdraw": "upstream.cli.withdraw:command",
    "contracts": "upstream.cli.contracts:command",
    "customers": "upstream.cli.customers:command",
    "drift": "upstream.cli.drift:command",
    "dashboard": "upstream.cli.dashboard:command",
    "audit": "upstream.cli.audit:command",
    "projections": "upstream.cli.projections:command",
    "seed": "upstream.cli.seed:command",
    "bench": "upstream.cli.bench:command",
    "faults": "upstream.cli.faults:command",
    "remits": "upstream.cli.remits:command",
    "doctor": "upstream.cli.doctor:command",
    "migrate": f"{_PROCESSES}:migrate",
    "api": f"{_PROCESSES}:api",
    "worker": f"{_PROCESSES}:worker",
    "projector": f"{_PROCESSES}:projector",
    "scheduler": f"{_PROCESSES}:scheduler",
    "prepare-demo": f"{_PROCESSES}:prepare_demo",
}


class LazyGroup(click.RichGroup):
    """Knows its commands by name and place; imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [name for name, place in COMMANDS.items() if _exists(place)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        place = COMMANDS.get(cmd_name)
        if place is None or not _exists(place):
            return None
        module, _, attribute = place.partition(":")
        found = getattr(import_module(module), attribute)
        assert isinstance(found, click.Command)
        found.name = cmd_name  # each module calls its own simply `command`
        return found


def _exists(place: str) -> bool:
    return find_spec(place.partition(":")[0]) is not None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="upstream")
def upstream() -> None:
    """Notices early when health insurers change how they treat claims.

    Exit codes: 0 ok, 1 failure, 2 usage; others as each command says.
    """


def main() -> None:
    try:
        upstream(prog_name="upstream")
    except (SettingsInvalid, ServerFailed) as problem:
        click.echo(f"upstream: {problem}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
