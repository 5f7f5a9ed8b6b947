"""The pages' own files: one style sheet, small modules, and what the build brought along."""

from typing import Final

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from upstream.api.access import PUBLIC
from upstream.api.pages.assets import STATIC, STATIC_ROOT, assets, stylesheet

_MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}


@get(f"{STATIC_ROOT}/{{build:str}}/{{name:path}}", opt=PUBLIC, sync_to_thread=True)
def static_file(build: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """Browsers keep a file for ever, so another build's files are not found here."""
    if not assets().root.endswith(build):
        raise NotFoundException
    if name == "/upstream.css":
        return _file(stylesheet().encode(), ".css")
    path = (STATIC / name.removeprefix("/")).resolve()
    if not path.is_relative_to(STATIC) or path.suffix not in _MEDIA_TYPES or not path.is_file():
        raise NotFoundException
    return _file(path.read_bytes(), path.suffix)


def _file(content: bytes, suffix: str) -> Response[bytes]:
    return Response(content, media_type=_MEDIA_TYPES[suffix], headers=_FOR_EVER)
