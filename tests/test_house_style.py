"""How the code is laid out: one name per feature, small files that say what they are, no strays."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "upstream"
LINES_MAX = 200

pytestmark = pytest.mark.feature("OP-10")

FEATURES = {
    *("uploads", "claims", "quality", "drift", "alerts", "deliveries", "judgments"),
    *("dashboard", "reports", "webhooks", "identity", "audit", "mappings", "personal", "settings"),
    *("contracts", "remittances", "stream", "worklist", "figures", "forecast"),
}
PLUMBING = {
    "domain": {"catalogue", "context", "decider", "messages", "streams", "units"},
    "application": {
        *("aggregates", "customers", "folding", "readers", "repetition", "seed", "transact"),
    },
    "projections": {
        *("catalogue", "checkpoints", "ledger", "moments", "money", "projection", "reactions"),
        *("reading", "row_versions", "runner", "standings", "stops", "tables", "view"),
    },
    "workers": {
        *(
            "bodies",
            "broker",
            "demo",
            "destroying",
            "detection",
            "giving_up",
            "installation",
            "job_context",
        ),
        *("loop", "projector", "recording", "scheduler", "sweeping", "telling", "weekly"),
        "withdrawing",
        "worker",
    },
    "cli": {
        *("asking", "bench", "customers", "data_folder", "doctor", "drift", "main", "processes"),
        "projections",
        *("faults", "remits", "seed", "supervisor", "trial", "up", "upload", "withdraw"),
    },
    "api/commands": {"auth"},
    "api/queries": {"me", "health", "refused_rows", "upload_file"},
}
"""What each layer has besides features. Infrastructure is plumbing throughout."""

FORBIDDEN_NAMES = {
    *("models", "utils", "helpers", "common", "base", "service", "services", "manager"),
    *("handlers", "schemas", "repository", "types", "misc"),
}
MACHINE_PATH = re.compile(r"(?<![\w.{}/])/(work|root|home)/\w")
PACKAGE_HOST = re.compile(r"pythonhosted|pypi\.org|registry\.npmjs|--(extra-)?index-url|find-links")
BLANKET_NOQA = re.compile(r"# noqa(?!: [A-Z]+\d)")


def python_files() -> Iterator[Path]:
    for folder in ("src", "tests", "benchmarks"):
        yield from (ROOT / folder).rglob("*.py")
    yield from ROOT.glob("*.py")


def written_files() -> Iterator[Path]:
    """Everything that somebody wrote, whatever its kind."""
    yield from python_files()
    for folder in ("src", "docs", "requirements", ".ci"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix != ".py" and "vendor" not in path.parts:
                yield path
    for name in ("README.md", "pyproject.toml", "docker-compose.yml", "Dockerfile"):
        yield ROOT / name


def named(paths: Iterator[Path]) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in paths)


def texts() -> Iterator[tuple[Path, str]]:
    for path in written_files():
        if path.suffix not in {".pyc", ".png", ".ico", ".woff2"} and path != Path(__file__):
            yield path, path.read_text(encoding="utf-8")


@pytest.mark.parametrize("layer", PLUMBING)
def test_a_layer_holds_features_and_listed_plumbing_only(layer: str) -> None:
    entries = {path.stem for path in (SOURCE / layer).iterdir() if path.suffix in {"", ".py"}}

    assert entries - {"__init__", "__pycache__"} - FEATURES - PLUMBING[layer] == set()


def test_no_file_is_too_long_to_read_at_once() -> None:
    long = (p for p in python_files() if len(p.read_text("utf-8").splitlines()) > LINES_MAX)

    assert named(long) == []


def test_every_module_opens_by_saying_what_it_is() -> None:
    silent = (p for p in python_files() if not ast.get_docstring(ast.parse(p.read_text("utf-8"))))

    assert named(silent) == []


def test_no_name_says_nothing() -> None:
    empty = (p for p in python_files() if p.stem in FORBIDDEN_NAMES)

    assert named(empty) == []


def test_every_exemption_names_its_rule() -> None:
    assert named(path for path, text in texts() if BLANKET_NOQA.search(text)) == []


def test_nothing_names_somebodys_machine() -> None:
    assert named(path for path, text in texts() if MACHINE_PATH.search(text)) == []


def test_nothing_names_where_packages_come_from() -> None:
    assert named(path for path, text in texts() if PACKAGE_HOST.search(text)) == []


def test_the_readme_names_files_that_are_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    source_files = re.findall(r"`((?:api|application|domain|projections)/[\w/]+\.py)`", text)
    others = re.findall(r"`((?:docs|requirements|\.ci)/[\w./]*)`", text)

    assert len(source_files) == 6
    assert [name for name in source_files if not (SOURCE / name).is_file()] == []
    assert [name for name in others if not (ROOT / name).exists()] == []
