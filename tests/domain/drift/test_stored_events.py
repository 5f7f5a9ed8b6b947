"""What was stored stays readable: the words of these files are in logs already."""

from pathlib import Path

import msgspec
import pytest

from upstream.domain.catalogue import BY_TAG

DOMAIN = Path(__file__).parents[1]
FEATURES = ("drift", "alerts", "judgments", "deliveries", "quality", "contracts")


def _stored(feature: str) -> list[bytes]:
    return (DOMAIN / feature / "stored" / "events.jsonl").read_bytes().splitlines()


@pytest.mark.parametrize("feature", FEATURES)
def test_stored_events_are_read_back_as_they_were(feature: str) -> None:
    for line in _stored(feature):
        tag = msgspec.json.decode(line)["type"]
        event = msgspec.json.decode(line, type=BY_TAG[tag])
        assert msgspec.json.encode(event) == line


@pytest.mark.parametrize("feature", FEATURES)
def test_every_event_of_the_feature_has_an_example(feature: str) -> None:
    told = {msgspec.json.decode(line)["type"] for line in _stored(feature)}
    assert told == {tag for tag in BY_TAG if tag.startswith(f"{feature}.")}
