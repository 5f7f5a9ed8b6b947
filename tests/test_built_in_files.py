"""Third-party files of the browser: built in from packages, as their manifest says."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VENDOR = ROOT / "src" / "upstream" / "api" / "pages" / "static" / "vendor"

built = pytest.mark.skipif(
    not (VENDOR / "MANIFEST.json").exists(), reason="the project is not installed: run.py builds it"
)


@built
def test_every_file_is_what_the_manifest_says() -> None:
    manifest = json.loads((VENDOR / "MANIFEST.json").read_text())
    recorded = {one["file"]: one["sha256"] for one in manifest}
    found = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "MANIFEST.json"
    }

    assert recorded == found


@built
def test_every_file_has_a_licence_that_lets_us_ship_it() -> None:
    manifest = json.loads((VENDOR / "MANIFEST.json").read_text())

    assert {one["licence"] for one in manifest} <= {"0BSD", "MIT", "Apache-2.0"}


def test_they_are_kept_out_of_the_repository() -> None:
    assert f"{VENDOR.relative_to(ROOT)}/" in (ROOT / ".gitignore").read_text().splitlines()
