"""Sample files that are not part of the project: tests that use them are skipped without them."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[3] / "shared" / "data"


def corpus(*names: str) -> Path:
    """A file of the corpus; skips the test where it is missing."""
    path = Path(os.environ.get("UPSTREAM_CORPUS") or _BESIDE).joinpath(*names)
    if not path.is_file():
        pytest.skip(f"no sample file {'/'.join(names)}; set UPSTREAM_CORPUS")
    return path


def sample_files(*patterns: str) -> list[Path]:
    """Every file of the corpus that matches; none where there is no corpus."""
    folder = Path(os.environ.get("UPSTREAM_CORPUS") or _BESIDE)
    return sorted(path for pattern in patterns for path in folder.glob(pattern) if path.is_file())
