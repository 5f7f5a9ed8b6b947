"""Swagger UI: a page of our own around the files the build took from their package."""

from pathlib import Path
from typing import Final

from litestar import Response, Router, get
from litestar.enums import MediaType
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from upstream.api.access import PUBLIC

_HERE: Final = Path(__file__).parent
_VENDOR: Final = _HERE.parent / "pages" / "static" / "vendor"
_FILES: Final = {
    "start.js": (_HERE / "start.js", "text/javascript"),
    "swagger-ui-bundle.js": (_VENDOR / "swagger-ui-bundle.js", "text/javascript"),
    "swagger-ui.css": (_VENDOR / "swagger-ui.css", "text/css"),
}
_PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Upstream API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<main id="docs" data-schema="/api/v1/schema"></main>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
"""
_PLAIN_PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Upstream API</title>
<link rel="icon" href="data:,">
<p>Swagger UI was not built in; the <a href="/api/v1/schema">OpenAPI document</a> is here.</p>
"""


@get("/", media_type=MediaType.HTML, operation_id="docs.page", sync_to_thread=False)
def page() -> str:
    return _PAGE if _FILES["swagger-ui-bundle.js"][0].is_file() else _PLAIN_PAGE


@get("/{name:str}", operation_id="docs.file", sync_to_thread=True)
def file(name: FromPath[str]) -> Response[bytes]:
    path, media_type = _FILES.get(name, (None, ""))
    if path is None or not path.is_file():
        raise NotFoundException
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(path.read_bytes(), media_type=media_type, headers=headers)


docs_router = Router("/api/docs", route_handlers=[page, file], opt=PUBLIC, include_in_schema=False)
