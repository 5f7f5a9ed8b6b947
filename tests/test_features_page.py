"""docs/features.md claims nothing that no test proves."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "features.md"
ROW = re.compile(r"^\| (?P<id>[A-Z]+-\d+) \| (?P<state>works|partly|not yet) \| (?P<proof>.*?) \|")


def rows() -> list[tuple[str, str, str]]:
    found = [ROW.match(line) for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return [(row["id"], row["state"], row["proof"]) for row in found if row]


@pytest.mark.parametrize(("feature", "state", "proof"), rows(), ids=[row[0] for row in rows()])
def test_what_works_names_a_test_that_is_marked_with_its_feature(
    feature: str, state: str, proof: str
) -> None:
    """A row that says works or partly points at a test file that carries the feature's mark."""
    if state == "not yet":
        return
    files = re.findall(r"`(tests/[^`]+\.py)`", proof)
    assert files, f"{feature} names no test"
    for name in files:
        assert f'"{feature}"' in (ROOT / name).read_text(encoding="utf-8"), (
            f"{name} has no test marked with {feature}"
        )


def test_the_page_has_every_feature_once() -> None:
    """The list is whole: nothing is dropped, nothing is told twice."""
    ids = [row[0] for row in rows()]
    assert len(ids) == len(set(ids))
    assert len(ids) > 80
