"""How long there is time where nobody has said anything: to be replaced by what contracts say."""

from typing import Final

import msgspec

from upstream.domain.worklist.limits import Limit, Period


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """A common pair of limits, by the name of its source."""

    key: str
    name: str
    source: str
    period: Period


DEFAULT: Final = Preset(
    key="typical_commercial",
    name="Typical commercial contract",
    source="Contracts give 60 to 180 days to appeal, 90 most often, and 90 to 365 days to file."
    " A default: replace it by what yours says.",
    period=Period(appeal=Limit(count=90), filing=Limit(count=180)),
)
"""What holds for a payer nobody has set up."""

PRESETS: Final = (
    DEFAULT,
    Preset(
        key="medicare",
        name="Original Medicare",
        source="Redetermination within 120 days of receipt (42 CFR 405.942; the 5 days presumed for"
        " the mail are left out), claims within 1 calendar year of service (42 CFR 424.44).",
        period=Period(
            appeal=Limit(count=120), filing=Limit(count=12, unit="months"), next_working_day=True
        ),
    ),
    Preset(
        key="medicaid",
        name="Medicaid, short",
        source="States give 90 to 365 days for either; the shortest is the careful guess.",
        period=Period(appeal=Limit(count=90), filing=Limit(count=90)),
    ),
)
"""What a form offers to begin with."""
