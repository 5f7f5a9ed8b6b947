"""The yardstick: as many messages to receivers that never fail, once each, without a log."""

import time
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Final

from upstream.cli.trial.receivers import ShakyHook, ShakyMailServer
from upstream.infrastructure.mail import Mail, Post
from upstream.infrastructure.outbound import Posting, post_all
from upstream.infrastructure.outbound_settings import MailServer

_LOOPBACK: Final = ip_network("127.0.0.0/8")
_TEXT: Final = "Payer 00001 Radiology: the denial rate rose from 10.0 % to 24.0 %.\n" * 3


def bare_seconds(alerts: int) -> float:
    """One mail and one webhook for every alert."""
    with ShakyMailServer(fails=False) as mail, ShakyHook(fails=False) as hook:
        server = MailServer(
            host="127.0.0.1", port=mail.port, security="none", sender="upstream@localhost.example"
        )
        began = time.monotonic()
        with Post(server) as post:
            for number in range(alerts):
                sent = post.send(
                    Mail(
                        recipients=["desk@riverside.example"],
                        subject="Medium: a payer",
                        text=_TEXT,
                        message_id=f"<{number}@localhost.example>",
                        dated=datetime.now(UTC),
                    )
                )
                assert sent is None
        postings = [
            Posting(hook.address, _TEXT.encode(), {"webhook-id": str(number)})
            for number in range(alerts)
        ]
        assert set(post_all(postings, allowed=[_LOOPBACK])) == {None}
        return time.monotonic() - began
