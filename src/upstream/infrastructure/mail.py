"""E-mail over SMTP: one connection for many messages, stable message ids."""

import smtplib
import ssl
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from types import TracebackType
from typing import Final, NamedTuple, Self

from upstream.infrastructure.outbound_settings import MailServer

SECONDS_MAX: Final = 15.0
"""For one step of the conversation."""


class Mail(NamedTuple):
    """`message_id` is the same over all attempts, so that a mailbox shows one of them."""

    recipients: Sequence[str]
    subject: str
    text: str
    message_id: str
    dated: datetime


class Post:
    """`with Post(server) as post:` connects when the first message is sent."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    def send(self, mail: Mail) -> str | None:
        """None when every recipient was taken, else what went wrong as a stable code.

        Where only some recipients are refused the others have it, and the answer says so.
        """
        try:
            refused = self._connected().send_message(self._written(mail))
        except smtplib.SMTPResponseException as error:
            return f"smtp_{error.smtp_code}"
        except smtplib.SMTPRecipientsRefused as error:
            return f"smtp_{max(code for code, _ in error.recipients.values())}"
        except (smtplib.SMTPException, OSError) as error:
            self._leave()
            return _broken(error)
        return "recipients_refused" if refused else None

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = self._opened()
        return self._connection

    def _opened(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=SECONDS_MAX, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS_MAX)
        try:
            if server.security == "starttls":
                connection.starttls(context=context)
            if server.user is not None:
                connection.login(server.user, server.password or "")
        except BaseException:
            connection.close()
            raise
        return connection

    def _written(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._server.sender
        message["To"] = ", ".join(mail.recipients)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(mail.dated)
        message["Message-ID"] = mail.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        return message

    def _leave(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()


def _broken(error: Exception) -> str:
    """What ended the connection, or kept it from coming about."""
    match error:
        case ssl.SSLError():
            return "tls_failed"
        case TimeoutError():
            return "timed_out"
        case smtplib.SMTPServerDisconnected():
            return "connection_lost"
        case _:
            return "connect_failed"
