"""How a message leaves the house: as e-mail, to Slack, or as a signed webhook."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from upstream.application.customers import Customer
from upstream.application.deliveries.signing import signed_headers
from upstream.application.deliveries.wording import (
    Letter,
    letter_of,
    slack_body,
    webhook_body,
)
from upstream.domain.deliveries.channel import Opened
from upstream.domain.deliveries.events import DeliveryRequested
from upstream.infrastructure.channel_secrets import ChannelSecrets, SecretLost
from upstream.infrastructure.database import Database
from upstream.infrastructure.mail import Mail, Post
from upstream.infrastructure.outbound import Posting, post_all
from upstream.infrastructure.outbound_settings import Outbound

_JSON = {"Content-Type": "application/json", "User-Agent": "Upstream"}


UNTRIED = "untried"
"""There was no time left for it: no attempt was made."""
MAIL_SECONDS = 8.0
"""Mail goes out one by one; what is left after that waits for the next turn."""


class Message(NamedTuple):
    delivery_id: UUID
    request: DeliveryRequested


class Carrier:
    """Carries one customer's messages. Only a job makes one: nothing is sent in a rebuild."""

    def __init__(
        self, database: Database, secrets: ChannelSecrets, outbound: Outbound, customer: Customer
    ) -> None:
        self._database = database
        self._secrets = secrets
        self._outbound = outbound
        self._customer = customer

    def carry(self, channel: Opened, messages: Sequence[Message]) -> list[str | None]:
        """None for each that was taken, else what went wrong as a stable code."""
        if not messages:
            return []
        letters = [
            letter_of(
                message.delivery_id,
                message.request,
                public_url=self._outbound.public_url,
                slug=self._customer.slug,
            )
            for message in messages
        ]
        try:
            match channel.terms.kind:
                case "email":
                    return self._mailed(channel, letters)
                case "slack":
                    return self._to_slack(channel, letters)
                case "webhook":
                    return self._to_webhook(channel, letters)
        except SecretLost:
            return ["secret_lost"] * len(messages)

    def _mailed(self, channel: Opened, letters: Sequence[Letter]) -> list[str | None]:
        server = self._outbound.mail
        if server is None:
            return ["mail_not_set_up"] * len(letters)
        ends = time.monotonic() + MAIL_SECONDS
        with Post(server) as post:
            return [
                UNTRIED
                if time.monotonic() > ends
                else post.send(_mail(letter, channel, server.sender))
                for letter in letters
            ]

    def _to_slack(self, channel: Opened, letters: Sequence[Letter]) -> list[str | None]:
        (address,) = self._opened(channel)
        postings = [
            Posting(
                address, slack_body(letter), {**_JSON, "Idempotency-Key": str(letter.delivery_id)}
            )
            for letter in letters
        ]
        return post_all(postings, allowed=self._outbound.allowed)

    def _to_webhook(self, channel: Opened, letters: Sequence[Letter]) -> list[str | None]:
        keys, now = self._opened(channel), datetime.now(UTC)
        postings = []
        for letter in letters:
            body = webhook_body(letter)
            headers = {**_JSON, **signed_headers(letter.delivery_id, body, keys, now)}
            postings.append(Posting(channel.terms.address or "", body, headers))
        return post_all(postings, allowed=self._outbound.allowed)

    def _opened(self, channel: Opened) -> list[str]:
        customer_id = self._customer.customer_id
        with self._database.customer(customer_id) as connection:
            return [
                self._secrets.opened(connection, customer_id, secret_id)
                for secret_id in channel.secret_ids
            ]


def _mail(letter: Letter, channel: Opened, sender: str) -> Mail:
    host = sender.rpartition("@")[2]
    return Mail(
        recipients=channel.terms.recipients,
        subject=letter.subject,
        text=letter.text,
        message_id=f"<{letter.delivery_id}@{host}>",
        dated=datetime.now(UTC),
    )
