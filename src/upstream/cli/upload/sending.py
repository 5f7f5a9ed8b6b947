"""The command: store the file, begin its upload and, if asked to, stay until its end."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec
import rich_click as click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from upstream.application.customers import find_customer
from upstream.application.uploads import receive
from upstream.cli.asking import as_refused
from upstream.cli.upload.report import Report, exit_code, refused, report, say
from upstream.domain.context import Context
from upstream.domain.units import CustomerId
from upstream.domain.uploads.mapping import MappingInvalid
from upstream.domain.uploads.refusals import DuplicateFile
from upstream.infrastructure.file_store import FileTooLarge, StoredFile
from upstream.infrastructure.log import Answer
from upstream.infrastructure.settings import read_settings
from upstream.workers.installation import Installation, opened

_PART_BYTES: Final = 1 << 20
_LOOK_EVERY_SECONDS: Final = 0.3


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--customer", "slug", required=True, help="Slug or id.")
@click.option("--wait", is_flag=True, help="Stay until every row is accounted for.")
@click.option(
    "--mapping",
    "pairs",
    multiple=True,
    metavar="COLUMN=HEADER",
    help="payer='Ins Carrier'; decided_date=none where the file has none; date_order=dmy.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
@as_refused
def command(*, file: Path, slug: str, wait: bool, pairs: tuple[str, ...], as_json: bool) -> None:
    """Upload a file of claims.

    Exit codes: 0 completed (or received, without --wait), 3 the file was rejected, 4 completed
    with rows rejected, 1 anything else.
    """
    mapping = dict(map(_pair, pairs))
    with opened(read_settings()) as installation, _bar(visible=not as_json) as bar:
        customer_id = find_customer(installation.database, slug).customer_id
        try:
            stored = _store(installation, customer_id, file, bar)
            answer = receive(
                installation.log,
                _context(customer_id),
                stored,
                file_name=file.name,
                mapping=mapping,
            )
        except (DuplicateFile, FileTooLarge, MappingInvalid) as refusal:
            told = refused(refusal)
        else:
            told = _follow(installation, customer_id, answer, bar, wait=wait)
    if as_json:
        click.echo(msgspec.json.encode(told))
    else:
        say(told)
    raise SystemExit(exit_code(told))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.BadParameter("write COLUMN=HEADER", param_hint="--mapping")
    return name.strip(), value.strip()


def _context(customer_id: CustomerId) -> Context:
    return Context(
        customer_id=customer_id,
        actor=f"cli:{getuser()}",
        command="uploads.receive",
        now=datetime.now(UTC),
        correlation_id=uuid4(),
        client="upstream upload",
    )


def _bar(*, visible: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not visible,
    )


def _store(
    installation: Installation, customer_id: CustomerId, path: Path, bar: Progress
) -> StoredFile:
    task = bar.add_task("storing", total=path.stat().st_size)
    with path.open("rb") as file, installation.files.incoming(customer_id) as incoming:
        while part := file.read(_PART_BYTES):
            incoming.write(part)
            bar.advance(task, len(part))
        return incoming.finish()


def _follow(
    installation: Installation,
    customer_id: CustomerId,
    answer: Answer,
    bar: Progress,
    *,
    wait: bool,
) -> Report:
    """The upload as the log has it, after its end if we wait for that."""

    def now() -> Report:
        return report(installation.log, customer_id, answer.id, answer.position)

    return _until_ended(now, bar) if wait else now()


def _until_ended(now: Callable[[], Report], bar: Progress) -> Report:
    task = bar.add_task("waiting for a worker", total=None)
    while not (told := now()).ended:
        rows = f"{told.status}: {told.counts.rows_read} rows"
        bar.update(
            task,
            description=rows if told.counts.rows_read else told.status,
            total=told.size_bytes or None,
            completed=told.bytes_read,
        )
        time.sleep(_LOOK_EVERY_SECONDS)
    bar.update(task, description=told.status, total=1, completed=1)
    return told
