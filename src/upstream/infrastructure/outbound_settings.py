"""What an installation is told about messages that leave it."""

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

import msgspec

from upstream.domain.deliveries.patience import Patience

OUTBOUND_VARIABLES: Final = {
    "UPSTREAM_PUBLIC_URL": "address people reach the console at, for links in messages",
    "UPSTREAM_SMTP_URL": "smtp://, smtp+starttls:// or smtps://user:password@host:port for e-mail",
    "UPSTREAM_MAIL_FROM": "sender of e-mail; default: upstream@ the SMTP host",
    "UPSTREAM_OUTBOUND_ALLOW": "networks inside the house that webhooks may reach, such as"
    " 10.1.2.0/24; plain HTTP is allowed there; default: none",
    "UPSTREAM_DELIVERY_WAITS": "first wait in seconds, factor, longest wait in seconds, attempts;"
    " default: 5,4,43200,10",
}

Security = Literal["none", "starttls", "tls"]
_SCHEMES: Final[dict[str, tuple[Security, int]]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """`user` and `password` are secrets: never log them."""

    host: str
    port: int
    security: Security
    sender: str
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"MailServer(host={self.host!r}, port={self.port})"


class Outbound(msgspec.Struct, frozen=True, kw_only=True):
    """Without a mail server e-mail is not sent, and says so. `public_url` ends without a slash."""

    public_url: str | None = None
    mail: MailServer | None = None
    allowed: tuple[IPv4Network | IPv6Network, ...] = ()
    patience: Patience = Patience()


def read_outbound(told: Mapping[str, str], problems: list[str]) -> Outbound:
    """Adds a line to `problems` for everything that is wrong."""
    return Outbound(
        public_url=_public_url(told.get("UPSTREAM_PUBLIC_URL") or "", problems),
        mail=_mail(told, problems),
        allowed=_allowed(told.get("UPSTREAM_OUTBOUND_ALLOW") or "", problems),
        patience=_patience(told.get("UPSTREAM_DELIVERY_WAITS") or "", problems),
    )


def _public_url(address: str, problems: list[str]) -> str | None:
    if address and urlsplit(address).scheme not in {"http", "https"}:
        problems.append("UPSTREAM_PUBLIC_URL: must begin with https:// or http://")
    return address.rstrip("/") or None


def _mail(told: Mapping[str, str], problems: list[str]) -> MailServer | None:
    address = told.get("UPSTREAM_SMTP_URL") or ""
    if not address:
        return None
    try:
        parts = urlsplit(address)
        security, port = _SCHEMES[parts.scheme]
        host, port = parts.hostname or "", parts.port or port
    except (KeyError, ValueError):
        host, security, port = "", "none", 0
    if not host:
        problems.append(f"UPSTREAM_SMTP_URL: {OUTBOUND_VARIABLES['UPSTREAM_SMTP_URL']}")
        return None
    return MailServer(
        host=host,
        port=port,
        security=security,
        sender=told.get("UPSTREAM_MAIL_FROM") or f"upstream@{host}",
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def _allowed(text: str, problems: list[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError:
        problems.append("UPSTREAM_OUTBOUND_ALLOW: networks separated by commas: 10.1.2.0/24")
        return ()


def _patience(text: str, problems: list[str]) -> Patience:
    if not text:
        return Patience()
    try:
        first, factor, longest, attempts = text.split(",")
        told = Patience(
            first_seconds=float(first),
            factor=float(factor),
            longest_seconds=float(longest),
            attempts_max=int(attempts),
        )
    except ValueError:
        told = None
    if told is None or not (
        0 < told.first_seconds <= told.longest_seconds <= 10**6
        and 1 <= told.factor <= 100
        and 1 <= told.attempts_max <= 100
    ):
        problems.append(f"UPSTREAM_DELIVERY_WAITS: {OUTBOUND_VARIABLES['UPSTREAM_DELIVERY_WAITS']}")
        return Patience()
    return told
