"""What a message says: a payer, its figures and a link; no patient, no claim, no name."""

from uuid import UUID

import msgspec

from upstream.domain.deliveries.events import About, Content, DeliveryRequested
from upstream.domain.drift.wording import certainty


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """The same words for every channel; `link` None where the installation has no address."""

    delivery_id: UUID
    about: About
    subject: str
    lines: tuple[str, ...]
    link: str | None
    content: Content | None

    @property
    def text(self) -> str:
        return "\n".join([*self.lines, *([self.link] if self.link else [])]) + "\n"


def letter_of(
    delivery_id: UUID, request: DeliveryRequested, *, public_url: str | None, slug: str
) -> Letter:
    content = request.content
    home = f"{public_url}/customers/{slug}/alerts" if public_url else None
    if content is None:
        return Letter(
            delivery_id=delivery_id,
            about=request.about,
            subject="Upstream: a trial message",
            lines=("Somebody asked for this message to see whether it arrives.",),
            link=home,
            content=None,
        )
    label = content.severity_label.capitalize()
    group = content.cpt_group or "all CPT groups"
    opening = "Nobody has acknowledged: " if request.about == "escalated" else ""
    return Letter(
        delivery_id=delivery_id,
        about=request.about,
        subject=f"{opening}{label}: {content.payer}, {group}",
        lines=(
            content.headline,
            "",
            _figures(content),
        ),
        link=f"{home}/{content.alert_id}" if home else None,
        content=content,
    )


def _figures(content: Content) -> str:
    return (
        f"Severity {content.severity_label} ({content.severity_bps / 100:.0f} of 100),"
        f" confidence {certainty(content.confidence_bps)},"
        f" at risk ${content.at_risk_cents / 100:,.0f}."
    )


def slack_body(letter: Letter) -> bytes:
    """An incoming webhook's message. `client_msg_id` is the same over all attempts."""
    text = "\n".join(each for each in letter.lines if each)
    link = f"\n<{letter.link}|Open the alert>" if letter.link else ""
    return msgspec.json.encode(
        {
            "client_msg_id": str(letter.delivery_id),
            "text": _plain(letter.subject),
            "blocks": [
                {
                    "type": "section",
                    "text": {
                        "type": "mrkdwn",
                        "text": f"*{_plain(letter.subject)}*\n{_plain(text)}{link}",
                    },
                }
            ],
            "unfurl_links": False,
        }
    )


def webhook_body(letter: Letter) -> bytes:
    """Standard Webhooks: a type, a time, and data; the same bytes on every attempt."""
    content = letter.content
    if content is None:
        return msgspec.json.encode({"type": "alert.trial", "data": {}})
    return msgspec.json.encode(
        {
            "type": f"alert.{letter.about}",
            "timestamp": content.seen_at,
            "data": {
                "alert_id": content.alert_id,
                "product": content.product,
                "kind": content.kind,
                "payer": content.payer,
                "cpt_group": content.cpt_group,
                "severity": content.severity_bps / 10_000,
                "severity_label": content.severity_label,
                "confidence": content.confidence_bps / 10_000,
                "dollars_at_risk": f"{content.at_risk_cents // 100}"
                f".{content.at_risk_cents % 100:02d}",
                "explanation": content.headline,
                "url": letter.link,
            },
        }
    )


def _plain(text: str) -> str:
    """Slack's three control characters, as it wants them written."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
