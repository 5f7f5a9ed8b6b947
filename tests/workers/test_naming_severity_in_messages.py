"""A message names severity as its customer drew the bands when it was made, at every attempt."""

import json

import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import SECRET
from tests.support.told import Teller

from upstream.application.settings import change_settings
from upstream.cli.trial.receivers import ShakyHook, ShakyMailServer
from upstream.domain.deliveries.events import ChannelTerms
from upstream.domain.drift.severity import BANDS, Bands
from upstream.domain.drift.wishes import DetectionWishes
from upstream.domain.settings.customer_settings import ChangeSettings

STRICT = Bands(critical_bps=5_400, high_bps=5_000, medium_bps=1_000)
MANY = 8


def draw(teller: Teller, bands: Bands) -> None:
    wished = ChangeSettings(detection=DetectionWishes(bands=bands))
    change_settings(teller.installation.log, SECRET, context_of(teller.customer_id), wished)


@pytest.mark.feature("AL-5", "ID-10")
def test_bands_that_change_between_two_attempts_change_no_message(
    teller: Teller, mail: ShakyMailServer, hook: ShakyHook
) -> None:
    """5 500 of 10 000 is medium as everybody has it, and critical to this customer."""
    draw(teller, STRICT)
    teller.rule(teller.mail_channel(), teller.hook_channel(hook))
    for number in range(MANY):
        teller.observe(number)
    teller.work(until_empty=False)
    draw(teller, BANDS)
    teller.work()
    told = [each for each in teller.deliveries() if each.state == "delivered"]

    assert sum(each.attempts > 1 for each in told) > 0, "some were tried under both"
    for box in (mail.letterbox, hook.letterbox):
        assert {len(bodies) for bodies in box.bodies.values()} == {1}
    assert {json.loads(body)["data"]["severity_label"] for body in hook.contents} == {"critical"}
    mailed = mail.contents
    assert mailed
    assert all(b"Subject: Critical: Payer" in body for body in mailed)
    assert all(b"Severity critical (55 of 100)" in body for body in mailed)
    teller.observe(MANY)
    teller.work()
    labels = {json.loads(body)["data"]["severity_label"] for body in hook.contents}
    assert labels <= {"critical", "medium"}
    assert "medium" in labels, "what is made now is named as the bands are now"


@pytest.mark.feature("AL-5", "ID-10")
def test_slack_is_told_the_same_word(teller: Teller, hook: ShakyHook) -> None:
    draw(teller, STRICT)
    terms = ChannelTerms(kind="slack", name="Room")
    teller.rule(teller.open(terms, slack=f"{hook.address}/T0/secret")[0])
    teller.observe(1)
    teller.work()

    assert json.loads(hook.contents[0])["text"].startswith("Critical: Payer 0001")
