"""Requests that another site made a browser send are refused."""

from typing import Final
from urllib.parse import urlsplit

from litestar.exceptions import PermissionDeniedException

from upstream.api.callers import Connection

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS: Final = frozenset({"same-origin", "none"})


def refuse_foreign_origin(connection: Connection) -> None:
    """Browsers say where a request comes from; whoever says nothing is no browser.

    The rule of Go's `http.CrossOriginProtection`. A bearer token is never sent by a browser on its
    own, so its bearer needs no such check.
    """
    if connection.method in _SAFE or "authorization" in connection.headers:
        return
    site = connection.headers.get("sec-fetch-site")
    if site is None:
        origin = connection.headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc != connection.headers.get("host")
    else:
        foreign = site not in _OURS
    if foreign:
        raise PermissionDeniedException("Another site sent this request.")
