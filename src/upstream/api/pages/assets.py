"""Static files under an address that changes with their content, so a browser may keep them."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec

STATIC = Path(__file__).parent / "static"
STATIC_ROOT = "/static"
_HTMX = "vendor/htmx.min.js"


class Assets(msgspec.Struct, frozen=True, kw_only=True):
    """Where the files of this build are served; `htmx` is None where it was not built in."""

    root: str
    stylesheet: str
    script: str
    htmx: str | None
    icon: str


def stylesheet() -> str:
    """The parts of the style sheet, in the order of their numbers, as the one file served."""
    parts = sorted((STATIC / "css").glob("*.css"))
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


@cache
def assets() -> Assets:
    """One version for all files: a module that imports another stays within one version."""
    digest = sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    root = f"{STATIC_ROOT}/{digest.hexdigest()[:12]}"
    return Assets(
        root=root,
        stylesheet=f"{root}/upstream.css",
        script=f"{root}/js/upstream.js",
        htmx=f"{root}/{_HTMX}" if (STATIC / _HTMX).is_file() else None,
        icon=f"{root}/icon.svg",
    )
