"""Do thousands of alerts all arrive, over receivers that fail and workers that are killed?"""

import time
from typing import Final

import msgspec
import rich_click as click

from upstream.cli.bench.deliveries_set_up import Desk, set_up
from upstream.cli.bench.deliveries_verdict import Verdict, judge
from upstream.cli.bench.deliveries_yardstick import bare_seconds
from upstream.cli.bench.telling import Machine, this_machine
from upstream.cli.trial import Trial
from upstream.cli.trial.receivers import ShakyHook, ShakyMailServer
from upstream.infrastructure import outbox
from upstream.infrastructure.jobs import unfinished

WAITS: Final = "0.5,2,8,8"
"""First wait, factor, longest wait, attempts: so that a run takes minutes, not days."""
_SECONDS_MAX: Final = 1_800.0


class MeasuredDeliveries(msgspec.Struct, frozen=True, kw_only=True):
    """`bare_seconds`: the same messages to the same receivers, once each, without a log."""

    benchmark: str
    alerts: int
    messages: int
    delivered: int
    dead_letters: int
    attempts: int
    kills: int
    seconds: float
    messages_per_second: float
    bare_seconds: float
    ratio: float
    checks: dict[str, bool]
    machine: Machine


@click.command("deliveries")
@click.option("--alerts", default=2_000, show_default=True, type=click.IntRange(min=1))
@click.option("--kills", default=5, show_default=True, type=click.IntRange(min=0))
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, alerts: int, kills: int, as_json: bool) -> None:
    """Raise ALERTS alerts, each told by e-mail and by a webhook that fail half the time, while the
    worker is killed (SIGKILL) KILLS times between sending and noting.

    Needs the test dependencies: the mail server is aiosmtpd.
    """
    machine = this_machine()
    with ShakyMailServer() as mail, ShakyHook() as hook:
        told = {
            "UPSTREAM_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
            "UPSTREAM_MAIL_FROM": "upstream@localhost.example",
            "UPSTREAM_OUTBOUND_ALLOW": "127.0.0.0/8",
            "UPSTREAM_DELIVERY_WAITS": WAITS,
        }
        with Trial(told) as trial:
            desk = set_up(trial, hook.address, alerts)
            began = time.monotonic()
            trial.start("worker", "projector", "scheduler")
            killed = _kill_now_and_then(trial, desk, mail, hook, alerts, kills)
            _wait(desk, alerts)
            seconds = time.monotonic() - began
            verdict = judge(desk, mail.letterbox, hook.letterbox, alerts)
            trial.stop()
    _tell(_measured(machine, verdict, seconds, killed, bare_seconds(alerts)), as_json=as_json)


def _kill_now_and_then(
    trial: Trial, desk: Desk, mail: ShakyMailServer, hook: ShakyHook, alerts: int, kills: int
) -> int:
    """Each time another share of the messages went out: at that moment some are sent, not noted."""
    for number in range(kills):
        wanted = alerts * 2 * (number + 1) // (kills + 1)
        deadline = time.monotonic() + _SECONDS_MAX
        while _went_out(mail, hook) < wanted:
            if time.monotonic() > deadline:
                return number
            time.sleep(0.0005)
        trial.kill("worker")
        desk.killed_with += desk.sent_and_not_noted(mail.letterbox, hook.letterbox)
        trial.start("worker")
    return kills


def _went_out(mail: ShakyMailServer, hook: ShakyHook) -> int:
    return len(mail.letterbox.taken) + len(hook.letterbox.taken)


def _wait(desk: Desk, alerts: int) -> None:
    deadline = time.monotonic() + _SECONDS_MAX
    while not (
        desk.requested() == 2 * alerts
        and outbox.waiting(desk.database) == 0
        and unfinished(desk.database) == 0
    ):
        if time.monotonic() > deadline:
            raise click.ClickException("messages are left in the queue after half an hour")
        time.sleep(0.2)


def _measured(
    machine: Machine, verdict: Verdict, seconds: float, kills: int, bare: float
) -> MeasuredDeliveries:
    return MeasuredDeliveries(
        benchmark="deliveries",
        alerts=verdict.alerts,
        messages=verdict.messages,
        delivered=verdict.delivered,
        dead_letters=verdict.dead,
        attempts=verdict.attempts,
        kills=kills,
        seconds=round(seconds, 1),
        messages_per_second=round(verdict.messages / seconds, 1),
        bare_seconds=round(bare, 1),
        ratio=round(seconds / bare, 1),
        checks=verdict.checks,
        machine=machine,
    )


def _tell(found: MeasuredDeliveries, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        click.echo(
            f"{found.alerts:,} alerts, {found.messages:,} messages: {found.delivered:,} delivered,"
            f" {found.dead_letters:,} dead letters, {found.attempts:,} attempts,"
            f" {found.kills} workers killed"
        )
        click.echo(
            f"  {found.seconds:,} s, {found.messages_per_second:,} messages/s;"
            f" bare sending {found.bare_seconds:,} s; ratio {found.ratio}"
        )
        for name, holds in found.checks.items():
            click.echo(f"  {name}: {'yes' if holds else 'NO'}")
    if not all(found.checks.values()):
        raise SystemExit(1)
