"""A year of claims with known drifts and decoys: what detection is measured against."""

from upstream.application.seed.labelled.answer_sheet import AnswerSheet, DecoyLabel, DriftLabel
from upstream.application.seed.labelled.claims import SimulatedClaim, simulated_claims
from upstream.application.seed.labelled.lines import claims_file, weekly_file
from upstream.application.seed.labelled.world import World, world

__all__ = [
    "AnswerSheet",
    "DecoyLabel",
    "DriftLabel",
    "SimulatedClaim",
    "World",
    "claims_file",
    "simulated_claims",
    "weekly_file",
    "world",
]
