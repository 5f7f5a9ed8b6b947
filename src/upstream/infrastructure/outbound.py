"""Posting to addresses other people gave us: to checked addresses, briefly, and no further."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import cache
from ssl import SSLContext, SSLError, create_default_context
from typing import Final, NamedTuple

import httpx2

from upstream.infrastructure.outbound_addresses import AddressRefused, Network, checked_address

SECONDS_MAX: Final = 10.0
"""For one message, from the name to the answer's status."""
AT_ONCE: Final = 20
_CONNECTION_SECONDS: Final = 5.0


class Posting(NamedTuple):
    """One message on its way. The body goes out byte by byte as it is."""

    address: str
    body: bytes
    headers: Mapping[str, str]


def post_all(postings: Sequence[Posting], *, allowed: Sequence[Network]) -> list[str | None]:
    """None for each that was taken (2xx), else what went wrong as a stable code."""
    return asyncio.run(_post_all(postings, allowed))


async def _post_all(postings: Sequence[Posting], allowed: Sequence[Network]) -> list[str | None]:
    turns = asyncio.Semaphore(AT_ONCE)
    # No proxy from the environment, no redirect, no cookie from one message to the next.
    async with httpx2.AsyncClient(
        verify=_trusted(), trust_env=False, follow_redirects=False, timeout=_CONNECTION_SECONDS
    ) as client:

        async def in_turn(posting: Posting) -> str | None:
            async with turns:
                return await _post(client, posting, allowed)

        return list(await asyncio.gather(*map(in_turn, postings)))


@cache
def _trusted() -> SSLContext:
    """The authorities this machine trusts; reading them takes longer than a message."""
    return create_default_context()


async def _post(
    client: httpx2.AsyncClient, posting: Posting, allowed: Sequence[Network]
) -> str | None:
    try:
        async with asyncio.timeout(SECONDS_MAX):
            return await _status(client, posting, allowed)
    except AddressRefused as refused:
        return refused.code
    except (TimeoutError, httpx2.TimeoutException):
        return "timed_out"
    except httpx2.ConnectError as error:
        return "tls_failed" if _is_tls(error) else "connect_failed"
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
        return "answer_broken"


async def _status(
    client: httpx2.AsyncClient, posting: Posting, allowed: Sequence[Network]
) -> str | None:
    url = httpx2.URL(posting.address)
    secure = url.scheme == "https"
    port = url.port or (443 if secure else 80)
    address = await checked_address(url.host, port, secure=secure, allowed=allowed)
    # The name was resolved once, here; the connection goes to the very address that was checked.
    pinned = url.copy_with(host=str(address))
    request = client.build_request(
        "POST",
        pinned,
        content=posting.body,
        headers={**posting.headers, "Host": url.netloc.decode("ascii")},
        extensions={"sni_hostname": url.host},
    )
    answer = await client.send(request, stream=True)
    try:
        return None if answer.is_success else f"http_{answer.status_code}"
    finally:
        await answer.aclose()  # the body is nobody's business and may never end


def _is_tls(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
