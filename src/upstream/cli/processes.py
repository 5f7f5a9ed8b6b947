"""The processes that `up` starts, one command each, so that a production set-up runs the same."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

import rich_click as click

from upstream.infrastructure.logins import create_login_of
from upstream.infrastructure.migrator import migrate as bring_up_to_date
from upstream.infrastructure.settings import Settings, read_settings
from upstream.infrastructure.structured_logs import log_as_json


@click.command()
def migrate() -> None:
    """Bring the database to the newest schema; safe to run twice and by two at once."""
    settings = read_settings()
    login = settings.service_login
    if login:
        create_login_of(settings.database_url, admin_url=settings.migrator_url)
    for name in bring_up_to_date(settings.migrator_url, service_login=login):
        click.echo(name)


@click.command()
def api() -> None:
    """Serve the HTTP interface and the pages."""
    _run("api", "upstream.api.app")


@click.command()
def worker() -> None:
    """Do the jobs: record uploads, run detections."""
    _run("worker", "upstream.workers.worker")


@click.command()
def projector() -> None:
    """Keep the read models up to date; any number of these may run."""
    _run("projector", "upstream.workers.projector")


@click.command()
def scheduler() -> None:
    """Turn events into jobs and send again what is overdue."""
    _run("scheduler", "upstream.workers.scheduler")


@click.command(hidden=True)
def prepare_demo() -> None:
    """Make the demo customers and logins, if they are not there yet."""
    _run("prepare-demo", "upstream.workers.demo", "prepare")


def _run(process: str, module: str, function: str = "run") -> None:
    """Only the named process's modules are loaded: each stays as small as its work."""
    settings = read_settings()
    log_as_json(process, settings.log_level)
    entry = cast("Callable[[Settings], None]", getattr(import_module(module), function))
    entry(settings)
