"""`upstream audit`: who did what, and how any record came to be what it is."""

from datetime import datetime
from uuid import UUID

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from upstream.cli.asking import as_refused, moment_of
from upstream.infrastructure.settings import read_settings
from upstream.projections.audit.entity import EntityHistory, entity_history
from upstream.projections.audit.timeline import NEEDS, EntryFilter, EntryPage, timeline
from upstream.workers.installation import opened

_CUSTOMER = click.option("--customer", "slug", required=True, help="Slug or id.")
_AS_OF = click.option("--as-of", help="An instant, a date or position:N; default now.")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")


@click.group(name="audit")
def command() -> None:
    """History, and any record at any moment."""


@command.command()
@_CUSTOMER
@_AS_OF
@_JSON
@click.option("--actor", help="Only what this actor did.")
@click.option("--action", help="Only this event's tag, or tags that begin so.")
@click.option("--entity", type=click.UUID, help="Only this record.")
@click.option("--limit", type=click.IntRange(1, 200), default=50)
@as_refused
def log(
    slug: str,
    as_of: str | None,
    as_json: bool,
    actor: str | None,
    action: str | None,
    entity: UUID | None,
    limit: int,
) -> None:
    """Who did what, newest first."""
    wanted = EntryFilter(actor=actor, action=action, entity_id=entity)
    with opened(read_settings()) as installation:
        customer, moment = moment_of(installation, slug, as_of)
        with installation.views.at(customer.customer_id, needs=NEEDS, as_of=moment) as view:
            page = timeline(view, wanted, limit=limit)
    if as_json:
        click.echo(msgspec.json.encode(page))
    else:
        _show_log(page)


@command.command()
@_CUSTOMER
@_AS_OF
@_JSON
@click.argument("kind")
@click.argument("entity_id", type=click.UUID)
@as_refused
def show(slug: str, as_of: str | None, as_json: bool, kind: str, entity_id: UUID) -> None:
    """One record step by step, and how it stood at the end. KIND is upload, claim, alert, …"""
    with opened(read_settings()) as installation:
        customer, moment = moment_of(installation, slug, as_of)
        with installation.views.at(customer.customer_id, needs=NEEDS, as_of=moment) as view:
            history = entity_history(view, kind, entity_id)
    if as_json:
        click.echo(msgspec.json.encode(history))
    else:
        _show_history(history)


def _show_log(page: EntryPage) -> None:
    table = Table("position", "recorded at", "actor", "action", "record")
    for entry in page.items:
        times = f" x {entry.events:,}" if entry.events > 1 else ""
        table.add_row(
            str(entry.position),
            _when(entry.recorded_at),
            entry.actor,
            entry.action + times,
            f"{entry.entity_kind} {entry.entity_id}",
        )
    Console().print(table)


def _show_history(history: EntityHistory) -> None:
    console = Console()
    for step in history.steps:
        console.print(
            f"[bold]{step.version}[/] {step.action}  {_when(step.recorded_at)}  {step.actor}"
            f"  position {step.position}"
        )
        for change in step.changes:
            console.print(f"    {change.field}: {change.before} → {change.after}")


def _when(instant: datetime) -> str:
    return instant.isoformat(sep=" ", timespec="seconds")
