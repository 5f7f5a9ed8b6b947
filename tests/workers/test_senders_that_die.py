"""Senders are killed between sending and noting: nothing is lost, nothing is doubled visibly."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from tests.support.told import Teller, environment, telling_settings

from upstream.cli.bench.deliveries_set_up import delivery_of
from upstream.cli.trial.receivers import ShakyHook, ShakyMailServer
from upstream.domain.units import CustomerId
from upstream.workers.installation import opened

ALERTS = 40
KILLS = 3
_NOTED = "SELECT count(*) FROM events WHERE tag LIKE 'deliveries.%%' AND tag IN (%s, %s, %s)"
_TAGS = ["deliveries.attempted.v1", "deliveries.made.v1", "deliveries.dead_lettered.v1"]


def _sender(told: dict[str, str], customer_id: CustomerId) -> "subprocess.Popen[bytes]":
    ours = {k: v for k, v in os.environ.items() if not k.startswith("UPSTREAM_")}
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.sender"],
        env={**ours, **told, "CUSTOMER_ID": str(customer_id), "PYTHONPATH": f"{root}/src:{root}"},
        cwd=root,
        stdout=subprocess.DEVNULL,
    )


def _leases_run_out(admin_url: str) -> None:
    """As half a minute does."""
    with psycopg.connect(admin_url) as connection:
        for table in ("jobs", "deliveries_due"):
            connection.execute(
                f"UPDATE {table} SET lease_until = clock_timestamp() - interval '1 second'"
                " WHERE lease_until IS NOT NULL"
            )


@pytest.mark.feature("AL-5", "OP-8")
def test_killed_in_between_nothing_is_lost_and_nothing_doubled_visibly(
    database_url: str, admin_url: str, tmp_path: Path, customer_id: CustomerId
) -> None:
    with ShakyMailServer() as mail, ShakyHook(seconds=0.02) as hook:
        told = environment(database_url, tmp_path, mail)
        with opened(telling_settings(database_url, tmp_path, mail)) as installation:
            teller = Teller(installation, customer_id)
            teller.rule(teller.mail_channel(), teller.hook_channel(hook))
            for number in range(ALERTS):
                teller.observe(number)
            boxes = mail.letterbox, hook.letterbox
            unnoted = 0
            for kill in range(KILLS):
                process = _sender(told, customer_id)
                wanted = 2 * ALERTS * (kill + 1) // (KILLS + 2)
                deadline = time.monotonic() + 60
                while sum(len(box.attempts) for box in boxes) < wanted:
                    assert process.poll() is None, "the sender came to its end"
                    assert time.monotonic() < deadline
                process.kill()
                process.wait()
                _leases_run_out(admin_url)
                with psycopg.connect(admin_url) as connection:
                    noted = connection.execute(_NOTED, _TAGS).fetchone()
                assert noted is not None
                unnoted = sum(sum(box.attempts.values()) for box in boxes) - noted[0]
            teller.work()
            everything = teller.deliveries()
    assert unnoted > 0, "at least one message was sent and not noted"
    pairs = Counter((each.alert_id, each.channel_id) for each in everything)
    assert len(pairs) == 2 * ALERTS
    assert set(pairs.values()) == {1}
    assert {each.state for each in everything} <= {"delivered", "dead"}
    known = {each.id: each for each in everything}
    for box in boxes:
        assert {delivery_of(key) for key in box.attempts} <= known.keys()
        assert {len(bodies) for bodies in box.bodies.values()} == {1}
    taken = {delivery_of(key) for box in boxes for key in box.taken}
    assert all(each.id in taken for each in everything if each.state == "delivered")
