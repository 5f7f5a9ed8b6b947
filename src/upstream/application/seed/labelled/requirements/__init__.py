"""The scenario of requirements: authorizations asked for from some day on, and contracts that are
not kept, with what looks like either and is neither. The years beside it are not touched by it.
"""

from upstream.application.seed.labelled.requirements.answer_sheet import (
    CodeDecoy,
    CodeLabel,
    RequirementsSheet,
    Schedule,
)
from upstream.application.seed.labelled.requirements.claims import RequiredClaim, required_claims
from upstream.application.seed.labelled.requirements.lines import (
    rates_file,
    required_file,
    required_weekly_file,
)
from upstream.application.seed.labelled.requirements.world import RequiredWorld, required_world

__all__ = [
    "CodeDecoy",
    "CodeLabel",
    "RequiredClaim",
    "RequiredWorld",
    "RequirementsSheet",
    "Schedule",
    "rates_file",
    "required_claims",
    "required_file",
    "required_weekly_file",
    "required_world",
]
