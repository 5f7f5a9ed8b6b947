"""Alerts reach the people their rules name, over receivers that fail half the time."""

import hmac
import json
from base64 import b64decode, b64encode
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from tests.support.claim_log import context_of
from tests.support.told import Teller, telling_settings

from upstream.application.deliveries.channels import switch_channel, try_channel, turn_secret
from upstream.application.deliveries.dead_letters import ask_again
from upstream.cli.trial.receivers import ShakyHook, ShakyMailServer
from upstream.domain.deliveries.events import ChannelTerms
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.projections.catalogue import PROJECTIONS
from upstream.projections.deliveries.list_deliveries import NEEDS, attempts
from upstream.projections.runner import catch_up
from upstream.workers.installation import opened

MANY = 60


@pytest.mark.feature("AL-5")
def test_every_alert_arrives_once_a_channel_or_is_a_dead_letter_with_its_attempts(
    teller: Teller, mail: ShakyMailServer, hook: ShakyHook
) -> None:
    channels = teller.mail_channel(), teller.hook_channel(hook)
    teller.rule(*channels)
    for number in range(MANY):
        teller.observe(number)
    teller.work()
    told = teller.deliveries()
    pairs = Counter((each.alert_id, each.channel_id) for each in told)
    assert len(pairs) == 2 * MANY
    assert set(pairs.values()) == {1}
    assert {each.state for each in told} <= {"delivered", "dead"}
    assert sum(each.attempts > 1 for each in told) > MANY / 2, "half of the attempts fail"
    ids = {
        channels[0]: {f"<{each.id}@riverside.example>" for each in told},
        channels[1]: {f"msg_{each.id.hex}" for each in told},
    }
    for channel_id, letterbox in zip(channels, (mail.letterbox, hook.letterbox), strict=True):
        assert set(letterbox.taken) <= ids[channel_id]
        assert {len(each) for each in letterbox.bodies.values()} == {1}, "the same bytes each time"
    for each in told:
        key = (
            f"<{each.id}@riverside.example>"
            if each.channel_kind == "email"
            else f"msg_{each.id.hex}"
        )
        box = mail.letterbox if each.channel_kind == "email" else hook.letterbox
        assert 1 <= box.attempts[key] <= each.attempts, "some never get through to the receiver"
        assert each.state == "dead" or box.taken[key] >= 1
        with teller.installation.views.at(teller.customer_id, needs=NEEDS) as view:
            tried = attempts(view, each.id)
        assert [each.attempt for each in tried] == list(range(1, each.attempts + 1))


@pytest.mark.feature("AL-5")
def test_a_message_names_a_payer_its_figures_and_a_link_and_is_signed(
    teller: Teller, hook: ShakyHook
) -> None:
    channel_id, secret = teller.open(
        ChannelTerms(kind="webhook", name="Queue", address=hook.address)
    )
    teller.rule(channel_id)
    teller.observe(1)
    teller.work()
    (told,) = teller.deliveries()
    body, headers = hook.contents[0], hook.headers[0]
    content = json.loads(body)
    assert content["type"] == "alert.raised"
    assert content["data"]["payer"] == "Payer 0001"
    assert content["data"]["dollars_at_risk"] == "6200.00"
    alert = f"https://upstream.example/customers/riverside/alerts/{told.alert_id}"
    assert content["data"]["url"] == alert
    assert secret
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = b64decode(secret.removeprefix("whsec_"))
    expected = b64encode(hmac.digest(key, signed, sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


@pytest.mark.feature("AL-5")
def test_after_a_turn_both_secrets_sign_and_none_is_in_the_log(
    teller: Teller, hook: ShakyHook, admin_url: str
) -> None:
    channel_id, first = teller.open(ChannelTerms(kind="webhook", name="Q", address=hook.address))
    log, context = teller.installation.log, context_of(teller.customer_id)
    second = turn_secret(log, teller.secrets, context, channel_id).secret
    try_channel(log, context, channel_id)
    teller.work()
    assert len(hook.headers[-1]["webhook-signature"].split()) == 2
    assert first
    assert second not in {None, first}
    stored = b"".join(
        event.state
        for event in log.load_many(teller.customer_id, [channel_id.bytes])[channel_id.bytes]
    )
    assert b"whsec" not in stored


@pytest.mark.feature("AL-5")
def test_slack_gets_its_message_at_an_address_nobody_can_read_again(
    teller: Teller, hook: ShakyHook
) -> None:
    channel_id, secret = teller.open(
        ChannelTerms(kind="slack", name="Denials"), slack=f"{hook.address}/T0/B0/sesame"
    )
    assert secret is None
    teller.rule(channel_id)
    teller.observe(1)
    teller.work()
    body = json.loads(hook.contents[0])
    (told,) = teller.deliveries()
    assert body["client_msg_id"] == str(told.id)
    assert "Payer 0001" in body["text"]
    stored = teller.installation.log.load_many(teller.customer_id, [channel_id.bytes])
    assert b"sesame" not in b"".join(event.state for event in stored[channel_id.bytes])


@pytest.mark.feature("AL-5")
def test_a_dead_letter_is_seen_and_tried_again_when_asked(
    database_url: str, tmp_path: Path, customer_id: CustomerId
) -> None:
    with opened(telling_settings(database_url, tmp_path, None)) as installation:
        teller = Teller(installation, customer_id)
        teller.rule(teller.mail_channel())
        teller.observe(1)
        teller.work()
        (dead,) = teller.deliveries(status="dead")
        assert (dead.failure, dead.attempts) == ("mail_not_set_up", 1)
    with (
        ShakyMailServer(fails=False) as mail,
        opened(telling_settings(database_url, tmp_path, mail)) as installation,
    ):
        teller = Teller(installation, customer_id)
        ask_again(installation.log, context_of(customer_id), dead.id)
        teller.work()
        (now,) = teller.deliveries()
    assert (now.state, now.attempts) == ("delivered", 2)
    assert list(mail.letterbox.taken) == [f"<{dead.id}@riverside.example>"]


@pytest.mark.feature("AL-5")
def test_a_channel_that_is_off_is_asked_for_nothing_and_what_waits_dies(
    teller: Teller, hook: ShakyHook
) -> None:
    channel_id = teller.hook_channel(hook)
    teller.rule(channel_id)
    teller.observe(1)
    log, context = teller.installation.log, context_of(teller.customer_id)
    teller.react()
    try_channel(log, context, channel_id)
    switch_channel(log, context, channel_id, on=False)
    teller.work()
    assert [each.failure for each in teller.deliveries()] == ["channel_off"]
    assert hook.contents == []


@pytest.mark.feature("AL-5", "RD-8")
def test_a_rebuild_sends_nothing(teller: Teller, hook: ShakyHook, admin_url: str) -> None:
    teller.rule(teller.hook_channel(hook))
    teller.observe(1)
    teller.work()
    sent = len(hook.contents)
    database = Database(teller.installation.settings.database_url, role=PROJECTOR)
    with database.customer(teller.customer_id) as connection:
        connection.exec_driver_sql("DELETE FROM deliveries")
        connection.exec_driver_sql("DELETE FROM delivery_attempts")
        connection.exec_driver_sql(
            "DELETE FROM projection_checkpoints WHERE projection NOT LIKE 'whenever:%%'"
            " AND projection = 'deliveries'"
        )
    catch_up(database, [each for each in PROJECTIONS if each.name == "deliveries"])
    database.close()
    teller.work()
    assert len(teller.deliveries()) == 1
    assert len(hook.contents) == sent
