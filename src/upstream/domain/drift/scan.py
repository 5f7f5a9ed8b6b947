"""What a scan says of each series: verdicts of those that speak, next to nothing of the others."""

from dataclasses import dataclass
from typing import NamedTuple

from upstream.domain.drift.detection import Key
from upstream.domain.drift.panel import Look
from upstream.domain.drift.settings import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """One series with the verdict, at the window that speaks loudest."""

    kind: Kind
    key: Key
    place: int
    """Its column in the panel."""
    look: Look
    effect: float
    """Without what the market did."""
    market: float
    variance: float
    swing: float
    z: float
    null_scale: float
    evidence: float
    """Bayes factor, averaged over the windows."""
    confidence: float


class Quiet(NamedTuple):
    """A series that was tested and shows too little to keep even a known finding open."""

    kind: Kind
    key: Key
    evidence: float


class Scan(NamedTuple):
    """Series that cannot be compared at all are in neither."""

    loud: list[Scanned]
    quiet: list[Quiet]
