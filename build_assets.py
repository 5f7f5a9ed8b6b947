"""Build hook: the browser's third-party files, copied out of pinned packages and checked by hash.

Nothing of it is kept in the repository; MANIFEST.json beside the copies says what they are.
"""

import json
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path(__file__).parent / "src" / "upstream" / "api" / "pages" / "static" / "vendor"


class Asset(NamedTuple):
    """One file: what it is to the browser, and where which package carries it."""

    name: str
    version: str
    licence: str
    file: str
    package: str
    path: str
    sha256: str


ASSETS = (
    Asset(
        *("htmx", "2.0.10", "0BSD", "htmx.min.js"),
        *("django-htmx", "django_htmx/static/django_htmx/htmx-2.min.js"),
        "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
    ),
    Asset(
        *("htmx server-sent events extension", "2", "0BSD", "htmx-sse.min.js"),
        *("django-htmx", "django_htmx/static/django_htmx/ext/hx-sse-2.min.js"),
        "98a46496de0c3605fbffdce9167ba427bdd9553184f83f149c261891a92c0136",
    ),
    Asset(
        *("Swagger UI", "5.34.0", "Apache-2.0", "swagger-ui-bundle.js"),
        *("flask-swagger-ui", "flask_swagger_ui/dist/swagger-ui-bundle.js"),
        "3f6abf70480db7e07914df4c98a77385f22ea585eaf457a3e6415ba0eae2d167",
    ),
    Asset(
        *("Swagger UI", "5.34.0", "Apache-2.0", "swagger-ui.css"),
        *("flask-swagger-ui", "flask_swagger_ui/dist/swagger-ui.css"),
        "c3cfe8248c4b0b89673600fb829924eafbac6de4bc4b2b06f5f5243483074d0a",
    ),
    Asset(
        *("Swagger UI licence", "5.34.0", "Apache-2.0", "swagger-ui.LICENSE.txt"),
        *("flask-swagger-ui", "flask_swagger_ui/dist/LICENSE"),
        "f3bafbe10a72b3d49c57ec1b7128abd1868d4c2fa0995858d909cb60898a7746",
    ),
)


class AssetChanged(Exception):
    """A package carries another file than the one that was looked at."""


class CustomBuildHook(BuildHookInterface):
    """Runs before a wheel, an editable install or a source distribution is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatch's signature
        VENDOR.mkdir(parents=True, exist_ok=True)
        for asset in ASSETS:
            _copy(asset)
        manifest = [
            {"name": a.name, "version": a.version, "licence": a.licence}
            | {"file": a.file, "sha256": a.sha256}
            for a in ASSETS
        ]
        (VENDOR / "MANIFEST.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


def _copy(asset: Asset) -> None:
    source = Path(str(distribution(asset.package).locate_file(asset.path)))
    content = source.read_bytes()
    found = sha256(content).hexdigest()
    if found != asset.sha256:
        raise AssetChanged(f"{asset.package}: {asset.path} is {found}, expected {asset.sha256}")
    (VENDOR / asset.file).write_bytes(content)
